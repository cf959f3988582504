// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// block is a fenced block of the guide: what stands behind the fence, and its lines.
type block struct {
	info string
	line int
	text string
}

// TestTheGuidesTutorialWorksWordByWord does what the guide tells a reader to do: it
// writes the files that the guide shows, makes the edits, gives the commands, and wants
// the answers that are printed there.
func TestTheGuidesTutorialWorksWordByWord(t *testing.T) {
	t.Parallel()
	followed(t, "../../docs/promise-language.md", t.TempDir(), 10)
}

// TestTheGuideToStatisticsWorksWordByWord does the same beside a copy of the examples.
func TestTheGuideToStatisticsWorksWordByWord(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"tables", "statfin"} {
		if err := os.CopyFS(filepath.Join(dir, "examples", name), os.DirFS(filepath.Join("../../examples", name))); err != nil {
			t.Fatal(err)
		}
	}
	followed(t, "../../docs/guide-statistics.md", dir, 20)
}

// followed does in a folder what a guide tells, which has so many steps at least.
func followed(t *testing.T, path, dir string, least int) {
	t.Helper()
	guide, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	done := 0
	for _, b := range blocks(string(guide)) {
		kind, file, _ := strings.Cut(b.info, " ")
		path := filepath.Join(dir, filepath.FromSlash(file))
		switch {
		case kind == "yaml" && file != "":
			if err := os.WriteFile(path, []byte(b.text), 0o600); err != nil {
				t.Fatalf("line %d: %v", b.line, err)
			}
		case kind == "diff" && file != "":
			edit(t, path, b)
		case kind == "console":
			console(t, dir, b)
		default:
			continue
		}
		done++
	}
	if done < least {
		t.Errorf("only %d steps were found in the guide", done)
	}
}

func blocks(text string) (out []block) {
	var b *block
	for i, line := range strings.Split(text, "\n") {
		switch {
		case b == nil && strings.HasPrefix(line, "```"):
			b = &block{info: strings.TrimPrefix(line, "```"), line: i + 1}
		case b != nil && line == "```":
			out = append(out, *b)
			b = nil
		case b != nil:
			b.text += line + "\n"
		}
	}
	return out
}

// edit replaces the lines that begin with a minus by those that begin with a plus; what
// is replaced may begin in the middle of a line, and must stand in the file once.
func edit(t *testing.T, path string, b block) {
	t.Helper()
	var from, to []string
	for line := range strings.Lines(b.text) {
		line = strings.TrimSuffix(line, "\n")
		if s, ok := strings.CutPrefix(line, "-"); ok {
			from = append(from, s)
		} else if s, ok := strings.CutPrefix(line, "+"); ok {
			to = append(to, s)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	old := strings.Join(from, "\n")
	if n := bytes.Count(text, []byte(old)); n != 1 {
		t.Fatalf("line %d: what is to be replaced stands %d times: %q", b.line, n, old)
	}
	changed := strings.Replace(string(text), old, strings.Join(to, "\n"), 1)
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
}

// console gives each command and wants the lines under it in its answer, in their order.
// A dash of three points stands for anything.
func console(t *testing.T, dir string, b block) {
	t.Helper()
	var answer string
	for line := range strings.Lines(b.text) {
		line = strings.TrimSuffix(line, "\n")
		if command, ok := strings.CutPrefix(line, "$ lupaus "); ok {
			answer = give(t, dir, command)
			continue
		}
		if command, ok := strings.CutPrefix(line, "$ cp -r "); ok {
			from, to, _ := strings.Cut(command, " ")
			if err := os.CopyFS(filepath.Join(dir, to), os.DirFS(filepath.Join(dir, from))); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want := regexp.MustCompile(strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*"))
		at := want.FindStringIndex(answer)
		if at == nil {
			t.Fatalf("guide, line %d: the answer does not say %q:\n%s", b.line, line, answer)
		}
		answer = answer[at[1]:]
	}
}

var words = regexp.MustCompile(`"[^"]*"|\S+`)

// pathFlags are flags whose value is a file or a folder.
var pathFlags = []string{"--out", "--spec", "--data", "--check", "--promise", "--releases"}

// give runs a command with the folders it names below dir.
func give(t *testing.T, dir, command string) string {
	t.Helper()
	args := words.FindAllString(command, -1)
	for i, a := range args {
		if a = strings.Trim(a, `"`); i > 0 && !strings.HasPrefix(a, "-") && (i == 1 || !strings.HasPrefix(args[i-1], "--") || slices.Contains(pathFlags, args[i-1])) && !strings.Contains(a, " ") {
			a = filepath.Join(dir, a)
		}
		args[i] = a
	}
	var out bytes.Buffer
	if code := run(args, streams{&out, &out}); code == 2 && args[0] != "protect" { // which refuses in the guide to statistics
		t.Fatalf("lupaus %s could not be done:\n%s", command, out.String())
	}
	return strings.ReplaceAll(out.String(), dir+string(filepath.Separator), "")
}
