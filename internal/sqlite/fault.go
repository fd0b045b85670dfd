package sqlite

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

const codeBusy = lib.SQLITE_BUSY

// code returns SQLite's primary result code, or 0 for another kind of error.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// ownFault reports whether the error concerns one statement alone, so that
// the rest of its transaction stands.
func ownFault(err error) bool {
	switch code(err) {
	case lib.SQLITE_TOOBIG, lib.SQLITE_CONSTRAINT, lib.SQLITE_MISMATCH:
		return true
	}
	return false
}

// A problem is an operator's: one sentence, with SQLite's own words behind it
// for whoever unwraps it.
type problem struct {
	sentence string
	cause    error
}

func (p *problem) Error() string { return p.sentence }
func (p *problem) Unwrap() error { return p.cause }

func (s *reads) explain(err error) error { return explain(s.path, err) }

// explain puts what SQLite reports into a sentence that says what to do.
func explain(path string, err error) error {
	sentence := ""
	switch code(err) {
	case lib.SQLITE_FULL:
		sentence = "the disk is full: the store %s cannot grow; make room"
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		sentence = "the store %s is read-only; let this user write to it and to its folder"
	case lib.SQLITE_CANTOPEN, lib.SQLITE_AUTH:
		sentence = "the store %s cannot be opened; let this user write to it and to its folder"
	case lib.SQLITE_NOTADB:
		sentence = "the file %s is not a database; name another file"
	case lib.SQLITE_CORRUPT:
		sentence = "the store %s is damaged; put back a copy"
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		sentence = "the store %s is being written by another program; stop it first"
	case lib.SQLITE_IOERR:
		sentence = "the disk under the store %s fails to read or write, or is full; make room, or look at the system's log"
	default:
		return err
	}
	return &problem{fmt.Sprintf(sentence, path), err}
}
