// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"database/sql"
	"fmt"
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

func (s *Service) factsOf(ctx context.Context, q store.Querier, f gate.FactQuery, ids []opaque.ID, restricted uint64, marks map[string]uint64, set func(opaque.ID, uint64)) error {
	if restricted != 0 {
		if err := s.restrictedOf(ctx, q, ids, restricted, set); err != nil {
			return err
		}
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
		var subject, staff []byte
		var name string
		var unit sql.NullString
		if err := rows.Scan(&subject, &name, &staff, &unit); err != nil {
			return fmt.Errorf("look up marks: %w", err)
		}
		bit, ok := marks[name]
		if !ok || !concerns(name, staff, unit.String, f.Actor) {
			continue
		}
		id, err := opaque.From(subject)
		if err != nil {
			return err
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

func (s *Service) marksOf(ctx context.Context, q store.Querier, ids []opaque.ID) (*sql.Rows, error) {
	now := s.today()
	args := []any{s.gate.Org}
	for _, id := range ids {
		args = append(args, id[:])
	}
	args = append(args, now, now)
	return q.QueryContext(ctx, `select subject, name, staff, unit from mark where org = ? and subject in (`+places(len(ids))+`) and from_day <= ? and to_day > ?`, args...)
}

func (s *Service) restrictedOf(ctx context.Context, q store.Querier, ids []opaque.ID, bit uint64, set func(opaque.ID, uint64)) error {
	args := []any{s.gate.Org}
	for _, id := range ids {
		args = append(args, id[:])
	}
	rows, err := q.QueryContext(ctx, `select id from subject where org = ? and id in (`+places(len(ids))+`) and restricted = 1`, args...)
	if err != nil {
		return fmt.Errorf("look up restrictions: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return fmt.Errorf("look up restrictions: %w", err)
		}
		id, err := opaque.From(b)
		if err != nil {
			return err
		}
		set(id, bit)
	}
	return rows.Err()
}

func places(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }
