// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// Metadata describes a text file with microdata or ready sums, the metadata file
// (.rda) of the τ-ARGUS manual 4.1, section 5.1: for each variable a line with its
// name, where it stands and its missing values, and below it what it is for.
type Metadata struct {
	Source    string
	Separator string // "" is fixed format: variables stand at positions
	Variables []Described
	Safe      string // words of the status variable, in files of ready sums
	Unsafe    string
	Protect   string
}

// Described is one variable of a metadata file.
type Described struct {
	Line         int
	Name         string
	Start        int      // first character, from 1; 0 in free format
	Width        int      // 0 where it does not matter
	Missing      []string // at most two
	Recodeable   bool     // a dimension of tables
	CodeList     string
	TotalCode    string
	Hierarchical bool
	Levels       []int  // widths of the levels of codes
	CodeFile     string // an indented code list instead
	Lead         string
	Distance     []int
	Numeric      bool
	Decimals     int
	Weight       bool
	Holding      bool
	Request      []string // values by which a respondent asks for protection
	Frequency    bool
	MaxScore     bool // a largest contribution; the first such variable holds the largest
	Status       bool
	Shadow       bool
	Cost         bool
	LowerLevel   bool
	UpperLevel   bool
}

func (m *Metadata) problem(line int, variable, what, mend string) error {
	return &sdc.Problem{Source: m.Source, Row: line, Column: variable, What: what, Mend: mend}
}

// ReadRDA reads a metadata file.
func ReadRDA(r io.Reader, source string) (*Metadata, error) {
	b, err := slurp(r, source)
	if err != nil {
		return nil, err
	}
	text, err := guessed(b, source)
	if err != nil {
		return nil, err
	}
	m := &Metadata{Source: source}
	err = lines(text, func(n int, line string) error {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "//"):
			return nil
		case strings.HasPrefix(line, "<"):
			return m.options(n, line)
		}
		return m.variable(n, line)
	})
	if err != nil {
		return nil, err
	}
	return m, m.check()
}

// words divides a line at white space outside of quotes.
func words(line string) (out []string) {
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		if line[0] == '"' {
			if end := strings.IndexByte(line[1:], '"'); end >= 0 {
				out, line = append(out, line[1:1+end]), line[end+2:]
				continue
			}
		}
		end := strings.IndexAny(line, " \t")
		if end < 0 {
			end = len(line)
		}
		out, line = append(out, line[:end]), line[end:]
	}
	return out
}

// variable reads a line such as Region 12 2 99.
func (m *Metadata) variable(n int, line string) error {
	w := words(line)
	v := Described{Line: n, Name: w[0]}
	if slices.ContainsFunc(m.Variables, func(o Described) bool { return o.Name == v.Name }) {
		return m.problem(n, v.Name, "the variable stands twice", "")
	}
	numbers := 1
	if m.Separator == "" {
		numbers = 2
	}
	behind := strings.TrimPrefix(line, v.Name)
	if line[0] == '"' {
		behind = line[min(len(line), len(v.Name)+2):]
	}
	if m.Separator != "" && strings.HasPrefix(strings.TrimSpace(behind), `"`) {
		numbers = 0 // no width, and a missing value in quotes
	}
	var at []int
	for _, text := range w[1:min(len(w), 1+numbers)] {
		i, err := strconv.Atoi(text)
		if err != nil {
			if m.Separator != "" { // ready sums have no width, and the total instead
				break
			}
			return m.problem(n, v.Name, quoted(text)+" is no position or width", "such as Region 12 2 99")
		}
		if i < 1 || i > 1<<20 {
			return m.problem(n, v.Name, fmt.Sprintf("%d is no position or width", i), "they begin at 1")
		}
		at = append(at, i)
	}
	if m.Separator == "" {
		if len(at) != 2 {
			return m.problem(n, v.Name, "the variable has no position and width", "such as Region 12 2 99; in free format the first line is <SEPARATOR> \",\"")
		}
		v.Start, v.Width = at[0], at[1]
	} else if len(at) == 1 {
		v.Width = at[0]
	}
	if v.Missing = w[1+len(at):]; len(v.Missing) > 2 {
		return m.problem(n, v.Name, "the variable has more than two missing values", "a name with spaces stands in quotes")
	}
	m.Variables = append(m.Variables, v)
	return nil
}

// options reads a line such as <NUMERIC> <DECIMALS> 2: keywords with what stands
// behind each.
func (m *Metadata) options(n int, line string) error {
	for line != "" {
		end := strings.IndexByte(line, '>')
		if line[0] != '<' || end < 0 {
			return m.problem(n, "", "a keyword is to stand in angle brackets", "such as <NUMERIC>")
		}
		keyword := strings.ToUpper(strings.TrimSpace(line[1:end]))
		line = strings.TrimSpace(line[end+1:])
		rest := line
		if next := optionEnd(line); next >= 0 {
			rest, line = line[:next], line[next:]
		} else {
			line = ""
		}
		if err := m.option(n, keyword, words(rest)); err != nil {
			return err
		}
	}
	return nil
}

// optionEnd is where the next keyword of a line begins, outside of quotes.
func optionEnd(line string) int {
	in := false
	for i := range len(line) {
		switch line[i] {
		case '"':
			in = !in
		case '<':
			if !in {
				return i
			}
		}
	}
	return -1
}

// option takes one keyword.
func (m *Metadata) option(n int, keyword string, args []string) error {
	first := ""
	if len(args) > 0 {
		first = args[0]
	}
	switch keyword {
	case "SEPARATOR":
		if len(m.Variables) > 0 {
			return m.problem(n, "", "<SEPARATOR> stands before all variables", "")
		}
		if first == "" || len([]rune(first)) != 1 {
			return m.problem(n, "", "<SEPARATOR> has to be one character", `such as <SEPARATOR> ";"`)
		}
		m.Separator = first
		return nil
	case "SAFE":
		m.Safe = first
		return nil
	case "UNSAFE":
		m.Unsafe = first
		return nil
	case "PROTECT":
		m.Protect = first
		return nil
	case "SPSS":
		return m.problem(n, "", "files of SPSS are not read", "save the data as text")
	}
	if len(m.Variables) == 0 {
		return m.problem(n, "", "<"+keyword+"> stands before any variable", "")
	}
	return m.about(&m.Variables[len(m.Variables)-1], n, keyword, args, first)
}

// flags are the keywords that say something by being there.
func (v *Described) flags() map[string]*bool {
	return map[string]*bool{"RECODEABLE": &v.Recodeable, "RECODABLE": &v.Recodeable, "HIERARCHICAL": &v.Hierarchical, "NUMERIC": &v.Numeric, "WEIGHT": &v.Weight,
		"HOLDING": &v.Holding, "FREQUENCY": &v.Frequency, "MAXSCORE": &v.MaxScore, "STATUS": &v.Status, "SHADOW": &v.Shadow, "COST": &v.Cost, "COSTVAR": &v.Cost,
		"LOWERPL": &v.LowerLevel, "UPPERPL": &v.UpperLevel}
}

// about takes a keyword that belongs to a variable.
func (m *Metadata) about(v *Described, n int, keyword string, args []string, first string) error {
	numbers := func() (out []int, err error) {
		for _, a := range args {
			i, err := strconv.Atoi(a)
			if err != nil || i < 0 || i > 1<<20 {
				return nil, m.problem(n, v.Name, quoted(a)+" is no number of characters", "")
			}
			out = append(out, i)
		}
		return out, nil
	}
	if flag := v.flags()[keyword]; flag != nil {
		*flag = true
		return nil
	}
	var err error
	switch keyword {
	case "CODELIST":
		v.CodeList = first
	case "TOTCODE":
		v.TotalCode = first
	case "HIERCODELIST":
		v.CodeFile, v.Hierarchical = first, true
	case "HIERLEADSTRING":
		v.Lead = first
	case "HIERLEVELS":
		v.Levels, err = numbers()
		v.Hierarchical = true
	case "DISTANCE":
		v.Distance, err = numbers()
	case "REQUEST":
		v.Request = args
	case "DECIMALS":
		if v.Decimals, err = strconv.Atoi(first); err != nil || v.Decimals < 0 || v.Decimals > sdc.MaxDecimals {
			return m.problem(n, v.Name, quoted(first)+" is no number of decimals that can be counted exactly", fmt.Sprintf("0 to %d", sdc.MaxDecimals))
		}
	default:
		return m.problem(n, v.Name, "<"+keyword+"> is not known", "")
	}
	return err
}

// check compares what is said of variables.
func (m *Metadata) check() error {
	if len(m.Variables) == 0 {
		return m.problem(0, "", "no variable is described", "such as Region 12 2 99")
	}
	one := map[string]string{}
	for i := range m.Variables {
		v := &m.Variables[i]
		ends, whole := widthEnds(v.Levels)
		switch {
		case v.Levels != nil && len(ends) == 0:
			return m.problem(v.Line, v.Name, "<HIERLEVELS> names no level", "such as 3 1 1")
		case v.Levels != nil && v.Width > 0 && whole != v.Width:
			return m.problem(v.Line, v.Name, fmt.Sprintf("the levels have %d characters and the codes %d", whole, v.Width), "")
		case v.Levels != nil && v.CodeFile != "":
			return m.problem(v.Line, v.Name, "the hierarchy is given twice, by levels and by a file", "")
		case v.Hierarchical && v.Levels == nil && v.CodeFile == "":
			return m.problem(v.Line, v.Name, "the variable is hierarchical and its hierarchy is not given", "add <HIERLEVELS> or <HIERCODELIST>")
		}
		for role, is := range map[string]bool{"WEIGHT": v.Weight, "HOLDING": v.Holding, "FREQUENCY": v.Frequency, "STATUS": v.Status} {
			if !is {
				continue
			}
			if one[role] != "" {
				return m.problem(v.Line, v.Name, "there is another variable with <"+role+">: "+quoted(one[role]), "")
			}
			one[role] = v.Name
		}
	}
	return nil
}

// find is a variable by name, nil when it is not described.
func (m *Metadata) find(name string) *Described {
	for i := range m.Variables {
		if m.Variables[i].Name == name {
			return &m.Variables[i]
		}
	}
	return nil
}

// role is the first variable of a kind, nil when there is none.
func (m *Metadata) role(is func(*Described) bool) *Described {
	for i := range m.Variables {
		if is(&m.Variables[i]) {
			return &m.Variables[i]
		}
	}
	return nil
}
