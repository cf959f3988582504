// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
)

// State is how far an account has come.
type State string

// The states of an account.
const (
	Invited State = "invited" // made, but the person has not signed what they must
	Active  State = "active"
	Closed  State = "closed"
)

// row is an account as it lies in the store.
type row struct {
	id                   opaque.ID
	account, credentials gate.Sealed // the second has no box before there are any
	state                State
	factor, ownPassword  bool
	invitedUntil         time.Time
	failed, locks        int
	lockedUntil          time.Time
	lastStep             int64
	signedIn, made       time.Time
}

// BoxQueries select every sealed version that this room keeps, for gate.RecordCheck.
var BoxQueries = []string{`select record, account, category, version, entry, box from account_record where org = ?`}

const selectRow = `select a.id, a.record, a.version, p.box, a.secret, a.secret_version, c.box, a.state, a.factor, a.own_password,
	a.invited_until, a.failed, a.locks, a.locked_until, a.last_step, a.signed_in, a.made
	from account a join account_record p on p.org = a.org and p.record = a.record and p.version = a.version
	left join account_record c on c.org = a.org and c.record = a.secret and c.version = a.secret_version
	where a.org = ?`

// statements are the queries asked at every sign-in and every page.
type statements struct {
	org                                   string
	db                                    *store.DB
	account, all, session, signed, stands *sql.Stmt
	accepted, roles                       *sql.Stmt
}

func prepare(ctx context.Context, db *store.DB, org string) (*statements, error) {
	q := &statements{org: org, db: db}
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&q.account, selectRow + ` and a.id = ?`},
		{&q.all, selectRow},
		{&q.session, `select token, id, account, role, purpose, lang, factor, made, seen, proof from account_session where org = ? and token = ?`},
		{&q.signed, `select declaration, digest, signed, proof from account_declaration where org = ? and account = ?`},
		{&q.accepted, `select owner, document, version, digest, rulebook, attested, accepted, entry, proof from account_acceptance where org = ? and account = ?`},
		{&q.roles, `select role, since, proof from account_role where org = ? and account = ?`},
		{&q.stands, `select version from account where org = ?1 and record = ?2
			union all select secret_version from account where org = ?1 and secret = ?2 limit 1`},
	} {
		var err error
		if *p.to, err = db.R.PrepareContext(ctx, p.sql); err != nil {
			q.close()
			return nil, fmt.Errorf("accounts store: %w", err)
		}
	}
	return q, nil
}

func (q *statements) close() {
	for _, st := range []*sql.Stmt{q.account, q.all, q.session, q.signed, q.stands, q.accepted, q.roles} {
		if st != nil {
			st.Close()
		}
	}
}

// keep writes a sealed version with the entry that wrote it.
func keep(tx *sql.Tx, org string, b gate.Sealed, entry int64) error {
	_, err := tx.Exec(`insert into account_record(org, record, version, account, category, entry, box) values(?,?,?,?,?,?,?)`,
		org, b.Record[:], b.Version, b.Subject[:], b.Category, entry, b.Box)
	return err
}

// versions reads every sealed version of one category of an account.
func (s *Service) versions(ctx context.Context, id opaque.ID, category string) ([]gate.Sealed, error) {
	rows, err := s.gate.Data.R.QueryContext(ctx, BoxQueries[0]+` and account = ? and category = ?`, s.gate.Org, id[:], category)
	if err != nil {
		return nil, trouble(err)
	}
	defer rows.Close()
	var out []gate.Sealed
	for rows.Next() {
		b, err := gate.ScanBoxed(rows)
		if err != nil {
			return nil, trouble(err)
		}
		out = append(out, b.Sealed)
	}
	return out, trouble(rows.Err())
}

// trouble marks an error of the store: nothing was done.
func trouble(err error) error {
	if err == nil || errs.KindOf(err) != errs.Internal {
		return err
	}
	return errs.New(errs.Unavailable, "error.unavailable", "accounts store: %w", err)
}

// Version tells the version at which a record of this room stands, 0 when it
// is not one of ours. The gate asks it when it clears its index at the start.
func (s *Service) Version(record opaque.ID) (version int64, err error) {
	err = s.sql.stands.QueryRow(s.gate.Org, record[:]).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return version, trouble(err)
}

// one reads an account, errs.NotFound when there is none.
func (s *Service) one(ctx context.Context, id opaque.ID) (*row, error) {
	r, err := scanRow(s.sql.account.QueryRowContext(ctx, s.gate.Org, id[:]))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errs.New(errs.NotFound, "error.no-account", "no account %s", id)
	}
	return r, trouble(err)
}

// every reads all accounts.
func (s *Service) every(ctx context.Context) ([]*row, error) {
	rows, err := s.sql.all.QueryContext(ctx, s.gate.Org)
	if err != nil {
		return nil, trouble(err)
	}
	defer rows.Close()
	var out []*row
	for rows.Next() {
		r, err := scanRow(rows)
		if err != nil {
			return nil, trouble(err)
		}
		out = append(out, r)
	}
	return out, trouble(rows.Err())
}

func scanRow(from interface{ Scan(...any) error }) (*row, error) {
	r := &row{}
	var id, record, secret []byte
	var invited, locked, signedIn, made int64
	if err := from.Scan(&id, &record, &r.account.Version, &r.account.Box, &secret, &r.credentials.Version, &r.credentials.Box, &r.state,
		&r.factor, &r.ownPassword, &invited, &r.failed, &r.locks, &locked, &r.lastStep, &signedIn, &made); err != nil {
		return nil, err
	}
	var err error
	if r.id, err = opaque.From(id); err != nil {
		return nil, err
	}
	if r.account.Record, err = opaque.From(record); err != nil {
		return nil, err
	}
	r.account.Subject, r.account.Category = r.id, Account
	r.credentials.Subject, r.credentials.Category = r.id, Credentials
	if secret != nil {
		if r.credentials.Record, err = opaque.From(secret); err != nil {
			return nil, err
		}
	}
	r.invitedUntil, r.lockedUntil, r.signedIn, r.made = moment(invited), moment(locked), moment(signedIn), moment(made)
	return r, nil
}

// rolesOf gives the roles that an account holds, out of its sealed record: the
// open rows only serve to count who holds a role that one may hold.
func (s *Service) rolesOf(id opaque.ID) []string {
	return slices.Sorted(slices.Values(texts(s.people.get(id), fieldRoles)))
}

// setRoles writes the roles of an account and refuses one that may be held by
// one person only and is held by another. A role that was held already keeps
// the moment it was given.
func (s *Service) setRoles(tx *sql.Tx, id opaque.ID, roles, single []string) error {
	org := s.gate.Org
	for _, role := range single {
		var n int
		if err := tx.QueryRow(`select count(*) from account_role where org = ? and role = ? and account <> ?`, org, role, id[:]).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return errs.New(errs.Conflict, "error.role-held", "role %s may be held by one person and is held by another: take it from them first", role)
		}
	}
	if err := s.dropRoles(tx, id, roles); err != nil {
		return err
	}
	now := stamp(s.now())
	for _, role := range roles {
		if _, err := tx.Exec(`insert into account_role(org, account, role, since, proof) values(?,?,?,?,?) on conflict do nothing`,
			org, id[:], role, now, s.gate.Vouch("role", roleParts(id, role, now)...)); err != nil {
			return err
		}
	}
	return nil
}

// roleParts are what the proof of a role's beginning is over.
func roleParts(id opaque.ID, role string, since int64) [][]byte {
	return [][]byte{id[:], []byte(role), gate.Number(since)}
}

// dropRoles takes away the roles that are not among those kept.
func (s *Service) dropRoles(tx *sql.Tx, id opaque.ID, kept []string) error {
	rows, err := tx.Query(`select role from account_role where org = ? and account = ?`, s.gate.Org, id[:])
	if err != nil {
		return err
	}
	var gone []string
	for rows.Next() {
		var role string
		if err := rows.Scan(&role); err != nil {
			return errors.Join(err, rows.Close())
		}
		if !slices.Contains(kept, role) {
			gone = append(gone, role)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, role := range gone {
		if _, err := tx.Exec(`delete from account_role where org = ? and account = ? and role = ?`, s.gate.Org, id[:], role); err != nil {
			return err
		}
	}
	return nil
}

// write runs a change of this room's own rows, which holds nothing sealed.
func (s *Service) write(ctx context.Context, do func(tx *sql.Tx) error) error {
	_, err := s.gate.Writes.Do(context.WithoutCancel(ctx), do)
	return trouble(err)
}

// exactly wants a statement to have changed one row: none means that somebody
// was quicker.
func exactly(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n != 1 {
		err = errs.New(errs.Conflict, "error.conflict", "the account has changed meanwhile")
	}
	return err
}

// stamp and moment store times as microseconds, 0 for none.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func moment(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
