package org

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// reader writes YAML into the settings' structs. It never stops at a mistake:
// it notes it, and goes on with the next key.
type reader struct {
	file     string
	first    string // the file that is named where no other can be
	problems []Problem
	// at says where each value that was read stands, by its path:
	// "hubs[0].outward[1]". A path that is not in it was missing or wrong.
	at map[string]spot
}

type spot struct {
	file string
	line int
}

func (r *reader) problem(line int, what, remedy string) { r.wrong(r.file, line, what, remedy) }

func (r *reader) wrong(file string, line int, what, remedy string) {
	r.problems = append(r.problems, Problem{File: file, Line: line, What: what, Remedy: remedy})
}

// field is one key of a struct of the settings.
type field struct {
	key      string
	index    int
	optional bool
	example  string
}

func fieldsOf(t reflect.Type) []field {
	var all []field
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		key := tag.Get("yaml")
		if key == "" || key == "-" {
			continue
		}
		all = append(all, field{key, i, tag.Get("org") == "optional", tag.Get("eg")})
	}
	return all
}

func (f field) like() string {
	if f.example == "" {
		return "see the sample organisation for how it is written"
	}
	return fmt.Sprintf("write it like this: %s: %s", f.key, f.example)
}

// pair is a key of a mapping and its value.
type pair struct {
	key   string
	line  int
	value ast.Node
}

// pairs lists a mapping's keys, without those that stand twice.
func (r *reader) pairs(node ast.Node) (pairs []pair, ok bool) {
	var values []*ast.MappingValueNode
	switch m := node.(type) {
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		return nil, false
	}
	first := map[string]int{}
	for _, v := range values {
		t := v.Key.GetToken()
		if t == nil {
			continue
		}
		line := lineOf(t)
		if earlier, twice := first[t.Value]; twice {
			r.problem(line, fmt.Sprintf("%q stands twice: first on line %d", t.Value, earlier), "keep one of the two")
			continue
		}
		first[t.Value] = line
		pairs = append(pairs, pair{t.Value, line, v.Value})
	}
	return pairs, true
}

// fields reads a mapping into a struct and reports which keys were there,
// right or wrong.
func (r *reader) fields(path string, node ast.Node, v reflect.Value) (seen map[string]bool) {
	seen = map[string]bool{}
	known := fieldsOf(v.Type())
	pairs, _ := r.pairs(node)
	for _, p := range pairs {
		f, ok := find(known, func(f field) bool { return f.key == p.key })
		if !ok {
			names := make([]string, len(known))
			for i, k := range known {
				names[i] = k.key
			}
			r.problem(p.line, fmt.Sprintf("%q is not a setting%s", p.key, within(path)), Meant(p.key, names))
			continue
		}
		seen[p.key] = true
		r.value(join(path, p.key), p.line, p.value, v.Field(f.index), f)
	}
	return seen
}

// missing names the keys of a struct that ought to be there.
func (r *reader) missing(path string, line int, t reflect.Type, seen map[string]bool) {
	for _, f := range fieldsOf(t) {
		if !f.optional && !seen[f.key] {
			r.problem(line, fmt.Sprintf("%q is missing%s", f.key, within(path)), f.like())
		}
	}
}

// value reads one value. line is where its key stands, for values that have
// no place of their own.
func (r *reader) value(path string, line int, node ast.Node, v reflect.Value, f field) {
	if t := tokenOf(node); t != nil {
		line = max(line, lineOf(t))
	}
	wrong := func(wanted string) {
		r.problem(line, fmt.Sprintf("%s should be %s", path, wanted), f.like())
	}
	good := func() { r.at[path] = spot{r.file, line} }

	switch v.Interface().(type) {
	case time.Duration:
		d, err := time.ParseDuration(scalar(node))
		if err != nil || d < 0 {
			wrong("a length of time: a number with s, m or h")
			return
		}
		v.SetInt(int64(d))
		good()
		return
	case TimeOfDay:
		t, err := time.Parse("15:04", scalar(node))
		if err != nil {
			wrong("a time of day by the 24-hour clock")
			return
		}
		v.SetInt(int64(t.Hour()*60 + t.Minute()))
		good()
		return
	}

	switch v.Kind() {
	case reflect.Struct:
		if _, ok := node.(*ast.MappingNode); !ok {
			if _, ok := node.(*ast.MappingValueNode); !ok {
				wrong("a group of settings, each on a line of its own below it, indented")
				return
			}
		}
		good()
		r.missing(path, line, v.Type(), r.fields(path, node, v))
	case reflect.Slice:
		list, ok := node.(*ast.SequenceNode)
		if !ok {
			wrong("a list: one dash a line, or [a, b]")
			return
		}
		good()
		v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
		for i, one := range list.Values {
			r.value(fmt.Sprintf("%s[%d]", path, i), line, one, v.Index(i), field{key: f.key, example: f.example})
		}
	case reflect.Map:
		pairs, ok := r.pairs(node)
		if !ok {
			wrong("names, each with a value")
			return
		}
		good()
		v.Set(r.named(path, pairs, v.Type()))
	case reflect.String:
		s := scalar(node)
		switch {
		case !isScalar(node):
			wrong("words, and not a list or a group of settings")
		case strings.TrimSpace(s) == "":
			r.problem(line, path+" is empty", f.like())
		default:
			v.SetString(strings.TrimSpace(s))
			good()
		}
	case reflect.Bool:
		b, ok := node.(*ast.BoolNode)
		if !ok {
			wrong("true or false")
			return
		}
		v.SetBool(b.Value)
		good()
	case reflect.Int:
		n, err := strconv.Atoi(scalar(node))
		if _, ok := node.(*ast.IntegerNode); !ok || err != nil {
			wrong("a whole number")
			return
		}
		v.SetInt(int64(n))
		good()
	case reflect.Float64:
		n, err := strconv.ParseFloat(scalar(node), 64)
		if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
			wrong("a number")
			return
		}
		v.SetFloat(n)
		good()
	}
}

// named reads a mapping whose keys are names: each with words of its own, or with
// a group of settings.
func (r *reader) named(path string, pairs []pair, t reflect.Type) reflect.Value {
	m := reflect.MakeMap(t)
	for _, p := range pairs {
		one := reflect.New(t.Elem()).Elem()
		at := join(path, p.key)
		if t.Elem().Kind() == reflect.String {
			one.SetString(scalar(p.value))
			r.at[at] = spot{r.file, p.line}
		} else {
			r.value(at, p.line, p.value, one, field{key: p.key})
			if _, good := r.at[at]; good {
				r.at[at] = spot{r.file, p.line} // the name, and not the first setting below it
			}
		}
		m.SetMapIndex(reflect.ValueOf(p.key), one)
	}
	return m
}

// scalar is a value as it was written; empty for a list, a mapping or nothing.
// A phone number without quotes is words, though YAML takes it for a number.
func scalar(node ast.Node) string {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value
	}
	return ""
}

func isScalar(node ast.Node) bool {
	switch node.(type) {
	case *ast.StringNode, *ast.LiteralNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		return true
	}
	return node == nil
}

func tokenOf(node ast.Node) *token.Token {
	if node == nil {
		return nil
	}
	if pairs, ok := node.(*ast.MappingNode); ok && len(pairs.Values) > 0 {
		return pairs.Values[0].Key.GetToken()
	}
	return node.GetToken()
}

func lineOf(t *token.Token) int {
	if t == nil || t.Position == nil {
		return 0
	}
	return t.Position.Line
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func within(path string) string {
	if path == "" {
		return ""
	}
	return " in " + path
}
