package mongotest

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// A filter is what every one of its terms asks for.
type filter []term

type term struct {
	field, operator string
	value           bsoncore.Value
}

// operators are what a filter may ask, and for which orders a value satisfies it.
var operators = map[string][]int{"$eq": {0}, "$gt": {1}, "$gte": {0, 1}, "$lt": {-1}, "$lte": {-1, 0}}

func (f filter) String() string {
	var parts []string
	for _, t := range f {
		parts = append(parts, t.field+" "+t.operator)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func readFilter(doc bsoncore.Document) (filter, error) {
	var f filter
	elements, err := doc.Elements()
	if err != nil {
		return nil, err
	}
	for _, e := range elements {
		field := e.Key()
		if strings.HasPrefix(field, "$") || strings.Contains(field, ".") {
			return nil, unknown("a filter on %s", field)
		}
		asked, ok := e.Value().DocumentOK()
		if !ok {
			f = append(f, term{field, "$eq", e.Value()})
			continue
		}
		each, err := asked.Elements()
		if err != nil {
			return nil, err
		}
		for _, o := range each {
			if operators[o.Key()] == nil {
				return nil, unknown("the operator %s", o.Key())
			}
			f = append(f, term{field, o.Key(), o.Value()})
		}
	}
	return f, nil
}

// equal is the one value of the field that the filter asks for.
func (f filter) equal(field string) (bsoncore.Value, bool) {
	for _, t := range f {
		if t.field == field && t.operator == "$eq" {
			return t.value, true
		}
	}
	return bsoncore.Value{}, false
}

func (f filter) matches(doc bsoncore.Document) (bool, error) {
	for _, t := range f {
		v := doc.Lookup(t.field)
		if v.Type == 0 {
			return false, nil // no such field, and nothing asks for that
		}
		ok, err := t.holds(v)
		if !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// holds reports whether the value, or one in it where it is an array, is what
// the term asks for. Values of another kind are not.
func (t term) holds(v bsoncore.Value) (bool, error) {
	if array, ok := v.ArrayOK(); ok {
		values, err := array.Values()
		if err != nil {
			return false, err
		}
		for _, one := range values {
			if ok, err := t.holds(one); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	}
	if bracket(v) != bracket(t.value) {
		return false, nil
	}
	n, err := compare(v, t.value)
	return slices.Contains(operators[t.operator], n), err
}

// bracket is the place of a value's kind in the order of all values, or 0 for
// a kind that is not known here.
func bracket(v bsoncore.Value) int {
	switch v.Type {
	case 0, bsoncore.TypeNull:
		return 1
	case bsoncore.TypeInt32, bsoncore.TypeInt64:
		return 2
	case bsoncore.TypeString:
		return 3
	case bsoncore.TypeBinary:
		return 4
	case bsoncore.TypeBoolean:
		return 5
	}
	return 0
}

// compare orders two values as a server does: by kind, then by value. A field
// that is not there counts as null.
func compare(a, b bsoncore.Value) (int, error) {
	kind := bracket(a)
	if other := bracket(b); kind != other || kind == 0 {
		if kind == 0 || other == 0 {
			return 0, unknown("how to compare a %s and a %s", a.Type, b.Type)
		}
		return cmp.Compare(kind, other), nil
	}
	switch kind {
	case 2:
		return cmp.Compare(a.AsInt64(), b.AsInt64()), nil
	case 3:
		return strings.Compare(a.StringValue(), b.StringValue()), nil
	case 4:
		_, x := a.Binary()
		_, y := b.Binary()
		return cmp.Or(cmp.Compare(len(x), len(y)), bytes.Compare(x, y)), nil
	case 5:
		return bytes.Compare(a.Data, b.Data), nil
	}
	return 0, nil
}

// readOrder reads the fields of a sort or an index.
func readOrder(doc bsoncore.Document) ([]sortKey, error) {
	var order []sortKey
	elements, err := doc.Elements()
	if err != nil {
		return nil, err
	}
	for _, e := range elements {
		n, ok := e.Value().AsInt64OK()
		if !ok || n != 1 && n != -1 {
			return nil, unknown("an order of %s", fmt.Sprint(e))
		}
		order = append(order, sortKey{field: e.Key(), down: n < 0})
	}
	return order, nil
}
