package post

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

type words struct {
	Said string            `json:"said"`
	Of   map[string]string `json:"of,omitempty"`
}

func draw[V any](t *rapid.T, g *rapid.Generator[V], name string) V { return g.Draw(t, name) }

func drawDocument(t *rapid.T) *Document {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z/@#:]{0,12}`), rapid.Just(""), rapid.Just("<Tŷ & \"co\">\u2028\x00"))
	at := rapid.Custom(func(t *rapid.T) time.Time {
		zone := time.FixedZone("", 60*draw(t, rapid.IntRange(-700, 700), "zone"))
		return time.Unix(draw(t, rapid.Int64Range(0, 4e9), "s"), draw(t, rapid.Int64Range(0, 999_999_999), "ns")).In(zone)
	})
	span := rapid.Custom(func(t *rapid.T) Span { return Span{From: draw(t, at, "from"), To: draw(t, at, "to")} })
	body := rapid.Custom(func(t *rapid.T) json.RawMessage {
		if draw(t, rapid.Bool(), "none") {
			return nil
		}
		return mustJSON(words{Said: draw(t, text, "said")})
	})
	d := &Document{
		Revision: draw(t, rapid.IntRange(0, 9), "rev"), State: draw(t, text, "state"),
		Seen:  draw(t, rapid.SliceOfN(rapid.Uint64(), 0, 5), "seen"),
		Posts: draw(t, rapid.MapOfN(text, text, 0, 3), "posts"),
		Sent:  draw(t, rapid.SliceOfN(text, 0, 3), "sent"),
		Data:  &words{Said: draw(t, text, "said"), Of: draw(t, rapid.MapOfN(text, text, 0, 2), "of")},
	}
	d.Outbox = draw(t, rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Entry {
		return Entry{
			ID: draw(t, text, "id"), Lane: draw(t, text, "lane"), Kind: draw(t, text, "kind"), To: draw(t, text, "to"),
			Body: draw(t, body, "body"), At: draw(t, at, "at"), Until: draw(t, rapid.OneOf(rapid.Just(time.Time{}), at), "until"), Urgent: draw(t, rapid.Bool(), "urgent"), Asleep: draw(t, rapid.OneOf(rapid.Just(Span{}), span), "asleep"), Hops: draw(t, rapid.IntRange(0, 40), "hops"), By: draw(t, text, "by"), Withdrawn: draw(t, rapid.Bool(), "withdrawn"),
		}
	}), 0, 3), "outbox")
	d.Timers = draw(t, rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Timer {
		return Timer{
			Name: draw(t, text, "name"), Kind: draw(t, text, "kind"), Part: draw(t, text, "part"),
			Due: draw(t, at, "due"), Urgent: draw(t, rapid.Bool(), "urgent"),
		}
	}), 0, 3), "timers")
	d.Leases = draw(t, rapid.MapOfN(text, rapid.Custom(func(t *rapid.T) Lease {
		l := Lease{Owner: draw(t, text, "owner"), Until: draw(t, at, "until")}
		if draw(t, rapid.Bool(), "since") {
			l.Since = draw(t, at, "since")
		}
		return l
	}), 0, 3), "leases")
	return d
}

// What is written by hand is, byte for byte, what encoding/json writes, and
// reads back as it was.
func TestEncode(t *testing.T) {
	kind := Machine[words]{Name: "person"}.Kind()
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		got, err := kind.encode(d)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(body[words]{Document: d, Data: d.Data.(*words)})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		back, err := kind.decode(got)
		if err != nil {
			t.Fatal(err)
		}
		again, err := kind.encode(back)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(got), string(again)); diff != "" {
			t.Fatalf("read back (-want +got):\n%s", diff)
		}
	})
}

// A field that is added to a document is written too.
func TestEncodeWritesEveryField(t *testing.T) {
	d := &Document{}
	fill(reflect.ValueOf(d).Elem())
	d.Data, d.body = &words{Said: "yes"}, nil
	raw, err := Machine[words]{Name: "person"}.Kind().encode(d)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Machine[words]{Name: "person"}.Kind().decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	back.ID, back.Version = d.ID, d.Version
	if diff := cmp.Diff(d, back, cmpopts.IgnoreUnexported(Document{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// fill sets every field to something that is not its zero value.
func fill(v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 11, 23, 12, 0, 0, 1, time.UTC)))
		return
	case json.RawMessage:
		v.Set(reflect.ValueOf(json.RawMessage(`{"a":1}`)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for _, f := range v.Fields() {
			if f.CanSet() {
				fill(f)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Map:
		one := reflect.New(v.Type().Elem()).Elem()
		fill(one)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key"), one)
	case reflect.String:
		v.SetString("words")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint64:
		v.SetUint(7)
	}
}

// What cannot be encoded says so.
func TestEncodeFails(t *testing.T) {
	kind := Machine[words]{Name: "person"}.Kind()
	d := kind.blank()
	d.Timers = []Timer{{Name: "far", Due: time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)}}
	if raw, err := kind.encode(d); err == nil {
		t.Errorf("a year of five digits was written as %s", raw)
	}
}
