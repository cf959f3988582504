// SPDX-License-Identifier: EUPL-1.2

package sdc_test

import (
	"fmt"
	"iter"
	"log"

	"github.com/lupaus/lupaus/sdc"
)

// people yields invented people by age and municipality.
func people() iter.Seq2[sdc.Row, error] {
	counts := map[string][3]int{"Alakylä": {9, 8, 1}, "Metsälä": {7, 2, 1}, "Rantala": {30, 20, 1}}
	return func(yield func(sdc.Row, error) bool) {
		for _, place := range []string{"Alakylä", "Metsälä", "Rantala"} {
			for i, age := range []string{"15-39", "40-64", "65-"} {
				for n := range counts[place][i] {
					if !yield(sdc.Row{Codes: []string{place, age}, Unit: fmt.Sprint(place, age, n), Weight: 1}, nil) {
						return
					}
				}
			}
		}
	}
}

// table counts them.
func table() *sdc.Table {
	t, err := sdc.FromRows(sdc.Layout{ByUnit: true, Variables: []sdc.Variable{{Name: "place", Levels: 1, Total: "all"}, {Name: "age", Levels: 1, Total: "all"}}}, people())
	if err != nil {
		log.Fatal(err)
	}
	return t
}

func ExampleVerdicts_Suggest() {
	v, err := table().Evaluate(sdc.Rules{MinimumUnits: 3})
	if err != nil {
		log.Fatal(err)
	}
	best, err := v.Suggest(1, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range best {
		fmt.Printf("%v: %d sensitive cells become %d\n", s.Recoding, s.Sensitive, s.Remaining)
	}
	// Output: age: 40-64, 65- into 40-64+65-: 4 sensitive cells become 0
}

func ExampleTable_Recode() {
	// In Metsälä alone the two older classes are published as one.
	recoded, err := table().Recode(sdc.Recoding{Dimension: "age", Codes: []string{"40-64", "65-"}, Into: "40-", Within: map[string][]string{"place": {"Metsälä"}}})
	if err != nil {
		log.Fatal(err)
	}
	for _, codes := range [][]string{{"Metsälä", "40-"}, {"Metsälä", "65-"}, {"Rantala", "40-"}, {"Rantala", "40-64"}} {
		cell, err := recoded.Cell(codes...)
		if err != nil {
			log.Fatal(err)
		}
		if recoded.Left(cell) {
			fmt.Println(codes, "is left out")
		} else {
			fmt.Println(codes, recoded.Value(cell))
		}
	}
	// Output:
	// [Metsälä 40-] 3
	// [Metsälä 65-] is left out
	// [Rantala 40-] is left out
	// [Rantala 40-64] 20
}

func ExampleVerdicts_Plan() {
	v, err := table().Evaluate(sdc.Rules{MinimumUnits: 3})
	if err != nil {
		log.Fatal(err)
	}
	plan, err := v.Plan(sdc.Wishes{})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range plan.Choices {
		if c.Problem != nil {
			continue
		}
		hidden := 0
		if c.Pattern != nil {
			hidden = c.Sensitive + c.Secondary
		}
		fmt.Printf("%s: holds %v, adds up %v, hides %d\n", c.Method, c.Holds(), c.Additive, hidden)
	}
	for _, a := range plan.Advice {
		fmt.Println("advice:", a.Code)
	}
	// Output:
	// suppression: holds true, adds up true, hides 6
	// recoding: holds true, adds up true, hides 0
	// controlled-rounding: holds true, adds up true, hides 0
	// small-count-rounding: holds true, adds up true, hides 0
	// cell-key: holds true, adds up false, hides 0
	// advice: many-sensitive
	// advice: least-loss
}
