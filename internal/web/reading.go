// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/promise"
)

// readingsPage lists the rule documents as they stand for the reader.
type readingsPage struct {
	Page
	Done    string
	Blocked bool // nothing else can be done before
	Rows    []readingRow
	Others  string // for whoever may see who has accepted: where
	History []acceptanceRow
}

type readingRow struct {
	Href, Name, Owner, Version string
	State                      mark
	Until, Accepted            string
	Since                      []editionView // what changed since the version that was accepted
}

type acceptanceRow struct{ Name, Version, When, Entry, Href, Attested string }

// readings shows the reader's rule documents: what is to be read, by when, what
// was accepted and what has changed since.
//
// Keeps: TAM-01
func (s *Server) readings(v *visit) error {
	all, err := s.Accounts.Readings(v.ctx(), v.token)
	if err != nil {
		return err
	}
	p := &readingsPage{Page: v.page(v.T("rules.title")), Done: v.done(), Blocked: v.session.MustAccept}
	for _, x := range all {
		p.Rows = append(p.Rows, v.readingRow(x))
	}
	if p.History, err = v.acceptanceRows(); err != nil {
		return err
	}
	if p.Others, err = v.readersHref(); err != nil {
		return err
	}
	return v.ok("readings", p)
}

func (v *visit) readingRow(x accounts.Reading) readingRow {
	d := x.Document
	row := readingRow{Href: "/rules/" + d.ID, Name: d.Name.In(v.Lang()), Owner: v.ownerName(d), Version: v.T("rules.version", d.Version), State: v.readingMark(x.State)}
	if !x.Until.IsZero() && x.State != accounts.ReadingAccepted {
		row.Until = v.T("rules.until", v.Day(lastDay(x)))
	}
	if a := x.Accepted; a != nil {
		row.Accepted = v.T("rules.accepted", a.Version, v.Day(a.At))
		row.Since = v.changesAfter(d, a.Version)
	}
	return row
}

var readingShapes = map[accounts.ReadingState]string{accounts.ReadingAccepted: "", accounts.ReadingDue: "due", accounts.ReadingOverdue: "bad", accounts.ReadingFree: "none"}

func (v *visit) readingMark(s accounts.ReadingState) mark {
	return mark{readingShapes[s], v.T("rules.state." + string(s))}
}

// ownerName is the organisation whose document it is, "" when it is our own.
func (v *visit) ownerName(d *promise.RuleDocument) string {
	if d.Owner == "" {
		return ""
	}
	for _, x := range v.release.Organisation.Parties {
		if x.ID == d.Owner {
			return x.Name.In(v.Lang())
		}
	}
	return d.Owner
}

// acceptanceRows are everything that the reader has accepted, newest first.
func (v *visit) acceptanceRows() ([]acceptanceRow, error) {
	all, err := v.Accounts.History(v.ctx(), v.token)
	if err != nil {
		return nil, err
	}
	var out []acceptanceRow
	for _, a := range all {
		row := acceptanceRow{Name: a.Document, Version: v.T("rules.version", a.Version), When: v.Moment(a.At),
			Entry: v.T("entry.number", v.Int64(a.Entry)), Href: "/entries/" + strconv.FormatInt(a.Entry, 10)}
		if len(a.Attested) > 0 {
			row.Attested = v.N("rules.attested", len(a.Attested))
		}
		if d := v.release.RuleDocument(a.Document); d != nil && d.Owner == a.Owner {
			row.Name = d.Name.In(v.Lang())
		}
		out = append(out, row)
	}
	return out, nil
}

// reading finds one document among those of the reader.
func (v *visit) reading() (accounts.Reading, error) {
	all, err := v.Accounts.Readings(v.ctx(), v.token)
	if err != nil {
		return accounts.Reading{}, err
	}
	for _, x := range all {
		if x.Document.ID == v.r.PathValue("document") {
			return x, nil
		}
	}
	return accounts.Reading{}, errs.New(errs.NotFound, "error.no-document", "the promise in force has no such document")
}

// readDocument shows a rule document, and the form to accept it.
//
// Keeps: TAM-01
// Keeps: TAM-02
func (s *Server) readDocument(v *visit) error {
	x, err := v.reading()
	if err != nil {
		return err
	}
	return v.showReading(http.StatusOK, x, nil)
}

// acceptDocument records that the reader accepts the words that were shown.
// What was ticked stays ticked when something is missing.
//
// Keeps: TAM-01
// Keeps: TAM-04
func (s *Server) acceptDocument(v *visit) error {
	x, err := v.reading()
	if err != nil {
		return err
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	ticked := map[string]bool{"agree": form.Get("agree") == "yes"}
	var attested []string
	for _, c := range x.Document.Attested() {
		if form.Get("attest-"+c.ID) == "yes" {
			ticked[c.ID] = true
			attested = append(attested, c.ID)
		}
	}
	t := &tried{ticked: ticked}
	if !ticked["agree"] || len(attested) < len(x.Document.Attested()) {
		return v.showReading(http.StatusUnprocessableEntity, x, t)
	}
	err = s.Accounts.Accept(v.ctx(), v.token, form.Get("ref"), attested)
	if _, ok := errors.AsType[*accounts.Unattested](err); ok {
		return v.showReading(http.StatusUnprocessableEntity, x, t)
	}
	if errs.KindOf(err) == errs.Conflict || errs.KindOf(err) == errs.NotFound {
		t.changed = true
		return v.showReading(http.StatusConflict, x, t)
	}
	if err != nil {
		return err
	}
	if v.session.MustAccept {
		return v.see("/start")
	}
	return v.see("/rules?done=accepted")
}

// tried is what a reader sent who tried to accept.
type tried struct {
	ticked  map[string]bool // by clause, and "agree"
	changed bool            // the document changed meanwhile
}
