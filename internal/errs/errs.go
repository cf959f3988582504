// SPDX-License-Identifier: EUPL-1.2

// Package errs has the few kinds of error that a door (page, API, CLI) tells
// apart. An error of a kind carries a message key, so that the door can speak
// the reader's language; everything else is internal and its text never
// leaves the program. No error holds personal data: ids are opaque.
package errs

import (
	"errors"
	"fmt"
)

// Kind says what a door should answer.
type Kind int

// The kinds. Refusals by a clause are not errors of this package: they are
// answers (gate.Refusal).
const (
	Internal    Kind = iota // our fault: say so, tell nothing
	Invalid                 // the input can be mended
	NotFound                // there is no such thing, or the reader may not know
	Denied                  // not signed in, or not the right session
	Conflict                // somebody was quicker: load again
	Unavailable             // cannot be recorded or stored now: nothing was done
	Expired                 // an address whose time has run out
)

// Error is an error of a kind with a message key of the i18n catalogue.
type Error struct {
	Kind Kind
	Key  string // message key for the reader; empty: the kind's own message
	err  error
}

func (e *Error) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.err }

// New makes an error of a kind. The format is for the log and the engineer.
func New(k Kind, key, format string, args ...any) *Error {
	return &Error{Kind: k, Key: key, err: fmt.Errorf(format, args...)}
}

// KindOf finds the kind of an error, Internal when it has none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// KeyOf finds the message key of an error, "" when it has none.
func KeyOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Key
	}
	return ""
}
