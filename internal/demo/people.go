// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Invented people: first and family names drawn from lists, identity numbers
// from the synthetic range (month + 80), addresses and domains that do not exist.
var (
	womensNames = strings.Fields(`Aase Alvhild Arnlaug Asbjørg Bergljot Borghild Dagrun Eldbjørg Embla Frøydis Gjertrud Gudny Hallgerd Herborg Ingjerd
		Jorunn Kjellrun Liv Magnhild Norunn Oddny Ragnfrid Sigfrid Solbjørg Torbjørg Unni Vårin Yrja Åslaug Ødis`)
	mensNames = strings.Fields(`Alvar Arnfinn Audun Birger Brage Dagfinn Eilif Eivind Folke Gaute Gisle Halvard Ivar Jostein Kåre Leidulv Magnar Njål Odin Peder
		Ragnvald Sigbjørn Steinulf Sverre Tarjei Torgrim Ulrik Vebjørn Yngvar Øystein`)
	familyNames = strings.Fields(`Askeland Bakkmyr Dalsvik Eikhaug Fjellro Granmark Haugsund Isdalen Jordheim Kvernmo Lindalen Myrstøl Nordbukt Ospelund
		Piggstein Rognhaug Skogvang Steinsmo Tangvik Ulvedal Varmdal Ytterbø Ørnberg Ådnavoll Brattholt Grønvold Kløverud Lyngmo Selbakk Tjernhaug`)
	companyFirst = strings.Fields(`Fjordblikk Granli Havørn Kvitberg Lauvdal Nordlys Rimfrost Skarven Storvik Tindemo Vardefoss Ørretelv Bjørkly Eidsmo Solvang`)
	companyLast  = []string{"Bygg AS", "Mekaniske AS", "Trelast AS", "Renhold AS", "Transport AS", "Sveis AS", "Næringsmiddel AS", "Elektro AS", "Havbruk AS", "Betong AS"}
	places       = strings.Fields(`Elvesund Fossmo Granvika Haugdal Lyngnes Myrfjord`)
	departments  = []string{"Verksted", "Lager", "Kontor", "Produksjon", "Montasje", "Renhold", "Transport"}
	complaints   = []string{
		"Plages med stiv nakke etter lengre tid ved skjerm. Øvelser vist, arbeidsplassen justeres.",
		"Måling av hørsel uten avvik. Hørselvern brukes fast.",
		"Kontroll av lungefunksjon etter arbeid med sveiserøyk. Verdier som i fjor.",
		"Samtale om søvn ved skiftarbeid. Forslag om endret turnus tas med leder etter avtale.",
		"Vurdering av løft på lageret. Hjelpemidler bestilles, ny time om seks uker.",
		"Tilrettelegging etter ryggplager drøftet. Gradert arbeid i fire uker.",
		"Vaksinasjon og orientering om smittevern.",
		"Målrettet helseundersøkelse for arbeid med løsemidler. Ingen funn.",
	}
)

type person struct {
	name, number, gender, address, phone, email, department string
	birthYear                                               int
	company                                                 int
}

// people draws n invented people, always the same for the same seed.
func people(r *rand.Rand, n, companies int) []person {
	seen := map[string]bool{}
	var out []person
	for len(out) < n {
		family := pick(r, familyNames)
		born := time.Date(1958+r.IntN(46), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
		number, female := identityNumber(r, born)
		if number == "" || seen[number] {
			continue
		}
		seen[number] = true
		first := pick(r, mensNames)
		if female {
			first = pick(r, womensNames)
		}
		p := person{name: first + " " + family, number: number, gender: "male", birthYear: born.Year(), company: r.IntN(companies),
			address:    fmt.Sprintf("%s %d, 0%03d %s", pick(r, []string{"Bakkeveien", "Skogstien", "Brygga", "Nesveien", "Lia"}), 1+r.IntN(90), r.IntN(1000), pick(r, places)),
			phone:      fmt.Sprintf("+47 4%07d", r.IntN(10_000_000)),
			email:      mailName(first) + "." + mailName(family) + fmt.Sprint(len(out)) + "@post.example",
			department: pick(r, departments)}
		if female {
			p.gender = "female"
		}
		out = append(out, p)
	}
	return out
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func mailName(s string) string {
	return strings.NewReplacer("ø", "o", "å", "a", "æ", "ae", "ä", "a", "ö", "o").Replace(strings.ToLower(s))
}

// identityNumber makes a synthetic number (month + 80) with its check digits,
// "" when the drawn digits have none.
func identityNumber(r *rand.Rand, born time.Time) (number string, female bool) {
	serial := r.IntN(500) // 000-499: born 1900-1999
	if born.Year() >= 2000 {
		serial = 500 + r.IntN(400)
	}
	s := fmt.Sprintf("%02d%02d%02d%03d", born.Day(), int(born.Month())+80, born.Year()%100, serial)
	k1 := check(s, []int{3, 7, 6, 1, 8, 9, 4, 5, 2})
	if k1 < 0 {
		return "", false
	}
	s += fmt.Sprint(k1)
	k2 := check(s, []int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2})
	if k2 < 0 {
		return "", false
	}
	return s + fmt.Sprint(k2), serial%2 == 0
}

// organisationNumber makes a number of the synthetic range (first digit 3).
func organisationNumber(r *rand.Rand) string {
	for {
		s := fmt.Sprintf("3%07d", r.IntN(10_000_000))
		if k := check(s, []int{3, 2, 7, 6, 5, 4, 3, 2}); k >= 0 {
			return s + fmt.Sprint(k)
		}
	}
}

func check(digits string, weights []int) int {
	sum := 0
	for i, w := range weights {
		sum += w * int(digits[i]-'0')
	}
	switch k := 11 - sum%11; k {
	case 11:
		return 0
	case 10:
		return -1
	default:
		return k
	}
}
