package bot

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Wording holds every sentence that a person reads, by language and key.
type Wording struct {
	speakers map[string]*i18n.Localizer
	keys     map[string]map[string]bool
	// named are the fields that a key's sentences name, in any language.
	named map[string][]string
}

// LoadWording reads the files NAME.LANG.yaml of the layers, each later one in
// place of the earlier's keys. The files by which texts are understood lie beside
// them and are passed over.
func LoadWording(layers ...fs.FS) (*Wording, error) {
	w := &Wording{speakers: map[string]*i18n.Localizer{}, keys: map[string]map[string]bool{}, named: map[string][]string{}}
	bundle := i18n.NewBundle(language.English)
	for _, layer := range layers {
		if layer == nil {
			continue
		}
		files, err := fs.Glob(layer, "*.yaml")
		if err != nil {
			return nil, fmt.Errorf("list the wording: %w", err)
		}
		for _, file := range files {
			if isHearing(file) {
				continue
			}
			if err := w.read(bundle, layer, file); err != nil {
				return nil, err
			}
		}
	}
	for lang := range w.keys {
		w.speakers[lang] = i18n.NewLocalizer(bundle, lang)
	}
	return w, nil
}

// isHearing reports whether a file is one by which texts are understood.
func isHearing(file string) bool {
	return strings.HasPrefix(file, "hearing.") || strings.HasPrefix(file, "concepts.") || file == "tongues.yaml"
}

func (w *Wording) read(bundle *i18n.Bundle, layer fs.FS, file string) error {
	raw, err := fs.ReadFile(layer, file)
	if err != nil {
		return fmt.Errorf("read the wording: %w", err)
	}
	var texts map[string]any
	if err := yaml.Unmarshal(raw, &texts); err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	parts := strings.Split(strings.TrimSuffix(path.Base(file), ".yaml"), ".")
	lang := parts[len(parts)-1]
	tag, err := language.Parse(lang)
	if err != nil {
		return fmt.Errorf("read %s: %q is not a language: %w", file, lang, err)
	}
	if w.keys[lang] == nil {
		w.keys[lang] = map[string]bool{}
	}
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		m, err := i18n.NewMessage(texts[key])
		if err != nil {
			return fmt.Errorf("read %s: %s: %w", file, key, err)
		}
		m.ID = key
		// A sentence that is written once is the same for one and for many.
		for _, form := range []*string{&m.Zero, &m.One, &m.Two, &m.Few, &m.Many, &m.Other} {
			if *form == "" {
				*form = m.Other
			}
			for _, field := range aField.FindAllStringSubmatch(*form, -1) {
				if !slices.Contains(w.named[key], field[1]) {
					w.named[key] = append(w.named[key], field[1])
				}
			}
		}
		if err := bundle.AddMessages(tag, m); err != nil {
			return fmt.Errorf("read %s: %s: %w", file, key, err)
		}
		w.keys[lang][key] = true
	}
	return nil
}

// aField is a field as sentences name it.
var aField = regexp.MustCompile(`\.([A-Z]\w*)`)

// Say returns the sentence, with its fields filled in. A language that lacks
// the key says it in English; a key that is nowhere panics, which the check
// at start-up rules out for every key that flows and cards name.
func (w *Wording) Say(lang, key string, args map[string]any) string {
	speaker := w.speakers[lang]
	if speaker == nil {
		speaker = w.speakers["en"]
	}
	config := i18n.LocalizeConfig{MessageID: key, TemplateData: args}
	if n, ok := args["Count"]; ok {
		config.PluralCount = n
	}
	text, err := speaker.Localize(&config)
	var other *i18n.MessageNotFoundErr // beside the text: it is in English
	if err != nil && (!errors.As(err, &other) || !w.Has("en", key)) {
		panic(fmt.Errorf("say %s: %w", key, err))
	}
	return strings.TrimSpace(text)
}

// Has reports whether a language has the key.
func (w *Wording) Has(lang, key string) bool { return w.keys[lang][key] }

// Languages are those that have any wording.
func (w *Wording) Languages() []string { return slices.Sorted(maps.Keys(w.keys)) }

// Keys are all the keys of a language.
func (w *Wording) Keys(lang string) []string { return slices.Sorted(maps.Keys(w.keys[lang])) }
