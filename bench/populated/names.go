// SPDX-License-Identifier: EUPL-1.2

package populated

import (
	"math/rand/v2"
	"strings"
)

// Invented names are put together of given names and of syllables of places, so
// that there are many of them, a few are frequent, and none is anybody's.
var (
	given = strings.Fields(`Aina Alva Anders Arne Astrid Aud Birk Bjarne Brage Dagny Eira Eldrid Embla Falk Frida Geir Gro Gunvor
		Halvor Hedda Idun Inga Ivar Jorunn Kaia Kjell Knut Liv Magnhild Mari Njål Oda Oddvar Peder Ragna Rune Sigrid Sindre Sol Stein
		Svein Synne Tarjei Tiril Toralf Trygve Une Vegard Vilde Ylva Øystein Åse Åsmund`)
	first = strings.Fields(`Aker Bekke Berg Bjørke Dal Eike Elve Fjell Foss Furu Gran Haug Hei Holm Kirke Lande Lille Linde Myr Nord Ny Rogn
		Sand Skog Sole Stein Stor Strand Sund Sør Tjern Tun Ulv Vass Ved Vest Vik Øst Øvre Ås`)
	last   = strings.Fields(`bakk berg bråten bø dal eide enge fjord gard grav haug heim hol horn land li løkk mark mo nes rud rød seter skar stad støl sund svåg tun vang vik voll åker ås`)
	places = strings.Fields(`Elvesund Granvik Fossmo Skogrud Havneset Bergtun Lindås Tjernvang`)
)

// Name draws an invented name; a third of them have a second given name.
func Name(r *rand.Rand) string {
	name := given[r.IntN(len(given))]
	if r.IntN(3) == 0 {
		name += " " + given[r.IntN(len(given))]
	}
	return name + " " + Surname(r)
}

// Surname draws an invented surname.
func Surname(r *rand.Rand) string { return first[r.IntN(len(first))] + last[r.IntN(len(last))] }
