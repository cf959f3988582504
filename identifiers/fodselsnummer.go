// SPDX-License-Identifier: EUPL-1.2

package identifiers

// The day from which Norway gives numbers whose first check digit may leave a
// remainder of 0-3 and whose serial part says nothing of century and sex
// (Skatteetaten, "Nytt fødselsnummer fra 2032").
var fodselsnummer2032 = Date{2032, 1, 1}

var (
	fnrWeights1 = [10]int{3, 7, 6, 1, 8, 9, 4, 5, 2, 1}
	fnrWeights2 = [11]int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}
)

// decodeFodselsnummer reads eleven digit values DDMMYYIIIKK.
// Keeps: HMS-22
func decodeFodselsnummer(d *[11]byte, at Date) (facts, Code) {
	f := facts{country: "NO"}
	if d[0] >= 8 {
		return decodeHelpNumber(d)
	}
	day, month := two(d[0], d[1]), two(d[2], d[3])
	if day > 40 {
		day -= 40
		f.flags |= DNumber
	}
	switch {
	case month > 80:
		month -= 80
		f.flags |= Synthetic
	case month > 40:
		month -= 40
		f.flags |= HNumber
	}
	if day < 1 || day > 31 || month < 1 || month > 12 {
		return facts{}, CodeDate
	}
	rest1, ok := fnrRemainders(d)
	if !ok {
		return facts{}, CodeCheck
	}
	if !fodselsnummer2032.After(at) || rest1 != 0 && f.flags.Has(Synthetic) {
		return decode2032(f, day, month, two(d[4], d[5]), rest1)
	}
	if rest1 != 0 {
		return facts{}, CodeNotYet
	}
	year := fnrYear(two(d[4], d[5]), int(d[6])*100+two(d[7], d[8]))
	if year == 0 && f.flags.Has(Synthetic) {
		return decode2032(f, day, month, two(d[4], d[5]), rest1)
	}
	if year == 0 {
		return facts{}, CodeNumber
	}
	f.birth = Date{year, month, day}
	if !f.birth.Valid() {
		return facts{}, CodeDate
	}
	if f.birth.After(at) {
		return facts{}, CodeFuture
	}
	f.sex = sexOf(d[8])
	return f, 0
}

// decode2032 finishes a number that tells no century, as is the case for all
// that are seen on or after 1.1.2032. Old numbers stay in
// use beside new ones and cannot be told from them when the remainder is 0,
// so neither century nor sex is read from any; every year is taken for one
// after 2000, which makes 29.2.00 a day. Synthetic numbers pass here before that
// day too: the tax administration publishes them by the new rule and outside
// the series, so that systems can be made ready.
func decode2032(f facts, day, month, yy, rest1 int) (facts, Code) {
	if day > daysIn(2000+yy, month) {
		return facts{}, CodeDate
	}
	if rest1 != 0 {
		f.flags |= From2032
	}
	return f, 0
}

// decodeHelpNumber reads a common help number (felles hjelpenummer), which the
// health service gives to persons whose number is not known: no date, two
// check digits by the old rule.
func decodeHelpNumber(d *[11]byte) (facts, Code) {
	if rest, ok := fnrRemainders(d); !ok || rest != 0 {
		return facts{}, CodeCheck
	}
	return facts{country: "NO", flags: FHNumber}, 0
}

// fnrRemainders tests the second check digit and returns the remainder that
// the first one leaves: 0 by the old rule, 0-3 by the rule of 2032.
func fnrRemainders(d *[11]byte) (rest1 int, ok bool) {
	sum1, sum2 := 0, int(d[10])
	for i := range 10 {
		sum1 += fnrWeights1[i] * int(d[i])
		sum2 += fnrWeights2[i] * int(d[i])
	}
	rest1 = sum1 % 11
	return rest1, sum2%11 == 0 && rest1 <= 3
}

// fnrYear finds the full year from the two-digit year and the serial number
// as numbers are given until 2032, or 0 for a combination never given.
func fnrYear(yy, serial int) int {
	switch {
	case serial < 500:
		return 1900 + yy
	case yy < 40:
		return 2000 + yy
	case serial < 750 && yy >= 54:
		return 1800 + yy
	case serial >= 900:
		return 1900 + yy
	}
	return 0
}
