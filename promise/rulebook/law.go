// SPDX-License-Identifier: EUPL-1.2

package rulebook

import (
	"slices"

	"github.com/lupaus/lupaus/promise"
)

// Names of the clauses that stand for what no clause speaks of.
const (
	Silence           = "law/silence"
	PurposeLimitation = "law/purpose-limitation"
)

// law returns the clauses that are the law's own: the same for every organisation, and
// no file can switch them off. They come before all others, so that a refusal names them
// rather than a rule of the house.
func law(r *promise.Release) []*Clause {
	out := []*Clause{
		builtin(r, "silence", promise.Clause{Verb: promise.Forbid, Origin: promise.Origin{Law: []string{"gdpr 5(1)(b)"}},
			Text: promise.Text{
				"en": "What no clause allows is refused.", "nb": "Det som ingen bestemmelse tillater, avslås.",
				"sv": "Det som ingen klausul tillåter avslås.", "fi": "Mitä mikään ehto ei salli, se evätään."}}),
		builtin(r, "purpose-limitation", promise.Clause{Verb: promise.Forbid, Origin: promise.Origin{Law: []string{"gdpr 5(1)(b)"}},
			Text: promise.Text{
				"en": "Data are not used for a purpose they are not kept for.", "nb": "Opplysninger brukes ikke til et formål de ikke er lagret for.",
				"sv": "Uppgifter används inte för ett ändamål de inte sparas för.", "fi": "Tietoja ei käytetä tarkoitukseen, jota varten niitä ei säilytetä."}}),
	}
	out = append(out, restriction(r)...)
	out = append(out, objection(r)...)
	return append(out, consent(r)...)
}

func builtin(r *promise.Release, id string, c promise.Clause) *Clause {
	c.Name, c.Document, c.Section, c.ID, c.Builtin = "law/"+id, "law", "", id, true
	return r.NewClause(c)
}

// restriction is Art. 18: while the fact "restricted" holds, data are kept and not used.
// Finding stays, because whoever meets the person must see that the data are restricted
// (recital 67), and so does answering the person's own requests, which is use with the
// person's consent. The system may still read what it needs to know the facts, but does
// not end or send anything.
// Law: gdpr 18(2)
// Keeps: HMS-92
func restriction(r *promise.Release) []*Clause {
	var purposes []string
	for _, g := range r.Registers {
		for _, p := range g.Leaves() {
			if len(p.Answers) == 0 {
				purposes = append(purposes, p.Qualified())
			}
		}
	}
	words := promise.Text{
		"en": "While data are restricted they are kept and not used.", "nb": "Mens opplysninger er begrenset, lagres de og brukes ikke.",
		"sv": "Medan uppgifter är begränsade sparas de och används inte.", "fi": "Rajoitettuja tietoja säilytetään mutta ei käytetä."}
	cite := promise.Origin{Law: []string{"gdpr 18(2)"}}
	var out []*Clause
	if len(purposes) > 0 { // without a purpose the clause would mean every purpose
		out = append(out, builtin(r, "art-18", promise.Clause{Verb: promise.Forbid, Actions: allBut(Find, Receive), Who: []string{promise.Everyone}, For: purposes,
			If: []string{"restricted"}, Origin: cite, Text: words}))
	}
	return append(out,
		builtin(r, "art-18-upkeep", promise.Clause{Verb: promise.Forbid, Actions: []Action{Erase, Share, Export, Disclose, Publish, Send, Submit},
			Who: []string{promise.SystemRole}, If: []string{"restricted"}, Origin: cite, Text: words}))
}

// objection is Art. 21: what a prohibition names is not done, whatever was permitted.
// Law: gdpr 21(3)
func objection(r *promise.Release) []*Clause {
	var purposes []string
	for _, g := range r.Registers {
		for _, p := range g.Leaves() {
			if stopped(g, p) {
				purposes = append(purposes, p.Qualified())
			}
		}
	}
	if purposes == nil {
		return nil
	}
	return []*Clause{builtin(r, "art-21", promise.Clause{Verb: promise.Forbid, Actions: allBut(Find, Erase), Who: []string{promise.Everyone}, For: purposes,
		If: []string{"prohibited"}, Origin: promise.Origin{Law: []string{"gdpr 21(3)"}},
		Text: promise.Text{
			"en": "A prohibition or an objection stops what it names.", "nb": "Et forbud eller en protest stanser det den gjelder.",
			"sv": "Ett förbud eller en invändning stoppar det som den gäller.", "fi": "Kielto tai vastustus pysäyttää sen, mitä se koskee."}})}
}

// stopped reports whether some prohibition of the register stops the purpose, by itself
// or through a purpose above it.
func stopped(g *promise.Register, p *promise.Purpose) bool {
	for _, x := range g.Prohibitions {
		for up := p; up != nil; up = g.Purpose(up.Under) {
			if slices.Contains(x.Stops, up.ID) {
				return true
			}
		}
	}
	return false
}

// consent is Art. 7: a purpose that rests on consent is worth nothing without it. Each
// permission a purpose needs is a clause of its own, so that the refusal says which one
// is missing.
// Law: gdpr 7(3)
// Keeps: HMS-48
// Keeps: HMS-49
func consent(r *promise.Release) []*Clause {
	var out []*Clause
	for _, g := range r.Registers {
		for _, permission := range g.Permissions {
			var purposes []string
			for _, p := range g.Leaves() {
				if p.Basis == "consent" && slices.Contains(p.Needs, permission.ID) {
					purposes = append(purposes, p.Qualified())
				}
			}
			if purposes == nil {
				continue
			}
			c := builtin(r, "art-7/"+g.ID+"."+permission.ID, promise.Clause{Register: g.ID, Verb: promise.Forbid, Actions: allBut(Erase), Who: []string{promise.Everyone},
				For: purposes, Unless: []string{"permitted." + permission.ID}, Origin: promise.Origin{Pos: permission.Pos, Source: permission.Source, Law: []string{"gdpr 7"}}})
			out = append(out, c)
		}
	}
	return out
}

func allBut(except ...Action) []Action {
	var out []Action
	for a := Action(1); int(a) < ActionCount; a++ {
		if !slices.Contains(except, a) {
			out = append(out, a)
		}
	}
	return out
}
