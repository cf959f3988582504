// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"maps"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// told finds what the persons concerned are told before it happens.
// Law: gdpr 13(3)
// Law: gdpr 14(4)
func (w *work) told() {
	w.newPurposes()
	w.newBases()
	w.newRecipients()
	w.newTransfers()
	w.newDecisions()
	w.newAnswerers()
}

// heldCategories are those that both releases declare: what is held already.
func (w *work) heldCategories() []*promise.Category {
	var out []*promise.Category
	for _, g := range w.new.Registers {
		for _, d := range g.Data {
			if w.old.Category(d.Qualified()) != nil {
				out = append(out, d)
			}
		}
	}
	return out
}

func qualified(list []*promise.Purpose) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.Qualified())
	}
	return out
}

// newPurposes finds purposes that held personal data get.
func (w *work) newPurposes() {
	got := map[string][]string{} // purpose to categories
	var order []string
	for _, d := range w.heldCategories() {
		before := qualified(w.old.Category(d.Qualified()).Purposes())
		for _, p := range d.Purposes() {
			if !d.About.Personal() || slices.Contains(before, p.Qualified()) {
				continue
			}
			if got[p.Qualified()] == nil {
				order = append(order, p.Qualified())
			}
			got[p.Qualified()] = append(got[p.Qualified()], d.Qualified())
		}
	}
	for _, id := range order {
		w.newPurpose(w.new.Purpose(id), got[id])
	}
}

func (w *work) newPurpose(p *promise.Purpose, data []string) {
	names := []string{p.Register + "/purposes/" + p.ID}
	for _, q := range data {
		names = append(names, clauseOfData(q))
	}
	w.effect(Effect{Kind: NewPurpose, Needs: Tell, Clauses: names, Data: data, Law: w.telling(data)}, "effect-new-purpose",
		func(v voice) []any { return []any{v.categories(data), v.quote(v.text(p.Name))} })
	if !w.mayUseHeld(p, data) {
		w.effect(Effect{Kind: NoGround, Needs: Decide, Clauses: names, Data: data, Law: []string{"gdpr 6(4)"}}, "effect-no-ground",
			func(v voice) []any { return []any{v.categories(data), v.quote(v.text(p.Name))} })
	}
}

// telling cites the article by which persons are told of a new purpose: one for data
// from the person, one for data from elsewhere.
func (w *work) telling(data []string) []string {
	own, others := false, false
	for _, q := range data {
		register, category, _ := strings.Cut(q, "/")
		for _, s := range w.old.Register(register).Sources {
			if !slices.ContainsFunc(s.Data, func(r promise.Ref) bool { return r.Category == category }) {
				continue
			}
			if s.From == "party" || s.From == "public" {
				others = true
			} else {
				own = true
			}
		}
	}
	var out []string
	if own || !others {
		out = append(out, "gdpr 13(3)")
	}
	if others {
		out = append(out, "gdpr 14(4)")
	}
	return out
}

// mayUseHeld reports whether something lets a new purpose use data that were collected
// for another: consent, a law, or a stated compatibility with an earlier purpose.
// Law: gdpr 6(4)
func (w *work) mayUseHeld(p *promise.Purpose, data []string) bool {
	if p.Basis == "consent" || len(p.Law) > 0 {
		return true
	}
	g := w.new.Register(p.Register)
	for _, q := range data {
		before := w.old.Category(q).Purposes()
		if !slices.ContainsFunc(before, func(old *promise.Purpose) bool {
			for up := g.Purpose(old.ID); up != nil; up = g.Purpose(up.Under) {
				if slices.Contains(p.CompatibleWith, up.ID) {
					return true
				}
			}
			return false
		}) {
			return false
		}
	}
	return true
}

// newBases finds purposes that both releases have and that rest on another basis.
// Law: gdpr 13(1)(c)
func (w *work) newBases() {
	for _, g := range w.new.Registers {
		for _, p := range g.Leaves() {
			before := w.old.Purpose(p.Qualified())
			if before == nil || before.Basis == p.Basis || before.Basis == "" {
				continue
			}
			data := w.keptFor(p)
			w.effect(Effect{Kind: NewBasis, Needs: Tell, Clauses: []string{g.ID + "/purposes/" + p.ID}, Data: data, Law: []string{"gdpr 13(1)(c)", "gdpr 14(1)(c)"}}, "effect-new-basis",
				func(v voice) []any {
					return []any{v.quote(v.text(p.Name)), v.word("basis", before.Basis), v.word("basis", p.Basis)}
				})
		}
	}
}

// keptFor lists the held categories that are kept for a purpose.
func (w *work) keptFor(p *promise.Purpose) []string {
	var out []string
	for _, d := range w.heldCategories() {
		if d.Register == p.Register && slices.Contains(qualified(d.Purposes()), p.Qualified()) {
			out = append(out, d.Qualified())
		}
	}
	return out
}

// handing is who gets which data, and by which clause.
type handing map[string]map[string]string // party, qualified category, clause

func (h handing) add(party, data, clause string) {
	if h[party] == nil {
		h[party] = map[string]string{}
	}
	if h[party][data] == "" {
		h[party][data] = clause
	}
}

// handed works out who gets personal data: by a flow, by running the system they are
// kept in, or as the receiver that an access clause names.
// Law: gdpr 13(1)(e)
func handed(r *promise.Release) handing {
	out := handing{}
	add := func(g *promise.Register, refs []promise.Ref, parties []string, clause string) {
		for _, ref := range refs {
			d := g.Category(ref.Category)
			if d == nil || !d.About.Personal() {
				continue
			}
			for _, id := range parties {
				out.add(id, d.Qualified(), clause)
			}
		}
	}
	for _, g := range r.Registers {
		for _, f := range g.Flows {
			add(g, f.Data, []string{f.To}, g.ID+"/flows/"+f.ID)
		}
		for _, c := range g.Access {
			if c.Verb == promise.Allow {
				add(g, c.Data, c.To, c.Name)
			}
		}
		for _, d := range g.Data {
			for _, id := range d.KeptIn {
				if s := r.Organisation.System(id); s != nil && s.RunBy != "" {
					add(g, []promise.Ref{{Category: d.ID}}, []string{s.RunBy}, s.Clause)
				}
			}
		}
	}
	return out
}

// newRecipients compares who gets what. A party under a group that got the data before
// is no new recipient; one that gets no more gives back or erases what it has.
// Law: gdpr 13(1)(e)
// Law: gdpr 28(3)(g)
func (w *work) newRecipients() {
	before, after := handed(w.old), handed(w.new)
	for _, id := range slices.Sorted(maps.Keys(after)) {
		if data, names := w.beyond(after[id], before, id); len(data) > 0 {
			w.effect(Effect{Kind: NewRecipient, Needs: Tell, Clauses: append(names, partyClause(w.new, id)), Data: data, Law: []string{"gdpr 13(1)(e)", "gdpr 14(1)(e)"}},
				"effect-new-recipient", func(v voice) []any { return []any{v.party(id), v.categories(data)} })
		}
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if len(after[id]) > 0 {
			continue
		}
		data := slices.Sorted(maps.Keys(before[id]))
		names := slices.Sorted(maps.Values(before[id]))
		w.effect(Effect{Kind: RecipientEnds, Clauses: append(slices.Compact(names), partyClause(w.old, id)), Data: data, Law: []string{"gdpr 28(3)(g)", "gdpr 19"}},
			"effect-recipient-ends", func(v voice) []any { return []any{v.party(id), v.categories(data)} })
	}
}

// beyond lists the held categories that a party gets now and did not get before, itself
// or through a group above it.
func (w *work) beyond(now map[string]string, before handing, party string) (data, names []string) {
	for _, q := range slices.Sorted(maps.Keys(now)) {
		got := false
		for up := w.new.Organisation.Party(party); up != nil; up = w.new.Organisation.Party(up.Under) {
			got = got || before[up.ID][q] != ""
		}
		if !got && w.old.Category(q) != nil {
			data = append(data, q)
			if !slices.Contains(names, now[q]) {
				names = append(names, now[q])
			}
		}
	}
	return data, names
}

// newTransfers finds parties that get data and are outside the EEA now, or on another
// ground.
// Law: gdpr 13(1)(f)
func (w *work) newTransfers() {
	gets := handed(w.new)
	for _, p := range w.new.Organisation.Parties {
		if p.Transfer == nil {
			continue
		}
		before := w.old.Organisation.Party(p.ID)
		data := slices.Sorted(maps.Keys(gets[p.ID]))
		same := before != nil && before.Transfer != nil && before.Country == p.Country && before.Transfer.Mechanism == p.Transfer.Mechanism
		if same && len(handed(w.old)[p.ID]) > 0 || len(data) == 0 {
			continue
		}
		w.effect(Effect{Kind: NewTransfer, Needs: Tell, Clauses: []string{p.Clause}, Data: data, Law: []string{"gdpr 13(1)(f)", "gdpr 14(1)(f)"}},
			"effect-new-transfer", func(v voice) []any {
				return []any{v.categories(data), v.text(p.Name), p.Country, v.word("mechanism", p.Transfer.Mechanism)}
			})
	}
}

// newDecisions finds decisions of machines and profiling that are new or changed.
// Law: gdpr 13(2)(f)
// Law: gdpr 22
func (w *work) newDecisions() {
	for _, i := range w.Items {
		if i.Kind == Removed {
			continue
		}
		kind, phrase := NewDecision, "effect-new-decision"
		switch i.Section {
		case "automated-decisions":
		case "profiling":
			kind, phrase = NewProfiling, "effect-new-profiling"
		default:
			continue
		}
		after := i.After
		w.effect(Effect{Kind: kind, Needs: Tell, Clauses: []string{i.Clause}, Law: []string{"gdpr 13(2)(f)", "gdpr 14(2)(g)"}}, phrase,
			func(v voice) []any { return []any{after[v.lang]} })
	}
}

// newAnswerers finds another controller, and other ways to reach who answers.
// Law: gdpr 13(1)(a)
// Law: gdpr 13(1)(b)
func (w *work) newAnswerers() {
	o := w.new.Organisation
	for _, i := range w.Items {
		if i.Document != o.ID {
			continue
		}
		switch {
		case i.Section == "controller" && (w.old.Organisation.Controller.Name != o.Controller.Name || joined(w.old) != joined(w.new)):
			w.effect(Effect{Kind: NewController, Needs: Tell, Clauses: []string{i.Clause}, Law: []string{"gdpr 13(1)(a)", "gdpr 14(1)(a)"}}, "effect-new-controller",
				func(v voice) []any { return []any{o.Controller.Name} })
		case i.Section == "controller" && reach(i.Details):
			w.effect(Effect{Kind: NewContact, Needs: Tell, Clauses: []string{i.Clause}, Law: []string{"gdpr 13(1)(a)", "gdpr 14(1)(a)"}}, "effect-new-contact",
				func(v voice) []any { return []any{o.Controller.Name} })
		case i.Section == "contacts" && (i.Kind == Removed || reach(i.Details)):
			title := i.Title
			w.effect(Effect{Kind: NewContact, Needs: Tell, Clauses: []string{i.Clause}, Law: []string{"gdpr 13(1)(b)", "gdpr 14(1)(b)"}}, "effect-new-contact",
				func(v voice) []any { return []any{title[v.lang]} })
		}
	}
}

func joined(r *promise.Release) string {
	return strings.Join(r.Organisation.Controller.JointWith, " ")
}

// reach reports whether how somebody is reached is among the values that differ.
func reach(details []Detail) bool {
	return slices.ContainsFunc(details, func(d Detail) bool {
		return slices.Contains([]string{"address", "email", "phone", "url", "channel", "role", "handles"}, d.Key)
	})
}

// partyClause names the clause that declares a party.
func partyClause(r *promise.Release, id string) string {
	if p := r.Organisation.Party(id); p != nil {
		return p.Clause
	}
	return r.Organisation.ID + "/parties/" + id
}

// clauseOfData is the clause that declares "register/category" or a field of it.
func clauseOfData(qualified string) string {
	register, category, _ := strings.Cut(qualified, "/")
	return register + "/data/" + category
}
