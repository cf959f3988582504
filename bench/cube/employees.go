// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	pq "github.com/parquet-go/parquet-go"

	"github.com/lupaus/lupaus/sdc"
)

// employee is one row of the file.
type employee struct {
	Industry   string `parquet:"industry,dict,snappy"`
	Region     string `parquet:"region,dict,snappy"`
	Age        string `parquet:"age,dict,snappy"`
	Work       string `parquet:"work,dict,snappy"`
	Enterprise string `parquet:"enterprise,dict,snappy"`
	Group      string `parquet:"group,dict,snappy"`
	Pay        int64  `parquet:"pay,snappy"`
}

// random is splitmix64, so that data is the same on every machine.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9E3779B97F4A7C15
	z := r.state
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }
func (r *random) share() float64  { return float64(r.next()>>11) / (1 << 53) }

// How many there are of each code at the finest level, and of enterprises.
const (
	industries  = 96
	regions     = 60
	ages        = 8
	works       = 4
	enterprises = 100_000
	groupRows   = 1_000_000
)

// The finest codes begin with the coarser ones.
func industry(i int) string {
	section := rune('A' + i/12)
	return fmt.Sprintf("%c%d%d", section, i/3%4+1, i%3+1)
}
func region(i int) string { return fmt.Sprintf("%d%02d%02d", i/12+1, i/3+1, i+1) }
func age(i int) string    { return fmt.Sprintf("%c%d", 'x'+rune(i/4), i+1) }
func work(i int) string   { return fmt.Sprintf("%c%d", 'p'+rune(i/2), i+1) }

// employees makes n rows in an order that has nothing to do with who employs them.
func employees(n int, yield func(employee) error) error {
	r := &random{20261122}
	type firm struct {
		industry, region, group int
		spread                  bool
		pay                     float64
	}
	firms := make([]firm, enterprises)
	cumulative := make([]float64, enterprises)
	total, group := 0.0, 0
	for i := range firms {
		if i == 0 || r.share() > 0.2 {
			group++
		}
		skew := r.share()
		firms[i] = firm{int(skew * skew * industries), r.below(regions), group, r.share() < 0.1, 2000 + 2000*r.share()}
		total += math.Pow(float64(i+20), -0.7)
		cumulative[i] = total
	}
	for range n {
		u, lo, hi := r.share()*total, 0, enterprises-1
		for lo < hi {
			if m := (lo + hi) / 2; cumulative[m] < u {
				lo = m + 1
			} else {
				hi = m
			}
		}
		f := firms[lo]
		if f.spread && r.share() < 0.5 {
			f.region = r.below(regions)
		}
		a, w := r.below(ages), r.below(works)
		if err := yield(employee{industry(f.industry), region(f.region), age(a), work(w), fmt.Sprintf("F%06d", lo), fmt.Sprintf("G%06d", f.group), int64(f.pay*(0.6+0.1*float64(a)+0.2*float64(w)+r.share())) * 100}); err != nil {
			return err
		}
	}
	return nil
}

// write makes the file; a half-made one does not stay.
func write(name string, n int) (err error) {
	f, err := os.Create(name + ".part")
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err == nil {
			err = os.Rename(name+".part", name)
		}
	}()
	return writeTo(f, n)
}

func writeTo(out io.Writer, n int) error {
	w := pq.NewGenericWriter[employee](out, pq.MaxRowsPerRowGroup(groupRows), pq.PageBufferSize(1<<20))
	rows := make([]employee, 0, 1<<12)
	flush := func() error {
		_, err := w.Write(rows)
		rows = rows[:0]
		return err
	}
	err := employees(n, func(e employee) error {
		if rows = append(rows, e); len(rows) == cap(rows) {
			return flush()
		}
		return nil
	})
	return errors.Join(err, flush(), w.Close())
}

// layout is the table: four hierarchies, sums, the two largest.
func layout(persons bool) sdc.Layout {
	by := func(name string, n int, code func(int) string, lengths ...int) sdc.Variable {
		var codes []string
		for i := range n {
			codes = append(codes, code(i))
		}
		d, err := sdc.ByPrefix(name, "Total", codes, lengths...)
		if err != nil {
			panic(err) // the codes are ours
		}
		return sdc.Variable{Name: name, Hierarchy: d}
	}
	l := sdc.Layout{Magnitude: true, Largest: 2, Levels: []string{"enterprise", "group"}, Variables: []sdc.Variable{
		by("industry", industries, industry, 1, 2), by("region", regions, region, 1, 3), by("age", ages, age, 1), by("work", works, work, 1)}}
	if !persons {
		l.ByUnit, l.Levels = true, l.Levels[1:]
	}
	return l
}

// columns are those of the file that the table takes.
func columns(persons bool) sdc.Columns {
	c := sdc.Columns{Source: "employees", Codes: []string{"industry", "region", "age", "work"}, Levels: []string{"enterprise", "group"}, Value: "pay"}
	if !persons {
		c.Unit, c.Levels = c.Levels[0], c.Levels[1:]
	}
	return c
}

// sum reads the columns and adds up what stands in them, and nothing else.
func sum(r io.ReaderAt, size int64) error {
	f, err := pq.OpenFile(r, size, pq.SkipPageIndex(true), pq.SkipBloomFilters(true), pq.ReadBufferSize(1<<18))
	if err != nil {
		return err
	}
	total := int64(0)
	for _, g := range f.RowGroups() {
		for _, c := range g.ColumnChunks() {
			n, err := sumPages(c.Pages())
			if err != nil {
				return err
			}
			total += n
		}
	}
	if total == 0 {
		return errors.New("nothing was read")
	}
	return nil
}

func sumPages(pages pq.Pages) (total int64, err error) {
	defer func() { err = errors.Join(err, pages.Close()) }()
	for {
		p, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return total, nil
		}
		if err != nil {
			return 0, err
		}
		data := p.Data()
		if p.Dictionary() != nil {
			for _, v := range data.Int32() {
				total += int64(v)
			}
		} else {
			for _, v := range data.Int64() {
				total += v
			}
		}
		pq.Release(p)
	}
}
