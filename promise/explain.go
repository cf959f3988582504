// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Explanation teaches one check: what it finds, why it is asked, and a small whole promise
// that it fires on beside the same promise mended.
type Explanation struct {
	// Code is the check's code, Title what it finds.
	Code, Title string
	// Why says what is wrong with it, for somebody who is not a lawyer; Law names the
	// article or the rule of the language that asks for it.
	Why, Law string
	// On is the day on which the example is looked at, for what only the calendar tells;
	// "" for every other check.
	On Date

	wrong, right []edit
}

// edit is one change of the base that examples start from: in a file, what stands there
// and what stands instead. An edit of a file that the base does not have makes it.
type edit struct{ file, from, to string }

//go:embed explain/base/*.yaml
var explainBase embed.FS

// Explanations returns one explanation for every code that a check reports, by number.
func Explanations() []*Explanation {
	all := slices.Concat(explainForm, explainOrganisation, explainPurposes, explainData, explainAccess, explainKeeping, explainOffers, explainShared, explainRuleSets)
	slices.SortStableFunc(all, func(a, b *Explanation) int { return cmp.Compare(a.number(), b.number()) })
	return all
}

// Explain returns the explanation of a code, or nil. "e15" and "15" mean E15 too.
func Explain(code string) *Explanation {
	wanted := strings.TrimLeft(strings.ToUpper(code), "EW")
	for _, x := range Explanations() {
		if x.Code[1:] == wanted && (len(wanted) == len(code) || strings.EqualFold(x.Code, code)) {
			return x
		}
	}
	return nil
}

func (x *Explanation) number() int {
	n, _ := strconv.Atoi(x.Code[1:])
	return n
}

// Warning reports whether the promise can be used nevertheless.
func (x *Explanation) Warning() bool { return strings.HasPrefix(x.Code, "W") }

// Wrong returns the files of a promise that the check fires on, by name.
func (x *Explanation) Wrong() map[string]string { return edited(x.Code, x.wrong) }

// Right returns the files of the same promise, mended.
func (x *Explanation) Right() map[string]string { return edited(x.Code, x.right) }

// edited makes the base's files with the edits. Every text to be changed stands exactly
// once in its file; the test of the explanations runs through all of them.
func edited(code string, edits []edit) map[string]string {
	files := map[string]string{}
	names, err := fs.Glob(explainBase, "explain/base/*.yaml")
	if err != nil {
		panic(err) // the pattern is ours
	}
	for _, name := range names {
		text, err := explainBase.ReadFile(name)
		if err != nil {
			panic(err) // the file is embedded
		}
		files[strings.TrimPrefix(name, "explain/base/")] = string(text)
	}
	for _, e := range edits {
		text, there := files[e.file]
		switch {
		case !there:
			files[e.file] = e.to
		case e.from == "" && e.to == "":
			delete(files, e.file)
		case strings.Count(text, e.from) != 1:
			panic(fmt.Sprintf("the example of %s changes a text that stands %d times in %s: %q", code, strings.Count(text, e.from), e.file, e.from))
		default:
			files[e.file] = strings.Replace(text, e.from, e.to, 1)
		}
	}
	return files
}

// Difference is one place where the two examples of an explanation differ.
type Difference struct {
	File string
	// Wrong and Right are the lines there; either may be empty.
	Wrong, Right []string
}

// Differences lists what mends the example, file by file: the lines that are wrong and
// those that stand in their place.
func (x *Explanation) Differences() []Difference {
	wrong, right := x.Wrong(), x.Right()
	names := map[string]bool{}
	for _, files := range []map[string]string{wrong, right} {
		for name := range files {
			names[name] = true
		}
	}
	var out []Difference
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if wrong[name] != right[name] {
			out = append(out, lineDifferences(name, lines(wrong[name]), lines(right[name]))...)
		}
	}
	return out
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// lineDifferences compares two short texts line by line, by their longest common
// sequence.
func lineDifferences(file string, wrong, right []string) []Difference {
	common := commonLengths(wrong, right)
	var out []Difference
	var d Difference
	flush := func() {
		if len(d.Wrong)+len(d.Right) > 0 {
			d.File = file
			out = append(out, d)
		}
		d = Difference{}
	}
	i, j := 0, 0
	for i < len(wrong) || j < len(right) {
		switch {
		case i < len(wrong) && j < len(right) && wrong[i] == right[j]:
			flush()
			i, j = i+1, j+1
		case j == len(right) || i < len(wrong) && common[i+1][j] >= common[i][j+1]:
			d.Wrong = append(d.Wrong, wrong[i])
			i++
		default:
			d.Right = append(d.Right, right[j])
			j++
		}
	}
	flush()
	return out
}

// commonLengths holds, for each pair of places, how many lines the rest have in common.
func commonLengths(a, b []string) [][]int {
	out := make([][]int, len(a)+1)
	for i := range out {
		out[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				out[i][j] = out[i+1][j+1] + 1
			} else {
				out[i][j] = max(out[i+1][j], out[i][j+1])
			}
		}
	}
	return out
}
