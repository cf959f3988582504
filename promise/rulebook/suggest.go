// SPDX-License-Identifier: EUPL-1.2

package rulebook

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// Suggestion is one way in which a refused act would be possible.
type Suggestion struct {
	Kind    string   // facts, break-glass, purpose, role
	Purpose string   // qualified purpose to act for
	Facts   []string // facts that would have to be true, or false when they start with "not "
	Roles   []string // role ids that may
	Clause  *Clause  // the allow that would decide
	Text    string   // the same in the reader's language
}

// WouldAllow says what would make a refused act possible, nearest first: other facts,
// another purpose, another role, another role and purpose. It tries the axes of the table
// one after the other and invents nothing: each suggestion names the allow that would
// decide. Facts that are not known are taken as facts that could come true. It returns
// nil when the act is allowed already, or when nothing would allow it.
func (b *Rulebook) WouldAllow(q Query, f Facts, lang string) []Suggestion {
	f.True &= f.Known
	if b.find(q) == &b.silence || b.Decide(q, f).Allowed {
		return nil
	}
	w := words{b.release, lang}
	var out []Suggestion
	for _, way := range b.ways(q, f) {
		kind := "facts"
		if slices.Contains(way.facts, "break-glass") {
			kind = "break-glass"
		}
		out = append(out, Suggestion{Kind: kind, Purpose: b.PurposeName(q.Purpose), Facts: way.facts, Clause: way.clause, Text: w.say("facts", w.facts(way.facts))})
	}
	if b.roles.name(q.Role) == promise.SystemRole {
		return out
	}
	out = append(out, b.otherPurposes(q, f, w)...)
	out = append(out, b.otherRoles(q, f, w)...)
	return out
}

// way is one allow that could decide, and the facts that would have to change for it.
type way struct {
	clause *Clause
	facts  []string
}

// ways returns the allows of the query's cell that could decide, fewest changes first.
// A way that no change of facts opens (a forbid without exception stands before it, or
// receiver or unit are wrong) is none.
func (b *Rulebook) ways(q Query, f Facts) []way {
	c := b.find(q)
	var out []way
	for i := range c.allows {
		e := &c.allows[i]
		if !e.reaches(q) {
			continue
		}
		// Assume what the allow asks for; then see which forbids can be lifted.
		try := Facts{True: f.True&^e.not | e.must, Known: f.Known | e.must | e.not}
		var changed bool
		if try, changed = b.lift(c, q, try); !changed {
			continue
		}
		if !b.Decide(q, try).Allowed {
			continue
		}
		if facts := b.difference(f, try); len(facts) > 0 {
			out = append(out, way{e.clause, facts})
		}
	}
	slices.SortStableFunc(out, func(x, y way) int { return len(x.facts) - len(y.facts) })
	return out
}

// lift changes as few facts as it finds so that no forbid of the cell matches: an
// exception that a forbid names ("unless"), or one of its conditions that is not the
// case ("if"). It reports false when a forbid cannot be lifted.
func (b *Rulebook) lift(c *cell, q Query, f Facts) (Facts, bool) {
	for range 1 + len(c.forbids) {
		lifted := true
		for i := range c.forbids {
			e := &c.forbids[i]
			if !e.wholeField || !e.bars(q, f) {
				continue
			}
			lifted = false
			switch {
			case e.not != 0:
				bit := lowest(e.not)
				f.True, f.Known = f.True|bit, f.Known|bit
			case e.must&^f.Known != 0:
				f.Known |= lowest(e.must &^ f.Known)
			case e.must != 0:
				f.True &^= lowest(e.must)
			default:
				return f, false
			}
		}
		if lifted {
			return f, true
		}
	}
	return f, false
}

func lowest(mask uint64) uint64 { return mask & -mask }

// difference names the facts in which two sets differ.
func (b *Rulebook) difference(now, then Facts) []string {
	var out []string
	changed := (now.True ^ then.True) | (then.Known &^ now.Known)
	for m := changed; m != 0; m &= m - 1 {
		name := b.facts.list[bits.TrailingZeros64(m)]
		if then.True&lowest(m) == 0 {
			name = "not " + name
		}
		out = append(out, name)
	}
	return out
}

// opens reports whether the query would be allowed, now or with facts that are not known
// yet, and by which clause.
func (b *Rulebook) opens(q Query, f Facts) *Clause {
	if d := b.Decide(q, f); d.Allowed {
		return d.Clause
	}
	for _, way := range b.ways(q, f) {
		if !slices.ContainsFunc(way.facts, func(name string) bool { return b.settled(name, f) }) {
			return way.clause
		}
	}
	return nil
}

// settled reports whether the fact, which a way would change, is known to be otherwise.
func (b *Rulebook) settled(name string, f Facts) bool {
	bit, _ := b.FactBit(strings.TrimPrefix(name, "not "))
	return f.Known&(1<<bit) != 0
}

// otherPurposes tries the other purposes of the register for the same role.
func (b *Rulebook) otherPurposes(q Query, f Facts, w words) []Suggestion {
	var out []Suggestion
	for _, p := range b.sisters(q) {
		if c := b.opens(p, f); c != nil {
			out = append(out, Suggestion{Kind: "purpose", Purpose: b.PurposeName(p.Purpose), Clause: c, Text: w.say("purpose", w.purpose(b.PurposeName(p.Purpose)))})
		}
	}
	return out
}

// sisters returns the query for every other purpose of the same register.
func (b *Rulebook) sisters(q Query) []Query {
	var out []Query
	for i, h := range b.purposeHome {
		if code := Code(i + 1); code != q.Purpose && h.register == b.categoryHome[q.Category-1].register {
			sister := q
			sister.Purpose = code
			out = append(out, sister)
		}
	}
	return out
}

// otherRoles names the roles that may do the same for the same purpose, or, when there
// are none, for another one.
func (b *Rulebook) otherRoles(q Query, f Facts, w words) []Suggestion {
	// What is known of the one who asks says nothing about a colleague.
	for _, name := range []string{"assigned", "in-care", "same-unit", "own", "author", "named", "shared-with-me", "declared", "second-factor", "allowed-address", "work-account"} {
		if bit, ok := b.FactBit(name); ok {
			f.Known &^= 1 << bit
			f.True &^= 1 << bit
		}
	}
	for _, candidates := range [][]Query{{q}, b.sisters(q)} {
		var out []Suggestion
		for _, p := range candidates {
			if s, ok := b.rolesFor(p, q.Role, f, w); ok {
				out = append(out, s)
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

func (b *Rulebook) rolesFor(q Query, asker Code, f Facts, w words) (Suggestion, bool) {
	s := Suggestion{Kind: "role", Purpose: b.PurposeName(q.Purpose)}
	for i, name := range b.roles.list {
		if Code(i+1) == asker || name == promise.SystemRole {
			continue
		}
		q.Role = Code(i + 1)
		if c := b.opens(q, f); c != nil {
			s.Roles = append(s.Roles, name)
			if s.Clause == nil {
				s.Clause = c
			}
		}
	}
	if s.Roles == nil {
		return s, false
	}
	s.Text = w.say("role", w.roles(s.Roles), w.purpose(s.Purpose))
	return s, true
}

// words says suggestions in a language.
type words struct {
	release *promise.Release
	lang    string
}

var suggestionWords = map[string]map[string]string{
	"en": {"facts": "It would be possible when %s.", "purpose": "It is possible when you act for the purpose %s.", "role": "%s may do it for the purpose %s.", "and": " and ", "not": "it is not the case that %s"},
	"nb": {"facts": "Det ville være mulig når %s.", "purpose": "Det er mulig når du arbeider for formålet %s.", "role": "%s kan gjøre det for formålet %s.", "and": " og ", "not": "det ikke er slik at %s"},
	"sv": {"facts": "Det vore möjligt när %s.", "purpose": "Det är möjligt när du arbetar för ändamålet %s.", "role": "%s får göra det för ändamålet %s.", "and": " och ", "not": "det inte är så att %s"},
	"fi": {"facts": "Se olisi mahdollista, kun %s.", "purpose": "Se on mahdollista, kun toimit tarkoituksessa %s.", "role": "Tarkoituksessa %[2]s sen voi tehdä %[1]s.", "and": " ja ", "not": "ei päde, että %s"},
}

func (w words) word(key string) string {
	if s := suggestionWords[w.lang][key]; s != "" {
		return s
	}
	return suggestionWords["en"][key]
}

func (w words) say(key string, args ...any) string { return fmt.Sprintf(w.word(key), args...) }

func (w words) facts(names []string) string {
	var out []string
	for _, name := range names {
		if plain, no := strings.CutPrefix(name, "not "); no {
			out = append(out, w.say("not", w.release.Fact(plain, w.lang)))
			continue
		}
		out = append(out, w.release.FactForYou(name, w.lang))
	}
	return strings.Join(out, w.word("and"))
}

func (w words) purpose(qualified string) string {
	p := w.release.Purpose(qualified)
	if p == nil {
		return qualified
	}
	if w.lang == "nb" {
		return "«" + p.Name.In(w.lang) + "»"
	}
	return "“" + p.Name.In(w.lang) + "”"
}

func (w words) roles(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, w.release.Organisation.Role(id).Name.In(w.lang))
	}
	return strings.Join(out, ", ")
}
