// SPDX-License-Identifier: EUPL-1.2

package sdc

import "fmt"

// Batch is many rows at once, column by column. The slices belong to whoever
// hands them over and may change after [Part.Add] has returned.
type Batch struct {
	First  int     // number of the first row in its source, for errors; the others follow
	Rows   int     // how many rows
	Codes  []Coded // the codes of all variables in order; a variable with levels takes one for each
	Unit   Coded   // not looked at when each row is a unit
	Levels []Coded // the units of the protection levels above
	Value  []int64 // scaled by the layout's decimals; nil in a frequency table
	Second []int64 // the lower number of a ratio; nil otherwise
	Weight []int64 // scaled by the layout's weight decimals; nil when every row counts once
}

// Coded is one column of texts: of each row its place in a list of words, or
// -1 where the row has none.
type Coded struct {
	Words *Words
	At    []int32
}

// Words are the texts of a column, each once, as a dictionary page has them.
// A list may grow while it is in use, and is otherwise not changed.
type Words struct{ list []string }

// NewWords takes over a list of texts.
func NewWords(list []string) *Words { return &Words{list} }

// Add adds one text and gives its place.
func (w *Words) Add(text string) int32 {
	w.list = append(w.list, text)
	return int32(len(w.list) - 1)
}

// Len is how many texts there are.
func (w *Words) Len() int { return len(w.list) }

// text is the text at a place, "" for none.
func (w *Words) text(at int32) string {
	if at < 0 {
		return ""
	}
	return w.list[at]
}

// Part is one of several places where a table is being built. Parts of one
// builder may be filled at the same time, each by one goroutine; the table is
// the same however rows are shared out among them.
type Part struct {
	b      *Builder
	leaf   [][]int32 // by variable: the leaf of each row of the batch
	id     [][]int32 // by protection level: the contributor of each row
	places []placing // by variable
	known  []naming  // by protection level
	g      *gathered
}

// placing remembers which leaf the words of a variable's columns mean. The word
// of the finest column leads; those of the coarser columns have to be the ones seen with it.
type placing struct {
	words []*Words
	leaf  []int32   // by word of the finest column; -1 when not yet asked, entry 0 for no word
	above [][]int32 // by coarser column, then by word of the finest
}

// naming remembers which contributor a word means.
type naming struct {
	words *Words
	id    []int32 // -1 when not yet asked
}

// Part makes another place to build at.
func (b *Builder) Part() *Part {
	p := &Part{b: b, leaf: make([][]int32, len(b.layout.Variables)), id: make([][]int32, len(b.interns)),
		places: make([]placing, len(b.layout.Variables)), known: make([]naming, len(b.interns)), g: newGathered(b)}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.parts = append(b.parts, p)
	return p
}

// Add takes a batch of rows. After an error the part and its builder are of no more use.
func (p *Part) Add(batch Batch) error {
	l := p.b.layout
	want := 0
	for _, v := range l.Variables {
		want += v.columns()
	}
	if len(batch.Codes) != want || len(batch.Levels) != len(l.Levels) {
		return &Problem{Source: l.Source, What: fmt.Sprintf("a batch has %d columns of codes and %d of protection levels, the layout %d and %d", len(batch.Codes), len(batch.Levels), want, len(l.Levels))}
	}
	if batch.Rows == 0 {
		return nil
	}
	batch.keepWanted(l)
	if l.Magnitude && len(batch.Value) < batch.Rows || l.Statistic == StatisticRatio && len(batch.Second) < batch.Rows || l.Weighted && len(batch.Weight) < batch.Rows {
		return &Problem{Source: l.Source, Row: batch.First, What: "a batch has fewer values or weights than rows"}
	}
	if err := p.b.claim(batch.First, batch.Rows); err != nil {
		return err
	}
	at := 0
	for i, v := range l.Variables {
		if err := p.placeAll(&batch, i, batch.Codes[at:at+v.columns()]); err != nil {
			return err
		}
		at += v.columns()
	}
	units := batch.Levels
	if l.ByUnit {
		units = append([]Coded{batch.Unit}, units...)
	}
	for i, u := range units {
		if err := p.nameAll(&batch, i, u); err != nil {
			return err
		}
	}
	return p.g.add(&batch, p.leaf, p.id)
}

// keepWanted leaves out numbers that the layout does not ask for.
func (b *Batch) keepWanted(l Layout) {
	if !l.Magnitude {
		b.Value = nil
	}
	if l.Statistic != StatisticRatio {
		b.Second = nil
	}
	if !l.Weighted {
		b.Weight = nil
	}
}

// placeAll finds the leaf of every row for one variable.
func (p *Part) placeAll(batch *Batch, i int, columns []Coded) error {
	m := &p.places[i]
	m.renew(columns)
	p.leaf[i] = resized(p.leaf[i], batch.Rows)
	finest := columns[len(columns)-1]
	codes := make([]string, len(columns))
	for r, word := range finest.At[:batch.Rows] {
		leaf := m.leaf[word+1]
		for c := range m.above {
			if leaf >= 0 && m.above[c][word+1] != columns[c].At[r] {
				leaf = -1
			}
		}
		if leaf < 0 {
			for c := range columns {
				codes[c] = columns[c].Words.text(columns[c].At[r])
			}
			var err error
			if leaf, err = p.b.place(batch.First+r, i, codes); err != nil {
				return err
			}
			m.leaf[word+1] = leaf
			for c := range m.above {
				m.above[c][word+1] = columns[c].At[r]
			}
		}
		p.leaf[i][r] = leaf
	}
	return nil
}

// renew forgets what other words meant, and makes room for new ones.
func (m *placing) renew(columns []Coded) {
	same := len(m.words) == len(columns)
	for i := range columns {
		same = same && m.words[i] == columns[i].Words
	}
	if !same {
		m.words, m.leaf = m.words[:0], m.leaf[:0]
		for i := range columns {
			m.words = append(m.words, columns[i].Words)
		}
		if m.above == nil {
			m.above = make([][]int32, len(columns)-1)
		}
	}
	for len(m.leaf) <= columns[len(columns)-1].Words.Len() {
		m.leaf = append(m.leaf, -1)
	}
	for c := range m.above {
		m.above[c] = resized(m.above[c], len(m.leaf))
	}
}

// nameAll finds the contributor of every row at one protection level.
func (p *Part) nameAll(batch *Batch, i int, column Coded) error {
	m := &p.known[i]
	if m.words != column.Words {
		m.words, m.id = column.Words, m.id[:0]
	}
	for len(m.id) < column.Words.Len() {
		m.id = append(m.id, -1)
	}
	p.id[i] = resized(p.id[i], batch.Rows)
	for r, word := range column.At[:batch.Rows] {
		if word < 0 || m.id[word] < 0 {
			if column.Words.text(word) == "" {
				return p.b.nameless(batch.First+r, i)
			}
			p.b.internAll(i, column, r, batch.Rows, m.id)
		}
		p.id[i][r] = m.id[word]
	}
	return nil
}

// resized gives a slice of a length, with its content where there is room.
func resized[T any](s []T, n int) []T {
	if cap(s) >= n {
		return s[:n]
	}
	return append(s[:cap(s)], make([]T, n-cap(s))...)
}
