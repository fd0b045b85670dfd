package sandbox

import (
	"fmt"
	"math/rand/v2"
	"sync"
)

// idSource makes ids that look like the vendors' and repeat from a seed.
type idSource struct {
	mu  sync.Mutex
	rng *rand.Rand
}

// newIDSource returns a source that repeats from a seed; 0 draws one, so that a
// new run gives out no id of an earlier one.
func newIDSource(seed uint64) *idSource {
	if seed == 0 {
		seed = rand.Uint64()
	}
	return &idSource{rng: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))}
}

// hex returns prefix and 32 hexadecimal digits, as Twilio's SIDs have.
func (s *idSource) hex(prefix string) string {
	s.mu.Lock()
	a, b := s.rng.Uint64(), s.rng.Uint64()
	s.mu.Unlock()
	return fmt.Sprintf("%s%016x%016x", prefix, a, b)
}

// slack returns prefix and n capitals and digits, as Slack's ids have.
func (s *idSource) slack(prefix string, n int) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	b := make([]byte, n)
	s.mu.Lock()
	for i := range b {
		b[i] = letters[s.rng.IntN(len(letters))]
	}
	s.mu.Unlock()
	return prefix + string(b)
}
