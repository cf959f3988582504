// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/promise"
)

// TestTheGuideKnowsTheLanguage keeps docs/promise-language.md complete: every check that
// the code can report, every action, every fact and every built-in clause stands there.
func TestTheGuideKnowsTheLanguage(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../docs/promise-language.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(guide)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("rulebook/*.go")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`"([EW][0-9]+)"`)
	found := 0
	for _, name := range append(files, more...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(source), -1) {
			found++
			if !regexp.MustCompile(`\b` + m[1] + `\b`).MatchString(text) {
				t.Errorf("the guide does not list %s", m[1])
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d codes were found in the source", found)
	}
	for a := promise.Action(1); int(a) < promise.ActionCount; a++ {
		if !strings.Contains(text, a.String()) {
			t.Errorf("the guide does not know the action %s", a)
		}
	}
	for _, fact := range promise.FactWords() {
		if !strings.Contains(text, fact) {
			t.Errorf("the guide does not know the fact %s", fact)
		}
	}
}
