// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/url"
	"strings"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// maxReason bounds a reason in bytes: it becomes part of a ledger entry.
const maxReason = 500

// askPrefix tells the forms on one page apart by the clause they answer.
func askPrefix(d *gate.Verdict) string {
	if d == nil || d.Clause == nil {
		return "ask"
	}
	return "ask-" + d.Clause.ID
}

// safeguardInputs are the fields for what a clause wants to have first: a
// reason out of the promise's list or in words, a confirmation.
func (v *visit) safeguardInputs(with []promise.Safeguard, prefix string, typed url.Values) (out []input) {
	for _, s := range with {
		switch s.Kind {
		case "reason":
			in := input{ID: prefix + "-reason", Name: "reason", Label: v.T("given.reason"), Value: typed.Get("reason"), Kind: "text", Type: "text", Auto: "off"}
			if l := v.release.Organisation.List(s.List); l != nil {
				in.Kind, in.Type, in.Label = "radios", "radio", l.Name.In(v.Lang())
				for _, x := range l.Values {
					in.Options = append(in.Options, option{x.Code, x.Name.In(v.Lang()), x.Code == in.Value})
				}
			} else {
				in.Why = v.T("given.reason.why")
			}
			in.describe()
			out = append(out, in)
		case "confirmation":
			in := input{Kind: "check", ID: prefix + "-confirm", Name: "confirm", Label: v.T("given.confirm")}
			if typed.Get("confirm") != "" {
				in.Value = "yes"
			}
			in.describe()
			out = append(out, in)
		}
	}
	return out
}

// given reads what the reader brought along and says what is missing.
func (v *visit) given(with []promise.Safeguard, form url.Values, prefix string) (g register.Given, problems []formProblem) {
	g.Reason = strings.TrimSpace(form.Get("reason"))
	g.Confirmed = form.Get("confirm") == "yes"
	for _, s := range with {
		switch s.Kind {
		case "reason":
			if text := v.reasonProblem(s, g.Reason); text != "" {
				problems = append(problems, formProblem{prefix + "-reason", text})
			}
		case "confirmation":
			if !g.Confirmed {
				problems = append(problems, formProblem{prefix + "-confirm", v.T("given.confirm.needed")})
			}
		default: // what no page can bring along
			problems = append(problems, formProblem{"", v.T("given.unknown", s.Kind)})
		}
	}
	return g, problems
}

func (v *visit) reasonProblem(s promise.Safeguard, reason string) string {
	switch l := v.release.Organisation.List(s.List); {
	case reason == "" && l != nil, l != nil && l.Value(reason) == nil:
		return v.T("given.reason.choose")
	case reason == "":
		return v.T("given.reason.write")
	case len(reason) > maxReason:
		return v.T("given.reason.long")
	case strings.ContainsRune(reason, '\uFFFD'):
		return v.T("form.unwritable")
	}
	return ""
}

// reasonText is a reason as it is shown: a code of one of the promise's lists
// in the reader's words, anything else as it was written.
func (v *visit) reasonText(reason string) string {
	for _, l := range v.release.Organisation.Lists {
		if x := l.Value(reason); x != nil {
			return x.Name.In(v.Lang())
		}
	}
	return reason
}

// wants tells which safeguards an act asks for, by the rulebook alone, for
// somebody of whom nothing stands in the way; the gate decides when it is done.
func (v *visit) wants(category string, a rulebook.Action, facts rulebook.Facts) (with []promise.Safeguard, may bool) {
	q := rulebook.Query{Role: v.book.Role(v.session.Role), Purpose: v.book.Purpose(v.session.Purpose), Category: v.book.Category(category), Action: a}
	d := v.book.Decide(q, rulebook.Facts{Known: everyFact, True: facts.True | v.ownFacts()})
	return d.Safeguards(), d.Allowed || v.could(v.session.Role, v.session.Purpose, category, a)
}

// everyFact are all facts a rulebook can have.
const everyFact = ^uint64(0)

// markProblems marks the inputs that problems are about.
func markProblems(inputs []input, problems []formProblem) {
	for i := range inputs {
		for _, p := range problems {
			if p.Field == inputs[i].ID {
				inputs[i].Problem = p.Text
				inputs[i].describe()
			}
		}
	}
}
