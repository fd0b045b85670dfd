package mongo

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"github.com/goodturn/goodturn/internal/post"
)

// Codes of servers' errors.
const (
	badValue             = 2
	failedToParse        = 9
	unauthorized         = 13
	typeMismatch         = 14
	authenticationFailed = 18
	commandNotFound      = 59
	indexOptionsConflict = 85
	notWritablePrimary   = 10107
	objectTooLarge       = 10334
	duplicateKey         = 11000
	notPrimary           = 13435
	resultTooLarge       = 17419
)

// refusals are the errors by which a server says that it has not begun a
// write. Of any other, such as that its primary steps down or that its time is
// over, the write may be in its log already.
var refusals = []int{
	badValue, failedToParse, unauthorized, typeMismatch, authenticationFailed, commandNotFound,
	notWritablePrimary, objectTooLarge, notPrimary, resultTooLarge,
}

// outcome says what a write's error means:
//
//   - a duplicate key: ErrConflict. Nothing of this write stands; had an
//     earlier attempt of it landed, the server would have known the number that
//     the driver gives a write, and answered as it did then.
//   - nothing was sent, or one attempt was and the server refused it: an error
//     of its own. Nothing was written.
//   - anything else (the connection broke, the primary stepped down, a
//     majority did not answer in time, the context ended under way, a second
//     attempt failed): ErrUnknown.
func (s *Store) outcome(ctx context.Context, err error, sent *atomic.Int32) error {
	switch {
	case err == nil:
		return nil
	case mongo.IsDuplicateKeyError(err):
		return post.ErrConflict
	case sent.Load() == 0, sent.Load() == 1 && refused(err):
		return s.explain(ctx, err)
	}
	return fmt.Errorf("%w: %w", post.ErrUnknown, s.explain(ctx, err))
}

func refused(err error) bool {
	if e, ok := errors.AsType[mongo.WriteException](err); ok && e.WriteConcernError != nil {
		return false // it is written, and the code says why a majority was not waited for
	}
	var codes []int
	switch e := mongo.ServerError(nil); {
	case errors.As(err, &e):
		codes = e.ErrorCodes()
	default:
		return false
	}
	return len(codes) > 0 && !slices.ContainsFunc(codes, func(c int) bool { return !slices.Contains(refusals, c) })
}

// A problem is an operator's: one sentence, with the driver's own words behind
// it for whoever unwraps it.
type problem struct {
	sentence string
	cause    error
}

func (p *problem) Error() string { return p.sentence }
func (p *problem) Unwrap() error { return p.cause }

// explain puts what the driver reports into a sentence that says what to do.
func (s *Store) explain(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return err // nobody asks any more
	}
	if selection, ok := errors.AsType[topology.ServerSelectionError](err); ok {
		return &problem{s.unreachable(selection), err}
	}
	if _, ok := errors.AsType[topology.WaitQueueTimeoutError](err); ok {
		return &problem{fmt.Sprintf("the store %s is too slow for what is asked of it: no connection was free in time", s.name), err}
	}
	sentence := ""
	var e mongo.ServerError
	switch {
	case !errors.As(err, &e):
		return err
	case e.HasErrorCode(authenticationFailed):
		sentence = "the store %s refuses the name or the password; correct them"
	case e.HasErrorCode(unauthorized):
		sentence = "the store %s does not let this user read and write; give it the role readWrite on the database"
	default:
		return err
	}
	return &problem{fmt.Sprintf(sentence, s.name), err}
}

// unreachable says why no server could be used.
func (s *Store) unreachable(e topology.ServerSelectionError) string {
	if len(e.Desc.Servers) == 0 {
		return fmt.Sprintf("the store %s is of another replica set than the address names; correct replicaSet in it", s.name)
	}
	answers, refuses := false, false
	var unproven *tls.CertificateVerificationError
	for _, server := range e.Desc.Servers {
		answers = answers || server.Kind.String() != "Unknown"
		refuses = refuses || refusesPassword(server.LastError)
		errors.As(server.LastError, &unproven)
	}
	switch {
	case unproven != nil:
		return fmt.Sprintf("the certificate of the store %s is not accepted (%v); correct it, or tlsCAFile in the address", s.name, unproven)
	case refuses:
		return fmt.Sprintf("the store %s refuses the name or the password; correct them", s.name)
	case answers:
		return fmt.Sprintf("the store %s has no primary; see that a majority of its servers run, and that the replica set is initiated", s.name)
	}
	return fmt.Sprintf("the store %s does not answer; start it, or correct its address", s.name)
}

// refusesPassword looks at what a connection was told when it was made.
func refusesPassword(err error) bool {
	said, ok := errors.AsType[driver.Error](err)
	return ok && said.Code == authenticationFailed
}
