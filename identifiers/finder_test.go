// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func finder(t testing.TB, o Options) *Finder {
	t.Helper()
	if !o.At.Valid() {
		o.At = today
	}
	f, err := NewFinder(o)
	if err != nil {
		t.Fatalf("NewFinder: %v", err)
	}
	return f
}

// found writes hits as "kind certainty [flags] text".
func found(f *Finder, text string) []string {
	var got []string
	for h := range f.All([]byte(text)) {
		line := fmt.Sprintf("%v %v %q", h.Kind, h.Certainty, text[h.Start:h.End])
		if h.Flags != 0 {
			line += " " + h.Flags.String()
		}
		got = append(got, line)
	}
	return got
}

func TestFindReportsForms(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"a HETU in a sentence", "Tunnus on 131052-308T.", []string{`hetu certain "131052-308T"`}},
		{"a HETU with a case ending", "131052-308T:n lapsi", []string{`hetu certain "131052-308T"`}},
		{"a HETU in small letters with a dash from the word processor", "(131052–308t)", []string{`hetu certain "131052–308t"`}},
		{"a HETU in a file name", "lausunto_131052-308T.pdf", []string{`hetu certain "131052-308T"`}},
		{"a HETU with a mark of 2023", "030516D9037,", []string{`hetu certain "030516D9037" temporary`}},
		{"a HETU inside a word", "x131052-308T 131052-308Tä ä131052-308T 131052-308T9", nil},
		{"a HETU inside a longer number", "9131052-308T 1-131052-308T 131052-308T-1 1.131052-308T", nil},
		{"a HETU for a day that is not in the calendar", "310252-308T", nil},
		{"a fødselsnummer with a space", "20036914700 er ikke 200369 14700", []string{`fodselsnummer likely "200369 14700"`}},
		{"a personnummer in both written forms", "780102-2380, 19780102-2380", []string{
			`personnummer certain "780102-2380" test-series`, `personnummer certain "19780102-2380" test-series`}},
		{"an interim number", "000101-T220", []string{`personnummer likely "000101-T220" interim`}},
		{"business ids", "0211675-2 556016-0680", []string{
			`y-tunnus likely "0211675-2"`, `organisationsnummer likely "556016-0680"`}},
		{"VAT numbers", "974760673MVA FI02116752 SE556016068001 NO974760673MVA", []string{
			`organisasjonsnummer certain "974760673"`, `y-tunnus certain "FI02116752"`,
			`organisationsnummer certain "SE556016068001"`, `organisasjonsnummer certain "NO974760673"`}},
		{"a Norwegian company without a word", "974760673 974 760 673", nil},
		{"account numbers", "FI2112345600000785, FI21 1234 5600 0007 85 ja NO93 8601 1117 947.", []string{
			`iban certain "FI2112345600000785"`, `iban certain "FI21 1234 5600 0007 85"`, `iban certain "NO93 8601 1117 947"`}},
		{"an account number inside a word", "XFI2112345600000785 FI21123456000007851", nil},
		{"telephone numbers in international form", "+358 40 123 4567, +47 22334455 tai 0046-70-174 06 05", []string{
			`phone certain "+358 40 123 4567" mobile`, `phone certain "+47 22334455"`,
			`phone likely "0046-70-174 06 05" synthetic,mobile`}},
		{"a telephone number of another country", "+45 32 12 34 56", []string{`phone likely "+45 32 12 34 56"`}},
		{"a telephone number before another number", "+47 22 33 44 55 66", []string{`phone certain "+47 22 33 44 55"`}},
		{"an e-mail address in a sentence", "Kirjoita (aino.malli@kunta.example).", []string{`email certain "aino.malli@kunta.example" synthetic`}},
		{"an e-mail address with a HETU in its name", "x.131052-308T@kunta.example", []string{
			`hetu certain "131052-308T"`}},
		{"an e-mail address with letters beyond ASCII", "–åse@blåbær.example–", []string{`email certain "åse@blåbær.example" synthetic`}},
		{"no e-mail address", "@kunta aino@ aino@kunta @@ a@b.1", nil},
		{"nothing", "", nil},
		{"bytes that are not UTF-8", "\xff131052-308T\xfe 131052-308T", []string{`hetu certain "131052-308T"`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, found(finder(t, Options{}), tc.text)); diff != "" {
				t.Errorf("hits (-want +got):\n%s", diff)
			}
		})
	}
}

// filler is n characters that hold no label.
func filler(n int) string { return strings.Repeat("ä", n) }

func TestFindWeighsContext(t *testing.T) {
	t.Parallel()
	const bare = "01914796756" // Tenor
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"bare digits alone are weak", bare, []string{"weak"}},
		{"a word before bare digits", "Fødselsnummer: " + bare, []string{"likely"}},
		{"a word in capitals", "FØDSELSNUMMER " + bare, []string{"likely"}},
		{"a word after bare digits", bare + " (fødselsnummer)", []string{"likely"}},
		{"a word inside another word", "Xfødselsnummer " + bare, []string{"weak"}},
		{"a short label as part of a word", "fnrx " + bare, []string{"weak"}},
		{"a word 300 characters before", "fnr" + " " + filler(298) + " " + bare, []string{"likely"}},
		{"a word 301 characters before", "fnr" + " " + filler(299) + " " + bare, []string{"weak"}},
		{"a word 299 characters after", bare + " " + filler(297) + " fnr", []string{"likely"}},
		{"a word 300 characters after begins out of reach", bare + " " + filler(298) + " fnr", []string{"weak"}},
		{"a word 300 ASCII characters before", "fnr" + strings.Repeat(".", 300) + bare, []string{"likely"}},
		{"a word 301 ASCII characters before", "fnr" + strings.Repeat(".", 301) + bare, []string{"weak"}},
		{"an account word lowers below weak", "Kontonummer: " + bare, nil},
		{"an account word after a person word", "Fødselsnummer mangler, konto: " + bare, []string{"weak"}},
		{"a person word after an account word", "Konto mangler, fødselsnummer: " + bare, []string{"likely"}},
		{"a heading on another line does not lower", "Navn Fødselsnummer Telefon\nOla Test " + bare, []string{"likely"}},
		{"two different bare numbers", bare + "\n02838897382", []string{"likely", "likely"}},
		{"one bare number twice", bare + "\n" + bare, []string{"weak", "weak"}},
		{"the second of two is an account", bare + "\nkonto 02838897382", []string{"weak"}},
		{"the first of two is an account", "konto " + bare + "\n02838897382", []string{"weak"}},
		{"three, of which the first is named", "fnr " + bare + " " + filler(400) + " 02838897382", []string{"likely", "likely"}},
		{"a HETU of digits like a telephone number", "puh. 010190-9090", []string{"likely"}},
		{"the same without a telephone", "010190-9090", []string{"certain"}},
		{"a HETU with a letter last is certain all the same", "puh. 131052-308T", []string{"certain"}},
		{"a personnummer after a telephone word", "tfn 780102-2380", []string{"likely"}},
		{"a sole trader's number after a company word", "org.nr 780102-2380", []string{"certain"}},
		{"a Y-tunnus after its word", "Y-tunnus 0211675-2", []string{"certain"}},
		{"a Y-tunnus after an invoice word", "Laskunumero 0211675-2", []string{"weak"}},
		{"a Norwegian company after its word", "Org.nr. 974 760 673", []string{"likely"}},
		{"an FH-number counts only beside a word", "80000000098", nil},
		{"an FH-number beside a word", "hjelpenummer 80000000098", []string{"likely"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := finder(t, Options{Least: Weak, Kinds: []Kind{HETU, Fodselsnummer, Personnummer, YTunnus, NorwegianOrg, SwedishOrg}})
			var got []string
			for h := range f.All([]byte(tc.text)) {
				got = append(got, h.Certainty.String())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("certainties (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFindByFormHearsNoWords(t *testing.T) {
	t.Parallel()
	f := finder(t, Options{Least: Weak, Policy: ByForm})
	for text, want := range map[string][]string{
		"Fødselsnummer 01914796756":            {`fodselsnummer weak "01914796756" synthetic`},
		"Konto 01914796756, 02838897382":       {`fodselsnummer weak "01914796756" synthetic`, `fodselsnummer weak "02838897382" synthetic`},
		"Y-tunnus 0211675-2":                   {`y-tunnus likely "0211675-2"`},
		"hjelpenummer 80000000098":             nil,
		strings.Repeat("a", 64) + "@b.example": {fmt.Sprintf(`email certain "%s@b.example" synthetic`, strings.Repeat("a", 64))},
		strings.Repeat("a", 65) + "@b.example": nil,
	} {
		if diff := cmp.Diff(want, found(f, text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestFindReadsDomesticTelephones(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, country, text string
		want                []string
	}{
		{"a Finnish mobile number in groups", "FI", "soita 040 123 4567", []string{`phone likely "040 123 4567" mobile`}},
		{"a Finnish landline beside its word", "FI", "Puh. (09) 123 4567", []string{`phone likely "09) 123 4567"`}},
		{"a Finnish landline without a word", "FI", "09 123 4567", nil},
		{"a date is no telephone number", "FI", "01.02.2024", nil},
		{"a Norwegian number beside its word", "NO", "Tlf: 22 33 44 55", []string{`phone likely "22 33 44 55"`}},
		{"a Norwegian number without a word", "NO", "22 33 44 55", nil},
		{"a Swedish mobile number", "SE", "070-174 06 05", []string{`phone likely "070-174 06 05" synthetic,mobile`}},
		{"no country, no domestic form", "", "Puh. 040 123 4567", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := finder(t, Options{Kinds: []Kind{Phone}, PhoneCountry: tc.country})
			if diff := cmp.Diff(tc.want, found(f, tc.text)); diff != "" {
				t.Errorf("hits (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFindMarksWhatIsValidAsTwoKinds(t *testing.T) {
	t.Parallel()
	text := ambiguous(t)
	got := found(finder(t, Options{}), text)
	want := []string{fmt.Sprintf("hetu certain %q temporary,ambiguous", text)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("both kinds (-want +got):\n%s", diff)
	}
	got = found(finder(t, Options{Kinds: []Kind{Personnummer}}), text)
	if len(got) != 1 || !strings.HasPrefix(got[0], "personnummer certain") {
		t.Errorf("personnummer alone: %q", got)
	}
}

// ambiguous searches the artificial HETUs for one that is a personnummer, too.
func ambiguous(t *testing.T) string {
	t.Helper()
	for day := 1; day <= 12; day++ {
		for serial := 900; serial < 1000; serial++ {
			for check := range 10 {
				text := fmt.Sprintf("%02d0112-%d%d", day, serial, check)
				_, errFI := Parse(HETU, text, today)
				_, errSE := Parse(Personnummer, text, today)
				if errFI == nil && errSE == nil {
					return text
				}
			}
		}
	}
	t.Fatal("no text is valid as both")
	return ""
}

func TestFindStopsWhenTold(t *testing.T) {
	t.Parallel()
	calls := 0
	finder(t, Options{}).Find([]byte("131052-308T 131052-308T"), func(Hit) bool { calls++; return false })
	if calls != 1 {
		t.Errorf("emit was called %d times after it said stop, want once in all", calls)
	}
}

func TestNewFinderRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		o    Options
		want Code
	}{
		"no reference date":         {Options{}, CodeReference},
		"a kind that is none":       {Options{At: today, Kinds: []Kind{HETU, 99}}, CodeKind},
		"a country without numbers": {Options{At: today, PhoneCountry: "DK"}, CodeCountry},
	} {
		if _, err := NewFinder(tc.o); !errors.Is(err, &Error{Code: tc.want}) {
			t.Errorf("%s: error %v, want code %v", name, err, tc.want)
		}
	}
}

// TestFindIsExactAtEveryOffset moves one number through the blocks that the
// scanner looks at, so that no edge of a block hides it.
func TestFindIsExactAtEveryOffset(t *testing.T) {
	t.Parallel()
	f := finder(t, Options{Kinds: []Kind{HETU}})
	mail := finder(t, Options{Kinds: []Kind{Email}})
	for before := range 70 {
		for _, after := range []int{0, 1, 7, 31, 40} {
			text := strings.Repeat(".", before) + "131052-308T" + strings.Repeat(".", after)
			if got := found(f, text); len(got) != 1 {
				t.Fatalf("%d bytes before and %d after: %q", before, after, got)
			}
			text = strings.Repeat(" ", before) + "a@b.example" + strings.Repeat(" ", after)
			if got := found(mail, text); len(got) != 1 {
				t.Fatalf("address with %d bytes before and %d after: %q", before, after, got)
			}
		}
	}
}

func TestFindFindsEveryMadeNumber(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	f := finder(t, Options{Least: Weak, Policy: ByForm})
	for range 20000 {
		number := madeAny(r)
		if got := found(f, "a; "+number+" ;b"); len(got) != 1 || !strings.Contains(got[0], number) {
			t.Fatalf("%s: found %q", number, got)
		}
	}
}

func TestFindAllocatesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	text := append(madeCSV(r, 1<<16), madeProse(1<<16, "131052-308T", "01914796756")...)
	f := finder(t, Options{Least: Weak, PhoneCountry: "FI"})
	hits := 0
	allocs := testing.AllocsPerRun(10, func() {
		f.Find(text, func(Hit) bool { hits++; return true })
	})
	if allocs != 0 || hits == 0 {
		t.Errorf("%v allocations a run with %d hits, want none with some", allocs, hits)
	}
}

func TestFinderIsSafeForManyAtOnce(t *testing.T) {
	t.Parallel()
	f := finder(t, Options{Least: Weak})
	text := string(madeCSV(rand.New(rand.NewPCG(5, 6)), 1<<15))
	want := found(f, text)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if diff := cmp.Diff(want, found(f, text)); diff != "" {
				t.Errorf("hits differ:\n%s", diff)
			}
		})
	}
	group.Wait()
}

// TestFindReadsHostileTextToTheEnd reads a megabyte each of what could make the
// scanner go back and forth; at a quadratic cost it would run for hours.
func TestFindReadsHostileTextToTheEnd(t *testing.T) {
	t.Parallel()
	f := finder(t, Options{Least: Weak, PhoneCountry: "FI"})
	for name, piece := range map[string]string{
		"at signs": "@", "digits": "1", "bare numbers": "01914796756 ", "labels": "fnr ", "phones": "+3581 ", "zeros": "0 ",
		"opposed numbers": "konto 01914796756 ", "dashes": "1-", "brackets": "0(0)",
	} {
		text := []byte(strings.Repeat(piece, 1<<20/len(piece)) + " 131052-308T")
		last := Hit{}
		f.Find(text, func(h Hit) bool { last = h; return true })
		if last.End != len(text) {
			t.Errorf("%s: the last hit ends at %d of %d", name, last.End, len(text))
		}
	}
}
