// SPDX-License-Identifier: EUPL-1.2

// Package browsertest opens every page in a real browser: with axe for
// accessibility, with an ear on the console, with scripting on and off, wide
// and narrow, in every language. It holds tests only.
package browsertest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/web"
	"github.com/lupaus/lupaus/promise"
)

// site is the running product over the demo's invented people. Its clock is
// moved by hand, so that an authenticator's code is never used twice.
type site struct {
	url   string
	clock *clock.Manual
	mu    sync.Mutex
}

var (
	theSite *site
	chrome  string
	axe     string
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "browser tests:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	var err error
	if chrome, err = findChrome(); err != nil {
		if os.Getenv("CI") == "true" {
			return 0, err
		}
		fmt.Println("browser tests skipped:", err)
		return 0, nil
	}
	if axe, err = readAxe(); err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "lupaus-browser-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	stop, err := startSite(dir)
	if err != nil {
		return 0, err
	}
	defer stop()
	return m.Run(), nil
}

func findChrome() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p, nil
		}
	}
	return "", errors.New("no Chromium on this machine")
}

// readAxe reads axe-core's axe.min.js where LUPAUS_AXE says it is. Without it
// the pages are opened all the same, except where CI is set.
func readAxe() (string, error) {
	file := os.Getenv("LUPAUS_AXE")
	if file == "" {
		if os.Getenv("CI") == "true" {
			return "", errors.New("LUPAUS_AXE must name the file axe.min.js of axe-core")
		}
		fmt.Println("LUPAUS_AXE is not set: pages are opened without axe")
		return "", nil
	}
	text, err := os.ReadFile(file)
	return string(text), err
}

func startSite(dir string) (stop func(), err error) {
	ctx := context.Background()
	files, err := fs.Sub(examples.FS, "hms")
	if err != nil {
		return nil, err
	}
	c := clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
	quiet := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	h, err := house.Open(ctx, house.Config{Dir: filepath.Join(dir, "data"), Promise: files, Clock: c, Log: quiet})
	if err != nil {
		return nil, err
	}
	if err := demo.Fill(ctx, h, func(string) {}); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	s, err := web.New(web.Config{Registers: h.Register, Accounts: h.Accounts, Promise: h.Gate, Statistics: h.Statistics, Clock: c, Log: quiet, Demo: door()})
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	srv := web.HTTPServer("", s.Handler())
	go func() { _ = srv.Serve(ln) }()
	theSite = &site{url: "http://" + ln.Addr().String(), clock: c}
	return func() {
		_ = srv.Close()
		if err := h.Close(); err != nil && !errors.Is(err, http.ErrServerClosed) {
			fmt.Fprintln(os.Stderr, "browser tests:", err)
		}
	}, nil
}

func door() *web.Demo {
	d := &web.Demo{Intro: promise.Text{"nb": "En oppdiktet tjeneste.", "en": "An invented service."},
		Todo:   []promise.Text{{"nb": "Åpne en journal.", "en": "Open a journal."}},
		Notice: []promise.Text{{"nb": "Merkelappene.", "en": "The labels."}}}
	for _, p := range demo.Staff {
		d.Roles = append(d.Roles, web.DemoRole{Role: p.Roles[0], UserName: p.UserName, Name: p.Name, Password: demo.Password,
			Text: promise.Text{"nb": "Prøv.", "en": "Try."},
			Code: func(now time.Time) string { code, _ := demo.Code(p.UserName, now); return code }})
	}
	return d
}

// tab is one browser window, as one reader has it.
type tab struct {
	t     *testing.T
	ctx   context.Context
	lang  string
	width int64

	mu       sync.Mutex
	messages []string
	opened   map[string]bool
}

func newTab(t *testing.T, lang string, width int64, scripts bool) *tab {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chrome), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("lang", lang))
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, lang: lang, width: width, opened: map[string]bool{}}
	b.must("start", chromedp.Do(ctx, chromedp.EmulateViewport(width, 800), b.call(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, log.Enable, cdp.Empty{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
		return err
	})))
	b.must("listen", chromedp.Listen(ctx, b.listen))
	return b
}

// dark makes the reader one who prefers dark pages.
func (b *tab) dark() {
	b.t.Helper()
	b.do("dark", b.call(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
		return err
	}))
}

func (b *tab) call(f func(context.Context, *chromedp.Target) error) chromedp.Action[chromedp.Void] {
	return chromedp.Func(f)
}

// listen keeps what the browser complains about.
func (b *tab) listen(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *log.EventEntryAdded:
		// A page that answers 403, 404, 410 or 422 on purpose is no fault.
		if !strings.Contains(e.Entry.Text, "the server responded with a status of 4") {
			b.messages = append(b.messages, string(e.Entry.Level)+": "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		for _, a := range e.Args {
			b.messages = append(b.messages, "console: "+string(a.Value))
		}
	case *runtime.EventExceptionThrown:
		b.messages = append(b.messages, "exception: "+e.ExceptionDetails.Text)
	case *page.EventJavascriptDialogOpening:
		b.messages = append(b.messages, "dialog: "+e.Message)
	}
}

// must ends the test on an error, saying on which page it happened.
func (b *tab) must(what string, err error) {
	b.t.Helper()
	if err == nil {
		return
	}
	title, _ := chromedp.Run(b.ctx, chromedp.Title())
	body, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body ? document.body.innerText : ''"))
	b.t.Fatalf("%s: %v\non the page %q:\n%.900s", what, err, title, body)
}

func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	b.must(what, chromedp.Do(ctx, steps...))
}

// ask evaluates an expression in the page.
func ask[T any](b *tab, expression string, opts ...chromedp.EvaluateOption) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, opts...))
	b.must("evaluate", err)
	return v
}

// open goes to an address of the site.
func (b *tab) open(path string) {
	b.t.Helper()
	b.do("open "+path, chromedp.Navigate(theSite.url+path), chromedp.WaitReady(chromedp.CSS("footer")))
}

// press clicks something and waits for the page that comes.
func (b *tab) press(selector string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	_, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector)))
	b.must("press "+selector, err)
	b.do("after "+selector, chromedp.WaitReady(chromedp.CSS("footer")))
}

func (b *tab) fill(selector, text string) {
	b.t.Helper()
	b.do("fill "+selector, chromedp.SetValue(chromedp.CSS(selector), text))
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

func (b *tab) has(selector string) bool {
	b.t.Helper()
	return ask[bool](b, fmt.Sprintf("document.querySelector(%q) !== null", selector))
}

func (b *tab) text(selector string) string {
	b.t.Helper()
	return ask[string](b, fmt.Sprintf("(document.querySelector(%q) || {innerText: ''}).innerText", selector))
}

// enter goes through the demo's door as a member of staff.
func (b *tab) enter(user string) {
	b.t.Helper()
	theSite.mu.Lock()
	theSite.clock.Advance(31 * time.Second)
	b.open("/?lang=" + b.lang)
	b.press(fmt.Sprintf("form[action='/door']:has(input[value='%s']) button", user))
	theSite.mu.Unlock()
}

// work chooses a purpose on the start page, after a role where there are more.
func (b *tab) work(role, purpose string) {
	b.t.Helper()
	if b.has("form[action='/role'] input[name='role']") {
		b.press(fmt.Sprintf("main form[action='/role']:has(input[value='%s']) button", role))
	}
	b.press(fmt.Sprintf("main form[action='/purpose']:has(input[value='%s']) button", purpose))
}
