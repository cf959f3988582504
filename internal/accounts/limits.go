// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"strconv"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/promise"
)

// What holds unless the organisation's limits say something else.
const (
	// Five guesses, then a quarter of an hour: at most 480 guesses a day even
	// if the lock never grew. NIST SP 800-63B-4 (3.2.2) asks for at most 100 in a row.
	defaultFailures = 5
	defaultLock     = 15 * time.Minute
	// A lock-out doubles up to eight times its length, and no further: whoever
	// locks others out on purpose must not keep them out for days.
	lockGrowth = 3
	// A screen left alone for half an hour, and a working day with its overtime.
	defaultIdle   = 30 * time.Minute
	defaultLength = 12 * time.Hour
	// An invitation is answered within a week or given anew.
	defaultInvitation = 7 * 24 * time.Hour
	// NIST SP 800-63B-4 (3.1.1.2) asks for 15 characters where the password is
	// the only factor and 8 beside a second one. Twelve leaves room above the
	// floor for the years in which a leaked hash can be tried.
	defaultPassword       = 12
	passwordWithoutFactor = 15
)

// The limits that a promise may set, by their ids in the organisation's file.
const (
	limitFailures   = "sign-in-failures"
	limitLock       = "sign-in-lock"
	limitIdle       = "session-idle"
	limitLength     = "session-length"
	limitInvitation = "invitation-lasts"
	limitPassword   = "password-length"
)

// limits are the numbers that rule sign-in and sessions.
type limits struct {
	failures, password             int
	lock, idle, length, invitation time.Duration
}

// limitsOf reads the limits of an organisation, with the defaults for those it
// does not set. A value outside what is safe is an error that says what is.
func limitsOf(o *promise.Organisation) (limits, error) {
	l := limits{failures: defaultFailures, password: defaultPassword, lock: defaultLock, idle: defaultIdle, length: defaultLength, invitation: defaultInvitation}
	for _, d := range o.Limits {
		var err error
		switch d.ID {
		case limitFailures:
			l.failures, err = number(d, 1, 100)
		case limitPassword:
			l.password, err = number(d, 8, 64)
		case limitLock:
			l.lock, err = length(d, time.Minute, 24*time.Hour)
		case limitIdle:
			l.idle, err = length(d, time.Minute, 24*time.Hour)
		case limitLength:
			l.length, err = length(d, time.Minute, 7*24*time.Hour)
		case limitInvitation:
			l.invitation, err = length(d, time.Hour, 90*24*time.Hour)
		}
		if err != nil {
			return limits{}, err
		}
	}
	return l, nil
}

func number(d *promise.Limit, least, most int) (int, error) {
	n, err := strconv.Atoi(d.Value)
	if err != nil || n < least || n > most {
		return 0, errs.New(errs.Invalid, "", "%s:%d: limit %s is %q: write a whole number from %d to %d", d.Pos.File, d.Pos.Line, d.ID, d.Value, least, most)
	}
	return n, nil
}

func length(d *promise.Limit, least, most time.Duration) (time.Duration, error) {
	span, err := promise.ParseDuration(d.Value)
	if err == nil {
		from := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
		if end, ok := span.AddTo(from, nil); ok && end.Sub(from) >= least && end.Sub(from) <= most {
			return end.Sub(from), nil
		}
	}
	return 0, errs.New(errs.Invalid, "", "%s:%d: limit %s is %q: write a length of time from %s to %s, such as 30 minutes", d.Pos.File, d.Pos.Line, d.ID, d.Value, least, most)
}

// limits are those of the promise in force. Check has read them before, so an
// error here leaves the defaults.
func (s *Service) limits() limits {
	l, err := limitsOf(s.gate.Release().Organisation)
	if err != nil {
		l, _ = limitsOf(&promise.Organisation{})
	}
	return l
}

// lockFor is how long the n-th lock-out since the last success lasts.
func (l limits) lockFor(n int) time.Duration { return l.lock << min(max(n-1, 0), lockGrowth) }
