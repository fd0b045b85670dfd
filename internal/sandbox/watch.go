package sandbox

import "sync"

// watchers tells whoever subscribed that something changed. Signals coalesce:
// a slow reader finds one waiting, however much has happened.
type watchers struct {
	mu   sync.RWMutex
	subs map[chan struct{}]bool
}

// Subscribe returns a channel that fires after any change, and a function that
// ends the subscription.
func (w *watchers) Subscribe() (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	w.mu.Lock()
	if w.subs == nil {
		w.subs = map[chan struct{}]bool{}
	}
	w.subs[ch] = true
	w.mu.Unlock()
	return ch, func() {
		w.mu.Lock()
		delete(w.subs, ch)
		w.mu.Unlock()
	}
}

func (w *watchers) changed() {
	w.mu.RLock()
	defer w.mu.RUnlock()
	for ch := range w.subs {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
