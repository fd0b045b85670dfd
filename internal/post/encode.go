package post

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// What every document has besides its own data is written here by hand, to
// the same JSON that encoding/json makes of it and reads back: by reflection
// it took a tenth of what a step costs.

func (c *compiled[T]) encode(d *Document) ([]byte, error) {
	buf := c.buffers.Get().(*bytes.Buffer)
	defer c.buffers.Put(buf)
	buf.Reset()
	w := jsonWriter{b: buf.AvailableBuffer()}
	w.document(d)
	if w.err != nil {
		return nil, fmt.Errorf("encode %s: %w", d.ID, w.err)
	}
	buf.Write(w.b)
	if err := json.NewEncoder(buf).Encode(d.Data.(*T)); err != nil {
		return nil, fmt.Errorf("encode %s: %w", d.ID, err)
	}
	raw := buf.Bytes()
	raw[len(raw)-1] = '}' // in place of the encoder's newline
	return bytes.Clone(raw), nil
}

// Strings are a map that documents keep, written as encoding/json writes it and
// without its two allocations for each key.
type Strings map[string]string

// MarshalJSON implements json.Marshaler.
func (s Strings) MarshalJSON() ([]byte, error) {
	if len(s) == 0 {
		return json.Marshal(map[string]string(s)) //nolint:wrapcheck // it cannot fail
	}
	w := jsonWriter{b: make([]byte, 0, 64*len(s))}
	object(&w, "", s, w.text)
	return w.b, w.err
}

// A jsonWriter appends JSON to its buffer.
type jsonWriter struct {
	b   []byte
	err error
}

// document writes all but the data itself, and leaves the object open.
func (w *jsonWriter) document(d *Document) {
	w.raw(`{"rev":`)
	w.b = strconv.AppendInt(w.b, int64(d.Revision), 10)
	w.field(`,"state":`, d.State)
	if len(d.Seen) > 0 {
		w.raw(`,"seen":`)
		w.seen(d.Seen)
	}
	array(w, `,"outbox":`, d.Outbox, w.entry)
	array(w, `,"timers":`, d.Timers, w.timer)
	object(w, `,"leases":`, d.Leases, w.lease)
	object(w, `,"posts":`, d.Posts, w.text)
	array(w, `,"sent":`, d.Sent, w.text)
	w.raw(`,"data":`)
}

func (w *jsonWriter) entry(e Entry) {
	w.field(`{"id":`, e.ID)
	w.field(`,"lane":`, e.Lane)
	w.field(`,"kind":`, e.Kind)
	w.unless(`,"to":`, e.To)
	if len(e.Body) > 0 {
		w.raw(`,"body":`)
		w.b = append(w.b, e.Body...)
	}
	w.time(`,"at":`, e.At)
	if !e.Until.IsZero() {
		w.time(`,"until":`, e.Until)
	}
	if e.Asleep != (Span{}) {
		w.time(`,"asleep":{"from":`, e.Asleep.From)
		w.time(`,"to":`, e.Asleep.To)
		w.raw(`}`)
	}
	if e.Urgent {
		w.raw(`,"urgent":true`)
	}
	if e.Hops != 0 {
		w.raw(`,"hops":`)
		w.b = strconv.AppendInt(w.b, int64(e.Hops), 10)
	}
	w.unless(`,"by":`, e.By)
	if e.Withdrawn {
		w.raw(`,"withdrawn":true`)
	}
	w.raw(`}`)
}

func (w *jsonWriter) timer(t Timer) {
	w.field(`{"name":`, t.Name)
	w.field(`,"kind":`, t.Kind)
	w.unless(`,"part":`, t.Part)
	w.time(`,"due":`, t.Due)
	if t.Urgent {
		w.raw(`,"urgent":true`)
	}
	w.raw(`}`)
}

func (w *jsonWriter) lease(l Lease) {
	w.field(`{"owner":`, l.Owner)
	w.time(`,"until":`, l.Until)
	if !l.Since.IsZero() {
		w.time(`,"since":`, l.Since)
	}
	w.raw(`}`)
}

func (w *jsonWriter) raw(s string) { w.b = append(w.b, s...) }

func (w *jsonWriter) field(name, value string) {
	w.raw(name)
	w.text(value)
}

// unless writes the field unless it is empty.
func (w *jsonWriter) unless(name, value string) {
	if value != "" {
		w.field(name, value)
	}
}

// text writes a string. What needs care encoding/json takes care of.
func (w *jsonWriter) text(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, err := json.Marshal(s)
			if err != nil {
				w.err = err
			}
			w.b = append(w.b, quoted...)
			return
		}
	}
	w.b = append(w.b, '"')
	w.raw(s)
	w.b = append(w.b, '"')
}

func (w *jsonWriter) time(name string, t time.Time) {
	w.raw(name)
	w.b = append(w.b, '"')
	var err error
	if w.b, err = t.AppendText(w.b); err != nil {
		w.err = err
	}
	w.b = append(w.b, '"')
}

// seen writes the hashes as one base64 string.
func (w *jsonWriter) seen(s Seen) {
	raw := make([]byte, 0, 8*len(s))
	for _, h := range s {
		raw = binary.BigEndian.AppendUint64(raw, h)
	}
	w.b = append(w.b, '"')
	w.b = base64.StdEncoding.AppendEncode(w.b, raw)
	w.b = append(w.b, '"')
}

// array writes a field that is an array, unless it is empty.
func array[V any](w *jsonWriter, name string, all []V, one func(V)) {
	if len(all) == 0 {
		return
	}
	w.raw(name)
	for i, v := range all {
		w.b = append(w.b, "[,"[min(i, 1)])
		one(v)
	}
	w.b = append(w.b, ']')
}

// object writes a field that is an object, sorted, unless it is empty.
func object[V any](w *jsonWriter, name string, all map[string]V, one func(V)) {
	if len(all) == 0 {
		return
	}
	w.raw(name)
	var room [8]string // most have no more, and need no memory of their own then
	keys := room[:0]
	for key := range all {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for i, key := range keys {
		w.b = append(w.b, "{,"[min(i, 1)])
		w.text(key)
		w.b = append(w.b, ':')
		one(all[key])
	}
	w.b = append(w.b, '}')
}
