// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The reference scanner says what the finder should find by form alone. It is
// written with regular expressions and Parse, slowly and as plainly as can be.

const (
	dashClass  = `[-\x{2010}-\x{2013}\x{2212}]`
	spaceClass = `[ \x{A0}\x{2009}\x{202F}]`
)

// form is a written form that begins with a whole run of digits.
type form struct {
	kind Kind
	re   *regexp.Regexp
}

var (
	anchorRE = regexp.MustCompile(`[0-9]+|@`)
	leftRE   = regexp.MustCompile(`(?:[A-Za-z0-9\p{L}\p{Nd}\p{Mn}\x{FFFD}]|[0-9](?:\.|` + dashClass + `))$`)
	rightRE  = regexp.MustCompile(`^(?:[A-Za-z0-9\p{L}\p{Nd}\p{Mn}\x{FFFD}]|(?:\.|` + dashClass + `)[0-9])`)
	mvaRE    = regexp.MustCompile(`^` + spaceClass + `?MVA`)
	forms    = []form{
		{HETU, regexp.MustCompile(`^[0-9]{6}(?:[+A-FU-Ya-fu-y]|` + dashClass + `)[0-9]{3}[0-9A-Za-z]`)},
		{Fodselsnummer, regexp.MustCompile(`^[0-9]{6}` + spaceClass + `[0-9]{5}`)},
		{Fodselsnummer, regexp.MustCompile(`^[0-9]{11}`)},
		{Personnummer, regexp.MustCompile(`^(?:[0-9]{8}|[0-9]{6})(?:\+|` + dashClass + `)[0-9TRSUWXJKLMN][0-9]{3}`)},
		{Personnummer, regexp.MustCompile(`^(?:[0-9]{12}|[0-9]{10})`)},
		{YTunnus, regexp.MustCompile(`^[0-9]{7}` + dashClass + `[0-9]`)},
		{NorwegianOrg, regexp.MustCompile(`^(?:[0-9]{9}|[0-9]{3}` + spaceClass + `[0-9]{3}` + spaceClass + `[0-9]{3})`)},
		{SwedishOrg, regexp.MustCompile(`^(?:[0-9]{8}|[0-9]{6})` + dashClass + `[0-9]{4}`)},
		{SwedishOrg, regexp.MustCompile(`^(?:[0-9]{12}|[0-9]{10})`)},
	}
	prefixed = []form{
		{IBAN, regexp.MustCompile(`^[A-Z]{2}[0-9A-Z]{13,32}`)},
		{IBAN, regexp.MustCompile(`^[A-Z]{2}[0-9A-Z]{2}(?:` + spaceClass + `[0-9A-Z]{4}){2,7}(?:` + spaceClass + `[0-9A-Z]{1,3})?`)},
		{YTunnus, regexp.MustCompile(`^FI[0-9]{8}`)},
		{SwedishOrg, regexp.MustCompile(`^SE[0-9]{10}01`)},
		{NorwegianOrg, regexp.MustCompile(`^NO[0-9]{9}`)},
	}
	phoneSepRE = regexp.MustCompile(`^(?:\(0\)|` + spaceClass + `|` + dashClass + `|[().\/])`)
	localRE    = regexp.MustCompile("[\\w!#$%&'+\\-/=?^`{|}~.\\p{L}\\p{Nd}\\p{Mn}]*$")
	domainRE   = regexp.MustCompile(`^[A-Za-z0-9.\-\p{L}\p{Nd}\p{Mn}]*`)
)

type reference struct {
	kinds   map[Kind]bool
	country string
	text    string
}

func newReference(kinds []Kind, country string, text []byte) *reference {
	r := &reference{kinds: map[Kind]bool{}, country: country, text: string(text)}
	for _, k := range kinds {
		r.kinds[k] = true
	}
	return r
}

// find returns hits without their certainty.
func (r *reference) find() []Hit {
	var hits []Hit
	floor := 0
	for i := 0; i < len(r.text); {
		loc := anchorRE.FindStringIndex(r.text[i:])
		if loc == nil {
			break
		}
		start, end := i+loc[0], i+loc[1]
		h, ok := Hit{}, false
		if r.text[start] == '@' {
			h, ok = r.email(start, floor)
		} else {
			h, ok = r.number(start, end)
		}
		i = end
		if ok {
			hits = append(hits, h)
			i, floor = h.End, h.End
		}
	}
	return hits
}

// clear tells whether text[start:end] stands on its own.
func (r *reference) clear(start, end int) bool {
	return !leftRE.MatchString(tail(r.text[:start])) && !rightRE.MatchString(head(r.text[end:]))
}

func tail(s string) string {
	from := max(0, len(s)-12)
	for from > 0 && from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	return s[from:]
}

func head(s string) string { return s[:min(len(s), 12)] }

func (r *reference) number(i, j int) (Hit, bool) {
	if i > 0 && r.text[i-1] == '+' {
		if !r.kinds[Phone] || leftRE.MatchString(tail(r.text[:i-1])) {
			return Hit{}, false
		}
		return r.phone(i-1, i, "")
	}
	if i > 1 && regexp.MustCompile(`[A-Za-z]$`).MatchString(r.text[i-1:i]) {
		return r.first(prefixed, i-2, j)
	}
	if leftRE.MatchString(tail(r.text[:i])) {
		return Hit{}, false
	}
	if h, ok := r.first(forms, i, j); ok {
		return h, true
	}
	return r.domestic(i, j)
}

// first returns the first form whose text is valid, marked if a Swedish form
// is valid beside a Finnish one.
func (r *reference) first(forms []form, start, runEnd int) (Hit, bool) {
	var hit Hit
	for _, f := range forms {
		m := f.re.FindString(r.text[start:])
		if m == "" || !r.kinds[f.kind] {
			continue
		}
		if f.kind == IBAN {
			m = ibanPart(m)
		}
		end := start + len(m)
		mva := f.kind == NorwegianOrg && mvaRE.MatchString(r.text[end:]) && !rightRE.MatchString(head(r.text[end+len(mvaRE.FindString(r.text[end:])):]))
		if end < runEnd || !mva && !r.clear(start, end) || mva && leftRE.MatchString(tail(r.text[:start])) {
			continue
		}
		id, err := Parse(f.kind, m, today)
		if err != nil || start+2 < runEnd && needsLabel(id, mva || m[0] > '9') {
			continue
		}
		if hit.Kind != 0 {
			hit.Flags |= Ambiguous
			break
		}
		hit = Hit{Kind: f.kind, Start: start, End: end, Flags: id.Flags}
		if f.kind != HETU {
			break
		}
	}
	return hit, hit.Kind != 0
}

// ibanPart cuts a match to the length that its country has.
func ibanPart(m string) string {
	country, ok := ibanCountryOf(m[0], m[1])
	if !ok {
		return m
	}
	n := 0
	for i, c := range m {
		if n == country.length {
			return m[:i]
		}
		if c < utf8.RuneSelf && c != ' ' {
			n++
		}
	}
	return m
}

func needsLabel(id ID, vat bool) bool {
	switch id.Kind {
	case Fodselsnummer:
		return id.Flags.Has(FHNumber) || id.Flags.Has(Synthetic) && id.Birth.IsZero()
	case NorwegianOrg:
		return id.Flags.Has(Synthetic) && !vat
	}
	return false
}

// groups returns the ends of all digits from i on that may be one telephone number.
func (r *reference) groups(i int) (ends []int) {
	for i < len(r.text) && len(ends) < 30 && r.text[i] >= '0' && r.text[i] <= '9' {
		i++
		ends = append(ends, i)
		k := i
		for n := 0; n < 4 && k < len(r.text) && (r.text[k] < '0' || r.text[k] > '9'); n++ {
			sep := phoneSepRE.FindString(r.text[k:])
			if sep == "" {
				break
			}
			k += len(sep)
		}
		if k < len(r.text) && r.text[k] >= '0' && r.text[k] <= '9' {
			i = k
		}
	}
	return ends
}

// phone returns the longest group of digits that is a valid number.
func (r *reference) phone(start, digits int, country string) (Hit, bool) {
	ends := r.groups(digits)
	for n := min(len(ends), maxPhone-1); n > 0; n-- {
		if n < len(ends) && ends[n] == ends[n-1]+1 || rightRE.MatchString(head(r.text[ends[n-1]:])) {
			continue
		}
		if id, err := ParsePhone(country, r.text[start:ends[n-1]]); err == nil {
			return Hit{Kind: Phone, Start: start, End: ends[n-1], Flags: id.Flags}, true
		}
	}
	return Hit{}, false
}

func (r *reference) domestic(i, j int) (Hit, bool) {
	if !r.kinds[Phone] {
		return Hit{}, false
	}
	run := r.text[i:j]
	if strings.HasPrefix(run, "00") && len(run) >= 4 {
		h, ok := r.phone(i, i, "")
		if !ok {
			return Hit{}, false
		}
		id, _ := ParsePhone("", r.text[h.Start:h.End])
		return h, id.Country != ""
	}
	switch {
	case r.country == "NO":
		return r.norwegian(i, j)
	case r.country != "" && run[0] == '0' && len(run) > 1:
		h, ok := r.phone(i, i, r.country)
		return h, ok && h.Flags.Has(Mobile)
	}
	return Hit{}, false
}

func (r *reference) norwegian(i, j int) (Hit, bool) {
	ends := r.groups(i)
	if n := j - i; len(ends) < 8 || n != 8 && n != 2 && n != 3 || len(ends) > 8 && ends[8] == ends[7]+1 ||
		rightRE.MatchString(head(r.text[ends[7]:])) {
		return Hit{}, false
	}
	id, err := ParsePhone("NO", r.text[i:ends[7]])
	return Hit{Kind: Phone, Start: i, End: ends[7], Flags: id.Flags}, err == nil
}

func (r *reference) email(at, floor int) (Hit, bool) {
	if !r.kinds[Email] {
		return Hit{}, false
	}
	local := localRE.FindString(r.text[floor:at])
	if len(local) > maxLocal {
		return Hit{}, false
	}
	local = strings.TrimLeft(local, ".'`{|}/=?&!#$%^")
	domain := strings.TrimRight(domainRE.FindString(r.text[at+1:]), ".-")
	id, err := Parse(Email, local+"@"+domain, today)
	return Hit{Kind: Email, Start: at - len(local), End: at + 1 + len(domain), Flags: id.Flags}, err == nil
}

// compare runs finder and reference over a text with several choices of kinds.
func compare(t interface {
	Helper()
	Fatalf(string, ...any)
}, text []byte) {
	t.Helper()
	for _, choice := range []struct {
		kinds   []Kind
		country string
	}{
		{Kinds(), ""}, {Kinds(), "FI"}, {Kinds(), "NO"}, {Kinds()[:6], ""}, {[]Kind{Personnummer, IBAN}, ""}, {[]Kind{SwedishOrg, Email}, ""},
	} {
		f, err := NewFinder(Options{At: today, Least: Weak, Policy: ByForm, Kinds: choice.kinds, PhoneCountry: choice.country})
		if err != nil {
			t.Fatalf("NewFinder: %v", err)
		}
		var got []Hit
		for h := range f.All(text) {
			if h.Certainty < Weak || h.Certainty > Certain {
				t.Fatalf("certainty %d", h.Certainty)
			}
			h.Certainty = 0
			got = append(got, h)
		}
		want := newReference(choice.kinds, choice.country, text).find()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("kinds %v, country %q, text %q (-reference +finder):\n%s", choice.kinds, choice.country, text, diff)
		}
		checkHits(t, f, choice.country, text)
	}
}

// checkHits holds for every policy: hits lie in the text one after another,
// and each is valid when read alone.
func checkHits(t interface {
	Helper()
	Fatalf(string, ...any)
}, f *Finder, country string, text []byte) {
	t.Helper()
	byContext := *f
	byContext.policy = ByContext
	for _, f := range []*Finder{f, &byContext} {
		last := 0
		for h := range f.All(text) {
			if h.Start < last || h.End <= h.Start || h.End > len(text) {
				t.Fatalf("hit %+v after %d in a text of %d bytes", h, last, len(text))
			}
			last = h.End
			value := string(text[h.Start:h.End])
			id, err := Parse(h.Kind, value, today)
			if h.Kind == Phone {
				id, err = ParsePhone(country, value)
			}
			if err != nil || id.Flags != h.Flags&^Ambiguous {
				t.Fatalf("%q found as %v with %v: read alone %v, error %v", value, h.Kind, h.Flags, id.Flags, err)
			}
		}
	}
}

// pieces are what generated texts are made of, besides valid numbers.
var pieces = []string{
	" ", " ", "-", "–", "\u00a0", "+", ".", ",", ";", "\n", "/", "(0)", "(", ")", "@", "a", "Ä", "å", "\xff", "\xe2\x80", "_", "MVA", "FI", "NO", "SE", "DE",
	"0", "1", "9", "00", "040", "358", "+358", "+47", "46", "131052", "308T", "780102", "2380", "2024", "20036914700", "974", "760", "673", "16",
	"fnr", "konto", "Y-tunnus", "puh.", "aino", "kunta.example", ".test", "T220", "FI21", "1234", "5600", "0007", "85", "01", "A", "Y", "t",
}

func TestFinderAgreesWithReference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		piece := rapid.Custom(func(t *rapid.T) string {
			if rapid.IntRange(0, 3).Draw(t, "made") == 0 {
				return madeAny(r)
			}
			return rapid.SampledFrom(pieces).Draw(t, "piece")
		})
		compare(t, []byte(strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "pieces"), "")))
	})
}

func TestFinderAgreesWithReferenceOnLongTexts(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	compare(t, madeCSV(r, 1<<15))
	compare(t, madeProse(1<<15, "131052-308T", "01914796756", "780102-2380"))
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{
		"131052-308T", "HETU 131052–308t, puh. 040 123 4567", "01914796756\n200369 14700", "19780102-2380 556016-0680",
		"FI21 1234 5600 0007 85", "NO 974 760 673 MVA", "+358 (0)40 123 4567", "aino.malli@kunta.example", "0(0)0(0)1", "000101-T220",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) { compare(t, text) })
}

func FuzzParse(f *testing.F) {
	for i, seed := range []string{
		"131052-308T", "01914796756", "780102+2380", "0211675-2", "NO974760673MVA", "165560160680", "FI21 1234 5600 0007 85",
		"+358 (0)40 123 4567", "Åse@BLÅBÆR.example", "\xff", "",
	} {
		f.Add(uint8(i), seed)
	}
	f.Fuzz(func(t *testing.T, k uint8, text string) {
		kind := Kind(k%uint8(kindEnd-1) + 1)
		for _, at := range []Date{today, later} {
			id, err := Parse(kind, text, at)
			if err != nil {
				continue
			}
			again, err := Parse(kind, id.Text, at)
			if err != nil || again != id {
				t.Fatalf("%v %q: canonical %q reads as %q, error %v", kind, text, id.Text, again.Text, err)
			}
			for _, other := range Kinds() {
				if _, err := Parse(other, id.Mask(), at); err == nil {
					t.Fatalf("%v %q: the mask %q is a valid %v", kind, text, id.Mask(), other)
				}
			}
		}
	})
}
