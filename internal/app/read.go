package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/flows"
	"github.com/goodturn/goodturn/flows/wording"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/tongue"
)

// Read reads an organisation's folder and puts the conversations together. What is
// learned to hear is kept in the folder cache, unless that is empty. The error joins
// every mistake in the folder.
func Read(folder fs.FS, cache string) (*org.Organisation, *bot.Wording, *bot.Bot, error) {
	return read(folder, earsKeptIn(cache))
}

// readDeaf reads the same for whoever hears no text: that takes no learning.
func readDeaf(folder fs.FS) (*org.Organisation, *bot.Wording, *bot.Bot, error) {
	return read(folder, func(fs.FS) (*hear.Ears, error) { return nil, nil })
}

// house is what an organisation's folder says.
type house struct {
	org     *org.Organisation
	wording *bot.Wording
	bot     *bot.Bot
}

func read(folder fs.FS, ears func(own fs.FS) (*hear.Ears, error)) (*org.Organisation, *bot.Wording, *bot.Bot, error) {
	o, problems := org.Load(folder)
	if len(problems) == 0 {
		var err error
		if problems, err = wording.Check(o); err != nil {
			return nil, nil, nil, fmt.Errorf("check the wording: %w", err)
		}
	}
	if len(problems) > 0 {
		errs := make([]error, len(problems))
		for i, p := range problems {
			errs[i] = p
		}
		return nil, nil, nil, errors.Join(errs...)
	}
	words, err := bot.LoadWording(wording.Files, o.Wording)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("wording: %w", err)
	}
	hears, err := ears(o.Wording)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("hearing: %w", err)
	}
	b, err := bot.New(o, words, hears, flows.All())
	if err != nil {
		return nil, nil, nil, fmt.Errorf("check the conversations: %w", err)
	}
	return o, words, b, nil
}

// commonEars are made once in a process: they learn from thousands of samples.
var commonEars struct {
	once sync.Once
	ears *hear.Ears
	err  error
}

// makeEars makes ears, and gives back to the system the memory in which they learned,
// which is three times what they keep.
func makeEars(own fs.FS, cache string) (*hear.Ears, error) {
	kept := hear.Cache{Folder: cache}
	if cache != "" {
		var err error
		if kept.Program, err = programItself(); err != nil {
			kept.Folder = "" // it cannot be told from another
		}
	}
	ears, err := hear.Read(wording.Files, own, tongue.Of, kept)
	go debug.FreeOSMemory()
	return ears, err
}

// programItself is a hash of the program that runs.
func programItself() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find the program: %w", err)
	}
	f, err := os.Open(path) //nolint:gosec // the program is our own
	if err != nil {
		return "", fmt.Errorf("open the program: %w", err)
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read the program: %w", err)
	}
	return string(h.Sum(nil)), nil
}

// earsKeptIn makes the ears for an organisation, which may have samples of its own.
func earsKeptIn(cache string) func(own fs.FS) (*hear.Ears, error) {
	return func(own fs.FS) (*hear.Ears, error) {
		if own != nil {
			samples, err := fs.Glob(own, hear.SampleFiles)
			if err != nil {
				return nil, fmt.Errorf("find the organisation's samples: %w", err)
			}
			if len(samples) > 0 {
				return makeEars(own, cache)
			}
		}
		c := &commonEars
		c.once.Do(func() { c.ears, c.err = makeEars(nil, cache) })
		return c.ears, c.err
	}
}

// untaughtEars know the lists of phrases, and have learned nothing from samples.
func untaughtEars(fs.FS) (*hear.Ears, error) { return untaught() }

var untaught = sync.OnceValues(func() (*hear.Ears, error) {
	return hear.Read(withoutSamples{wording.Files}, nil, nil, hear.Cache{})
})

// withoutSamples is a folder in which no samples lie, nor what helps to learn
// from them.
type withoutSamples struct{ fs.FS }

func (f withoutSamples) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "concepts.") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return f.FS.Open(name)
}

func (f withoutSamples) Glob(pattern string) ([]string, error) {
	if strings.HasSuffix(pattern, path.Base(hear.SampleFiles)) {
		return nil, nil
	}
	return fs.Glob(f.FS, pattern)
}

// Warm does what New would do first and slowest: it makes the ears, which a
// process has once.
func Warm(o Options) error {
	_, err := o.ears()(nil)
	return err
}

// ears are how the options' process comes to its ears.
func (o Options) ears() func(own fs.FS) (*hear.Ears, error) {
	if o.Untaught {
		return untaughtEars
	}
	return earsKeptIn(o.Cache)
}

// keyDocument holds the key by which people's ids are made of their numbers.
const keyDocument = "office/key"

type keyBody struct {
	Key []byte `json:"key"`
}

// readKey returns the store's key, or post.ErrNotFound.
func readKey(ctx context.Context, s post.Reader) ([]byte, error) {
	rec, err := s.Load(ctx, keyDocument)
	if err != nil {
		return nil, fmt.Errorf("read the store: %w", err)
	}
	var k keyBody
	if err := json.Unmarshal(rec.Body, &k); err != nil || len(k.Key) == 0 {
		return nil, fmt.Errorf("the store's key cannot be read: restore the store from a backup")
	}
	return k.Key, nil
}

// personKey returns the store's key, making it at the first start.
func personKey(ctx context.Context, s post.Store) ([]byte, error) {
	for {
		key, err := readKey(ctx, s)
		if !errors.Is(err, post.ErrNotFound) {
			return key, err
		}
		k := keyBody{Key: make([]byte, 32)}
		if _, err := rand.Read(k.Key); err != nil {
			return nil, fmt.Errorf("make the store's key: %w", err)
		}
		raw, err := json.Marshal(k)
		if err != nil {
			return nil, fmt.Errorf("make the store's key: %w", err)
		}
		err = s.Commit(ctx, post.Record{ID: keyDocument, Version: 1, Body: raw})
		if err != nil && !errors.Is(err, post.ErrConflict) && !errors.Is(err, post.ErrUnknown) {
			return nil, fmt.Errorf("write to the store: %w", err)
		}
	}
}

func (a *App) personID(phone string) string { return bot.PersonID(a.key, phone) }
