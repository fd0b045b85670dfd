package post

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// parkedLetters are those that wait in the record for a process of its revision.
func parkedLetters(rec Record) ([]Letter, error) {
	if len(rec.Parked) == 0 {
		return nil, nil
	}
	var parked []Letter
	if err := json.Unmarshal(rec.Parked, &parked); err != nil {
		return nil, fmt.Errorf("read parked letters: %w", err)
	}
	return parked, nil
}

// park keeps letters for a process that knows the document's revision. The
// body is left as it was, byte for byte, and nothing more is delivered from
// here: who cannot write the document cannot write off what it delivered.
func (m *mailbox) park(ctx context.Context, rec Record, batch []*delivery) ([]result, int, error) {
	m.disown()
	parked, err := parkedLetters(rec)
	if err != nil {
		return nil, 0, err
	}
	known := len(parked)
	for _, d := range batch {
		same := func(l Letter) bool { return l.ID == d.letter.ID }
		if !d.nudge && !slices.ContainsFunc(parked, same) {
			parked = append(parked, d.letter)
		}
	}
	results, added := make([]result, len(batch)), parked[known:]
	if len(added) == 0 {
		return results, 0, nil
	}
	rec.Version++
	rec.Parked = mustJSON(parked)
	if now := m.office.Clock.Now(); rec.Due.IsZero() || rec.Due.After(now) {
		rec.Due = now
	}
	if err := m.office.Store.Commit(ctx, rec); err != nil {
		return nil, 0, fmt.Errorf("park: %w", err)
	}
	if m.office.Parked != nil {
		for _, l := range added {
			m.office.Parked(l)
		}
	}
	return results, len(added), nil
}

// disown forgets all of a document that a newer process has taken over. What
// was delivered and not written off, that process asks about.
func (m *mailbox) disown() {
	m.forget()
	m.mu.Lock()
	clear(m.cleared)
	for _, l := range m.lanes {
		clear(l.unknown)
	}
	m.mu.Unlock()
	m.office.skip(m.id)
}

// skip has the sweeper leave out a document that this process cannot step,
// now or later: of a newer revision, of an unknown kind, or unreadable.
func (o *Office) skip(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.skipped[id] = true
}
