// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/jba/templatecheck"
)

// models names the view model of every page.
var models = map[string]any{
	"error": &errorPage{}, "refused": &refusedPage{}, "front": &frontPage{}, "door": &doorPage{}, "doors": &doorsPage{}, "sign-in": &signInPage{},
	"declaration": &declarationPage{}, "password": &passwordPage{}, "sessions": &sessionsPage{}, "start": &startPage{}, "find": &findPage{},
	"subject": &subjectPage{}, "record": &recordPage{}, "form": &formPage{}, "import": &importPage{}, "import-preview": &previewPage{},
	"accounts": &accountsPage{}, "account": &accountPage{}, "account-close": &accountClosePage{}, "handed": &handedPage{}, "me": &mePage{},
	"readings": &readingsPage{}, "reading": &readingPage{}, "readers": &readersPage{}, "readers-of": &documentReadersPage{},
	"share": &sharePage{}, "erase": &erasePage{}, "erased": &erasedPage{},
	"statistics": &statisticsPage{}, "statistics-form": &tableFormPage{}, "statistics-table": &tablePage{}, "statistics-compare": &comparePage{},
	"import-done": &importDonePage{}, "extract": &extractPage{}, "entry": &entryPage{}, "notice": &publishedPage{},
}

func TestEveryTemplateFitsItsViewModel(t *testing.T) {
	t.Parallel()
	pages, err := parsePages(Config{}.at)
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range pages {
		model, ok := models[name]
		if !ok {
			t.Errorf("page %s has no view model in this test", name)
			continue
		}
		if err := templatecheck.CheckHTML(page, model); err != nil {
			t.Errorf("page %s: %v", name, err)
		}
	}
	if len(pages) != len(models) {
		t.Errorf("%d pages, %d view models", len(pages), len(models))
	}
}

func TestNoPageHoldsScriptOrStyleOfItsOwn(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script(?:\s+defer|\s+type="[a-z]+")*>|javascript:`)
	err := fs.WalkDir(templateFiles, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templateFiles, path)
		if err != nil {
			return err
		}
		if m := inline.Find(text); m != nil {
			t.Errorf("%s holds %q, which the policy refuses", path, m)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// pinned are the files of @digdir/designsystemet-css 1.22.0 as published.
var pinned = map[string]string{
	"LICENSE":           "4512b49c86d9d8c6c87c29fe6e709340ebfd22d83db03675a5434d6a6509ad7b",
	"base.css":          "b53e7d1959664777762142fe657a7f31de3cf06ff042273cd6caa76f08a72358",
	"button.css":        "2bb2cf11714cc2dd218501646deee273789549e1f3726c1477151bb15cf22c9d",
	"error-summary.css": "08a1fd197bb201cc9db73c31bee7eb857f37de87de8649f2e6d03668a6e58423",
	"field.css":         "fddbaa4933a2fd3aaa9241db252bc1443e63be9ab0f52f941b57ef84229e5456",
	"fieldset.css":      "cdb916caaaa9de714a83bee97c47ba61a165222d177fe1590b41fe4b3851026a",
	"input.css":         "110012f588d2094dbdddc856b5d3fa497f876718adc675c7f25402241bb094f5",
	"label.css":         "8784aa7b06605acd6b398024f459028aaaf293a8f449f6d301faa0fd139b1e5e",
	"link.css":          "6840c46abfde9b4e8e2c7d002acd67f4d3c667b03774650eef4d5e407ab8c958",
	"list.css":          "8936b193531a8954bf3fc0b3cfd122e8bfed5f5b8d5c25271a7e52a2b710274c",
	"skip-link.css":     "3ffad916f686c03ef855dd2831b44d0a36667d1ffbe538c2586f25ae3976923b",
	"table.css":         "0cad14b61b7a3a3cca57e192e4c451fe3445e070f0b8e054f8c459fc57d9566f",
	"tag.css":           "924150be0a16966c643ce2b86590aeb0f491a0eacfcb70be5f77154f3648354d",
}

func TestTheComponentsAreThosePublished(t *testing.T) {
	t.Parallel()
	files, err := fs.ReadDir(staticFiles, "static/vendor")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		body, err := fs.ReadFile(staticFiles, "static/vendor/"+f.Name())
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(body)
		if got := hex.EncodeToString(sum[:]); got != pinned[f.Name()] {
			t.Errorf("%s has digest %s, want %s", f.Name(), got, pinned[f.Name()])
		}
	}
	if len(files) != len(pinned) {
		t.Errorf("%d files, %d of them pinned", len(files), len(pinned))
	}
}

func TestTheStyleSheetLoadsNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	sheet, err := styleSheet()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`url\([^)]{0,40}|@import[^;]{0,40}`).FindAllString(string(sheet), -1) {
		// Designsystemet keeps two pictures in its own style sheet, for parts that
		// we do not use: a field that cannot be changed, a table that sorts.
		if !strings.HasPrefix(m, `url("data:image/svg+xml`) {
			t.Errorf("the style sheet asks for %s", m)
		}
	}
}
