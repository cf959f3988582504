// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/lupaus/lupaus/promise/notice"
)

// dataMap is the picture of a register: who gives, what, for what, to whom, how
// long. The same stands as a table under it.
//
// Law: gdpr 30(1)
type dataMap struct {
	Register      string
	Width, Height int
	Heads         []mapWord
	Boxes         []mapBox
	Lines         []string // paths
	Rows          []notice.MapRow
}

type mapWord struct {
	X, Y int
	Text string
}

type mapBox struct {
	X, Y, Width, Height int
	Out                 bool
	Words               []mapWord
}

const (
	mapColumn, mapBoxWidth = 220, 160
	mapLine, mapPad        = 15, 7
	mapTop                 = 28
	mapWordWidth           = 24 // characters on a line of a box
)

// dataMaps draws one map for each register.
func (v *visit) dataMaps(rows []notice.MapRow) (out []dataMap) {
	var order []string
	by := map[string][]notice.MapRow{}
	for _, r := range rows {
		if _, ok := by[r.Register]; !ok {
			order = append(order, r.Register)
		}
		by[r.Register] = append(by[r.Register], r)
	}
	for _, name := range order {
		out = append(out, v.dataMap(name, by[name]))
	}
	return out
}

func (v *visit) dataMap(name string, rows []notice.MapRow) dataMap {
	m := dataMap{Register: name, Rows: rows}
	columns := []func(notice.MapRow) string{
		func(r notice.MapRow) string { return r.Source },
		func(r notice.MapRow) string { return r.Data },
		func(r notice.MapRow) string { return r.Purpose },
		func(r notice.MapRow) string { return r.Recipient },
		func(r notice.MapRow) string { return r.Period },
	}
	places := make([]map[string]mapBox, len(columns))
	for i, key := range []string{"source", "data", "purpose", "recipient", "period"} {
		m.Heads = append(m.Heads, mapWord{X: i * mapColumn, Y: 14, Text: strings.ToUpper(v.T("map." + key))})
		boxes, bottom := mapColumnOf(rows, columns[i], i*mapColumn)
		places[i] = map[string]mapBox{}
		for _, b := range boxes {
			b.Out = i == 0 || i == 3
			places[i][b.key] = b.mapBox
			m.Boxes = append(m.Boxes, b.mapBox)
		}
		m.Height = max(m.Height, bottom)
	}
	m.Width = (len(columns)-1)*mapColumn + mapBoxWidth
	m.Lines = mapLines(rows, columns, places)
	return m
}

type keyedBox struct {
	mapBox
	key string
}

// mapColumnOf stacks the different values of one column.
func mapColumnOf(rows []notice.MapRow, of func(notice.MapRow) string, x int) (out []keyedBox, bottom int) {
	seen, y := map[string]bool{}, mapTop
	for _, r := range rows {
		text := of(r)
		if text == "" || seen[text] {
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
	return out, y
}

// mapLines joins what belongs together, each pair once.
func mapLines(rows []notice.MapRow, of []func(notice.MapRow) string, places []map[string]mapBox) (out []string) {
	seen := map[string]bool{}
	for _, r := range rows {
		last := -1
		for i := range of {
			b, ok := places[i][of[i](r)]
			if !ok {
				continue
			}
			if last >= 0 {
				a := places[last][of[last](r)]
				x1, y1, x2, y2 := a.X+a.Width, a.Y+a.Height/2, b.X, b.Y+b.Height/2
				mid := (x1 + x2) / 2
				path := fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, mid, y1, mid, y2, x2, y2)
				if !seen[path] {
					seen[path] = true
					out = append(out, path)
				}
			}
			last = i
		}
	}
	return out
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
