// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"
)

// maxPairs bounds how many pairs of category and purpose all clauses together may cover.
// Two thousand clauses over a hundred categories stay below it.
const maxPairs = 2_000_000

// covered is a clause with what it covers, in a form that can be asked quickly.
type covered struct {
	*Clause
	roles map[string]bool
	pairs map[string]Pair // by category and purpose
	order []string
}

// access checks the clauses against each other: the whole decision table is finite.
func (c *checker) access() {
	var clauses []*covered
	total := 0
	for _, list := range c.allClauses() {
		for _, x := range list {
			k := c.cover(x)
			if total += len(k.pairs); total > maxPairs {
				c.error("E71", x.Name, x.Pos, fmt.Sprintf("the clauses cover more than %d pairs of category and purpose", maxPairs), "", "write fewer or narrower clauses")
				return
			}
			clauses = append(clauses, k)
		}
	}
	for _, k := range clauses {
		c.oneClause(k)
	}
	c.buried(clauses)
	c.twins(clauses)
	c.gaps(clauses)
}

func (c *checker) allClauses() [][]*Clause {
	out := [][]*Clause{c.org.Rules}
	for _, g := range c.release.Registers {
		out = append(out, g.Access)
	}
	return out
}

func (c *checker) cover(x *Clause) *covered {
	k := &covered{Clause: x, roles: map[string]bool{}, pairs: map[string]Pair{}}
	scope := c.release.Coverage(x)
	for _, role := range scope.Roles {
		k.roles[role] = true
	}
	for _, p := range scope.Pairs {
		key := p.Category.Qualified() + " " + p.Purpose
		k.pairs[key] = p
		k.order = append(k.order, key)
	}
	return k
}

// reaches reports whether the clause has at least one cell.
func (k *covered) reaches() bool {
	for role := range k.roles {
		for _, p := range k.pairs {
			if MayAct(role, p.Purpose) && slices.ContainsFunc(k.Actions, p.Takes) {
				return true
			}
		}
	}
	return false
}

// oneClause checks what a clause shows by itself.
func (c *checker) oneClause(k *covered) {
	if !k.reaches() {
		c.error("E34", k.Name, k.Pos, "the clause covers nothing: no role, or no category that is kept for a purpose it names", "a purpose limits the data it is named for (Art. 5(1)(b))",
			"compare who and except, and the category's for with the clause's for")
	}
	if k.Verb != Allow {
		return
	}
	if slices.Contains(k.If, "break-glass") {
		c.breakGlass(k)
	}
	if slices.Contains(k.Who, Everyone) && len(k.Source) == 0 && len(k.Law) == 0 && !slices.Contains(k.If, "own") {
		c.warn("W40", k.Name, k.Pos, "all staff are allowed and no source or law asks for that", "Art. 25(2): not accessible to more persons than needed", "name the roles, or the source that says everyone")
	}
	for role := range k.roles {
		for _, p := range k.pairs {
			if p.Category.Special != "" && !c.declares(role) && k.readsOut() {
				c.error("E37", k.Name, k.Pos, fmt.Sprintf("special data are open to %q, whose accounts need no declaration", role), "Art. 9(3), 32(4): who handles such data is bound to secrecy", "add declared to the role's account")
				return
			}
		}
	}
}

// breakGlass checks that breaking the glass is explained, ends, and is told to somebody.
func (c *checker) breakGlass(k *covered) {
	has := func(kind string) bool {
		return slices.ContainsFunc(k.With, func(s Safeguard) bool { return s.Kind == kind })
	}
	told := slices.ContainsFunc(k.Then, func(e Effect) bool { return e.Kind == "notify" && e.Arg != "" })
	var missing []string
	for _, kind := range []string{"reason", "expiry"} {
		if !has(kind) {
			missing = append(missing, kind)
		}
	}
	if !told {
		missing = append(missing, "then: [{notify: role}]")
	}
	if len(missing) > 0 {
		c.error("E36", k.Name, k.Pos, "break-glass without "+strings.Join(missing, ", "), "an exception is explained, ends, and is looked at afterwards", "add with: [reason, {expiry: 4 hours}] and then: [{notify: role}]")
	}
}

// readsOut reports whether the clause shows or gives out what a record says.
func (k *covered) readsOut() bool {
	return slices.ContainsFunc(k.Actions, func(a Action) bool { return a != Find && a != Add && a != Erase && a != Count })
}

// declares reports whether the role, or one above it, needs a signed declaration.
func (c *checker) declares(role string) bool {
	return slices.ContainsFunc(c.org.Roles, func(r *Role) bool {
		return slices.Contains(r.Account, "declared") && c.org.IsRole(role, r.ID)
	})
}

// surely reports whether a forbid matches wherever the allow does, so that the allow can
// never decide there.
func surely(forbid, allow *covered) bool {
	subset := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
	}
	return forbid.Verb == Forbid && subset(forbid.If, allow.If) && subset(forbid.Unless, allow.Unless) && len(forbid.To) == 0 && len(forbid.Units) == 0
}

// buried reports allows that forbids cover wholly.
func (c *checker) buried(clauses []*covered) {
	for _, a := range clauses {
		if a.Verb != Allow || !a.reaches() {
			continue
		}
		var over []*covered
		for _, f := range clauses {
			if surely(f, a) {
				over = append(over, f)
			}
		}
		if by := buriedBy(a, over); by != nil {
			c.error("E35", a.Name, a.Pos, fmt.Sprintf("everything the clause allows is forbidden, by %s", by.Name), "a forbid beats every allow", "take one of them out, or write the exception into the forbid (except, unless)")
		}
	}
}

// buriedBy returns the last forbid met when every cell of the allow is forbidden.
func buriedBy(a *covered, over []*covered) *covered {
	var by *covered
	if len(over) == 0 {
		return nil
	}
	for _, key := range a.order {
		pair := a.pairs[key]
		for role := range a.roles {
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
func (c *checker) twins(clauses []*covered) {
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
func (c *checker) gaps(clauses []*covered) {
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
