// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"encoding/hex"
	"io/fs"
	"net/http"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/promise/notice"
)

// noticePage is the privacy notice: what the promise file says, for everybody.
//
// Keeps: HMS-01
// Keeps: HMS-02
// Keeps: HMS-03
// Law: gdpr 13
type noticePage struct {
	Page
	Published  string
	Brief      []string
	Contents   []notice.Entry
	Sections   []noticeSection
	Maps       []dataMap
	Others     []noticeClause
	OtherCount string
	Verifier   string
	Checkpoint string
	Digest     string
}

type noticeSection struct {
	ID, Title, Law string
	Paragraphs     []string
	Contacts       []noticeContact
	Clauses        []noticeClause
	Groups         []noticeGroup
	Processors     []noticeProcessor
	Links          []notice.Link
}

type noticeContact struct {
	notice.Contact
	PhoneLink string
}

type noticeGroup struct {
	Anchor, Title, Text string
	Items               []string
	Clauses             []noticeClause
	Long                bool   // folded away until it is asked for
	Count               string // how many clauses are folded
}

// longGroup is from how many clauses on a group is folded.
const longGroup = 8

type noticeClause struct {
	notice.Clause
	Chosen string // the word before why we chose
}

type noticeProcessor struct {
	notice.Processor
	About string // what is known of the document: kind, size, date
	Href  string
}

func (s *Server) showNotice(v *visit) error {
	n := v.notice()
	if n == nil {
		return errs.New(errs.NotFound, "", "the promise has no notice yet")
	}
	p := &noticePage{Page: v.page(n.Title), Published: v.published(n), Brief: n.InBrief, Contents: n.Contents,
		Verifier: s.Promise.Verifier(), Checkpoint: strings.TrimSpace(string(s.Promise.Checkpoint())), Digest: n.Digest}
	p.Density, p.Bar, p.Nav = "roomy", nil, nil
	if p.Digest == "" {
		d := v.book.Digest()
		p.Digest = hex.EncodeToString(d[:])
	}
	anchors := map[string]bool{}
	for _, sec := range n.Sections {
		p.Sections = append(p.Sections, v.noticeSection(sec, anchors))
	}
	p.Maps = v.dataMaps(n.DataMap)
	p.Others = v.otherClauses(anchors)
	p.OtherCount = v.N("notice.clauses", len(p.Others))
	if len(p.Contents) > 0 {
		if len(p.Maps) > 0 {
			p.Contents = append(p.Contents[:len(p.Contents):len(p.Contents)], notice.Entry{Anchor: "data-map", Title: v.T("notice.map")})
		}
		p.Contents = append(p.Contents[:len(p.Contents):len(p.Contents)], notice.Entry{Anchor: "verifier", Title: v.T("notice.verifier")})
		if len(p.Others) > 0 {
			p.Contents = append(p.Contents, notice.Entry{Anchor: "built-in", Title: v.T("notice.built-in")})
		}
	}
	return v.ok("notice", p)
}

func (v *visit) published(n *notice.Notice) string {
	t := n.Published.Time(v.Zone())
	if t.IsZero() {
		return v.T("notice.version", n.Version)
	}
	return v.T("notice.published", v.Day(t), n.Version)
}

func (v *visit) noticeSection(in notice.Section, anchors map[string]bool) noticeSection {
	out := noticeSection{ID: in.ID, Title: in.Title, Law: in.Law, Paragraphs: in.Paragraphs, Links: in.Links}
	for _, c := range in.Contacts {
		out.Contacts = append(out.Contacts, noticeContact{c, strings.ReplaceAll(c.Phone, " ", "")})
	}
	out.Clauses = v.noticeClauses(in.Clauses, anchors)
	for _, g := range in.Groups {
		anchor := g.Anchor
		if anchors[anchor] {
			anchor = "" // an address leads to one place
		}
		anchors[g.Anchor] = true
		group := noticeGroup{Anchor: anchor, Title: g.Title, Text: g.Text, Items: g.Items, Clauses: v.noticeClauses(g.Clauses, anchors)}
		if n := len(group.Clauses); n >= longGroup {
			group.Long, group.Count = true, v.N("notice.clauses", n)
		}
		out.Groups = append(out.Groups, group)
	}
	for _, p := range in.Processors {
		out.Processors = append(out.Processors, v.processor(p))
	}
	return out
}

// noticeClauses gives each clause its anchor, once.
func (v *visit) noticeClauses(in []notice.Clause, anchors map[string]bool) (out []noticeClause) {
	for _, c := range in {
		if anchors[c.Anchor] {
			c.Anchor = ""
		}
		anchors[c.Anchor] = true
		c.Law = v.lawNames(c.Law)
		out = append(out, noticeClause{c, v.T("notice.chosen")})
	}
	return out
}

// processor says what is known of a public agreement.
//
// Keeps: HMS-41
func (v *visit) processor(p notice.Processor) noticeProcessor {
	out := noticeProcessor{Processor: p}
	if p.Document == "" {
		return out
	}
	var about []string
	for _, x := range []string{p.Type, p.Size} {
		if x != "" {
			about = append(about, x)
		}
	}
	if t := p.Dated.Time(v.Zone()); !t.IsZero() {
		about = append(about, v.Day(t))
	}
	out.About = strings.Join(about, " · ")
	if v.Documents != nil {
		if st, err := fs.Stat(v.Documents, p.Document); err == nil && st.Mode().IsRegular() {
			out.Href = "/notice/documents/" + p.Document
		}
	}
	return out
}

// otherClauses are those that the notice itself does not print: the law's own
// and those under which the system keeps itself going. A chip can name them.
func (v *visit) otherClauses(anchors map[string]bool) (out []noticeClause) {
	for _, c := range v.book.Clauses() {
		if !anchors[c.Name] {
			anchors[c.Name] = true
			out = append(out, noticeClause{notice.Clause{Anchor: c.Name, Sentence: c.Sentence(v.Lang()), Source: c.Source, Law: v.lawNames(c.Law), Assumed: c.Assumed}, v.T("notice.chosen")})
		}
	}
	return out
}

// document hands over an agreement that the promise makes public, and no other
// file.
func (s *Server) document(v *visit) error {
	name := v.r.PathValue("name")
	for _, sec := range v.notice().Sections {
		for _, p := range sec.Processors {
			if p.Document == name && name != "" && s.Documents != nil {
				content, err := fs.ReadFile(s.Documents, name)
				if err != nil {
					return errs.New(errs.NotFound, "", "document: %w", err)
				}
				return v.send(name, http.DetectContentType(content), content)
			}
		}
	}
	return errs.New(errs.NotFound, "", "no public document of that name")
}
