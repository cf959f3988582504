// SPDX-License-Identifier: EUPL-1.2

// Package notice builds the privacy notice of a release as plain data: what Art. 13 and
// 14 of the GDPR want a person to be told, in a fixed order, in one language, with an
// anchor for every clause. It makes no HTML; whoever shows it does.
//
// Start with [Build]. Where that gets too long for one page, [BuildFront] and
// [BuildRegister] say the same in two layers: what concerns everybody, and a notice for
// each register. A [Speaker] says single things about a release in one language, for
// whoever shows more of it than the notice.
package notice

import (
	"encoding/hex"
	"slices"

	"github.com/lupaus/lupaus/promise"
)

// Notice is a privacy notice in one language.
type Notice struct {
	Lang      string // the language it is written in, which may not be the one asked for
	Title     string
	Published promise.Date // first day of the newest version; always shown
	Version   int          // of the organisation's document
	Digest    string       // hex SHA-256 of the release it was built from
	InBrief   []string     // "in one minute": a handful of sentences
	Contents  []Entry      // table of contents; empty when the promise asks for none
	Sections  []Section
	DataMap   []MapRow
}

// Entry is one line of the table of contents.
type Entry struct{ Anchor, Title string }

// Section is one part of the notice. Exactly those of its lists that have something to
// say are filled; show them in the order of the fields.
type Section struct {
	ID         string // fixed, see SectionIDs; also the anchor
	Title      string
	Law        string // "Art. 13(1)(a)"
	Paragraphs []string
	Contacts   []Contact
	Clauses    []Clause
	Groups     []Group
	Parties    []Party
	Links      []Link
	Registers  []RegisterCard // on the front of a notice in layers
}

// RegisterCard says in short what a register is, whom it is about and what it is for.
type RegisterCard struct {
	ID, Title, Text    string
	Subjects, Purposes []string
}

func (s *Section) empty() bool {
	return len(s.Paragraphs)+len(s.Contacts)+len(s.Clauses)+len(s.Groups)+len(s.Parties)+len(s.Links)+len(s.Registers) == 0
}

// Group is a titled list inside a section, such as the fields of one category.
type Group struct {
	Anchor   string // "register/section", or the category's clause name
	Register string // register id
	Title    string
	Text     string
	Items    []string
	Clauses  []Clause
	Assumed  string
	Source   []string
	Law      []string
}

func (g *Group) empty() bool { return len(g.Items)+len(g.Clauses) == 0 && g.Text == "" }

// Clause is one clause as the reader sees it; Anchor is its full name. One that says the
// same for several registers has the names of the others in Also.
type Clause struct {
	Anchor   string
	Also     []string
	Sentence string
	Wording  string // words as they are served, such as those of a consent
	Facts    []Fact
	Assumed  string // why we chose, where the source document is silent
	Source   []string
	Law      []string // in words
}

// Fact is one thing that a clause says besides its sentence. An address, where it has
// one, leads to what the text names.
type Fact struct{ Name, Text, URL string }

// Contact is a post one may turn to.
type Contact struct {
	Anchor, Name, Role, Address, Email, Phone, URL string
	Text                                           string   // what the post says of itself
	Answers                                        string   // what the post answers, in words
	Handles                                        []string // the same, one by one
	Needs                                          string   // what one must give to be answered
	Assumed                                        string
	Source                                         []string
}

// Party is somebody outside the organisation who handles or gets data.
// Keeps: HMS-41
type Party struct {
	Anchor, Name, As, Text, URL string
	Country                     string // code
	Place                       string // the country in words
	Members                     []Party
	Agreement                   string // in words
	Facts                       []Fact
	Document                    string       // file name of a public agreement, else ""
	Type                        string       // of that document, such as PDF
	Size                        string       // as published
	Dated                       promise.Date // of the agreement
	Assumed                     string
	Source                      []string
}

// Link is a reference.
type Link struct {
	Anchor, Title, URL, Text string
	Assumed                  string
	Source                   []string
}

// MapRow is one path of the data map: who gives what, for what, to whom, how long. The
// texts are in the notice's language; several sources, recipients or periods are joined
// in one text and listed one by one for drawing.
type MapRow struct {
	Register, Category, PurposeID            string // ids
	Source, Data, Purpose, Recipient, Period string
	Sources, Recipients, Periods             []string
}

// Build makes the notice in the language wanted, or in the first declared one when the
// release has no words in it.
// Keeps: HMS-03
// Keeps: HMS-09
// Keeps: HMS-10
// Keeps: HMS-64
// Law: gdpr 12(1)
func Build(r *promise.Release, lang string) *Notice { return Speak(r, lang).build() }

// BuildFront makes the first layer of a notice: what concerns everybody, and what
// registers there are.
func BuildFront(r *promise.Release, lang string) *Notice {
	b := Speak(r, lang)
	b.layer = front
	return b.build()
}

// BuildRegister makes the second layer for one register, which must exist.
func BuildRegister(r *promise.Release, lang, register string) *Notice {
	b := Speak(r, lang)
	b.layer, b.only = single, register
	return b.build()
}

// layer is how much of a notice is built.
type layer uint8

const (
	whole  layer = iota
	front        // what concerns everybody
	single       // one register
)

func (b Speaker) build() *Notice {
	r := b.Release
	digest := r.Digest()
	n := &Notice{Lang: b.Lang, Title: b.Say("title", b.Text(b.org.Name)), Version: b.org.Version, Digest: hex.EncodeToString(digest[:]), Published: Published(r),
		InBrief: b.brief(), Sections: b.sections(), DataMap: b.DataMap()}
	if b.layer == single {
		g := r.Register(b.only)
		n.Title = b.Say("title-register", b.Text(b.org.Name), b.register(g))
		n.Version, n.Published = g.Version, newest("", g.History)
		if n.Published == "" {
			n.Published = Published(r)
		}
	}
	if b.org.Notice.Contents {
		for _, s := range n.Sections {
			n.Contents = append(n.Contents, Entry{s.ID, s.Title})
		}
	}
	return n
}

// Published is the first day of the newest version of any document.
func Published(r *promise.Release) promise.Date {
	day := newest("", r.Organisation.History)
	for _, g := range r.Registers {
		day = newest(day, g.History)
	}
	for _, d := range r.RuleDocuments {
		day = newest(day, d.History)
	}
	return day
}

func newest(day promise.Date, history []*promise.Change) promise.Date {
	for _, h := range history {
		day = max(day, h.From)
	}
	return day
}

// SectionIDs are the ids of the sections, in their fixed order. A section with nothing to
// say is left out, save those that the law wants answered.
var SectionIDs = []string{"scope", "controller", "contact", "registers", "purposes", "data", "sources", "recipients", "transfers", "retention", "rights",
	"complaint", "choices", "obligation", "messages", "cookies", "decisions", "access", "security", "references"}

// sections builds every section in order.
func (b Speaker) sections() []Section {
	build := map[string]func(*Section){"scope": b.scope, "controller": b.controller, "contact": b.contact, "registers": b.cards, "purposes": b.purposes, "data": b.data,
		"sources": b.sources, "recipients": b.recipients, "transfers": b.transfers, "retention": b.retention, "rights": b.rights, "complaint": b.complaint,
		"choices": b.choices, "obligation": b.obligation, "messages": b.messages, "cookies": b.cookies, "decisions": b.decisions, "access": b.access,
		"security": b.security, "references": b.references}
	var out []Section
	for _, id := range SectionIDs {
		if b.layer == single && slices.Contains(everybodys, id) {
			continue
		}
		s := Section{ID: id, Title: b.Say("section-" + id), Law: sectionLaw[id]}
		build[id](&s)
		s.Groups = slices.DeleteFunc(s.Groups, func(g Group) bool { return g.empty() })
		if !s.empty() {
			out = append(out, s)
		}
	}
	return out
}

// everybodys are the sections that say the same for every register, which the notice of
// one register leaves to the first layer.
var everybodys = []string{"security", "references"}

var sectionLaw = map[string]string{"controller": "Art. 13(1)(a)", "contact": "Art. 13(1)(b)", "purposes": "Art. 13(1)(c), (d)", "data": "Art. 14(1)(d)", "sources": "Art. 14(2)(f)",
	"recipients": "Art. 13(1)(e)", "transfers": "Art. 13(1)(f)", "retention": "Art. 13(2)(a)", "rights": "Art. 13(2)(b), (c)", "complaint": "Art. 13(2)(d)", "choices": "Art. 7, 21", "obligation": "Art. 13(2)(e)",
	"decisions": "Art. 13(2)(f)", "access": "Art. 25(2)", "security": "Art. 32", "cookies": "2002/58/EC Art. 5(3)", "messages": "2002/58/EC Art. 13"}
