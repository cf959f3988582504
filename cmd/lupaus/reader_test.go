// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// demoServer is the program itself, started once for all tests that read its pages.
type demoServer struct {
	once  sync.Once
	url   string
	err   error
	cmd   *exec.Cmd
	desks map[string]*http.Client // who is signed in, by user name
}

var running = demoServer{desks: map[string]*http.Client{}}

// address starts the demo on a copy of the shared folder.
func (d *demoServer) address(t *testing.T) string {
	t.Helper()
	d.once.Do(func() { d.err = d.start() })
	if d.err != nil {
		t.Fatal(d.err)
	}
	return d.url
}

func (d *demoServer) start() error {
	from, err := shared.folder()
	if err != nil {
		return err
	}
	dir := filepath.Join(filepath.Dir(from), filepath.Base(from)+"-running")
	if err := copyOwn(from, dir); err != nil {
		return err
	}
	d.cmd = exec.Command("lupaus", "demo", "--promise", "../../examples/hms", "--data", dir, "--addr", "127.0.0.1:0")
	var trouble bytes.Buffer
	d.cmd.Stderr = &trouble
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := d.cmd.Start(); err != nil {
		return err
	}
	said, err := readUntilAddress(out)
	if err != nil {
		return errors.Join(err, fmt.Errorf("the demo said %s%s", said, trouble.String()))
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	d.url = strings.TrimSuffix(addressed.FindString(said), "/")
	return nil
}

// stop ends the demo and removes its folder; nothing to do when no test asked for it.
func (d *demoServer) stop() {
	if d.cmd != nil && d.cmd.Process != nil {
		_ = d.cmd.Process.Signal(syscall.SIGTERM)
		_ = d.cmd.Wait()
	}
}

// at signs a member of the demo's staff in through the door, once for all
// tests because a code is good once, and takes up a role and a purpose. The
// reader uses no scripts: it knows links, forms and cookies.
func at(t *testing.T, user, role, purpose string) *reader {
	t.Helper()
	url := running.address(t)
	r := &reader{t: t, url: url, client: running.desks[user]}
	if r.client == nil {
		r.client = visitor(t, url).client
		if p := r.post("/door", form("user", user)); p.path != "/start" {
			t.Fatalf("%s did not come in: %d at %s\n%s", user, p.status, p.path, p.words())
		}
		running.desks[user] = r.client
	}
	r.post("/role", form("role", role))
	if p := r.post("/purpose", form("purpose", purpose, "back", "/find")); p.path != "/find" {
		t.Fatalf("%s does not work for %s: %d at %s\n%s", user, purpose, p.status, p.path, p.words())
	}
	return r
}

// visitor reads the public pages.
func visitor(t *testing.T, url string) *reader {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &reader{t: t, url: url, client: &http.Client{Jar: jar, Timeout: time.Minute}}
}

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

type reader struct {
	t      *testing.T
	url    string
	client *http.Client
}

// answer is a page, or a file.
type answer struct {
	t      *testing.T
	status int
	path   string
	body   string
	tree   *html.Node
}

func (r *reader) get(path string) *answer {
	r.t.Helper()
	return r.do(http.MethodGet, path, "", nil)
}

func (r *reader) post(path string, f url.Values) *answer {
	r.t.Helper()
	return r.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(f.Encode()))
}

// send posts a form that may hold a file, as the pages' forms do.
func (r *reader) send(path string, f url.Values, fileField, fileName, content string) *answer {
	r.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range f {
		for _, v := range values {
			_ = w.WriteField(name, v) // to memory
		}
	}
	if fileField != "" {
		part, err := w.CreateFormFile(fileField, fileName)
		if err != nil {
			r.t.Fatal(err)
		}
		_, _ = io.WriteString(part, content)
	}
	_ = w.Close()
	return r.do(http.MethodPost, path, w.FormDataContentType(), &body)
}

func (r *reader) do(method, path, contentType string, body io.Reader) *answer {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, r.url+path, body)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Accept-Language", "en")
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	res, err := r.client.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	a := &answer{t: r.t, status: res.StatusCode, path: res.Request.URL.Path, body: string(text)}
	if a.tree, err = html.Parse(bytes.NewReader(text)); err != nil {
		r.t.Fatal(err)
	}
	return a
}

// words are those of the page's main part.
func (a *answer) words() string {
	for n := range a.tree.Descendants() {
		if n.Type == html.ElementNode && n.Data == "main" {
			return wordsOf(n)
		}
	}
	return ""
}

// section gives the words of the part of the page under a heading with this id.
func (a *answer) section(id string) string {
	for n := range a.tree.Descendants() {
		if n.Type == html.ElementNode && attribute(n, "aria-labelledby") == id {
			return wordsOf(n)
		}
	}
	return ""
}

// link finds the first link whose address holds a text.
func (a *answer) link(part string) string {
	a.t.Helper()
	for n := range a.tree.Descendants() {
		if n.Type == html.ElementNode && n.Data == "a" && strings.Contains(attribute(n, "href"), part) && !strings.Contains(attribute(n, "href"), "lang=") {
			return attribute(n, "href")
		}
	}
	a.t.Fatalf("no link leads to …%s… on %s:\n%s", part, a.path, a.words())
	return ""
}

// form finds the form whose address ends so (but for its query), with its hidden values.
func (a *answer) form(suffix string) (action string, values url.Values) {
	a.t.Helper()
	for n := range a.tree.Descendants() {
		if path, _, _ := strings.Cut(attribute(n, "action"), "?"); n.Type != html.ElementNode || n.Data != "form" || !strings.HasSuffix(path, suffix) {
			continue
		}
		values = url.Values{}
		for x := range n.Descendants() {
			if x.Type == html.ElementNode && x.Data == "input" && attribute(x, "type") == "hidden" {
				values.Add(attribute(x, "name"), attribute(x, "value"))
			}
		}
		return attribute(n, "action"), values
	}
	a.t.Fatalf("no form leads to …%s on %s:\n%s", suffix, a.path, a.words())
	return "", nil
}

// want fails the test for every text that the words do not hold.
func (a *answer) want(in string, texts ...string) {
	a.t.Helper()
	for _, s := range texts {
		if !strings.Contains(in, s) {
			a.t.Errorf("%s does not say %q:\n%s", a.path, s, in)
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, x := range n.Attr {
		if x.Key == name {
			return x.Val
		}
	}
	return ""
}

func wordsOf(n *html.Node) string {
	var b strings.Builder
	for x := range n.Descendants() {
		if x.Type == html.TextNode {
			b.WriteString(x.Data)
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
