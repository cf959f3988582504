// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strconv"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// recordPage is one record with all its versions.
type recordPage struct {
	Page
	Back, Category  string
	Values          []valueView
	Files           []fileView
	Written, Origin string
	Kept            string
	KeptChip        *chip
	Opened          *chip // the clause under which the record stands open
	Entry           string
	EntryHref       string
	Correct         string
	Versions        []versionView
}

type fileView struct{ Action, Category, Record, Field, Text string }

// versionView is what one version changed.
type versionView struct {
	Title, Written string
	First          bool
	Changes        []changeView
}

type changeView struct{ Name, Was, Is string }

// recordTarget is the record that an address names, as far as the look-up
// opens its category.
type recordTarget struct {
	key    string
	lookup lookup
	part   *part
	c      *promise.Category
	id     opaque.ID
}

func (v *visit) recordTarget() (t recordTarget, err error) {
	if t.key, t.lookup, err = v.currentSubject(); err != nil {
		return t, err
	}
	if t.c = v.register().Category(v.r.PathValue("category")); t.c == nil {
		return t, errs.New(errs.NotFound, "error.no-category", "the promise in force has no such category")
	}
	if t.part = partOf(t.lookup, t.c.ID); t.part == nil {
		return t, errs.New(errs.NotFound, "", "the look-up does not open that category")
	}
	t.id, err = v.id("record")
	return t, err
}

func (t *recordTarget) path() string {
	return "/lookups/" + t.key + "/records/" + t.c.ID + "/" + t.id.String()
}

// record shows one record: opened and recorded anew.
//
// Keeps: HMS-36
func (s *Server) record(v *visit) error {
	t, err := v.recordTarget()
	if err != nil {
		return err
	}
	all, err := s.Registers.History(v.ctx(), v.work(), t.lookup.subject, t.id, t.part.given)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errs.New(errs.NotFound, "error.no-record", "the record has no version")
	}
	now := all[0]
	p := &recordPage{Back: "/lookups/" + t.key, Category: t.c.Name.In(v.Lang()), Written: v.writtenText(now), Origin: v.originText(now),
		Entry: v.T("entry.number", v.Int64(now.Entry)), EntryHref: "/entries/" + strconv.FormatInt(now.Entry, 10)}
	p.Page = v.page(v.recordTitle(t.c, now))
	p.Tab = p.Category
	p.Values = v.plainValues(now.Values, "value")
	for _, x := range now.Values {
		switch x.Field.Type {
		case promise.TypeFile:
			p.Files = append(p.Files, fileView{"/lookups/" + t.key + "/file", t.c.ID, t.id.String(), x.Field.ID, v.T("record.download", v.valueText(x))})
		case promise.TypeFiles:
			for i, name := range x.Texts {
				p.Files = append(p.Files, fileView{"/lookups/" + t.key + "/file", t.c.ID, t.id.String(), x.Field.ID + "." + strconv.Itoa(i), v.T("record.download", name)})
			}
		}
	}
	if now.Until != nil {
		p.Kept, p.KeptChip = v.untilText(now.Until), v.chipNamed(now.Until.Clause, v.retentionSentence(now.Until.Clause))
	}
	if pg, err := s.Registers.Page(v.ctx(), v.work(), t.lookup.subject); err != nil {
		return err
	} else if sec := sectionOf(pg, t.c.ID); sec != nil {
		if sec.Closed == nil && sec.Verdict != nil {
			p.Opened = v.chip(sec.Verdict.Clause)
		}
		if sec.CanCorrect {
			p.Correct = t.path() + "/correct"
		}
	}
	p.Versions = v.versions(all)
	return v.ok("record", p)
}

func (v *visit) recordTitle(c *promise.Category, rec register.Record) string {
	if i := titleOf(rec); i >= 0 {
		return v.valueText(rec.Values[i])
	}
	return c.Name.In(v.Lang())
}

// versions says what each version changed, newest first.
func (v *visit) versions(all []register.Record) (out []versionView) {
	for i, rec := range all {
		view := versionView{Title: v.T("record.version", v.Int64(rec.Version)), Written: v.writtenText(rec), First: i == len(all)-1}
		if !view.First {
			view.Changes = v.changes(all[i+1], rec)
		}
		out = append(out, view)
	}
	return out
}

func (v *visit) changes(was, is register.Record) (out []changeView) {
	before := map[string]string{}
	for _, x := range was.Values {
		before[x.Field.ID] = v.valueText(x)
	}
	for _, x := range is.Values {
		text := v.valueText(x)
		if old := before[x.Field.ID]; old != text {
			out = append(out, changeView{x.Field.Name.In(v.Lang()), old, text})
		}
		delete(before, x.Field.ID)
	}
	for _, x := range was.Values { // in declared order
		if old, gone := before[x.Field.ID]; gone {
			out = append(out, changeView{x.Field.Name.In(v.Lang()), old, ""})
		}
	}
	if was.Restricted != is.Restricted {
		out = append(out, changeView{v.T("record.mark"), v.restrictedWord(was), v.restrictedWord(is)})
	}
	return out
}

func (v *visit) restrictedWord(r register.Record) string {
	if r.Restricted {
		return v.T("record.restricted")
	}
	return v.T("record.open-to-all")
}
