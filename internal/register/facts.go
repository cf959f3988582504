// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Relations are the closed facts that dated records with a member of staff or
// a unit make true.
const (
	inCare   = "in-care"
	assigned = "assigned"
	sameUnit = "same-unit"

	sharedWithMe = "shared-with-me"
)

// maxTogether is how many subjects one statement asks about.
const maxTogether = 400

// Facts looks up states, relations and restriction. Of somebody it does not
// know, and of nobody, all of them are known to be false.
func (s *Service) Facts(ctx context.Context, q store.Querier, f gate.FactQuery, out []rulebook.Facts) error {
	mine, restricted, marks := s.bits(f)
	shared, _ := f.Wants(sharedWithMe)
	if mine |= shared; mine == 0 {
		return nil
	}
	for i := range out {
		out[i].Known |= mine
	}
	if l, ok := f.Seen.(*look); ok && !slices.ContainsFunc(f.Subjects, func(id opaque.ID) bool { return id != l.subject }) {
		marks[restrictedMark] = restricted
		for i := range out {
			l.facts(marks, f.Actor, &out[i])
		}
		return s.sharedFacts(ctx, q, f, out)
	}
	at := map[opaque.ID][]int{}
	var ids []opaque.ID
	for i, id := range f.Subjects {
		if id.IsZero() {
			continue
		}
		if at[id] == nil {
			ids = append(ids, id)
		}
		at[id] = append(at[id], i)
	}
	set := func(id opaque.ID, bit uint64) {
		for _, i := range at[id] {
			out[i].True |= bit
		}
	}
	if err := s.sharedFacts(ctx, q, f, out); err != nil {
		return err
	}
	for len(ids) > 0 {
		n := min(len(ids), maxTogether)
		if err := s.factsOf(ctx, q, f, ids[:n], restricted, marks, set); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// bits tells which of the wanted facts are looked up here: all of them, that
// of restriction, and those that marks make true.
func (s *Service) bits(f gate.FactQuery) (mine, restricted uint64, marks map[string]uint64) {
	restricted, _ = f.Wants("restricted")
	marks = map[string]uint64{}
	for _, name := range f.Book.FactNames() {
		bit, ok := f.Wants(name)
		if ok && (name == inCare || name == assigned || name == sameUnit || strings.Contains(name, ".")) && !strings.HasPrefix(name, "permitted.") {
			marks[name] = bit
			mine |= bit
		}
	}
	return mine | restricted, restricted, marks
}

// selectFacts gives the marks that hold on a day, and a mark of its own name for
// each restriction, of n subjects.
func selectFacts(n int) string {
	return `select id, '` + restrictedMark + `', null, null, null, 0, 0, null from subject where org = ? and id in (` + places(n) + `) and restricted = 1
		union all select subject, name, staff, unit, record, from_day, to_day, proof from mark where org = ? and subject in (` + places(n) + `) and from_day <= ? and to_day > ?`
}

// restrictedMark is no name that a state, event or relation can have.
const restrictedMark = ""

func (s *Service) factsOf(ctx context.Context, q store.Querier, f gate.FactQuery, ids []opaque.ID, restricted uint64, marks map[string]uint64, set func(opaque.ID, uint64)) error {
	if restricted != 0 {
		marks[restrictedMark] = restricted
	}
	if len(marks) == 0 {
		return nil
	}
	rows, err := s.marksOf(ctx, q, ids)
	if err != nil {
		return fmt.Errorf("look up marks: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var subject, record, proof []byte
		var m mark
		var unit sql.NullString
		if err := rows.Scan(&subject, &m.name, &m.staff, &unit, &record, &m.from, &m.to, &proof); err != nil {
			return fmt.Errorf("look up marks: %w", err)
		}
		m.unit = unit.String
		bit, ok := marks[m.name]
		if !ok || !concerns(m.name, m.staff, m.unit, f.Actor) {
			continue
		}
		id, err := opaque.From(subject)
		if err != nil {
			return err
		}
		if m.name != restrictedMark {
			rec, err := opaque.From(record)
			if err != nil {
				return err
			}
			if !s.genuine(&m, id, rec, proof) {
				continue
			}
		}
		set(id, bit)
	}
	return rows.Err()
}

// concerns tells whether a mark is about the actor: a state always is, a
// relation when it names the actor or the actor's unit.
func concerns(name string, staff []byte, unit string, a gate.Actor) bool {
	switch name {
	case inCare, assigned:
		return !a.ID.IsZero() && string(staff) == string(a.ID[:])
	case sameUnit:
		return a.Unit != "" && unit == a.Unit
	}
	return true
}

// marksOf asks about all ids at once. A look-up asks about one, outside any
// transaction: for that the statement is prepared.
func (s *Service) marksOf(ctx context.Context, q store.Querier, ids []opaque.ID) (*sql.Rows, error) {
	now := s.today()
	args := make([]any, 0, 4+2*len(ids))
	for range 2 {
		args = append(args, s.gate.Org)
		for i := range ids {
			args = append(args, ids[i][:])
		}
	}
	args = append(args, now, now)
	if len(ids) == 1 && q == store.Querier(s.db.R) {
		ctx, err := store.Quick(ctx)
		if err != nil {
			return nil, err
		}
		return s.fact.QueryContext(ctx, args...)
	}
	return q.QueryContext(ctx, selectFacts(len(ids)), args...)
}

func places(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }
