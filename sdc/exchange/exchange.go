// SPDX-License-Identifier: EUPL-1.2

// Package exchange reads and writes tables in the formats that statistical
// offices and their tools use. [Formats] lists them.
//
// Ready sums come from PX ([ReadPX]), SDMX-CSV ([ReadSDMX]), a text file that a
// metadata file describes ([Metadata.ReadCells]) and JJ ([ReadJJ]); each gives an
// [Aggregates], of which sdc.FromAggregates makes a table. Microdata come from
// fixed and free text ([Metadata.Layout], [Metadata.Rows]); code lists from
// indented text ([ReadHRC]); decisions about cells from [ReadApriori].
//
// What is written has one of two editions. The edition for the world
// ([WritePX], [WriteSDMX], [WriteXLSX]) is made of a view that knows of each cell
// its codes and either its value or that it is hidden, and nothing more: it
// cannot tell a sensitive cell from one that protects it, as it is never told.
// The edition for whoever checks ([WriteCheckerSDMX], [WriteCheckerXLSX], [WriteJJ],
// [WriteMicrodata]) holds everything and is as confidential as the microdata.
//
// Readers take bytes from anywhere: they never reserve memory for what a file
// claims to hold, and their errors are [sdc.Problem] with line and column.
package exchange

import (
	"fmt"
	"io"
	"time"

	"github.com/lupaus/lupaus/sdc"
)

// The names of formats.
const (
	PX   = "px"
	SDMX = "sdmx"
	XLSX = "xlsx"
	JJ   = "jj"
)

// Format is one way to hand a table on, for programs that offer a choice. A
// function is nil where the format cannot do that.
type Format struct {
	Name    string // as it is asked for
	Ending  string // of file names, with the dot
	Title   string // for people
	Read    func(io.Reader, Reading) (*Aggregates, error)
	World   func(io.Writer, *sdc.Pattern, Writing) error             // what anybody may have
	Checker func(io.Writer, *sdc.Pattern, *sdc.Proof, Writing) error // confidential; the proof may be nil
}

// Formats are the formats of whole tables. Their endings differ, so that a file
// name tells the format.
func Formats() []Format {
	return []Format{
		{Name: PX, Ending: ".px", Title: "PX (PC-Axis)", Read: ReadPX, World: WritePX},
		{Name: SDMX, Ending: ".sdmx.csv", Title: "SDMX-CSV", Read: ReadSDMX, World: WriteSDMX, Checker: WriteCheckerSDMX},
		{Name: XLSX, Ending: ".xlsx", Title: "Excel workbook", World: WriteXLSX, Checker: WriteCheckerXLSX},
		{Name: JJ, Ending: ".jj", Title: "JJ (cells and relations)", Read: ReadJJ, Checker: WriteJJ},
	}
}

// Reading says how a file of ready sums is to be understood where the file does
// not say so itself.
type Reading struct {
	Source       string                    // name of the file in errors
	Dimensions   []string                  // which columns are dimensions, in order; nil: as the file has it
	Hierarchies  map[string]*sdc.Dimension // code lists by dimension
	Totals       map[string]string         // by dimension the code of the total; "" says that the file has none
	Choose       map[string]string         // by dimension the one code to be read; the dimension is left out of the table
	Units        string                    // where the number of units stands: a column, or a code of the contents variable
	Value        string                    // where the sum stands; "" for a table of counts
	Levels       []string                  // protection levels above the units, finest first (SDMX-CSV)
	Contributors map[string]string         // by protection level the column with the number of contributors (SDMX-CSV)
	Largest      map[string][]string       // by protection level the columns with the largest contributions (SDMX-CSV)
	ValuesOnly   bool                      // read what was published, to compare with it: units are not asked for, and no table can be made
}

// problem is an error about the file.
func (r Reading) problem(line int, column, what, mend string) error {
	return &sdc.Problem{Source: r.Source, Row: line, Column: column, What: what, Mend: mend}
}

// Texts are the words of a table in one language. What is left out is the code.
type Texts struct {
	Title     string
	Contents  string                       // what is counted or summed
	Unit      string                       // of the values, such as "thousand euros"
	Subject   string                       // subject area
	Source    string                       // who publishes
	Note      string                       // about the whole table
	Hidden    string                       // what the mark of hidden cells means
	Absent    string                       // what the mark of cells outside the published tables means
	Variables map[string]string            // by dimension
	Values    map[string]map[string]string // by dimension and code
}

// variable is the word for a dimension.
func (t Texts) variable(name string) string {
	if w := t.Variables[name]; w != "" {
		return w
	}
	return name
}

// value is the word for a code.
func (t Texts) value(dimension, code string) string {
	if w := t.Values[dimension][code]; w != "" {
		return w
	}
	return code
}

// Writing says how a table is written. The zero value is good.
type Writing struct {
	ID        string           // short name of the table: the matrix of PX, the flow of SDMX; "" is TABLE
	Agency    string           // SDMX: who keeps the structure; "" is SELF
	Version   string           // SDMX: of the structure; "" is 1.0
	Languages []string         // PX: the first is the file's own; nil is English
	Texts     map[string]Texts // by language
	Charset   string           // PX: utf-8 (also ""), iso-8859-1, iso-8859-15 or windows-1252
	Heading   []string         // PX: the dimensions that stand in the heading; nil is the last
	Created   time.Time        // left out when zero, so that the same table gives the same bytes
	Flags     Flags            // checker's edition: which letters say why a cell is hidden
	SDMX1     bool             // SDMX-CSV 1.0 instead of 2.0
	Also      [][2]string      // SDMX: dimensions with one value, such as FREQ and TIME_PERIOD, before those of the table
	Rules     []string         // checker's workbook: the rules in words
	Dots      int              // PX: how many dots a hidden cell has; 0 is two
	Changed   *sdc.Changed     // the figures to publish, where they were changed instead of hidden
}

// languages are the languages to write, the main one first.
func (o Writing) languages() []string {
	if len(o.Languages) == 0 {
		return []string{"en"}
	}
	return o.Languages
}

func (o Writing) id() string { return or(o.ID, "TABLE") }

// or is the first text that is not empty.
func or(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// hiddenText says what the mark means where nobody said it better. The words are
// the same for every hidden cell.
var hiddenText = map[string]string{
	"en": "Hidden to protect those whom the data are about",
	"fi": "Suojattu tietosuojasyistä",
	"sv": "Sekretesskyddad uppgift",
	"nb": "Skjult av hensyn til dem opplysningene gjelder",
}

// ownWords are what stands in the world's edition where nobody gave a text.
var ownWords = map[string]map[string]string{
	"en": {"count": "count", "value": "value", "mean": "mean", "ratio": "ratio", "mark": "mark", "meaning": "meaning"},
	"fi": {"count": "lukumäärä", "value": "arvo", "mean": "keskiarvo", "ratio": "suhde", "mark": "merkki", "meaning": "merkitys"},
	"sv": {"count": "antal", "value": "värde", "mean": "medelvärde", "ratio": "kvot", "mark": "tecken", "meaning": "betydelse"},
	"nb": {"count": "antall", "value": "verdi", "mean": "gjennomsnitt", "ratio": "forhold", "mark": "tegn", "meaning": "betydning"},
}

// word is one of them, in English where the language is another.
func word(lang, key string) string { return or(ownWords[lang][key], ownWords["en"][key]) }

// undefinedText says what stands where a mean or a ratio has none.
var undefinedText = map[string]string{
	"en": "Nothing to divide by",
	"fi": "Ei jaettavaa",
	"sv": "Inget att dividera med",
	"nb": "Ingenting å dele på",
}

var absentText = map[string]string{
	"en": "Not part of the published tables",
	"fi": "Ei kuulu julkaistuihin taulukoihin",
	"sv": "Ingår inte i de publicerade tabellerna",
	"nb": "Inngår ikke i de publiserte tabellene",
}

// short cuts a text that is quoted in an error.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return s
}

func quoted(s string) string { return fmt.Sprintf("%q", short(s)) }
