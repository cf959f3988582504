// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// The makers below build valid numbers in test ranges straight from the
// published formulas, in other words than the code they test.

func itoa(n, width int) string { return fmt.Sprintf("%0*d", width, n) }

func weigh(digits string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += w * int(digits[i]-'0')
	}
	return sum
}

// madeDate is a day of the years first to last.
func madeDate(r *rand.Rand, first, last int) Date {
	return Date{first + r.IntN(last-first+1), 1 + r.IntN(12), 1 + r.IntN(28)}
}

func madeHETU(r *rand.Rand) string {
	d := madeDate(r, 1900, 2024)
	mark := string("-YXWVU"[r.IntN(6)])
	if d.Year >= 2000 {
		mark = string("ABCDEF"[r.IntN(6)])
	}
	date, serial := itoa(d.Day, 2)+itoa(d.Month, 2)+itoa(d.Year%100, 2), itoa(900+r.IntN(100), 3)
	var n int
	_, _ = fmt.Sscan("1"+date+serial, &n)
	return date + mark + serial + "0123456789ABCDEFHJKLMNPRSTUVWXY"[(n-1e9)%31:][:1]
}

func madeFodselsnummer(r *rand.Rand) string {
	for {
		d := madeDate(r, 1900, 1999)
		nine := itoa(d.Day, 2) + itoa(d.Month+80, 2) + itoa(d.Year%100, 2) + itoa(r.IntN(500), 3)
		k1 := (11 - weigh(nine, 3, 7, 6, 1, 8, 9, 4, 5, 2)%11) % 11
		k2 := (11 - weigh(nine+itoa(k1%10, 1), 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11
		if k1 < 10 && k2 < 10 {
			return nine + itoa(k1, 1) + itoa(k2, 1)
		}
	}
}

func luhnDigit(nine string) string {
	sum := 0
	for i, c := range nine {
		v := int(c-'0') * (2 - i%2)
		sum += v/10 + v%10
	}
	return itoa((10-sum%10)%10, 1)
}

func madePersonnummer(r *rand.Rand) string {
	d := madeDate(r, 1978, 2022)
	date, serial := itoa(d.Month, 2)+itoa(d.Day, 2), itoa(238+r.IntN(2), 3)
	return itoa(d.Year, 4) + date + "-" + serial + luhnDigit(itoa(d.Year%100, 2)+date+serial)
}

func madeSwedishOrg(r *rand.Rand) string {
	nine := "55" + itoa(2+r.IntN(8), 1) + itoa(r.IntN(1e6), 6)
	return nine[:6] + "-" + nine[6:] + luhnDigit(nine)
}

func madeYTunnus(r *rand.Rand) string {
	for {
		seven := itoa(1+r.IntN(3e6), 7)
		if rest := weigh(seven, 7, 9, 10, 5, 8, 4, 2) % 11; rest != 1 {
			return seven + "-" + itoa((11-rest)%11, 1)
		}
	}
}

func madeNorwegianOrg(r *rand.Rand) string {
	for {
		eight := itoa(8+r.IntN(2), 1) + itoa(r.IntN(1e7), 7)
		if rest := weigh(eight, 3, 2, 7, 6, 5, 4, 3, 2) % 11; rest != 1 {
			return eight + itoa((11-rest)%11, 1)
		}
	}
}

func madeIBAN(r *rand.Rand) string {
	account := itoa(r.IntN(1e14), 14)
	rest := 0
	for _, c := range account + "151800" { // FI00
		rest = (rest*10 + int(c-'0')) % 97
	}
	return "FI" + itoa(98-rest, 2) + account
}

// madeAccount is a Norwegian account number, whose check digit is k2 of a
// fødselsnummer.
func madeAccount(r *rand.Rand) string {
	for {
		ten := itoa(r.IntN(1e10), 10)
		if rest := weigh(ten, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11; rest != 1 {
			return ten + itoa((11-rest)%11, 1)
		}
	}
}

// madeAny makes a valid number of any checksummed kind.
func madeAny(r *rand.Rand) string {
	makers := []func(*rand.Rand) string{
		madeHETU, madeFodselsnummer, madePersonnummer, madeSwedishOrg, madeYTunnus, madeNorwegianOrg, madeIBAN,
	}
	return makers[r.IntN(len(makers))](r)
}

// madeProse is text of the given length in Finnish, with the digits that prose
// has: years, sums, clauses. Every id of ids stands in it once per 4 KB.
func madeProse(length int, ids ...string) []byte {
	const sentences = "Rekisterinpitäjä vastaa siitä, että henkilötietoja käsitellään lain mukaisesti. " +
		"Tietosuojavastaava nimettiin vuonna 2018, ja ohje päivitettiin 3.4.2024. " +
		"Kokouksessa käsiteltiin yhteensä 12 asiaa, joista kaksi jätettiin pöydälle seuraavaan kertaan. " +
		"Äänestyksen jälkeen puheenjohtaja totesi, että päätös syntyi äänin 7–4. " +
		"Asiakkaan suostumus voidaan peruuttaa milloin tahansa ilman perusteluja. "
	var b strings.Builder
	for next := 4096; b.Len() < length; {
		b.WriteString(sentences)
		if len(ids) > 0 && b.Len() >= next {
			b.WriteString("Tunnus oli " + ids[next/4096%len(ids)] + ", kuten aiemmin. ")
			next += 4096
		}
	}
	return []byte(b.String()[:length])
}

// madeCSV is a table of numbers: about every fifth field is a valid identifier.
func madeCSV(r *rand.Rand, length int) []byte {
	var b strings.Builder
	for b.Len() < length {
		fmt.Fprintf(&b, "%d;%s;%d.%02d;%s;%d;%s\n", r.IntN(1e6), madeAny(r), r.IntN(1e4), r.IntN(100),
			itoa(r.IntN(1e8), 8), 1990+r.IntN(36), itoa(r.IntN(1e11), 11))
	}
	return []byte(b.String())
}
