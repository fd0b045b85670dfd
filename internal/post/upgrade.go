package post

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// An Upgrade lifts a document by one revision, when it is next read: it changes
// the document, and the fields of its own data as they are stored. It is pure,
// and it never changes once a version with it was released.
type Upgrade func(d *Document, data map[string]json.RawMessage) error

// Same are upgrades through n revisions that change nothing.
func Same(n int) []Upgrade {
	all := make([]Upgrade, n)
	for i := range all {
		all[i] = func(*Document, map[string]json.RawMessage) error { return nil }
	}
	return all
}

// upgrade decodes a document that older code wrote.
func (c *compiled[T]) upgrade(raw []byte, rev int) (*Document, error) {
	d, fields := &Document{}, map[string]json.RawMessage{}
	b := body[map[string]json.RawMessage]{Document: d, Data: &fields}
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, fmt.Errorf("decode %s of revision %d: %w", c.Name, rev, err)
	}
	for ; rev < c.Revision; rev++ {
		if err := c.Upgrades[rev-1](d, fields); err != nil {
			return nil, fmt.Errorf("upgrade %s from revision %d: %w", c.Name, rev, err)
		}
	}
	lifted, err := json.Marshal(fields)
	if err != nil {
		return nil, fmt.Errorf("upgrade %s: %w", c.Name, err)
	}
	data := new(T)
	if err := json.Unmarshal(lifted, data); err != nil {
		return nil, fmt.Errorf("decode %s that was upgraded: %w", c.Name, err)
	}
	d.Revision, d.Data = c.Revision, data
	return d, nil
}

// revisionOf returns the revision that stands in a document's bytes, or 0.
func revisionOf(raw []byte) int {
	if digits, ok := bytes.CutPrefix(raw, []byte(`{"rev":`)); ok { // as encode begins
		if end := bytes.IndexByte(digits, ','); end > 0 {
			if rev, err := strconv.Atoi(string(digits[:end])); err == nil {
				return rev
			}
		}
	}
	var d struct {
		Revision int `json:"rev"`
	}
	if json.Unmarshal(raw, &d) != nil {
		return 0
	}
	return d.Revision
}
