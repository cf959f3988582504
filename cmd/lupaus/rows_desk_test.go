// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"errors"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// These tests work at the desks of two organisations, through the services behind
// the pages, where a row of their documents speaks of what must not happen.

const (
	rowSecret   = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	rowPassword = "long enough for anybody"
)

// rowDesk is an organisation's house with a clock that the test moves.
type rowDesk struct {
	*house.House
	t   *testing.T
	clk *clock.Manual
}

// openRowDesk opens the house of an example with one colleague who holds some roles.
func openRowDesk(t *testing.T, example string, roles ...string) *rowDesk {
	t.Helper()
	d := &rowDesk{t: t, clk: clock.NewManual(time.Date(2026, 11, 23, 9, 0, 10, 0, time.UTC))}
	h, err := house.Open(t.Context(), house.Config{Dir: t.TempDir(), Promise: os.DirFS("../../examples/" + example), Clock: d.clk, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	d.House = h
	d.seed("colleague", "Aune Kuutamo", roles...)
	return d
}

func (d *rowDesk) seed(user, name string, roles ...string) {
	d.t.Helper()
	unit := ""
	if us := d.Gate.Release().Organisation.Units; len(us) > 0 {
		unit = us[0].ID
	}
	if err := d.Accounts.Seed(d.t.Context(), []accounts.SeedAccount{{UserName: user, Name: name, Password: rowPassword, TOTPSecret: rowSecret, Roles: roles, Unit: unit, Declared: true}}); err != nil {
		d.t.Fatal(err)
	}
}

// signIn gives the token of a new session.
func (d *rowDesk) signIn(user string) string {
	d.t.Helper()
	d.clk.Advance(time.Minute) // a code is good once
	code, err := totp.GenerateCode(rowSecret, d.Gate.Now())
	if err != nil {
		d.t.Fatal(err)
	}
	token, _, err := d.Accounts.SignIn(d.t.Context(), accounts.SignIn{UserName: user, Password: rowPassword, Code: code, Client: "test"})
	if err != nil {
		d.t.Fatal(err)
	}
	return token
}

// as is the work of whoever a token belongs to, in a role and for a purpose.
func (d *rowDesk) as(token, role, purpose string) register.Work {
	d.t.Helper()
	if err := errors.Join(d.Accounts.ChooseRole(d.t.Context(), token, role), d.Accounts.ChoosePurpose(d.t.Context(), token, purpose)); err != nil {
		d.t.Fatal(err)
	}
	s, err := d.Accounts.Session(d.t.Context(), token)
	if err != nil {
		d.t.Fatal(err)
	}
	reg, _, _ := strings.Cut(purpose, "/")
	return register.Work{Actor: s.Actor(), Register: reg, Purpose: purpose, Lang: "en"}
}

// add enters one record of one category; it fails the test.
func (d *rowDesk) add(w register.Work, subject opaque.ID, category string, doc promise.Document) register.Receipt {
	d.t.Helper()
	r, err := d.try(w, subject, category, doc)
	if err != nil {
		d.t.Fatalf("%s: %v", category, err)
	}
	return r
}

func (d *rowDesk) try(w register.Work, subject opaque.ID, category string, doc promise.Document) (register.Receipt, error) {
	return d.Register.Add(d.t.Context(), w, register.Input{Subject: subject, Docs: map[string]promise.Document{category: doc}}, register.Given{Reason: "regular-review", Text: "Sovittu asiakkaan kanssa.", Confirmed: true})
}

// mustRefuse wants an act refused by a clause of the promise.
func (d *rowDesk) mustRefuse(err error, clause, what string) {
	d.t.Helper()
	var r *gate.Refusal
	if !errors.As(err, &r) || r.Clause.Name != clause {
		d.t.Errorf("%s: %v, want a refusal by %s", what, err, clause)
	}
}

// mustLack wants a form turned back because of one field.
func (d *rowDesk) mustLack(err error, field, what string) {
	d.t.Helper()
	var x *register.Invalid
	if !errors.As(err, &x) || !slices.ContainsFunc(x.Problems, func(p promise.FieldProblem) bool { return strings.HasSuffix(p.Field, "."+field) }) {
		d.t.Errorf("%s: %v, want a form turned back because of %s", what, err, field)
	}
}

// Keeps: TTL-130, TTL-131, TTL-132
func TestARequestIsClosedWithADatedAnswerAndARefusalWithItsGround(t *testing.T) {
	t.Parallel()
	d := openRowDesk(t, "ttl", "data-protection-officer", "customer-adviser")
	token := d.signIn("colleague")
	adviser, officer := d.as(token, "customer-adviser", "requests/answering"), d.as(token, "data-protection-officer", "requests/answering")
	who := d.add(adviser, opaque.ID{}, "requester-card", promise.Document{"name": "Taimi Havukoski"}).Subject
	request := func(more promise.Document) promise.Document {
		doc := promise.Document{"received": "2026-11-20", "came-as": "free-form", "asks-for": []string{"erase-data"}}
		for k, v := range more {
			doc[k] = v
		}
		return doc
	}
	d.add(adviser, who, "request-cases", request(nil))
	_, err := d.try(officer, who, "request-cases", request(promise.Document{"how-it-ended": "carried-out", "answer": "Tiedot on poistettu."}))
	d.mustLack(err, "answered", "an answer without its day (130)")
	_, err = d.try(officer, who, "request-cases", request(promise.Document{"how-it-ended": "carried-out", "answered": "2026-11-23"}))
	d.mustLack(err, "answer", "a closed request without an answer (130)")
	for row, outcome := range map[string]string{"131": "refused-by-law", "132": "limited-by-law"} {
		closed := request(promise.Document{"how-it-ended": outcome, "answered": "2026-11-23", "answer": "Kirjanpitolaki velvoittaa säilyttämään. Voit tehdä valituksen."})
		_, err = d.try(officer, who, "request-cases", closed)
		d.mustLack(err, "ground", "a refusal or limit without its ground ("+row+")")
		closed["ground"] = "accounting-act"
		d.add(officer, who, "request-cases", closed)
	}
}

// Keeps: TK-07, TK-08, TK-14, TK-15, TK-18
func TestAWorkFolderNeedsLicenceContractAndPledgeOfThatVeryPerson(t *testing.T) {
	t.Parallel()
	d := openRowDesk(t, "statfin", "permit-officer", "maintenance")
	token := d.signIn("colleague")
	permits, environment := d.as(token, "permit-officer", "researchers/licences"), d.as(token, "maintenance", "researchers/remote-access")
	somebody := func(name string) opaque.ID {
		return d.add(permits, opaque.ID{}, "card", promise.Document{"name": name}).Subject
	}
	for kind, folder := range map[string]string{"project": "project", "sisu": "sisu-own"} {
		who, colleague := somebody("Ritva Suvanto "+kind), somebody("Jorma Lehtovaara "+kind)
		open := func(id opaque.ID) error {
			_, err := d.try(environment, id, "folders", promise.Document{"kind": folder, "from": "2026-11-23"})
			return err
		}
		licence := promise.Document{"number": "TK-1", "kind": kind, "purpose": "scientific-research", "approved-purpose": "Työurien pituus.", "data-sets": "FOLK", "mode": "remote", "from": "2026-11-01", "to": "2026-12-31"}
		d.add(permits, colleague, "contracts", promise.Document{"kind": kind, "rules-version": "1", "signed": "2026-11-02"})
		d.add(permits, colleague, "pledges", promise.Document{"signed": "2026-11-02", "version": "1"})
		d.mustRefuse(open(colleague), "researchers/access/no-folder-without-licence", kind+": a colleague of the same client without a licence (14, 15)")
		d.mustRefuse(open(who), "researchers/access/no-folder-without-licence", kind+": no licence (14)")
		d.add(permits, who, "licences", licence)
		d.mustRefuse(open(who), "researchers/access/no-folder-without-contract", kind+": no contract (07, 08)")
		d.add(permits, who, "contracts", promise.Document{"kind": kind, "project": "a99", "rules-version": "1", "signed": "2026-11-02"})
		d.mustRefuse(open(who), "researchers/access/no-folder-without-pledge", kind+": no pledge (18)")
		d.add(permits, who, "pledges", promise.Document{"signed": "2026-11-02", "version": "1"})
		if err := open(who); err != nil {
			t.Errorf("%s: with licence, contract and pledge: %v", kind, err)
		}
	}
	late := somebody("Helvi Kaukovainio")
	d.add(permits, late, "licences", promise.Document{"number": "TK-2", "kind": "project", "purpose": "statistical-survey", "approved-purpose": "Asuminen.", "data-sets": "FOLK", "mode": "remote", "from": "2026-01-01", "to": "2026-10-31"})
	_, err := d.try(environment, late, "folders", promise.Document{"kind": "project", "from": "2026-11-23"})
	d.mustRefuse(err, "researchers/access/no-folder-without-licence", "a licence that has run out (14)")
}

// Keeps: TK-07, TK-08
func TestNobodyReadsAnythingBeforeAcceptingTheRulesClauseByClause(t *testing.T) {
	t.Parallel()
	for _, role := range []string{"researcher", "sisu-user"} {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			d := openRowDesk(t, "statfin", role)
			token := d.signIn("colleague")
			if err := d.Accounts.ChooseRole(t.Context(), token, role); err == nil {
				t.Error("somebody works before the rules are accepted")
			}
			readings, err := d.Accounts.Readings(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range readings {
				if r.Document.ID != "services" {
					continue
				}
				var partly *accounts.Unattested
				if err := d.Accounts.Accept(t.Context(), token, r.Ref, nil); !errors.As(err, &partly) || !slices.Contains(partly.Clauses, "no-identifying") || !slices.Contains(partly.Clauses, "for-good") {
					t.Errorf("accepted without confirming its clauses: %v", err)
					continue
				}
				if err := d.Accounts.Accept(t.Context(), token, r.Ref, partly.Clauses); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := d.Register.Find(t.Context(), d.as(token, role, "datasets/supply"), register.Query{}); err != nil {
				t.Errorf("after the rules were accepted: %v", err)
			}
		})
	}
}

// Keeps: TK-24
func TestAnAccountIsOnePersonsAndItsPasswordIsShownToNobody(t *testing.T) {
	t.Parallel()
	d := openRowDesk(t, "statfin", "maintenance", "supervisor", "privacy-officer", "permit-officer")
	token := d.signIn("colleague")
	w := d.as(token, "maintenance", "staff/access-control")
	var taken *accounts.Invalid
	_, err := d.Accounts.Create(t.Context(), accounts.Work{Actor: w.Actor, Purpose: w.Purpose, Lang: "en"}, accounts.NewAccount{UserName: "colleague", Name: "Somebody Else", Roles: []string{"duty-officer"}, Unit: "helsinki"})
	if !errors.As(err, &taken) || len(taken.Problems) != 1 || taken.Problems[0].Code != "taken" {
		t.Errorf("a second person on one user name: %v", err)
	}
	for _, role := range []string{"maintenance", "supervisor", "privacy-officer", "permit-officer"} {
		w := d.as(token, role, "staff/access-control")
		_, err := d.Register.Open(t.Context(), w, w.Actor.ID, []string{"credentials"}, register.Given{Reason: "fault", Confirmed: true})
		if err == nil {
			t.Errorf("%s reads a password", role)
		}
	}
	publishesRows(t, "statfin", []rowStated{
		{"TK-24", "register-staff#staff/data/account", "Yksi tunnus on aina yhden henkilön.", "One account is always one person's."},
		{"TK-24", "register-staff#staff/access/no-reading-of-credentials", "Kaikilta kielletty: avaaminen", "Nobody may open"},
	})
}

// Keeps: TK-180, TK-181
func TestAConnectionIsReopenedOnlyAfterAnAcceptedExplanationOfCausesAndMeasures(t *testing.T) {
	t.Parallel()
	d := openRowDesk(t, "statfin", "permit-officer", "supervisor")
	token := d.signIn("colleague")
	client := d.add(d.as(token, "permit-officer", "clients/service"), opaque.ID{}, "card", promise.Document{"name": "Järvi-Suomen yliopisto"}).Subject
	w := d.as(token, "supervisor", "clients/supervision")
	cut := d.add(w, client, "suspensions", promise.Document{"from": "2026-11-20", "breach": "Yhteys otettu kotoa."})
	reopen := func() error {
		_, err := d.Register.Correct(t.Context(), w, client, cut.Records[0], 1, promise.Document{"from": "2026-11-20", "to": "2026-11-23", "breach": "Yhteys otettu kotoa."}, false, register.Given{Reason: "suspected-breach", Text: "Perustelu."})
		return err
	}
	d.mustRefuse(reopen(), "clients/access/no-reopening-unexplained", "no explanation")
	letter := promise.Document{"received": "2026-11-22", "causes": "Ohje oli jäänyt lukematta.", "accepted": "false"}
	_, err := d.try(w, client, "explanations", letter)
	d.mustLack(err, "measures", "an explanation without measures (181)")
	_, err = d.try(w, client, "explanations", promise.Document{"received": "2026-11-22", "measures": "Koulutus.", "accepted": "false"})
	d.mustLack(err, "causes", "an explanation without causes (180)")
	letter["measures"] = "Jokainen tutkija perehdytetään uudelleen."
	d.add(w, client, "explanations", letter)
	d.mustRefuse(reopen(), "clients/access/no-reopening-unexplained", "an explanation that was not accepted")
	letter["accepted"] = "true"
	d.add(w, client, "explanations", letter)
	if err := reopen(); err != nil {
		t.Errorf("after an accepted explanation: %v", err)
	}
}

// Keeps: TK-232, TK-235, TK-258
func TestARiskNeedsAMethodNoRiskAReasonAndNoThresholdIsBelowThree(t *testing.T) {
	t.Parallel()
	d := openRowDesk(t, "statfin", "output-checker")
	w := d.as(d.signIn("colleague"), "output-checker", "outputs/output-check")
	who := d.add(w, opaque.ID{}, "card", promise.Document{"name": "Ritva Suvanto", "email": "ritva@jarvisuomi.example"}).Subject
	assessment := func(more promise.Document) promise.Document {
		doc := promise.Document{"project": "a99", "date": "2026-11-20", "moment": "publishing", "unit": "person"}
		for k, v := range more {
			doc[k] = v
		}
		return doc
	}
	for what, c := range map[string]struct {
		doc  promise.Document
		lack string
	}{
		"a risk and no method (232)":        {promise.Document{"risk": "true"}, "methods"},
		"no risk and no reason (258)":       {promise.Document{"risk": "false"}, "no-measures"},
		"a threshold below three (235)":     {promise.Document{"risk": "true", "methods": []string{"rounding"}, "threshold": "2"}, "threshold"},
		"a risk with a method (232)":        {promise.Document{"risk": "true", "methods": []string{"suppression-by-cell"}}, ""},
		"no risk with a reason (258)":       {promise.Document{"risk": "false", "no-measures": "Tiedot ovat julkisia."}, ""},
		"a threshold that was raised (235)": {promise.Document{"risk": "true", "methods": []string{"rounding"}, "threshold": "5", "threshold-reason": "Pieni alue."}, ""},
	} {
		_, err := d.try(w, who, "assessments", assessment(c.doc))
		if c.lack != "" {
			d.mustLack(err, c.lack, what)
		} else if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}
