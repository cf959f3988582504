// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// Strictness is one key in which two protections differ.
type Strictness struct {
	// Key is the key in the language's spelling, "protect.company" for a level.
	Key string
	// Was and Is are the values as the language writes them, "" where there was or is none.
	Was, Is string
	// Looser and Stricter say in which direction; neither where the two cannot be compared,
	// such as another order of what is hidden first.
	Looser, Stricter bool
}

// Strictness lists in what another protection differs from this one, in the order of the
// language's keys, and whether it is looser or stricter there. What is neither more nor
// less in every table counts as both, and so as looser: (2,85) in place of (1,75).
// Keeps: TK-198, TK-235
func (p Protection) Strictness(now Protection) (out []Strictness) {
	add := func(key, was, is string, direction int) {
		if was != is {
			out = append(out, Strictness{Key: key, Was: was, Is: is, Looser: direction&looser != 0, Stricter: direction&stricter != 0})
		}
	}
	whole := func(key string, was, is int) { add(key, counted(was), counted(is), direction(cmp.Compare(is, was))) }
	add("tier", p.Tier, now.Tier, direction(slices.Index(tierWords, now.Tier)-slices.Index(tierWords, p.Tier)))
	whole("minimum-units", p.MinimumUnits, now.MinimumUnits)
	for _, level := range levels(p, now) {
		was, is := p.minimumAt(level), now.minimumAt(level)
		if p.Level(level) != now.Level(level) {
			whole("protect."+level, was, is)
		}
	}
	whole("row-minimum", p.RowMinimum, now.RowMinimum)
	add("dominance", p.Dominance.String(), now.Dominance.String(), p.Dominance.to(now.Dominance))
	add("p-percent", p.PPercent, now.PPercent, direction(rational(now.PPercent).Cmp(rational(p.PPercent))))
	add("pq", p.PQ.String(), now.PQ.String(), p.PQ.to(now.PQ))
	add("ties", p.tie(), now.tie(), direction(slices.Index(tieWords, p.tie())-slices.Index(tieWords, now.tie())))
	if p.Concentration() { // nothing else ages
		add("fresh", p.Fresh.String(), now.Fresh.String(), p.Fresh.to(now.Fresh))
	}
	add("public-after", p.PublicAfter.String(), now.PublicAfter.String(), direction(cmp.Compare(months(now.PublicAfter), months(p.PublicAfter))))
	add("secret-after-death", p.SecretAfterDeath.String(), now.SecretAfterDeath.String(), direction(cmp.Compare(now.SecretAfterDeath.months(), p.SecretAfterDeath.months())))
	out = append(out, p.Secondary.strictness(now.Secondary)...)
	add("ask-if", strings.Join(p.AskIf, ", "), strings.Join(now.AskIf, ", "), subset(p.AskIf, now.AskIf))
	add("methods", strings.Join(p.Methods, ", "), strings.Join(now.Methods, ", "), subset(now.Methods, p.Methods))
	return out
}

const (
	stricter = 1 << iota
	looser
)

// direction is stricter for a positive comparison and looser for a negative one.
func direction(c int) int {
	switch {
	case c > 0:
		return stricter
	case c < 0:
		return looser
	}
	return 0
}

// minimumAt is the minimum that holds at a level: its own or, without one, that of the units.
func (p Protection) minimumAt(level string) int {
	if n := p.Level(level); n > 0 {
		return n
	}
	return p.MinimumUnits
}

// levels lists those for which either protection states a minimum, by their names.
func levels(was, is Protection) (out []string) {
	for _, l := range slices.Concat(was.Protect, is.Protect) {
		if !slices.Contains(out, l.ID) {
			out = append(out, l.ID)
		}
	}
	slices.Sort(out)
	return out
}

func counted(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// rational reads a number that was read before; "" is none, below every number.
func rational(text string) *big.Rat {
	if x, ok := new(big.Rat).SetString(text); ok {
		return x
	}
	return big.NewRat(-1, 1)
}

// String returns the rule as it is known: (1,75).
func (d *Dominance) String() string {
	if d == nil {
		return ""
	}
	return "(" + strconv.Itoa(d.N) + "," + d.K + ")"
}

// to compares two dominance rules. The n largest are never more than the n+1 largest, so
// a rule is at least as strict when its n is not smaller and its k not larger.
func (d *Dominance) to(now *Dominance) int {
	switch {
	case d == nil || now == nil:
		return direction(present(now) - present(d))
	default:
		return direction(cmp.Compare(now.N, d.N)) | direction(rational(d.K).Cmp(rational(now.K)))
	}
}

// String returns the rule as it is known: (p 10, q 80).
func (x *PQ) String() string {
	if x == nil {
		return ""
	}
	return "(" + x.P + "," + x.Q + ")"
}

// to compares two pq rules: a larger p and a smaller q are stricter.
func (x *PQ) to(now *PQ) int {
	if x == nil || now == nil {
		return direction(present(now) - present(x))
	}
	return direction(rational(now.P).Cmp(rational(x.P))) | direction(rational(x.Q).Cmp(rational(now.Q)))
}

func present[T any](x *T) int {
	if x == nil {
		return 0
	}
	return 1
}

func (p Protection) tie() string { return cmp.Or(p.Ties, "sensitive") }

// String returns what the file says: always, or the age and the day it is taken on.
func (f *Fresh) String() string {
	switch {
	case f == nil || f.Always:
		return "always"
	case f.At == "publication-date":
		return f.YoungerThan.String() + " at publication-date"
	}
	return f.YoungerThan.String()
}

// to compares two limits. Data are never younger on the day of publication than on the
// day of the check before it.
func (f *Fresh) to(now *Fresh) int {
	d := direction(cmp.Compare(now.months(), f.months()))
	if f == nil || f.Always || now == nil || now.Always {
		return d
	}
	late := func(f *Fresh) int { return slices.Index(ageWords, cmp.Or(f.At, ageWords[0])) }
	return d | direction(late(f)-late(now))
}

// forAll is longer than any number of months that a file may say.
const forAll = 1 << 30

func (f *Fresh) months() int {
	if f == nil || f.Always {
		return forAll
	}
	return f.YoungerThan.months()
}

// months counts a length of months or years in months, 0 for none.
func (d Duration) months() int {
	if d.Unit == Years {
		return 12 * d.N
	}
	return d.N
}

// months of an age at which protection ends: without one, it never does.
func months(d Duration) int {
	if d.IsZero() {
		return forAll
	}
	return d.months()
}

// strictness compares what is demanded of the protection of sensitive cells. An order of
// what is hidden first is neither stricter nor looser.
func (s *Secondary) strictness(now *Secondary) (out []Strictness) {
	none := &Secondary{}
	s, now = cmp.Or(s, none), cmp.Or(now, none)
	add := func(key, was, is string, c int) {
		if was != is {
			out = append(out, Strictness{"secondary." + key, was, is, c < 0, c > 0})
		}
	}
	for _, x := range []struct {
		key     string
		was, is *bool
	}{{"singletons", s.Singletons, now.Singletons}, {"unions", s.Unions, now.Unions}} {
		was, is := x.was != nil && *x.was, x.is != nil && *x.is
		add(x.key, strconv.FormatBool(was), strconv.FormatBool(is), truth(is)-truth(was))
	}
	add("zeros", s.Zeros, now.Zeros, slices.Index(zeroWords, now.Zeros)-slices.Index(zeroWords, s.Zeros)) // not said is below all
	add("cost", s.Cost, now.Cost, 0)
	add("interval", s.Interval, now.Interval, rational(now.Interval).Cmp(rational(s.Interval)))
	return out
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// subset compares two lists of occasions: one more is stricter, one fewer looser.
func subset(was, is []string) (d int) {
	for _, x := range is {
		if !slices.Contains(was, x) {
			d |= stricter
		}
	}
	for _, x := range was {
		if !slices.Contains(is, x) {
			d |= looser
		}
	}
	return d
}
