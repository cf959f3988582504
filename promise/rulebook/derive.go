// SPDX-License-Identifier: EUPL-1.2

package rulebook

import (
	"slices"

	"github.com/lupaus/lupaus/promise"
)

// The built-in registers whose categories the language itself knows: accounts of staff,
// and the log that shows a person who looked.
const (
	StaffRegister        = "staff"
	AccountCategory      = "account"
	CredentialsCategory  = "credentials"
	DeclarationsCategory = "declarations"
	LogRegister          = "log"
	EntriesCategory      = "entries"
)

// derive returns the clauses under which the role system keeps the registers. The system
// is an actor too: it gets no data that no clause names, and every one of these follows
// from something the files declare.
func derive(r *promise.Release) []*Clause {
	var out []*Clause
	for _, g := range r.Registers {
		out = append(out, indexing(r, g)...)
		out = append(out, factFinding(r, g)...)
		out = append(out, sweeping(r, g)...)
		switch g.ID {
		case StaffRegister:
			out = append(out, signIn(r, g)...)
		case LogRegister:
			out = append(out, logging(r, g)...)
		}
	}
	return out
}

func derived(r *promise.Release, g *promise.Register, id string, at promise.Origin, actions []Action, data []promise.Ref, text promise.Text) []*Clause {
	if len(data) == 0 {
		return nil
	}
	return []*Clause{r.NewClause(promise.Clause{Name: g.ID + "/derived/" + id, Document: g.ID, Section: "derived", ID: id, Register: g.ID, Verb: promise.Allow,
		Actions: actions, Who: []string{promise.SystemRole}, Data: data, For: []string{promise.UpkeepPurpose}, Text: text, Derived: true, Origin: at})}
}

// indexing allows loading the index of names and testing exact values: the whole card
// where a name is found by, the single fields where they are found exactly.
func indexing(r *promise.Release, g *promise.Register) []*Clause {
	var data []promise.Ref
	for _, c := range g.Data {
		if slices.ContainsFunc(c.Fields, func(f *promise.FieldDecl) bool { return f.Find == "name" }) {
			data = append(data, promise.Ref{Category: c.ID, Pos: c.Pos})
			continue
		}
		for _, f := range c.Fields {
			if f.Find != "" {
				data = append(data, promise.Ref{Category: c.ID, Field: f.ID, Pos: f.Pos})
			}
		}
	}
	return derived(r, g, "index", promise.Origin{Pos: g.Pos}, []Action{Find, Open}, data, promise.Text{
		"en": "The system loads the index by which records are found.", "nb": "Systemet laster registeret som oppføringer blir funnet i.",
		"sv": "Systemet laddar det index som poster hittas med.", "fi": "Järjestelmä lataa hakemiston, jolla tietueet löydetään."})
}

// factFinding allows reading the dated records that states, events and relations look at.
func factFinding(r *promise.Release, g *promise.Register) []*Clause {
	var data []promise.Ref
	add := func(category string, at promise.Pos) {
		if g.Category(category) != nil && !slices.ContainsFunc(data, func(x promise.Ref) bool { return x.Category == category }) {
			data = append(data, promise.Ref{Category: category, Pos: at})
		}
	}
	for _, s := range g.States {
		for _, p := range s.Any {
			add(p.Data, s.Pos)
		}
	}
	for _, e := range g.Events {
		add(e.Data, e.Pos)
	}
	for _, x := range g.Relations {
		add(x.Data, x.Pos)
	}
	return derived(r, g, "facts", promise.Origin{Pos: g.Pos}, []Action{Open}, data, promise.Text{
		"en": "The system reads the dates that states, deadlines and relations follow from.", "nb": "Systemet leser datoene som tilstander, frister og relasjoner følger av.",
		"sv": "Systemet läser de datum som tillstånd, frister och relationer följer av.", "fi": "Järjestelmä lukee päivämäärät, joista tilat, määräajat ja suhteet seuraavat."})
}

// sweeping allows ending what a retention clause ends.
// Keeps: HMS-53
// Law: gdpr 5(1)(e)
func sweeping(r *promise.Release, g *promise.Register) []*Clause {
	var out []*Clause
	for _, x := range g.Retention {
		actions := map[string][]Action{"erase": {Erase}, "anonymise": {Correct, Erase}, "return": {Erase, Export}, "archive": {Erase, Export}}[x.End]
		if actions == nil {
			continue
		}
		out = append(out, derived(r, g, "retention/"+x.ID, x.Origin, actions, x.Data, promise.Text{
			"en": "The system ends what its retention clause ends, at its time.", "nb": "Systemet avslutter det oppbevaringsfristen avslutter, når tiden er inne.",
			"sv": "Systemet avslutar det som lagringstiden avslutar, i rätt tid.", "fi": "Järjestelmä päättää sen, minkä säilytysehto päättää, ajallaan."})...)
	}
	return out
}

// signIn allows comparing credentials, and the marks that a sign-in leaves.
func signIn(r *promise.Release, g *promise.Register) []*Clause {
	refs := func(ids ...string) []promise.Ref {
		var out []promise.Ref
		for _, id := range ids {
			if c := g.Category(id); c != nil {
				out = append(out, promise.Ref{Category: id, Pos: c.Pos})
			}
		}
		return out
	}
	at := promise.Origin{Pos: g.Pos}
	out := derived(r, g, "sign-in", at, []Action{Find, Open}, refs(AccountCategory, CredentialsCategory, DeclarationsCategory), promise.Text{
		"en": "The system compares what is given at sign-in.", "nb": "Systemet sammenligner det som oppgis ved pålogging.",
		"sv": "Systemet jämför det som anges vid inloggning.", "fi": "Järjestelmä vertaa sitä, mitä kirjautuessa annetaan."})
	out = append(out, derived(r, g, "sign-in-marks", at, []Action{Add, Correct}, refs(CredentialsCategory, DeclarationsCategory), promise.Text{
		"en": "The system notes used codes, and declarations signed before an account is active.", "nb": "Systemet noterer brukte koder, og erklæringer signert før kontoen er aktiv.",
		"sv": "Systemet noterar använda koder och förklaringar som undertecknats innan kontot är aktivt.", "fi": "Järjestelmä merkitsee käytetyt koodit ja ennen tilin avaamista allekirjoitetut sitoumukset."})...)
	return append(out, derived(r, g, "first-account", at, []Action{Add}, refs(AccountCategory), promise.Text{
		"en": "The set-up makes the first account, when nobody is there yet to make one.", "nb": "Oppsettet lager den første kontoen, når ingen andre kan.",
		"sv": "Installationen skapar det första kontot, när ingen annan kan.", "fi": "Käyttöönotto luo ensimmäisen tilin, kun kukaan muu ei vielä voi."})...)
}

// logging allows writing the log's own records.
// Keeps: HMS-36
func logging(r *promise.Release, g *promise.Register) []*Clause {
	if g.Category(EntriesCategory) == nil {
		return nil
	}
	return derived(r, g, "entries", promise.Origin{Pos: g.Pos}, []Action{Add}, []promise.Ref{{Category: EntriesCategory, Pos: g.Pos}}, promise.Text{
		"en": "The system enters every look-up into the log.", "nb": "Systemet fører hvert oppslag i loggen.",
		"sv": "Systemet för in varje uppslag i loggen.", "fi": "Järjestelmä kirjaa jokaisen haun lokiin."})
}
