// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// findings loads, compiles and looks at a folder on a day: everything that lupaus check
// asks.
func findings(t *testing.T, files map[string]string, on promise.Date) promise.Problems {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, problems := promise.Load(folder)
	if r == nil {
		return problems
	}
	_, more := rulebook.Compile(r)
	problems = append(problems, more...)
	if on != "" {
		problems = append(problems, r.CheckAt(on.Time(time.UTC))...)
	}
	return problems
}

// distinct lists the codes among findings, once each.
func distinct(ps promise.Problems) []string {
	var out []string
	for _, p := range ps {
		if !slices.Contains(out, p.Code) {
			out = append(out, p.Code)
		}
	}
	return out
}

// TestEveryCheckFiresOnItsExampleAndIsSilentOnTheMendedOne runs over all explanations: the
// wrong example has that code and no other error, the mended one has no finding at all.
func TestEveryCheckFiresOnItsExampleAndIsSilentOnTheMendedOne(t *testing.T) {
	t.Parallel()
	for _, x := range promise.Explanations() {
		t.Run(x.Code, func(t *testing.T) {
			t.Parallel()
			wrong := findings(t, x.Wrong(), x.On)
			if !slices.Contains(distinct(wrong), x.Code) {
				t.Fatalf("the wrong example has no %s; found:\n%s", x.Code, wrong)
			}
			if x.Warning() && len(wrong.Errors()) > 0 {
				t.Errorf("the example of a warning has errors:\n%s", wrong.Errors())
			}
			if got := distinct(wrong.Errors()); !x.Warning() && !slices.Equal(got, []string{x.Code}) {
				t.Errorf("the wrong example has the errors %v, want %s alone:\n%s", got, x.Code, wrong.Errors())
			}
			if right := findings(t, x.Right(), x.On); len(right) > 0 {
				t.Errorf("the mended example has findings:\n%s", right)
			}
			if len(x.Differences()) == 0 {
				t.Error("the two examples do not differ")
			}
			if x.Title == "" || len(x.Why) < 40 || x.Law == "" || strings.HasSuffix(x.Title, ".") || !strings.HasSuffix(x.Why, ".") {
				t.Errorf("does not teach: %+v", x)
			}
		})
	}
}

var isCode = regexp.MustCompile(`^[EW][0-9]+$`)

// TestEveryCodeIsExplained reads the packages' own sources for the codes that they report
// and compares them with the explanations, both ways.
func TestEveryCodeIsExplained(t *testing.T) {
	t.Parallel()
	var used, explained []string
	for _, pattern := range []string{"*.go", "rulebook/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "explain") {
				continue
			}
			used = append(used, codesOf(t, name)...)
		}
	}
	for _, x := range promise.Explanations() {
		explained = append(explained, x.Code)
	}
	slices.Sort(used)
	slices.Sort(explained)
	if twice := len(explained) - len(slices.Compact(slices.Clone(explained))); twice > 0 {
		t.Errorf("%d codes are explained twice: %v", twice, explained)
	}
	if diff := cmp.Diff(slices.Compact(used), explained); diff != "" {
		t.Errorf("codes that are reported (-) and explained (+):\n%s", diff)
	}
}

// codesOf lists the texts of a Go file that are codes.
func codesOf(t *testing.T, name string) (out []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && isCode.MatchString(s) {
				out = append(out, s)
			}
		}
		return true
	})
	return out
}

func TestACodeIsFoundAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{"E15": "E15", "e15": "E15", "15": "E15", "W8": "W8", "w8": "W8", "8": "W8", "E8": "", "W15": "", "E999": "", "": "", "EW": "", "E": ""} {
		got := ""
		if x := promise.Explain(written); x != nil {
			got = x.Code
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", written, got, want)
		}
	}
}

func TestTheDifferencesOfAnExampleAreItsLines(t *testing.T) {
	t.Parallel()
	got := promise.Explain("W14").Differences()
	if len(got) != 1 || got[0].File != "organisation.yaml" || len(got[0].Wrong) != 1 || len(got[0].Right) != 1 || !strings.Contains(got[0].Wrong[0], "until: 2027-01-01") {
		t.Errorf("differences are %+v", got)
	}
	gone := promise.Explain("E9").Differences()
	if len(gone) != 1 || len(gone[0].Wrong) != 0 || len(gone[0].Right) != 1 {
		t.Errorf("a line that is missing: %+v", gone)
	}
}
