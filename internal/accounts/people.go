// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// chunk is how many people one recorded read is about at most.
const chunk = 2000

// people are the account records of all staff, opened once and kept: every
// entry names who acted, every record who wrote it.
type people struct {
	mu sync.RWMutex
	m  map[opaque.ID]promise.Document
}

func (p *people) get(id opaque.ID) promise.Document {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.m[id]
}

func (p *people) put(id opaque.ID, doc promise.Document) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.m == nil {
		p.m = map[opaque.ID]promise.Document{}
	}
	p.m[id] = doc
}

// text is a field of a document that holds one value.
func text(doc promise.Document, field string) string {
	t, _ := doc[field].(string)
	return t
}

// texts is a field of a document that holds several values.
func texts(doc promise.Document, field string) []string {
	switch v := doc[field].(type) {
	case []string:
		return v
	case []any:
		out := make([]string, 0, len(v))
		for _, x := range v {
			if t, ok := x.(string); ok {
				out = append(out, t)
			}
		}
		return out
	}
	return nil
}

// load opens all account records under a recorded pass of the system.
func (s *Service) load(ctx context.Context) error {
	rows, err := s.every(ctx)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(rows, chunk) {
		ids := make([]opaque.ID, len(part))
		boxes := make([]gate.Sealed, len(part))
		for i, r := range part {
			ids[i], boxes[i] = r.id, r.account
		}
		ask := system("names", Account, ids...)
		ask.Action, ask.Quiet = rulebook.Open, true
		pass, err := s.gate.Read(ctx, ask)
		if err != nil {
			return fmt.Errorf("load the names of staff: %w", err)
		}
		opened, err := pass.Open(ctx, boxes)
		if err != nil {
			return fmt.Errorf("load the names of staff: %w", err)
		}
		for _, o := range opened {
			s.people.put(o.Subject, o.Fields)
		}
	}
	return nil
}

// NameOf is the name of a member of staff by id, "" if unknown. It comes from
// memory and records nothing: a colleague's name stands beside what they did.
func (s *Service) NameOf(id opaque.ID) string { return text(s.people.get(id), fieldName) }

// Card is one account in the list of accounts.
type Card struct {
	ID           opaque.ID
	UserName     string
	Name         string
	Roles        []string
	Unit         string
	State        State
	SecondFactor bool
	Declared     bool      // everything that has to be signed is signed, every rule document that is due is accepted
	Locked       time.Time // until when, zero when not
	Made         time.Time
	SignedIn     time.Time // last time, zero for never
	InvitedUntil time.Time // when an invitation runs out, zero when there is none
}

// List opens the accounts that the work may see, by name, and says by clause
// how many it may not.
func (s *Service) List(ctx context.Context, w Work) ([]Card, []gate.LeftOut, error) {
	rows, err := s.every(ctx)
	if err != nil {
		return nil, nil, err
	}
	var cards []Card
	var out []gate.LeftOut
	for part := range slices.Chunk(rows, chunk) {
		cs, left, err := s.listPart(ctx, w, part)
		if err != nil {
			return nil, nil, err
		}
		cards, out = append(cards, cs...), append(out, left...)
	}
	slices.SortFunc(cards, func(a, b Card) int {
		return strings.Compare(a.Name+"\x00"+a.UserName, b.Name+"\x00"+b.UserName)
	})
	return cards, out, nil
}

func (s *Service) listPart(ctx context.Context, w Work, rows []*row) ([]Card, []gate.LeftOut, error) {
	at := make(map[opaque.ID]*row, len(rows))
	ids := make([]opaque.ID, len(rows))
	for i, r := range rows {
		ids[i], at[r.id] = r.id, r
	}
	ask := w.ask(ids...)
	ask.Action, ask.LeaveOut = rulebook.Open, true
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return nil, nil, err
	}
	var boxes []gate.Sealed
	for _, r := range rows {
		if _, ok := pass.Covers(r.id, Account); ok {
			boxes = append(boxes, r.account)
		}
	}
	opened, err := pass.Open(ctx, boxes)
	if err != nil {
		return nil, nil, err
	}
	cards := make([]Card, len(opened))
	for i, o := range opened {
		r := at[o.Subject]
		if cards[i], err = s.card(ctx, r, o.Fields); err != nil {
			return nil, nil, err
		}
	}
	return cards, pass.LeftOut(), nil
}
