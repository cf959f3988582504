// SPDX-License-Identifier: EUPL-1.2

package browsertest

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/publish"
)

// publishedSites are the examples whose published pages are opened.
var publishedSites = []string{"hms", "ams", "ttl", "statfin", "tampere"}

// published serves an example's static pages as any web server would.
func published(t *testing.T, name string) (url string, site *publish.Site, files fstest.MapFS) {
	t.Helper()
	dir, err := fs.Sub(examples.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	r, problems := promise.Load(dir)
	if r == nil {
		t.Fatalf("%s: %v", name, problems.Errors())
	}
	site, err = publish.New(r, publish.Published{}.With(r, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)), nil)
	if err != nil {
		t.Fatal(err)
	}
	out, err := site.Static(nil)
	if err != nil {
		t.Fatal(err)
	}
	files = fstest.MapFS{"favicon.ico": {}} // a browser asks for one
	for _, f := range out {
		files[f.Path] = &fstest.MapFile{Data: f.Data}
	}
	srv := httptest.NewServer(http.FileServerFS(files))
	t.Cleanup(srv.Close)
	return srv.URL, site, files
}

// openAt goes to an address of any site.
func (b *tab) openAt(url string) {
	b.t.Helper()
	b.do("open "+url, chromedp.Navigate(url), chromedp.WaitReady(chromedp.CSS("main")))
}

// worthOpening are the pages of a language that are opened: every kind of page, and of
// the registers' own notices the longest.
func worthOpening(files fstest.MapFS, lang string) (out []string) {
	longest := ""
	for file, f := range files {
		switch {
		case path.Dir(file) != lang || !strings.HasSuffix(file, ".html"):
		case !strings.HasPrefix(path.Base(file), "register-"):
			out = append(out, file)
		case longest == "" || len(f.Data) > len(files[longest].Data):
			longest = file
		}
	}
	if longest != "" {
		out = append(out, longest)
	}
	slices.Sort(out)
	return out
}

// Law: gdpr 12(1)
func TestPublishedPagesAreAccessibleOnPhoneAndDesk(t *testing.T) {
	t.Parallel()
	for _, name := range publishedSites {
		t.Run(name, func(t *testing.T) {
			url, site, files := published(t, name)
			for i, lang := range site.Languages() {
				b := newTab(t, lang, []int64{390, 1280}[i%2], true)
				for _, file := range worthOpening(files, lang) {
					b.openAt(url + "/" + file)
					b.check("published-" + name + "-" + strings.TrimSuffix(path.Base(file), ".html"))
				}
				b.dark()
				b.openAt(url + "/" + lang + "/index.html")
				b.check("published-" + name + "-dark")
			}
		})
	}
}

// slow makes the tab a cheap phone far from a mast: a quarter of the processor, 400 ms to
// and fro, 400 kbit/s down, as browsers' own "slow 3G" has it.
func (b *tab) slow() {
	b.t.Helper()
	b.do("slow", b.call(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4}); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, t, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, t, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Latency: 400, DownloadThroughput: 400_000 / 8, UploadThroughput: 400_000 / 8}}})
		return err
	}))
}

// TestFirstPaintOfNoticesOnASlowPhone reports how soon a notice shows something. It
// asserts nothing of time, which belongs to the machine.
func TestFirstPaintOfNoticesOnASlowPhone(t *testing.T) {
	t.Parallel()
	for _, name := range publishedSites {
		url, site, _ := published(t, name)
		b := newTab(t, site.Languages()[0], 390, false)
		b.slow()
		b.do("open", chromedp.Navigate(url+"/"+site.Languages()[0]+"/index.html"), chromedp.WaitReady(chromedp.CSS(".lu-published")))
		paint := ask[float64](b, "(performance.getEntriesByName('first-contentful-paint')[0] || {startTime: -1}).startTime")
		whole := ask[float64](b, "performance.timing.loadEventEnd - performance.timing.navigationStart")
		t.Logf("%s: first contentful paint after %.0f ms, loaded after %.0f ms", name, paint, whole)
		if paint < 0 {
			t.Errorf("%s: nothing was painted", name)
		}
	}
}
