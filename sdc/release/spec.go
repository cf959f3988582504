// SPDX-License-Identifier: EUPL-1.2

// Package release protects a table as a specification says and writes what
// goes to the checker and what goes to the world. Begin with [Read], then
// [Spec.Protect] and [Outcome.Files]. [CheckPublished] compares what was published
// with a certificate, and [Attack] looks at it as the world does.
//
// A specification is read strictly: what a key is called, what stands under it
// and what it may say is told once, by the types below and the words of keys.go,
// and the reader, the JSON Schema and the reference page are made from that.
package release

import "github.com/lupaus/lupaus/sdc"

// Spec says how rows become a table and how the table is protected.
type Spec struct {
	Title          string              `yaml:"title"`
	Unit           string              `yaml:"unit"`
	Levels         []string            `yaml:"levels-of-protection"`
	Dimensions     []Dimension         `yaml:"dimensions"`
	Value          string              `yaml:"value"`
	Decimals       int                 `yaml:"decimals"`
	Statistic      string              `yaml:"statistic"`
	Lower          string              `yaml:"denominator"`
	LowerDecimals  int                 `yaml:"denominator-decimals"`
	FigureDecimals int                 `yaml:"figure-decimals"`
	Weight         string              `yaml:"weight"`
	WeightDecimals int                 `yaml:"weight-decimals"`
	WeightsPublic  bool                `yaml:"weights-public"`
	Given          *Given              `yaml:"given"`
	Metadata       string              `yaml:"metadata"`
	Separator      string              `yaml:"separator"`
	Impossible     [][]string          `yaml:"structural-zeros"`
	Tables         [][]string          `yaml:"tables"`
	Recode         []Recode            `yaml:"recode"`
	Rules          Rules               `yaml:"rules"`
	Secondary      Secondary           `yaml:"secondary"`
	Method         *Method             `yaml:"method"`
	Reference      string              `yaml:"reference-date"`
	Publication    string              `yaml:"publication-date"`
	Waived         map[string][]string `yaml:"waived"`
	Forced         []Forced            `yaml:"forced"`
	Apriori        string              `yaml:"apriori"`

	// Promise tells what the rules were taken over from; nil when the specification
	// stands alone. It is no key: whoever applies a promise to a specification sets it.
	Promise *Promise `yaml:"-"`

	// Chance is where methods that use chance take it from, such as rand.NewChaCha8
	// with a seed that is forgotten. It is no key: whoever runs the method hands it in.
	Chance sdc.Source `yaml:"-"`

	text     []byte // as it was read, for the digest in the report
	decided  bool   // the file of decisions was read
	earlier  func(codes []string) (hidden, known bool)
	notTaken []string // of the file of decisions
}

// Promise is what was taken over from somebody's published rules.
type Promise struct {
	Name   string // of the dataset or rule set, as it was asked for
	From   []From // rule by rule, in the order of the keys
	Ask    []string
	Public bool // by law, so that nothing was taken over
}

// From is one rule, with the clause that states it and the rows that this rests on.
type From struct {
	Key, Value, Clause string
	Source             []string
}

// Dimension is columns from coarse to fine, or one column with a code list or
// with codes whose beginnings are the coarser classes.
type Dimension struct {
	Name      string   `yaml:"name"`
	Levels    []string `yaml:"levels"`
	Column    string   `yaml:"column"`
	Hierarchy string   `yaml:"hierarchy"`
	Prefix    []int    `yaml:"prefix"`
	Total     string   `yaml:"total"`
	Missing   string   `yaml:"missing"`
	Groups    []Group  `yaml:"groups"`

	made *sdc.Dimension // by a program, instead of a file
}

// Group is a sum beside the tree.
type Group struct {
	Code    string   `yaml:"code"`
	Members []string `yaml:"members"`
}

// Given says that the data is sums ready made, one line for each cell.
type Given struct {
	Count   string              `yaml:"count"`
	Largest map[string][]string `yaml:"largest"`
}

// Rules are the rules of package sdc, as they are written.
type Rules struct {
	MinimumUnits int64            `yaml:"minimum-units"`
	LevelMinimum map[string]int64 `yaml:"minimum-by-level"`
	RowMinimum   int64            `yaml:"row-minimum"`
	RowOf        []string         `yaml:"row-of"`
	Dominance    several          `yaml:"dominance"`
	PPercent     string           `yaml:"p-percent"`
	Coalition    int              `yaml:"coalition"`
	PQ           *PQ              `yaml:"pq"`
	Request      *Request         `yaml:"request"`
	Negatives    string           `yaml:"negatives-within"`
	Ties         string           `yaml:"ties"`
	FreshMonths  int              `yaml:"fresh-months"`
	PublicYears  int              `yaml:"public-after-years"`
}

// Dominance is one (n,k).
type Dominance struct {
	N int    `yaml:"n"`
	K string `yaml:"k"`
}

// several is one mapping or a list of them.
type several []Dominance

// PQ is the pq rule.
type PQ struct {
	P string `yaml:"p"`
	Q string `yaml:"q"`
}

// Forced is a cell decided by hand.
type Forced struct {
	Cell    []string `yaml:"cell"`
	Publish bool     `yaml:"publish"`
	Reason  string   `yaml:"reason"`
}

// Secondary says how sensitive cells are protected; the word none leaves them
// as the only hidden cells, which proves nothing.
type Secondary struct {
	None       bool   `yaml:"-"`
	Singletons bool   `yaml:"singletons"`
	Unions     bool   `yaml:"unions"`
	Zeros      string `yaml:"zeros"`
	Cost       string `yaml:"cost"`
	Interval   string `yaml:"interval"`
	Width      string `yaml:"width"`
	SafeCount  int64  `yaml:"safe-count"`
	Known      string `yaml:"known-within"`
	Least      bool   `yaml:"least"`
}

// Request protects contributors who asked for it.
type Request struct {
	By      map[string][]string `yaml:"by"`
	K       string              `yaml:"k"`
	Minimum int64               `yaml:"minimum"`
}

// Recode changes classes before the rules are asked.
type Recode struct {
	Dimension string              `yaml:"dimension"`
	Merge     []string            `yaml:"merge"`
	Into      string              `yaml:"into"`
	Level     int                 `yaml:"level"`
	Drop      bool                `yaml:"drop"`
	Within    map[string][]string `yaml:"within"`
}

// Method changes figures instead of hiding them. One of its keys is set.
type Method struct {
	Controlled *Controlled `yaml:"controlled-rounding"`
	SmallCount *Controlled `yaml:"small-count-rounding"`
	Rounding   *Rounding   `yaml:"rounding"`
	CellKey    *CellKey    `yaml:"cell-key"`
}

// Name is the key of the method that is asked for, "" for none.
func (m *Method) Name() string {
	switch {
	case m == nil:
		return ""
	case m.Controlled != nil:
		return "controlled-rounding"
	case m.SmallCount != nil:
		return "small-count-rounding"
	case m.Rounding != nil:
		return "rounding"
	case m.CellKey != nil:
		return "cell-key"
	}
	return ""
}

// Controlled is rounding that keeps totals the sums of their parts.
type Controlled struct {
	Base   string `yaml:"base"`
	Random bool   `yaml:"random"`
}

// Rounding rounds every figure by itself.
type Rounding struct {
	Base string `yaml:"base"`
	How  string `yaml:"how"`
}

// CellKey adds noise that is the same wherever the same units stand.
type CellKey struct {
	Secret    string `yaml:"secret"`
	Most      int64  `yaml:"most"`
	Variance  string `yaml:"variance"`
	Absent    int64  `yaml:"absent"`
	Magnitude string `yaml:"magnitude"`
}
