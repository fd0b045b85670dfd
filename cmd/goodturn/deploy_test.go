package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// variable is a setting as the files in deploy name it.
var variable = regexp.MustCompile(`\b(?:GOODTURN|TWILIO|SLACK)_[A-Z_]+\b`)

// Whatever deploy sets is a setting of serve, or the proxy's own.
func TestDeployNamesSettingsThatThereAre(t *testing.T) {
	known := map[string]bool{"GOODTURN_HOST": true}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[serve]()) {
		known[field.Tag.Get("env")] = true
	}
	named := 0
	for _, file := range deployed(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range variable.FindAllString(string(text), -1) {
			named++
			if !known[name] {
				t.Errorf("%s names %s, which is no setting of goodturn serve", file, name)
			}
		}
	}
	if named == 0 {
		t.Error("deploy sets nothing")
	}
}

// Every document of the YAML files can be read, and names what it is.
func TestDeployIsYAML(t *testing.T) {
	for _, file := range deployed(t) {
		if !strings.HasSuffix(file, ".yaml") {
			continue
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		documents := yaml.NewDecoder(f)
		for n := 1; ; n++ {
			var document map[string]any
			err := documents.Decode(&document)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Errorf("%s: %v", file, err)
				break
			}
			if strings.Contains(file, "kubernetes") && (document["kind"] == nil || document["apiVersion"] == nil) {
				t.Errorf("%s: document %d does not say what it is", file, n)
			}
		}
		_ = f.Close()
	}
}

func deployed(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"../../deploy/*", "../../deploy/*/*"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			if info, err := os.Stat(file); err == nil && !info.IsDir() {
				files = append(files, file)
			}
		}
	}
	if len(files) == 0 {
		t.Fatal("there is nothing in deploy")
	}
	return files
}
