package task

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// askedAtMost is how many people one task is put to, at 9 bytes each: after
// that it needs a person, not another wave.
const askedAtMost = 2000

// How somebody who was asked stands.
const (
	waited  byte = 'a' // asked, and not asked again
	refused byte = 'n' // said no, or gave it back: never asked again
	asleep  byte = 'q' // it was their quiet hours: asked again in the morning
	spare   byte = 'w' // may be asked again: somebody else had been quicker
)

// Asked is everybody to whom the task was put, as a hash and how they stand.
// It is JSON as one string.
type Asked []asked

type asked struct {
	who uint64
	how byte
}

func hash(person string) uint64 {
	sum := sha256.Sum256([]byte(person))
	return binary.BigEndian.Uint64(sum[:8])
}

func (a Asked) at(person string) int {
	who := hash(person)
	for i := range a {
		if a[i].who == who {
			return i
		}
	}
	return -1
}

// has reports whether the task was ever put to a person.
func (a Asked) has(person string) bool { return a.at(person) >= 0 }

// closed reports whether a person is not to be asked by another wave.
func (a Asked) closed(person string) bool {
	i := a.at(person)
	return i >= 0 && a[i].how != spare
}

// set notes how a person stands.
func (a *Asked) set(person string, how byte) {
	if i := a.at(person); i >= 0 {
		(*a)[i].how = how
		return
	}
	*a = append(*a, asked{hash(person), how})
}

// turn changes how everybody stands who stands so, and says how many there were.
func (a Asked) turn(from, to byte) int {
	n := 0
	for i := range a {
		if a[i].how == from {
			a[i].how = to
			n++
		}
	}
	return n
}

// MarshalJSON writes nine bytes a person, as one base64 string.
func (a Asked) MarshalJSON() ([]byte, error) {
	raw := make([]byte, 0, 9*len(a))
	for _, x := range a {
		raw = append(binary.BigEndian.AppendUint64(raw, x.who), x.how)
	}
	return append(base64.StdEncoding.AppendEncode([]byte{'"'}, raw), '"'), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Asked) UnmarshalJSON(b []byte) error {
	if len(b) < 2 || b[0] != '"' {
		return fmt.Errorf("read who was asked: not a string")
	}
	raw, err := base64.StdEncoding.AppendDecode(nil, b[1:len(b)-1])
	if err != nil {
		return fmt.Errorf("read who was asked: %w", err)
	}
	if len(raw)%9 != 0 {
		return fmt.Errorf("read who was asked: %d bytes are not a whole number of people", len(raw))
	}
	*a = make(Asked, 0, len(raw)/9)
	for ; len(raw) > 0; raw = raw[9:] {
		*a = append(*a, asked{binary.BigEndian.Uint64(raw), raw[8]})
	}
	return nil
}
