// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/parquet"
)

// oneByOne yields the rows as a reader of rows does.
func oneByOne(n int, persons bool) iter.Seq2[sdc.Row, error] {
	return func(yield func(sdc.Row, error) bool) {
		line := 0
		err := employees(n, func(e employee) error {
			line++
			r := sdc.Row{Line: line, Codes: []string{e.Industry, e.Region, e.Age, e.Work}, Levels: []string{e.Enterprise, e.Group}, Value: e.Pay}
			if !persons {
				r.Unit, r.Levels = r.Levels[0], r.Levels[1:]
			}
			if !yield(r, nil) {
				return fmt.Errorf("stopped at row %d", line)
			}
			return nil
		})
		if err != nil {
			yield(sdc.Row{}, err)
		}
	}
}

// told is all that a table tells of its cells.
func told(t *sdc.Table) string {
	var b strings.Builder
	for c := range t.Cells() {
		if t.Units(c) == 0 {
			continue
		}
		fmt.Fprintln(&b, c, t.Units(c), t.Value(c))
		for _, l := range t.Levels() {
			fmt.Fprintln(&b, l, t.Contributors(l, c), t.Largest(l, c))
		}
	}
	return b.String()
}

func TestTheFileGivesTheTableOfItsRows(t *testing.T) {
	t.Parallel()
	const rows = 20_000
	var file bytes.Buffer
	if err := writeTo(&file, rows); err != nil {
		t.Fatal(err)
	}
	for _, persons := range []bool{false, true} {
		want, err := sdc.FromRows(layout(persons), oneByOne(rows, persons))
		if err != nil {
			t.Fatal(err)
		}
		got, err := parquet.Table(bytes.NewReader(file.Bytes()), int64(file.Len()), layout(persons), parquet.Options{Columns: columns(persons)})
		if err != nil {
			t.Fatal(err)
		}
		a, b := strings.Split(told(want), "\n"), strings.Split(told(got), "\n")
		if len(a) != len(b) || want.Units(0) == 0 {
			t.Fatalf("persons %v: %d lines, want %d", persons, len(b), len(a))
		}
		for i := range a {
			if a[i] != b[i] {
				t.Fatalf("persons %v: line %d is %s, want %s", persons, i, b[i], a[i])
			}
		}
	}
}

func TestTheFloorReadsWhatIsThere(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	if err := writeTo(&file, 1000); err != nil {
		t.Fatal(err)
	}
	if err := sum(bytes.NewReader(file.Bytes()), int64(file.Len())); err != nil {
		t.Error(err)
	}
}
