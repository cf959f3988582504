// SPDX-License-Identifier: EUPL-1.2

package identifiers

// labelClass says what a word near a number tells of the number.
type labelClass uint8

const (
	labelNone    labelClass = iota
	labelPerson             // a personal code follows
	labelCompany            // a business id follows
	labelPhone              // a telephone number follows
	labelOther              // an account, invoice, order or reference number follows

	labelClasses
)

// label is a word or a beginning of words in lower case.
type label struct {
	word  string
	class labelClass
	whole bool // the word must end where the label ends
}

// labels are words of everyday Finnish, Swedish, Norwegian and English. A
// beginning stands for all inflected forms; short ones must be whole words.
var labels = [...]label{
	{"hetu", labelPerson, false}, {"henkilötunnu", labelPerson, false}, {"henkilotunnu", labelPerson, false},
	{"henkilönumero", labelPerson, false}, {"sosiaaliturvatunnu", labelPerson, false}, {"sotu", labelPerson, true},
	{"personnummer", labelPerson, false}, {"personnr", labelPerson, false}, {"persnr", labelPerson, false},
	{"personbeteckning", labelPerson, false}, {"samordningsn", labelPerson, false}, {"pnr", labelPerson, true},
	{"fødselsn", labelPerson, false}, {"foedselsn", labelPerson, false}, {"fodselsn", labelPerson, false},
	{"fødsels- og", labelPerson, false}, {"födelsen", labelPerson, false}, {"fnr", labelPerson, true},
	{"d-n", labelPerson, false}, {"dnr", labelPerson, true}, {"h-n", labelPerson, false}, {"hjelpen", labelPerson, false},
	{"personal id", labelPerson, false}, {"personal code", labelPerson, false}, {"identity number", labelPerson, false},
	{"identity code", labelPerson, false}, {"national id", labelPerson, false}, {"social security", labelPerson, false},
	{"ssn", labelPerson, true},

	{"y-tunnu", labelCompany, false}, {"ytunnu", labelCompany, false}, {"yritystunnu", labelCompany, false},
	{"fo-n", labelCompany, false}, {"business id", labelCompany, false}, {"org.n", labelCompany, false},
	{"org. n", labelCompany, false}, {"org n", labelCompany, false}, {"orgn", labelCompany, false},
	{"organisasjonsn", labelCompany, false}, {"organisationsn", labelCompany, false},
	{"organisation n", labelCompany, false}, {"vat", labelCompany, true}, {"mva", labelCompany, true},
	{"alv", labelCompany, true}, {"foretaksregister", labelCompany, false}, {"company n", labelCompany, false},

	{"puh", labelPhone, true}, {"puhelin", labelPhone, false}, {"puhelim", labelPhone, false}, {"gsm", labelPhone, true},
	{"matkapuh", labelPhone, false}, {"kännykk", labelPhone, false}, {"tel", labelPhone, true}, {"tlf", labelPhone, true},
	{"telefon", labelPhone, false}, {"telephone", labelPhone, false}, {"mobil", labelPhone, false},
	{"mob", labelPhone, true}, {"phone", labelPhone, false}, {"tfn", labelPhone, true}, {"cell", labelPhone, true},
	{"whatsapp", labelPhone, false}, {"sms", labelPhone, true}, {"fax", labelPhone, false},

	{"konto", labelOther, false}, {"bankkonto", labelOther, false}, {"tilin", labelOther, true},
	{"tilinumero", labelOther, false}, {"tilinro", labelOther, false}, {"tilille", labelOther, true},
	{"tili", labelOther, true}, {"pankkitili", labelOther, false}, {"account", labelOther, false},
	{"iban", labelOther, true}, {"bic", labelOther, true}, {"bankgiro", labelOther, false},
	{"plusgiro", labelOther, false}, {"postgiro", labelOther, false}, {"kid", labelOther, true},
	{"kid-n", labelOther, false}, {"viite", labelOther, true}, {"viitenumero", labelOther, false},
	{"laskunumero", labelOther, false}, {"laskun", labelOther, true}, {"faktura", labelOther, false},
	{"invoice", labelOther, false}, {"referanse", labelOther, false}, {"referens", labelOther, false},
	{"reference", labelOther, false}, {"ref", labelOther, true}, {"ocr", labelOther, true},
	{"tilausn", labelOther, false}, {"ordren", labelOther, false}, {"ordern", labelOther, false},
	{"order n", labelOther, false}, {"asiakasn", labelOther, false}, {"kunden", labelOther, false},
	{"kundn", labelOther, false}, {"customer n", labelOther, false}, {"diaarin", labelOther, false},
	{"saksn", labelOther, false}, {"isbn", labelOther, true}, {"ean", labelOther, true},
}

// longestLabel is the length of the longest label in bytes, and so no less in
// characters.
var longestLabel = func() (longest int) {
	for _, l := range labels {
		longest = max(longest, len(l.word))
	}
	return longest
}()

// letterClass gives lower-case letters their number 1-26, bytes beyond ASCII
// 27, and everything else 0.
var letterClass = func() (t [256]uint8) {
	for c := range t {
		switch b := byte(c); {
		case b >= 0x80:
			t[c] = 27
		case b|0x20 >= 'a' && b|0x20 <= 'z':
			t[c] = b | 0x20 - 'a' + 1
		}
	}
	return t
}()

// labelIndex lists the labels by the classes of their first two bytes. Lists
// are short, and most beginnings of words have none.
var labelIndex = func() (index [28][28][]uint8) {
	for i, l := range labels {
		a, b := letterClass[l.word[0]], letterClass[l.word[1]]
		index[a][b] = append(index[a][b], uint8(i))
	}
	return index
}()

// labelScanner goes forward through a text from label to label.
type labelScanner struct {
	text []byte
	pos  int // every label that begins before pos has been reported
}

// skipTo moves forward to from without looking at what lies between.
func (s *labelScanner) skipTo(from int) { s.pos = max(s.pos, from) }

// next returns the next label that begins before limit.
func (s *labelScanner) next(limit int) (start, end int, class labelClass) {
	text := s.text
	i := s.pos
	inWord := i > 0 && i < len(text) && letterClass[text[i-1]] != 0
	for limit = min(limit, len(text)); i < limit; i++ {
		a := letterClass[text[i]]
		if a == 0 || inWord {
			inWord = a != 0
			continue
		}
		inWord = true
		if i+1 >= len(text) {
			break
		}
		for _, l := range labelIndex[a][letterClass[text[i+1]]] {
			if end := matchLabel(text, i, &labels[l]); end > 0 {
				s.pos = i + 1
				return i, end, labels[l].class
			}
		}
	}
	s.pos = max(s.pos, limit)
	return 0, 0, labelNone
}

// matchLabel returns where the label ends if it stands at text[i], else 0.
func matchLabel(text []byte, i int, l *label) int {
	end := i + len(l.word)
	if end > len(text) {
		return 0
	}
	for k := range len(l.word) {
		c := text[i+k]
		if c-'A' <= 25 || k > 0 && text[i+k-1] == 0xC3 && c >= 0x80 && c <= 0x9E {
			c += 0x20 // ASCII capitals and, in UTF-8, À-Þ
		}
		if c != l.word[k] {
			return 0
		}
	}
	if l.whole && end < len(text) && letterClass[text[end]] != 0 {
		return 0
	}
	return end
}
