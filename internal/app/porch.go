package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"github.com/goodturn/goodturn/internal/twilio"
)

// Limits of the door: what is beyond is answered 503 with Retry-After, before
// any work is done for it. A text is fetched from Twilio's own list later.
const (
	// connectionsAtMost wait for or send a request; the next wait to be taken.
	connectionsAtMost = 4096
	webhooksAtMost    = 2000 // read, and being handled
	// One number's texts: more than any carrier lets through from a phone. The
	// document itself answers far fewer.
	numberRate, numberBurst = 20, 40
	numbersKept             = 16384 // senders, the latest
	alarmsPerMinute         = 1     // of one number, for danger in texts that were not taken

	textBytes  = 64 << 10 // Twilio's are below 16 kB
	slackBytes = 1 << 20  // a form with many fields
)

// A porch takes webhooks while there is room.
type porch struct {
	numbers *lru.Cache[string, *number]
	alarmed *lru.Cache[string, bool] // texts of whose danger was told without the store
	inside  atomic.Int64
	// Bytes of bodies that are held, of texts and of what else comes.
	texts, others atomic.Int64
}

// A number is what one sender may still do at this door.
type number struct{ texts, alarms *rate.Limiter }

func newPorch() *porch {
	numbers, err := lru.New[string, *number](numbersKept)
	alarmed, errAlarmed := lru.New[string, bool](numbersKept)
	if err = errors.Join(err, errAlarmed); err != nil {
		panic(err) // only for a size below one
	}
	return &porch{numbers: numbers, alarmed: alarmed}
}

// number returns what the sender may do. Two at once may each make one of a new
// sender: one is kept.
func (d *porch) number(from string) *number {
	if n, ok := d.numbers.Get(from); ok {
		return n
	}
	n := &number{rate.NewLimiter(numberRate, numberBurst), rate.NewLimiter(rate.Limit(alarmsPerMinute)/60, 1)}
	if old, ok, _ := d.numbers.PeekOrAdd(from, n); ok {
		return old
	}
	return n
}

// gate lets a webhook in once it is whole, so that who sends slowly takes up no
// room from others, and only while there is room.
func (a *App) gate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most, held := int64(slackBytes), &a.porch.others
		if strings.HasPrefix(r.URL.Path, "/twilio/") {
			most, held = textBytes, &a.porch.texts
		}
		counted := &countedBody{ReadCloser: r.Body, held: held}
		defer counted.release()
		r.Body = counted
		body, err := whole(w, r, most)
		if errors.Is(err, errNoRoom) {
			w.Header().Set("Connection", "close")
			a.shed(w, "busy")
			return
		}
		if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
			a.metrics.shed.WithLabelValues("large").Inc()
			w.Header().Set("Connection", "close")
			http.Error(w, "the request is too large: the most is "+bytesOf(large.Limit), http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			http.Error(w, "the request was cut off", http.StatusBadRequest)
			return
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		if a.porch.inside.Add(1) > webhooksAtMost {
			a.porch.inside.Add(-1)
			a.shed(w, "busy")
			return
		}
		defer a.porch.inside.Add(-1)
		next.ServeHTTP(w, r)
	})
}

// bytesAtMost is how much of the bodies of texts, and as much of what else comes,
// is held at once, from strangers too: who they are is known when they are whole.
const bytesAtMost = 64 << 20

// errNoRoom: too much is held already.
var errNoRoom = errors.New("too much is held already")

// A countedBody counts what is read of it for as long as it is held.
type countedBody struct {
	io.ReadCloser
	held *atomic.Int64
	n    int64
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	if b.held.Add(int64(n)) > bytesAtMost {
		return n, errNoRoom
	}
	return n, err //nolint:wrapcheck // net/http looks at it
}

func (b *countedBody) release() { b.held.Add(-b.n) }

// promised is as much as is set aside for a body that has not come: what a
// stranger only says costs nothing, and a text is no longer.
const promised = 2 << 10

// whole reads a body, and nothing of one that says it is too large.
func whole(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	if r.ContentLength > most {
		return nil, &http.MaxBytesError{Limit: most}
	}
	var body bytes.Buffer
	if r.ContentLength > 0 {
		body.Grow(int(min(r.ContentLength, promised)) + bytes.MinRead)
	}
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, most))
	return body.Bytes(), err //nolint:wrapcheck // the door says what is wrong
}

func bytesOf(n int64) string {
	if n >= 1<<20 {
		return "1 MB"
	}
	return "64 kB"
}

// shed refuses what there is no room for.
func (a *App) shed(w http.ResponseWriter, why string) {
	a.metrics.shed.WithLabelValues(why).Inc()
	w.Header().Set("Retry-After", "5")
	http.Error(w, "too much at once; please send it again", http.StatusServiceUnavailable)
}

// floods reports whether a text is one too many from its number, and has been
// refused. Danger in it is told at once, for the text itself comes later.
func (a *App) floods(ctx context.Context, w http.ResponseWriter, m twilio.Message) bool {
	n := a.porch.number(m.From)
	if n.texts.Allow() {
		return false
	}
	if _, danger := a.danger(m.Body); danger && n.alarms.Allow() {
		a.alertWithoutStore(ctx, m)
	}
	a.shed(w, "number")
	return true
}
