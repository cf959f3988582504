// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/lupaus/lupaus/internal/demo"
)

// addressAttribute finds the attributes that a browser reads as addresses.
var addressAttribute = regexp.MustCompile(`\b(href|action|formaction|src|srcset|poster|xlink:href)="([^"{]*(?:\{\{(?:[^}"]|"[^"]*")*\}\}[^"{]*)*)"`)

// leaves are values that are no addresses of ours.
var leaves = regexp.MustCompile(`^(#|mailto:|tel:|https://|\{\{\.(URL|Outside)\}\}$)`)

func TestEveryAddressInATemplateGoesThroughAt(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	seen := 0
	for _, file := range files {
		text, err := fs.ReadFile(templateFiles, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range addressAttribute.FindAllStringSubmatch(string(text), -1) {
			seen++
			if !strings.HasPrefix(m[2], "{{at ") && !leaves.MatchString(m[2]) {
				t.Errorf("%s: %s does not go through at: below a base it leads astray", file, m[0])
			}
		}
		if strings.Contains(string(text), `http-equiv`) {
			t.Errorf("%s sends readers on by a meta element: a header does that", file)
		}
	}
	if seen < 80 {
		t.Errorf("only %d addresses found in all templates: the pattern is not what it was", seen)
	}
}

func TestThePatternSeesAnAddressThatMissesAt(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		`<a href="/find">`:                             false,
		`<a class="x" href="{{.Href}}">`:               false,
		`<form method="post" action="{{$.Action}}/x">`: false,
		`<a href="{{at .Href}}">`:                      true,
		`<a href="{{at "/find"}}">`:                    true,
		`<form action="{{at "/subjects/"}}{{.ID}}/x">`: true,
		`<a href="#{{.Anchor}}">`:                      true,
		`<a href="{{.URL}}" rel="noreferrer">`:         true,
	} {
		m := addressAttribute.FindStringSubmatch(text)
		if m == nil {
			t.Errorf("%s: not seen", text)
			continue
		}
		if got := strings.HasPrefix(m[2], "{{at ") || leaves.MatchString(m[2]); got != good {
			t.Errorf("%s: taken as %v", text, got)
		}
	}
}

func TestRedirectsAndCookiesAreMadeInOnePlace(t *testing.T) {
	t.Parallel()
	only := map[string]bool{"Redirect": true, "RedirectHandler": true, "SetCookie": true}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "address.go" {
			continue
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if x, ok := n.(*ast.SelectorExpr); ok && only[x.Sel.Name] {
				t.Errorf("%s: http.%s outside address.go: use see, setSession or keepLanguage, which know the base", fset.Position(n.Pos()), x.Sel.Name)
			}
			if x, ok := n.(*ast.BasicLit); ok && (x.Value == `"Location"` || x.Value == `"Refresh"`) {
				t.Errorf("%s: the header %s outside address.go", fset.Position(n.Pos()), x.Value)
			}
			return true
		})
	}
}

func TestABaseThatIsNoPathIsRefused(t *testing.T) {
	t.Parallel()
	for base, good := range map[string]bool{"": true, "/north": true, "/a/b-2": true, "north": false, "/": false, "/north/": false, "/No": false, "//x": false, "/a b": false, "/..": false} {
		if got := checkBase(base) == nil; got != good {
			t.Errorf("base %q: taken %v", base, got)
		}
	}
}

// underBase is a site below /north: what a browser meets there stays there.
func TestBelowABaseEveryAddressAndCookieStaysBelowIt(t *testing.T) {
	t.Parallel()
	s := newSite(t, "karin ivar", func(c *Config) {
		c.Base = "/north"
		c.Demo = &Demo{Roles: []DemoRole{{Role: "nurse", UserName: "nina", Name: "Nina", Password: demo.Password}}}
	})
	b := s.browser(t)
	for _, path := range []string{"/find", "/sign-in", "/static/x", "/northern"} {
		if r := b.get(path); r.status != 404 {
			t.Errorf("%s outside the base answers %d at %s", path, r.status, r.path)
		}
	}
	r := b.post("/north/sign-in", url.Values{"user": {"nina"}, "password": {demo.Password}, "code": {s.code("nina")}})
	if r.path != "/north/start" {
		t.Fatalf("signed in at %s: %s", r.path, r.text("main"))
	}
	at, _ := url.Parse(s.http.URL + "/north/find")
	for _, c := range b.client.Jar.Cookies(at) {
		if c.Name != "lupaus-north" {
			t.Errorf("the cookie is called %s", c.Name)
		}
	}
	if root, _ := url.Parse(s.http.URL + "/"); len(b.client.Jar.Cookies(root)) > 0 {
		t.Error("a cookie travels outside the base")
	}
	pages := []*result{r, b.post("/north/purpose", url.Values{"purpose": {"personal-journal/occupational-health"}}),
		b.get("/north/"), b.get("/north/me"), b.get("/north/sessions"), b.get("/north/notice"), b.get("/north/nowhere"), b.get("/north"),
		b.post("/north/find", url.Values{"text": {"Ærlig"}}), b.post("/north/subjects/"+s.inCare.String()+"/open", nil), b.post("/north/subjects/"+s.other.String()+"/open", nil),
		b.get("/north/find?lang=nb"), b.get("/north//find"), b.post("/north/sign-out", nil)}
	seen := map[string]bool{}
	for _, p := range pages {
		if p.path != "/north/" && !strings.HasPrefix(p.path, "/north/") {
			t.Errorf("a page ended at %s", p.path)
		}
		for _, a := range addresses(p) {
			if strings.HasPrefix(a, "/") && !strings.HasPrefix(a, "/north/") {
				t.Errorf("%s: the address %s leaves the base", p.path, a)
			}
			seen[a] = true
		}
	}
	if len(seen) < 30 {
		t.Errorf("only %d addresses seen", len(seen))
	}
	for a := range seen {
		if strings.HasPrefix(a, "/north/static/") {
			if r := b.get(a); r.status != 200 {
				t.Errorf("%s answers %d", a, r.status)
			}
		}
	}
}

// addresses are all that a page gives a browser to ask for.
func addresses(r *result) (out []string) {
	if r.doc == nil {
		return nil
	}
	walk(r.doc, func(n *html.Node) {
		for _, name := range []string{"href", "action", "formaction", "src"} {
			if a := attr(n, name); n.Type == html.ElementNode && a != "" {
				out = append(out, a)
			}
		}
	})
	return out
}
