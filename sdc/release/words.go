// SPDX-License-Identifier: EUPL-1.2

package release

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/lupaus/lupaus/sdc"
)

// Languages are those that a report can be written in.
func Languages() []string { return []string{"en", "fi", "nb", "sv"} }

//go:embed words.yaml
var wordsText []byte

// wordsOf are the words of the report, by key and language.
var wordsOf = func() map[string]map[string]string {
	out := map[string]map[string]string{}
	if err := yaml.Unmarshal(wordsText, &out); err != nil {
		panic(err) // the file is part of the program and tested
	}
	return out
}()

// speaker says things in one language.
type speaker struct{ language string }

func newSpeaker(language string) (speaker, error) {
	if language == "" {
		language = Languages()[0]
	}
	if !slices.Contains(Languages(), language) {
		return speaker{}, fmt.Errorf("the report cannot be written in %q: choose %s", short(language), strings.Join(Languages(), ", "))
	}
	return speaker{language}, nil
}

// T is a text by its key. Numbers in it come formatted.
func (s speaker) T(key string, args ...any) string {
	text, ok := wordsOf[key][s.language]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return strings.ReplaceAll(text, "%%", "%")
	}
	return fmt.Sprintf(text, args...)
}

// thin keeps the thousands of a number together on a line.
const thin = "\u202f"

// N writes a scaled number as the language does.
func (s speaker) N(v int64, decimals int) string {
	text, neg := strings.CutPrefix(sdc.FormatNumber(v, decimals), "-")
	whole, fraction, _ := strings.Cut(text, ".")
	between, point := thin, ","
	if s.language == "en" {
		between, point = ",", "."
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + between + whole[at:]
	}
	if fraction != "" {
		whole += point + fraction
	}
	if neg {
		return "\u2212" + whole
	}
	return whole
}

// Count writes a whole number.
func (s speaker) Count(n int) string { return s.N(int64(n), 0) }

// reasons says findings, those that differ in nothing but the level in one sentence.
func (s speaker) reasons(found []sdc.Finding, decimals int) (out []string) {
	var order []sdc.Finding
	levels := map[sdc.Finding][]string{}
	for _, f := range found {
		k := f
		k.Level = ""
		if levels[k] == nil {
			order = append(order, k)
		}
		levels[k] = append(levels[k], f.Level)
	}
	for _, f := range order {
		f.Level = strings.Join(levels[f], ", ")
		out = append(out, s.why(f, decimals))
	}
	return out
}

// why says a finding in a sentence.
func (s speaker) why(f sdc.Finding, decimals int) string {
	level := f.Level
	if level == "" {
		level = sdc.UnitLevel
	}
	share := ""
	if x := shareOf(f); x != "" {
		share = " = " + s.decimal(x) + thin + "%"
	}
	switch f.Rule {
	case sdc.RuleMinimumUnits:
		return s.T("why-minimum-units", s.N(f.Units, 0), level, f.Limit)
	case sdc.RuleRowMinimum:
		return s.T("why-row-minimum", s.N(f.Units, 0), f.Limit)
	case sdc.RuleDominance:
		return s.T("why-dominance", s.decimal(f.Limit), level, s.N(f.Part, decimals), s.N(f.Whole, decimals), share)
	case sdc.RulePPercent, sdc.RulePQ:
		return s.T("why-p-percent", s.decimal(f.Limit), level, s.N(f.Part, decimals), s.N(f.Whole, decimals), share)
	case sdc.RuleForced:
		return s.T("rule-forced") + ": " + f.Note
	}
	return f.String()
}

// decimal writes a number that stands in a text as the language does.
func (s speaker) decimal(text string) string {
	if s.language == "en" {
		return text
	}
	if i := strings.IndexByte(text, ','); i >= 0 && strings.HasPrefix(text, "(") { // a pair such as (1,7.5)
		return strings.ReplaceAll(strings.Replace(text, ",", "; ", 1), ".", ",")
	}
	return strings.ReplaceAll(text, ".", ",")
}

// shareOf is part of whole in percent with one decimal, rounded down.
func shareOf(f sdc.Finding) string {
	const tenths = 1000
	if f.Whole <= 0 || f.Part < 0 || f.Part > mostConstant/tenths {
		return ""
	}
	return sdc.FormatNumber(f.Part*tenths/f.Whole, 1)
}
