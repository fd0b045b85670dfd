package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"regexp"
	"strings"
)

// Redact returns a handler that blanks whatever looks like a phone number or a
// postcode before the next handler sees it. Nothing personal is logged on
// purpose; this is for what a library's error quotes.
func Redact(next slog.Handler) slog.Handler { return redacting{next} }

type redacting struct{ next slog.Handler }

func (h redacting) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

func (h redacting) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, redact(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(redactAttr(a))
		return true
	})
	return h.next.Handle(ctx, clean)
}

func (h redacting) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = redactAttr(a)
	}
	return redacting{h.next.WithAttrs(clean)}
}

func (h redacting) WithGroup(name string) slog.Handler { return redacting{h.next.WithGroup(name)} }

func redactAttr(a slog.Attr) slog.Attr {
	a.Key = redact(a.Key)
	a.Value = redactValue(a.Value.Resolve())
	return a
}

func redactValue(v slog.Value) slog.Value {
	switch v.Kind() {
	case slog.KindString:
		return slog.StringValue(redact(v.String()))
	case slog.KindGroup:
		group := v.Group()
		clean := make([]slog.Attr, len(group))
		for i, a := range group {
			clean[i] = redactAttr(a)
		}
		return slog.GroupValue(clean...)
	case slog.KindAny:
		words := fmt.Sprintf("%+v", v.Any())
		if clean := redact(words); clean != words {
			return slog.StringValue(clean)
		}
		if err, ok := v.Any().(error); ok {
			return slog.StringValue(err.Error())
		}
	}
	return v
}

var (
	// Nine figures or more, with the marks that people write between them.
	numberShape   = regexp.MustCompile(`(?:\+|%2B|\b)\d(?:[ ().-]{0,2}\d){8,}\b`)
	postcodeShape = regexp.MustCompile(`(?i)\b[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[a-z]{2}\b`)
)

func redact(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	s = numberShape.ReplaceAllStringFunc(s, func(number string) string {
		if _, err := netip.ParseAddr(number); err == nil {
			return number // a machine's address, not a person's
		}
		return "[number]"
	})
	return postcodeShape.ReplaceAllString(s, "[postcode]")
}
