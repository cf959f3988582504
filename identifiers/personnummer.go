// SPDX-License-Identifier: EUPL-1.2

package identifiers

// swedish is a Swedish ten-digit number taken apart: the digits, what was
// written of the century, and the separator.
type swedish struct {
	d       [10]byte // digit values; an interim letter counts as 1
	century int      // 18 and up; 16 before a legal person's number; 0 if not written
	mark    byte     // '-', '+' or 0 if none was written
	letter  byte     // interim letter or 0
}

// interimLetters may stand first of the last four in a number that a body
// other than the tax agency gives until there is a real one.
const interimLetters = "TRSUWXJKLMN"

func isInterimLetter(c byte) bool {
	for i := range len(interimLetters) {
		if interimLetters[i] == c {
			return true
		}
	}
	return false
}

// luhn tests the check digit (ISO/IEC 7812-1, annex B) of ten digits.
func luhn(d *[10]byte) bool {
	sum := 0
	for i := 0; i < 10; i += 2 {
		v := int(d[i]) * 2
		if v > 9 {
			v -= 9
		}
		sum += v + int(d[i+1])
	}
	return sum%10 == 0
}

// decodePersonnummer reads a personal number (folkbokföringslagen
// 1991:481, 18 §), a coordination number (18 a §) or an interim number.
// Coordination numbers need not follow the calendar: month 00 or day 60 stand
// for a date that is not known, and 31 April has been given too.
func decodePersonnummer(s *swedish, at Date) (facts, Code) {
	f := facts{country: "SE", sex: sexOf(s.d[8])}
	month, day := two(s.d[2], s.d[3]), two(s.d[4], s.d[5])
	if day >= 60 {
		day -= 60
		f.flags |= Coordination
	}
	if day > 31 || month > 12 {
		return facts{}, CodeDate
	}
	if !luhn(&s.d) {
		return facts{}, CodeCheck
	}
	serial := int(s.d[6])*100 + two(s.d[7], s.d[8])
	if s.letter != 0 {
		f.flags |= Interim
	} else if serial == 0 {
		return facts{}, CodeNumber
	}
	var code Code
	if f.year, code = swedishYear(s, month, day, at); code != 0 {
		return facts{}, code
	}
	if birth := (Date{f.year, month, day}); birth.Valid() {
		f.birth = birth
	} else if !f.flags.Has(Coordination) {
		return facts{}, CodeDate
	}
	if f.flags&Interim == 0 && swedishTestSeries(f, serial) {
		f.flags |= TestSeries
	}
	return f, 0
}

// swedishYear finds the full year. Without a written century a hyphen means
// that the person turns less than a hundred in the reference year and a plus
// that the person turns a hundred or more; without either the latest year that
// is not in the future is meant.
func swedishYear(s *swedish, month, day int, at Date) (int, Code) {
	yy := two(s.d[0], s.d[1])
	if s.century != 0 {
		if s.century < 18 {
			return 0, CodeDate
		}
		year := s.century*100 + yy
		if (Date{year, month, day}).After(at) {
			return 0, CodeFuture
		}
		return year, 0
	}
	year := at.Year - (at.Year-yy)%100
	if at.Year < yy {
		return 0, CodeFuture
	}
	future := Date{year, month, day}.After(at)
	switch {
	case s.mark == '+':
		year -= 100
	case future && s.mark == '-':
		return 0, CodeFuture
	case future:
		year -= 100
	}
	return year, 0
}

// swedishTestSeries tells whether the number lies in a series from which the
// tax agency publishes test numbers: 238 and 239 for almost every day since
// 1978 and in all coordination numbers, 980-982 for days before 1912.
func swedishTestSeries(f facts, serial int) bool {
	low := serial == 238 || serial == 239
	if f.flags.Has(Coordination) {
		return low
	}
	return low && f.year >= 1978 || serial >= 980 && serial <= 982 && f.year < 1912
}

// decodeSwedishOrg reads a legal person's number (lagen 1974:174): the third
// digit is at least 2, which no month begins with.
func decodeSwedishOrg(s *swedish) (facts, Code) {
	switch {
	case s.letter != 0:
		return facts{}, CodeCharacter
	case s.century != 0 && s.century != 16:
		return facts{}, CodePersonal
	case s.mark == '+' || s.d[2] < 2:
		return facts{}, CodePersonal
	case s.d[0] == 0:
		return facts{}, CodeNumber
	case !luhn(&s.d):
		return facts{}, CodeCheck
	}
	return facts{country: "SE"}, 0
}
