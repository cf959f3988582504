// SPDX-License-Identifier: EUPL-1.2

package publish_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// void are the elements that have no end tag.
var void = []string{"meta", "link", "br", "img", "hr", "input", "wbr", "rect", "path"}

// inline are elements that must not hold a block.
var inline = []string{"p", "span", "strong", "i", "h1", "h2", "h3", "h4", "dt", "summary", "del", "ins"}

// blocks are elements that a paragraph or a heading must not hold: a browser would close
// the paragraph without saying so.
var blocks = []string{"p", "div", "ul", "ol", "li", "dl", "table", "section", "h1", "h2", "h3", "h4", "details", "blockquote", "pre", "nav", "footer", "header"}

// faults checks a page as strictly as a validator does where it matters: tags that nest
// and close, one id per place, names for what needs one, headings in order, links to
// anchors that exist.
func faults(text []byte) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if !bytes.HasPrefix(text, []byte("<!doctype html>")) {
		say("it does not begin with its doctype")
	}
	z := html.NewTokenizer(bytes.NewReader(text))
	p := &page{say: say, ids: map[string]int{}}
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				say("%v", z.Err())
			}
			p.end()
			return out
		case html.StartTagToken:
			p.open(z.Token(), false)
		case html.SelfClosingTagToken:
			p.open(z.Token(), true)
		case html.EndTagToken:
			p.close(z.Token())
		case html.TextToken:
			p.text(string(z.Text()))
		}
	}
}

// page is the state of checking one page.
type page struct {
	say      func(string, ...any)
	stack    []string
	ids      map[string]int
	anchors  []string
	level    int // of the last heading
	h1, main int
	titled   bool
	empty    bool // nothing was said yet in the element that must say something
	needs    string
}

// speaking are elements that must hold words.
var speaking = []string{"title", "h1", "h2", "h3", "h4", "a", "summary", "th", "dt"}

func (p *page) open(t html.Token, selfClosing bool) {
	name := t.Data
	attrs := map[string]string{}
	for _, a := range t.Attr {
		if _, twice := attrs[a.Key]; twice {
			p.say("<%s> has %s twice", name, a.Key)
		}
		attrs[a.Key] = a.Val
	}
	p.known(name, attrs)
	if slices.Contains(blocks, name) {
		for _, up := range p.stack {
			if slices.Contains(inline, up) {
				p.say("<%s> stands inside <%s>", name, up)
			}
		}
	}
	p.parent(name)
	if len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' {
		level := int(name[1] - '0')
		if level > p.level+1 {
			p.say("a heading of level %d follows one of level %d", level, p.level)
		}
		p.level = level
		if level == 1 {
			p.h1++
		}
	}
	if slices.Contains(speaking, name) && attrs["id"] == "" {
		p.needs, p.empty = name, true
	}
	if !selfClosing && !slices.Contains(void, name) {
		p.stack = append(p.stack, name)
	}
}

// parent checks elements that may stand in some others only.
func (p *page) parent(name string) {
	in := map[string][]string{"li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"thead", "tbody"}, "td": {"tr"}, "th": {"tr"}, "summary": {"details"}}[name]
	if in != nil && (len(p.stack) == 0 || !slices.Contains(in, p.stack[len(p.stack)-1])) {
		p.say("<%s> stands in <%s>", name, strings.Join(p.stack[max(0, len(p.stack)-1):], ""))
	}
	if n := len(p.stack); n > 0 && slices.Contains([]string{"ul", "ol"}, p.stack[n-1]) && name != "li" {
		p.say("<%s> stands right in a list", name)
	}
}

// known checks the attributes of an element.
func (p *page) known(name string, attrs map[string]string) {
	switch name {
	case "html":
		if attrs["lang"] == "" {
			p.say("the page does not say its language")
		}
	case "img":
		if attrs["alt"] == "" || attrs["width"] == "" || attrs["height"] == "" {
			p.say("a picture without words or size: %v", attrs)
		}
	case "svg":
		if attrs["role"] != "img" || attrs["aria-label"] == "" {
			p.say("a drawing without words")
		}
	case "main":
		p.main++
	case "a":
		if to, ok := strings.CutPrefix(attrs["href"], "#"); ok {
			p.anchors = append(p.anchors, to)
		}
		if href, ok := attrs["href"]; ok && href == "" || !ok && attrs["id"] == "" {
			p.say("a link that leads nowhere")
		}
	case "script":
		p.say("<%s> on a page", name)
	}
	for key, value := range attrs {
		switch {
		case key == "id":
			if p.ids[value]++; p.ids[value] > 1 {
				p.say("the id %q is used twice", value)
			}
			if strings.ContainsAny(value, " \t\n") || value == "" {
				p.say("%q is no id", value)
			}
		case key == "style" || strings.HasPrefix(key, "on"):
			p.say("<%s> has %s", name, key)
		case key == "aria-labelledby" || key == "aria-describedby":
			p.anchors = append(p.anchors, value)
		}
	}
}

func (p *page) text(s string) {
	if strings.TrimSpace(s) != "" {
		p.empty = false
		if p.needs == "title" {
			p.titled = true
		}
	}
	for _, bad := range []string{"%!", "<no value>", "ZgotmplZ"} {
		if strings.Contains(s, bad) {
			p.say("%q stands in %q", bad, s)
		}
	}
}

func (p *page) close(t html.Token) {
	if n := len(p.stack); n == 0 || p.stack[n-1] != t.Data {
		p.say("</%s> closes <%s>", t.Data, strings.Join(p.stack[max(0, len(p.stack)-1):], ""))
		return
	}
	if p.needs == t.Data && p.empty {
		p.say("<%s> says nothing", t.Data)
	}
	if p.needs == t.Data {
		p.needs = ""
	}
	p.stack = p.stack[:len(p.stack)-1]
}

func (p *page) end() {
	if len(p.stack) > 0 {
		p.say("not closed: %v", p.stack)
	}
	if p.h1 != 1 || p.main != 1 || !p.titled {
		p.say("%d main headings, %d main parts, titled %v", p.h1, p.main, p.titled)
	}
	for _, to := range p.anchors {
		if p.ids[to] != 1 {
			p.say("an address leads to %q, which is not on the page", to)
		}
	}
}

func TestEveryPublishedPageIsSoundHTML(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			t.Parallel()
			b := build(t, dir)
			for name := range b.pages {
				for _, fault := range faults(b.files[name]) {
					t.Errorf("%s: %s", name, fault)
				}
			}
		})
	}
}

func TestTheCheckOfPagesFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	whole := func(body string) string {
		return `<!doctype html><html lang="en"><head><title>T</title></head><body><main><h1>A</h1>` + body + `</main></body></html>`
	}
	if got := faults([]byte(whole(`<h2 id="a">B</h2><p>C <a href="#a">D</a></p>`))); len(got) > 0 {
		t.Errorf("a sound page: %v", got)
	}
	for what, c := range map[string]struct{ body, want string }{
		"a tag that is not closed":        {"<div>", "closes"},
		"a block in a paragraph":          {"<p><ul><li>a</li></ul></p>", "stands inside <p>"},
		"an id used twice":                {`<p id="a">a</p><p id="a">b</p>`, "used twice"},
		"an address that leads nowhere":   {`<p><a href="#b">a</a></p>`, `leads to "b"`},
		"a heading that skips a level":    {"<h3>a</h3>", "level 3 follows one of level 1"},
		"a picture without words":         {`<p><img src="a" width="1" height="1"></p>`, "a picture without words"},
		"a list with something else":      {"<ul><p>a</p></ul>", "right in a list"},
		"a link without words":            {`<p><a href="x"></a></p>`, "<a> says nothing"},
		"a script":                        {"<script></script>", "<script> on a page"},
		"a style of its own":              {`<p style="x">a</p>`, "<p> has style"},
		"a drawing without words":         {"<svg></svg>", "a drawing without words"},
		"a second main heading":           {"<h1>b</h1>", "2 main headings"},
		"what a template leaves unfilled": {"<p>%!d(string=x)</p>", "%!"},
	} {
		if got := strings.Join(faults([]byte(whole(c.body))), "; "); !strings.Contains(got, c.want) {
			t.Errorf("%s: found %q, want %q", what, got, c.want)
		}
	}
}

// TestLinksOfTheStaticSiteLeadToFiles follows every link that stays on the site.
func TestLinksOfTheStaticSiteLeadToFiles(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			t.Parallel()
			b := build(t, dir)
			for name, n := range b.pages {
				each(n, func(x *html.Node) {
					for _, key := range []string{"href", "src"} {
						to := attr(x, key)
						u, err := url.Parse(to)
						if err != nil {
							t.Errorf("%s: %q is no address: %v", name, to, err)
						} else if to != "" && u.Scheme == "" && u.Path != "" && b.files[path.Join(path.Dir(name), u.Path)] == nil {
							t.Errorf("%s: %q leads to no file", name, to)
						}
					}
				})
			}
		})
	}
}

// TestNoticePagesAreSmall keeps a notice with its style sheet under what a slow phone has
// in a second.
func TestNoticePagesAreSmall(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t) {
		b := build(t, dir)
		largest, name := 0, ""
		for p := range b.pages {
			notice := path.Base(p) == "index.html" || strings.HasPrefix(path.Base(p), "register-")
			if size := len(b.files[p]); notice && size > largest {
				largest, name = size, p
			}
		}
		if largest > 100_000 {
			t.Errorf("%s: %s has %d bytes with its style sheet", dir, name, largest)
		}
		t.Logf("%s: largest notice page %s, %d bytes with its style sheet", path.Base(dir), name, largest)
	}
}
