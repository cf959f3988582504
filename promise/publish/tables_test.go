// SPDX-License-Identifier: EUPL-1.2

package publish_test

import (
	"path"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/publish"

	"golang.org/x/net/html"
)

// TestARuleOfTablesIsFoundOnThePageThatIsSaidToHaveIt looks for the address of every rule
// set and dataset, and of what rule documents say to people, where links to them lead.
//
// Keeps: TK-100, TK-183
func TestARuleOfTablesIsFoundOnThePageThatIsSaidToHaveIt(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			t.Parallel()
			b := build(t, dir)
			r := b.site.Release
			var clauses []string
			for _, x := range r.Organisation.RuleSets {
				clauses = append(clauses, x.Clause)
			}
			for _, x := range r.Organisation.Datasets {
				clauses = append(clauses, x.Clause)
			}
			for _, d := range r.RuleDocuments {
				for _, x := range d.Conduct {
					clauses = append(clauses, x.Clause)
				}
			}
			if len(clauses) == 0 {
				t.Error("nothing was looked for")
			}
			for _, lang := range b.site.Languages() {
				for _, clause := range clauses {
					if b.site.Where(clause) != publish.Rules {
						t.Fatalf("%s is said to stand on %s", clause, b.site.Where(clause))
					}
					found := false
					each(b.pages[lang+"/rules.html"], func(x *html.Node) { found = found || attr(x, "id") == clause })
					if !found {
						t.Errorf("%s: %s has no address among the rules", lang, clause)
					}
				}
			}
		})
	}
}

// Keeps: TTL-27
func TestTheNoticeSaysWhatEveryStatisticAboutPeoplePasses(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			t.Parallel()
			b := build(t, dir)
			r := b.site.Release
			set := r.RuleSet(r.Organisation.Statistics)
			if set == nil {
				t.Fatal("nothing is said of statistics")
			}
			for _, lang := range b.site.Languages() {
				text := words(b.pages[lang+"/index.html"])
				for _, d := range r.Demands(promise.Protection{MinimumUnits: set.MinimumUnits}, lang) {
					if !strings.Contains(text, d.Name+" "+d.Text) {
						t.Errorf("%s: the notice does not say %q %q", lang, d.Name, d.Text)
					}
				}
			}
		})
	}
}
