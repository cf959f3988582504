// SPDX-License-Identifier: EUPL-1.2

package publish_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/publish"
)

// shelf is a folder that is published to, in memory.
type shelf struct {
	t  *testing.T
	fs fstest.MapFS
}

// publish does what the command does: read what stands there, publish, write, take away.
func (s *shelf) publish(r *promise.Release, at time.Time) (*publish.Site, publish.Outcome) {
	s.t.Helper()
	before, err := publish.Before(s.fs)
	if err != nil {
		s.t.Fatal(err)
	}
	site, err := publish.New(r, before.With(r, at), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	files, err := site.Static(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := before.Outcome(site, files)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range out.Write {
		s.fs[f.Path] = &fstest.MapFile{Data: bytes.Clone(f.Data)}
	}
	for _, name := range out.Remove {
		delete(s.fs, name)
	}
	return site, out
}

func (s *shelf) text(name string) string {
	s.t.Helper()
	data, err := fs.ReadFile(s.fs, name)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

// changed is the example with some texts replaced.
func changed(t *testing.T, replace map[string][2]string) *promise.Release {
	t.Helper()
	const dir = "../../examples/hms"
	files := fstest.MapFS{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".yaml") {
			continue
		}
		data, err := os.ReadFile(dir + "/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if x, ok := replace[e.Name()]; ok {
			if !bytes.Contains(data, []byte(x[0])) {
				t.Fatalf("%s has no %q", e.Name(), x[0])
			}
			data = bytes.ReplaceAll(data, []byte(x[0]), []byte(x[1]))
		}
		files[e.Name()] = &fstest.MapFile{Data: data}
	}
	r, problems := promise.Load(files)
	if r == nil {
		t.Fatal(problems.Errors())
	}
	return r
}

// Keeps: AMS-106
// Keeps: AMS-107
// Keeps: AMS-108
func TestANewVersionShowsWhatChangedAndLeavesTheOldOneReadable(t *testing.T) {
	t.Parallel()
	s := &shelf{t, fstest.MapFS{}}
	first := load(t, "../../examples/hms")
	s.publish(first, day)
	old := s.text("versions/1/nb/index.html")
	if !strings.Contains(s.text("nb/history.html"), "Dette var den første.") {
		t.Error("the first edition does not say that it is")
	}

	second := changed(t, map[string][2]string{"applications.yaml": {"every: 1 year", "every: 6 months"}})
	s.publish(second, day.AddDate(0, 1, 0))
	history := s.text("nb/history.html")
	for _, want := range []string{"Publisert 22. november 2026", "Publisert 22. desember 2026", "gjelder nå", "../versions/1/nb/index.html", "<del>", "<ins>"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history lacks %q", want)
		}
	}
	if s.text("versions/1/nb/index.html") != old {
		t.Error("an edition that was published has changed")
	}
	if !strings.Contains(s.text("versions/2/nb/index.html"), "Dette er versjon 2 slik den ble publisert 22. desember 2026") {
		t.Error("the page of the second edition does not say which one it is")
	}

	if _, out := s.publish(second, day.AddDate(0, 2, 0)); len(out.Remove) > 0 || strings.Contains(s.text("nb/history.html"), "januar 2027") {
		t.Error("publishing the same again made another edition")
	}
}

func TestWhatTheSiteNoLongerHasIsTakenAway(t *testing.T) {
	t.Parallel()
	s := &shelf{t, fstest.MapFS{}}
	s.publish(load(t, "../../examples/ttl"), day)
	if s.fs["fi/cookies.html"] == nil {
		t.Fatal("there is no page of cookies")
	}
	s.publish(load(t, "../../examples/hms"), day.AddDate(0, 0, 1))
	if s.fs["fi/cookies.html"] != nil || s.fs["fi/index.html"] != nil {
		t.Error("pages of another release stayed")
	}
	if s.fs["versions/1/fi/index.html"] == nil {
		t.Error("the earlier edition was taken away")
	}
}

func TestAFolderThatIsNotOursOrWasChangedIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := publish.Before(fstest.MapFS{"letters/draft.txt": {Data: []byte("x")}}); !errors.Is(err, publish.ErrForeign) {
		t.Errorf("a folder with letters: %v", err)
	}
	s := &shelf{t, fstest.MapFS{}}
	s.publish(load(t, "../../examples/hms"), day)
	archive := s.fs["versions/1/release.promise"]
	archive.Data = append(bytes.Clone(archive.Data), '\n')
	if _, err := publish.Before(s.fs); err == nil || !strings.Contains(err.Error(), "take the file back from a copy") {
		t.Errorf("an archive that was changed: %v", err)
	}
	delete(s.fs, "versions/1/release.promise")
	if _, err := publish.Before(s.fs); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an archive that is gone: %v", err)
	}
	s.fs["versions/index.json"] = &fstest.MapFile{Data: []byte("{}")}
	if _, err := publish.Before(s.fs); err == nil {
		t.Error("an index of another form was taken")
	}
}

// Keeps: HMS-41
func TestAPublicAgreementIsPublishedWithItsKindAndSize(t *testing.T) {
	t.Parallel()
	r := load(t, "../../examples/hms")
	files := fstest.MapFS{"2018-10-22-Databehandleravtale-CGM.pdf": {Data: []byte("%PDF-1.4 invented")}, "databehandleravtale-biztek.pdf": {Data: []byte("not public")}}
	found, missing := publish.FindDocuments(r, files)
	if len(found) != 1 || len(missing) != 0 {
		t.Fatalf("found %v, missing %v", found, missing)
	}
	s, err := publish.New(r, publish.Published{}.With(r, day), found)
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.Static(files)
	if err != nil {
		t.Fatal(err)
	}
	byPath := map[string][]byte{}
	for _, f := range out {
		byPath[f.Path] = f.Data
	}
	if !bytes.Equal(byPath["agreements/2018-10-22-Databehandleravtale-CGM.pdf"], files["2018-10-22-Databehandleravtale-CGM.pdf"].Data) || byPath["agreements/databehandleravtale-biztek.pdf"] != nil {
		t.Error("another set of agreements was copied than the public one")
	}
	page := string(byPath["nb/agreements.html"])
	for _, want := range []string{`href="../agreements/2018-10-22-Databehandleravtale-CGM.pdf"`, "PDF · 6.51 MB"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if _, missing := publish.FindDocuments(r, fstest.MapFS{}); len(missing) != 1 {
		t.Errorf("missing: %v", missing)
	}
}

// FuzzIndex reads any index without a panic, and nothing outside the folder.
func FuzzIndex(f *testing.F) {
	f.Add([]byte(`{"format":"lupaus-published/1","editions":[{"number":1,"published":"2026-11-22T09:30:00Z","digest":"x","archive":"versions/1/release.promise"}],"files":["../../etc/passwd"]}`))
	f.Add([]byte(`{"format":"lupaus-published/1"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := publish.Before(fstest.MapFS{"versions/index.json": {Data: text}, "versions/1/release.promise": {Data: []byte("x")}})
		if err != nil {
			return
		}
		for _, e := range p.Editions {
			if len(e.Digest) != 64 {
				t.Errorf("an edition with the digest %q", e.Digest)
			}
		}
	})
}
