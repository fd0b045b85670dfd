// Package page is the page on which a person sees and uses a sandbox: phones
// that text, beside the coordinators' Slack, with a clock that can be moved and
// a story that can be played. It is rendered on the server, kept live by
// server-sent events, and asks nothing of any other host.
package page

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"html/template"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goodturn/goodturn/internal/sandbox"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed static
var static embed.FS

// Scene is what is on the page: one sandbox and its organisation. A new play
// is a new scene.
type Scene struct {
	// ID tells scenes apart, so that a browser forgets what belonged to the last one.
	ID     int
	Name   string // the organisation's
	Twilio *sandbox.Twilio
	Slack  *sandbox.Slack
	Now    func() time.Time
	In     *time.Location
	// Names are the names of people by their phone's number.
	Names map[string]string
}

// Story is how the playing of a story stands.
type Story struct {
	Playing, Paused, Ended bool
	Step, Steps            int
	// Caption is what the story says of this part of it.
	Caption string
	// Does and Who are the last step: "text", "press", "reply", "fill", "command",
	// "after" or "at" (time goes by), and whose it was.
	Does, Who string
	// Problem says that the story did not end as it should.
	Problem string
	// Phone and Channel are what the last step was about: one of them, or
	// neither. User is the coordinator who acted.
	Phone, Channel, User string
	// Words are being typed on the phone; Button is about to be pressed.
	Words, Button string
}

// Show is what the page puts on: who keeps the scene, moves its clock and plays
// the story. Its methods are safe for use by many goroutines.
type Show interface {
	Scene() Scene
	Story() Story
	// Watch returns a channel that fires when there is another scene or the
	// story has moved on, and a function that ends the watch.
	Watch() (<-chan struct{}, func())
	// Move moves the scene's clock forward and lets everything happen that was due.
	Move(ctx context.Context, to time.Time) error
	// Again begins a new, empty scene.
	Again(ctx context.Context) error
	// Play begins a new scene and plays the story on it.
	Play(ctx context.Context) error
	Pause()
	Resume()
	Stop()
}

// Page serves the page of a show.
type Page struct {
	show      Show
	log       *slog.Logger
	templates *template.Template
	handler   http.Handler

	mu    sync.Mutex
	names map[string]string // of phones added here, by number
	scene int               // whose names they are
	moved moved
}

// New returns the page of a show. A nil log is silent.
func New(show Show, log *slog.Logger) (*Page, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	p := &Page{show: show, log: log, names: map[string]string{}}
	t, err := template.New("page").Funcs(template.FuncMap{"dict": dict}).ParseFS(templates, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("read the page's templates: %w", err)
	}
	p.templates = t
	files, err := fs.Sub(static, "static")
	if err != nil {
		return nil, fmt.Errorf("read the page's files: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.whole)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("GET /phones", p.fragment("phones", func(r *http.Request) any { return p.phones() }))
	mux.HandleFunc("GET /desk", p.fragment("desk", func(r *http.Request) any { return p.desk(r) }))
	mux.HandleFunc("GET /bar", p.fragment("bar", func(r *http.Request) any { return p.bar() }))
	mux.HandleFunc("POST /phones", p.act(p.addPhone))
	mux.HandleFunc("POST /phones/text", p.act(p.text))
	mux.HandleFunc("POST /desk/press", p.act(p.press))
	mux.HandleFunc("POST /desk/say", p.act(p.say))
	mux.HandleFunc("POST /desk/dismiss", p.act(p.dismiss))
	mux.HandleFunc("POST /desk/form", p.act(p.submit))
	mux.HandleFunc("POST /desk/form/press", p.act(p.pressView))
	mux.HandleFunc("POST /desk/form/close", p.act(p.closeView))
	mux.HandleFunc("POST /clock", p.act(p.moveClock))
	mux.HandleFunc("POST /again", p.direct(p.again))
	mux.HandleFunc("POST /story/{do}", p.direct(p.story))
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(files)))
	p.handler = guard(mux)
	return p, nil
}

func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

// policy lets the page load its own files and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard keeps other websites out: they may neither press anything here, nor
// read the page under a name of theirs that leads to this machine.
func guard(next http.Handler) http.Handler {
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !local(r.Host) {
			http.Error(w, "This page answers only to localhost or a numeric address.", http.StatusForbidden)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, 256<<10)
		next.ServeHTTP(w, r)
	})
}

// local tells whether a Host is this machine's own: localhost, or an address in
// digits, which no other website can have for a name.
func local(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(strings.ToLower(name), "[]")
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || net.ParseIP(name) != nil
}

// whole is everything that is on the page.
type whole struct {
	Bar    bar
	Phones phones
	Desk   deskView
}

func (p *Page) whole(w http.ResponseWriter, r *http.Request) {
	p.render(w, "page", whole{Bar: p.bar(), Phones: p.phones(), Desk: p.desk(r)})
}

func (p *Page) fragment(name string, data func(*http.Request) any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { p.render(w, name, data(r)) }
}

func (p *Page) render(w http.ResponseWriter, name string, data any) {
	var out strings.Builder
	if err := p.templates.ExecuteTemplate(&out, name, data); err != nil {
		p.log.Error("the page could not be drawn", "part", name, "error", err)
		http.Error(w, "The page could not be drawn.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(out.String()))
}

// refusal is what a visitor is told when something cannot be done: the name of
// a sentence in the templates.
type refusal struct {
	name string
	code int
}

func (r refusal) Error() string { return r.name }

// act is direct, but not while the story plays: two hands on one phone spoil it.
func (p *Page) act(do func(*http.Request) error) http.HandlerFunc {
	return p.direct(func(r *http.Request) error {
		if s := p.show.Story(); s.Playing {
			return refusal{"refused-playing", http.StatusConflict}
		}
		return do(r)
	})
}

// direct does what a visitor asks and answers nothing but a refusal: what came
// of it is seen when the page is told of the change.
func (p *Page) direct(do func(*http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := r.ParseForm()
		if err != nil {
			err = refusal{"refused-form", http.StatusBadRequest}
		} else {
			err = do(r)
		}
		if err == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		no := explain(err)
		p.log.Debug("a visitor could not do something", "path", r.URL.Path, "why", no.name)
		var said strings.Builder
		if err := p.templates.ExecuteTemplate(&said, no.name, nil); err != nil {
			p.log.Error("a refusal could not be worded", "error", err)
		}
		http.Error(w, strings.TrimSpace(said.String()), no.code)
	}
}

// version changes whenever what is shown changes.
func version(shown any) string {
	raw, err := json.Marshal(shown)
	if err != nil {
		panic(fmt.Sprintf("page: a view cannot be marshalled: %v", err))
	}
	h := fnv.New64a()
	_, _ = h.Write(raw)
	return strconv.FormatUint(h.Sum64(), 36)
}

// dict gives a template several values under names.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: a name without a value")
	}
	m := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is no name", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}

// tones is how many colours avatars have.
const tones = 8

// tone is a person's colour.
func tone(name string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return int(h.Sum32() % tones)
}

// initial is what stands in a person's avatar.
func initial(name string) string {
	for _, r := range name {
		return strings.ToUpper(string(r))
	}
	return "?"
}
