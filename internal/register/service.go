// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Service runs the registers of one organisation.
type Service struct {
	gate *gate.Gate
	db   *store.DB
	// StaffName gives the name of a member of staff by opaque id, "" if unknown.
	StaffName func(opaque.ID) string

	opens   *sql.Stmt
	subject *sql.Stmt
	looks   *sql.Stmt
	fact    *sql.Stmt
	names   nameIndexes
	unique  sync.Mutex // one check-and-write of a unique value at a time
}

// selectRows are the standing records of one category.
const selectRows = `select id, subject, category, version, restricted, author, written, entry, box from record where org = ? and subject = ? and category = ?`

// New makes the engine on the gate's data store and becomes its source of facts.
func New(ctx context.Context, g *gate.Gate) (*Service, error) {
	s := &Service{gate: g, db: g.Data, StaffName: func(opaque.ID) string { return "" }}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := s.db.Migrate(ctx, "register", sub); err != nil {
		return nil, err
	}
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&s.opens, selectRows},
		{&s.subject, `select about, restricted from subject where org = ? and id = ?`},
		{&s.looks, selectLook(1)},
		{&s.fact, selectFacts(1)},
	} {
		if *p.to, err = s.db.R.PrepareContext(ctx, p.sql); err != nil {
			return nil, fmt.Errorf("register: %w", err)
		}
	}
	g.UseFacts(s)
	return s, nil
}

// Start loads what lies in memory. It runs after the gate has recovered.
func (s *Service) Start(ctx context.Context) error { return s.loadNames(ctx) }

// Close releases the prepared statements.
func (s *Service) Close() {
	for _, st := range []*sql.Stmt{s.opens, s.subject, s.looks, s.fact} {
		st.Close()
	}
}

// Version tells which version of a record stands, 0 for none.
func (s *Service) Version(id opaque.ID) (v int64, err error) {
	err = s.db.R.QueryRow(`select version from record where org = ? and id = ?`, s.gate.Org, id[:]).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return v, err
}

// today is the day it is where the organisation is, in days since 1970.
func (s *Service) today() int64 { return day(s.gate.Now().In(s.gate.Zone())) }

// day numbers a date; the clock time of t does not count.
func day(t time.Time) int64 {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

func fromDay(d int64) time.Time { return time.Unix(d*86400, 0).UTC() }

// register finds a register of the promise in force.
func (s *Service) register(id string) (*promise.Register, error) {
	if r := s.gate.Release().Register(id); r != nil {
		return r, nil
	}
	return nil, errs.New(errs.NotFound, "error.no-register", "the promise in force has no register %q", id)
}

// category finds a category by id ("journal") in the work's register or by
// qualified name ("register/journal") in any.
func (s *Service) category(w Work, id string) (*promise.Category, error) {
	if !strings.Contains(id, "/") {
		id = w.Register + "/" + id
	}
	if c := s.gate.Release().Category(id); c != nil {
		return c, nil
	}
	return nil, errs.New(errs.NotFound, "error.no-category", "the promise in force has no category %q", id)
}

// about tells what a subject is, NotFound for an id of nobody here. Whoever has
// an account is a person that the register of accounts may hold records of.
func (s *Service) about(ctx context.Context, id opaque.ID) (promise.About, error) {
	var about string
	var restricted bool
	err := s.subject.QueryRowContext(ctx, s.gate.Org, id[:]).Scan(&about, &restricted)
	switch {
	case errors.Is(err, sql.ErrNoRows) && s.StaffName(id) != "":
		return promise.AboutPerson, nil
	case errors.Is(err, sql.ErrNoRows):
		return "", nobody()
	case err != nil:
		return "", trouble(err)
	}
	return promise.About(about), nil
}

func nobody() error { return errs.New(errs.NotFound, "error.no-person", "no subject with that id") }

// ask begins an ask for the work.
func (w Work) ask(action rulebook.Action, g Given) gate.Ask {
	return gate.Ask{Actor: w.Actor, Action: action, Purpose: w.Purpose, Reason: g.Reason, Text: g.Text, Confirmed: g.Confirmed, Continues: g.Continues}
}

// trouble marks an error of the store itself.
func trouble(err error) error {
	if errs.KindOf(err) != errs.Internal {
		return err
	}
	return errs.New(errs.Unavailable, "error.unavailable", "read the data store: %w", err)
}

// BoxQueries select every sealed version that this room keeps, for gate.RecordCheck.
var BoxQueries = []string{
	`select id, subject, category, version, entry, box from record where org = ?`,
	`select p.record, r.subject, r.category, p.version, p.entry, p.box from past p join record r on r.org = p.org and r.id = p.record where p.org = ?`,
}
