// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise/notice"
)

// noticePage is the privacy notice: what the promise says, for everybody.
//
// Keeps: HMS-01
// Keeps: HMS-02
// Keeps: HMS-03
// Law: gdpr 13
// Law: gdpr 14
type noticePage struct {
	*view
	Title    string
	Up       string // address of the first layer, on the page of one register
	Brief    []string
	Hand     []notice.Entry
	Contents []notice.Entry
	Sections []section
	Maps     []drawn
}

// section is a section of the notice as it is shown.
type section struct {
	ID, Title, Law string
	Paragraphs     []string
	Contacts       []notice.Contact
	Clauses        []clause
	Folded         string // the words that unfold the clauses; "" when they are open
	Groups         []group
	Parties        []party
	Links          []notice.Link
	Registers      []card
}

// card leads to the notice of one register.
type card struct {
	notice.RegisterCard
	Href string
}

// drawn is a data map as a file, shown on the notice.
type drawn struct {
	Title, Label, File string
	Width, Height      int
}

type group struct {
	Anchor, Title, Text string
	Items               []string
	Clauses             []clause
	Folded              string
	Origin              origin
}

// clause is a clause as it is shown.
type clause struct {
	Anchor, Sentence, Wording string
	Also                      []string // anchors of other clauses that say the same
	Facts                     []notice.Fact
	Origin                    origin
}

// origin is the small print of a clause: its name, the law it cites, the rows it comes
// from, and why we chose.
type origin struct {
	Name   string
	Law    []string
	Source string
	Chosen string // the word before why we chose
	Why    string
	Lang   string // of that reason, which the files give in English
}

// longGroup is from how many clauses on a group is folded.
const longGroup = 8

// foldedSections are those whose clauses a citizen seldom needs one by one: the table of
// contents leads there, and an address of a clause in them unfolds them.
var foldedSections = []string{"access"}

func noticeOf(v *view) (string, any) {
	switch {
	case v.register != "":
		v.layer = "register"
		title, p := v.noticePage(notice.BuildRegister(v.site.Release, v.Lang, v.register))
		p.Up = v.Href(Notice)
		return title, p
	case v.site.Layered():
		v.layer = "front"
		return v.noticePage(notice.BuildFront(v.site.Release, v.Lang))
	}
	return v.wholeNotice()
}

func (v *view) wholeNotice() (string, *noticePage) {
	return v.noticePage(notice.Build(v.site.Release, v.Lang))
}

func (v *view) noticePage(n *notice.Notice) (string, *noticePage) {
	p := &noticePage{view: v, Title: n.Title, Brief: n.InBrief, Contents: n.Contents}
	for _, s := range n.Sections {
		p.Sections = append(p.Sections, v.section(s))
	}
	p.Hand = v.hand(p.Sections)
	p.Maps = v.drawn(n.DataMap)
	if len(p.Contents) > 0 {
		if len(p.Maps) > 0 {
			p.Contents = append(p.Contents[:len(p.Contents):len(p.Contents)], notice.Entry{Anchor: "data-map", Title: v.T("map-on-page")})
		}
		p.Contents = append(p.Contents[:len(p.Contents):len(p.Contents)], v.more...)
	}
	return n.Title, p
}

// drawn are the data maps that the page shows: as pictures in files, so that whoever does
// not scroll so far does not load them. The list stands on the page of the map.
func (v *view) drawn(rows []notice.MapRow) (out []drawn) {
	if v.layer == "front" {
		return nil
	}
	for _, m := range v.pictures(rows) {
		if file := v.File(mapFile(m.Register, v.Lang)); file != "" {
			out = append(out, drawn{m.Title, m.Label, file, m.Width, m.Height})
		}
	}
	return out
}

func (v *view) section(in notice.Section) section {
	out := section{ID: in.ID, Title: in.Title, Law: in.Law, Paragraphs: in.Paragraphs, Links: v.links(in.Links)}
	for _, c := range in.Registers {
		out.Registers = append(out.Registers, card{c, v.Href(RegisterPage(c.ID))})
	}
	for _, c := range in.Contacts {
		c.Anchor = v.once(c.Anchor)
		out.Contacts = append(out.Contacts, c)
	}
	for _, p := range in.Parties {
		out.Parties = append(out.Parties, v.party(p))
	}
	out.Clauses = v.clauses(in.Clauses)
	out.Folded = v.fold(len(out.Clauses), false)
	for _, g := range in.Groups {
		out.Groups = append(out.Groups, v.group(g, slices.Contains(foldedSections, in.ID)))
	}
	return out
}

func (v *view) group(g notice.Group, folded bool) group {
	out := group{Anchor: v.once(g.Anchor), Title: g.Title, Text: g.Text, Items: g.Items, Clauses: v.clauses(g.Clauses),
		Origin: v.origin("", g.Law, g.Source, g.Assumed)}
	out.Folded = v.fold(len(out.Clauses), folded)
	return out
}

// fold gives the words for unfolding so many clauses, or "" when they stand open.
func (v *view) fold(n int, always bool) string {
	if n >= longGroup || always && n > 0 {
		return v.T("clauses", n)
	}
	return ""
}

func (v *view) clauses(in []notice.Clause) (out []clause) {
	for _, c := range in {
		anchor := v.once(c.Anchor)
		var also []string
		for _, a := range c.Also {
			also = append(also, nonEmpty(v.once(a))...)
		}
		out = append(out, clause{Anchor: anchor, Also: also, Sentence: c.Sentence, Wording: c.Wording, Facts: c.Facts, Origin: v.origin(anchor, c.Law, c.Source, c.Assumed)})
	}
	return out
}

func (v *view) origin(name string, law, source []string, assumed string) origin {
	o := origin{Name: name, Law: law, Source: strings.Join(source, ", "), Why: assumed}
	if assumed != "" {
		o.Chosen = v.T("chosen")
		if v.Lang != "en" {
			o.Lang = "en"
		}
	}
	return o
}

func (v *view) links(in []notice.Link) (out []notice.Link) {
	for _, l := range in {
		l.Anchor = v.once(l.Anchor)
		out = append(out, l)
	}
	return out
}

// hand are the sections that a reader most often comes for, as far as the page has them.
func (v *view) hand(sections []section) (out []notice.Entry) {
	for _, e := range []notice.Entry{{Anchor: "registers", Title: v.T("hand-registers")}, {Anchor: "contact", Title: v.T("hand-ask")}, {Anchor: "rights", Title: v.T("hand-rights")},
		{Anchor: "retention", Title: v.T("hand-keep")}} {
		if slices.ContainsFunc(sections, func(s section) bool { return s.ID == e.Anchor }) {
			out = append(out, e)
		}
	}
	return out
}
