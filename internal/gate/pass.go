// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Errors of a pass. They are faults of the caller, never of a person.
var (
	ErrNoPass  = errors.New("this pass opens nothing")
	ErrSpent   = errors.New("this pass has been used")
	ErrOutside = errors.New("this pass was not given for that record")
)

// Sealed is a record's version as it lies in the store.
type Sealed struct {
	Subject  opaque.ID
	Category string // qualified
	Record   opaque.ID
	Version  int64
	Box      []byte
}

// Document is what a box holds: the values of a category's fields, and where
// they came from.
type Document struct {
	Fields promise.Document `json:"f"`
	Origin *Origin          `json:"o,omitempty"`
}

// Origin says where a record came from.
//
// Keeps: HMS-07
// Law: gdpr 14(2)(f)
type Origin struct {
	Source  string `json:"source"`            // id of a declared source
	Company string `json:"company,omitempty"` // opaque id of the company that handed it over
	File    string `json:"file,omitempty"`
	Row     int    `json:"row,omitempty"`
	Day     string `json:"day,omitempty"`
}

// Opened is a record's version, with the fields that the decision lets through.
type Opened struct {
	Sealed
	Document
	Hidden []string // fields that are there but masked or not let through
}

// Pass opens, once, exactly what was decided. Only the gate makes one; the
// zero Pass opens nothing.
type Pass struct {
	g      *Gate
	action rulebook.Action
	entry  int64
	grants map[grantKey]*grant
	out    []LeftOut
	spent  atomic.Bool
}

type grantKey struct {
	subject  opaque.ID
	category string
}

type grant struct {
	fields  uint64
	clause  *rulebook.Clause
	entry   int64              // the entry that recorded this part of the decision
	records map[opaque.ID]bool // nil: every record of the category
}

// LeftOut says how many subjects or records a clause left out of a list.
type LeftOut struct {
	Clause *rulebook.Clause
	Count  int
}

func (g *Gate) pass(r *rules, a *Ask, yes, no []Verdict, entry int64) *Pass {
	p := &Pass{g: g, action: a.Action, entry: entry, grants: make(map[grantKey]*grant, len(yes))}
	for _, v := range yes {
		k := grantKey{v.Subject, v.Category}
		gr := p.grants[k]
		if gr == nil {
			gr = &grant{fields: v.Fields, clause: v.Clause, entry: entry + int64(groupOf(yes, v))}
			p.grants[k] = gr
		}
		gr.fields &= v.Fields
		for _, rec := range v.Records {
			if gr.records == nil {
				gr.records = map[opaque.ID]bool{}
			}
			gr.records[rec] = true
		}
	}
	at := map[*rulebook.Clause]int{}
	for _, v := range no {
		i, ok := at[v.Clause]
		if !ok {
			i = len(p.out)
			at[v.Clause] = i
			p.out = append(p.out, LeftOut{Clause: v.Clause})
		}
		p.out[i].Count += max(1, len(v.Records))
	}
	return p
}

// Entry is the number of the (first) entry that recorded the decision.
func (p *Pass) Entry() int64 { return p.entry }

// LeftOut lists what the decision left out, by clause.
func (p *Pass) LeftOut() []LeftOut { return p.out }

// Covers tells whether the pass was given for a subject and category, and under which clause.
func (p *Pass) Covers(subject opaque.ID, category string) (*rulebook.Clause, bool) {
	gr, ok := p.grants[grantKey{subject, category}]
	if !ok {
		return nil, false
	}
	return gr.clause, true
}

// Decided gives the clause and the entry by which a subject's category was opened.
func (p *Pass) Decided(subject opaque.ID, category string) (*rulebook.Clause, int64) {
	gr, ok := p.grants[grantKey{subject, category}]
	if !ok {
		return nil, 0
	}
	return gr.clause, gr.entry
}

// Open opens the boxes, all or none, and spends the pass. A key that was
// destroyed since the decision opens nothing; the ledger then says so.
func (p *Pass) Open(ctx context.Context, boxes []Sealed) ([]Opened, error) {
	if p == nil || p.g == nil {
		return nil, ErrNoPass
	}
	if p.spent.Swap(true) {
		return nil, ErrSpent
	}
	ks := map[grantKey]*keys.Key{}
	out := make([]Opened, 0, len(boxes))
	for _, b := range boxes {
		gk := grantKey{b.Subject, b.Category}
		gr, ok := p.grants[gk]
		if !ok || (gr.records != nil && !gr.records[b.Record]) {
			return nil, ErrOutside
		}
		k := ks[gk]
		if k == nil {
			var err error
			k, err = p.g.Keys.Key(ctx, p.g.Org, keys.Ref{Person: b.Subject, Category: b.Category})
			if errors.Is(err, keys.ErrNoKey) {
				return nil, p.void(ctx)
			}
			if err != nil {
				return nil, unavailable(err)
			}
			ks[gk] = k
		}
		o, err := p.open(k, b, gr.fields)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// void says in the ledger that what was recorded as read was not: its key had
// been destroyed in between.
func (p *Pass) void(ctx context.Context) error {
	_, err := p.g.Tree.Append(ctx, ledger.Draft{Kind: ledger.KindVoid, Public: []ledger.Field{
		{Name: ledger.PublicOf, Value: strconv.FormatInt(p.entry, 10)}, {Name: ledger.PublicReasonCode, Value: "key-destroyed"}}})
	if err != nil {
		return unavailable(err)
	}
	return errs.New(errs.NotFound, "error.erased", "the key was destroyed before the record was opened")
}

func (p *Pass) open(k *keys.Key, b Sealed, fields uint64) (Opened, error) {
	plain, err := k.Open(b.Box, b.place(p.g.Org)...)
	if err != nil {
		return Opened{}, fmt.Errorf("record %s version %d: %w", b.Record, b.Version, err)
	}
	o := Opened{Sealed: b}
	o.Box = nil
	if err := json.Unmarshal(plain, &o.Document); err != nil {
		return Opened{}, fmt.Errorf("record %s version %d: %w", b.Record, b.Version, keys.ErrDamaged)
	}
	o.Hidden = p.g.hide(b.Category, p.action, fields, o.Fields)
	return o, nil
}

// hide removes or masks the fields that the decision does not let through.
// A field that the promise no longer declares is removed: it is sealed and
// ends by its old retention.
//
// Keeps: HMS-22
func (g *Gate) hide(category string, action rulebook.Action, fields uint64, doc promise.Document) (hidden []string) {
	c := g.Release().Category(category)
	for name, value := range doc {
		var bit uint
		ok := false
		if c != nil {
			bit, ok = c.FieldBit(name)
		}
		if ok && fields&(1<<bit) != 0 {
			continue
		}
		delete(doc, name)
		if !ok {
			continue
		}
		hidden = append(hidden, name)
		if f := c.Fields[bit]; f.Mask && action == rulebook.Open {
			if s, ok := value.(string); ok && g.Mask != nil {
				doc[name] = g.Mask(f, s)
			}
		}
	}
	return hidden
}

// place is what a box is bound to.
func (s *Sealed) place(org string) [][]byte {
	return [][]byte{[]byte("record"), []byte(org), s.Subject[:], []byte(s.Category), s.Record[:], binary.BigEndian.AppendUint64(nil, uint64(s.Version))}
}

// Show gives what the decision lets through of a card that was opened before,
// under a recorded pass of the system: the in-memory index of names. The
// document itself is not touched.
func (p *Pass) Show(subject opaque.ID, category string, doc promise.Document) promise.Document {
	gr, ok := p.grants[grantKey{subject, category}]
	if !ok {
		return nil
	}
	out := make(promise.Document, len(doc))
	for k, v := range doc {
		out[k] = v
	}
	p.g.hide(category, p.action, gr.fields, out)
	return out
}

// Opens tells whether the pass was given for a box.
func (p *Pass) Opens(b Sealed) bool {
	gr, ok := p.grants[grantKey{b.Subject, b.Category}]
	return ok && (gr.records == nil || gr.records[b.Record])
}
