// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// HRC says how a code list is written as indented text, the hierarchy file of the
// τ-ARGUS manual 4.1, section 5.2: one code in a line, deeper ones behind a leading
// string, repeated once for each level. The total is not in the file. The form
// of sdcHierarchies, with one leading string more, a semicolon and the total in
// the first line, is read as well.
type HRC struct {
	Source string // name of the file in errors
	Name   string // of the dimension
	Total  string // code of the total; "" is Total, or the one in the file
	Lead   string // the leading string; "" is @
	Widths []int  // instead of indents: codes of fixed length, and how many characters each level adds
}

func (h HRC) problem(line int, what, mend string) error {
	return &sdc.Problem{Source: h.Source, Row: line, Column: h.Name, What: what, Mend: mend}
}

// ReadHRC reads a code list. Spaces around codes do not belong to them.
func ReadHRC(r io.Reader, h HRC) (*sdc.Dimension, error) {
	b, err := slurp(r, h.Source)
	if err != nil {
		return nil, err
	}
	text, err := guessed(b, h.Source)
	if err != nil {
		return nil, err
	}
	if h.Widths != nil {
		return h.fixed(text)
	}
	h.Lead = or(h.Lead, "@")
	in := &hrcReader{HRC: h, seen: map[string]int{}}
	if err := lines(text, in.line); err != nil {
		return nil, err
	}
	if len(in.list) == 0 {
		return nil, h.problem(0, "the file has no codes", "write one code in a line")
	}
	d, err := sdc.NewDimension(h.Name, or(in.Total, "Total"), in.list)
	return d, located(err, h.Source, 0)
}

// hrcReader takes line after line.
type hrcReader struct {
	HRC
	above   []string // the code of each level, as it stood last
	list    []sdc.Code
	seen    map[string]int // line of each code
	bullets bool           // the form with semicolons
}

func (in *hrcReader) line(n int, line string) error {
	if strings.TrimSpace(line) == "" {
		return nil
	}
	depth, code := 0, line
	for strings.HasPrefix(code, in.Lead) {
		depth, code = depth+1, code[len(in.Lead):]
	}
	if rest, ok := strings.CutPrefix(code, ";"); ok && depth > 0 {
		return in.bullet(n, depth, strings.TrimSpace(rest))
	}
	if in.bullets {
		return in.problem(n, "the line has no semicolon, as those before it have", "")
	}
	return in.add(n, depth, strings.TrimSpace(code))
}

// bullet takes a line of the form with semicolons; the first is the total.
func (in *hrcReader) bullet(n, depth int, code string) error {
	switch {
	case !in.bullets && len(in.list) > 0:
		return in.problem(n, "the line has a semicolon, and those before it have none", "")
	case !in.bullets && depth != 1:
		return in.problem(n, "the first line is to be the total, with one leading string", "")
	case !in.bullets:
		in.bullets, in.Total = true, code
		return nil
	case depth < 2:
		return in.problem(n, "there is a second total", "one total holds all codes")
	}
	return in.add(n, depth-2, code)
}

func (in *hrcReader) add(n, depth int, code string) error {
	if code == "" {
		return in.problem(n, "there is no code behind the leading string", "")
	}
	if depth > len(in.above) {
		return in.problem(n, fmt.Sprintf("%s is %d levels below nothing: the line before it has level %d", quoted(code), depth, len(in.above)-1), "one level more at a time")
	}
	if before, twice := in.seen[code]; twice {
		return in.problem(n, fmt.Sprintf("%s stands twice, first in row %d", quoted(code), before), "a code stands in one place")
	}
	if code == or(in.Total, "Total") {
		return in.problem(n, quoted(code)+" is also the code of the total", "name the total otherwise; it does not stand in the file")
	}
	in.seen[code] = n
	parent := ""
	if depth > 0 {
		parent = in.above[depth-1]
	}
	in.above = append(in.above[:depth], code)
	in.list = append(in.list, sdc.Code{Code: code, Parent: parent})
	return nil
}

// fixed reads codes of one length whose beginnings are the coarser classes. The
// lines hold the finest codes, in any order; coarser ones may stand there too.
func (h HRC) fixed(text string) (*sdc.Dimension, error) {
	ends, whole := widthEnds(h.Widths)
	if whole == 0 {
		return nil, h.problem(0, "the widths of levels have to be positive", "such as 3 1 1")
	}
	var codes []string
	seen := map[string]bool{}
	err := lines(text, func(n int, line string) error {
		code := strings.TrimSpace(line)
		switch {
		case code == "" || seen[code]:
			return nil
		case len([]rune(code)) != whole:
			return h.problem(n, fmt.Sprintf("%s has %d characters, and the levels make %d", quoted(code), len([]rune(code)), whole), "")
		}
		seen[code] = true
		codes = append(codes, code)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(codes) == 0 {
		return nil, h.problem(0, "the file has no codes", "write one code in a line")
	}
	d, err := sdc.ByPrefix(h.Name, or(h.Total, "Total"), codes, ends[:len(ends)-1]...)
	return d, located(err, h.Source, 0)
}

// widthEnds turns widths of levels into where they end. Levels of width nought
// are none, as metadata files fill up with them.
func widthEnds(widths []int) (ends []int, whole int) {
	for _, w := range widths {
		if w < 0 {
			return nil, 0
		}
		if w > 0 {
			whole += w
			ends = append(ends, whole)
		}
	}
	return ends, whole
}

// WriteHRC writes a code list; the lead of h is used and nothing else. Groups
// that cross the tree have no place in such a file, and are an error.
func WriteHRC(w io.Writer, d *sdc.Dimension, h HRC) error {
	lead := or(h.Lead, "@")
	var b strings.Builder
	fail := func(code, what, mend string) error {
		return &sdc.Problem{Column: d.Name(), What: "the code " + quoted(code) + " " + what, Mend: mend}
	}
	for _, code := range readingOrder(d) {
		switch {
		case code == d.Total():
			continue
		case d.Parent(code) == "":
			return fail(code, "is a sum that crosses the tree", "such files hold trees only")
		case code != strings.TrimSpace(code) || strings.ContainsAny(code, "\r\n"):
			return fail(code, "begins or ends with a space or holds a line break", "")
		case strings.HasPrefix(code, lead) || strings.HasPrefix(code, ";"):
			return fail(code, "begins like an indent", "choose another leading string")
		}
		b.WriteString(strings.Repeat(lead, d.Depth(code)-1) + code + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
