package mongotest

import (
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// A session remembers the statements of its latest write, so that the same
// write sent again is answered, and not done again.
type session struct {
	number int64
	done   map[int]bool // statements that were carried out
	held   map[int]bool // those of them that have not reached a majority
}

// attempt is the session in which a write comes, with its number.
func (s *Server) attempt(c Command) (*session, error) {
	number, ok := c.body.Lookup("txnNumber").AsInt64OK()
	if !ok {
		return &session{done: map[int]bool{}, held: map[int]bool{}}, nil
	}
	id := key(c.body.Lookup("lsid"))
	in := s.sessions[id]
	switch {
	case in == nil || in.number < number:
		in = &session{number: number, done: map[int]bool{}, held: map[int]bool{}}
		s.sessions[id] = in
	case in.number > number:
		return nil, &Failure{Code: 225, Message: "the session has a later write"} // TransactionTooOld
	}
	return in, nil
}

func (in *session) note(statement int, held bool) {
	in.done[statement] = true
	if held {
		in.held[statement] = true
	}
}

// majorityWrite sees that the write is to be in the journals of a majority.
func majorityWrite(c Command) error {
	w, _ := c.body.Lookup("writeConcern", "w").StringValueOK()
	if j, _ := c.body.Lookup("writeConcern", "j").BooleanOK(); w != "majority" || !j {
		return unknown("%s that does not wait for the journals of a majority", c.Name)
	}
	return nil
}

// write is the attempt that a write command is, once its options are known to
// be those that a store may use.
func (s *Server) write(c Command, what string) (*session, error) {
	if err := options(c, what, "ordered", "writeConcern", "txnNumber"); err != nil {
		return nil, err
	}
	if err := majorityWrite(c); err != nil {
		return nil, err
	}
	if n := len(c.list(what)); n > writesAtMost {
		return nil, &Failure{Code: InvalidLength, Message: fmt.Sprintf("%d writes in one command", n)}
	}
	return s.attempt(c)
}

func (s *Server) insert(c Command, held bool) (*response, error) {
	in, err := s.write(c, "documents")
	if err != nil {
		return nil, err
	}
	shelf, answer, n := s.shelf(c.Database, c.Collection), &response{}, int32(0)
	ordered, told := c.body.Lookup("ordered").BooleanOK()
	for i, doc := range c.list("documents") {
		if in.done[i] {
			n++
			continue
		}
		err := shelf.insert(doc, held)
		if f, ok := err.(*Failure); ok { //nolint:errorlint // made here, and never wrapped
			answer.wrong = append(answer.wrong, wrong{i, f})
			if ordered || !told {
				break
			}
			continue
		}
		in.note(i, held)
		n++
	}
	answer.fields = bsoncore.NewDocumentBuilder().AppendInt32("n", n)
	return answer, nil
}

func (s *Server) update(c Command, held bool) (*response, error) {
	in, err := s.write(c, "updates")
	if err != nil {
		return nil, err
	}
	shelf, answer, n := s.shelf(c.Database, c.Collection), &response{}, int32(0)
	for i, u := range c.list("updates") {
		if in.done[i] {
			n++
			continue
		}
		matched, err := shelf.update(u, held)
		if f, ok := err.(*Failure); ok { //nolint:errorlint // made here, and never wrapped
			answer.wrong = append(answer.wrong, wrong{i, f})
			break
		}
		if matched > 0 {
			in.note(i, held)
		}
		n += matched
	}
	answer.fields = bsoncore.NewDocumentBuilder().AppendInt32("n", n).AppendInt32("nModified", n)
	return answer, nil
}

// update carries out one statement.
func (c *collection) update(u bsoncore.Document, held bool) (int32, error) {
	elements, err := u.Elements()
	if err != nil {
		return 0, err
	}
	var f filter
	var doc bsoncore.Document
	for _, e := range elements {
		switch on, _ := e.Value().BooleanOK(); e.Key() {
		case "q":
			if f, err = readFilter(e.Value().Document()); err != nil {
				return 0, err
			}
		case "u":
			doc, _ = e.Value().DocumentOK()
		case "multi", "upsert":
			if on {
				return 0, unknown("an update with %s", e.Key())
			}
		default:
			return 0, unknown("an update with %s", e.Key())
		}
	}
	first, err := doc.IndexErr(0)
	if err != nil || strings.HasPrefix(first.Key(), "$") {
		return 0, unknown("an update that is no replacement")
	}
	return c.replace(f, doc, held)
}
