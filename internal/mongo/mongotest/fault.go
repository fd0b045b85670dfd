package mongotest

import (
	"fmt"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// Codes of MongoDB's that a [Fault] may answer with.
const (
	BadValue                        = 2
	Unauthorized                    = 13
	InvalidLength                   = 16
	AuthenticationFailed            = 18
	MaxTimeMSExpired                = 50
	CommandNotFound                 = 59
	WriteConcernTimeout             = 64
	ShutdownInProgress              = 91
	PrimarySteppedDown              = 189
	NotWritablePrimary              = 10107
	BSONObjectTooLarge              = 10334
	DuplicateKey                    = 11000
	InterruptedAtShutdown           = 11600
	InterruptedDueToReplStateChange = 11602
	NotPrimaryNoSecondaryOk         = 13435

	indexOptionsConflict = 85
	indexKeySpecs        = 86
	notImplemented       = 238
)

// names are what servers call the codes.
var names = map[int]string{
	BadValue: "BadValue", Unauthorized: "Unauthorized", InvalidLength: "InvalidLength", AuthenticationFailed: "AuthenticationFailed", MaxTimeMSExpired: "MaxTimeMSExpired",
	CommandNotFound: "CommandNotFound", WriteConcernTimeout: "WriteConcernTimeout", ShutdownInProgress: "ShutdownInProgress",
	PrimarySteppedDown: "PrimarySteppedDown", NotWritablePrimary: "NotWritablePrimary", BSONObjectTooLarge: "BSONObjectTooLarge",
	DuplicateKey: "DuplicateKey", InterruptedAtShutdown: "InterruptedAtShutdown", InterruptedDueToReplStateChange: "InterruptedDueToReplStateChange",
	NotPrimaryNoSecondaryOk: "NotPrimaryNoSecondaryOk", indexOptionsConflict: "IndexOptionsConflict", indexKeySpecs: "IndexKeySpecsConflict",
	notImplemented: "NotImplemented",
}

// retryable are the codes for which servers tell a driver to send a write of
// the same number again.
var retryable = []int{ShutdownInProgress, PrimarySteppedDown, NotWritablePrimary, InterruptedAtShutdown, InterruptedDueToReplStateChange, NotPrimaryNoSecondaryOk}

// A Fault is what goes wrong with one command. The zero Fault is none.
type Fault struct {
	// Delay passes before anything is done.
	Delay time.Duration
	// Lost: the command does no work. Without it, the work is done before the
	// fault shows.
	Lost bool
	// Held: what the command writes has not reached a majority. Reads of a
	// majority do not see it, until Replicate; RollBack undoes it.
	Held bool
	// Cut closes the connection in place of an answer.
	Cut bool
	// Code is the error that is answered.
	Code int
	// Concern is the write concern error that stands beside the answer.
	Concern int
}

// Fail has the next commands of that name meet the faults, one each, in order.
func (s *Server) Fail(command string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[command] = append(s.faults[command], faults...)
}

// Choose has every command that Fail says nothing of meet the fault that the
// function returns. It is called for each, from many goroutines; nil is none.
func (s *Server) Choose(choose func(Command) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.choose = choose
}

func (s *Server) fault(c Command) Fault {
	s.mu.Lock()
	s.heard[c.Name]++
	choose := s.choose
	if waiting := s.faults[c.Name]; len(waiting) > 0 {
		s.faults[c.Name] = waiting[1:]
		s.mu.Unlock()
		return waiting[0]
	}
	s.mu.Unlock()
	if choose == nil {
		return Fault{}
	}
	return choose(c)
}

// Failure is an error that is answered to a command.
type Failure struct {
	Code    int
	Message string
}

func (f *Failure) Error() string { return fmt.Sprintf("%s (%d): %s", names[f.Code], f.Code, f.Message) }

// unknown is the answer to what this server does not know.
func unknown(format string, args ...any) error {
	return &Failure{Code: notImplemented, Message: "the pretend MongoDB does not know " + fmt.Sprintf(format, args...)}
}

// failed is a failure as a reply. One that a driver may retry is labelled so
// when the command is a write that has a number, as servers do.
func failed(err error, c Command) bsoncore.Document {
	f, ok := err.(*Failure) //nolint:errorlint // made here, and never wrapped
	if !ok {
		f = &Failure{Code: BadValue, Message: err.Error()}
	}
	b := bsoncore.NewDocumentBuilder().AppendDouble("ok", 0).AppendString("errmsg", f.Message).
		AppendInt32("code", int32(f.Code)).AppendString("codeName", names[f.Code])
	return label(b, f.Code, c).Build()
}

func label(b *bsoncore.DocumentBuilder, code int, c Command) *bsoncore.DocumentBuilder {
	if c.numbered() && slices.Contains(retryable, code) {
		b.AppendArray("errorLabels", bsoncore.NewArrayBuilder().AppendString("RetryableWriteError").Build())
	}
	return b
}
