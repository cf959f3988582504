// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Invented Finnish people, companies and places, as people.go has Norwegian ones.
var (
	finnishWomen = strings.Fields(`Aamu Airi Anelma Eerika Elli Fanni Hellevi Iida Inka Irma Kaarina Katri Kielo Lempi Lilja Lumi Maaria Marketta Meeri Minttu
		Oona Orvokki Pihla Raili Ritva Saima Sirkku Sylvi Taimi Terhi Tuulikki Tyyne Unelma Venla Vieno Vuokko`)
	finnishMen = strings.Fields(`Aarre Aatos Ahti Armas Asko Eelis Einari Eino Esko Hannes Heimo Ilmari Into Jalmari Jorma Kaarlo Kalervo Kauko Lauri Leevi
		Mainio Oiva Osmo Otso Paavo Pekko Raimo Reino Sulo Tapio Tatu Toivo Urho Veikko Viljami Väinö`)
	finnishFamilies = strings.Fields(`Aallokas Haavikkola Harjukangas Hiekkaranta Honkavuori Joutsenlahti Kaislaranta Kanervikko Kivimaja Koskelonen Kuusikorpi
		Lehtovirta Lumikangas Metsäpolku Mäntykallio Niittyvilja Ojanranta Pajulahti Peltosaari Pihlajapuro Poutahovi Rantakivi Ruskavaara Saarilampi Suopursu
		Tervahauta Tuulivaara Tähkäpelto Vanamonen Vesikansa Viljapuro Ylämylly`)
	finnishPlaces    = strings.Fields(`Haapasalmi Honkajärvi Kivilahti Lumijoki Pihlajaniemi Suvantola`)
	finnishCompanies = []string{"Kuusipuu Rakennus Oy", "Aallonharja Logistiikka Oy", "Tuulenpesä Energia Oy", "Hopeahaapa Hoiva Oy", "Karhunkierros Konepaja Oy", "Lumme Siivous Oy",
		"Kallioperä Kaivos Oy", "Revontuli Ohjelmistot Oy", "Haapasalmen kaupunki", "Suvantolan hyvinvointiyhtymä", "Metsätähti Puutuote Oy", "Jääkoski Elintarvike Oy"}
	finnishDuties = []string{"työsuojelupäällikkö", "henkilöstöjohtaja", "toimitusjohtaja", "työsuojeluvaltuutettu", "tuotantopäällikkö", "työterveyshoitaja"}
)

// contact is an invented person as a customer register knows one.
type contact struct{ name, email, phone, address string }

// finns draws n invented people, always the same for the same seed.
func finns(r *rand.Rand, n int) []contact {
	out := make([]contact, n)
	for i := range out {
		first := pick(r, finnishWomen)
		if i%2 == 1 {
			first = pick(r, finnishMen)
		}
		family := pick(r, finnishFamilies)
		out[i] = contact{name: first + " " + family, email: fmt.Sprintf("%s.%s%d@posti.example", mailName(first), mailName(family), i),
			phone:   fmt.Sprintf("+358 40 %07d", r.IntN(10_000_000)),
			address: fmt.Sprintf("%s %d, 9%04d %s", pick(r, []string{"Koivukuja", "Rantatie", "Kirkkopolku", "Myllymäki"}), 1+r.IntN(60), r.IntN(10000), pick(r, finnishPlaces))}
	}
	return out
}

// businessID makes a Finnish business id in the range that is not given out
// (first digit 9).
func businessID(r *rand.Rand) string {
	for {
		s := fmt.Sprintf("9%06d", r.IntN(1_000_000))
		sum := 0
		for i, w := range []int{7, 9, 10, 5, 8, 4, 2} {
			sum += w * int(s[i]-'0')
		}
		switch k := sum % 11; k {
		case 0:
			return s + "-0"
		case 1: // has no check digit
		default:
			return fmt.Sprintf("%s-%d", s, 11-k)
		}
	}
}

// norwegians draws n invented people of Norway as customers.
func norwegians(r *rand.Rand, n int) []contact {
	out := make([]contact, n)
	for i, p := range people(r, n, 1) {
		out[i] = contact{p.name, p.email, p.phone, p.address}
	}
	return out
}
