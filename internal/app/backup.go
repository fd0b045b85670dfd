package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sqlite"
)

// Backup writes the store at a URI, as it stands at one moment, to a file,
// while it is being served, and returns how many documents and facts that holds.
func Backup(ctx context.Context, uri, file string) (documents, facts int, err error) {
	if inMongo(uri) {
		return 0, 0, errors.New("a consistent copy of a MongoDB that is being written to is made by MongoDB's own tools: mongodump --oplog, or your provider's point-in-time backup; while no goodturn runs, `goodturn store copy` makes one too")
	}
	path, err := storeFile("GOODTURN_STORE", uri)
	if err != nil {
		return 0, 0, err
	}
	if err := sqlite.Backup(ctx, path, file, time.Now()); err != nil {
		return 0, 0, err
	}
	s, err := sqlite.Read(ctx, file)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.Size(ctx)
}

// Restored says what a restore came to.
type Restored struct {
	post.Copied
	// Taken is when the backup was taken.
	Taken time.Time
	// Report is what verifying came to; nil without an organisation's folder.
	Report *post.Report
}

// Restore fills an empty store from a backup, notes there when that was, and
// verifies it by the settings of an organisation, where a folder is given.
func Restore(ctx context.Context, file, uri string, folder fs.FS, p Progress) (done Restored, err error) {
	return restore(ctx, file, uri, folder, wallClock{}, p)
}

func restore(ctx context.Context, file, uri string, folder fs.FS, clock post.Clock, p Progress) (done Restored, err error) {
	from, err := sqlite.Read(ctx, file)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if done.Taken = from.Taken; done.Taken.IsZero() {
		return done, fmt.Errorf("the file %s was not made by goodturn backup; to move a store use goodturn store copy", file)
	}
	to, err := openStore(ctx, "GOODTURN_STORE", uri, clock)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if done.Copied, err = copyStore(ctx, from, to, p); err != nil {
		return done, err
	}
	if err := noteRestore(ctx, to, restored{Taken: done.Taken, At: clock.Now()}); err != nil {
		return done, err
	}
	if folder == nil {
		return done, nil
	}
	report, err := VerifyStore(ctx, to, folder, clock.Now(), nil)
	if err != nil {
		return done, err
	}
	done.Report = &report
	return done, nil
}

const (
	restoredDocument = "office/restored"
	// doubtFor is how long after a restore each text and card is looked for
	// before it is sent: what the backup does not know of is said again as what
	// led to it comes again, from Twilio's list, by timers and by people.
	doubtFor = 24 * time.Hour
)

// restored is the note that a restore leaves.
type restored struct {
	Taken time.Time `json:"taken"`
	At    time.Time `json:"at"`
}

func noteRestore(ctx context.Context, s post.Store, note restored) error {
	rec, err := s.Load(ctx, restoredDocument)
	if errors.Is(err, post.ErrNotFound) {
		rec = post.Record{ID: restoredDocument}
	} else if err != nil {
		return fmt.Errorf("read of an earlier restore: %w", err)
	}
	rec.Version++
	if rec.Body, err = json.Marshal(note); err != nil {
		return fmt.Errorf("note the restore: %w", err)
	}
	if err := s.Commit(ctx, rec); err != nil {
		return fmt.Errorf("note the restore: %w", err)
	}
	return nil
}

// readRestored returns the note of the latest restore; its zero is that there
// was none.
func readRestored(ctx context.Context, s post.Reader) (note restored, err error) {
	rec, err := s.Load(ctx, restoredDocument)
	if errors.Is(err, post.ErrNotFound) {
		return note, nil
	}
	if err == nil {
		err = json.Unmarshal(rec.Body, &note)
	}
	if err != nil {
		return note, fmt.Errorf("read of an earlier restore: %w", err)
	}
	return note, nil
}

// afterRestore has the senders look before they send, where the store was
// restored lately.
func afterRestore(note restored, senders map[string]post.Sender, clock post.Clock) map[string]post.Sender {
	if note.At.IsZero() {
		return senders
	}
	doubtful := map[string]post.Sender{}
	for name, sender := range senders {
		doubtful[name] = doubtfulSender{sender, note, clock}
	}
	return doubtful
}

// A doubtfulSender asks the provider, for a day after a restore, whether the
// same was sent already since the backup was taken. Urgent texts are not asked
// about: twice beats late.
type doubtfulSender struct {
	post.Sender
	note  restored
	clock post.Clock
}

func (d doubtfulSender) Send(ctx context.Context, o post.Outgoing) (string, error) {
	shown := o.Kind == post.EntryCard && o.Document != nil && o.Document.Posts[o.To] != ""
	if o.Lane == post.LaneUrgent || shown || !d.clock.Now().Before(d.note.At.Add(doubtFor)) {
		return d.Sender.Send(ctx, o)
	}
	earlier := o
	if d.note.Taken.Before(o.At) {
		earlier.At = d.note.Taken
	}
	ref, err := d.Find(ctx, earlier)
	if err != nil {
		return "", &post.Wait{After: 5 * time.Second, Reason: "the provider cannot say whether it has this already"}
	}
	if ref != "" {
		return ref, nil
	}
	return d.Sender.Send(ctx, o)
}
