// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// This file holds the access checks as they are said: every clause against every other,
// by names. The checks in use have to find the same, on promises made at random.

// covered is a clause with what it covers, in a form that can be asked quickly.
type covered struct {
	*Clause
	roles map[string]bool
	names []string        // the roles in order
	pairs map[string]Pair // by category and purpose
	order []string
}

// access checks the clauses against each other: the whole decision table is finite.
func (c *checker) plainAccess() {
	var clauses []*covered
	for _, list := range c.allClauses() {
		for _, x := range list {
			k := c.plainCover(x)
			clauses = append(clauses, k)
		}
	}
	c.told = c.unresolved()
	for _, k := range clauses {
		c.plainClause(k)
	}
	c.plainBuried(clauses)
	c.plainTwins(clauses)
	c.plainGaps(clauses)
}

// unresolved are the clauses that name something which does not exist: that they cover
// nothing follows from it and is not told again.
func (c *checker) unresolved() map[string]bool {
	out := map[string]bool{}
	for _, p := range c.problems {
		if p.Code == "E2" {
			out[p.Clause] = true
		}
	}
	return out
}

func (c *checker) allClauses() [][]*Clause {
	out := [][]*Clause{c.org.Rules}
	for _, g := range c.release.Registers {
		out = append(out, g.Access)
	}
	return out
}

func (c *checker) plainCover(x *Clause) *covered {
	k := &covered{Clause: x, roles: map[string]bool{}, pairs: map[string]Pair{}}
	scope := c.release.Coverage(x)
	for _, role := range scope.Roles {
		k.roles[role] = true
	}
	k.names = scope.Roles
	for _, p := range scope.Pairs {
		key := p.Category.Qualified() + " " + p.Purpose
		k.pairs[key] = p
		k.order = append(k.order, key)
	}
	return k
}

// reaches reports whether the clause has at least one cell.
func (k *covered) reaches() bool {
	for _, role := range k.names {
		for _, p := range k.pairs {
			if MayAct(role, p.Purpose) && slices.ContainsFunc(k.Actions, p.Takes) {
				return true
			}
		}
	}
	return false
}

// oneClause checks what a clause shows by itself.
func (c *checker) plainClause(k *covered) {
	if !k.reaches() && !c.told[k.Name] {
		c.error("E34", k.Name, k.Pos, "the clause covers nothing: no role, or no category that is kept for a purpose it names", "a purpose limits the data it is named for (Art. 5(1)(b))",
			"compare who and except, and the category's for with the clause's for")
	}
	if k.Verb != Allow {
		return
	}
	if slices.Contains(k.If, "break-glass") {
		c.breakGlass(k.Clause)
	}
	if slices.Contains(k.Who, Everyone) && len(k.Source) == 0 && len(k.Law) == 0 && !slices.Contains(k.If, "own") {
		c.warn("W40", k.Name, k.Pos, "all staff are allowed and no source or law asks for that", "Art. 25(2): not accessible to more persons than needed", "name the roles, or the source that says everyone")
	}
	for _, role := range k.names {
		for _, p := range k.pairs {
			if p.Category.Special != "" && !c.declares(role) && k.readsOut() {
				c.error("E37", k.Name, k.Pos, fmt.Sprintf("special data are open to %q, whose accounts need no declaration", role), "Art. 9(3), 32(4): who handles such data is bound to secrecy", "add declared to the role's account")
				return
			}
		}
	}
}

// surely reports whether a forbid matches wherever the allow does, so that the allow can
// never decide there.
func (c *checker) plainSurely(forbid, allow *covered) bool {
	subset := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
	}
	return forbid.Verb == Forbid && subset(forbid.If, allow.If) && subset(forbid.Unless, allow.Unless) && c.receiversWithin(allow.To, forbid.To) && len(forbid.Units) == 0
}

// buried reports allows that forbids cover wholly.
func (c *checker) plainBuried(clauses []*covered) {
	for _, a := range clauses {
		if a.Verb != Allow || !a.reaches() {
			continue
		}
		var over []*covered
		for _, f := range clauses {
			if c.plainSurely(f, a) {
				over = append(over, f)
			}
		}
		if by := plainBuriedBy(a, over); by != nil {
			c.error("E35", a.Name, a.Pos, fmt.Sprintf("everything the clause allows is forbidden, by %s", by.Name), "a forbid beats every allow", "take one of them out, or write the exception into the forbid (except, unless)")
		}
	}
}

// buriedBy returns the last forbid met when every cell of the allow is forbidden.
func plainBuriedBy(a *covered, over []*covered) *covered {
	var by *covered
	if len(over) == 0 {
		return nil
	}
	for _, key := range a.order {
		pair := a.pairs[key]
		for _, role := range a.names {
			for _, action := range a.Actions {
				if !MayAct(role, pair.Purpose) || !pair.Takes(action) {
					continue
				}
				left := pair.Fields
				for _, f := range over {
					if p, there := f.pairs[key]; there && f.roles[role] && f.Covers(action) {
						left &^= p.Fields
						by = f
					}
				}
				if left != 0 {
					return nil
				}
			}
		}
	}
	return by
}

// twins reports forbids that say the same.
func (c *checker) plainTwins(clauses []*covered) {
	seen := map[string]*covered{}
	for _, k := range clauses {
		if k.Verb != Forbid || !k.reaches() {
			continue
		}
		key := k.signature()
		if other := seen[key]; other != nil {
			c.warn("W38", k.Name, k.Pos, "the clause forbids the same as "+other.Name, "", "take one of them out")
			continue
		}
		seen[key] = k
	}
}

// signature is the same for two clauses that cover the same cells on the same facts.
func (k *covered) signature() string {
	var b strings.Builder
	for _, a := range k.Actions {
		b.WriteString(a.String() + " ")
	}
	for _, list := range [][]string{sortedKeys(k.roles), sortedUnique(k.If), sortedUnique(k.Unless), sortedUnique(k.To), sortedUnique(k.Units)} {
		b.WriteString("|" + strings.Join(list, " "))
	}
	for _, key := range k.order {
		fmt.Fprintf(&b, "|%s %x", key, k.pairs[key].Fields)
	}
	return b.String()
}

// gaps reports categories nobody may see, and pairs of category and purpose that no
// clause allows anything for.
// Law: gdpr 5(1)(c)
func (c *checker) plainGaps(clauses []*covered) {
	used, seen := map[string]bool{}, map[*Category]bool{}
	for _, k := range clauses {
		if k.Verb != Allow {
			continue
		}
		for key, p := range k.pairs {
			used[key] = true
			if slices.ContainsFunc(k.Actions, func(a Action) bool { return a != Erase }) {
				seen[p.Category] = true
			}
		}
	}
	for _, g := range c.release.Registers {
		for _, d := range g.Data {
			clause := g.ID + "/data/" + d.ID
			if !seen[d] {
				c.warn("W31", clause, d.Pos, "nobody may do anything with the category", "Art. 5(1)(c): what nobody uses is not needed", "add an access clause, or do not keep it")
				continue
			}
			for _, p := range d.purposes {
				if !used[d.Qualified()+" "+p.Qualified()] {
					c.warn("W39", clause, d.Pos, fmt.Sprintf("the category is kept for %q and no clause allows anybody anything for it", p.ID), "Art. 5(1)(c)", "add an access clause, or take the purpose out of the category's for")
				}
			}
		}
	}
}

// randomPromise writes files in which clauses often meet: few roles, categories and
// purposes, several of them nested, and rules of the organisation beside the registers'.
func randomPromise(rnd *rand.Rand) []file {
	var org strings.Builder
	org.WriteString("kind: organisation\nid: org\nversion: 1\nlanguages: [en]\nname: {en: O}\nroles:\n")
	roles := 1 + rnd.IntN(4)
	for i := range roles {
		fmt.Fprintf(&org, "  r%d: {name: {en: R}%s%s%s, assumed: a}\n", i, some(rnd, 3, ", account: [declared]"), some(rnd, 5, ", external: true"), under(rnd, "r", i))
	}
	org.WriteString("parties: {p: {as: recipient, name: {en: P}, assumed: a}}\nunits: {u: {name: {en: U}, assumed: a}}\nrules:\n")
	for i := range rnd.IntN(5) {
		fmt.Fprintf(&org, "  w%d: {%s%s%s, assumed: a}\n", i, randomVerb(rnd, roles, true), facts(rnd), some(rnd, 6, ", to: [p]"))
	}
	files := []file{{"organisation.yaml", org.String()}}
	for g := range 1 + rnd.IntN(3) {
		files = append(files, file{fmt.Sprintf("g%d.yaml", g), randomRegister(rnd, g, roles)})
	}
	return files
}

func randomRegister(rnd *rand.Rand, g, roles int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "kind: register\nid: g%d\nversion: 1\nname: {en: G}\npurposes:\n", g)
	purposes, categories := 1+rnd.IntN(4), rnd.IntN(4)
	for i := range purposes {
		fmt.Fprintf(&b, "  p%d: {basis: contract, name: {en: P}%s%s, assumed: a}\n", i, under(rnd, "p", i), some(rnd, 4, ", only: [find, erase]"))
	}
	b.WriteString("data:\n")
	for i := range categories {
		fmt.Fprintf(&b, "  c%d: {about: person, for: %s, name: {en: C}%s, assumed: a, fields: {f: {type: date, name: {en: F}}, g: {type: date, name: {en: G}}}}\n", i, pick(rnd, "p", purposes), some(rnd, 4, ", special: health"))
	}
	b.WriteString("states: {s: {of: person, data: c0, from: f, lasts: 1 year, assumed: a}}\naccess:\n")
	for i := range rnd.IntN(12) {
		data := fmt.Sprintf("data: [c%d%s]", rnd.IntN(max(1, categories)), some(rnd, 3, ".f"))
		if rnd.IntN(3) == 0 {
			data = "data: " + pick(rnd, "c", max(1, categories))
		}
		fmt.Fprintf(&b, "  k%d: {%s, %s%s%s%s%s, assumed: a}\n", i, randomVerb(rnd, roles, false), data, some(rnd, 2, ", for: "+pick(rnd, "p", purposes)), facts(rnd), some(rnd, 9, ", units: [u]"), some(rnd, 9, ", to: [p]"))
	}
	return b.String()
}

func some(rnd *rand.Rand, of int, text string) string {
	if rnd.IntN(of) == 0 {
		return text
	}
	return ""
}

func under(rnd *rand.Rand, prefix string, i int) string {
	if i == 0 || rnd.IntN(3) > 0 {
		return ""
	}
	return fmt.Sprintf(", under: %s%d", prefix, rnd.IntN(i))
}

func pick(rnd *rand.Rand, prefix string, n int) string {
	var out []string
	for _, i := range rnd.Perm(n)[:1+rnd.IntN(min(n, 2))] {
		out = append(out, fmt.Sprint(prefix, i))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func facts(rnd *rand.Rand) string {
	return some(rnd, 3, ", if: [in-care]") + some(rnd, 5, ", unless: [protected-identity]")
}

func randomVerb(rnd *rand.Rand, roles int, wide bool) string {
	verb := []string{"allow", "forbid", "forbid", "require"}[rnd.IntN(4)]
	if wide && rnd.IntN(4) > 0 {
		verb = "forbid"
	}
	actions := []string{"[find]", "[open]", "[find, open]", "[erase]", "[export, open]"}[rnd.IntN(5)]
	who := some(rnd, 2, ", who: "+pick(rnd, "r", roles)) + some(rnd, 6, ", except: "+pick(rnd, "r", roles))
	if rnd.IntN(4) == 0 {
		who = ", who: [everyone]"
	}
	return verb + ": " + actions + who
}

// TestAccessChecksFindWhatThePlainOnesFind compares the two on random promises, and sees
// to it that every finding they can make is among them.
func TestAccessChecksFindWhatThePlainOnesFind(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for seed := range uint64(1200) {
		files := randomPromise(rand.New(rand.NewPCG(seed, 17)))
		l := read(files, nil)
		if l.release.Organisation == nil {
			t.Fatal(l.problems)
		}
		l.resolve()
		check := func(fn func(*checker)) Problems {
			c := &checker{loading: &loading{release: l.release}, org: l.release.Organisation}
			fn(c)
			c.problems.sort()
			return c.problems
		}
		want, got := check((*checker).plainAccess), check((*checker).access)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d (- plain, + in use):\n%s\n%s", seed, diff, files)
		}
		for _, p := range got {
			seen[p.Code]++
		}
	}
	for _, code := range []string{"E34", "E35", "E37", "W31", "W38", "W39", "W40"} {
		if seen[code] < 25 {
			t.Errorf("%s was found %d times: this compares little", code, seen[code])
		}
	}
}
