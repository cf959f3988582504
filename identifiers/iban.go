// SPDX-License-Identifier: EUPL-1.2

package identifiers

// maxIBAN is the longest account number that ISO 13616 allows.
const maxIBAN = 34

// ibanCountry is one line of the IBAN registry: the length and whether the
// account part is digits alone.
type ibanCountry struct {
	code   string
	length int
	digits bool
}

// ibanCountries holds the countries of the single euro payments area, which is
// where our users pay and are paid.
var ibanCountries = [...]ibanCountry{
	{"FI", 18, true}, {"NO", 15, true}, {"SE", 24, true}, {"DK", 18, true}, {"EE", 20, true},
	{"IS", 26, true}, {"FO", 18, true}, {"GL", 18, true}, {"LV", 21, false}, {"LT", 20, true},
	{"AD", 24, false}, {"AT", 20, true}, {"BE", 16, true}, {"BG", 22, false}, {"CH", 21, false},
	{"CY", 28, false}, {"CZ", 24, true}, {"DE", 22, true}, {"ES", 24, true}, {"FR", 27, false},
	{"GB", 22, false}, {"GI", 23, false}, {"GR", 27, false}, {"HR", 21, true}, {"HU", 28, true},
	{"IE", 22, false}, {"IT", 27, false}, {"LI", 21, false}, {"LU", 20, false}, {"MC", 27, false},
	{"MT", 31, false}, {"NL", 18, false}, {"PL", 28, true}, {"PT", 25, true}, {"RO", 24, false},
	{"SI", 19, true}, {"SK", 24, true}, {"SM", 27, false}, {"VA", 22, true},
}

// ibanIndex finds the line of a country by its two letters, 26 × 26 cells
// holding the index + 1.
var ibanIndex = func() (index [26 * 26]uint8) {
	for i, c := range ibanCountries {
		index[int(c.code[0]-'A')*26+int(c.code[1]-'A')] = uint8(i + 1)
	}
	return index
}()

// ibanCountryOf returns the registry line for two upper-case letters.
func ibanCountryOf(a, b byte) (*ibanCountry, bool) {
	if a-'A' > 25 || b-'A' > 25 {
		return nil, false
	}
	i := ibanIndex[int(a-'A')*26+int(b-'A')]
	if i == 0 {
		return nil, false
	}
	return &ibanCountries[i-1], true
}

// decodeIBAN reads a compact account number in upper case.
func decodeIBAN(c []byte) (facts, Code) {
	if len(c) < 4 {
		return facts{}, CodeLength
	}
	country, ok := ibanCountryOf(c[0], c[1])
	if !ok {
		return facts{}, CodeCountry
	}
	if len(c) != country.length {
		return facts{}, CodeLength
	}
	rest := 0
	for i := range c {
		// The first four characters count last.
		b := c[(i+4)%len(c)]
		switch {
		case b-'0' <= 9:
			rest = (rest*10 + int(b-'0')) % 97
		case b-'A' <= 25 && (i >= len(c)-4 && i < len(c)-2 || i < len(c)-4 && !country.digits):
			rest = (rest*100 + int(b-'A') + 10) % 97
		default:
			return facts{}, CodeCharacter
		}
	}
	// Check digits 00, 01 and 99 satisfy the sum beside the true 97, 98 and 02
	// but are never computed (ISO 13616-1, 6).
	if check := two(c[2]-'0', c[3]-'0'); rest != 1 || check < 2 || check > 98 {
		return facts{}, CodeCheck
	}
	return facts{country: country.code}, 0
}
