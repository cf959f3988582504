// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/lupaus/lupaus/sdc"
)

// pxLine is how long a text may be before it goes on in the next line; the
// specification allows 256 characters.
const pxLine = 200

// WritePX writes the world's edition as PX: codes with words in every language,
// HIERARCHIES, and one and the same mark (two dots) for every hidden cell, which
// DATASYMBOL2 explains. Cells outside the published tables are three dots.
//
// Keeps: TK-201, TK-257
func WritePX(w io.Writer, p *sdc.Pattern, o Writing) error {
	return o.worldPX(w, publish(p, o.Changed))
}

// pxUndefined is one dot: there can be no number.
const pxUndefined = "."

// pxMarks are the dots of hidden cells and of cells outside the published tables.
func (o Writing) pxMarks() (hidden, absent string, err error) {
	dots, other := o.Dots, 3
	if dots == 0 {
		dots = 2
	}
	if dots < 2 || dots > 6 {
		return "", "", &sdc.Problem{What: fmt.Sprintf("a hidden cell cannot have %d dots", dots), Mend: "from two to six; one is for what can have no number"}
	}
	if dots == other {
		other = 2
	}
	return strings.Repeat(".", dots), strings.Repeat(".", other), nil
}

// pxWriter collects the text of a file.
type pxWriter struct {
	b      strings.Builder
	wrong  error // the first text that PX cannot hold
	main   string
	hidden string // dots
	absent string
}

func (o Writing) worldPX(w io.Writer, p *public) error {
	heading := o.Heading
	if heading == nil && len(p.dims) > 1 {
		heading = []string{p.dims[len(p.dims)-1].name}
	}
	stub, head, err := pxOrder(p, heading)
	if err != nil {
		return err
	}
	x := &pxWriter{main: o.languages()[0]}
	if x.hidden, x.absent, err = o.pxMarks(); err != nil {
		return err
	}
	o.pxHeader(x, p)
	for i, lang := range o.languages() {
		o.pxTexts(x, p, lang, i == 0, stub, head)
	}
	for i, lang := range o.languages() {
		in := lang
		if i == 0 {
			in = ""
		}
		x.structure(p, in, o.Texts[lang])
	}
	x.data(p, stub, head)
	if x.wrong != nil {
		return x.wrong
	}
	out, err := encode(x.b.String(), o.Charset)
	if err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}

// pxOrder divides the dimensions between stub and heading.
func pxOrder(p *public, heading []string) (stub, head []int, err error) {
	for i, d := range p.dims {
		if !slices.Contains(heading, d.name) {
			stub = append(stub, i)
		}
	}
	for _, name := range heading {
		i := slices.IndexFunc(p.dims, func(d publicDimension) bool { return d.name == name })
		if i < 0 || slices.Contains(head, i) {
			return nil, nil, &sdc.Problem{Column: name, What: "the heading names what is no dimension, or one twice"}
		}
		head = append(head, i)
	}
	return stub, head, nil
}

// pxHeader writes what holds for the file as a whole.
func (o Writing) pxHeader(x *pxWriter, p *public) {
	charset := strings.ToLower(or(o.Charset, "utf-8"))
	if charset == "utf-8" {
		x.text("CHARSET", "", "Unicode")
	} else {
		x.text("CHARSET", "", "ANSI")
	}
	x.text("AXIS-VERSION", "", "2013")
	x.text("CODEPAGE", "", charset)
	x.text("LANGUAGE", "", x.main)
	if all := o.languages(); len(all) > 1 {
		x.list("LANGUAGES", "", nil, all)
	}
	if !o.Created.IsZero() {
		x.text("CREATION-DATE", "", o.Created.UTC().Format("20060102 15:04"))
	}
	decimals := strconv.Itoa(p.decimals)
	x.bare("DECIMALS", decimals)
	x.bare("SHOWDECIMALS", strconv.Itoa(min(p.decimals, 6)))
	x.text("MATRIX", "", o.id())
	x.text("SUBJECT-CODE", "", "-")
}

// pxTexts writes what people read, in one language.
func (o Writing) pxTexts(x *pxWriter, p *public, lang string, main bool, stub, head []int) {
	t, in := o.Texts[lang], lang
	if main {
		in = ""
	}
	names := func(which []int) (out []string) {
		for _, i := range which {
			out = append(out, t.variable(p.dims[i].name))
		}
		return out
	}
	contents := or(t.Contents, word(lang, p.kind))
	x.text("SUBJECT-AREA", in, or(t.Subject, "-"))
	x.text("TITLE", in, or(t.Title, contents+": "+strings.Join(append(names(stub), names(head)...), ", ")))
	x.text("CONTENTS", in, contents)
	x.text("UNITS", in, or(t.Unit, contents))
	if len(stub) > 0 {
		x.list("STUB", in, nil, names(stub))
	}
	if len(head) > 0 {
		x.list("HEADING", in, nil, names(head))
	}
	for _, d := range p.dims {
		words := make([]string, len(d.codes))
		for i, c := range d.codes {
			words[i] = t.value(d.name, c)
		}
		x.list("VALUES", in, []string{t.variable(d.name)}, words)
	}
	symbol := func(dots string) string { return "DATASYMBOL" + strconv.Itoa(len(dots)) }
	if slices.ContainsFunc(p.cells, func(c publicCell) bool { return c.undefined }) {
		x.text(symbol(pxUndefined), in, or(undefinedText[lang], undefinedText["en"]))
	}
	x.text(symbol(x.hidden), in, or(t.Hidden, hiddenText[lang], hiddenText["en"]))
	if slices.ContainsFunc(p.cells, func(c publicCell) bool { return c.absent }) {
		x.text(symbol(x.absent), in, or(t.Absent, absentText[lang], absentText["en"]))
	}
	if t.Source != "" {
		x.text("SOURCE", in, t.Source)
	}
	if t.Note != "" {
		x.text("NOTE", in, t.Note)
	}
}

// structure writes codes, names and trees: the same in every language, under the
// variables' names in that language.
func (x *pxWriter) structure(p *public, lang string, t Texts) {
	for _, d := range p.dims {
		x.list("CODES", lang, []string{t.variable(d.name)}, d.codes)
	}
	for _, d := range p.dims {
		if t.variable(d.name) != d.name {
			x.list("VARIABLECODE", lang, []string{t.variable(d.name)}, []string{d.name})
		}
	}
	for _, d := range p.dims {
		x.list("ELIMINATION", lang, []string{t.variable(d.name)}, []string{t.value(d.name, d.codes[0])})
	}
	for _, d := range p.dims {
		x.key("HIERARCHIES", lang, []string{t.variable(d.name)})
		x.quote(d.codes[0])
		for i, c := range d.codes {
			if d.parent[i] == "" {
				continue
			}
			x.b.WriteString(",\n")
			x.quote(d.parent[i])
			x.b.WriteByte(':')
			x.quote(c)
		}
		x.b.WriteString(";\n")
	}
}

// data writes the cells, one line for each combination of the stub.
func (x *pxWriter) data(p *public, stub, head []int) {
	stride := make([]int, len(p.dims))
	for i, n := len(p.dims)-1, 1; i >= 0; i-- {
		stride[i] = n
		n *= len(p.dims[i].codes)
	}
	places := func(which []int) []int {
		out := []int{0}
		for _, i := range which {
			next := make([]int, 0, len(out)*len(p.dims[i].codes))
			for _, o := range out {
				for c := range p.dims[i].codes {
					next = append(next, o+c*stride[i])
				}
			}
			out = next
		}
		return out
	}
	x.b.WriteString("DATA=\n")
	columns := places(head)
	for _, row := range places(stub) {
		for i, column := range columns {
			if i > 0 {
				x.b.WriteByte(' ')
			}
			switch c := p.cells[row+column]; {
			case c.absent:
				x.b.WriteString(`"` + x.absent + `"`)
			case c.hidden:
				x.b.WriteString(`"` + x.hidden + `"`)
			case c.undefined:
				x.b.WriteString(`"` + pxUndefined + `"`)
			default:
				x.b.WriteString(c.value)
			}
		}
		x.b.WriteString(" \n")
	}
	x.b.WriteString(";\n")
}

// key begins an entry.
func (x *pxWriter) key(keyword, lang string, subkeys []string) {
	x.b.WriteString(keyword)
	if lang != "" {
		x.b.WriteString("[" + lang + "]")
	}
	for i, s := range subkeys {
		x.b.WriteByte("(,"[min(i, 1)])
		x.quote(s)
		if i == len(subkeys)-1 {
			x.b.WriteByte(')')
		}
	}
	x.b.WriteByte('=')
}

// quote writes a text as it is. PX has no way to write a quotation mark inside one.
func (x *pxWriter) quote(text string) {
	if strings.ContainsAny(text, "\"\r\n\x1a") && x.wrong == nil {
		x.wrong = &sdc.Problem{What: fmt.Sprintf("PX cannot hold the quotation mark or line break in %s", quoted(text)), Mend: "give the code or word without it"}
	}
	x.b.WriteString(`"` + text + `"`)
}

func (x *pxWriter) bare(keyword, word string) { x.b.WriteString(keyword + "=" + word + ";\n") }

// text writes one text, in several lines when it is long. Line breaks in it are
// number signs, as the specification has them.
func (x *pxWriter) text(keyword, lang, text string) {
	x.key(keyword, lang, nil)
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r", ""), "\n", "#")
	for first := true; first || text != ""; first = false {
		cut := len(text)
		if utf8.RuneCountInString(text) > pxLine {
			cut = len(string([]rune(text)[:pxLine]))
		}
		if !first {
			x.b.WriteByte('\n')
		}
		x.quote(text[:cut])
		text = text[cut:]
	}
	x.b.WriteString(";\n")
}

// list writes several texts, each in a line of its own when they are many.
func (x *pxWriter) list(keyword, lang string, subkeys, texts []string) {
	x.key(keyword, lang, subkeys)
	width := 0
	for i, t := range texts {
		if width += utf8.RuneCountInString(t) + 3; i > 0 {
			x.b.WriteByte(',')
			if width > pxLine {
				x.b.WriteByte('\n')
				width = 0
			}
		}
		x.quote(t)
	}
	x.b.WriteString(";\n")
}
