// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"slices"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// lookup is what one address opens. It belongs to a session, a role, a purpose
// and a rulebook; when one of them changes it opens nothing. It holds no data:
// each time it is asked for, the gate decides and records again.
type lookup struct {
	role, purpose string
	digest        [32]byte

	query   *register.Query // a find
	subject opaque.ID       // a person or company
	parts   []part
	reveals []revealed
	extract *extractPart
	erased  *erasedPart
}

// part is one category that the reader opens, with what they gave for it.
type part struct {
	category string // id within the register
	given    register.Given
}

// revealed is one masked field that the reader asked to see.
type revealed struct {
	record opaque.ID
	field  string
	given  register.Given
}

func (v *visit) newLookup() lookup {
	return lookup{role: v.session.Role, purpose: v.session.Purpose, digest: v.book.Digest()}
}

// current finds the look-up of the address, as long as everything it was bound
// to is the same.
func (v *visit) current() (key string, l lookup, err error) {
	key = v.r.PathValue("key")
	if l, err = v.lookups.get(v.session.ID, key); err != nil {
		return key, l, err
	}
	if l.role != v.session.Role || l.purpose != v.session.Purpose || l.digest != v.book.Digest() {
		return key, l, errs.New(errs.Expired, "", "the look-up was made under another role, purpose or rulebook")
	}
	return key, l, nil
}

// currentSubject is current for actions about somebody.
func (v *visit) currentSubject() (string, lookup, error) {
	key, l, err := v.current()
	if err == nil && l.subject.IsZero() {
		err = errs.New(errs.NotFound, "", "the look-up is about nobody")
	}
	return key, l, err
}

// lookUp shows what an address opens.
func (s *Server) lookUp(v *visit) error {
	key, l, err := v.current()
	if err != nil {
		return err
	}
	switch {
	case l.query != nil:
		return v.list(key, l)
	case l.extract != nil:
		return v.showExtract(key, l)
	case l.erased != nil:
		return v.showErased(l.erased)
	}
	return v.showSubject(key, l, nil)
}

// toLookUp serves whoever asks for the address of an action by hand.
func (s *Server) toLookUp(v *visit) error { return v.see("/lookups/" + v.r.PathValue("key")) }

// openSubject makes the look-up of a person or company and sends the reader to it.
func (s *Server) openSubject(v *visit) error {
	id, err := v.id("subject")
	if err != nil {
		return err
	}
	return v.lookUpSubject(id)
}

// lookUpSubject opens, to begin with, what needs nothing but the purpose: no
// reason, no confirmation, and no special category, which is opened by a click
// of its own.
func (v *visit) lookUpSubject(id opaque.ID) error {
	pg, err := v.Registers.Page(v.ctx(), v.work(), id)
	if err != nil {
		return err
	}
	l := v.newLookup()
	l.subject = id
	for _, sec := range pg.Sections {
		if sec.Closed == nil && sec.Category.Special == "" && len(safeguards(sec.Verdict)) == 0 {
			l.parts = append(l.parts, part{category: sec.Category.ID})
		}
	}
	return v.see("/lookups/" + v.lookups.put(v.session.ID, l))
}

// safeguards are what the reader has to bring along for a category.
func safeguards(d *gate.Verdict) []promise.Safeguard {
	if d == nil {
		return nil
	}
	return d.Unmet
}

// openCategory opens more of a person or company: with what the clause asks
// for, a new look-up; without it, the form again; where a clause forbids it, the
// card that says which.
//
// Keeps: HMS-34
func (s *Server) openCategory(v *visit) error {
	key, l, err := v.currentSubject()
	if err != nil {
		return err
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	pg, err := s.Registers.Page(v.ctx(), v.work(), l.subject)
	if err != nil {
		return err
	}
	wanted := form["category"]
	if len(wanted) == 0 {
		return v.see("/lookups/" + key)
	}
	next := l
	next.parts = slices.Clone(l.parts)
	for _, id := range wanted {
		sec := sectionOf(pg, id)
		if sec == nil {
			return errs.New(errs.NotFound, "error.no-category", "the page has no such category")
		}
		if sec.Closed != nil {
			return v.refusedCategory(key, l, id)
		}
		given, problems := v.given(safeguards(sec.Verdict), form, askPrefix(sec.Verdict))
		if len(problems) > 0 {
			return v.showSubject(key, l, &subjectExtra{problems: problems, typed: form})
		}
		next.parts = append(slices.DeleteFunc(next.parts, func(p part) bool { return p.category == id }), part{category: id, given: given})
	}
	return v.see("/lookups/" + s.lookups.put(v.session.ID, next))
}

// refusedCategory asks the gate for what it is going to refuse, so that the
// attempt is recorded, and shows the answer where the data would be.
func (v *visit) refusedCategory(key string, l lookup, category string) error {
	_, err := v.Registers.Open(v.ctx(), v.work(), l.subject, []string{category}, register.Given{})
	r, ok := gate.AsRefusal(err)
	if !ok {
		if err == nil { // allowed by now: facts have changed since the page was drawn
			return v.see("/lookups/" + key)
		}
		return err
	}
	return v.showSubject(key, l, &subjectExtra{refusal: r})
}

func sectionOf(pg *register.Page, category string) *register.Section {
	for i := range pg.Sections {
		if pg.Sections[i].Category.ID == category {
			return &pg.Sections[i]
		}
	}
	return nil
}
