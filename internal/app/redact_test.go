package app_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/app"
)

func TestRedactBlanksNumbersAndPostcodes(t *testing.T) {
	for _, c := range []struct{ said, want string }{
		{"send to +447700900123: refused", "send to [number]: refused"},
		{"07700 900123", "[number]"},
		{"(07700) 900-123 rang", "([number] rang"},
		{"whatsapp:+447700900123", "whatsapp:[number]"},
		{"To=%2B447700900123&x", "To=[number]&x"},
		{"12 Ash Rd LS6 2AB", "12 Ash Rd [postcode]"},
		{"ls62ab, EC1A 1BB", "[postcode], [postcode]"},
		{"listening on 127.0.0.1:8080 and 192.168.100.200", "listening on 127.0.0.1:8080 and 192.168.100.200"},
		{"document person/fdf706e5c5c8198e1432bea5 at 2026-11-23T20:05:37Z", "document person/fdf706e5c5c8198e1432bea5 at 2026-11-23T20:05:37Z"},
		{"SM0123456789abcdef0123456789abcdef, error 21610, channel C0NORTH0001", "SM0123456789abcdef0123456789abcdef, error 21610, channel C0NORTH0001"},
		{"area LS6", "area LS6"},
	} {
		t.Run(c.said, func(t *testing.T) {
			var out bytes.Buffer
			log := slog.New(app.Redact(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
				if a.Key == slog.MessageKey {
					return a
				}
				return slog.Attr{}
			}})))
			log.Info(c.said)
			got := strings.TrimSpace(strings.TrimPrefix(out.String(), "msg="))
			if got = strings.Trim(got, `"`); got != c.want {
				t.Errorf("logged %q, want %q", got, c.want)
			}
		})
	}
}

type person struct{ Phone, Postcode string }

func (p person) LogValue() slog.Value {
	return slog.GroupValue(slog.String("phone", p.Phone), slog.String("postcode", p.Postcode))
}

func TestRedactLooksIntoEveryKindOfValue(t *testing.T) {
	const phone, postcode = "+447700900123", "LS6 2AB"
	for name, log := range map[string]func(*slog.Logger){
		"attribute":  func(l *slog.Logger) { l.Info("x", "to", phone, "at", postcode) },
		"error":      func(l *slog.Logger) { l.Error("x", "error", errors.New("post to "+phone+" "+postcode)) },
		"group":      func(l *slog.Logger) { l.WithGroup("g").Info("x", slog.Group("h", "to", phone, "at", postcode)) },
		"with":       func(l *slog.Logger) { l.With("to", phone, "at", postcode).Info("x") },
		"log valuer": func(l *slog.Logger) { l.Info("x", "person", person{phone, postcode}) },
		"struct":     func(l *slog.Logger) { l.Info("x", "form", struct{ To, At string }{phone, postcode}) },
		"map":        func(l *slog.Logger) { l.Info("x", "form", map[string][]string{"To": {phone}, "At": {postcode}}) },
		"key":        func(l *slog.Logger) { l.Info("x", phone, postcode) },
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			log(slog.New(app.Redact(slog.NewJSONHandler(&out, nil))))
			if s := out.String(); strings.Contains(s, "7700900123") || strings.Contains(s, "2AB") {
				t.Errorf("logged %s", s)
			}
		})
	}
}

func TestRedactLeavesOtherValuesAlone(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(app.Redact(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelInfo})))
	log.Debug("hidden")
	log.Info("done", "took", time.Second, "count", 3, "list", []string{"a"}, "error", errors.New("no"))
	if got := out.String(); !strings.Contains(got, `"took":1000000000,"count":3,"list":["a"],"error":"no"`) || strings.Contains(got, "hidden") {
		t.Errorf("logged %s", got)
	}
}
