// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/ledger"
)

// The journeys below are those of people at work, without scripts: forms and
// links of real pages, one after the other.

// Keeps: HMS-28
// Keeps: HMS-36
func TestANurseOpensAJournalInTwoClicksAndItIsRecorded(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	if got := person.text("h1"); got != "Ærlig Ådnavoll" {
		t.Errorf("the page is headed %q", got)
	}
	if person.has("Hørsel uten anmerkning") {
		t.Error("the note stands open before a reason was given")
	}
	ask := person.form("/open")
	if got := ask.values.Get("category"); got != "consultations" {
		t.Fatalf("the form opens %q", got)
	}
	r := b.post(ask.action, ask.values)
	if r.status != http.StatusUnprocessableEntity || len(r.withClass("ds-error-summary")) != 1 {
		t.Errorf("without a reason: %d, %d summaries", r.status, len(r.withClass("ds-error-summary")))
	}
	before := s.house.Gate.Tree.Size()
	ask.values.Set("reason", "follow-up")
	r = b.post(ask.action, ask.values)
	if r.status != http.StatusOK || !r.has("Hørsel uten anmerkning") {
		t.Fatalf("with a reason: %d\n%s", r.status, r.text("main"))
	}
	if !r.has("personal-journal/ access/ carers") {
		t.Errorf("the clause for whoever has the person in care is not named:\n%s", r.text("aside"))
	}
	if n := s.house.Gate.Tree.Size() - before; n < 2 {
		t.Errorf("%d entries for opening a person's page with the journal", n)
	}
	again := b.get(r.path)
	if !again.has("Hørsel uten anmerkning") {
		t.Error("the same look-up no longer opens")
	}
	e, err := s.house.Gate.Tree.Entry(t.Context(), int64(s.house.Gate.Tree.Size())-1)
	if err != nil {
		t.Fatal(err)
	}
	if e.Kind != ledger.KindRead || e.PublicValue(ledger.PublicContinues) == "" {
		t.Errorf("looking again is recorded as %s continuing %q", e.Kind, e.PublicValue(ledger.PublicContinues))
	}
}

// Keeps: HMS-34
// Keeps: HMS-39
// Keeps: HMS-46
func TestAnOfficeWorkerIsRefusedAndTheExtractShowsTheAttempt(t *testing.T) {
	t.Parallel()
	s := newSite(t, "karin")
	b := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	person := b.openPerson(s.inCare)
	if len(person.withClass("lu-closed")) != 1 {
		t.Fatalf("the closed category is not named:\n%s", person.text("main"))
	}
	r := b.post(person.form("/open").action, url.Values{"category": {"consultations"}})
	card := r.withClass("lu-refusal")
	if r.status != http.StatusForbidden || len(card) != 1 {
		t.Fatalf("asking gets %d with %d cards", r.status, len(card))
	}
	words := textOf(card[0])
	for _, want := range []string{"personal-journal/ access/ only-health-personnel", "Consultation notes", "Nurse", "recorded as entry"} {
		if !strings.Contains(words, want) {
			t.Errorf("the card does not say %q:\n%s", want, words)
		}
	}
	if r.has("Hørsel") || r.text("h1") != "Ærlig Ådnavoll" {
		t.Errorf("the page around the card is headed %q", r.text("h1"))
	}
	explained := b.get(r.link("/entries/"))
	if explained.status != http.StatusOK || !explained.has("refused") || explained.has("Ådnavoll") || !explained.has("personal-journal.yaml:") {
		t.Errorf("the entry explains: %d %s", explained.status, explained.text("main"))
	}

	k := s.signedIn(t, "karin", "privacy-officer", "personal-journal/insight")
	p := k.openPerson(s.inCare)
	x := k.post(p.form("/extract").action, nil)
	if x.status != http.StatusOK || !x.has("Office worker") || !x.has("refused") {
		t.Fatalf("the extract: %d %s", x.status, x.text("main"))
	}
	if !x.has("--key") || !strings.Contains(x.text("pre"), s.house.Gate.Verifier()) {
		t.Error("the command to check the extract lacks the verifier key")
	}
	file := k.get(x.link("extract.json"))
	if file.status != http.StatusOK || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("the file: %d %s", file.status, file.header.Get("Content-Disposition"))
	}
	got, err := ledger.ReadExtract(strings.NewReader(file.body))
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Verify(s.house.Gate.Verifier()); err != nil {
		t.Errorf("the file does not verify: %v", err)
	}
}

func TestAMaskedNumberIsShownByALookUpOfItsOwn(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	if person.has("01818000010") {
		t.Fatal("the number stands open")
	}
	f := person.form("/reveal")
	if r := b.post(f.action, f.values); r.status != http.StatusUnprocessableEntity || r.has("01818000010") {
		t.Errorf("without a reason: %d", r.status)
	}
	f.values.Set("reason", "follow-up")
	r := b.post(f.action, f.values)
	if r.status != http.StatusOK || !r.has("01818000010") {
		t.Errorf("with a reason: %d\n%s", r.status, r.text("main"))
	}
	if again := b.get(person.path); again.has("01818000010") {
		t.Error("the look-up before shows the number too")
	}
}

// Keeps: HMS-28
func TestANoteIsAddedAndWhatWasTypedIsNotLostOnAnError(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	page := b.get(person.link("/add/consultations"))
	f := page.form("/add/consultations")
	f.values.Set("consultations.text", "Snakket om <søvn> & pauser.")
	f.values.Set("consultations.type", "other-consultation")
	r := b.post(f.action, f.values)
	if r.status != http.StatusUnprocessableEntity {
		t.Fatalf("without a date: %d", r.status)
	}
	if got := textOf(r.all("textarea")[0]); got != "Snakket om <søvn> & pauser." {
		t.Errorf("the text became %q", got)
	}
	summary := r.withClass("ds-error-summary")[0]
	target := ""
	walkLinks(summary, func(href string) { target = strings.TrimPrefix(href, "#") })
	found := false
	for _, tag := range []string{"input", "textarea", "fieldset"} {
		for _, n := range r.all(tag) {
			if attr(n, "id") == target && target != "" {
				found = true
				if d := attr(n, "aria-describedby"); !strings.Contains(d, target+"-problem") {
					t.Errorf("%s is described by %q", target, d)
				}
			}
		}
	}
	if !found {
		t.Errorf("the summary leads to %q, which is not there", target)
	}
	f.values.Set("consultations.date", "2026-11-20")
	f.values.Set("consultations.profession", "nurse")
	if r := b.post(f.action, f.values); r.status != http.StatusOK || !r.has("Saved") {
		t.Fatalf("complete: %d %s", r.status, r.text("main"))
	}
}

// Keeps: HMS-11
func TestACorrectionKeepsTheOldVersionAndNeedsTheRightRole(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "live", "journal-responsible", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	page := b.get(person.link("/employment/") + "/correct")
	f := page.form("/correct")
	f.values.Set("employment.company", "974760673")
	f.values.Set("employment.department", "Lageret")
	f.values.Set("employment.from", "2021-02-01")
	if r := b.post(f.action, f.values); r.status != http.StatusUnprocessableEntity || !r.has("Lageret") && !strings.Contains(r.body, "Lageret") {
		t.Fatalf("without a reason: %d", r.status)
	}
	f.values.Set("reason", "Feil avdeling i listen.")
	r := b.post(f.action, f.values)
	if r.status != http.StatusOK || !r.has("Lageret") {
		t.Fatalf("with a reason: %d %s", r.status, r.text("main"))
	}
	if del, ins := r.text("del"), r.text("ins"); !strings.Contains(del, "Produksjon") || !strings.Contains(ins, "Lageret") {
		t.Errorf("the history says %q became %q", del, ins)
	}
	f.values.Set("employment.department", "Kontoret")
	if r := b.post(f.action, f.values); r.status != http.StatusConflict || !strings.Contains(r.body, "Kontoret") {
		t.Errorf("a correction of the old version: %d, typed text kept: %v", r.status, strings.Contains(r.body, "Kontoret"))
	}

	nurse := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	p := nurse.openPerson(s.inCare)
	if strings.Contains(p.body, "/correct") {
		t.Error("a nurse is offered a correction")
	}
	f.values.Set("version", "2")
	address := p.link("/employment/") + "/correct"
	if r := nurse.post(address, f.values); r.status != http.StatusForbidden || len(r.withClass("lu-refusal")) != 1 {
		t.Errorf("a nurse corrects by hand: %d", r.status)
	}
}

// Keeps: HMS-07
// Keeps: HMS-08
func TestAListIsLookedThroughBeforeItIsImported(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	list := "Navn;Fødselsnummer;Avdeling;Fra\n" +
		"Solveig Tjernli;01818000282;Lager;2025-01-01\n" +
		"Ærlig Ådnavoll;01818000010;Lager;2025-01-01\n" +
		"Uten Nummer;123;Lager;2025-01-01\n"
	if r := b.upload("/import", url.Values{"company": {"Nobody AS"}}, map[string][2]string{"list": {"a.csv", list}}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a company nobody knows: %d", r.status)
	}
	r := b.upload("/import", url.Values{"company": {"nordlys sveis as"}}, map[string][2]string{"list": {"ansatte.csv", list}})
	if r.status != http.StatusOK || !strings.HasPrefix(r.path, "/import/") {
		t.Fatalf("the list: %d at %s\n%s", r.status, r.path, r.text("main"))
	}
	rows := r.all("tbody")[0]
	if words := textOf(rows); !strings.HasPrefix(words, "4 Wants mending Fødselsnummer:") {
		t.Errorf("the bad row does not come first with its column:\n%s", words)
	}
	before := b.post("/find", url.Values{"q": {"Solveig"}})
	if before.has("Tjernli") {
		t.Error("somebody is there before the list was imported")
	}
	done := b.post(r.path, nil)
	if done.status != http.StatusOK || !done.has("Rows left") {
		t.Fatalf("import: %d %s", done.status, done.text("main"))
	}
	left := b.get(done.link("left.csv"))
	if !strings.Contains(left.body, "Uten Nummer") || strings.Contains(left.body, "Solveig") {
		t.Errorf("the rows left are\n%s", left.body)
	}
	found := b.post("/find", url.Values{"q": {"Solveig"}})
	if !found.has("Solveig Tjernli") {
		t.Fatalf("nobody new: %s", found.text("main"))
	}
	person := b.post(found.form("/open").action, nil)
	if !person.has("row 2") || !person.has("Nordlys Sveis AS") {
		t.Errorf("the page does not say where the data came from:\n%s", person.text("main"))
	}
	if r := b.post(r.path, nil); r.status != http.StatusOK || strings.Count(b.post("/find", url.Values{"q": {"Solveig"}}).text("ol"), "Tjernli") != 1 {
		t.Errorf("sending the import again: %d", r.status)
	}
}

func TestSomebodyNewIsWrittenWithTheCategoriesThatWereFilledIn(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	f := b.get("/new").form("/new")
	f.values.Set("identification.name", "Torvald Fjellro")
	f.values.Set("employment.company", "Nordlys")
	r := b.upload(f.action, f.values, nil)
	if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Torvald Fjellro") {
		t.Fatalf("an employment without a date: %d", r.status)
	}
	f.values.Set("employment.from", "2024-03-01")
	r = b.upload(f.action, f.values, nil)
	if r.status != http.StatusOK || r.text("h1") != "Torvald Fjellro" || !r.has("Nordlys Sveis AS") {
		t.Fatalf("complete: %d %s", r.status, r.text("main"))
	}
}

// Keeps: HMS-35
func TestTheAdministratorMayOpenAJournalForAReasonAndKeepsThePersonWhenThePurposeChanges(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	b := s.signedIn(t, "ada", "system-administrator", "personal-journal/administration")
	person := b.openPerson(s.inCare)
	r := b.post("/purpose", url.Values{"purpose": {"personal-journal/system-maintenance"}, "back": {person.path}})
	if r.status != http.StatusOK || !strings.HasPrefix(r.path, "/lookups/") || r.path == person.path {
		t.Fatalf("the person is not kept: %d at %s", r.status, r.path)
	}
	if old := b.get(person.path); old.status != http.StatusGone {
		t.Errorf("the look-up of the purpose before: %d", old.status)
	}
	ask := r.form("/open")
	opened := b.post(ask.action, url.Values{"category": {"identification", "consultations"}, "reason": {"Feilsøking av visning."}})
	if opened.status != http.StatusOK || !opened.has("Hørsel uten anmerkning") || opened.text("h1") != "Ærlig Ådnavoll" {
		t.Fatalf("with a reason: %d %s", opened.status, opened.text("main"))
	}
}

// Keeps: HMS-37
func TestANewAccountSignsTheDeclarationAndChoosesAPasswordFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	admin := s.as(t, "ada", "system-administrator", "staff/access-control")
	inv, err := s.house.Accounts.Create(t.Context(), accountsWork(admin), newNurse())
	if err != nil {
		t.Fatal(err)
	}
	b := s.browser(t)
	r := b.post("/sign-in", url.Values{"user": {inv.UserName}, "password": {inv.Password}, "code": {codeOf(t, s, inv.TOTPSecret)}})
	if r.path != "/declaration" {
		t.Fatalf("after the first sign-in: %d at %s\n%s", r.status, r.path, r.text("main"))
	}
	if at := b.get("/find"); at.path != "/declaration" {
		t.Errorf("work before signing leads to %s", at.path)
	}
	f := r.form("/declaration")
	if r := b.post(f.action, f.values); r.status != http.StatusUnprocessableEntity {
		t.Errorf("not ticked: %d", r.status)
	}
	f.values.Set("agree", "yes")
	r = b.post(f.action, f.values)
	if r.path != "/password" {
		t.Fatalf("after signing: %s", r.path)
	}
	for name, c := range map[string]struct {
		form url.Values
		want int
	}{
		"different": {url.Values{"new": {"en lang setning her"}, "again": {"en annen setning her"}}, 422},
		"short":     {url.Values{"new": {"kort"}, "again": {"kort"}}, 422},
		"empty":     {url.Values{}, 422},
	} {
		if r := b.post("/password", c.form); r.status != c.want {
			t.Errorf("a password that is %s: %d", name, r.status)
		}
	}
	good := url.Values{"new": {"fire grå måker over fjorden"}, "again": {"fire grå måker over fjorden"}}
	if r := b.post("/password", good); r.path != "/start" || r.status != http.StatusOK {
		t.Fatalf("a good password: %d at %s %s", r.status, r.path, r.text("main"))
	}
}

func TestSessionsAreListedAndEndedFromElsewhere(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	here := s.signedIn(t, "nina", "", "")
	there := s.signedIn(t, "nina", "", "")
	r := here.get("/sessions")
	if n := len(r.all("tr")) - 1; n != 3 { // these two, and the one the site was made with
		t.Fatalf("%d sessions", n)
	}
	here.post(r.form("/end").action, nil)
	if at := there.get("/start"); at.path != "/sign-in" {
		t.Errorf("the ended session still stands at %s", at.path)
	}
	here.post("/sign-out", nil)
	if at := here.get("/start"); at.path != "/sign-in" {
		t.Errorf("after signing out: %s", at.path)
	}
}

func TestSignInAnswersAlikeWhateverIsWrong(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	said := map[string]string{}
	for name, f := range map[string]url.Values{
		"no such name":   {"user": {"nobody"}, "password": {demo.Password}, "code": {"123456"}},
		"wrong password": {"user": {"nina"}, "password": {"wrong horse battery"}, "code": {"123456"}},
		"wrong code":     {"user": {"nina"}, "password": {demo.Password}, "code": {"000000"}},
	} {
		r := s.browser(t).post("/sign-in", f)
		if r.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, r.status)
		}
		said[textOf(r.withClass("ds-error-summary")[0])] = name
		if strings.Contains(r.body, "wrong horse") {
			t.Errorf("%s: the password is sent back", name)
		}
	}
	if len(said) != 1 {
		t.Errorf("the answers differ: %v", said)
	}
	for range 30 {
		r := s.browser(t).post("/sign-in", url.Values{"user": {"nina"}, "password": {"guess"}, "code": {"111111"}})
		if r.status == http.StatusTooManyRequests {
			if !r.has("try again at") && !r.has("Wait a little") {
				t.Errorf("the lock-out is not explained: %s", r.text("main"))
			}
			return
		}
	}
	t.Error("thirty guesses in a row are let through")
}

func TestTheLanguageSwitchStaysOnThePage(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	r := b.get(person.path + "?lang=nb")
	if r.path != person.path || attr(r.all("html")[0], "lang") != "nb" || !r.has("Navnekort") {
		t.Errorf("at %s in %s", r.path, attr(r.all("html")[0], "lang"))
	}
	if r := b.get("/find"); attr(r.all("html")[0], "lang") != "nb" {
		t.Error("the choice is not kept")
	}
}

// Keeps: HMS-54
func TestACompanysPageOpensInOneClick(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.signedIn(t, "ivar", "general-manager", "companies/service")
	list := b.post("/find", url.Values{"all": {"yes"}})
	r := b.post(list.form("/open").action, nil)
	if r.status != http.StatusOK || r.text("h1") != "Nordlys Sveis AS" || !r.has("974") {
		t.Fatalf("%d %s", r.status, r.text("main"))
	}
}

func TestALookUpIsGoneAfterFifteenMinutesInAnotherSessionAndUnderAnotherRole(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "live", "doctor", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	thief := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	gone := func(name string, r *result) {
		t.Helper()
		if r.status != http.StatusGone || r.has("Ådnavoll") || !r.has("Nothing was opened") {
			t.Errorf("%s: %d %s", name, r.status, r.text("main"))
		}
		if r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %q", name, r.header.Get("Cache-Control"))
		}
	}
	gone("another session", thief.get(person.path))
	gone("another session's record", thief.get(person.link("/identification/")))
	b.post("/role", url.Values{"role": {"journal-responsible"}})
	b.post("/purpose", url.Values{"purpose": {"personal-journal/occupational-health"}})
	gone("another role", b.get(person.path))
	mine := b.openPerson(s.inCare)
	s.clock.Advance(lookupLife - time.Second)
	if r := b.get(mine.path); r.status != http.StatusOK {
		t.Errorf("just before its end: %d", r.status)
	}
	s.clock.Advance(2 * time.Second)
	gone("too late", b.get(mine.path))
	gone("an address that never was", b.get("/lookups/00000000000000000000000000"))
}

var month = regexp.MustCompile(`^month-\d{4}-\d\d$`)

func TestTheExtractSaysInWordsWhatItsPictureShows(t *testing.T) {
	t.Parallel()
	s := newSite(t, "karin")
	s.clock.Advance(40 * 24 * time.Hour)
	k := s.signedIn(t, "karin", "privacy-officer", "personal-journal/insight")
	x := k.post(k.openPerson(s.inCare).form("/extract").action, nil)
	bars, sections := 0, 0
	for _, n := range x.all("rect") {
		if attr(n, "class") == "" && attr(n, "rx") == "" {
			bars++
		}
	}
	for _, n := range x.all("h2") {
		if month.MatchString(attr(n, "id")) {
			sections++
		}
	}
	if bars != 2 || sections != 2 {
		t.Fatalf("%d bars, %d months, want 2 of each", bars, sections)
	}
	caption := x.text("figcaption")
	for _, name := range []string{"November 2026", "December 2026"} {
		if !strings.Contains(caption, name) {
			t.Errorf("the caption lacks %s: %s", name, caption)
		}
	}
	if !x.has("complete up to its signed head") {
		t.Error("the extract does not say what it claims")
	}
}
