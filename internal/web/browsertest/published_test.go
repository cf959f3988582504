// SPDX-License-Identifier: EUPL-1.2

package browsertest

import (
	"compress/gzip"
	"context"
	"io/fs"
	"maps"
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
	srv := httptest.NewServer(packed(http.FileServerFS(files)))
	t.Cleanup(srv.Close)
	return srv.URL, site, files
}

// packed sends pages compressed, as web servers do.
func packed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/") && !strings.HasSuffix(r.URL.Path, ".html") || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			next.ServeHTTP(w, r)
			return
		}
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		maps.Copy(w.Header(), rec.Header())
		w.Header().Del("Content-Length")
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(rec.Code)
		z := gzip.NewWriter(w)
		_, _ = rec.Body.WriteTo(z) // the browser has gone away: nobody to tell
		_ = z.Close()
	})
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

// slow makes the tab a cheap phone far from a mast: a processor so many times slower, 400 ms to
// and fro, 400 kbit/s down, as browsers' own "slow 3G" has it.
func (b *tab) slow(rate float64) {
	b.t.Helper()
	b.do("slow", b.call(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate}); err != nil {
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

// TestFirstPaintOfNoticesOnASlowPhone reports how soon a notice shows something, beside a
// page of one word, which tells what the machine itself takes. It asserts nothing of time.
func TestFirstPaintOfNoticesOnASlowPhone(t *testing.T) {
	t.Parallel()
	for _, name := range publishedSites {
		url, site, files := published(t, name)
		files["word.html"] = &fstest.MapFile{Data: []byte("<!doctype html><html lang=en><title>w</title><main>word</main></html>")}
		for _, rate := range []float64{1, 4} {
			b := newTab(t, site.Languages()[0], 390, true) // the page has no script; what asks it is one
			b.slow(rate)
			word := b.paint(url + "/word.html")
			notice := b.paint(url + "/" + site.Languages()[0] + "/")
			t.Logf("%s, processor slowed %.0f times: a page of one word %.0f ms, the notice %.0f ms", name, rate, word, notice)
			if notice < 0 {
				t.Errorf("%s: nothing was painted", name)
			}
		}
	}
}

// paint opens an address and tells when something was first seen, in milliseconds.
func (b *tab) paint(url string) float64 {
	b.t.Helper()
	b.openAt(url)
	return ask[float64](b, `new Promise(seen => {
		const done = list => { const e = list.find(x => x.name === "first-contentful-paint"); if (e) seen(e.startTime); };
		new PerformanceObserver(o => done(o.getEntries())).observe({type: "paint", buffered: true});
		setTimeout(() => seen(-1), 15000);
	})`, chromedp.EvalAwaitPromise)
}
