// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
)

const (
	tokenSize = 32 // bytes
	// maxSessions bounds how many sessions one account has open; the one seen
	// longest ago makes room.
	maxSessions = 20
	// seenEvery is how often the time a session was last seen is written down.
	// In between it is in memory; a crash ends a session at most so much early.
	seenEvery = time.Minute
)

// Session is one sign-in of one person, with the role they act in and the
// purpose they work for, one of each at a time.
type Session struct {
	ID       opaque.ID // may be shown; it opens nothing
	Account  opaque.ID
	UserName string
	Name     string
	Roles    []string // held, out of the promise in force
	Role     string   // acting, "" as long as one must be chosen
	Unit     string
	Purpose  string // qualified, "" as long as one must be chosen
	Lang     string
	SignedIn time.Time
	Seen     time.Time

	Declared     bool // everything that has to be signed is signed (fact `declared`)
	SecondFactor bool // the person proved themselves with two factors
	// MustDeclare and MustSetPassword say what has to be done before anything
	// else can be: see Due, Declare and SetPassword.
	MustDeclare, MustSetPassword bool
	// MustAccept says that a rule document has to be accepted first: see Readings
	// and Accept. ToAccept counts all that are due, whether they stop anything or not.
	MustAccept bool
	ToAccept   int
}

// Actor is the session's person as the gate knows them. Without a role, no
// clause allows anything.
func (s *Session) Actor() gate.Actor {
	return gate.Actor{ID: s.Account, Name: s.Name, Role: s.Role, Unit: s.Unit, Session: s.ID.String(), Declared: s.Declared, SecondFactor: s.SecondFactor}
}

// newToken draws a session's token and gives it with its hash.
func newToken() (token string, hash [32]byte) {
	b := make([]byte, tokenSize)
	rand.Read(b)
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, sha256.Sum256([]byte(token))
}

// sessionRow is a session as it lies in the store.
type sessionRow struct {
	hash          [32]byte
	id, account   opaque.ID
	role, purpose string
	lang          string
	factor        bool
	made, seen    time.Time
	proof         []byte
}

func scanSession(from interface{ Scan(...any) error }) (*sessionRow, error) {
	x := &sessionRow{}
	var hash, id, account []byte
	var made, seen int64
	if err := from.Scan(&hash, &id, &account, &x.role, &x.purpose, &x.lang, &x.factor, &made, &seen, &x.proof); err != nil {
		return nil, err
	}
	copy(x.hash[:], hash)
	x.made, x.seen = moment(made), moment(seen)
	var err error
	if x.id, err = opaque.From(id); err != nil {
		return nil, err
	}
	x.account, err = opaque.From(account)
	return x, err
}

// newSession describes the session that a sign-in is about to open. Who holds
// one role only acts in it from the start; the entry of the sign-in says so.
func (s *Service) newSession(ctx context.Context, r *row, factor bool, lang string) (*Session, error) {
	now := s.now()
	x := &sessionRow{id: opaque.New(), account: r.id, lang: lang, factor: factor, made: now, seen: now}
	se, err := s.describe(ctx, x, r)
	if err != nil {
		return nil, err
	}
	if len(se.Roles) == 1 && s.mayAct(se, se.Roles[0]) == nil {
		se.Role = se.Roles[0]
	}
	return se, nil
}

// openSession writes a session down, forgives the failures before it and uses
// the authenticator's step up. Sessions that have ended are cleared away.
func (s *Service) openSession(tx *sql.Tx, r *row, se *Session, hash [32]byte, step, entry int64) error {
	if err := exactly(tx.Exec(`update account set failed = 0, locks = 0, locked_until = 0, last_step = max(last_step, ?1), signed_in = ?4
		where org = ?2 and id = ?3 and state <> 'closed' and (?1 = 0 or last_step < ?1)`, step, s.gate.Org, r.id[:], stamp(se.SignedIn))); err != nil {
		return err
	}
	l := s.limits()
	if _, err := tx.Exec(`delete from account_session where org = ? and (seen <= ? or made <= ?)`, s.gate.Org,
		stamp(se.SignedIn.Add(-l.idle-seenEvery)), stamp(se.SignedIn.Add(-l.length))); err != nil {
		return err
	}
	if _, err := tx.Exec(`delete from account_session where org = ?1 and account = ?2 and token not in
		(select token from account_session where org = ?1 and account = ?2 order by seen desc limit ?3)`, s.gate.Org, r.id[:], maxSessions-1); err != nil {
		return err
	}
	proof := s.gate.Vouch("session", sessionParts(hash, r.id, se.SecondFactor, se.SignedIn)...)
	_, err := tx.Exec(`insert into account_session(org, token, id, account, role, lang, factor, made, seen, entry, proof) values(?,?,?,?,?,?,?,?,?,?,?)`,
		s.gate.Org, hash[:], se.ID[:], r.id[:], se.Role, se.Lang, se.SecondFactor, stamp(se.SignedIn), stamp(se.Seen), entry, proof)
	return err
}

// sessionParts are what a session's proof is over: a row that was slipped into
// the table, or moved to another account, is no session.
func sessionParts(hash [32]byte, account opaque.ID, factor bool, made time.Time) [][]byte {
	f := []byte{0}
	if factor {
		f[0] = 1
	}
	return [][]byte{hash[:], account[:], f, gate.Number(stamp(made))}
}

// Session finds the session of a token, errs.Denied when it is unknown, ended
// or has run out, and notes that it was seen. What it says is true now: roles
// that were taken away, declarations that changed and accounts that were
// closed count at once.
func (s *Service) Session(ctx context.Context, token string) (*Session, error) {
	x, r, err := s.session(ctx, token)
	if err != nil {
		return nil, err
	}
	if err := s.meet(ctx); err != nil {
		return nil, err
	}
	se, err := s.describe(ctx, x, r)
	if err != nil {
		return nil, err
	}
	s.touch(ctx, x)
	return se, nil
}

// errGone is the one answer for a session that is not there, whatever the reason.
var errGone = errs.New(errs.Denied, "error.session-ended", "no such session: sign in")

func (s *Service) session(ctx context.Context, token string) (*sessionRow, *row, error) {
	hash := sha256.Sum256([]byte(token))
	x, err := scanSession(s.sql.session.QueryRowContext(ctx, s.gate.Org, hash[:]))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, errGone
	}
	if err != nil {
		return nil, nil, trouble(err)
	}
	x.seen = s.seen.last(x.hash, x.seen)
	if !s.gate.Vouched(x.proof, "session", sessionParts(x.hash, x.account, x.factor, x.made)...) || s.over(x) {
		return nil, nil, errGone
	}
	r, err := s.one(ctx, x.account)
	if errs.KindOf(err) == errs.NotFound || err == nil && r.state == Closed {
		return nil, nil, errGone
	}
	return x, r, err
}

// over tells whether a session has run out: idle too long, or too old.
func (s *Service) over(x *sessionRow) bool {
	l, now := s.limits(), s.now()
	return !now.Before(x.seen.Add(l.idle)) || !now.Before(x.made.Add(l.length))
}

// describe makes a session out of its row and its account as they are now.
func (s *Service) describe(ctx context.Context, x *sessionRow, r *row) (*Session, error) {
	d, err := s.due(ctx, x.account)
	if err != nil {
		return nil, err
	}
	roles := s.rolesOf(x.account)
	o := s.gate.Release().Organisation
	roles = slices.DeleteFunc(roles, func(id string) bool { return o.Role(id) == nil })
	doc := s.people.get(x.account)
	se := &Session{ID: x.id, Account: x.account, UserName: text(doc, fieldUserName), Name: text(doc, fieldName), Unit: text(doc, fieldUnit),
		Roles: roles, Lang: x.lang, SignedIn: x.made, Seen: x.seen, Declared: d.declared, SecondFactor: x.factor,
		MustDeclare: len(d.missing) > 0, MustSetPassword: !r.ownPassword, MustAccept: d.blocking, ToAccept: d.toAccept}
	if slices.Contains(roles, x.role) && s.mayAct(se, x.role) == nil {
		se.Role = x.role
		if s.isPurpose(x.purpose) {
			se.Purpose = x.purpose
		}
	}
	return se, nil
}

// seen remembers when sessions were last seen, between the times it is written.
type seen struct {
	mu sync.Mutex
	m  map[[32]byte]time.Time
}

func (s *seen) last(hash [32]byte, stored time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.m[hash]; t.After(stored) {
		return t
	}
	return stored
}

func (s *seen) drop(hashes ...[32]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range hashes {
		delete(s.m, h)
	}
}

// note remembers a sighting and tells whether it is to be written down.
func (s *seen) note(hash [32]byte, stored, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(stored) >= seenEvery {
		delete(s.m, hash)
		return true
	}
	if s.m == nil || len(s.m) > maxClients { // bounded: what is lost ends a session a minute early
		s.m = map[[32]byte]time.Time{}
	}
	s.m[hash] = now
	return false
}

// touch notes that a session was seen. When that cannot be written, the
// session goes on until its last written time runs out.
func (s *Service) touch(ctx context.Context, x *sessionRow) {
	now := s.now()
	if !now.After(x.seen) || !s.seen.note(x.hash, x.seen, now) {
		return
	}
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(`update account_session set seen = ? where org = ? and token = ?`, stamp(now), s.gate.Org, x.hash[:])
		return err
	})
	if err != nil && s.gate.Log != nil {
		s.gate.Log.Warn("a session's last time could not be written", "session", x.id.String(), "error", err)
	}
}

// SignOut ends the session of a token. It is no error when there is none.
func (s *Service) SignOut(ctx context.Context, token string) error {
	hash := sha256.Sum256([]byte(token))
	s.seen.drop(hash)
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(`delete from account_session where org = ? and token = ?`, s.gate.Org, hash[:])
		return err
	})
}

// Sessions lists the open sessions of the person of a session, newest first.
func (s *Service) Sessions(ctx context.Context, token string) ([]Session, error) {
	x, r, err := s.session(ctx, token)
	if err != nil {
		return nil, err
	}
	rows, err := s.gate.Data.R.QueryContext(ctx, `select token, id, account, role, purpose, lang, factor, made, seen, proof
		from account_session where org = ? and account = ? order by made desc, id`, s.gate.Org, x.account[:])
	if err != nil {
		return nil, trouble(err)
	}
	defer rows.Close()
	var out []Session
	for rows.Next() {
		y, err := scanSession(rows)
		if err != nil {
			return nil, trouble(err)
		}
		if y.seen = s.seen.last(y.hash, y.seen); s.over(y) {
			continue
		}
		se, err := s.describe(ctx, y, r)
		if err != nil {
			return nil, err
		}
		out = append(out, *se)
	}
	return out, trouble(rows.Err())
}

// EndSession ends a session of the same person by its public id. One of
// somebody else is not found, whether it exists or not.
func (s *Service) EndSession(ctx context.Context, token string, id opaque.ID) error {
	x, _, err := s.session(ctx, token)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		res, err := tx.Exec(`delete from account_session where org = ? and account = ? and id = ?`, s.gate.Org, x.account[:], id[:])
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, errs.New(errs.NotFound, "error.no-session", "no such session of this account"))
		}
		return nil
	})
}
