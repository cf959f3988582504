// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// reveal makes a look-up in which one masked field stands open. Looking at it
// is an act of its own, under a clause of its own, recorded each time.
//
// Keeps: HMS-22
func (s *Server) reveal(v *visit) error {
	key, l, err := v.currentSubject()
	if err != nil {
		return err
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	rec, err := opaque.Parse(form.Get("record"))
	if err != nil {
		return errs.New(errs.NotFound, "", "record: %w", err)
	}
	c := v.register().Category(form.Get("category"))
	if c == nil || c.Field(form.Get("field")) == nil {
		return errs.New(errs.NotFound, "", "the promise in force has no such field")
	}
	pg, err := s.Registers.Page(v.ctx(), v.work(), l.subject)
	if err != nil {
		return err
	}
	field, facts := form.Get("field"), factsOf(pg, c.ID)
	with, _ := v.wants(c.Qualified(), revealAction, facts)
	given, problems := v.given(with, form, "reveal-"+field)
	if len(problems) > 0 {
		return v.showSubject(key, l, &subjectExtra{problems: problems, typed: form})
	}
	if p := partOf(l, c.ID); p != nil {
		given.Continues = p.given.Continues
	}
	next := l
	next.reveals = append(slices.Clone(l.reveals), revealed{rec, field, given})
	return v.see("/lookups/" + s.lookups.put(v.session.ID, next) + "#" + rec.String() + "-" + field)
}

// revealForm asks for what the clause wants before a masked field is shown; nil
// where the reader may not see it.
func (b *subjectBuilder) revealForm(c *promise.Category, rec register.Record, f *promise.FieldDecl) *revealView {
	sec := b.mayOf(c.ID)
	if sec.Verdict == nil {
		return nil
	}
	with, may := b.wants(c.Qualified(), revealAction, sec.Verdict.Facts)
	if !may {
		return nil
	}
	prefix := "reveal-" + f.ID
	out := &revealView{Text: b.T("subject.reveal", lowerFirst(f.Name.In(b.Lang()))), Action: b.path + "/reveal", Record: rec.ID.String(), Field: f.ID, Category: c.ID}
	typed := url.Values{}
	if b.extra != nil && b.extra.typed.Get("field") == f.ID {
		typed, out.Open = b.extra.typed, true
	}
	out.Inputs = b.safeguardInputs(with, prefix, typed)
	if b.extra != nil {
		markProblems(out.Inputs, b.extra.problems)
	}
	return out
}

func factsOf(pg *register.Page, category string) (f rulebook.Facts) {
	if sec := sectionOf(pg, category); sec != nil && sec.Verdict != nil {
		return sec.Verdict.Facts
	}
	return f
}

func partOf(l lookup, category string) *part {
	for i := range l.parts {
		if l.parts[i].category == category {
			return &l.parts[i]
		}
	}
	return nil
}

// file sends an attached file: opened and recorded like the record it lies in,
// and never shown by the browser as a page of ours.
func (s *Server) file(v *visit) error {
	_, l, err := v.currentSubject()
	if err != nil {
		return err
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	rec, err := opaque.Parse(form.Get("record"))
	if err != nil {
		return errs.New(errs.NotFound, "", "record: %w", err)
	}
	p := partOf(l, form.Get("category"))
	if p == nil {
		return errs.New(errs.NotFound, "", "the look-up does not open that category")
	}
	f, err := s.Registers.File(v.ctx(), v.work(), l.subject, rec, form.Get("field"), p.given)
	if err != nil {
		return err
	}
	return v.send(f.Name, f.Type, f.Content)
}

// send hands a file over as a download.
func (v *visit) send(name, kind string, content []byte) error {
	name = strings.Map(func(r rune) rune {
		if unwritable(r) || r == '\n' || r == '\t' {
			return -1
		}
		return r
	}, path.Base(strings.ReplaceAll(name, "\\", "/")))
	if kind == "" {
		kind = "application/octet-stream"
	}
	h := v.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	v.w.WriteHeader(http.StatusOK)
	_, _ = v.w.Write(content) // the reader has gone away: nobody to tell
	return nil
}
