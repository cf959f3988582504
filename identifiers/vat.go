// SPDX-License-Identifier: EUPL-1.2

package identifiers

import "bytes"

// vatCountry is one line of the list of VAT numbers: the prefix, the country in
// ISO 3166-1, the forms that stand after the prefix, and the check where it is
// known for certain. In a form # is a digit, @ a letter and ? either; everything
// else stands for itself.
type vatCountry struct {
	prefix, country string
	forms           []string
	check           func(number []byte) bool
}

// vatCountries are the member states of the European Union (Council Directive
// 2006/112/EC, Art. 215; forms as the Commission's VIES gives them), with EL for
// Greece and XI for Northern Ireland, and Norway (merverdiavgiftsforskriften).
// Austria to Slovakia without a check here have one too; it is left to VIES.
var vatCountries = [...]vatCountry{
	{"FI", "FI", []string{"########"}, checkVATFinland},
	{"NO", "NO", []string{"#########MVA"}, checkVATNorway},
	{"SE", "SE", []string{"############"}, checkVATSweden},
	{"DK", "DK", []string{"########"}, checkVATDenmark},
	{"EE", "EE", []string{"#########"}, checkVATEstonia},
	{"DE", "DE", []string{"#########"}, checkVATGermany},
	{"AT", "AT", []string{"U########"}, nil},
	{"BE", "BE", []string{"0#########", "1#########"}, checkVATBelgium},
	{"BG", "BG", []string{"#########", "##########"}, nil},
	{"CY", "CY", []string{"########@"}, nil},
	{"CZ", "CZ", []string{"########", "#########", "##########"}, nil},
	{"EL", "GR", []string{"#########"}, nil},
	{"ES", "ES", []string{"@########", "########@", "@#######@"}, nil},
	{"FR", "FR", []string{"??#########"}, nil},
	{"HR", "HR", []string{"###########"}, nil},
	{"HU", "HU", []string{"########"}, nil},
	{"IE", "IE", []string{"#######@", "#######@@", "#@#####@", "#+#####@"}, nil},
	{"IT", "IT", []string{"###########"}, nil},
	{"LT", "LT", []string{"#########", "############"}, nil},
	{"LU", "LU", []string{"########"}, checkVATLuxembourg},
	{"LV", "LV", []string{"###########"}, nil},
	{"MT", "MT", []string{"########"}, nil},
	{"NL", "NL", []string{"#########B##"}, nil},
	{"PL", "PL", []string{"##########"}, nil},
	{"PT", "PT", []string{"#########"}, nil},
	{"RO", "RO", []string{"##", "###", "####", "#####", "######", "#######", "########", "#########", "##########"}, nil},
	{"SI", "SI", []string{"########"}, nil},
	{"SK", "SK", []string{"##########"}, nil},
	{"XI", "GB", []string{"#########", "############", "GD###", "HA###"}, nil},
}

// vatCountryOf finds the line of a prefix; Greece is also written as in ISO.
func vatCountryOf(prefix string) *vatCountry {
	if prefix == "GR" {
		prefix = "EL"
	}
	for i := range vatCountries {
		if vatCountries[i].prefix == prefix {
			return &vatCountries[i]
		}
	}
	return nil
}

// VATNumber reads a value added tax number with its prefix. A number without
// one is read as the given country's, as a prefix or in ISO 3166-1; "" means
// that the prefix must be there.
func VATNumber(country, text string) (ID, error) {
	id, err := Parse(VAT, text, Date{})
	if err == nil || country == "" {
		return id, err
	}
	if own, ownErr := Parse(VAT, country+text, Date{}); ownErr == nil {
		return own, nil
	}
	return id, err
}

// readVAT reads a compact VAT number in upper case; a dash after the prefix or
// between groups is dropped.
// Keeps: TTL-61
func readVAT(c []byte) (string, facts, Code) {
	c = bytes.ReplaceAll(c, []byte("-"), nil)
	if len(c) == 12 && c[0]-'0' <= 9 && bytes.HasSuffix(c, []byte("MVA")) {
		c = append([]byte("NO"), c...) // as written at home
	}
	if len(c) < 4 {
		return "", facts{}, CodeLength
	}
	country := vatCountryOf(string(c[:2]))
	if country == nil {
		return "", facts{}, CodeCountry
	}
	number := c[2:]
	if country.country == "NO" && len(number) == 9 { // MVA is often left out abroad
		number = append(bytes.Clone(number), "MVA"...)
	}
	if code := country.fits(number); code != 0 {
		return "", facts{}, code
	}
	if country.check != nil && !country.check(number) {
		return "", facts{}, CodeCheck
	}
	return country.prefix + string(number), facts{country: country.country}, 0
}

// fits tells whether a number has one of the country's forms, and else whether
// its length or a character is wrong.
func (v *vatCountry) fits(number []byte) Code {
	code := CodeLength
	for _, form := range v.forms {
		if len(form) != len(number) {
			continue
		}
		code = 0
		for i, c := range number {
			if !fitsForm(form[i], c) {
				code = CodeCharacter
				break
			}
		}
		if code == 0 {
			return 0
		}
	}
	return code
}

func fitsForm(form, c byte) bool {
	digit, letter := c-'0' <= 9, c-'A' <= 25
	switch form {
	case '#':
		return digit
	case '@':
		return letter
	case '?':
		return digit || letter
	}
	return form == c
}

// weighed is the sum of digits times weights.
func weighed(number []byte, weights ...int) (sum int) {
	for i, w := range weights {
		sum += w * int(number[i]-'0')
	}
	return sum
}

// checkVATFinland: the business id without its hyphen.
func checkVATFinland(n []byte) bool {
	var d [8]byte
	values(d[:], n)
	_, code := decodeYTunnus(&d)
	return code == 0
}

// checkVATNorway: the organisation number before MVA.
func checkVATNorway(n []byte) bool {
	var d [9]byte
	values(d[:], n[:9])
	_, code := decodeNorwegianOrg(&d)
	return code == 0
}

// checkVATSweden: the ten digits of an organisation number or, of a sole trader,
// of a personal number, with their check digit (Luhn), and two for the count of
// registrations, 01 to 94.
func checkVATSweden(n []byte) bool {
	sum := 0
	for i := range 10 {
		v := int(n[i] - '0')
		if i%2 == 0 {
			v = v*2/10 + v*2%10
		}
		sum += v
	}
	last := two(n[10]-'0', n[11]-'0')
	return sum%10 == 0 && last >= 1 && last <= 94
}

// checkVATDenmark: the CVR number, modulo 11, which never begins with 0.
func checkVATDenmark(n []byte) bool {
	return n[0] != '0' && weighed(n, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// checkVATEstonia: weights 3, 7, 1, modulo 10.
func checkVATEstonia(n []byte) bool {
	return weighed(n, 3, 7, 1, 3, 7, 1, 3, 7, 1)%10 == 0
}

// checkVATGermany: ISO 7064, MOD 11,10; it never begins with 0.
func checkVATGermany(n []byte) bool {
	product := 10
	for _, c := range n[:8] {
		sum := (int(c-'0') + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	return n[0] != '0' && (11-product)%10 == int(n[8]-'0')
}

// checkVATBelgium: the last two digits are 97 less the rest of the first eight.
func checkVATBelgium(n []byte) bool {
	return 97-rest(n[:8], 97) == two(n[8]-'0', n[9]-'0')
}

// checkVATLuxembourg: the last two digits are the first six modulo 89.
func checkVATLuxembourg(n []byte) bool {
	return rest(n[:6], 89) == two(n[6]-'0', n[7]-'0')
}

// rest is what a number in digits leaves when divided.
func rest(digits []byte, by int) (r int) {
	for _, c := range digits {
		r = (r*10 + int(c-'0')) % by
	}
	return r
}
