package mongotest

import (
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// A cursor holds what a find has still to give.
type cursor struct {
	namespace string
	rest      []bsoncore.Document
}

// firstBatch is how many documents a find gives at once when it is not told.
const firstBatch = 101

func (s *Server) find(c Command) (*response, error) {
	if err := options(c, "filter", "sort", "projection", "limit", "batchSize", "singleBatch", "readConcern"); err != nil {
		return nil, err
	}
	asked, _ := c.body.Lookup("filter").DocumentOK()
	f, err := readFilter(asked)
	if err != nil {
		return nil, err
	}
	var order []sortKey
	if doc, ok := c.body.Lookup("sort").DocumentOK(); ok {
		if order, err = readOrder(doc); err != nil {
			return nil, err
		}
	}
	level, _ := c.body.Lookup("readConcern", "level").StringValueOK()
	found, err := s.shelf(c.Database, c.Collection).find(f, order, level == "majority")
	if err != nil {
		return nil, err
	}
	if limit := number(c.body, "limit"); limit > 0 && len(found) > limit {
		found = found[:limit]
	}
	if fields, ok := c.body.Lookup("projection").DocumentOK(); ok {
		for i, doc := range found {
			if found[i], err = project(doc, fields); err != nil {
				return nil, err
			}
		}
	}
	size := firstBatch
	if n := number(c.body, "batchSize"); n > 0 {
		size = n
	}
	single, _ := c.body.Lookup("singleBatch").BooleanOK()
	return s.batch(&cursor{c.Database + "." + c.Collection, found}, "firstBatch", size, single), nil
}

// project leaves the fields that are named, and _id.
func project(doc, fields bsoncore.Document) (bsoncore.Document, error) {
	named, err := readOrder(fields)
	if err != nil {
		return nil, err
	}
	keep := map[string]bool{"_id": true}
	for _, k := range named {
		if k.down {
			return nil, unknown("a projection of %s", k.field)
		}
		keep[k.field] = true
	}
	elements, err := doc.Elements()
	if err != nil {
		return nil, err
	}
	b := bsoncore.NewDocumentBuilder()
	for _, e := range elements {
		if keep[e.Key()] {
			b.AppendValue(e.Key(), e.Value())
		}
	}
	return b.Build(), nil
}

func (s *Server) more(c Command) (*response, error) {
	id, _ := c.body.Lookup("getMore").AsInt64OK()
	cur := s.cursors[id]
	if cur == nil {
		return nil, &Failure{Code: 43, Message: "cursor not found"}
	}
	delete(s.cursors, id)
	size := len(cur.rest)
	if n := number(c.body, "batchSize"); n > 0 {
		size = n
	}
	return s.batch(cur, "nextBatch", size, false), nil
}

// batch answers with up to as many documents, and no more than a message
// takes; what is left waits under a cursor, unless nobody will ask for it.
func (s *Server) batch(cur *cursor, name string, size int, last bool) *response {
	list, bytes, n := bsoncore.NewArrayBuilder(), 0, 0
	for n < min(size, len(cur.rest)) && (n == 0 || bytes+len(cur.rest[n]) < documentAtMost) {
		list.AppendDocument(cur.rest[n])
		bytes += len(cur.rest[n])
		n++
	}
	cur.rest = cur.rest[n:]
	id := int64(0)
	if len(cur.rest) > 0 && !last {
		s.last++
		id = s.last
		s.cursors[id] = cur
	}
	return &response{fields: bsoncore.NewDocumentBuilder().AppendDocument("cursor",
		bsoncore.NewDocumentBuilder().AppendArray(name, list.Build()).AppendInt64("id", id).AppendString("ns", cur.namespace).Build())}
}
