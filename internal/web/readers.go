// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// readersPage says of every rule document how many have accepted it.
type readersPage struct {
	Page
	LeftOut []leftOut
	Rows    []readersRow
}

type readersRow struct {
	Href, Name, Owner, Version string
	Counts                     readerCounts
}

// readerCounts are how many are how far with a document, with their picture.
type readerCounts struct {
	Total, Accepted, Due, Overdue int
	Text                          string
	Bars                          []countBar
}

// countBar is a part of a bar; its shape says what its colour does.
type countBar struct {
	X, Width int
	Class    string
}

// documentReadersPage says who has accepted one document, and who has not.
type documentReadersPage struct {
	Page
	Version  string
	LeftOut  []leftOut
	Counts   readerCounts
	Filters  []filterLink
	Rows     []readerRow
	File     string // "" for who may not take the list away
	Shown    string
	Document string
}

type filterLink struct {
	Href, Text string
	Current    bool
}

type readerRow struct {
	Name, UserName, Roles, Unit string
	State                       mark
	Version, When, Until        string
	Attested                    string
}

// readersHref is where who has accepted what is shown, "" for who may not see it.
func (v *visit) readersHref() (string, error) {
	if v.session.Role == "" || !v.keepsAccounts() {
		return "", nil
	}
	may, err := v.Accounts.MayReaders(v.ctx(), v.staffWork(register.Given{}), false)
	if err != nil || !may {
		return "", err
	}
	return "/acceptances", nil
}

// listReaders shows, for each rule document, how many have accepted it.
//
// Keeps: TAM-01
func (s *Server) listReaders(v *visit) error {
	readers, left, err := s.Accounts.Readers(v.ctx(), v.staffWork(register.Given{}), false)
	if err != nil {
		return err
	}
	p := &readersPage{Page: v.page(v.T("readers.title")), LeftOut: v.accountsLeftOut(left)}
	for _, d := range v.release.RuleDocuments {
		if d.Acceptance != nil {
			p.Rows = append(p.Rows, readersRow{Href: "/acceptances/" + d.ID, Name: d.Name.In(v.Lang()), Owner: v.ownerName(d), Version: v.versionText(d), Counts: v.readerCounts(concerned(readers, d))})
		}
	}
	return v.ok("readers", p)
}

// asked is somebody who has to accept a document, and how far they are.
type asked struct {
	accounts.Reader
	reading accounts.Reading
}

// concerned are those who have to accept a document: overdue first, then who
// has not accepted, by the end of their time.
func concerned(all []accounts.Reader, d *promise.RuleDocument) (out []asked) {
	for _, r := range all {
		for _, x := range r.Readings {
			if x.Document.ID == d.ID && x.State != accounts.ReadingFree {
				out = append(out, asked{r, x})
			}
		}
	}
	order := []accounts.ReadingState{accounts.ReadingOverdue, accounts.ReadingDue, accounts.ReadingAccepted}
	slices.SortStableFunc(out, func(a, b asked) int {
		if x, y := slices.Index(order, a.reading.State), slices.Index(order, b.reading.State); x != y {
			return x - y
		}
		return a.reading.Until.Compare(b.reading.Until)
	})
	return out
}

// barLength is how long the picture of all readers is.
const barLength = 480

func (v *visit) readerCounts(all []asked) readerCounts {
	c := readerCounts{Total: len(all)}
	for _, x := range all {
		switch x.reading.State {
		case accounts.ReadingAccepted:
			c.Accepted++
		case accounts.ReadingOverdue:
			c.Overdue++
		default:
			c.Due++
		}
	}
	c.Text = v.T("readers.counts", v.Int(c.Accepted), v.Int(c.Total), v.Int(c.Due), v.Int(c.Overdue))
	at := 0
	for _, part := range []struct {
		n     int
		class string
	}{{c.Accepted, "lu-part-kept"}, {c.Due, "lu-part-due"}, {c.Overdue, "lu-part-bad"}} {
		if part.n > 0 {
			w := max(4, part.n*barLength/c.Total)
			c.Bars = append(c.Bars, countBar{at, w, part.class})
			at += w
		}
	}
	return c
}

// documentReaders finds who has to accept the document of the address.
func (v *visit) documentReaders(export bool) (*promise.RuleDocument, []asked, []leftOut, error) {
	d := v.release.RuleDocument(v.r.PathValue("document"))
	if d == nil || d.Acceptance == nil {
		return nil, nil, nil, errs.New(errs.NotFound, "error.no-document", "the promise in force has no such document to accept")
	}
	readers, left, err := v.Accounts.Readers(v.ctx(), v.staffWork(register.Given{}), export)
	return d, concerned(readers, d), v.accountsLeftOut(left), err
}

// readerFilters are what the list of readers can be narrowed to.
var readerFilters = []accounts.ReadingState{"", accounts.ReadingOverdue, accounts.ReadingDue, accounts.ReadingAccepted}

// readersOf shows who has accepted a document, in which version and when, and
// who has not: overdue first.
//
// Keeps: TAM-01
func (s *Server) readersOf(v *visit) error {
	d, all, left, err := v.documentReaders(false)
	if err != nil {
		return err
	}
	p := &documentReadersPage{Page: v.page(v.T("readers.of", d.Name.In(v.Lang()))), LeftOut: left, Version: v.versionText(d), Counts: v.readerCounts(all), Document: "/rules/" + d.ID}
	may, err := s.Accounts.MayReaders(v.ctx(), v.staffWork(register.Given{}), true)
	if err != nil {
		return err
	}
	here := "/acceptances/" + d.ID
	if may {
		p.File = here + "/readers.csv"
	}
	only := accounts.ReadingState(v.r.URL.Query().Get("state"))
	for _, f := range readerFilters {
		x := filterLink{Href: here, Text: v.T("readers.filter.all"), Current: f == only}
		if f != "" {
			x.Href, x.Text = here+"?state="+url.QueryEscape(string(f)), v.T("rules.state."+string(f))
		}
		p.Filters = append(p.Filters, x)
	}
	for _, x := range all {
		if only == "" || x.reading.State == only {
			p.Rows = append(p.Rows, v.readerRow(x))
		}
	}
	p.Shown = v.N("readers.count", len(p.Rows))
	return v.ok("readers-of", p)
}

func (v *visit) readerRow(x asked) readerRow {
	row := readerRow{Name: x.Name, UserName: x.UserName, Roles: v.rolesText(x.Roles), Unit: v.unitName(x.Unit), State: v.readingMark(x.reading.State)}
	if a := x.reading.Accepted; a != nil {
		row.Version, row.When = v.Int(a.Version), v.ShortDay(a.At)
		row.Attested = v.N("rules.attested", len(a.Attested))
	}
	if x.reading.State != accounts.ReadingAccepted && !x.reading.Until.IsZero() {
		row.Until = v.ShortDay(lastDay(x.reading))
	}
	return row
}

// readersFile hands the list out as a file, to whoever may export it.
func (s *Server) readersFile(v *visit) error {
	d, all, _, err := v.documentReaders(true)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = ';'
	lines := [][]string{{v.T("accounts.name"), v.T("accounts.user"), v.T("accounts.unit"), v.T("accounts.roles"), v.T("readers.document"), v.T("accounts.state"),
		v.T("readers.version"), v.T("readers.when"), v.T("readers.until"), v.T("readers.confirmed")}}
	for _, x := range all {
		r := v.readerRow(x)
		confirmed := ""
		if a := x.reading.Accepted; a != nil {
			confirmed = strings.Join(a.Attested, " ")
		}
		lines = append(lines, []string{r.Name, r.UserName, r.Unit, r.Roles, fmt.Sprintf("%s (%d)", d.Name.In(v.Lang()), d.Version), r.State.Word, r.Version, r.When, r.Until, confirmed})
	}
	for _, line := range lines {
		for i := range line {
			line[i] = noFormula(line[i])
		}
		err = errors.Join(err, w.Write(line))
	}
	w.Flush()
	if err := errors.Join(err, w.Error()); err != nil {
		return err
	}
	return v.send(v.T("readers.file", d.ID), "text/csv; charset=utf-8", b.Bytes())
}

// noFormula keeps a spreadsheet from taking a text for a formula.
func noFormula(s string) string {
	if strings.ContainsAny(s[:min(1, len(s))], "=+-@\t\r") {
		return "'" + s
	}
	return s
}
