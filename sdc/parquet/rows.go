// SPDX-License-Identifier: EUPL-1.2

package parquet

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	pq "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/lupaus/lupaus/sdc"
)

// File is a file whose columns are not known before it is looked into, such as
// one that somebody hands in. Its values are given as texts, column by column.
type File struct {
	reading
	columns []*pq.Column
}

// Open looks at the footer of a file, and at what it claims. Nothing of the
// columns is read.
func Open(r io.ReaderAt, size int64, source string) (_ *File, err error) {
	defer guard(&err, source)
	f, err := open(r, size, source)
	if err != nil {
		return nil, err
	}
	out := &File{reading: reading{o: Options{Columns: sdc.Columns{Source: source}}, file: f, at: r, size: size, groups: f.RowGroups()}, columns: f.Root().Columns()}
	return out, out.count()
}

// Rows is how many rows there are.
func (f *File) Rows() int { return int(f.file.NumRows()) }

// Names are the names of the columns.
func (f *File) Names() (out []string) {
	for _, c := range f.columns {
		out = append(out, c.Name())
	}
	return out
}

// Texts gives the values of the column at a place, "" where there is none:
// numbers in digits with all their decimals, dates and times as the day, such as
// 2026-11-22. No more than most bytes are kept; 0 is no bound.
func (f *File) Texts(at, most int) (out []string, err error) {
	source := f.o.Columns.Source
	defer guard(&err, source)
	x := f.columns[at]
	c := &column{source: source, name: x.Name(), kind: words}
	if !x.Leaf() || x.Repeated() {
		return nil, c.problem(0, "holds lists or groups", "a column of single values is needed")
	}
	c.index, c.typ = x.Index(), x.Type().Kind()
	say, err := c.saying(x)
	if err != nil {
		return nil, err
	}
	out = make([]string, 0, min(f.Rows(), batchRows))
	bytes := 0
	for g := range f.groups {
		if err := f.checkPages(g, c); err != nil {
			return nil, err
		}
		err := f.values(g, c, func(v pq.Value) error {
			text, what := "", ""
			if !v.IsNull() {
				text, what = say(v)
			}
			if bytes += len(text); most > 0 && bytes > most {
				what = fmt.Sprintf("the values of the column have more than %d bytes", most)
			}
			if what != "" {
				return c.problem(len(out)+1, what, "")
			}
			out = append(out, text)
			return nil
		})
		if err != nil {
			return nil, err
		}
		if want := f.first[g] + int(f.groups[g].NumRows()) - 1; len(out) != want {
			return nil, c.problem(len(out), "the column has other rows than its group", "the file is damaged")
		}
	}
	return out, nil
}

// values reads a column of a group page by page.
func (f *File) values(group int, c *column, do func(v pq.Value) error) (err error) {
	pages := f.groups[group].ColumnChunks()[c.index].Pages()
	defer func() { err = errors.Join(err, pages.Close()) }()
	buffer := make([]pq.Value, 512)
	for {
		p, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return c.problem(f.first[group], "cannot be read: "+err.Error(), "the file may have been cut off while it was copied")
		}
		err = pageValues(p, buffer, do)
		pq.Release(p)
		if err != nil {
			return err
		}
	}
}

func pageValues(p pq.Page, buffer []pq.Value, do func(v pq.Value) error) error {
	in := p.Values()
	for {
		n, err := in.ReadValues(buffer)
		for _, v := range buffer[:n] {
			if err := do(v); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if n == 0 {
			return io.ErrNoProgress
		}
	}
}

// saying is how a value of the column is put in words. The second text says what
// is wrong with a value, "" for nothing.
func (c *column) saying(x *pq.Column) (func(v pq.Value) (string, string), error) {
	if l := x.Type().LogicalType(); l != nil {
		switch d := l.Value.(type) {
		case *format.DecimalType:
			return c.decimal(int(d.Scale), x)
		case *format.DateType:
			return func(v pq.Value) (string, string) {
				return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly), ""
			}, nil
		case *format.TimestampType:
			return c.day(d)
		case *format.IntType:
			c.wide = !d.IsSigned
		case *format.TimeType:
			return nil, c.wrong(x)
		}
	}
	switch c.typ {
	case pq.Boolean:
		return func(v pq.Value) (string, string) { return strconv.FormatBool(v.Boolean()), "" }, nil
	case pq.Int32:
		return func(v pq.Value) (string, string) {
			if c.wide {
				return strconv.FormatUint(uint64(v.Uint32()), 10), ""
			}
			return strconv.FormatInt(int64(v.Int32()), 10), ""
		}, nil
	case pq.Int64:
		return func(v pq.Value) (string, string) {
			if c.wide {
				return strconv.FormatUint(v.Uint64(), 10), ""
			}
			return strconv.FormatInt(v.Int64(), 10), ""
		}, nil
	case pq.Float:
		return func(v pq.Value) (string, string) { return floating(float64(v.Float()), 32) }, nil
	case pq.Double:
		return func(v pq.Value) (string, string) { return floating(v.Double(), 64) }, nil
	case pq.ByteArray:
		return func(v pq.Value) (string, string) {
			if !utf8.Valid(v.ByteArray()) {
				return "", "is no text in UTF-8"
			}
			return string(v.ByteArray()), ""
		}, nil
	}
	return nil, c.wrong(x)
}

// floating gives the shortest digits that mean the same number.
func floating(v float64, bits int) (string, string) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "", errNotFinite.Error()
	}
	return strconv.FormatFloat(v, 'f', -1, bits), ""
}

// decimal reads numbers that are stored as whole ones.
func (c *column) decimal(scale int, x *pq.Column) (func(v pq.Value) (string, string), error) {
	if scale < 0 || scale > sdc.MaxDecimals {
		return nil, c.problem(0, fmt.Sprintf("has %d decimals", scale), "")
	}
	c.scale, c.decimals = scale, scale
	whole := func(v pq.Value) (int64, error) { return c.twos(v.ByteArray()) }
	switch c.typ {
	case pq.Int32:
		whole = func(v pq.Value) (int64, error) { return int64(v.Int32()), nil }
	case pq.Int64:
		whole = func(v pq.Value) (int64, error) { return v.Int64(), nil }
	case pq.ByteArray, pq.FixedLenByteArray:
	default:
		return nil, c.wrong(x)
	}
	return func(v pq.Value) (string, string) {
		n, err := whole(v)
		if err != nil {
			return "", err.Error()
		}
		return sdc.FormatNumber(n, scale), ""
	}, nil
}

// day is the day of a time, in UTC or in the zone that the file does not name.
func (c *column) day(t *format.TimestampType) (func(v pq.Value) (string, string), error) {
	if t.Unit.Value == nil || c.typ != pq.Int64 || t.Unit.Value.Duration() <= 0 {
		return nil, c.problem(0, "holds times of a kind that is not known", "write days")
	}
	unit := int64(t.Unit.Value.Duration())
	second := int64(time.Second) / unit
	return func(v pq.Value) (string, string) {
		n := v.Int64()
		return time.Unix(n/second, n%second*unit).UTC().Format(time.DateOnly), ""
	}, nil
}
