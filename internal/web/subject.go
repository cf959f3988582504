// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// subjectPage is a person, a company, a visitor or a thing: on the left who it is, in the middle
// what there is, on the right which rules apply. What the reader may not see is
// named and closed, with its clause.
type subjectPage struct {
	Page
	Kind           string
	Identity       []identityView
	Refusal        *refusalView
	Done           string
	Ask            []askView
	Adds           []link
	Filters        []navLink
	LeftOut        []leftOut
	Timeline       []entryView
	Quiet          bool // dated categories are open and hold nothing
	Closed         []closedView
	Extract        string
	ExtractPurpose string
	Opened         []openedView
	Kept           []ruleView
	Others         []othersView
	Until          string
	Share, Erase   string // where the reader may do so with all of it
	Shared         []sharedView
}

type identityView struct {
	ID, Name, Origin      string
	Values                []valueView
	History, Correct, Add string
}

// askView is a form that opens more: what it opens, and what the clause wants
// to have first.
type askView struct {
	ID, Name, Text, Action, Button string
	Category                       string // the only one
	Chip                           *chip
	Inputs                         []input
}

type closedView struct {
	ID, Name, Category, Action, Sentence string
	Chip                                 *chip
}

type entryView struct {
	ID, Title, Day, Category, Written, Origin, Href string
	Restricted                                      bool
	Values                                          []valueView
	sort                                            string
}

// openedView is a clause that opened something, with the entries that say so.
type openedView struct {
	Names   []string
	Name    string
	Chip    *chip
	Entries []link
}

type ruleView struct {
	Name, Text string
	names      []string
	Chip       *chip
}

// othersView is who else may open what, and under which clauses.
type othersView struct {
	Who, What  string
	categories []string
	Chips      []*chip
}

type revealView struct {
	Text, Action, Record, Field, Category string
	Open                                  bool
	Inputs                                []input
}

// subjectExtra is what an action on the page adds to it: a refusal, or a form
// that wants mending.
type subjectExtra struct {
	refusal  *gate.Refusal
	problems []formProblem
	typed    url.Values
}

// showSubject opens what the look-up names, and shows it.
//
// Keeps: HMS-36
func (v *visit) showSubject(key string, l lookup, extra *subjectExtra) error {
	pg, err := v.Registers.Page(v.ctx(), v.work(), l.subject)
	if err != nil {
		return err
	}
	b := &subjectBuilder{visit: v, key: key, lookup: l, preview: pg, extra: extra, path: "/lookups/" + key}
	if err := b.open(); err != nil {
		return err
	}
	p := b.build()
	if err := b.actions(); err != nil {
		return err
	}
	status := http.StatusOK
	switch {
	case p.Refusal != nil:
		status = http.StatusForbidden
	case len(p.Problems) > 0:
		status = http.StatusUnprocessableEntity
	}
	v.show(status, "subject", p)
	return nil
}

// subjectBuilder makes the page out of what was opened.
type subjectBuilder struct {
	*visit
	key, path string
	lookup    lookup
	preview   *register.Page
	extra     *subjectExtra
	opened    []register.Section
	shown     map[string]register.Value // revealed values by record and field
	refused   *gate.Refusal
	out       *subjectPage
}

// open asks for parts that bring the same along together: they are one look-up
// and one entry for each clause. When that is refused by now, because facts
// have changed, each part is asked for alone, so that one does not hide the others.
func (b *subjectBuilder) open() error {
	parts := b.lookup.parts
	for from := 0; from < len(parts); {
		to := from + 1
		for to < len(parts) && parts[to].given == parts[from].given {
			to++
		}
		closed, err := b.openParts(parts[from:to])
		for i := from; closed && to-from > 1 && i < to && err == nil; i++ {
			_, err = b.openParts(parts[i : i+1])
		}
		if err != nil {
			return err
		}
		from = to
	}
	b.lookups.set(b.key, b.lookup)
	return b.reveal()
}

// openParts opens parts in one ask; closed tells that the answer was no.
func (b *subjectBuilder) openParts(parts []part) (closed bool, err error) {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.category
	}
	secs, err := b.Registers.Open(b.ctx(), b.work(), b.lookup.subject, names, parts[0].given)
	if r, ok := gate.AsRefusal(err); ok {
		b.refused = r
		return true, nil
	}
	if _, ok := gate.AsNeeds(err); ok {
		return true, nil // the form that asks for it is on the page
	}
	if err != nil {
		return false, err
	}
	b.opened = append(b.opened, secs...)
	for i := range parts {
		if parts[i].given.Continues == 0 {
			parts[i].given.Continues = secs[i].Entry
		}
	}
	return false, nil
}

func (b *subjectBuilder) reveal() error {
	b.shown = map[string]register.Value{}
	for _, x := range b.lookup.reveals {
		val, err := b.Registers.Reveal(b.ctx(), b.work(), b.lookup.subject, x.record, x.field, x.given)
		if r, ok := gate.AsRefusal(err); ok {
			b.refused = r
			continue
		}
		if _, ok := gate.AsNeeds(err); ok {
			continue
		}
		if err != nil {
			return err
		}
		b.shown[x.record.String()+" "+x.field] = val
	}
	return nil
}

func (b *subjectBuilder) build() *subjectPage {
	b.out = &subjectPage{Page: b.page(b.heading()), Kind: b.kindWord(b.preview.About)}
	p := b.out
	p.Tab = p.Kind
	if b.extra != nil {
		b.problems(&p.Page, b.extra.problems...)
		if b.extra.refusal != nil {
			b.refused = b.extra.refusal
		}
	}
	if b.refused != nil {
		p.Refusal = b.refusal(b.refused)
	}
	if done := b.r.URL.Query().Get("done"); done != "" && b.Has("done."+done) {
		p.Done = b.T("done." + done)
	}
	b.sections()
	b.asks()
	b.rules()
	b.extractLink()
	return p
}

// heading is how the subject is called, as far as that was opened.
func (b *subjectBuilder) heading() string {
	for _, sec := range b.opened {
		for _, rec := range sec.Records {
			for _, x := range rec.Values {
				if x.Field.Find == "name" {
					return b.valueText(x)
				}
			}
		}
	}
	return b.kindWord(b.preview.About)
}

func (b *subjectBuilder) sections() {
	p, filter := b.out, b.r.URL.Query().Get("show")
	dated := 0
	for _, sec := range b.opened {
		name := sec.Category.Name.In(b.Lang())
		b.openedBy(sec)
		if !sec.Category.Many {
			p.Identity = append(p.Identity, b.identity(sec))
			b.kept(sec)
			continue
		}
		dated++
		p.Quiet = true
		p.Filters = append(p.Filters, navLink{b.path + "?show=" + sec.Category.ID, fmt.Sprintf("%s (%s)", name, b.Int(len(sec.Records))), filter == sec.Category.ID})
		for _, o := range sec.LeftOut {
			p.LeftOut = append(p.LeftOut, leftOut{b.N("subject.left-out", o.Count), b.chip(o.Clause)})
		}
		b.kept(sec)
		if filter != "" && filter != sec.Category.ID {
			continue
		}
		for _, rec := range sec.Records {
			p.Timeline = append(p.Timeline, b.entry(sec, rec))
		}
	}
	if dated > 1 {
		p.Filters = append([]navLink{{b.path, b.T("subject.filter.all"), filter == ""}}, p.Filters...)
	} else {
		p.Filters = nil
	}
	sortEntries(p.Timeline)
	b.closed()
	b.adds()
}

func (b *subjectBuilder) identity(sec register.Section) identityView {
	c := sec.Category
	out := identityView{ID: "category-" + c.ID, Name: c.Name.In(b.Lang())}
	may := b.mayOf(c.ID)
	for _, rec := range sec.Records {
		out.Values = append(out.Values, b.values(c, rec)...)
		out.Origin = b.originText(rec)
		out.History = b.recordPath(c, rec)
		if may.CanCorrect {
			out.Correct = out.History + "/correct"
		}
	}
	if len(sec.Records) == 0 && may.CanAdd {
		out.Add = b.path + "/add/" + c.ID
	}
	return out
}

func (b *subjectBuilder) mayOf(category string) register.Section {
	if s := sectionOf(b.preview, category); s != nil {
		return *s
	}
	return register.Section{}
}

func (b *subjectBuilder) recordPath(c *promise.Category, rec register.Record) string {
	return b.path + "/records/" + c.ID + "/" + rec.ID.String()
}

// values are a record's fields, with a way to see those that are masked.
//
// Keeps: HMS-22
func (b *subjectBuilder) values(c *promise.Category, rec register.Record) []valueView {
	out := b.plainValues(rec.Values, rec.ID.String())
	for i, x := range rec.Values {
		if x.Field.Type == promise.TypeFile || x.Field.Type == promise.TypeFiles {
			out[i].Href = b.recordPath(c, rec)
		}
		if !x.Link.IsZero() && x.Link != b.lookup.subject {
			continue // another register's page wants another purpose: the name says enough
		}
		if val, ok := b.shown[rec.ID.String()+" "+x.Field.ID]; ok {
			out[i].Text, out[i].Masked = b.valueText(val), false
			continue
		}
		if x.Masked {
			out[i].Reveal = b.revealForm(c, rec, x.Field)
		}
	}
	return out
}

// openedBy notes the clause that opened a category.
func (b *subjectBuilder) openedBy(sec register.Section) {
	entry := link{"/entries/" + strconv.FormatInt(sec.Entry, 10), b.Int64(sec.Entry)}
	name := sec.Category.Name.In(b.Lang())
	for i := range b.out.Opened {
		if o := &b.out.Opened[i]; sec.Clause != nil && o.Chip.Name == sec.Clause.Name {
			o.Names = append(o.Names, lowerFirst(name))
			o.Name = b.List(o.Names)
			if !slices.Contains(o.Entries, entry) { // one entry may have opened several
				o.Entries = append(o.Entries, entry)
			}
			return
		}
	}
	if c := b.chip(sec.Clause); c != nil {
		b.out.Opened = append(b.out.Opened, openedView{Names: []string{name}, Name: name, Chip: c, Entries: []link{entry}})
	}
}

// kept notes how long a category is kept: its newest record speaks for it, and
// categories that are kept alike stand together.
func (b *subjectBuilder) kept(sec register.Section) {
	for _, rec := range sec.Records {
		if rec.Until == nil {
			continue
		}
		text, name := b.untilText(rec.Until), sec.Category.Name.In(b.Lang())
		for i := range b.out.Kept {
			if k := &b.out.Kept[i]; k.Text == text && k.Chip.Name == rec.Until.Clause {
				k.names = append(k.names, lowerFirst(name))
				k.Name = b.List(k.names)
				return
			}
		}
		b.out.Kept = append(b.out.Kept, ruleView{name, text, []string{name}, b.chipNamed(rec.Until.Clause, b.retentionSentence(rec.Until.Clause))})
		return
	}
}
