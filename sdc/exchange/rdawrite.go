// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteRDA writes a metadata file.
func WriteRDA(w io.Writer, m *Metadata) error {
	var b strings.Builder
	if m.Separator != "" {
		b.WriteString(`<SEPARATOR> "` + m.Separator + "\"\n")
	}
	for _, s := range [][2]string{{"SAFE", m.Safe}, {"UNSAFE", m.Unsafe}, {"PROTECT", m.Protect}} {
		if s[1] != "" {
			fmt.Fprintf(&b, "<%s> %s\n", s[0], rdaWord(s[1]))
		}
	}
	for i := range m.Variables {
		v := &m.Variables[i]
		for _, text := range append([]string{v.Name, v.TotalCode, v.CodeList, v.CodeFile, v.Lead}, append(v.Missing, v.Request...)...) {
			if strings.ContainsAny(text, "\"\r\n") {
				return m.problem(0, v.Name, quoted(text)+" has a quotation mark or a line break, which such a file cannot hold", "")
			}
		}
		v.write(&b, m.Separator == "")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// rdaWord puts quotes around what would be read as several words or as a keyword.
func rdaWord(s string) string {
	if s == "" || strings.ContainsAny(s, " \t<>/") {
		return `"` + s + `"`
	}
	return s
}

// write writes one variable.
func (v *Described) write(b *strings.Builder, fixed bool) {
	b.WriteString(rdaWord(v.Name))
	if fixed {
		fmt.Fprintf(b, " %d", v.Start)
	}
	if v.Width > 0 {
		fmt.Fprintf(b, " %d", v.Width)
	}
	for _, miss := range v.Missing {
		b.WriteString(` "` + miss + `"`)
	}
	b.WriteByte('\n')
	option := func(keyword string, args ...string) {
		b.WriteString("  <" + keyword + ">")
		for _, a := range args {
			b.WriteString(" " + a)
		}
		b.WriteByte('\n')
	}
	flags := v.flags()
	for _, keyword := range []string{"RECODEABLE", "HIERARCHICAL", "NUMERIC", "WEIGHT", "HOLDING", "FREQUENCY", "MAXSCORE", "STATUS", "SHADOW", "COST", "LOWERPL", "UPPERPL"} {
		if *flags[keyword] {
			option(keyword)
		}
	}
	for _, o := range [][2]string{{"TOTCODE", v.TotalCode}, {"CODELIST", v.CodeList}, {"HIERCODELIST", v.CodeFile}, {"HIERLEADSTRING", v.Lead}} {
		if o[1] != "" {
			option(o[0], `"`+o[1]+`"`)
		}
	}
	for _, o := range []struct {
		keyword string
		numbers []int
	}{{"HIERLEVELS", v.Levels}, {"DISTANCE", v.Distance}} {
		if o.numbers != nil {
			option(o.keyword, strings.Trim(fmt.Sprint(o.numbers), "[]"))
		}
	}
	if v.Decimals > 0 {
		option("DECIMALS", strconv.Itoa(v.Decimals))
	}
	if v.Request != nil {
		var args []string
		for _, r := range v.Request {
			args = append(args, `"`+r+`"`)
		}
		option("REQUEST", args...)
	}
}
