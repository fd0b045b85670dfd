package mongotest

import (
	"math"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// A response is the answer to a command that worked.
type response struct {
	fields  *bsoncore.DocumentBuilder
	wrong   []wrong
	concern int
}

// wrong is a statement of a write that failed alone.
type wrong struct {
	index   int
	failure *Failure
}

func (r *response) document(c Command) bsoncore.Document {
	b := r.fields
	if b == nil {
		b = bsoncore.NewDocumentBuilder()
	}
	if len(r.wrong) > 0 {
		list := bsoncore.NewArrayBuilder()
		for _, w := range r.wrong {
			list.AppendDocument(bsoncore.NewDocumentBuilder().AppendInt32("index", int32(w.index)).
				AppendInt32("code", int32(w.failure.Code)).AppendString("errmsg", w.failure.Message).Build())
		}
		b.AppendArray("writeErrors", list.Build())
	}
	if r.concern != 0 {
		b.AppendDocument("writeConcernError", bsoncore.NewDocumentBuilder().AppendInt32("code", int32(r.concern)).
			AppendString("codeName", names[r.concern]).AppendString("errmsg", "waiting for replication ended").Build())
		label(b, r.concern, c)
	}
	return b.AppendDouble("ok", 1).Build()
}

// run does a command's work. The lock is held.
func (s *Server) run(c Command, connection int32, held bool) (*response, error) {
	var do func(Command) (*response, error)
	switch strings.ToLower(c.Name) {
	case "hello", "ismaster":
		return s.hello(connection), nil
	case "ping", "endsessions", "killcursors":
		return &response{}, nil
	case "insert":
		do = func(c Command) (*response, error) { return s.insert(c, held) }
	case "update":
		do = func(c Command) (*response, error) { return s.update(c, held) }
	case "find":
		do = s.find
	case "getmore":
		do = s.more
	case "createindexes":
		do = s.createIndexes
	case "drop", "dropdatabase":
		do = s.drop
	case "saslstart", "saslcontinue":
		return nil, &Failure{Code: AuthenticationFailed, Message: "Authentication failed."}
	default:
		return nil, &Failure{Code: CommandNotFound, Message: "no such command: '" + c.Name + "'"}
	}
	if s.follower {
		return nil, &Failure{Code: NotWritablePrimary, Message: "not primary"}
	}
	return do(c)
}

func (s *Server) hello(connection int32) *response {
	b := bsoncore.NewDocumentBuilder().
		AppendBoolean("helloOk", true).
		AppendBoolean("isWritablePrimary", !s.follower).AppendBoolean("ismaster", !s.follower).AppendBoolean("secondary", s.follower).
		AppendString("setName", set).AppendInt32("setVersion", 1).AppendString("me", s.addr).
		AppendArray("hosts", bsoncore.NewArrayBuilder().AppendString(s.addr).Build()).
		AppendInt32("maxBsonObjectSize", documentAtMost).AppendInt32("maxMessageSizeBytes", messageAtMost).AppendInt32("maxWriteBatchSize", writesAtMost).
		AppendDateTime("localTime", time.Now().Add(s.offset).UnixMilli()).
		AppendInt32("logicalSessionTimeoutMinutes", 30).AppendInt32("connectionId", connection).
		AppendInt32("minWireVersion", 0).AppendInt32("maxWireVersion", 21).AppendBoolean("readOnly", false)
	if !s.follower {
		b.AppendString("primary", s.addr)
	}
	return &response{fields: b}
}

func (s *Server) createIndexes(c Command) (*response, error) {
	shelf := s.shelf(c.Database, c.Collection)
	before := int32(len(shelf.indexes))
	var wanted []index
	for _, spec := range c.list("indexes") {
		elements, err := spec.Elements()
		if err != nil {
			return nil, err
		}
		var want index
		for _, e := range elements {
			switch e.Key() {
			case "key":
				if want.keys, err = readOrder(e.Value().Document()); err != nil {
					return nil, err
				}
			case "name":
				want.name = e.Value().StringValue()
			default:
				return nil, unknown("an index with %s", e.Key())
			}
		}
		wanted = append(wanted, want)
	}
	if err := shelf.make(wanted); err != nil {
		return nil, err
	}
	return &response{fields: bsoncore.NewDocumentBuilder().AppendInt32("numIndexesBefore", before+1).AppendInt32("numIndexesAfter", int32(len(shelf.indexes))+1)}, nil
}

func (s *Server) drop(c Command) (*response, error) {
	for full := range s.shelves {
		database, name, _ := strings.Cut(full, ".")
		if database == c.Database && (c.Name == "dropDatabase" || name == c.Collection) {
			delete(s.shelves, full)
		}
	}
	return &response{}, nil
}

// options sees that the command has no field that this server does not know.
func options(c Command, known ...string) error {
	elements, err := c.body.Elements()
	if err != nil {
		return err
	}
	known = append(known, c.Name, "$db", "$clusterTime", "$readPreference", "lsid", "maxTimeMS", "comment")
	for _, e := range elements {
		if !slices.Contains(known, e.Key()) {
			return unknown("%s with %s", c.Name, e.Key())
		}
	}
	return nil
}

func number(doc bsoncore.Document, field string) int {
	n, _ := doc.Lookup(field).AsInt64OK()
	return int(min(n, math.MaxInt32))
}
