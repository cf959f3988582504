// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// pages are the documents that people read: at the root, in docs, in examples.
func pages(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "bench/*.md", "examples/*/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out[f] = string(text)
		}
	}
	return out
}

var link = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)\s]*)?\)`)

// brokenLinks lists the links of a page that lead to no file.
func brokenLinks(file, text string) (out []string) {
	for _, m := range link.FindAllStringSubmatch(text, -1) {
		if strings.Contains(m[1], ":") { // an address elsewhere
			continue
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(file), filepath.FromSlash(m[1]))); err != nil {
			out = append(out, m[1])
		}
	}
	return out
}

func TestLinksOfThePagesLeadSomewhere(t *testing.T) {
	t.Parallel()
	root := house(t).root
	all := pages(t, root)
	if len(all) < 5 {
		t.Fatalf("only %d pages found", len(all))
	}
	for file, text := range all {
		for _, to := range brokenLinks(file, text) {
			t.Errorf("%s: the link to %s leads nowhere", file, to)
		}
	}
	if got := brokenLinks(filepath.Join(root, "README.md"), "[a](docs/glossary.md) [b](docs/none.md#x) [c](https://x.example/)"); len(got) != 1 || got[0] != "docs/none.md" {
		t.Errorf("broken links found: %v, want the one that is", got)
	}
}

func TestTheReadmeNamesTheTwoCommands(t *testing.T) {
	t.Parallel()
	text := pages(t, house(t).root)[filepath.Join(house(t).root, "README.md")]
	for _, want := range []string{"\ngo run ./cmd/lupaus demo", "\ngo test ./...", "EUROPEAN UNION PUBLIC LICENCE"} {
		if !strings.Contains(strings.ToUpper(text), strings.ToUpper(want)) {
			t.Errorf("README.md does not hold %q", want)
		}
	}
}

// TestTheGlossaryHasAWordInEveryLanguage also wants each English word once: one
// word per concept.
func TestTheGlossaryHasAWordInEveryLanguage(t *testing.T) {
	t.Parallel()
	text := pages(t, house(t).root)[filepath.Join(house(t).root, "docs", "glossary.md")]
	seen := map[string]bool{}
	rows := 0
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| English") {
			continue
		}
		rows++
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 5 {
			t.Errorf("%d cells, want 5: %s", len(cells), line)
			continue
		}
		for _, c := range cells {
			if strings.TrimSpace(c) == "" {
				t.Errorf("an empty cell: %s", line)
			}
		}
		if seen[cells[0]] {
			t.Errorf("%s stands twice", strings.TrimSpace(cells[0]))
		}
		seen[cells[0]] = true
	}
	if rows < 50 {
		t.Errorf("only %d concepts", rows)
	}
}
