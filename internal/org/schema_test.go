package org_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/org"
)

const schemaFile, wordsSchemaFile = "organisation.schema.json", "words.schema.json"

func schemaOf(t *testing.T, schemaFile string) (compiled *jsonschema.Schema, document map[string]any) {
	t.Helper()
	text, err := fs.ReadFile(fixtures.Organisation, schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(schemaFile, value); err != nil {
		t.Fatal(err)
	}
	compiled, err = compiler.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return compiled, value.(map[string]any)
}

// asJSON reads YAML as an editor's language server would.
func asJSON(t *testing.T, text []byte) any {
	t.Helper()
	converted, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(converted))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestSampleSatisfiesItsSchema(t *testing.T) {
	satisfies(t, "*.yaml", schemaFile, schemaFile)
	satisfies(t, "*/words.yaml", wordsSchemaFile, "../"+wordsSchemaFile)
}

func satisfies(t *testing.T, pattern, schemaFile, named string) {
	t.Helper()
	schema, _ := schemaOf(t, schemaFile)
	files, err := fs.Glob(fixtures.Organisation, pattern)
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, err := fs.ReadFile(fixtures.Organisation, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(asJSON(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.HasPrefix(string(text), "# yaml-language-server: $schema="+named+"\n") {
			t.Errorf("%s does not name its schema to editors", name)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	schema, _ := schemaOf(t, schemaFile)
	for _, text := range []string{
		"nmae: Leeds Goodturn",
		"hubs: []",
		"timezone: 3",
		"quiet_hours: {from: half past nine, to: '07:30'}",
		"offers: {wave: 0}",
		"kinds: [{id: packing}]",
		"gazetteer: {Headingley: six}",
		"safeguarding: {name: Ruth, slack: Ruth, phone: '07700 900801', channel: C0SAFE00001}",
	} {
		if schema.Validate(asJSON(t, []byte(text))) == nil {
			t.Errorf("accepted: %s", text)
		}
	}
	words, _ := schemaOf(t, wordsSchemaFile)
	for _, text := range []string{
		"kinds: {}",
		"{kinds: {packing: {local_name: Pacio}}, code_of_conduct: {text: a, bars: b}, partners: {}}",
		"{kinds: {}, code_of_conduct: {text: a, bars: b}, partners: {youth: {name: Ifanc}}}",
		"{kinds: {}, code_of_conduct: {text: a, bars: b, version: c}, partners: {}}",
		"{kinds: {}, code_of_conduct: {text: a, bars: b}, partners: {}, hubs: {north: {name: Gogledd}}}",
	} {
		if words.Validate(asJSON(t, []byte(text))) == nil {
			t.Errorf("accepted: %s", text)
		}
	}
}

func TestSchemaAndStructsNameTheSameKeys(t *testing.T) {
	_, document := schemaOf(t, schemaFile)
	sameKeys(t, document, "", document, reflect.TypeFor[org.Organisation]())
	_, document = schemaOf(t, wordsSchemaFile)
	sameKeys(t, document, "", document, reflect.TypeFor[org.Words]())
}

// sameKeys compares an object of the schema with the struct that it fills, and
// so on inward.
func sameKeys(t *testing.T, document map[string]any, path string, schema map[string]any, filled reflect.Type) {
	t.Helper()
	schema = resolve(t, document, schema)
	switch {
	case filled.Kind() == reflect.Slice:
		items, ok := schema["items"].(map[string]any)
		if !ok {
			t.Errorf("%s: no items in the schema", path)
			return
		}
		sameKeys(t, document, path+"[]", items, filled.Elem())
		return
	case filled.Kind() == reflect.Map && filled.Elem().Kind() == reflect.Struct:
		named, ok := schema["additionalProperties"].(map[string]any)
		if !ok {
			t.Errorf("%s: what is named there has no schema", path)
			return
		}
		sameKeys(t, document, path+".*", named, filled.Elem())
		return
	case filled.Kind() != reflect.Struct:
		return
	}
	if schema["additionalProperties"] != false {
		t.Errorf("%s: the schema lets keys in that are not read", path)
	}
	properties, _ := schema["properties"].(map[string]any)
	keys := slices.Sorted(maps.Keys(properties))
	var read, needed []string
	for f := range filled.Fields() {
		key := f.Tag.Get("yaml")
		if key == "-" || key == "" {
			continue
		}
		read = append(read, key)
		if f.Tag.Get("org") != "optional" {
			needed = append(needed, key)
		}
		if property, ok := properties[key].(map[string]any); ok {
			if resolve(t, document, property)["description"] == nil && property["description"] == nil {
				t.Errorf("%s.%s: no description for editors", path, key)
			}
			sameKeys(t, document, path+"."+key, property, f.Type)
		}
	}
	slices.Sort(read)
	if diff := cmp.Diff(read, keys); diff != "" {
		t.Errorf("%s: keys in the struct (-) and in the schema (+):\n%s", path, diff)
	}
	if path == "" {
		return // the top's keys may stand in several files
	}
	var required []string
	for _, r := range schema["required"].([]any) {
		required = append(required, r.(string))
	}
	slices.Sort(required)
	slices.Sort(needed)
	if diff := cmp.Diff(needed, required); diff != "" {
		t.Errorf("%s: needed by the struct (-) and by the schema (+):\n%s", path, diff)
	}
}

func resolve(t *testing.T, document, schema map[string]any) map[string]any {
	t.Helper()
	ref, ok := schema["$ref"].(string)
	if !ok {
		return schema
	}
	definition, ok := document["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	if !ok {
		t.Fatalf("no definition for %s", ref)
	}
	return definition
}

func TestSchemaListsTheSameChoices(t *testing.T) {
	_, document := schemaOf(t, schemaFile)
	kind := document["$defs"].(map[string]any)["kind"].(map[string]any)["properties"].(map[string]any)
	for _, c := range []struct {
		enum any
		want any
	}{
		{kind["where"].(map[string]any)["enum"], []org.Where{org.AtHub, org.AtDoor, org.ByPhone, org.OnTrip}},
		{kind["counts_as"].(map[string]any)["enum"], []org.CountsAs{org.Group, org.Remote, org.Doorstep, org.Money, org.LiftToCare, org.Lift}},
		{kind["asks_for"].(map[string]any)["items"].(map[string]any)["enum"], []org.Check{org.Identity, org.DBSBasic, org.DBSEnhanced, org.DBSEnhancedAdultsBarred, org.Licence, org.MOT, org.Insurer}},
	} {
		got, _ := json.Marshal(c.enum)
		want, _ := json.Marshal(c.want)
		if !bytes.Equal(got, want) {
			t.Errorf("schema %s, code %s", got, want)
		}
	}
}
