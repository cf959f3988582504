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
	formNumber    = "number" // above 0, with a point
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
	"dimensions/hierarchy":      {about: "A CSV file beside the specification with the columns `code` and `parent`; a code without parent stands directly below the total. A name that ends in `.hrc` is a hierarchy file of τ-ARGUS, codes indented by `@`.", example: "municipalities.csv"},
	"dimensions/prefix":         {about: "Lengths of the beginnings that are coarser classes: with `[1, 3]` the code A0321 stands below A03, below A.", example: "[1, 3]"},
	"dimensions/total":          {about: "The code of everything together. Without it `Total`.", example: "Whole country"},
	"dimensions/missing":        {about: "The code that an empty value counts under. Without it an empty value is an error.", example: "Unknown"},
	"dimensions/groups":         {about: "Sums beside the tree, such as coastal municipalities beside regions. They are published too, and are part of what an attacker knows.", example: "[{code: Coast, members: [South, West]}]"},
	"dimensions/groups/code":    {about: "The code of the group.", example: "Coast", needed: true},
	"dimensions/groups/members": {about: "Codes of the tree that are counted together. They must not overlap.", example: "[South, West]", needed: true},

	"value":                {about: "The column that is summed. Without it the table counts units.", example: "turnover"},
	"decimals":             {about: "How many decimals the values have. Numbers are kept as whole numbers of the last decimal, so that nothing is rounded.", example: "2", form: formDecimals},
	"statistic":            {about: "What is published of a cell: the sum of its values, their mean, or the ratio to the sum of another column. Means and ratios are sensitive when one of their numbers is, and hidden with it.", example: "mean", form: formWord, words: []string{"sum", "mean", "ratio"}},
	"denominator":          {about: "The column that a ratio is divided by.", example: "staff"},
	"denominator-decimals": {about: "How many decimals the denominator has.", example: "0", form: formDecimals},
	"figure-decimals":      {about: "How many decimals a mean or a ratio is published with.", example: "1", form: formDecimals},
	"weight":               {about: "The column of weights in a sample. Published figures are weighted; thresholds count rows as they are.", example: "weight"},
	"weight-decimals":      {about: "How many decimals the weights have.", example: "3", form: formDecimals},
	"weights-public":       {about: "Whether whoever attacks knows the weights. Rules about large contributors then look at weighted contributions.", example: "true"},
	"given":                {about: "The data is sums ready made, one line for each cell and one column of codes for each dimension. Totals may stand in the data, and are then compared, or be left out.", example: "{count: establishments}"},
	"given/count":          {about: "The column with the number of units of each cell.", example: "establishments", needed: true},
	"given/largest":        {about: "By level of protection (`unit` for the units themselves) the columns with the largest contributions to each cell, largest first. Rules about large contributors need them.", example: "{unit: [first, second]}"},
	"metadata":             {about: "The data is text without a heading, and this metadata file of τ-ARGUS (`.rda`) says where each variable stands, by position or separator. Every record is a unit. Dimensions name a variable: under `levels` when the metadata tells its hierarchy, under `column` with a hierarchy of the specification.", example: "records.rda"},
	"separator":            {about: "The character between columns of the data. Without it a comma.", example: `";"`, form: formCharacter},
	"structural-zeros":     {about: "Cells that everybody knows to be empty, one code for each dimension. They are published as they are, and no protection leans on them.", example: "[[A1, South]]"},
	"tables":               {about: "Linked tables: the dimensions of each. Without it one table of all dimensions. Cells that belong to none of them are published nowhere.", example: "[[industry], [region]]"},

	"rules":                    {about: "Which cells are sensitive. All rules that are set are asked, at every level of protection; a cell is sensitive when any says so.", example: "{minimum-units: 3}"},
	"rules/minimum-units":      {about: "Cells with fewer contributors are sensitive, counted without weights.", example: "3", form: formCount},
	"rules/minimum-by-level":   {about: "Another minimum for some levels of protection; `unit` is the level of the units.", example: "{enterprise: 3, unit: 5}", form: formCount},
	"rules/row-minimum":        {about: "A row with fewer units is hidden as a whole, whatever its cells.", example: "10", form: formCount},
	"rules/row-of":             {about: "The dimensions that make a row. Without it all but the last.", example: "[industry]"},
	"rules/dominance":          {about: "The (n,k) rule: sensitive when the n largest contributors make k percent of the cell. A list asks several.", example: "{n: 2, k: 85}"},
	"rules/dominance/n":        {about: "How many of the largest are taken together.", example: "2", form: formCount, needed: true},
	"rules/dominance/k":        {about: "The share in percent.", example: "85", form: formPercent, needed: true},
	"rules/p-percent":          {about: "Sensitive when the second largest contributor can estimate the largest to p percent from the total.", example: "10", form: formPercent},
	"rules/coalition":          {about: "How many contributors put their knowledge together against the largest in the p% rule. Without it one, the second largest.", example: "2", form: formCount},
	"rules/request":            {about: "Protection for contributors who asked for it, and for nobody else.", example: "{by: {enterprise: [e17]}, k: 70, minimum: 3}"},
	"rules/request/by":         {about: "By level of protection: who asked.", example: "{enterprise: [e17]}", needed: true},
	"rules/request/k":          {about: "Sensitive when the largest contributor asked and makes this share of the cell, in percent.", example: "70", form: formPercent},
	"rules/request/minimum":    {about: "Sensitive when anybody in the cell asked and there are fewer contributors.", example: "3", form: formCount},
	"rules/negatives-within":   {about: "Where values may be below zero: how closely an attacker knows each contribution beforehand, in percent of it. The rules about large contributors become that much stricter.", example: "100", form: formPercent},
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

	"secondary/width":        {about: "How the interval is meant: `share` asks that the bounds lie the share apart, wherever; `rules` that the upper bound reaches what the cell's own rule needs and the lower one lies as far below; `upper` asks for the upper bound alone. Without it `share` where an interval is given, otherwise `rules`.", example: "rules", form: formWord, words: []string{"share", "rules", "upper"}},
	"secondary/safe-count":   {about: "Counts that are sensitive may, as far as an attacker can tell, also be this many or more, or none.", example: "3", form: formCount},
	"secondary/known-within": {about: "Attackers know each contribution beforehand to within so many percent.", example: "50", form: formPercent},
	"secondary/least":        {about: "Hidden cells that are all as small as they can be are not given away by their sum, such as 0 = x + x.", example: "true"},

	"method":                             {about: "Change figures instead of hiding cells. Nothing is hidden then, and no certificate is written; the report says which sensitive cells the changed figures do not protect. One method is named.", example: "{controlled-rounding: {base: 5}}"},
	"method/controlled-rounding":         {about: "Every figure becomes one of its two neighbouring multiples, or close to it, and totals stay the sums of their parts.", example: "{base: 5}"},
	"method/controlled-rounding/base":    {about: "The base, in the unit of the values.", example: "5", form: formNumber, needed: true},
	"method/controlled-rounding/random":  {about: "Let chance decide, so that the mean of each figure is the true one. Without it the nearer multiple is preferred, and the same data gives the same figures.", example: "true"},
	"method/small-count-rounding":        {about: "Counts below the base become nought or the base, and all totals are made of these.", example: "{base: 3}"},
	"method/small-count-rounding/base":   {about: "The base: counts from 1 to one less are changed.", example: "3", form: formNumber, needed: true},
	"method/small-count-rounding/random": {about: "Let chance decide.", example: "true"},
	"method/rounding":                    {about: "Every figure is rounded by itself. Totals are then no longer the sums of their parts.", example: "{base: 5, how: nearest}"},
	"method/rounding/base":               {about: "The base, in the unit of the values.", example: "5", form: formNumber, needed: true},
	"method/rounding/how":                {about: "To the nearest multiple, to one of the two neighbours by chance, or to the middle of each class (with base 6: 1 to 6 become 3, 7 to 12 become 9).", example: "midpoint", form: formWord, words: []string{"nearest", "random", "midpoint"}, needed: true},
	"method/cell-key":                    {about: "Noise that follows from the units of a cell and a secret, so that the same units get the same noise in every table.", example: "{secret: noise.key, most: 3, variance: 1.5}"},
	"method/cell-key/secret":             {about: "A file beside the specification with at least 16 bytes that nobody can guess. It is kept as the data is: who has it can take the noise away.", example: "noise.key", needed: true},
	"method/cell-key/most":               {about: "By how much a count moves at most, 1 to 10.", example: "3", form: formCount, needed: true},
	"method/cell-key/variance":           {about: "The variance of the noise.", example: "1.5", form: formNumber, needed: true},
	"method/cell-key/absent":             {about: "Published counts from 1 to this do not occur. Without it all may.", example: "2", form: formCount},
	"method/cell-key/magnitude":          {about: "For sums: by how much of its largest contribution a cell moves at the largest noise, in percent.", example: "20", form: formPercent},

	"recode":           {about: "Classes are changed before the rules are asked: merged, taken to a coarser level, or left out; in the whole table or in a part of it.", example: "[{dimension: industry, merge: [C10, C16], into: C10-16}]"},
	"recode/dimension": {about: "The dimension whose classes change.", example: "industry", needed: true},
	"recode/merge":     {about: "Codes below the same code that become one.", example: "[C10, C16]"},
	"recode/into":      {about: "The code of the merged class. Without it the codes joined by plus signs.", example: "C10-16"},
	"recode/level":     {about: "Keep so many levels below the total.", example: "1", form: formCount},
	"recode/drop":      {about: "Leave the dimension out.", example: "true"},
	"recode/within":    {about: "Merge only in a part of the table: by other dimension, the codes. The detail is published nowhere there, and totals stay.", example: "{municipality: [Revonmaa]}"},

	"reference-date":   {about: "The last day of what the data describes.", example: "2026-12-31", form: formDate},
	"publication-date": {about: "The day on which the table is to be published.", example: "2027-06-15", form: formDate},
	"waived":           {about: "By level of protection: contributors who agreed to be recognised.", example: "{enterprise: [e17]}"},
	"forced":           {about: "Cells decided by hand. A sensitive cell cannot be forced open.", example: "[{cell: [A1, South], publish: false, reason: asked for by the contributor}]"},
	"apriori":          {about: "A file of decisions of τ-ARGUS (`.hst`): cells that are unsafe (`u`) are hidden, protected ones (`p`) published, those marked `m` or of cost 1 hidden first, as an earlier publication did. What is not taken is told as a warning.", example: "decided.hst"},
	"forced/cell":      {about: "One code for each dimension.", example: "[A1, South]", needed: true},
	"forced/publish":   {about: "Whether the cell is published and never hidden for the sake of others; otherwise it is hidden.", example: "true"},
	"forced/reason":    {about: "Why, for the report.", example: "published every year since 1998"},
}
