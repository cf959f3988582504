// SPDX-License-Identifier: EUPL-1.2

package examples_test

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write the data of examples/tables anew")

// place is an invented municipality: its name, its region, how much of the country lives there.
type place struct {
	name, region string
	share        float64
}

var places = []place{
	{"Kaislakoski", "South", 22}, {"Aarnisatama", "South", 14}, {"Metsokangas", "South", 7}, {"Hietalinna", "South", 4},
	{"Suvilahti", "Coast", 11}, {"Karikylä", "Coast", 6}, {"Merenkurkku", "Coast", 3},
	{"Järvenseutu", "Lakes", 10}, {"Saarisalmi", "Lakes", 6}, {"Tervaniemi", "Lakes", 3},
	{"Tunturirinne", "North", 9}, {"Kelohonka", "North", 3}, {"Revonmaa", "North", 2},
}

// industry is a division, its section, how common it is and how large its establishments are.
type industry struct {
	section, division string
	share, size       float64
}

var industries = []industry{
	{"C Manufacturing", "C10 Food", 5, 6}, {"C Manufacturing", "C16 Wood", 5, 6}, {"C Manufacturing", "C28 Machinery", 4, 7},
	{"F Construction", "F41 Buildings", 9, 5}, {"F Construction", "F43 Specialised works", 14, 4},
	{"G Trade", "G45 Motor vehicles", 7, 5}, {"G Trade", "G46 Wholesale", 9, 6}, {"G Trade", "G47 Retail", 19, 5},
	{"H Transport", "H49 Land transport", 8, 4}, {"H Transport", "H52 Warehousing", 3, 5},
	{"I Food and lodging", "I55 Lodging", 4, 4}, {"I Food and lodging", "I56 Restaurants", 13, 4},
}

// drawn chooses by share.
func drawn[T any](r *rand.Rand, from []T, share func(T) float64) T {
	sum := 0.0
	for _, x := range from {
		sum += share(x)
	}
	at := r.Float64() * sum
	for _, x := range from {
		if at -= share(x); at < 0 {
			return x
		}
	}
	return from[len(from)-1]
}

// establishments invents some 600 establishments of 350 enterprises. A third of
// the enterprises belongs to groups; a few establishments are far larger than
// the others around them.
func establishments() []byte {
	r := rand.New(rand.NewPCG(2026, 11))
	var b bytes.Buffer
	b.WriteString("establishment,enterprise,group,section,division,region,municipality,staff,turnover\n")
	unit := 0
	for e := range 350 {
		group := fmt.Sprintf("e%03d", e+1) // by itself
		if r.IntN(3) == 0 {
			group = fmt.Sprintf("g%02d", 1+r.IntN(30))
		}
		home := drawn(r, places, func(p place) float64 { return p.share })
		trade := drawn(r, industries, func(i industry) float64 { return i.share })
		size := trade.size + 0.6*r.NormFloat64()
		if r.IntN(35) == 0 {
			size += 2.5
		}
		count := 1
		for count < 9 && r.IntN(5) < 2 {
			count++
		}
		for k := range count {
			p, i := home, trade
			if k > 0 && r.IntN(2) == 0 {
				p = drawn(r, places, func(p place) float64 { return p.share })
			}
			if k > 0 && r.IntN(4) == 0 {
				i = drawn(r, industries, func(i industry) float64 { return i.share })
			}
			unit++
			turnover := math.Exp(size + 0.5*r.NormFloat64())
			staff := 1 + int(turnover/(90+60*r.Float64()))
			fmt.Fprintf(&b, "u%03d,e%03d,%s,%s,%s,%s,%s,%d,%.0f\n", unit, e+1, group, i.section, i.division, p.region, p.name, staff, turnover+1)
		}
	}
	return b.Bytes()
}

var ages = []string{"0-17", "18-29", "30-44", "45-64", "65 and over"}

// activity is a main activity and how common it is at each age.
type activity struct {
	name  string
	share []float64
}

var activities = []activity{
	{"Pupil or student", []float64{78, 30, 5, 1, 0}}, {"Employed", []float64{2, 55, 78, 70, 6}}, {"Unemployed", []float64{0, 10, 9, 9, 0}},
	{"Pensioner or other", []float64{20, 5, 8, 20, 94}},
}

// persons invents 6,000 persons: age, municipality and main activity.
func persons() []byte {
	r := rand.New(rand.NewPCG(2026, 12))
	var b bytes.Buffer
	b.WriteString("person,municipality,age,activity\n")
	for n := range 6000 {
		p := drawn(r, places, func(p place) float64 { return math.Sqrt(p.share) })
		a := drawn(r, []int{0, 1, 2, 3, 4}, func(a int) float64 { return []float64{19, 14, 19, 25, 23}[a] })
		did := drawn(r, activities, func(x activity) float64 { return x.share[a] })
		fmt.Fprintf(&b, "p%04d,%s,%s,%s\n", n+1, p.name, ages[a], did.name)
	}
	return b.Bytes()
}

// codes is the code list of municipalities.
func codes() []byte {
	var b bytes.Buffer
	b.WriteString("code,parent\n")
	var regions []string
	for _, p := range places {
		if !slices.Contains(regions, p.region) {
			regions = append(regions, p.region)
			fmt.Fprintf(&b, "%s,\n", p.region)
		}
		fmt.Fprintf(&b, "%s,%s\n", p.name, p.region)
	}
	return b.Bytes()
}

// TestTheDataOfTheTablesIsInvented makes the data again: nobody in it has ever
// been, as this is where it comes from.
func TestTheDataOfTheTablesIsInvented(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]byte{"establishments.csv": establishments(), "persons.csv": persons(), "municipalities.csv": codes()} {
		path := filepath.Join("tables", name)
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what is made here; run the test with -update (%v)", path, err)
		}
	}
}
