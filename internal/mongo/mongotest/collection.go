package mongotest

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// A collection keeps documents by their _id. The server's lock guards it.
type collection struct {
	docs    map[string]*stored
	indexes []index
}

// stored is a document as this server has it, and as a majority has it; nil is
// not at all.
type stored struct{ local, majority bsoncore.Document }

// An index knows which documents stand under each value of its first field.
type index struct {
	name  string
	keys  []sortKey
	under map[string]map[*stored]bool
}

type sortKey struct {
	field string
	down  bool
}

// key is a value as a map takes it: numbers of any size are alike.
func key(v bsoncore.Value) string {
	if n, ok := v.AsInt64OK(); ok {
		return strconv.FormatInt(n, 10)
	}
	return string(v.Type) + string(v.Data)
}

// insert adds the document, unless its _id stands already.
func (c *collection) insert(doc bsoncore.Document, held bool) error {
	id, err := doc.LookupErr("_id")
	if err != nil {
		return unknown("a document without _id")
	}
	if len(doc) > documentAtMost {
		return &Failure{Code: BSONObjectTooLarge, Message: "the document is larger than 16 MB"}
	}
	if c.docs[key(id)] != nil {
		return &Failure{Code: DuplicateKey, Message: "E11000 duplicate key error: _id: " + id.String()}
	}
	d := &stored{}
	c.docs[key(id)] = d
	c.write(d, bytes.Clone(doc), held)
	return nil
}

// write puts a document in place of the one that stands, or of none.
func (c *collection) write(d *stored, doc bsoncore.Document, held bool) {
	for _, ix := range c.indexes {
		ix.remove(d)
	}
	if d.local = doc; !held {
		d.majority = doc
	}
	for _, ix := range c.indexes {
		ix.add(d)
	}
}

func (ix index) add(d *stored) {
	if d.local == nil {
		return
	}
	for _, v := range values(d.local.Lookup(ix.keys[0].field)) {
		if ix.under[key(v)] == nil {
			ix.under[key(v)] = map[*stored]bool{}
		}
		ix.under[key(v)][d] = true
	}
}

func (ix index) remove(d *stored) {
	if d.local == nil {
		return
	}
	for _, v := range values(d.local.Lookup(ix.keys[0].field)) {
		delete(ix.under[key(v)], d)
	}
}

// values are what an index has of a field: each element of an array.
func values(v bsoncore.Value) []bsoncore.Value {
	if array, ok := v.ArrayOK(); ok {
		all, _ := array.Values()
		return all
	}
	return []bsoncore.Value{v}
}

// replace puts the document in place of the one that the filter finds, and
// returns how many there were: 0 or 1.
func (c *collection) replace(f filter, doc bsoncore.Document, held bool) (int32, error) {
	id, ok := f.equal("_id")
	if !ok {
		return 0, unknown("an update that does not name the document's _id")
	}
	d := c.docs[key(id)]
	if d == nil {
		return 0, nil
	}
	if matches, err := f.matches(d.local); err != nil || !matches {
		return 0, err
	}
	if len(doc) > documentAtMost {
		return 0, &Failure{Code: BSONObjectTooLarge, Message: "the document is larger than 16 MB"}
	}
	if same, err := doc.LookupErr("_id"); err != nil || !same.Equal(id) {
		return 0, unknown("a replacement whose _id is not the document's own")
	}
	c.write(d, bytes.Clone(doc), held)
	return 1, nil
}

// find returns what the filter finds, in order.
func (c *collection) find(f filter, order []sortKey, majority bool) ([]bsoncore.Document, error) {
	var found []bsoncore.Document
	consider := func(d *stored) error {
		doc := d.local
		if majority {
			doc = d.majority
		}
		if doc == nil {
			return nil
		}
		matches, err := f.matches(doc)
		if matches {
			found = append(found, doc)
		}
		return err
	}
	if id, ok := f.equal("_id"); ok {
		if d := c.docs[key(id)]; d != nil {
			return found, consider(d)
		}
		return nil, nil
	}
	ix, ok := c.serving(f, order)
	if !ok {
		return nil, unknown("an index for %s in the order of %v", f, order)
	}
	if v, ok := f.equal(ix.keys[0].field); ok && !majority {
		for d := range ix.under[key(v)] {
			if err := consider(d); err != nil {
				return nil, err
			}
		}
	} else {
		for _, d := range c.docs {
			if err := consider(d); err != nil {
				return nil, err
			}
		}
	}
	var wrong error
	slices.SortFunc(found, func(a, b bsoncore.Document) int {
		for _, k := range order {
			n, err := compare(a.Lookup(k.field), b.Lookup(k.field))
			wrong = cmp.Or(wrong, err)
			if k.down {
				n = -n
			}
			if n != 0 {
				return n
			}
		}
		return 0
	})
	return found, wrong
}

// serving is an index that finds what the filter asks for, in order, without
// looking at more.
func (c *collection) serving(f filter, order []sortKey) (index, bool) {
	for _, ix := range append([]index{{keys: []sortKey{{field: "_id"}}}}, c.indexes...) {
		if ix.serves(f, order) {
			return ix, true
		}
	}
	return index{}, false
}

// serves reports whether the index has first what must be equal, then the
// order, and ranges only over what comes next.
func (ix index) serves(f filter, order []sortKey) bool {
	equal, ranges := map[string]bool{}, map[string]bool{}
	for _, t := range f {
		if t.operator == "$eq" {
			equal[t.field] = true
		} else {
			ranges[t.field] = true
		}
	}
	if len(ix.keys) < len(equal)+len(order) {
		return false
	}
	for _, k := range ix.keys[:len(equal)] {
		if !equal[k.field] {
			return false
		}
	}
	rest := ix.keys[len(equal):]
	for i, k := range order {
		if rest[i].field != k.field || (rest[i].down != k.down) != (rest[0].down != order[0].down) {
			return false
		}
	}
	for field := range ranges {
		if len(rest) == 0 || rest[0].field != field {
			return false
		}
	}
	return true
}

// make adds indexes; one that stands already is left as it is, and one that
// cannot stand beside another keeps all from being made.
func (c *collection) make(wanted []index) error {
	var missing []index
	for _, want := range wanted {
		stands, err := c.stands(want)
		if err != nil {
			return err
		}
		if !stands {
			missing = append(missing, want)
		}
	}
	for _, want := range missing {
		want.under = map[string]map[*stored]bool{}
		for _, d := range c.docs {
			want.add(d)
		}
		c.indexes = append(c.indexes, want)
	}
	return nil
}

func (c *collection) stands(want index) (bool, error) {
	for _, ix := range c.indexes {
		same := slices.Equal(ix.keys, want.keys)
		switch {
		case same && ix.name == want.name:
			return true, nil
		case same:
			return false, &Failure{Code: indexOptionsConflict, Message: "Index already exists with a different name: " + ix.name}
		case ix.name == want.name:
			return false, &Failure{Code: indexKeySpecs, Message: "An existing index has the same name as the requested index: " + ix.name}
		}
	}
	return false, nil
}
