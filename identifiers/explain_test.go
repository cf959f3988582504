// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
)

var tags = []string{"fi", "sv", "nb", "en"}

// TestTextsAreWholeInFourLanguages also catches a text copied from one column
// to another where the languages must differ.
func TestTextsAreWholeInFourLanguages(t *testing.T) {
	t.Parallel()
	check := func(what string, p phrase) {
		for l, text := range p {
			if strings.TrimSpace(text) != text || text == "" {
				t.Errorf("%s in %s: %q", what, tags[l], text)
			}
		}
		if p[finnish] == p[english] && what != "kind iban" {
			t.Errorf("%s: Finnish and English are the same: %q", what, p[finnish])
		}
	}
	for _, k := range Kinds() {
		check("kind "+k.String(), kindTexts[k])
		check("form of "+k.String(), formTexts[k])
		if back, ok := KindNamed(k.String()); !ok || back != k {
			t.Errorf("KindNamed(%v) is %v, %v", k, back, ok)
		}
	}
	for c := Code(1); c < codeEnd; c++ {
		check("code "+c.String(), codeTexts[c])
	}
	check("birth", bornText)
	check("no date", noDateText)
	check("female", sexTexts[Female])
	check("male", sexTexts[Male])
	for i, text := range flagTexts {
		check("flag "+flagNames[i], text)
	}
	if 1<<len(flagTexts) != int(flagEnd) || len(flagNames) != len(flagTexts) {
		t.Errorf("%d flag texts and %d names for flags up to %b", len(flagTexts), len(flagNames), flagEnd)
	}
}

func TestExplainSpeaksTheReadersLanguage(t *testing.T) {
	t.Parallel()
	id, err := Parse(HETU, "010594Y9032", today)
	if err != nil {
		t.Fatal(err)
	}
	for tag, want := range map[string]string{
		"fi":    "Suomalainen henkilötunnus. Syntymäaika 1.5.1994. Numero on miehen. Tilapäinen",
		"sv-FI": "Finländsk personbeteckning. Född 1994-05-01. Numret är en mans. Tillfällig",
		"nn":    "Finsk personnummer. Født 1.5.1994. Nummeret er en manns. Midlertidig",
		"en":    "Finnish personal identity code. Born 1994-05-01. The number is a man's. A temporary",
		"de":    "Finnish personal identity code. Born",
	} {
		if got := id.Explain(tag); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want it to begin with %q", tag, got, want)
		}
	}
	coordination, err := Parse(Personnummer, "191500722390", today)
	if err != nil || !strings.Contains(coordination.Explain("en"), "does not tell a birth date") {
		t.Errorf("a number without a day: %q, %v", coordination.Explain("en"), err)
	}
	iban, err := Parse(IBAN, "FI2112345600000785", Date{})
	if got := iban.Explain("en"); err != nil || got != "IBAN account number (FI)." {
		t.Errorf("an account: %q, %v", got, err)
	}
	if got := (ID{}).Explain("fi") + Kind(0).Name("fi") + Kind(99).Name("en"); got != "" {
		t.Errorf("what is no identifier explains itself as %q", got)
	}
}

// TestErrorsNeverRepeatTheValue breaks valid numbers in every way that one
// changed character can, and looks for their digits in the error texts.
func TestErrorsNeverRepeatTheValue(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(11, 12))
	for range 2000 {
		value := []byte(madeAny(r))
		value[r.IntN(len(value))] = byte(' ' + r.IntN(95))
		for _, kind := range Kinds() {
			_, err := Parse(kind, string(value), today)
			var e *Error
			if !errors.As(err, &e) {
				continue
			}
			texts := e.Error()
			for _, tag := range tags {
				explained := e.Explain(tag)
				if !strings.HasSuffix(explained, ".") {
					t.Fatalf("%q is no sentence", explained)
				}
				texts += explained
			}
			if strings.Contains(texts, string(value)) || strings.Contains(texts, string(value[:5])) {
				t.Fatalf("%v: the error repeats the value: %s", kind, texts)
			}
		}
	}
}

func TestIDPrintsRedacted(t *testing.T) {
	t.Parallel()
	id, err := Parse(HETU, "131052-308T", today)
	if err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("person read", "id", id, "pointer", &id)
	printed := fmt.Sprintf("%v %+v %#v %s %d %q %v", id, id, id, id, id, id, []ID{id}) + fmt.Sprint(&id)
	for _, secret := range []string{"131052", "308T", "1952"} {
		if strings.Contains(printed, secret) || strings.Contains(logged.String(), secret) {
			t.Errorf("%s leaks: %s %s", secret, printed, logged.String())
		}
	}
	if n := strings.Count(printed, "[redacted]"); n != 8 {
		t.Errorf("%d of 8 places say that they are redacted: %s", n, printed)
	}
}

func TestMaskKeepsWhatIsHarmless(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind       Kind
		text, want string
	}{
		{HETU, "131052-308T", "131052-****"},
		{Fodselsnummer, "20036914700", "200369*****"},
		{Fodselsnummer, "80000000098", "8**********"},
		{Personnummer, "780102-2380", "19780102-****"},
		{YTunnus, "0211675-2", "021****-*"},
		{NorwegianOrg, "974760673", "974******"},
		{SwedishOrg, "556016-0680", "556***-****"},
		{IBAN, "FI2112345600000785", "FI************0785"},
		{Phone, "+358401234567", "+358*******67"},
		{Email, "aino.malli@kunta.example", "a***@kunta.example"},
		{Email, "a@kunta.example", "***@kunta.example"},
		{Email, "åse@kunta.example", "å***@kunta.example"},
	} {
		id, err := Parse(tc.kind, tc.text, today)
		if got := id.Mask(); err != nil || got != tc.want {
			t.Errorf("%v: mask %q, error %v, want %q", tc.kind, got, err, tc.want)
		}
	}
}

func TestDate(t *testing.T) {
	t.Parallel()
	for d, want := range map[Date]bool{
		{2024, 2, 29}: true, {2023, 2, 29}: false, {1900, 2, 29}: false, {2000, 2, 29}: true, {2025, 12, 31}: true,
		{2025, 13, 1}: false, {2025, 4, 31}: false, {2025, 0, 1}: false, {2025, 1, 0}: false, {}: false,
	} {
		if d.Valid() != want {
			t.Errorf("%v valid: %v, want %v", d, d.Valid(), want)
		}
	}
	if s := (Date{1952, 10, 3}).String() + (Date{}).String(); s != "1952-10-03" {
		t.Errorf("date prints as %q", s)
	}
	if (Date{2025, 1, 1}).After(Date{2025, 1, 1}) || !(Date{2025, 2, 1}).After(Date{2025, 1, 31}) {
		t.Error("After is wrong about a day or a month")
	}
}
