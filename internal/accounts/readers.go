// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Declarations is the category of what members of staff have signed and
// accepted, in the built-in register; a promise may leave it out.
const Declarations = Register + "/declarations"

// Reader is somebody with an account, and how the rule documents stand for them.
type Reader struct {
	ID             opaque.ID
	Name, UserName string
	Roles          []string
	Unit           string
	Readings       []Reading
}

// Readers opens who has accepted what, for whoever the promise lets see the
// accounts together with their declarations; with export, for whoever may take
// the list away. It says by clause how many are left out. Closed accounts do
// not count any more.
//
// Keeps: TAM-01
func (s *Service) Readers(ctx context.Context, w Work, export bool) ([]Reader, []gate.LeftOut, error) {
	if s.gate.Release().Category(Declarations) == nil {
		return nil, nil, errs.New(errs.NotFound, "error.no-category", "the promise in force has no category %s", Declarations)
	}
	if err := s.meet(ctx); err != nil {
		return nil, nil, err
	}
	rows, err := s.every(ctx)
	if err != nil {
		return nil, nil, err
	}
	rows = slices.DeleteFunc(rows, func(r *row) bool { return r.state == Closed })
	var out []Reader
	var left []gate.LeftOut
	for part := range slices.Chunk(rows, chunk) {
		rs, l, err := s.readersPart(ctx, w, part, action(export))
		if err != nil {
			return nil, nil, err
		}
		out, left = append(out, rs...), append(left, l...)
	}
	slices.SortFunc(out, func(a, b Reader) int { return strings.Compare(a.Name+"\x00"+a.UserName, b.Name+"\x00"+b.UserName) })
	return out, left, nil
}

func action(export bool) rulebook.Action {
	if export {
		return rulebook.Export
	}
	return rulebook.Open
}

func (s *Service) readersAsk(w Work, a rulebook.Action, ids ...opaque.ID) gate.Ask {
	ask := w.ask(ids...)
	ask.Action, ask.Categories = a, []string{Account, Declarations}
	return ask
}

func (s *Service) readersPart(ctx context.Context, w Work, rows []*row, a rulebook.Action) ([]Reader, []gate.LeftOut, error) {
	at := make(map[opaque.ID]*row, len(rows))
	ids := make([]opaque.ID, len(rows))
	for i, r := range rows {
		ids[i], at[r.id] = r.id, r
	}
	ask := s.readersAsk(w, a, ids...)
	ask.LeaveOut = true
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return nil, nil, err
	}
	var boxes []gate.Sealed
	for _, r := range rows {
		_, account := pass.Covers(r.id, Account)
		_, declarations := pass.Covers(r.id, Declarations)
		if account && declarations {
			boxes = append(boxes, r.account)
		}
	}
	if len(boxes) == 0 { // names without what they signed are another page: the answer is a refusal
		ask.Categories = []string{Declarations}
		if _, err := s.gate.Read(ctx, ask); err != nil {
			return nil, nil, err
		}
	}
	opened, err := pass.Open(ctx, boxes)
	if err != nil {
		return nil, nil, err
	}
	out := make([]Reader, 0, len(opened))
	for _, o := range opened {
		readings, err := s.readings(ctx, at[o.Subject])
		if err != nil {
			return nil, nil, err
		}
		out = append(out, Reader{ID: o.Subject, Name: text(o.Fields, fieldName), UserName: text(o.Fields, fieldUserName),
			Roles: texts(o.Fields, fieldRoles), Unit: text(o.Fields, fieldUnit), Readings: readings})
	}
	return out, pass.LeftOut(), nil
}

// MayReaders tells whether the work may see, or take away, who has accepted
// what. It is for pages: nothing is opened or recorded.
func (s *Service) MayReaders(ctx context.Context, w Work, export bool) (bool, error) {
	r := s.gate.Release()
	if r.Category(Declarations) == nil || len(r.RuleDocuments) == 0 {
		return false, nil
	}
	vs, err := s.gate.Preview(ctx, s.readersAsk(w, action(export), opaque.New()))
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(vs, func(v gate.Verdict) bool { return !v.Allowed || len(v.Unmet) > 0 }), nil
}
