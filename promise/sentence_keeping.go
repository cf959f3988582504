// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"strings"
)

var keepingWords = map[string]map[string]string{
	"en": {"kept": "%s: kept %s", "after": "%s after “%s”", "while": "while “%s” holds", "while-then": "while “%s” holds and %s after that", "at-least": "at least %s", "at-most": "at most %s",
		"tolerance": "%s earlier or later", "year-end": "counted from the end of that year", "month-end": "counted from the end of that month", "review": "every %s %s decides whether they are still needed", "undecided": "until it is decided that they are no longer needed",
		"erase": "then erased", "anonymise": "then made anonymous", "return": "then given back", "archive": "then archived", "none": "without an end"},
	"nb": {"kept": "%s: lagres %s", "after": "%s etter «%s»", "while": "så lenge «%s» gjelder", "while-then": "så lenge «%s» gjelder og %s etter det", "at-least": "minst %s", "at-most": "høyst %s",
		"tolerance": "med inntil %s avvik", "year-end": "regnet fra slutten av året", "month-end": "regnet fra slutten av måneden", "review": "hver %s vurderer %s om de fortsatt trengs", "undecided": "til det er avgjort at de ikke trengs lenger",
		"erase": "deretter slettes de", "anonymise": "deretter anonymiseres de", "return": "deretter gis de tilbake", "archive": "deretter arkiveres de", "none": "uten slutt"},
	"sv": {"kept": "%s: sparas %s", "after": "%s efter ”%s”", "while": "så länge ”%s” gäller", "while-then": "så länge ”%s” gäller och %s därefter", "at-least": "minst %s", "at-most": "högst %s",
		"tolerance": "med högst %s avvikelse", "year-end": "räknat från årets slut", "month-end": "räknat från månadens slut", "review": "varje %s avgör %s om de fortfarande behövs", "undecided": "tills det har avgjorts att de inte längre behövs",
		"erase": "därefter raderas de", "anonymise": "därefter anonymiseras de", "return": "därefter återlämnas de", "archive": "därefter arkiveras de", "none": "utan slut"},
	"fi": {"kept": "%s: säilytysaika %s", "after": "%s tapahtumasta ”%s”", "while": "niin kauan kuin ”%s” on voimassa", "while-then": "niin kauan kuin ”%s” on voimassa ja %s sen jälkeen", "at-least": "vähintään %s", "at-most": "enintään %s",
		"tolerance": "poikkeama enintään %s", "year-end": "laskettuna vuoden lopusta", "month-end": "laskettuna kuukauden lopusta", "review": "tarpeellisuus arvioidaan, väli %s, arvioija %s", "undecided": "kunnes on päätetty, ettei tietoja enää tarvita",
		"erase": "sen jälkeen tiedot poistetaan", "anonymise": "sen jälkeen tiedot anonymisoidaan", "return": "sen jälkeen tiedot palautetaan", "archive": "sen jälkeen tiedot arkistoidaan", "none": "ei päättymistä"},
}

// RetentionSentence says in words how long a clause of the register keeps its data.
// Law: gdpr 13(2)(a)
func (r *Release) RetentionSentence(g *Register, x *Retention, lang string) string {
	s := speaker{r, lang}
	var data []string
	for _, ref := range x.Data {
		data = append(data, s.ref(g, ref))
	}
	return fmt.Sprintf(s.keeping("kept"), s.join(data, "and"), r.Period(g, x, lang)) + "."
}

// Period says how long, without what: "at least 10 years after “Last journal entry”;
// every year the doctor decides whether they are still needed; then erased".
func (r *Release) Period(g *Register, x *Retention, lang string) string {
	s := speaker{r, lang}
	var parts []string
	if x.Keep != nil {
		parts = append(parts, s.span(g, x.Keep))
	}
	if x.AtLeast != nil {
		parts = append(parts, fmt.Sprintf(s.keeping("at-least"), s.span(g, x.AtLeast)))
	}
	if x.AtMost != nil {
		parts = append(parts, fmt.Sprintf(s.keeping("at-most"), s.span(g, x.AtMost)))
	}
	if len(parts) == 0 {
		parts = append(parts, s.keeping("undecided"))
	}
	if !x.Tolerance.IsZero() {
		parts = append(parts, fmt.Sprintf(s.keeping("tolerance"), x.Tolerance.Words(lang)))
	}
	if x.Review != nil {
		owner := x.Review.Owner
		if role := r.Organisation.Role(owner); role != nil {
			owner = role.Name.In(lang)
		}
		every := x.Review.Every.Words(lang)
		if x.Review.Every.N == 1 && lang != "fi" {
			every = strings.TrimPrefix(every, "1 ")
		}
		parts = append(parts, fmt.Sprintf(s.keeping("review"), every, owner))
	}
	return strings.Join(append(parts, s.keeping(x.End)), "; ")
}

func (s speaker) keeping(key string) string { return inLanguage(keepingWords, s.lang, key) }

func (s speaker) span(g *Register, x *Span) string {
	out := ""
	switch {
	case x.While != "":
		name := x.While
		if state := g.State(name); state != nil && len(state.Name) > 0 {
			name = state.Name.In(s.lang)
		}
		if x.Then.IsZero() {
			out = fmt.Sprintf(s.keeping("while"), name)
		} else {
			out = fmt.Sprintf(s.keeping("while-then"), name, x.Then.Words(s.lang))
		}
	default:
		name := x.After
		if event := g.Event(name); event != nil && len(event.Name) > 0 {
			name = event.Name.In(s.lang)
		}
		out = fmt.Sprintf(s.keeping("after"), x.Lasts.Words(s.lang), name)
	}
	if x.Rounded != "" {
		out += ", " + s.keeping(x.Rounded)
	}
	return out
}
