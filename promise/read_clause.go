// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// clause reads one rule of access or rules.
func (o *object) clause(section, id, register string) *Clause {
	c := o.newClause()
	c.Name, c.Document, c.Section, c.ID, c.Register = o.path, o.document, section, id, register
	for verb := Allow; verb <= Require; verb++ {
		if !o.has(verb.String()) {
			o.get(verb.String())
			continue
		}
		if c.Verb != 0 {
			o.fail(o.node, "E7", "the clause has two verbs", "a clause does one thing", "make two clauses of it")
		}
		c.Verb, c.Actions = verb, o.actions(verb.String())
	}
	if c.Verb == 0 {
		o.fail(o.node, "E7", "the clause has no verb", "", "add allow: [...], forbid: [...] or require: [...]")
	}
	c.Who, c.Except = o.list("who"), o.list("except")
	c.Data, c.For, c.To, c.Units = o.refs("data"), o.list("for"), o.list("to"), o.list("units")
	c.If, c.Unless = o.facts("if"), o.facts("unless")
	c.With, c.Then = o.safeguards("with"), o.effects("then")
	c.Text, c.Origin = o.text("text"), o.sourced()
	for _, key := range []string{"what", "through", "in-case"} {
		o.reserve(key)
	}
	o.clauseAxes(c)
	return c
}

// clauseAxes asks for the axes a verb cannot do without.
func (o *object) clauseAxes(c *Clause) {
	switch {
	case c.Verb == Allow && len(c.Who) == 0:
		o.fail(o.node, "E7", "an allow must say who", "silence refuses, and nobody is allowed by accident", "add who: [role]")
	case c.Verb == Allow && len(c.Data) == 0:
		o.fail(o.node, "E7", "an allow must say which data", "Art. 5(1)(c)", "add data: [category]")
	case c.Verb == Allow && c.Register != "" && len(c.For) == 0:
		o.fail(o.node, "E7", "an allow in a register must say for which purpose", "Art. 5(1)(b)", "add for: [purpose]")
	case c.Verb == Allow && c.Register == "":
		o.fail(o.node, "E7", "the organisation's rules allow nothing", "what is allowed stands in the register that holds the data", "move the clause to a register, or forbid or require")
	case c.Verb == Require && len(c.With) == 0:
		o.fail(o.node, "E7", "a require must say what it requires", "", "add with: [reason] or another safeguard")
	case c.Verb == Forbid && len(c.With) > 0:
		o.fail(o.node, "E7", "a forbid has no safeguards", "an exception to a forbid is written with except or unless", "take with out")
	case c.Register == "" && (len(c.Data) > 0 || len(c.For) > 0):
		o.fail(o.node, "E7", "a rule of the organisation names no categories or purposes", "those belong to the registers", "move the clause to the register")
	}
}

func (o *object) actions(key string) []Action {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeList, Each: &Shape{Kind: ShapeWord, Words: actionNames[1:]}}) {
		return nil
	}
	var out []Action
	for _, n := range o.items(key) {
		a, ok := ParseAction(n.Value)
		if !ok || n.Kind != strict.Scalar {
			o.oneWord(n, key, actionNames[1:])
		} else if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		o.fail(o.node, "E7", fmt.Sprintf("%q names no action", key), "", "known: "+strings.Join(actionNames[1:], ", "))
	}
	slices.Sort(out)
	return out
}

// facts reads a list of fact names. Field tests belong to procedures: a register says
// the same by declaring a state with "where".
func (o *object) facts(key string) []string {
	if o.shape != nil && o.notes(key, listOf(ShapeString)) {
		return nil
	}
	items := o.items(key)
	out := o.stringList(len(items))
	for _, n := range items {
		if n.Kind != strict.Scalar || n.Value == "" {
			o.fail(n, "E7", fmt.Sprintf("%q holds a field test", key), "a clause depends on named facts and declared states only",
				"declare a state with where: {field: [values]} and name it here")
			continue
		}
		if !slices.Contains(out, n.Value) {
			out = append(out, n.Value)
		}
	}
	return out
}

// oneKey reads an item that is a word, or a map of one word to its argument.
func (o *object) oneKey(n *strict.Node, key string, list []string) (kind string, arg *strict.Node) {
	if n.Kind == strict.Scalar {
		return o.closed(n, key, n.Value, list), nil
	}
	if n.Kind == strict.Map && len(n.Entries) == 1 {
		e := n.Entries[0]
		if e.Value.Kind == strict.Scalar {
			return o.closed(&strict.Node{Line: e.Line, Column: e.Column}, key, e.Key, list), e.Value
		}
	}
	o.fail(n, "E7", fmt.Sprintf("an item of %q is neither a word nor a map of one word", key), "", "write reason, or {expiry: 4 hours}")
	return "", nil
}

func (o *object) safeguards(key string) []Safeguard {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeList, Each: &Shape{Kind: ShapeOneKey, Words: safeguardWords, Argument: []string{"reason", "second-person", "expiry"}}}) {
		return nil
	}
	var out []Safeguard
	for _, n := range o.items(key) {
		kind, arg := o.oneKey(n, key, safeguardWords)
		if kind == "" {
			continue
		}
		s := Safeguard{Kind: kind}
		switch {
		case kind == "reason" && arg != nil:
			s.List = arg.Value
		case kind == "second-person" && arg != nil:
			s.Role = arg.Value
		case kind == "expiry" && arg != nil:
			d, err := ParseDuration(arg.Value)
			if err != nil {
				o.fail(arg, "E7", err.Error(), "", "such as {expiry: 4 hours}")
			}
			s.Time = d
		case kind == "second-person" || kind == "expiry":
			o.fail(n, "E7", fmt.Sprintf("%q needs an argument", kind), "", "write {second-person: role} or {expiry: 4 hours}")
		case arg != nil:
			o.fail(arg, "E7", fmt.Sprintf("%q takes no argument", kind), "", "write it as a word")
		}
		out = append(out, s)
	}
	return out
}

func (o *object) effects(key string) []Effect {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeList, Each: &Shape{Kind: ShapeOneKey, Words: effectWords, Argument: effectWords}}) {
		return nil
	}
	var out []Effect
	for _, n := range o.items(key) {
		kind, arg := o.oneKey(n, key, effectWords)
		if kind == "" {
			continue
		}
		e := Effect{Kind: kind}
		if arg != nil {
			e.Arg = arg.Value
		}
		out = append(out, e)
	}
	return out
}
