// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/lupaus/lupaus/promise/notice"
)

// picture is the data map of a register: who gives, what, for what, to whom, how long.
// The same stands as a list, for those who cannot see it or have a small screen.
//
// Law: gdpr 30(1)
type picture struct {
	Register, Title, Label string
	Width, Height          int
	Heads                  []mapWord
	Boxes                  []mapBox
	Lines                  string // a path of all lines
	Rows                   []notice.MapRow
}

type mapWord struct {
	X, Y int
	Text string
}

type mapBox struct {
	X, Y, Width, Height int
	Out                 bool // somebody outside
	Words               []mapWord
}

const (
	mapColumn, mapBoxWidth = 220, 160
	mapLine, mapPad        = 15, 7
	mapTop                 = 28
	mapWordWidth           = 24 // characters on a line of a box
)

// mapColumns are what the five columns show, in order.
var mapColumns = []func(notice.MapRow) []string{
	func(r notice.MapRow) []string { return r.Sources },
	func(r notice.MapRow) []string { return []string{r.Data} },
	func(r notice.MapRow) []string { return []string{r.Purpose} },
	func(r notice.MapRow) []string { return r.Recipients },
	func(r notice.MapRow) []string { return r.Periods },
}

// pictures draws one map for each register that has rows.
func (v *view) pictures(rows []notice.MapRow) (out []picture) {
	var order []string
	by := map[string][]notice.MapRow{}
	for _, r := range rows {
		if _, ok := by[r.Register]; !ok {
			order = append(order, r.Register)
		}
		by[r.Register] = append(by[r.Register], r)
	}
	for _, id := range order {
		name := id
		if g := v.site.Release.Register(id); g != nil {
			name = v.Text(g.Name)
		}
		p := v.picture(by[id])
		p.Register, p.Title, p.Label = id, name, v.T("map-of", name)
		out = append(out, p)
	}
	return out
}

func (v *view) picture(rows []notice.MapRow) picture {
	m := picture{Rows: rows}
	places := make([]map[string]mapBox, len(mapColumns))
	for i, key := range []string{"source", "data", "purpose", "to", "period"} {
		m.Heads = append(m.Heads, mapWord{X: i * mapColumn, Y: 14, Text: strings.ToUpper(v.T("map-" + key))})
		boxes, bottom := columnOf(rows, mapColumns[i], i*mapColumn)
		places[i] = map[string]mapBox{}
		for _, b := range boxes {
			b.Out = i == 0 || i == 3
			places[i][b.key] = b.mapBox
			m.Boxes = append(m.Boxes, b.mapBox)
		}
		m.Height = max(m.Height, bottom)
	}
	m.Width = (len(mapColumns)-1)*mapColumn + mapBoxWidth
	m.Lines = strings.Join(linesBetween(rows, places), "")
	return m
}

type keyedBox struct {
	mapBox
	key string
}

// columnOf stacks the different values of one column.
func columnOf(rows []notice.MapRow, of func(notice.MapRow) []string, x int) (out []keyedBox, bottom int) {
	seen, y := map[string]bool{"": true}, mapTop
	for _, r := range rows {
		for _, text := range of(r) {
			if seen[text] {
				continue
			}
			seen[text] = true
			lines := wrap(text, mapWordWidth)
			b := mapBox{X: x, Y: y, Width: mapBoxWidth, Height: len(lines)*mapLine + 2*mapPad}
			for i, l := range lines {
				b.Words = append(b.Words, mapWord{X: x + mapPad, Y: y + mapPad + (i+1)*mapLine - 4, Text: l})
			}
			out = append(out, keyedBox{b, text})
			y += b.Height + 8
		}
	}
	return out, y
}

// linesBetween joins what belongs together, each pair once. Where a row says nothing in a
// column, the line goes on to the next.
func linesBetween(rows []notice.MapRow, places []map[string]mapBox) (out []string) {
	seen := map[string]bool{}
	for _, r := range rows {
		var last []mapBox
		for i, of := range mapColumns {
			var here []mapBox
			for _, text := range of(r) {
				if b, ok := places[i][text]; ok {
					here = append(here, b)
				}
			}
			if len(here) == 0 {
				continue
			}
			for _, a := range last {
				for _, b := range here {
					if p := pathBetween(a, b); !seen[p] {
						seen[p] = true
						out = append(out, p)
					}
				}
			}
			last = here
		}
	}
	return out
}

func pathBetween(a, b mapBox) string {
	x1, y1, x2, y2 := a.X+a.Width, a.Y+a.Height/2, b.X, b.Y+b.Height/2
	mid := (x1 + x2) / 2
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, mid, y1, mid, y2, x2, y2)
}

// wrap breaks a text into lines of about width characters.
func wrap(text string, width int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		for utf8.RuneCountInString(word) > width {
			r := []rune(word)
			if line != "" {
				lines, line = append(lines, line), ""
			}
			lines, word = append(lines, string(r[:width-1])+"-"), string(r[width-1:])
		}
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
