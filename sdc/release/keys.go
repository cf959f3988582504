// SPDX-License-Identifier: EUPL-1.2

package release

// key is what is told of one key: what it says, an example, and of values their form.
type key struct {
	about   string
	example string   // YAML, as it stands behind the key
	form    string   // one of the forms below; "" where the kind says enough
	words   []string // of the form word
	needed  bool
}

// The forms of values.
const (
	formWord      = "word"
	formPercent   = "percent"  // above 0
	formShare     = "share"    // from 0 to 1
	formDate      = "date"     // 2026-12-31
	formDecimals  = "decimals" // 0 to 9
	formCount     = "count"    // 1 or more
	formCharacter = "character"
)

// keys explains every key, by its path. The test wants one entry for each key
// that is read, no other, and an example that is read.
var keys = map[string]key{
	"title":                     {about: "What the table is called in the report and in files that carry a title.", example: "Turnover by industry and region, 2026"},
	"unit":                      {about: "The column that names the smallest unit, such as a person or an establishment. Without it each row is one unit.", example: "establishment"},
	"levels-of-protection":      {about: "Columns that name whom the unit belongs to, from fine to coarse. Every rule is asked at every level: three establishments of one enterprise are one contributor.", example: "[enterprise, group]"},
	"dimensions":                {about: "The classifications that the table crosses. The last one runs across the page.", example: "[{name: region, column: region, hierarchy: regions.csv}]", needed: true},
	"dimensions/name":           {about: "The name of the dimension, which heads its column in all files.", example: "industry", needed: true},
	"dimensions/levels":         {about: "Columns from coarse to fine. Which fine code belongs to which coarse one is learnt from the rows.", example: "[section, division]"},
	"dimensions/column":         {about: "One column of codes. It goes with `hierarchy` or with `prefix`.", example: "municipality"},
	"dimensions/hierarchy":      {about: "A CSV file beside the specification with the columns `code` and `parent`. A code without parent stands directly below the total.", example: "municipalities.csv"},
	"dimensions/prefix":         {about: "Lengths of the beginnings that are coarser classes: with `[1, 3]` the code A0321 stands below A03, below A.", example: "[1, 3]"},
	"dimensions/total":          {about: "The code of everything together. Without it `Total`.", example: "Whole country"},
	"dimensions/missing":        {about: "The code that an empty value counts under. Without it an empty value is an error.", example: "Unknown"},
	"dimensions/groups":         {about: "Sums beside the tree, such as coastal municipalities beside regions. They are published too, and are part of what an attacker knows.", example: "[{code: Coast, members: [South, West]}]"},
	"dimensions/groups/code":    {about: "The code of the group.", example: "Coast", needed: true},
	"dimensions/groups/members": {about: "Codes of the tree that are counted together. They must not overlap.", example: "[South, West]", needed: true},

	"value":            {about: "The column that is summed. Without it the table counts units.", example: "turnover"},
	"decimals":         {about: "How many decimals the values have. Numbers are kept as whole numbers of the last decimal, so that nothing is rounded.", example: "2", form: formDecimals},
	"weight":           {about: "The column of weights in a sample. Published figures are weighted; thresholds count rows as they are.", example: "weight"},
	"weight-decimals":  {about: "How many decimals the weights have.", example: "3", form: formDecimals},
	"weights-public":   {about: "Whether whoever attacks knows the weights. Rules about large contributors then look at weighted contributions.", example: "true"},
	"given":            {about: "The data is sums ready made, one line for each cell and one column of codes for each dimension. Totals may stand in the data, and are then compared, or be left out.", example: "{count: establishments}"},
	"given/count":      {about: "The column with the number of units of each cell.", example: "establishments", needed: true},
	"given/largest":    {about: "By level of protection (`unit` for the units themselves) the columns with the largest contributions to each cell, largest first. Rules about large contributors need them.", example: "{unit: [first, second]}"},
	"separator":        {about: "The character between columns of the data. Without it a comma.", example: `";"`, form: formCharacter},
	"structural-zeros": {about: "Cells that everybody knows to be empty, one code for each dimension. They are published as they are, and no protection leans on them.", example: "[[A1, South]]"},
	"tables":           {about: "Linked tables: the dimensions of each. Without it one table of all dimensions. Cells that belong to none of them are published nowhere.", example: "[[industry], [region]]"},

	"rules":                    {about: "Which cells are sensitive. All rules that are set are asked, at every level of protection; a cell is sensitive when any says so.", example: "{minimum-units: 3}"},
	"rules/minimum-units":      {about: "Cells with fewer contributors are sensitive, counted without weights.", example: "3", form: formCount},
	"rules/minimum-by-level":   {about: "Another minimum for some levels of protection; `unit` is the level of the units.", example: "{enterprise: 3, unit: 5}", form: formCount},
	"rules/row-minimum":        {about: "A row with fewer units is hidden as a whole, whatever its cells.", example: "10", form: formCount},
	"rules/row-of":             {about: "The dimensions that make a row. Without it all but the last.", example: "[industry]"},
	"rules/dominance":          {about: "The (n,k) rule: sensitive when the n largest contributors make k percent of the cell. A list asks several.", example: "{n: 2, k: 85}"},
	"rules/dominance/n":        {about: "How many of the largest are taken together.", example: "2", form: formCount, needed: true},
	"rules/dominance/k":        {about: "The share in percent.", example: "85", form: formPercent, needed: true},
	"rules/p-percent":          {about: "Sensitive when the second largest contributor can estimate the largest to p percent from the total.", example: "10", form: formPercent},
	"rules/pq":                 {about: "The p% rule for an attacker who knows every contribution to q percent beforehand.", example: "{p: 10, q: 80}"},
	"rules/pq/p":               {about: "How close an estimate may come, in percent.", example: "10", form: formPercent, needed: true},
	"rules/pq/q":               {about: "How well contributions are known beforehand, in percent.", example: "80", form: formPercent, needed: true},
	"rules/ties":               {about: "What exactly at a limit is. Without it sensitive.", example: "sensitive", form: formWord, words: []string{"sensitive", "safe"}},
	"rules/fresh-months":       {about: "Rules about large contributors hold for so many months after the reference date, that day included. Without it for ever.", example: "15", form: formCount},
	"rules/public-after-years": {about: "After so many years the data is public and no rule holds. Without it never.", example: "25", form: formCount},

	"secondary":            {about: "How sensitive cells are protected. The word `none` hides them and nothing else: they can then be computed from totals, and nothing is proved.", example: "{singletons: true, interval: 0.10}"},
	"secondary/singletons": {about: "Protect against a contributor who is alone in a cell and attacks with what it knows of itself.", example: "true"},
	"secondary/unions":     {about: "Hidden cells beside each other that are sensitive together are not published as a sum.", example: "true"},
	"secondary/zeros":      {about: "What becomes of empty cells: `free` hides them where that protects others, `open` publishes them as known, `protect` makes them sensitive, as that nobody is there is told about everybody.", example: "protect", form: formWord, words: []string{"free", "open", "protect"}},
	"secondary/cost":       {about: "What makes a cell dear to hide: its value, its units, or nothing (`cells`: as few cells as possible). Dear cells are published first.", example: "value", form: formWord, words: []string{"value", "units", "cells"}},
	"secondary/interval":   {about: "How far apart the bounds have to be between which an attacker knows a sensitive cell to lie, as a share of its value. Without it one whole number more or less has to be possible.", example: "0.10", form: formShare},

	"reference-date":   {about: "The last day of what the data describes.", example: "2026-12-31", form: formDate},
	"publication-date": {about: "The day on which the table is to be published.", example: "2027-06-15", form: formDate},
	"waived":           {about: "By level of protection: contributors who agreed to be recognised.", example: "{enterprise: [e17]}"},
	"forced":           {about: "Cells decided by hand. A sensitive cell cannot be forced open.", example: "[{cell: [A1, South], publish: false, reason: asked for by the contributor}]"},
	"forced/cell":      {about: "One code for each dimension.", example: "[A1, South]", needed: true},
	"forced/publish":   {about: "Whether the cell is published and never hidden for the sake of others; otherwise it is hidden.", example: "true"},
	"forced/reason":    {about: "Why, for the report.", example: "published every year since 1998"},
}
