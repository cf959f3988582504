// SPDX-License-Identifier: EUPL-1.2

package identifiers

// facts is what a decoder learns of a valid identifier. It holds no pointers
// but the constant country code, so that the finder allocates nothing.
type facts struct {
	birth   Date
	year    int // full year of a Swedish number, also when the day is not known
	sex     Sex
	flags   Flags
	country string
}

// hetuCheck lists the check characters by remainder; G, I, O, Q and Z are left
// out because they are misread.
const hetuCheck = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// hetuCentury gives the century of each mark that stands between date and
// number (government decree 690/2022, in force 1.1.2023, added the letters
// other than A).
func hetuCentury(mark byte) int {
	switch mark {
	case '+':
		return 1800
	case '-', 'Y', 'X', 'W', 'V', 'U':
		return 1900
	case 'A', 'B', 'C', 'D', 'E', 'F':
		return 2000
	}
	return 0
}

// decodeHETU reads the eleven characters DDMMYYSNNNC, letters in upper case.
func decodeHETU(c *[11]byte, at Date) (facts, Code) {
	var d [10]byte
	for i := range 10 {
		if i == 6 {
			continue
		}
		if d[i] = c[i] - '0'; d[i] > 9 {
			return facts{}, CodeCharacter
		}
	}
	century := hetuCentury(c[6])
	if century == 0 {
		return facts{}, CodeDate
	}
	birth := Date{century + two(d[4], d[5]), two(d[2], d[3]), two(d[0], d[1])}
	if !birth.Valid() {
		return facts{}, CodeDate
	}
	serial := int(d[7])*100 + two(d[8], d[9])
	if serial < 2 {
		return facts{}, CodeNumber
	}
	sum := (two(d[0], d[1])*10000+two(d[2], d[3])*100+two(d[4], d[5]))*1000 + serial
	if c[10] != hetuCheck[sum%31] {
		return facts{}, CodeCheck
	}
	if birth.After(at) {
		return facts{}, CodeFuture
	}
	f := facts{birth: birth, sex: sexOf(d[9]), country: "FI"}
	if serial >= 900 {
		f.flags |= Temporary
	}
	return f, 0
}

// two joins two digit values to a number.
func two(tens, ones byte) int { return int(tens)*10 + int(ones) }
