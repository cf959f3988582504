// SPDX-License-Identifier: EUPL-1.2

// Package parquet makes tables of microdata in Parquet files. It reads column
// by column: the texts of a dictionary page are looked up once, and rows are
// numbers from there on. Groups of rows are read at the same time where there
// are processors. Begin with [Table].
//
// The file is not trusted. Sizes that its headers claim are compared with the
// file before anything is read, and whatever is wrong is a [sdc.Problem] with
// row and column; rows count from 1, as there is no heading.
package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	pq "github.com/parquet-go/parquet-go"

	"github.com/lupaus/lupaus/sdc"
)

// StageRows is the stage that progress is told of while rows are read.
const StageRows = "rows"

// batchRows is how many rows are handed on at once: few enough that all their
// columns stay in the processor's cache.
const batchRows = 1 << 15

// Options say which columns of a file are read, and how.
type Options struct {
	Columns  sdc.Columns                      // the names of the columns; the separator is not looked at
	Code     func(at int, text string) string // changes the texts of the code column at a place, as codes cut to their beginnings; may be nil
	Progress func(sdc.Progress) error         // told after each group of rows; an error stops the work; may be nil
}

// Table makes a table of the rows of a file. What is wrong is told as somebody
// finds it who reads from the first row on, on any number of processors.
func Table(r io.ReaderAt, size int64, layout sdc.Layout, o Options) (*sdc.Table, error) {
	b, err := sdc.NewBuilder(layout)
	if err != nil {
		return nil, err
	}
	err = read(r, size, b, o, runtime.GOMAXPROCS(0))
	if p := (*sdc.Problem)(nil); errors.As(err, &p) { // two rows that contradict each other: which is wrong depends on which came first
		if b, err = sdc.NewBuilder(layout); err == nil {
			err = read(r, size, b, o, 1)
		}
	}
	if err != nil {
		return nil, err
	}
	return b.Table()
}

// Read hands the rows of a file to a builder. Of several errors it gives the
// one that stands first in the file.
func Read(r io.ReaderAt, size int64, b *sdc.Builder, o Options) error {
	return read(r, size, b, o, runtime.GOMAXPROCS(0))
}

func read(r io.ReaderAt, size int64, b *sdc.Builder, o Options, workers int) error {
	f, err := open(r, size, o.Columns.Source)
	if err != nil {
		return err
	}
	wanted, err := o.wanted(f)
	if err != nil {
		return err
	}
	all := &reading{o: o, file: f, at: r, size: size, wanted: wanted, builder: b, groups: f.RowGroups()}
	if err := all.count(); err != nil {
		return err
	}
	all.failed.Store(int64(len(all.groups)))
	all.errs = make([]error, len(all.groups))
	var wait sync.WaitGroup
	for range min(workers, len(all.groups)) {
		part := b.Part()
		wait.Go(func() { all.work(part) })
	}
	wait.Wait()
	for _, err := range all.errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// open reads the footer. The library panics on some damaged files.
func open(r io.ReaderAt, size int64, source string) (f *pq.File, err error) {
	defer guard(&err, source)
	const smallest = 12 // two marks of four bytes and the length of the footer
	if size < smallest {
		return nil, &sdc.Problem{Source: source, What: fmt.Sprintf("a file of %d bytes is no Parquet file", size)}
	}
	end := make([]byte, 8)
	if _, err := r.ReadAt(end, size-8); err != nil && !errors.Is(err, io.EOF) {
		return nil, &sdc.Problem{Source: source, What: "cannot be read: " + err.Error()}
	}
	switch footer := int64(binary.LittleEndian.Uint32(end)); {
	case string(end[4:]) == "PARE":
		return nil, &sdc.Problem{Source: source, What: "is encrypted", Mend: "write it without encryption"}
	case string(end[4:]) != "PAR1" || footer > size-smallest: // memory for the footer is taken before it is read
		return nil, &sdc.Problem{Source: source, What: "is no whole Parquet file: it does not end as one", Mend: "it may have been cut off while it was copied"}
	}
	f, err = pq.OpenFile(r, size, pq.SkipPageIndex(true), pq.SkipBloomFilters(true), pq.ReadBufferSize(1<<18))
	if err != nil {
		return nil, &sdc.Problem{Source: source, What: "is no whole Parquet file: " + err.Error(), Mend: "it may have been cut off while it was copied"}
	}
	return f, nil
}

// guard turns a panic of the library into an error. A damaged file is the only
// known cause.
func guard(err *error, source string) {
	if p := recover(); p != nil {
		*err = &sdc.Problem{Source: source, What: fmt.Sprintf("the file is damaged: %v", p)}
	}
}

// wanted finds the columns in the file, in the order in which batches take
// them: codes, unit, levels, value, second value, weight.
func (o Options) wanted(f *pq.File) (out []column, err error) {
	c := o.Columns
	for i, n := range c.Codes {
		out = append(out, column{name: n, kind: words, code: i})
	}
	if c.Unit != "" {
		out = append(out, column{name: c.Unit, kind: words, code: -1, needed: "every row needs its unit"})
	}
	for _, n := range c.Levels {
		out = append(out, column{name: n, kind: words, code: -1, needed: "every row needs a unit at each level of protection"})
	}
	for _, n := range []column{{name: c.Value, decimals: c.Decimals}, {name: c.Second, decimals: c.SecondDecimals}, {name: c.Weight, decimals: c.WeightDecimals}} {
		if n.name != "" {
			n.kind = numbers
			out = append(out, n)
		}
	}
	var names []string
	for _, x := range f.Root().Columns() {
		names = append(names, x.Name())
	}
	for i := range out {
		x := &out[i]
		x.source = c.Source
		n := slices.Index(names, x.name)
		switch {
		case n < 0:
			return nil, x.problem(0, "there is no such column", "the file has "+strings.Join(names[:min(len(names), 12)], ", "))
		case slices.Contains(names[n+1:], x.name):
			return nil, x.problem(0, "stands twice in the file", "")
		}
		if err := x.check(f.Root().Columns()[n]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// reading is the work on one file.
type reading struct {
	o       Options
	file    *pq.File
	at      io.ReaderAt
	size    int64
	wanted  []column
	builder *sdc.Builder
	groups  []pq.RowGroup
	first   []int // by group: the number of its first row
	next    atomic.Int64
	failed  atomic.Int64 // the first group with an error
	errs    []error
	mu      sync.Mutex // guards what follows
	done    int
}

// rowsPerByte is how many rows a byte of a file may claim to hold. Columns in
// which one value repeats take next to nothing, and a table has others.
const rowsPerByte = 1000

// count adds up what the groups claim.
func (a *reading) count() error {
	total := int64(0)
	for _, g := range a.groups {
		a.first = append(a.first, int(total)+1)
		if g.NumRows() < 0 || g.NumRows() > a.size*rowsPerByte-total {
			return &sdc.Problem{Source: a.o.Columns.Source, What: fmt.Sprintf("the file claims to hold %d rows and has only %d bytes", max(g.NumRows(), a.file.NumRows()), a.size), Mend: "it is damaged, or not what it says"}
		}
		total += g.NumRows()
	}
	if total != a.file.NumRows() {
		return &sdc.Problem{Source: a.o.Columns.Source, What: fmt.Sprintf("the file claims to hold %d rows and its groups %d", a.file.NumRows(), total)}
	}
	if total == 0 {
		return &sdc.Problem{Source: a.o.Columns.Source, What: "there are no rows"}
	}
	return nil
}

// work takes groups as long as there are any before the first that failed.
func (a *reading) work(part *sdc.Part) {
	for {
		i := a.next.Add(1) - 1
		if i >= int64(len(a.groups)) || i > a.failed.Load() {
			return
		}
		err := a.group(part, int(i))
		if err == nil {
			err = a.tell(a.groups[i].NumRows())
		}
		if err == nil {
			continue
		}
		a.errs[i] = err
		for before := a.failed.Load(); i < before && !a.failed.CompareAndSwap(before, i); {
			before = a.failed.Load()
		}
		return
	}
}

// tell reports progress, one group at a time.
func (a *reading) tell(rows int64) error {
	if a.o.Progress == nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.done += int(rows)
	return a.o.Progress(sdc.Progress{Stage: StageRows, Done: a.done, Total: int(a.file.NumRows())})
}

// group reads one group of rows.
func (a *reading) group(part *sdc.Part, i int) (err error) {
	defer guard(&err, a.o.Columns.Source)
	rows := int(a.groups[i].NumRows())
	cursors := make([]*cursor, len(a.wanted))
	defer func() {
		for _, c := range cursors {
			if c != nil {
				err = errors.Join(err, c.close())
			}
		}
	}()
	for n := range a.wanted {
		if cursors[n], err = a.cursor(i, n); err != nil {
			return err
		}
	}
	for done := 0; done < rows; {
		n := min(batchRows, rows-done)
		batch := sdc.Batch{First: a.first[i] + done, Rows: n}
		for _, c := range cursors {
			if err := c.fill(batch.First, n); err != nil {
				return err
			}
		}
		a.assign(&batch, cursors)
		if err := part.Add(batch); err != nil {
			return err
		}
		done += n
	}
	for _, c := range cursors {
		if err := c.atEnd(a.first[i] + rows); err != nil {
			return err
		}
	}
	return nil
}

// assign hands what the cursors read to a batch, in the order of wanted.
func (a *reading) assign(b *sdc.Batch, cursors []*cursor) {
	c := a.o.Columns
	next := func() *cursor {
		out := cursors[0]
		cursors = cursors[1:]
		return out
	}
	for range c.Codes {
		b.Codes = append(b.Codes, next().coded())
	}
	if c.Unit != "" {
		b.Unit = next().coded()
	}
	for range c.Levels {
		b.Levels = append(b.Levels, next().coded())
	}
	for _, n := range []struct {
		name string
		to   *[]int64
	}{{c.Value, &b.Value}, {c.Second, &b.Second}, {c.Weight, &b.Weight}} {
		if n.name != "" {
			*n.to = next().values
		}
	}
}
