package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

// Report is what came of looking at a store.
type Report = post.Report

// VerifyStore proves a store's invariants, by the settings of an organisation.
// What it says names documents by their ids, and holds no words, names or
// numbers of anybody.
func VerifyStore(ctx context.Context, s post.Reader, folder fs.FS, now time.Time, progress func(int)) (post.Report, error) {
	o, _, b, err := readDeaf(folder)
	if err != nil {
		return post.Report{}, err
	}
	return verify(ctx, s, o, b, now, progress)
}

func verify(ctx context.Context, s post.Reader, o *org.Organisation, b *bot.Bot, now time.Time, progress func(int)) (post.Report, error) {
	key, err := readKey(ctx, s)
	if errors.Is(err, post.ErrNotFound) {
		return post.Report{}, errors.New("the store holds no organisation's documents yet")
	} else if err != nil {
		return post.Report{}, err
	}
	personID := func(phone string) string { return bot.PersonID(key, phone) }
	report, err := post.Verify(ctx, s, post.VerifyOptions{
		Kinds: kinds(o, b, personID, 0), Plain: map[string]func(post.Record) string{"office": officeWrong}, Now: now, Progress: progress,
		Document: func(d *post.Document, t *post.Truths) { whoseTexts(d, t, personID) },
		Fact:     factTruths,
	})
	if err != nil {
		return post.Report{}, fmt.Errorf("verify the store: %w", err)
	}
	return report, nil
}

// officeWrong says what is wrong with one of the program's own documents.
func officeWrong(r post.Record) string {
	switch r.ID {
	case keyDocument:
		var k keyBody
		if json.Unmarshal(r.Body, &k) != nil || len(k.Key) < 32 {
			return "is a key that cannot be read"
		}
	case listingDocument:
		var l listing
		if json.Unmarshal(r.Body, &l) != nil || l.Until.IsZero() {
			return "is a listing that cannot be read"
		}
	case restoredDocument:
		var m restored
		if json.Unmarshal(r.Body, &m) != nil || m.Taken.IsZero() || m.At.IsZero() {
			return "is a note of a restore that cannot be read"
		}
	default:
		return "is a document of the office that is not known"
	}
	return ""
}

// whoseTexts holds a person to their number, and all others to text nobody.
func whoseTexts(d *post.Document, t *post.Truths, personID func(string) string) {
	p, person := d.Data.(*bot.Person)
	if person {
		t.Holds(p.Phone == "" || personID(p.Phone) == d.ID, "goes by another number's id")
		return
	}
	for _, e := range d.Outbox {
		t.Holds(e.Sender() != "text", "texts somebody, and is no person")
	}
}

// factTruths holds facts to the documents that they are about.
func factTruths(f post.Fact, t *post.Truths) {
	if !strings.HasPrefix(f.Kind, "text_") {
		task.FactTruths(f, t)
		return
	}
	var report struct {
		Entry string `json:"entry"`
	}
	if err := json.Unmarshal(f.Data, &report); err != nil {
		t.Holds(false, "is a report on a text that cannot be read")
	} else if doc, _, ok := strings.Cut(report.Entry, "@"); ok && post.KindOf(doc) == "person" {
		t.Need(doc, "is a report on a text of somebody who is not there")
	}
}

// Counts says how much was looked at: "4 cases, 20 people and 301 facts".
func Counts(r post.Report) string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(r.Documents)) {
		one, many := kind, kind+"s"
		switch kind {
		case "office":
			one, many = "document of the office", "documents of the office"
		case "person":
			many = "people"
		}
		parts = append(parts, Counted(r.Documents[kind], one, many))
	}
	return strings.Join(parts, ", ") + " and " + Counted(r.Facts, "fact", "facts") + "."
}

// Counted says how many: "1 fact", "2 facts".
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Unrest says what a store still has to do, a sentence each.
func Unrest(r post.Report) []string {
	var lines []string
	add := func(n int, rest string) {
		if n > 0 {
			lines = append(lines, Counted(n, "document has ", "documents have ")+rest)
		}
	}
	add(r.Held, "something to deliver.")
	add(r.Due, "something to do that is due.")
	add(r.Parked, "letters for a newer goodturn.")
	add(r.Moving, "a letter or a fact on its way: what holds between documents could not be proved.")
	return lines
}
