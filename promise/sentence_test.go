// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/promise"
)

func hms(t testing.TB) *promise.Release {
	t.Helper()
	r, problems := promise.Load(os.DirFS("../examples/hms"))
	if r == nil {
		t.Fatal(problems)
	}
	return r
}

func TestClausesReadAsSentences(t *testing.T) {
	t.Parallel()
	r := hms(t)
	for name, c := range map[string]struct{ clause, lang, want string }{
		"an allow with a condition and a reason": {"personal-journal/access/carers", "en",
			"Health personnel may find and open “Consultation notes” for “Occupational health care”, when the person is in their care, with a reason from the list “Reasons for opening a journal”."},
		"the same in Norwegian": {"personal-journal/access/carers", "nb",
			"Helsepersonell kan finne og åpne «Notater fra konsultasjoner» for «Bedriftshelsetjeneste», når vedkommende har personen i behandling, med en grunn fra listen «Grunner til å åpne en journal»."},
		"a forbid with an exception":      {"companies/access/inactive", "en", "Nobody may add “Orders”, unless “Agreement in force” holds."},
		"a forbid that excepts roles":     {"companies/access/restricted-documents", "nb", "Ingen unntatt Ledelsen og Personvernombud kan åpne, dele, eksportere eller utlevere «Planer og rapporter», når oppføringen er merket som begrenset, med mindre bedriften eller personen er tildelt vedkommende."},
		"one field":                       {"personal-journal/access/number-at-desk", "en", "Office staff and Health personnel may show the masked part of “Identity” (National identity number) for “Administration”, with a reason."},
		"a receiver":                      {"personal-journal/access/hand-over", "nb", "Journalansvarlig (ledende bedriftslege) kan utlevere «Navnekort», «Identitet», «Kontaktopplysninger», «Arbeidsforhold», «Behandlere» og «Notater fra konsultasjoner» for «Overføring til ny leverandør» til En annen leverandør av bedriftshelsetjeneste, med en grunn og en bekreftelse."},
		"permissions":                     {"personal-journal/access/further-use", "en", "Health personnel may find and open “Name card”, “Contact details” and “Consultation notes” for “Use beyond the occupational health agreement”, when “Consent of the customer” was given and “Consent of the employee” was given, with a reason."},
		"a rule of the house":             {"hms/rules/secrecy-first", "nb", "Ingen kan finne, åpne, vise den skjulte delen av, legge til, rette, slette, telle, koble, dele, eksportere, utlevere eller publisere noen opplysninger, med mindre vedkommende har signert taushetserklæringen."},
		"a language the words are not in": {"companies/access/inactive", "de", "Nobody may add “Bestillinger”, unless “Avtale i kraft” holds."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := r.Clause(c.clause).Sentence(c.lang); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestARequireReadsAsADuty(t *testing.T) {
	t.Parallel()
	r := base(t, change{"  closed: {forbid", "  duty: {require: [open], data: [notes], with: [{second-person: head}, {expiry: 4 hours}], then: [{notify: head}], source: [T-6]}\n  closed: {forbid"})
	for lang, want := range map[string]string{
		"en": "Whoever is to open “Notes” needs a second person (Head) and an end in time of 4 hours first; afterwards Head is told.",
		"fi": "Ennen tätä (avaaminen: ”Merkinnät”) tarvitaan toinen henkilö (Johtaja) ja aikaraja, 4 tuntia; sen jälkeen Johtaja saa tiedon.",
	} {
		if got := r.Clause("people/access/duty").Sentence(lang); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// TestEverythingHasWordsInFourLanguages keeps the vocabularies and the words together.
func TestEverythingHasWordsInFourLanguages(t *testing.T) {
	t.Parallel()
	r := base(t)
	for _, lang := range []string{"en", "nb", "sv", "fi"} {
		for _, fact := range promise.FactWords() {
			for _, words := range []string{r.Fact(fact, lang), r.FactForYou(fact, lang)} {
				if words == "" || strings.Contains(words, fact) && strings.Contains(fact, "-") {
					t.Errorf("the fact %s has no words in %s", fact, lang)
				}
			}
		}
		for a := promise.Action(1); int(a) < promise.ActionCount; a++ {
			if words := promise.ActionName(a, lang); words == "" || lang != "en" && words == a.String() {
				t.Errorf("the action %s has no words in %s", a, lang)
			}
		}
	}
	if r.Fact("in-care", "en") == r.FactForYou("in-care", "en") {
		t.Error("what is said to a person is said as about another")
	}
}

func TestRetentionInWords(t *testing.T) {
	t.Parallel()
	r := hms(t)
	for clause, want := range map[string]string{
		"personal-journal journal": "“Name card”, “Identity”, “Contact details”, “Employment”, “Care team” and “Consultation notes”: kept at least 10 years after “Last journal entry”; every year Journal responsible (leading company doctor) decides whether they are still needed; then erased.",
		"companies relation":       "“The company”, “Contact information”, “Agreements”, “Plans and reports”, “Team for the company” and “Orders”: kept while “Agreement in force” holds and 10 years after that; then erased.",
	} {
		register, id, _ := strings.Cut(clause, " ")
		g := r.Register(register)
		if got := r.RetentionSentence(g, g.Span(id), "en"); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestTextFallsBackToTheFirstDeclaredLanguage(t *testing.T) {
	t.Parallel()
	name := hms(t).Register("companies").Name
	for lang, want := range map[string]string{"nb": "Bedriftsjournal", "en": "Company journal", "fi": "Bedriftsjournal", "": "Bedriftsjournal"} {
		if got := name.In(lang); got != want {
			t.Errorf("in %q: %q, want %q", lang, got, want)
		}
	}
	if got := name.Languages(); !slices.Equal(got, []string{"en", "nb"}) {
		t.Errorf("languages %v", got)
	}
	if got := (promise.Text{"sv": "b", "fi": "a"}).In("nb"); got != "a" {
		t.Errorf("a text of no release falls back to %q", got)
	}
	if got := (promise.Text)(nil).In("nb"); got != "" {
		t.Errorf("no text says %q", got)
	}
}

// TestTheModelHoldsWhatTheFilesSay samples the occupational health service.
// It shows rows as declarations; that they are kept is shown by those who act on them.
func TestTheModelHoldsWhatTheFilesSay(t *testing.T) {
	t.Parallel()
	r := hms(t)
	o := r.Organisation
	if o.Controller.RepresentedBy != "general-manager" || !o.IsRole("general-manager", "management") || o.IsRole("management", "general-manager") {
		t.Error("the general manager represents the controller and is of the management (HMS-09)")
	}
	if cgm := o.Party("cgm"); cgm.As != "processor" || cgm.Agreement.Dated != "2018-10-22" || !cgm.Agreement.Public || cgm.Agreement.Size != "6.51 MB" {
		t.Errorf("the agreement of the journal system is %+v (HMS-41)", cgm.Agreement)
	}
	if company := o.Party("company"); company.As != "independent-controller" || company.Agreement.Needed != "normally-not" {
		t.Errorf("a member company is %+v (HMS-04, HMS-05)", company)
	}
	id := r.Category("personal-journal/identity").Field("national-id")
	if id.Type != promise.TypePersonID || id.Of != "NO" || !id.Mask || id.Unique != "yes" || id.Find != "exact" || id.Sensitivity != promise.Protected {
		t.Errorf("the identity number is %+v (HMS-22)", id)
	}
	journal := r.Register("personal-journal").Span("journal")
	if journal.AtLeast.After != "last-note" || journal.AtLeast.Lasts != (promise.Duration{N: 10, Unit: promise.Years}) {
		t.Errorf("journals are kept %+v (HMS-53)", journal.AtLeast)
	}
	if x := r.Register("personal-journal").Relation("in-care"); x.Data != "care" || x.Staff != "clinician" {
		t.Errorf("in-care comes from %+v", x)
	}
	if s := r.Register("companies").State("member"); s.Of != "company" || len(s.Any) != 1 || s.Any[0].Data != "agreement" {
		t.Errorf("member comes from %+v (HMS-54)", s)
	}
	rights := r.Register("personal-journal").RightsThatFollow()
	for _, want := range []string{"access", "log-extract", "disclosure-list", "erasure", "objection", "withdrawal"} {
		if !slices.Contains(rights, want) {
			t.Errorf("the right %s does not follow: %v (HMS-45 to 47)", want, rights)
		}
	}
	if slices.Contains(r.Register("log").RightsThatFollow(), "erasure") {
		t.Error("the log, which a law asks for, can be erased on request")
	}
}

// TestEveryRowOfThePrivacyStatementStandsInAFile looks for each row up to HMS-64 among
// the sources of the clauses.
func TestEveryRowOfThePrivacyStatementStandsInAFile(t *testing.T) {
	t.Parallel()
	text := string(hms(t).Archive())
	for row := 1; row <= 64; row++ {
		name := "HMS-" + string(rune('0'+row/10)) + string(rune('0'+row%10))
		if !strings.Contains(text, name+",") && !strings.Contains(text, name+"]") {
			t.Errorf("no clause names the row %s", name)
		}
	}
}
