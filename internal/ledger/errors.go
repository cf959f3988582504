// SPDX-License-Identifier: EUPL-1.2

package ledger

import "errors"

var (
	// ErrUnavailable means that the ledger could not make an entry durable.
	// Nothing of the draft may happen. The ledger works again by itself once
	// the cause is gone.
	ErrUnavailable = errors.New("the ledger cannot record now")
	// ErrStale means that another rulebook decides by now: decide again.
	ErrStale = errors.New("the draft was decided under a rulebook that no longer stands")
	// ErrClock means that the clock cannot be trusted, and so no entry can be given a time.
	ErrClock = errors.New("the clock cannot be trusted")
	// ErrRolledBack means that the ledger lacks entries that a checkpoint proves it had.
	ErrRolledBack = errors.New("the ledger is not the one its last checkpoint describes")
	// ErrDraft means that a draft cannot become an entry; the text says what is wrong with it.
	ErrDraft = errors.New("the draft cannot be recorded")
	// ErrEnded means that a draft is about a person whose log key has ended.
	ErrEnded = errors.New("the log key of a subject has ended")
	// ErrNoEntry means that the ledger has no entry with that number.
	ErrNoEntry = errors.New("no such entry")
	// ErrDamaged means that what is stored contradicts itself.
	ErrDamaged = errors.New("the ledger is damaged")
	// ErrAbsent means that a sealed part is no longer there.
	ErrAbsent = errors.New("the sealed part is gone")
	// ErrClosed means that the ledger has been closed.
	ErrClosed = errors.New("the ledger is closed")
)
