// SPDX-License-Identifier: EUPL-1.2

// Package statistics makes tables of people and companies that tell nothing
// about any one of them. Its data are categories of a register on which the
// acting role may count for the purpose chosen, and files that somebody hands in
// for such a category; its rules are those of the promise; hiding and proving is
// the business of package sdc.
//
//	sets, refused, err := s.Datasets(ctx, w)      // what may be counted
//	key, err := s.Upload(ctx, w, category, name, file)
//	key, err := s.Build(ctx, w, request)          // decide → record → read → table
//	view, err := s.View(w, key, where)            // what may be shown of it
//	err = s.Merge(w, key, …); err = s.Protect(w, key)
//	file, err := s.File(w, key, name)
//
// Whoever may open or export everything in the category sees the true counts and
// why a cell is sensitive. Whoever may only count sees nothing but what is
// protected, with one mark for every hidden cell, and what was shown of a
// category once is held together with every later table of it.
//
// Rows, tables and files handed in are in memory only, for the session that made
// them, and go with it.
package statistics

import (
	"context"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Work is who acts and for what.
type Work struct {
	Actor   gate.Actor
	Session opaque.ID
	Purpose string // qualified: register/purpose
	Lang    string
	Reason  string // where the deciding clause asks for one
}

// Row is one record of a dataset: whom it is about, by an opaque name, and the
// values of the columns asked for.
type Row struct {
	Unit   string
	Line   int // of a file, the heading being 1; 0 in a register
	Values []string
}

// Rows are what a source gave.
type Rows struct {
	Rows    []Row
	Clause  *rulebook.Clause
	LeftOut []gate.LeftOut
	Entry   int64
}

// Source reads the fields of a category for a statistic, decided and recorded
// before anything is opened. The house hands in the registers' own.
type Source func(ctx context.Context, w Work, category string, fields []string) (*Rows, error)

// Bounds of what is kept in memory and of what a table may be.
const (
	life        = time.Hour // of what lies untouched
	uploadsEach = 3
	uploadsAll  = 60
	tablesEach  = 12
	tablesAll   = 400
	atWork      = 2       // protections at a time; the others wait their turn
	mostDims    = 4       // dimensions of a table
	mostCells   = 250_000 // of a table, or of all that are held together
	// MaxFile is how large a file handed in may be, in bytes.
	MaxFile   = 8 << 20
	mostRows  = 200_000
	mostCols  = 60
	mostCodes = 2_000 // codes of one dimension that is learnt from data
	// MostOut is how many tables of one dataset can be out and held together.
	MostOut    = 60
	maxCodeLen = 60 // bytes of a code
)

// Service makes statistics for one organisation.
type Service struct {
	gate   *gate.Gate
	source Source

	uploads *shelf[*upload]
	tables  *shelf[*table]
	dir     string     // what was shown, by dataset
	out     sync.Mutex // held while a table is held together with those that are out

	slots chan struct{}
	wg    sync.WaitGroup
	stop  context.CancelFunc
	ctx   context.Context // ends with the service; jobs run below it
}

// New makes the service. It starts nothing.
//
// Dir is the folder of what has been shown. It is made when the first table is
// shown, and holds what everybody may see and nothing else.
func New(g *gate.Gate, source Source, dir string) *Service {
	s := &Service{gate: g, source: source, dir: dir, slots: make(chan struct{}, atWork),
		uploads: newShelf[*upload](g.Clock, uploadsEach, uploadsAll), tables: newShelf[*table](g.Clock, tablesEach, tablesAll)}
	s.tables.gone = func(t *table) { t.cancel() }
	s.ctx, s.stop = context.WithCancel(context.Background())
	return s
}

// Close stops what runs and waits for it.
func (s *Service) Close() {
	s.stop()
	s.wg.Wait()
}

// Forget removes what a session had: it has ended.
func (s *Service) Forget(session opaque.ID) {
	s.uploads.clear(session)
	s.tables.clear(session)
}

// ask begins an ask to count.
func (w Work) ask(category string) gate.Ask {
	return gate.Ask{Actor: w.Actor, Action: rulebook.Count, Purpose: w.Purpose, Categories: []string{category}, Reason: w.Reason}
}

// bond is what a thing in memory belongs to: it is gone for another hat, another
// purpose and another promise.
type bond struct{ role, purpose, book string }

func (s *Service) bond(w Work) bond {
	return bond{w.Actor.Role, w.Purpose, s.gate.Tree.Rulebook().String()}
}

// release is the promise in force.
func (s *Service) release() *promise.Release { return s.gate.Release() }
