package mongotest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/wiremessage"
)

const (
	documentAtMost = 16 << 20
	messageAtMost  = 48_000_000
	writesAtMost   = 1000 // in one command; real servers take 100,000
)

// A Command is one command as it came.
type Command struct {
	Name, Database string
	// Collection is empty for commands that are about none.
	Collection string
	// ID is the _id of the first document that an insert or an update writes,
	// or that a find asks for, where that is a string.
	ID string

	body      bsoncore.Document
	sequences map[string][]bsoncore.Document
}

// numbered reports whether the command is a write that may come twice.
func (c Command) numbered() bool { _, err := c.body.LookupErr("txnNumber"); return err == nil }

// list is an array of documents, wherever in the message it stands.
func (c Command) list(name string) []bsoncore.Document {
	if docs, ok := c.sequences[name]; ok {
		return docs
	}
	var docs []bsoncore.Document
	if array, ok := c.body.Lookup(name).ArrayOK(); ok {
		values, _ := array.Values()
		for _, v := range values {
			if d, ok := v.DocumentOK(); ok {
				docs = append(docs, d)
			}
		}
	}
	return docs
}

// identify fills in what the command is about.
func (c *Command) identify() error {
	first, err := c.body.IndexErr(0)
	if err != nil {
		return fmt.Errorf("a command without a name: %w", err)
	}
	c.Name = first.Key()
	c.Database, _ = c.body.Lookup("$db").StringValueOK()
	c.Collection, _ = first.Value().StringValueOK()
	about := bsoncore.Value{}
	switch c.Name {
	case "getMore":
		c.Collection, _ = c.body.Lookup("collection").StringValueOK()
	case "insert":
		if docs := c.list("documents"); len(docs) > 0 {
			about = docs[0].Lookup("_id")
		}
	case "update":
		if updates := c.list("updates"); len(updates) > 0 {
			about = updates[0].Lookup("q", "_id")
		}
	case "find":
		about = c.body.Lookup("filter", "_id")
	}
	c.ID, _ = about.StringValueOK()
	return nil
}

// A message is a command, and how its answer must be sent.
type message struct {
	command Command
	id      int32
	legacy  bool // OP_QUERY: a driver's first greeting
	quiet   bool // no answer is wanted
}

func readMessage(r io.Reader) (message, error) {
	var head [16]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return message{}, err
	}
	length, id := int32(binary.LittleEndian.Uint32(head[:])), int32(binary.LittleEndian.Uint32(head[4:]))
	opcode := wiremessage.OpCode(binary.LittleEndian.Uint32(head[12:]))
	if length < 16 || length > messageAtMost+1024 {
		return message{}, fmt.Errorf("a message of %d bytes", length)
	}
	body := make([]byte, length-16)
	if _, err := io.ReadFull(r, body); err != nil {
		return message{}, err
	}
	m := message{id: id}
	var err error
	switch opcode {
	case wiremessage.OpMsg:
		err = m.readMsg(body)
	case wiremessage.OpQuery: //nolint:staticcheck // drivers still greet with it
		err = m.readQuery(body)
	default:
		err = fmt.Errorf("a message of kind %s", opcode)
	}
	if err != nil {
		return message{}, err
	}
	return m, m.command.identify()
}

var errMessage = errors.New("a message that cannot be read")

func (m *message) readMsg(body []byte) error {
	flags, rest, ok := wiremessage.ReadMsgFlags(body)
	if !ok {
		return errMessage
	}
	if flags&wiremessage.ChecksumPresent != 0 {
		rest = rest[:max(0, len(rest)-4)]
	}
	m.quiet = flags&wiremessage.MoreToCome != 0
	m.command.sequences = map[string][]bsoncore.Document{}
	for len(rest) > 0 {
		var kind wiremessage.SectionType
		kind, rest, _ = wiremessage.ReadMsgSectionType(rest)
		switch kind {
		case wiremessage.SingleDocument:
			m.command.body, rest, ok = wiremessage.ReadMsgSectionSingleDocument(rest)
		case wiremessage.DocumentSequence:
			var name string
			var docs []bsoncore.Document
			name, docs, rest, ok = wiremessage.ReadMsgSectionDocumentSequence(rest)
			m.command.sequences[name] = docs
		default:
			ok = false
		}
		if !ok {
			return errMessage
		}
	}
	return m.command.body.Validate()
}

func (m *message) readQuery(body []byte) error {
	m.legacy = true
	_, rest, ok := wiremessage.ReadQueryFlags(body) //nolint:staticcheck // drivers still greet with it
	if !ok {
		return errMessage
	}
	name, rest, ok := wiremessage.ReadQueryFullCollectionName(rest) //nolint:staticcheck // the same
	if !ok || !strings.HasSuffix(name, ".$cmd") || len(rest) < 8 {
		return errMessage
	}
	if m.command.body, _, ok = bsoncore.ReadDocument(rest[8:]); !ok {
		return errMessage
	}
	return m.command.body.Validate()
}

// answer sends the reply.
func (m message) answer(w io.Writer, reply bsoncore.Document) error {
	opcode := wiremessage.OpMsg
	if m.legacy {
		opcode = wiremessage.OpReply
	}
	at, b := wiremessage.AppendHeaderStart(nil, wiremessage.NextRequestID(), m.id, opcode)
	if m.legacy {
		b = wiremessage.AppendReplyFlags(b, 0)
		b = wiremessage.AppendReplyCursorID(b, 0)
		b = wiremessage.AppendReplyStartingFrom(b, 0)
		b = wiremessage.AppendReplyNumberReturned(b, 1)
	} else {
		b = wiremessage.AppendMsgFlags(b, 0)
		b = wiremessage.AppendMsgSectionType(b, wiremessage.SingleDocument)
	}
	b = append(b, reply...)
	binary.LittleEndian.PutUint32(b[at:], uint32(len(b)))
	_, err := w.Write(b)
	return err
}
