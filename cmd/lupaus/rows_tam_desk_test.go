// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"maps"
	"testing"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
)

// cityDesk is a colleague of the city who has accepted the rules, and whose account can
// be named in records.
func cityDesk(t *testing.T, roles ...string) (d *rowDesk, token, account string) {
	t.Helper()
	d = openRowDesk(t, "tampere", roles...)
	token = d.signIn("colleague")
	acceptRules(d, token)
	s, err := d.Accounts.Session(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return d, token, s.Account.String()
}

func acceptRules(d *rowDesk, token string) {
	d.t.Helper()
	all, err := d.Accounts.Readings(d.t.Context(), token)
	if err != nil || len(all) == 0 {
		d.t.Fatalf("%d documents to read: %v", len(all), err)
	}
	for _, r := range all {
		var attested []string
		for _, c := range r.Document.Conduct {
			if c.Support == "attest" {
				attested = append(attested, c.ID)
			}
		}
		if err := d.Accounts.Accept(d.t.Context(), token, r.Ref, attested); err != nil {
			d.t.Fatal(err)
		}
	}
}

// without is a document that lacks one field.
func without(doc promise.Document, field string) promise.Document {
	out := maps.Clone(doc)
	delete(out, field)
	return out
}

// TestNobodyInTheCityWorksBeforeEachAttestedRuleIsConfirmed signs in and tries to work
// before the rules of the region are accepted, and with one of the ten clauses left out.
//
// Keeps: TAM-01, TAM-08, TAM-18, TAM-21, TAM-270
func TestNobodyInTheCityWorksBeforeEachAttestedRuleIsConfirmed(t *testing.T) {
	t.Parallel()
	d := openRowDesk(t, "tampere", "employee")
	token := d.signIn("colleague")
	if err := d.Accounts.ChooseRole(t.Context(), token, "employee"); err == nil {
		t.Errorf("%s: somebody works before the rules are accepted", "TAM-01")
	}
	all, err := d.Accounts.Readings(t.Context(), token)
	if err != nil || len(all) != 1 || all[0].Document.ID != "rules" {
		t.Fatalf("what is to be read: %+v, %v", all, err)
	}
	attested := map[string]bool{}
	for _, c := range all[0].Document.Conduct {
		attested[c.ID] = c.Support == "attest"
	}
	for row, clause := range map[string]string{"TAM-08": "private-matters", "TAM-18": "proper-conduct", "TAM-21": "lawful-use", "TAM-270": "no-deep-fakes"} {
		var rest []string
		for id, is := range attested {
			if is && id != clause {
				rest = append(rest, id)
			}
		}
		if !attested[clause] {
			t.Errorf("%s: %s is not attested", row, clause)
		}
		if err := d.Accounts.Accept(t.Context(), token, all[0].Ref, rest); err == nil {
			t.Errorf("%s: the rules are accepted without %s", row, clause)
		}
	}
	acceptRules(d, token)
	after, err := d.Accounts.Readings(t.Context(), token)
	if err != nil || len(after) != 1 || after[0].State != accounts.ReadingAccepted {
		t.Errorf("%s: afterwards: %+v, %v", "TAM-01", after, err)
	}
	if err := d.Accounts.ChooseRole(t.Context(), token, "employee"); err != nil {
		t.Errorf("%s: after accepting: %v", "TAM-01", err)
	}
}

// TestMailOfTheAbsentIsNotOpenedWithoutItsFourRecords opens messages of somebody who is
// away, leaving out one of the records at a time.
//
// Keeps: TAM-133, TAM-134, TAM-135, TAM-136, TAM-137
func TestMailOfTheAbsentIsNotOpenedWithoutItsFourRecords(t *testing.T) {
	t.Parallel()
	d, token, me := cityDesk(t, "supervisor")
	supervisor := d.as(token, "supervisor", "absences/continuity")
	who := d.add(supervisor, opaque.ID{}, "employee", promise.Document{"name": "Hilkka Ahvenlampi", "work-address": "hilkka.ahvenlampi@tampere.example"}).Subject
	opening := promise.Document{"no-consent": "not-obtainable", "reason": "Tarjous on jätettävä tänään.", "participants": []string{me}, "at": "2026-11-23T08:30:00Z", "told-to": "Hankintapäällikkö"}
	for row, field := range map[string]string{"TAM-133": "no-consent", "TAM-134": "reason", "TAM-135": "participants", "TAM-136": "at", "TAM-137": "told-to"} {
		_, err := d.try(supervisor, who, "openings", without(opening, field))
		d.mustLack(err, field, row)
	}
	d.add(supervisor, who, "openings", opening)
}

// TestWhatHasToBeSaidOfAMailboxAPermitASurveyAndAnIntroductionIsAskedFor leaves out one
// thing at a time that the rules ask for.
//
// Keeps: TAM-94, TAM-96, TAM-106, TAM-120, TAM-147, TAM-245, TAM-252
func TestWhatHasToBeSaidOfAMailboxAPermitASurveyAndAnIntroductionIsAskedFor(t *testing.T) {
	t.Parallel()
	d, token, me := cityDesk(t, "supervisor", "ict-expert")
	for _, c := range []struct {
		role, purpose, card, category string
		named, doc                    promise.Document
		asked                         map[string]string
	}{
		{
			"supervisor", "address-book/mailbox-care", "person", "organisation-mailboxes",
			promise.Document{"name": "Onni Kivisalmi", "organisation": "Tampere", "title": "Palveluvastaava"},
			promise.Document{"address": "palvelupiste@tampere.example", "function": "Palvelupiste", "deputy": me, "from": "2026-11-23"},
			map[string]string{"TAM-94": "function", "TAM-96": "deputy"},
		},
		{
			"supervisor", "devices/permits", "holder", "permits",
			promise.Document{"name": "Onni Kivisalmi"},
			promise.Document{"kind": "shared-account", "what": "Neuvonnan yhteistunnus", "reason": "Päätteellä vaihtuu työntekijä.", "from": "2026-11-23"},
			map[string]string{"TAM-106, TAM-120": "reason"},
		},
		{
			"supervisor", "surveys/surveys", "contact", "surveys",
			promise.Document{"name": "Onni Kivisalmi", "work-address": "onni.kivisalmi@tampere.example"},
			promise.Document{"title": "Työhyvinvointi", "sender": "Yliopisto", "purpose": "Tutkimus", "target-group": "Kirjastot", "opens": "2026-12-01", "closes": "2026-12-15", "tool": "Kyselin", "data-place": "Suomi", "identifies": "false"},
			map[string]string{"TAM-147": "data-place"},
		},
		{
			"ict-expert", "ai-tools/governance", "supplier", "introductions",
			promise.Document{"name": "Esimerkki Oy"},
			promise.Document{"solution": "Tiivistäjä", "project": "Kokeilu 2026", "owner": me, "responsible": me, "assessed": []string{"background", "purpose", "terms"}, "risk": "minimal"},
			map[string]string{"TAM-245": "project", "TAM-252": "responsible"},
		},
	} {
		w := d.as(token, c.role, c.purpose)
		who := d.add(w, opaque.ID{}, c.card, c.named).Subject
		for row, field := range c.asked {
			_, err := d.try(w, who, c.category, without(c.doc, field))
			d.mustLack(err, field, row)
		}
		d.add(w, who, c.category, c.doc)
	}
}
