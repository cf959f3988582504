// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// Decision is one line of an apriori file: what is decided of a cell before
// others are hidden to protect it.
type Decision struct {
	Line         int
	Codes        []string // one for each dimension; the total may be ""
	Kind         DecisionKind
	Cost         string // of DecideCost: as it is written
	Lower, Upper string // of DecideLevels: distances from the value, as they are written
}

// DecisionKind says what is decided.
type DecisionKind int

// What an apriori file can decide (τ-ARGUS manual 4.1, section 5.6).
const (
	DecideUnsafe    DecisionKind = iota // u: the cell is sensitive whatever the rules say
	DecideProtected                     // p: the cell is published and never hidden for others
	DecideSafe                          // s: the rules do not hold for the cell
	DecideHidden                        // m, ml: the cell is hidden to protect others
	DecideCost                          // c, w: what it costs to hide the cell
	DecideLevels                        // pl: how far an attacker has to be kept from the value
)

var decisionWords = map[string]DecisionKind{"u": DecideUnsafe, "p": DecideProtected, "s": DecideSafe, "m": DecideHidden, "ml": DecideHidden,
	"c": DecideCost, "cost": DecideCost, "w": DecideCost, "weight": DecideCost, "pl": DecideLevels}

// decisionWord is how each kind is written.
var decisionWord = []string{"u", "p", "s", "m", "c", "pl"}

// Apriori is what an apriori file decides.
type Apriori struct {
	source    string
	Decisions []Decision
}

// ReadApriori reads an apriori file of a table with so many dimensions. The
// separator is found out when it is 0: a semicolon where there is one, otherwise
// a comma.
func ReadApriori(r io.Reader, source string, dimensions int, separator rune) (*Apriori, error) {
	b, err := slurp(r, source)
	if err != nil {
		return nil, err
	}
	text, err := guessed(b, source)
	if err != nil {
		return nil, err
	}
	if separator == 0 {
		if separator = ','; strings.Contains(text, ";") {
			separator = ';'
		}
	}
	a := &Apriori{source: source}
	err = lines(text, func(n int, line string) error {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "//") {
			return nil
		}
		d, err := decision(splitQuoted(line, separator), dimensions)
		if err != nil {
			return located(err, source, n)
		}
		d.Line = n
		a.Decisions = append(a.Decisions, d)
		return nil
	})
	if err == nil && len(a.Decisions) == 0 {
		err = &sdc.Problem{Source: source, What: "the file decides nothing", Mend: "write lines such as North, A, u"}
	}
	return a, err
}

// decision reads the fields of one line.
func decision(fields []string, dimensions int) (d Decision, err error) {
	fail := func(what, mend string) (Decision, error) { return d, &sdc.Problem{What: what, Mend: mend} }
	if len(fields) <= dimensions {
		return fail(fmt.Sprintf("the line has %d entries: %d codes and what is decided are needed", len(fields), dimensions), "such as North, A, u")
	}
	d.Codes = fields[:dimensions:dimensions]
	word := strings.ToLower(fields[dimensions])
	kind, ok := decisionWords[word]
	if !ok {
		return fail(quoted(fields[dimensions])+" is nothing that can be decided", "u, p, s, m, c with a cost, or pl with two levels; are there as many codes as dimensions?")
	}
	d.Kind = kind
	more := fields[dimensions+1:]
	for len(more) > 0 && more[len(more)-1] == "" {
		more = more[:len(more)-1]
	}
	want := map[DecisionKind]int{DecideCost: 1, DecideLevels: 2}[kind]
	if kind == DecideLevels && len(more) == 1 { // one level holds for both sides
		more = append(slices.Clone(more), more[0])
	}
	if len(more) != want {
		return fail(fmt.Sprintf("behind %q stand %d numbers, not %d", word, len(more), want), "")
	}
	for _, m := range more {
		if v, err := sdc.ParseNumber(m, sdc.MaxDecimals); err != nil || v < 0 || v == 0 && kind == DecideCost {
			return fail(quoted(m)+" is not a number above nought", "")
		}
	}
	switch kind {
	case DecideCost:
		d.Cost = more[0]
	case DecideLevels:
		d.Lower, d.Upper = more[0], more[1]
	}
	return d, nil
}

// splitQuoted divides a line at a separator that stands outside of quotes, and
// takes spaces and quotes off the parts. A quotation mark inside is doubled.
func splitQuoted(line string, separator rune) (out []string) {
	var b strings.Builder
	in, skip := false, false
	end := func() {
		out = append(out, strings.TrimSpace(b.String()))
		b.Reset()
	}
	for i, r := range line {
		switch {
		case skip:
			skip = false
		case r == '"' && in && strings.HasPrefix(line[i+1:], `"`):
			b.WriteRune(r)
			skip = true
		case r == '"':
			in = !in
		case r == separator && !in:
			end()
		default:
			b.WriteRune(r)
		}
	}
	end()
	return out
}

// Forced gives the decisions that sdc.Rules takes: unsafe cells are hidden,
// protected ones published. Codes that are empty are the total.
func (a *Apriori) Forced(t *sdc.Table) (out []sdc.Forced, err error) {
	for _, d := range a.Decisions {
		if d.Kind != DecideUnsafe && d.Kind != DecideProtected {
			continue
		}
		codes, err := a.codes(t, d)
		if err != nil {
			return nil, err
		}
		out = append(out, sdc.Forced{Codes: codes, Publish: d.Kind == DecideProtected, Reason: fmt.Sprintf("%s, row %d", a.source, d.Line)})
	}
	return out, nil
}

// codes are those of a decision, checked against a table.
func (a *Apriori) codes(t *sdc.Table, d Decision) ([]string, error) {
	dims := t.Dimensions()
	codes := slices.Clone(d.Codes)
	for i := range codes {
		if codes[i] == "" && i < len(dims) {
			codes[i] = dims[i].Total()
		}
	}
	if _, err := t.Cell(codes...); err != nil {
		return nil, located(err, a.source, d.Line)
	}
	return codes, nil
}

// Earlier gives the decisions that sdc.Protection takes as an earlier pattern:
// cells that are to be hidden for others, or cost at most one, are hidden first.
// That is how such files carry the pattern of the year before.
func (a *Apriori) Earlier(t *sdc.Table) (func(codes []string) (hidden, known bool), error) {
	hidden := map[string]bool{}
	for _, d := range a.Decisions {
		codes, err := a.codes(t, d)
		if err != nil {
			return nil, err
		}
		switch d.Kind {
		case DecideHidden:
			hidden[key(codes)] = true
		case DecideCost:
			cost, err := sdc.ParseNumber(d.Cost, sdc.MaxDecimals)
			one, _ := sdc.ParseNumber("1", sdc.MaxDecimals) //nolint:errcheck // a constant
			if err == nil && cost <= one {
				hidden[key(codes)] = true
			}
		}
	}
	return func(codes []string) (bool, bool) {
		h := hidden[key(codes)]
		return h, h
	}, nil
}

// NotTaken lists the decisions that have no counterpart here, with the reason:
// nobody can declare a sensitive cell safe, and how far attackers are kept off
// follows from rules and interval.
func (a *Apriori) NotTaken() (out []string) {
	for _, d := range a.Decisions {
		switch d.Kind {
		case DecideSafe:
			out = append(out, fmt.Sprintf("%s: row %d: a cell that the rules hold for sensitive is not made safe by a list; record a waiver of those concerned", a.source, d.Line))
		case DecideLevels:
			out = append(out, fmt.Sprintf("%s: row %d: protection levels of single cells are not used; the interval holds for all", a.source, d.Line))
		}
	}
	return out
}

// WriteApriori writes decisions, with a semicolon between entries.
func WriteApriori(w io.Writer, decisions []Decision) error {
	b := bufio.NewWriter(w)
	for _, d := range decisions {
		fields := make([]string, 0, len(d.Codes)+3)
		for _, c := range d.Codes {
			if strings.ContainsAny(c, "\r\n") {
				return &sdc.Problem{What: "the code " + quoted(c) + " holds a line break"}
			}
			fields = append(fields, `"`+strings.ReplaceAll(c, `"`, `""`)+`"`)
		}
		fields = append(fields, decisionWord[d.Kind])
		switch d.Kind {
		case DecideCost:
			fields = append(fields, d.Cost)
		case DecideLevels:
			fields = append(fields, d.Lower, d.Upper)
		}
		b.WriteString(strings.Join(fields, ";") + "\n") //nolint:errcheck // kept until Flush
	}
	return b.Flush()
}

// AprioriOf writes down a pattern as decisions for another tool or for a linked
// table: what is sensitive is hidden there too, and what protects it is cheap to
// hide. It tells why cells are hidden, so it is for whoever checks.
func AprioriOf(p *sdc.Pattern) (out []Decision) {
	for _, c := range p.Table().Reading() {
		switch p.Status(c) {
		case sdc.Primary:
			out = append(out, Decision{Codes: p.Table().Codes(c), Kind: DecideUnsafe})
		case sdc.Secondary:
			out = append(out, Decision{Codes: p.Table().Codes(c), Kind: DecideCost, Cost: "1"})
		}
	}
	return out
}
