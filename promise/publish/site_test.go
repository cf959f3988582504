// SPDX-License-Identifier: EUPL-1.2

package publish_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/publish"
)

// folders are the organisations that are published in these tests, by their folder below
// the examples.
func folders(t testing.TB) (out []string) {
	t.Helper()
	for _, pattern := range []string{"../../examples/*/organisation.yaml", "../../examples/*/members/*/organisation.yaml"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			out = append(out, filepath.Dir(f))
		}
	}
	if len(out) < 5 {
		t.Fatalf("only %d examples: %v", len(out), out)
	}
	return out
}

var day = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

func load(t testing.TB, dir string) *promise.Release {
	t.Helper()
	r, problems := promise.Load(os.DirFS(dir))
	if r == nil {
		t.Fatalf("%s: %v", dir, problems.Errors())
	}
	return r
}

func siteOf(t testing.TB, r *promise.Release) *publish.Site {
	t.Helper()
	s, err := publish.New(r, publish.Published{}.With(r, day), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// built is a static site with its parsed pages, by path.
type built struct {
	site  *publish.Site
	files map[string][]byte
	pages map[string]*html.Node
}

var (
	builtMu sync.Mutex
	builtOf = map[string]*built{}
)

// build publishes an example once for all tests.
func build(t testing.TB, dir string) *built {
	t.Helper()
	builtMu.Lock()
	defer builtMu.Unlock()
	if b := builtOf[dir]; b != nil {
		return b
	}
	b := &built{site: siteOf(t, load(t, dir)), files: map[string][]byte{}, pages: map[string]*html.Node{}}
	files, err := b.site.Static(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b.files[f.Path] = f.Data
		if strings.HasSuffix(f.Path, ".html") {
			if b.pages[f.Path], err = html.Parse(bytes.NewReader(f.Data)); err != nil {
				t.Fatal(err)
			}
		}
	}
	builtOf[dir] = b
	return b
}

func each(n *html.Node, f func(*html.Node)) {
	for x := range n.Descendants() {
		if x.Type == html.ElementNode {
			f(x)
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	var b strings.Builder
	for x := range n.Descendants() {
		if x.Type == html.TextNode {
			b.WriteString(x.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// inLanguage are the pages of the newest edition in a language.
func (b *built) inLanguage(lang string) map[string]*html.Node {
	out := map[string]*html.Node{}
	for p, n := range b.pages {
		if strings.HasPrefix(p, lang+"/") {
			out[p] = n
		}
	}
	return out
}

// TestEveryStatementStandsOnAPageWithItsRows goes through everything in the files that
// says where it comes from: it has an anchor on some page, and the rows it names are
// shown.
func TestEveryStatementStandsOnAPageWithItsRows(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			t.Parallel()
			b := build(t, dir)
			for _, lang := range b.site.Languages() {
				anchors, text := map[string]bool{}, ""
				for _, n := range b.inLanguage(lang) {
					each(n, func(x *html.Node) { anchors[attr(x, "id")] = true })
					text += words(n) + " "
				}
				missing, rows := map[string]bool{}, map[string]bool{}
				b.site.Release.Origins(func(o promise.Origin) {
					if name := clauseName(o); name != "" && !anchors[name] {
						missing[name] = true
					}
					for _, row := range o.Source {
						if !strings.Contains(text, row) {
							rows[row+" of "+o.Clause] = true
						}
					}
				})
				for name := range missing {
					t.Errorf("%s: %s stands on no page", lang, name)
				}
				for row := range rows {
					t.Errorf("%s: the row %s is not shown", lang, row)
				}
			}
		})
	}
}

// clauseName is the anchor that a clause must have: parts of a clause stand at the clause
// itself.
func clauseName(o promise.Origin) string {
	parts := strings.Split(o.Clause, "/")
	if len(parts) < 3 {
		return ""
	}
	return strings.Join(parts[:3], "/")
}

// TestEveryTextOfThePromiseIsReadSomewhere looks for each text of the files on the pages
// of its language.
func TestEveryTextOfThePromiseIsReadSomewhere(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			t.Parallel()
			b := build(t, dir)
			for _, lang := range b.site.Languages() {
				text := ""
				for _, n := range b.inLanguage(lang) {
					text += words(n) + " "
				}
				text = strings.ReplaceAll(text, " ", "")
				for _, want := range textsOf(b.site.Release, lang) {
					if !strings.Contains(text, strings.Join(strings.Fields(want), "")) {
						t.Errorf("%s: not on any page: %q", lang, want)
					}
				}
			}
		})
	}
}

func TestAReleaseIsPublishedTheSameTwice(t *testing.T) {
	t.Parallel()
	r := load(t, "../../examples/hms")
	one, err := siteOf(t, r).Static(nil)
	if err != nil {
		t.Fatal(err)
	}
	two, err := siteOf(t, r).Static(nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range one {
		if one[i].Path != two[i].Path || !bytes.Equal(one[i].Data, two[i].Data) {
			t.Errorf("%s differs", one[i].Path)
		}
	}
}

func TestTheDigestIsThatOfTheArchive(t *testing.T) {
	t.Parallel()
	b := build(t, "../../examples/hms")
	d := b.site.Release.Digest()
	if !bytes.Equal(b.files[publish.ArchiveFile], b.site.Release.Archive()) || !strings.Contains(words(b.pages["en/check.html"]), hex.EncodeToString(d[:])) {
		t.Error("the page does not give the digest of the archive")
	}
	var names []string
	for name := range b.files {
		if strings.HasPrefix(name, "promise/") {
			names = append(names, path.Base(name))
			source, err := os.ReadFile(filepath.Join("../../examples/hms", strings.TrimPrefix(name, "promise/")))
			if err != nil || !bytes.Equal(source, b.files[name]) {
				t.Errorf("%s is not the file as it was written: %v", name, err)
			}
		}
	}
	if !slices.Contains(names, "organisation.yaml") {
		t.Errorf("promise files: %v", names)
	}
}
