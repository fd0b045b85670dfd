package post

// KeepWarm changes how many idle mailboxes the office keeps.
func (o *Office) KeepWarm(n int) { o.idleAtMost = n }

// Boxes is how many mailboxes there are.
func (o *Office) Boxes() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.boxes)
}

// Limits of the office, for tests.
const (
	BoxAtMost = boxAtMost
	BatchSize = batchSize
)
