// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"slices"
	"strings"

	cedar "github.com/cedar-policy/cedar-go"

	"github.com/lupaus/lupaus/promise"
)

// The export to Cedar says in its words what the clauses of a promise say:
//
//   - an allow is a permit, a forbid a forbid, and Cedar's own rule (forbid
//     wins, silence denies) is the language's; a require adds duties to an act
//     and decides nothing, so it has no policy;
//   - roles, purposes, parties and categories are entities, what stands below
//     another is its child, and a field is the child of its category: Cedar is
//     asked field by field;
//   - a fact that is not known is an attribute that the context does not have.
//     A permit wants its facts to be there and right, a forbid holds unless one
//     of its facts is there and otherwise;
//   - purpose limitation, which the language has at the data and not in the
//     clauses, is four forbids of its own.
//
// It is written from the language's page and reads the model of the clauses
// alone: it uses nothing of the rulebook, so that the two can disagree.

// Policies that stand for purpose limitation.
const (
	nobodys   = "purpose/nobody-acts-for" // a heading, or the system's own
	elsewhere = "purpose/of-another-register"
	notKept   = "purpose/not-kept"
	notFor    = "purpose/not-for-this-action"
)

var limitation = []string{nobodys, elsewhere, notKept, notFor}

// entity is how Cedar writes the name of an entity.
func entity(kind, id string) string { return fmt.Sprintf("%s::%q", kind, id) }

func entities(kind string, ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = entity(kind, id)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// policies are the exported clauses by name.
func policies(w *World) (map[string]string, error) {
	out := map[string]string{
		nobodys:   `forbid(principal, action, resource) when { context.purpose.heading || (principal in Role::"system") != context.purpose.upkeep };`,
		elsewhere: `forbid(principal, action, resource) unless { resource in context.purpose.register };`,
		notKept:   `forbid(principal, action, resource) unless { resource.keptFor.contains(context.purpose) };`,
		notFor:    `forbid(principal, action, resource) when { context.purpose has only && !context.purpose.only.contains(action) };`,
	}
	for _, c := range w.Book.Clauses() {
		if len(c.Actions) == 0 || c.Verb == promise.Require {
			continue
		}
		if _, twice := out[c.Name]; twice {
			return nil, fmt.Errorf("two clauses are named %s", c.Name)
		}
		out[c.Name] = policy(c)
	}
	return out, nil
}

// policy writes one clause as Cedar does.
func policy(c *promise.Clause) string {
	effect, tests := "permit", []string{}
	if c.Verb == promise.Forbid {
		effect = "forbid"
	}
	principal, resource := "principal", "resource"
	switch {
	case len(c.Who) == 1:
		principal = "principal in " + group(c, c.Who[0])
	case len(c.Who) > 1:
		tests = append(tests, "principal in ["+strings.Join(groups(c, c.Who), ", ")+"]")
	}
	if len(c.Except) > 0 {
		tests = append(tests, "!(principal in ["+strings.Join(groups(&promise.Clause{Verb: promise.Forbid}, c.Except), ", ")+"])")
	}
	switch data := about(c); {
	case len(data) == 1:
		resource = "resource in " + data[0]
	case len(data) > 1:
		tests = append(tests, "resource in ["+strings.Join(data, ", ")+"]")
	}
	if c.Builtin {
		tests = append(tests, "resource.personal")
	}
	if len(c.For) > 0 {
		tests = append(tests, "context.purpose in "+entities("Purpose", qualified(c)))
	}
	tests = append(tests, places(c)...)
	tests = append(tests, facts(c)...)
	actions := make([]string, len(c.Actions))
	for i, a := range c.Actions {
		actions[i] = a.String()
	}
	text := fmt.Sprintf("%s(%s, action in %s, %s)", effect, principal, entities("Action", actions), resource)
	if len(tests) > 0 {
		text += " when { " + strings.Join(tests, " && ") + " }"
	}
	return text + ";"
}

// group is what a clause's role stands for: "everyone" is the staff in an allow
// and the externals as well in a forbid, and never the system.
func group(c *promise.Clause, role string) string {
	switch {
	case role != promise.Everyone:
		return entity("Role", role)
	case c.Verb == promise.Allow:
		return entity("Group", "staff")
	}
	return entity("Group", "everyone")
}

func groups(c *promise.Clause, roles []string) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = group(c, r)
	}
	return out
}

// about are the categories and fields that a clause names; without any it is
// about its register, or about everything.
func about(c *promise.Clause) (out []string) {
	for _, ref := range c.Data {
		if ref.Field == "" {
			out = append(out, entity("Category", c.Register+"/"+ref.Category))
		} else {
			out = append(out, entity("Field", c.Register+"/"+ref.String()))
		}
	}
	if out == nil && c.Register != "" {
		out = append(out, entity("Register", c.Register))
	}
	return out
}

func qualified(c *promise.Clause) []string {
	out := make([]string, len(c.For))
	for i, id := range c.For {
		if out[i] = id; !strings.Contains(id, "/") {
			out[i] = c.Register + "/" + id
		}
	}
	return out
}

// places are the tests of receiver and unit. A permit wants them to be there;
// a forbid holds as well when an outward act has no named receiver, and when
// the unit is not known.
func places(c *promise.Clause) (out []string) {
	if len(c.To) > 0 {
		test := "context has to && context.to in " + entities("Party", c.To)
		if c.Verb == promise.Forbid {
			test = "(" + test + " || !(context has to) && action in Action::\"outward\")"
		}
		out = append(out, test)
	}
	if len(c.Units) > 0 {
		test := "context has unit && context.unit in " + entities("Unit", c.Units)
		if c.Verb == promise.Forbid {
			test = "(" + test + " || !(context has unit))"
		}
		out = append(out, test)
	}
	return out
}

// facts are the tests of facts. What is not known counts against the act.
func facts(c *promise.Clause) (out []string) {
	for _, f := range c.If {
		if c.Verb == promise.Forbid {
			out = append(out, fmt.Sprintf("(!(context has %q) || context[%q])", f, f))
		} else {
			out = append(out, fmt.Sprintf("context has %q && context[%q]", f, f))
		}
	}
	for _, f := range c.Unless {
		if c.Verb == promise.Forbid {
			out = append(out, fmt.Sprintf("(!(context has %q) || !context[%q])", f, f))
		} else {
			out = append(out, fmt.Sprintf("context has %q && !context[%q]", f, f))
		}
	}
	return out
}

// Peer is Cedar with a world's clauses and entities.
type Peer struct {
	w        *World
	entities cedar.EntityMap
	parsed   map[string]*cedar.Policy
	whole    *cedar.PolicySet
	order    map[string]int // of clauses, as the files have them
	scoped   map[scope][]string
}

// NewPeer exports a world.
func NewPeer(w *World) (*Peer, error) {
	texts, err := policies(w)
	if err != nil {
		return nil, err
	}
	p := &Peer{w: w, entities: cedar.EntityMap{}, parsed: map[string]*cedar.Policy{}, whole: cedar.NewPolicySet(), order: map[string]int{}, scoped: map[scope][]string{}}
	for name, text := range texts {
		var parsed cedar.Policy
		if err := parsed.UnmarshalCedar([]byte(text)); err != nil {
			return nil, fmt.Errorf("export clause %s: %w: %s", name, err, text)
		}
		p.parsed[name] = &parsed
		p.whole.Add(cedar.PolicyID(name), &parsed)
	}
	for i, c := range w.Book.Clauses() {
		p.order[c.Name] = i
	}
	p.addPeople()
	p.addData()
	p.addScopes()
	return p, nil
}

func (p *Peer) add(kind, id string, attributes cedar.RecordMap, parents ...cedar.EntityUID) cedar.EntityUID {
	uid := cedar.NewEntityUID(cedar.EntityType(kind), cedar.String(id))
	p.entities[uid] = cedar.Entity{UID: uid, Parents: cedar.NewEntityUIDSet(parents...), Attributes: cedar.NewRecord(attributes)}
	return uid
}

func uid(kind, id string) cedar.EntityUID {
	return cedar.NewEntityUID(cedar.EntityType(kind), cedar.String(id))
}

// addPeople makes roles, with one acting person in each, units, parties and actions.
func (p *Peer) addPeople() {
	o := p.w.Release.Organisation
	p.add("User", promise.SystemRole, nil, p.add("Role", promise.SystemRole, nil))
	external := func(r *promise.Role) bool {
		for ; r != nil; r = o.Role(r.Under) {
			if r.External {
				return true
			}
		}
		return false
	}
	for _, r := range o.Roles {
		parents := []cedar.EntityUID{uid("Group", "everyone")}
		if !external(r) {
			parents = append(parents, uid("Group", "staff"))
		}
		if r.Under != "" {
			parents = append(parents, uid("Role", r.Under))
		}
		p.add("User", r.ID, nil, p.add("Role", r.ID, nil, parents...))
	}
	under := func(kind, id, parent string) {
		if parent == "" {
			p.add(kind, id, nil)
		} else {
			p.add(kind, id, nil, uid(kind, parent))
		}
	}
	for _, u := range o.Units {
		under("Unit", u.ID, u.Under)
	}
	for _, d := range o.Parties {
		under("Party", d.ID, d.Under)
	}
	for a := promise.Action(1); int(a) < promise.ActionCount; a++ {
		outward := []promise.Action{promise.Disclose, promise.Send, promise.Publish, promise.Submit, promise.AutoForward}
		if slices.Contains(outward, a) {
			p.add("Action", a.String(), nil, uid("Action", "outward"))
		} else {
			p.add("Action", a.String(), nil)
		}
	}
}

// addData makes registers, purposes, categories and fields.
func (p *Peer) addData() {
	for _, g := range p.w.Release.Registers {
		register := p.add("Register", g.ID, nil)
		heading := map[string]bool{}
		for _, x := range g.Purposes {
			heading[x.Under] = true
		}
		for _, x := range g.Purposes {
			attributes := cedar.RecordMap{"register": register, "upkeep": cedar.False, "heading": cedar.Boolean(heading[x.ID])}
			if x.Only != nil {
				var only []cedar.Value
				for _, a := range x.Only {
					only = append(only, uid("Action", a.String()))
				}
				attributes["only"] = cedar.NewSet(only...)
			}
			if x.Under == "" {
				p.add("Purpose", x.Qualified(), attributes)
			} else {
				p.add("Purpose", x.Qualified(), attributes, uid("Purpose", g.ID+"/"+x.Under))
			}
		}
		upkeep := p.add("Purpose", g.ID+"/"+promise.UpkeepPurpose, cedar.RecordMap{"register": register, "upkeep": cedar.True, "heading": cedar.False})
		for _, c := range g.Data {
			kept := []cedar.Value{upkeep}
			for _, x := range g.Purposes {
				if !heading[x.ID] && keptFor(g, c, x) {
					kept = append(kept, uid("Purpose", x.Qualified()))
				}
			}
			attributes := cedar.RecordMap{"keptFor": cedar.NewSet(kept...), "personal": cedar.Boolean(c.About != promise.AboutCompany && c.About != promise.AboutNobody)}
			category := p.add("Category", c.Qualified(), nil, register)
			for _, f := range c.Fields {
				p.add("Field", c.Qualified()+"."+f.ID, attributes, category)
			}
		}
	}
}

// keptFor tells whether a category is kept for a purpose or one above it.
func keptFor(g *promise.Register, c *promise.Category, x *promise.Purpose) bool {
	for ; x != nil; x = g.Purpose(x.Under) {
		if slices.Contains(c.For, x.ID) {
			return true
		}
	}
	return false
}

// request puts a request about one field into Cedar's form.
func (p *Peer) request(q *Request, field string) cedar.Request {
	context := cedar.RecordMap{"purpose": uid("Purpose", q.Purpose)}
	for name, is := range q.Known {
		context[cedar.String(name)] = cedar.Boolean(is)
	}
	if q.To != "" {
		context["to"] = uid("Party", q.To)
	}
	if q.Unit != "" {
		context["unit"] = uid("Unit", q.Unit)
	}
	return cedar.Request{Principal: uid("User", q.Role), Action: uid("Action", q.Action.String()), Resource: uid("Field", q.Category+"."+field), Context: cedar.NewRecord(context)}
}

// speaksOf gives the policies whose scope names the request's action, and its
// category or a field of it, or no category of that register or at all. It
// leaves roles, purposes, receivers and facts to Cedar, and reads nothing but
// what stands in the policies' own scopes.
func (p *Peer) speaksOf(q *Request) *cedar.PolicySet {
	set := cedar.NewPolicySet()
	for _, name := range limitation {
		set.Add(cedar.PolicyID(name), p.parsed[name])
	}
	for _, c := range p.scoped[scope{q.Category, q.Action}] {
		set.Add(cedar.PolicyID(c), p.parsed[c])
	}
	return set
}

// scope is what the head of a policy can name.
type scope struct {
	category string
	action   promise.Action
}

func (p *Peer) addScopes() {
	for _, g := range p.w.Release.Registers {
		for _, category := range g.Data {
			for _, c := range p.w.Book.Clauses() {
				named := func(ref promise.Ref) bool { return ref.Category == category.ID }
				if p.parsed[c.Name] == nil || c.Register != "" && c.Register != g.ID || len(c.Data) > 0 && !slices.ContainsFunc(c.Data, named) {
					continue
				}
				for _, a := range c.Actions {
					at := scope{category.Qualified(), a}
					p.scoped[at] = append(p.scoped[at], c.Name)
				}
			}
		}
	}
}
