// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Invalid says what is wrong with a form, field by field. Nothing was written.
type Invalid struct {
	Problems []promise.FieldProblem
}

// Error names fields and kinds of problems and repeats no value.
func (e *Invalid) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d fields want mending:", len(e.Problems))
	for _, p := range e.Problems {
		fmt.Fprintf(&b, " %s (%s)", p.Field, p.Code)
	}
	return b.String()
}

// Input is something new to be written.
type Input struct {
	Subject    opaque.ID                   // zero: somebody new, with all Docs
	Docs       map[string]promise.Document // category id -> values
	Restricted bool                        // for one new record of a category whose items may be
	Origin     *gate.Origin
}

// Receipt says what was written.
type Receipt struct {
	Subject opaque.ID
	Records []opaque.ID
	Entry   int64
	// Destroyed is the entry that says that the keys of what was erased are
	// gone; 0 for every other change.
	Destroyed int64
}

// Add writes new records: one for a subject that is there, or somebody new
// with the first record of several categories.
//
// Keeps: HMS-28
func (s *Service) Add(ctx context.Context, w Work, in Input, g Given) (Receipt, error) {
	b := &batch{s: s, ctx: ctx, w: w}
	if err := b.put(in); err != nil {
		return Receipt{}, err
	}
	return b.write(w.ask(rulebook.Add, g))
}

// batch is a change of several new records, written together or not at all.
type batch struct {
	s        *Service
	ctx      context.Context
	w        Work
	problems []promise.FieldProblem
	change   gate.Change
	news     []newSubject
	rows     []newRow
	unique   []uniqueValue
}

type newSubject struct {
	id    opaque.ID
	about promise.About
}

type newRow struct {
	category   *promise.Category
	restricted bool
}

type uniqueValue struct {
	category *promise.Category
	field    *promise.FieldDecl
	value    string
	record   opaque.ID // the record that may have it
}

// put adds one input to the batch. The caller looks at problems before writing.
func (b *batch) put(in Input) error {
	about, err := b.subject(&in)
	if err != nil {
		return err
	}
	for _, c := range b.categories(in) {
		if elsewhere(c) {
			return errs.New(errs.NotFound, "error.no-category", "%s is kept by the room of accounts: no record is added here", c.Qualified())
		}
		if !Concerns(c.About, about) {
			return errs.New(errs.Invalid, "error.wrong-about", "category %s is not about a %s", c.Qualified(), about)
		}
		if err := b.once(in.Subject, c); err != nil {
			return err
		}
		b.doc(in, c)
	}
	return nil
}

// subject finds out what the input is about, making an id for somebody new.
func (b *batch) subject(in *Input) (promise.About, error) {
	if !in.Subject.IsZero() {
		return b.s.about(b.ctx, in.Subject)
	}
	r, err := b.s.register(b.w.Register)
	if err != nil {
		return "", err
	}
	about, err := kindOfNew(r, in.Docs)
	if err != nil {
		return "", err
	}
	in.Subject = opaque.New()
	b.news = append(b.news, newSubject{in.Subject, about})
	return about, nil
}

// categories are those of the input, in declared order. An unknown one is a problem.
func (b *batch) categories(in Input) (out []*promise.Category) {
	r, err := b.s.register(b.w.Register)
	if err != nil {
		return nil
	}
	for _, c := range r.Data {
		if _, ok := in.Docs[c.ID]; ok {
			out = append(out, c)
		}
	}
	if len(out) < len(in.Docs) || len(out) == 0 {
		b.problems = append(b.problems, promise.FieldProblem{Code: "unknown", Text: "category"})
	}
	return out
}

// once refuses a second record where the category holds one.
func (b *batch) once(subject opaque.ID, c *promise.Category) error {
	if c.Many {
		return nil
	}
	rows, err := b.s.rows(b.ctx, subject, c.Qualified())
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		return errs.New(errs.Conflict, "error.exists", "%s holds one record and has it: correct it", c.Qualified())
	}
	return nil
}

func (b *batch) doc(in Input, c *promise.Category) {
	doc := in.Docs[c.ID]
	ps := c.Validate(doc, b.s.gate.Now().In(b.s.gate.Zone()), b.w.Lang)
	ps = append(ps, b.s.references(c, doc, b.w.Lang)...)
	for i := range ps { // several categories share a form: say which one
		ps[i].Field = c.ID + "." + ps[i].Field
	}
	b.problems = append(b.problems, ps...)
	d := gate.Doc{Subject: in.Subject, Category: c.Qualified(), Record: opaque.New(), Version: 1, Document: gate.Document{Fields: doc, Origin: in.Origin}}
	b.add(c, d, in.Restricted && slices.Contains(c.ItemsMayBe, "restricted-item"))
}

func (b *batch) add(c *promise.Category, d gate.Doc, restricted bool) {
	b.change.Docs = append(b.change.Docs, d)
	b.rows = append(b.rows, newRow{c, restricted})
	for _, f := range c.Fields {
		v := text(d.Fields, f.ID)
		if f.Find != "exact" || v == "" {
			continue
		}
		b.change.Index = append(b.change.Index, gate.IndexValue{Doc: len(b.change.Docs) - 1, Field: f.ID, Value: v})
		if f.Unique == "yes" {
			b.unique = append(b.unique, uniqueValue{c, f, v, d.Record})
		}
	}
}

// write asks, records and writes the batch.
func (b *batch) write(ask gate.Ask) (Receipt, error) {
	if len(b.problems) > 0 {
		return Receipt{}, &Invalid{b.problems}
	}
	for i, d := range b.change.Docs {
		ask.Items = append(ask.Items, gate.Item{Subject: d.Subject, Category: d.Category, Record: d.Record, Restricted: b.rows[i].restricted, Author: ask.Actor.ID})
	}
	if len(b.unique) > 0 { // no second writer between the check and the write
		b.s.unique.Lock()
		defer b.s.unique.Unlock()
		if err := b.checkUnique(ask); err != nil {
			return Receipt{}, err
		}
	}
	b.change.Apply = b.apply(ask.Actor)
	entry, err := b.s.gate.Change(b.ctx, ask, b.change)
	if err != nil {
		return Receipt{}, err
	}
	rec := Receipt{Entry: entry, Subject: b.change.Docs[0].Subject}
	for _, d := range b.change.Docs {
		rec.Records = append(rec.Records, d.Record)
		b.s.remember(d)
	}
	return rec, nil
}

// checkUnique refuses a value that somebody else has. Saying so is a find, so
// it is recorded as one before it is said.
func (b *batch) checkUnique(ask gate.Ask) error {
	seen := map[string]bool{}
	for _, u := range b.unique {
		name := u.category.Qualified() + "." + u.field.ID
		owners, err := b.s.standing(b.ctx, u.category, u.field, u.value)
		if err != nil {
			return err
		}
		if len(owners) == 0 && !seen[name+u.value] {
			seen[name+u.value] = true
			continue
		}
		find := b.w.ask(rulebook.Find, Given{Reason: ask.Reason, Text: ask.Text, Confirmed: ask.Confirmed})
		find.Subjects, find.Categories, find.LeaveOut = owners, []string{u.category.Qualified()}, true
		if _, err := b.s.gate.Read(b.ctx, find); err != nil {
			return err
		}
		return &Invalid{[]promise.FieldProblem{{Field: u.category.ID + "." + u.field.ID, Code: "taken", Text: u.field.Name.In(b.w.Lang)}}}
	}
	return nil
}

// apply writes the rows of a batch in the data transaction.
func (b *batch) apply(a gate.Actor) func(*sql.Tx, []gate.Sealed, int64) error {
	return func(tx *sql.Tx, sealed []gate.Sealed, entry int64) error {
		now := b.s.gate.Now().UnixMicro()
		for _, n := range b.news {
			if _, err := tx.Exec(`insert into subject(org, id, about, created, entry) values(?,?,?,?,?)`, b.s.gate.Org, n.id[:], string(n.about), now, entry); err != nil {
				return err
			}
		}
		for i, box := range sealed {
			if _, err := tx.Exec(`insert into record(org, id, subject, category, version, restricted, author, written, entry, box) values(?,?,?,?,?,?,?,?,?,?)`,
				b.s.gate.Org, box.Record[:], box.Subject[:], box.Category, box.Version, b.rows[i].restricted, a.ID[:], now, entry, box.Box); err != nil {
				return err
			}
			if err := b.s.replaceMarks(tx, box.Subject, box.Record, b.rows[i].category, b.change.Docs[i].Fields); err != nil {
				return err
			}
		}
		return nil
	}
}

// Correct writes a record's next version. version is the one the writer had
// before their eyes; when another stands by now, nothing is written. Fields
// that the form left masked keep their value.
//
// Keeps: HMS-11
// Law: gdpr 16
func (s *Service) Correct(ctx context.Context, w Work, subject, record opaque.ID, version int64, doc promise.Document, restricted bool, g Given) (Receipt, error) {
	r, err := s.record(ctx, subject, record)
	if err != nil {
		return Receipt{}, err
	}
	if r.Version != version {
		return Receipt{}, conflict(record, version)
	}
	c, err := s.category(w, r.Category)
	if err != nil {
		return Receipt{}, err
	}
	ask := w.ask(rulebook.Correct, g)
	ask.Items = []gate.Item{r.item()}
	old, err := s.readFor(ctx, ask, r)
	if err != nil {
		return Receipt{}, err
	}
	for _, f := range c.Fields { // what the form does not show it cannot take away
		if sent, ok := doc[f.ID]; (!ok || sent == "") && (f.Mask || f.Type == promise.TypeFile || f.Type == promise.TypeFiles) {
			if v, ok := old.Fields[f.ID]; ok {
				doc[f.ID] = v
			}
		}
	}
	ps := append(c.Validate(doc, s.gate.Now().In(s.gate.Zone()), w.Lang), s.references(c, doc, w.Lang)...)
	if len(ps) > 0 {
		return Receipt{}, &Invalid{ps}
	}
	b := &batch{s: s, ctx: ctx, w: w}
	b.add(c, gate.Doc{Subject: subject, Category: r.Category, Record: record, Version: version + 1, Document: gate.Document{Fields: doc, Origin: old.Origin}},
		restricted && slices.Contains(c.ItemsMayBe, "restricted-item"))
	return b.replace(ask, r)
}

func conflict(record opaque.ID, version int64) error {
	return errs.New(errs.Conflict, "error.conflict", "record %s is no longer at version %d", record, version)
}

// readFor opens the old version for a correction: recorded as part of it, under
// the same clause.
func (s *Service) readFor(ctx context.Context, ask gate.Ask, r row) (gate.Document, error) {
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return gate.Document{}, err
	}
	docs, err := pass.Open(ctx, []gate.Sealed{r.Sealed})
	if err != nil {
		return gate.Document{}, err
	}
	return docs[0].Document, nil
}

// replace writes the batch's one document over the row it corrects.
func (b *batch) replace(ask gate.Ask, old row) (Receipt, error) {
	s, d := b.s, b.change.Docs[0]
	if len(b.unique) > 0 {
		s.unique.Lock()
		defer s.unique.Unlock()
		if err := b.checkOthers(old.Subject); err != nil {
			return Receipt{}, err
		}
	}
	b.change.Apply = func(tx *sql.Tx, sealed []gate.Sealed, entry int64) error {
		if _, err := tx.Exec(`insert into past(org, record, version, restricted, author, written, entry, box)
			select org, id, version, restricted, author, written, entry, box from record where org = ? and id = ? and version = ?`, s.gate.Org, d.Record[:], old.Version); err != nil {
			return err
		}
		res, err := tx.Exec(`update record set version = ?, restricted = ?, author = ?, written = ?, entry = ?, box = ? where org = ? and id = ? and version = ?`,
			d.Version, b.rows[0].restricted, ask.Actor.ID[:], s.gate.Now().UnixMicro(), entry, sealed[0].Box, s.gate.Org, d.Record[:], old.Version)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return conflict(d.Record, old.Version)
		}
		return s.replaceMarks(tx, d.Subject, d.Record, b.rows[0].category, d.Fields)
	}
	entry, err := s.gate.Change(b.ctx, ask, b.change)
	if err != nil {
		return Receipt{}, err
	}
	s.remember(d)
	if err := s.gate.Forget(b.ctx, d.Record, d.Version); err != nil {
		return Receipt{}, err
	}
	return Receipt{Subject: d.Subject, Records: []opaque.ID{d.Record}, Entry: entry}, nil
}

// checkOthers is checkUnique for a correction: the subject's own value is no clash.
func (b *batch) checkOthers(self opaque.ID) error {
	for _, u := range b.unique {
		owners, err := b.s.standing(b.ctx, u.category, u.field, u.value)
		if err != nil {
			return err
		}
		if owners = slices.DeleteFunc(owners, func(id opaque.ID) bool { return id == self }); len(owners) > 0 {
			return &Invalid{[]promise.FieldProblem{{Field: u.field.ID, Code: "taken", Text: u.field.Name.In(b.w.Lang)}}}
		}
	}
	return nil
}
