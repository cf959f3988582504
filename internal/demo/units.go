// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// Invented units for tables: some classes are common, some hold one or two, and
// a few companies make most of what their class turns over.

const (
	unitCompanies = 220
	unitPersons   = 260
)

// places of the example, by region: the first of each is its largest.
var exampleRegions = []struct {
	id     string
	places []string
}{
	{"south", []string{"kaislakoski", "aarnisatama", "metsokangas"}}, {"coast", []string{"hietalinna", "suvilahti", "karikyla", "merenkurkku"}},
	{"lakes", []string{"jarvenseutu", "saarisalmi", "tervaniemi"}}, {"north", []string{"tunturirinne", "kelohonka"}},
}

// units are the microdata of companies and persons, written by whoever builds data
// sets, with the reason that is asked for.
func (f *filler) units(ctx context.Context) error {
	w, err := f.as(ctx, "hanna", "permit-officer", "unit-data", "building")
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(20261121, 11))
	var work []func() error
	put := func(category string, doc promise.Document) {
		work = append(work, func() error {
			_, err := f.h.Register.Add(ctx, w, register.Input{Subject: opaque.ID{}, Docs: map[string]promise.Document{category: doc}},
				register.Given{Reason: "aineiston muodostus"})
			return err
		})
	}
	for i := range unitCompanies {
		put("company-units", companyUnit(r, i))
	}
	for i := range unitPersons {
		put("person-units", personUnit(r, i))
	}
	return together(work)
}

// skewed draws a place that grows rare towards the end of a list.
func skewed(r *rand.Rand, n int) int { return int(float64(n) * math.Pow(r.Float64(), 2)) }

func companyUnit(r *rand.Rand, i int) promise.Document {
	region := exampleRegions[skewed(r, len(exampleRegions))]
	sections := []string{"trade", "manufacturing", "construction", "transport", "lodging"}
	staff := 1 + int(math.Exp(5.5*r.Float64()))
	size := "micro"
	switch {
	case staff >= 250:
		size = "large"
	case staff >= 50:
		size = "medium"
	case staff >= 10:
		size = "small"
	}
	return promise.Document{"data-set": "YRIT-26", "pseudonym": fmt.Sprintf("y%05d", 10000+7*i), "reference-date": "2026-09-30", "section": sections[skewed(r, len(sections))], "size": size,
		"region": region.id, "municipality": region.places[skewed(r, len(region.places))], "group": fmt.Sprintf("k%04d", 1000+i*2/3), "staff": fmt.Sprint(staff), "turnover": fmt.Sprint(staff * (40 + r.IntN(260)))}
}

func personUnit(r *rand.Rand, i int) promise.Document {
	region := exampleRegions[skewed(r, len(exampleRegions))]
	age := []string{"adult", "middle", "old", "young", "child"}[skewed(r, 5)]
	activity := []string{"employed", "unemployed", "student", "other"}[skewed(r, 4)]
	switch age {
	case "child":
		activity = "student"
	case "old":
		activity = []string{"pensioner", "employed"}[r.IntN(10)/9]
	}
	return promise.Document{"data-set": "FOLK-26", "pseudonym": fmt.Sprintf("p%06d", 200000+13*i), "reference-date": "2026-12-31", "sex": []string{"female", "male"}[i%2], "age": age, "activity": activity,
		"region": region.id, "municipality": region.places[skewed(r, len(region.places))], "income": fmt.Sprint(9000 + 100*r.IntN(600))}
}
