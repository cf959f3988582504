// SPDX-License-Identifier: EUPL-1.2

package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"strconv"

	pq "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/format"

	"github.com/lupaus/lupaus/sdc"
)

// What a column is read as.
const (
	words = iota
	numbers
)

// column is one column that is wanted of a file.
type column struct {
	source   string
	name     string
	kind     int
	code     int    // place among the code columns, -1 for names
	needed   string // why an empty value is an error; "" where it may be
	decimals int    // of numbers

	index int     // among the leaves of the file
	typ   pq.Kind // as it is stored
	scale int     // decimals of whole numbers that stand for decimal ones
	wide  bool    // whole numbers without sign
}

func (c *column) problem(row int, what, mend string) error {
	return &sdc.Problem{Source: c.source, Row: row, Column: c.name, What: what, Mend: mend}
}

// check says whether the column can be read as what it is wanted for.
func (c *column) check(x *pq.Column) error {
	if !x.Leaf() || x.Repeated() {
		return c.problem(0, "holds lists or groups", "a column of single values is needed")
	}
	c.index, c.typ = x.Index(), x.Type().Kind()
	if l := x.Type().LogicalType(); l != nil {
		if d, ok := l.Value.(*format.DecimalType); ok {
			c.scale = int(d.Scale)
			if c.scale < 0 || c.scale > 38 {
				return c.problem(0, fmt.Sprintf("has %d decimals", c.scale), "")
			}
		} else if whole, ok := l.Value.(*format.IntType); ok {
			c.wide = !whole.IsSigned
		} else if c.typ != pq.ByteArray {
			return c.wrong(x)
		}
	}
	switch c.typ {
	case pq.Int32, pq.Int64:
		if c.kind == words && c.scale > 0 {
			return c.wrong(x)
		}
		return nil
	case pq.ByteArray:
		return nil
	case pq.Float, pq.Double:
		if c.kind == numbers {
			return nil
		}
	case pq.FixedLenByteArray:
		if c.kind == numbers && c.scale > 0 && x.Type().Length() <= 16 {
			return nil
		}
	}
	return c.wrong(x)
}

func (c *column) wrong(x *pq.Column) error {
	if c.kind == numbers {
		return c.problem(0, fmt.Sprintf("holds %s, which are no numbers", x.Type()), "numbers are whole, decimal, floating or digits in text")
	}
	return c.problem(0, fmt.Sprintf("holds %s, which are no codes", x.Type()), "codes are texts or whole numbers")
}

// cursor reads one column of one group of rows, page by page.
type cursor struct {
	column
	o     *Options
	pages pq.Pages
	page  pq.Page
	dict  pq.Dictionary
	rows  int // of the page, not yet handed out
	from  int // of the page: the next row
	value int // of the page: the next value, rows without one left out
	depth []byte

	list    *sdc.Words // texts
	indexAt []int32    // texts: place in the list by place in the dictionary
	known   map[string]int32
	at      []int32
	scaled  []int64 // numbers of the dictionary
	bad     []error // what is wrong with them
	values  []int64
}

// cursor opens a column of a group, after its headers have been checked.
func (a *reading) cursor(group, n int) (*cursor, error) {
	c := &cursor{column: a.wanted[n], o: &a.o}
	if err := a.checkPages(group, &c.column); err != nil {
		return nil, err
	}
	if c.kind == words {
		c.list = sdc.NewWords(nil)
	}
	c.pages = a.groups[group].ColumnChunks()[c.index].Pages()
	return c, nil
}

func (c *cursor) coded() sdc.Coded { return sdc.Coded{Words: c.list, At: c.at} }

func (c *cursor) close() error {
	if c.page != nil {
		pq.Release(c.page)
	}
	return c.pages.Close()
}

// turn goes to the next page.
func (c *cursor) turn(row int) error {
	if c.page != nil {
		pq.Release(c.page)
		c.page = nil
	}
	p, err := c.pages.ReadPage()
	if errors.Is(err, io.EOF) {
		return c.problem(row, "the column ends before its rows do", "the file is damaged")
	}
	if err != nil {
		return c.problem(row, "cannot be read: "+err.Error(), "the file may have been cut off while it was copied")
	}
	c.page, c.rows, c.from, c.value, c.depth = p, int(p.NumRows()), 0, 0, p.DefinitionLevels()
	if d := p.Dictionary(); d != nil && c.dict == nil {
		c.dict = d
		return c.translate(row, d)
	}
	return nil
}

// atEnd checks that there are no more rows than the group claims.
func (c *cursor) atEnd(row int) error {
	if c.rows > 0 {
		return c.problem(row, "the column has more rows than its group", "the file is damaged")
	}
	return nil
}

// translate looks up each text or number of a dictionary once.
func (c *cursor) translate(row int, d pq.Dictionary) error {
	data := d.Page().Data()
	n := d.Len()
	if c.kind == words {
		c.indexAt = make([]int32, n)
		return c.texts(row, data, n, func(i int, text string) { c.indexAt[i] = c.list.Add(text) })
	}
	c.scaled, c.bad = make([]int64, n), make([]error, n)
	return c.numbers(data, 0, n, c.scaled, func(i int, what error) error {
		c.bad[i] = what // said of the row that has it, if any
		return nil
	})
}

// fill reads the next rows.
func (c *cursor) fill(row, n int) error {
	c.at, c.values = c.at[:0], c.values[:0]
	for n > 0 {
		for c.rows == 0 {
			if err := c.turn(row); err != nil {
				return err
			}
		}
		take := min(n, c.rows)
		present := take
		if len(c.depth) > 0 {
			present = 0
			for _, d := range c.depth[c.from : c.from+take] {
				present += int(d)
			}
		}
		if err := c.take(row, take, present); err != nil {
			return err
		}
		c.rows, c.from, c.value = c.rows-take, c.from+take, c.value+present
		row, n = row+take, n-take
	}
	return nil
}

// take reads rows of the page at hand, of which some may be without a value.
func (c *cursor) take(row, rows, present int) error {
	if c.kind == words {
		return c.takeTexts(row, rows, present)
	}
	if present < rows {
		for i, d := range c.depth[c.from : c.from+rows] {
			if d == 0 {
				return c.problem(row+i, "is empty", "every row needs a number")
			}
		}
	}
	start := len(c.values)
	c.values = append(c.values, make([]int64, rows)...)
	out := c.values[start:]
	data := c.page.Data()
	if c.page.Dictionary() == nil {
		return c.numbers(data, c.value, rows, out, func(i int, what error) error { return c.badNumber(row+i, what) })
	}
	for i, n := range data.Int32()[c.value : c.value+rows] {
		out[i] = c.scaled[n]
		if c.bad[n] != nil {
			return c.badNumber(row+i, c.bad[n])
		}
	}
	return nil
}

func (c *cursor) badNumber(row int, what error) error {
	return c.problem(row, what.Error(), fmt.Sprintf("numbers with at most %d decimals are needed", c.decimals))
}

// takeTexts reads the places of texts, -1 where there is none.
func (c *cursor) takeTexts(row, rows, present int) error {
	start := len(c.at)
	c.at = append(c.at, make([]int32, rows)...)
	out := c.at[start:]
	data := c.page.Data()
	if c.page.Dictionary() != nil {
		for i, n := range data.Int32()[c.value : c.value+present] {
			out[i] = c.indexAt[n]
		}
	} else if err := c.plain(row, &data, present, out); err != nil {
		return err
	}
	if present == rows {
		return nil
	}
	if c.needed != "" {
		for i, d := range c.depth[c.from : c.from+rows] {
			if d == 0 {
				return c.problem(row+i, "is empty", c.needed)
			}
		}
	}
	n := present
	for i := rows - 1; i >= 0; i-- { // from the end, so that nothing is overwritten before it was moved
		if c.depth[c.from+i] == 0 {
			out[i] = -1
		} else {
			n--
			out[i] = out[n]
		}
	}
	return nil
}

// plain reads texts that are not in the dictionary, each new one once.
func (c *cursor) plain(row int, data *encoding.Values, n int, out []int32) error {
	if c.known == nil {
		c.known = map[string]int32{}
	}
	if c.typ == pq.ByteArray {
		bytes, offsets := data.ByteArray()
		for i := range n {
			b := bytes[offsets[c.value+i]:offsets[c.value+i+1]]
			at, ok := c.known[string(b)] // does not copy
			if !ok {
				at = c.list.Add(c.text(string(b)))
				c.known[string(b)] = at
			}
			out[i] = at
		}
		return nil
	}
	return c.texts(row, *data, c.value+n, func(i int, text string) {
		if i < c.value {
			return
		}
		at, ok := c.known[text]
		if !ok {
			at = c.list.Add(text)
			c.known[text] = at
		}
		out[i-c.value] = at
	})
}

// text changes a code as the options say.
func (c *cursor) text(s string) string {
	if c.code >= 0 && c.o.Code != nil {
		return c.o.Code(c.code, s)
	}
	return s
}

// texts gives the first n values as texts; whole numbers in digits.
func (c *cursor) texts(row int, data encoding.Values, n int, do func(i int, text string)) error {
	switch data.Kind() {
	case encoding.ByteArray:
		bytes, offsets := data.ByteArray()
		all := string(bytes) // one copy for all of them
		for i := range n {
			do(i, c.text(all[offsets[i]:offsets[i+1]]))
		}
	case encoding.Int32:
		for i, v := range data.Int32()[:n] {
			x := int64(v)
			if c.wide {
				x = int64(uint32(v))
			}
			do(i, c.text(strconv.FormatInt(x, 10)))
		}
	case encoding.Int64:
		for i, v := range data.Int64()[:n] {
			if c.wide {
				do(i, c.text(strconv.FormatUint(uint64(v), 10)))
			} else {
				do(i, c.text(strconv.FormatInt(v, 10)))
			}
		}
	default:
		return c.problem(row, "holds what the footer does not say", "the file is damaged")
	}
	return nil
}

var (
	errNotFinite = errors.New("is not a finite number")
	errDecimals  = errors.New("has more decimals than the column was declared to have")
	errTooLarge  = errors.New("is too large to be counted exactly")
)

// numbers reads values as whole numbers of the column's decimals.
func (c *cursor) numbers(data encoding.Values, from, n int, out []int64, fail func(i int, what error) error) error {
	read := func(one func(i int) (int64, error)) error {
		for i := range n {
			v, err := one(from + i)
			if err != nil {
				if err := fail(i, err); err != nil {
					return err
				}
				continue
			}
			out[i] = v
		}
		return nil
	}
	switch data.Kind() {
	case encoding.Int32:
		all := data.Int32()
		return read(func(i int) (int64, error) {
			if c.wide {
				return c.rescale(int64(uint32(all[i])))
			}
			return c.rescale(int64(all[i]))
		})
	case encoding.Int64:
		all := data.Int64()
		if c.scale == c.decimals && !c.wide {
			copy(out, all[from:from+n])
			return nil
		}
		return read(func(i int) (int64, error) {
			if c.wide && all[i] < 0 {
				return 0, errTooLarge
			}
			return c.rescale(all[i])
		})
	case encoding.Float:
		all := data.Float()
		return read(func(i int) (int64, error) { return c.exact(float64(all[i]), 32) })
	case encoding.Double:
		all := data.Double()
		return read(func(i int) (int64, error) { return c.exact(all[i], 64) })
	case encoding.ByteArray:
		bytes, offsets := data.ByteArray()
		return read(func(i int) (int64, error) {
			b := bytes[offsets[i]:offsets[i+1]]
			if c.scale > 0 {
				return c.twos(b)
			}
			return sdc.ParseNumber(string(b), c.decimals)
		})
	case encoding.FixedLenByteArray:
		bytes, size := data.FixedLenByteArray()
		return read(func(i int) (int64, error) { return c.twos(bytes[i*size : (i+1)*size]) })
	}
	return c.problem(0, "holds what the footer does not say", "the file is damaged")
}

// rescale brings a whole number from the decimals it is stored with to those it is wanted with.
func (c *column) rescale(v int64) (int64, error) {
	for k := c.scale; k < c.decimals; k++ {
		if v > math.MaxInt64/10 || v < math.MinInt64/10 {
			return 0, errTooLarge
		}
		v *= 10
	}
	for k := c.decimals; k < c.scale; k++ {
		if v%10 != 0 {
			return 0, errDecimals
		}
		v /= 10
	}
	return v, nil
}

// exact gives a floating number that is the nearest of its kind to one with the
// column's decimals. All others would have to be rounded.
func (c *column) exact(v float64, bits int) (int64, error) {
	const whole = 1 << 53 // up to here all whole numbers are floating numbers
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, errNotFinite
	}
	scale := math.Pow10(c.decimals)
	n := math.RoundToEven(v * scale)
	if math.Abs(n) >= whole {
		return 0, errTooLarge
	}
	if back := n / scale; back != v && (bits == 64 || float32(back) != float32(v)) {
		return 0, errDecimals
	}
	return int64(n), nil
}

// twos reads a whole number of up to 16 bytes in two's complement, highest byte first.
func (c *column) twos(b []byte) (int64, error) {
	if len(b) == 8 {
		return c.rescale(int64(binary.BigEndian.Uint64(b)))
	}
	if len(b) == 0 || len(b) > 16 {
		return 0, errTooLarge
	}
	n := new(big.Int).SetBytes(b)
	if b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	if !n.IsInt64() {
		return 0, errTooLarge
	}
	return c.rescale(n.Int64())
}
