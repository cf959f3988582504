// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/promise"
)

func TestAProblemReadsAsOneLine(t *testing.T) {
	t.Parallel()
	_, problems := promise.Load(changed(t, change{"condition: health-care, ", ""}))
	want := `people.yaml:23:3: E19 [people/data/notes] special data (health) are kept for "care", which has no condition; Art. 9(2); add condition: explicit-consent, employment-law, vital-interest, association, made-public, legal-claims, substantial-public-interest, health-care, public-health, research`
	if got := problems.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if err := problems.Err(); err == nil || err.Error() != want {
		t.Errorf("Err() is %v", err)
	}
}

func TestAllProblemsComeAtOnceInFileOrder(t *testing.T) {
	t.Parallel()
	_, problems := promise.Load(changed(t, change{"kept-in: [box]\n    special", "keptin: [box]\n    special"}, change{"country: SE", "country: US"}, change{"field: at, take", "field: att, take"}))
	var got []string
	for _, p := range problems {
		got = append(got, p.File+" "+p.Code)
	}
	if diff := cmp.Diff([]string{"log.yaml E2", "organisation.yaml E12", "people.yaml W75", "people.yaml E1"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMendsNameTheNearestWord(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change change
		want   string
	}{
		"a key":             {change{"represented-by: head", "represented-bye: head"}, `did you mean "represented-by"?`},
		"a role":            {change{"allow: [find], who: [helper]", "allow: [find], who: [helpr]"}, `did you mean "helper"?`},
		"a word of a list":  {change{"take: last", "take: lst"}, `did you mean "last"?`},
		"a fact":            {change{"if: [in-care]", "if: [in-car]"}, `did you mean "in-care"?`},
		"a comma in braces": {change{"{fi: Tilaan., en: I subscribe.}", "{fi: Tilaan, kiitos., en: I subscribe.}"}, `in quotes`},
		"a colon in braces": {change{"{fi: Tilaan., en: I subscribe.}", "{fi: Tilaan: kyllä., en: I subscribe.}"}, `in quotes`},
		"yes for true":      {change{"mask: true", "mask: yes"}, "true or false"},
		"one item alone":    {change{"who: [staff], data: [notes]", "who: staff, data: [notes]"}, "who: [staff]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := promise.Load(changed(t, c.change))
			if !strings.Contains(problems.String(), c.want) {
				t.Errorf("found:\n%s\nwant something with %q", problems, c.want)
			}
		})
	}
}

func TestWarningsDoNotPreventARelease(t *testing.T) {
	t.Parallel()
	r, problems := promise.Load(changed(t, change{"mask: true, ", ""}))
	if r == nil || codes(problems) != "W33" || problems.Err() != nil || len(problems.Warnings()) != 1 {
		t.Errorf("release %v, problems %s", r, problems)
	}
}

func TestTheArchiveIsTheReleaseInOneText(t *testing.T) {
	t.Parallel()
	r := base(t)
	again, problems := promise.FromArchive(r.Archive())
	if again == nil {
		t.Fatal(problems)
	}
	if !bytes.Equal(again.Archive(), r.Archive()) || again.Digest() != r.Digest() {
		t.Error("the archive of the archive is another one")
	}
	if base(t, change{"then: 2 years", "then: 3 years"}).Digest() == r.Digest() {
		t.Error("a changed promise has the same digest")
	}
	if !bytes.HasPrefix(r.Archive(), []byte("lupaus-promise/1\nfiles 3\nfile log.yaml ")) {
		t.Errorf("begins with %.40q", r.Archive())
	}
}

func TestADamagedArchiveIsRefused(t *testing.T) {
	t.Parallel()
	archive := base(t).Archive()
	for i := 0; i < len(archive); i += 7 {
		if r, _ := promise.FromArchive(archive[:i]); r != nil {
			t.Fatalf("took the first %d bytes of an archive", i)
		}
	}
	swapped := strings.Replace(string(archive), "file log.yaml", "file zzz.yaml", 1)
	longer := strings.Replace(string(archive), "file log.yaml ", "file log.yaml 0", 1)
	first := string(archive)[strings.Index(string(archive), "file log.yaml"):strings.Index(string(archive), "file organisation.yaml")]
	twice := strings.Replace(strings.Replace(string(archive), "files 3\n", "files 4\n", 1), first, first+first, 1)
	for name, text := range map[string]string{"files out of order": swapped, "a file twice": twice, "a length with a zero before it": longer, "text after the end": string(archive) + "x", "nothing": "", "another version": "lupaus-promise/2\n"} {
		if r, problems := promise.FromArchive([]byte(text)); r != nil || !strings.Contains(problems.String(), "the archive is damaged") {
			t.Errorf("%s: took it, or gave another reason: %s", name, problems)
		}
	}
}

// broken is a folder whose files cannot be opened.
type broken struct{ fs.FS }

func (b broken) Open(name string) (fs.File, error) {
	if name == "log.yaml" {
		return nil, errors.New("the disk is gone")
	}
	return b.FS.Open(name)
}

func TestFoldersThatAreNoPromise(t *testing.T) {
	t.Parallel()
	many := fstest.MapFS{}
	for i := range 2100 {
		many[fmt.Sprintf("f%04d.yaml", i)] = &fstest.MapFile{Data: []byte("a: 1")}
	}
	short := changed(t)
	short["extra.yml"] = &fstest.MapFile{Data: []byte("kind: register")}
	odd := changed(t)
	odd["my file.yaml"] = &fstest.MapFile{Data: []byte("kind: register")}
	large := changed(t)
	large["large.yaml"] = &fstest.MapFile{Data: bytes.Repeat([]byte("# comment\n"), 450_000)}
	for name, c := range map[string]struct {
		folder fs.FS
		want   string
	}{
		"an empty folder":           {fstest.MapFS{}, "no promise files"},
		"a folder that is missing":  {os.DirFS("no-such-folder"), "cannot be read"},
		"a file that cannot be had": {broken{changed(t)}, "the disk is gone"},
		"a .yml file":               {short, "name it *.yaml"},
		"a name with a blank":       {odd, "unusual name"},
		"a file too large":          {large, "bytes; the largest"},
		"too many files":            {many, "more than 2000"},
		"a list on top":             {fstest.MapFS{"a.yaml": {Data: []byte("- a\n")}}, "no map"},
		"no kind":                   {fstest.MapFS{"a.yaml": {Data: []byte("id: a\n")}}, `"kind" is missing`},
		"an unknown kind":           {fstest.MapFS{"a.yaml": {Data: []byte("kind: registry\nid: a\n")}}, `did you mean "register"?`},
		"a kind of later":           {fstest.MapFS{"a.yaml": {Data: []byte("kind: procedure\nid: a\n")}}, "kind procedure is reserved until its engine is built"},
		"two organisations":         {fstest.MapFS{"a.yaml": {Data: []byte(baseOrganisation)}, "b.yaml": {Data: []byte(strings.Replace(baseOrganisation, "id: org", "id: two", 1))}}, "a second document of kind organisation"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, problems := promise.Load(c.folder)
			if r != nil || !strings.Contains(problems.String(), c.want) {
				t.Errorf("release %v, found:\n%s\nwant something with %q", r, problems, c.want)
			}
		})
	}
}

// TestHostilePromisesEndSoon feeds shapes that make careless checkers slow. It is not
// parallel and counts processor time, so that a busy machine does not change the answer.
func TestHostilePromisesEndSoon(t *testing.T) {
	wide := func(section, entry string, n int) string {
		var b strings.Builder
		b.WriteString(basePeople[:strings.Index(basePeople, "purposes:")] + section + ":\n")
		for i := range n {
			fmt.Fprintf(&b, "  x%d: "+entry+"\n", i, max(i-1, 0))
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"a chain of two thousand purposes": wide("purposes", "{under: x%d, name: {fi: a, en: b}}", 2000),
		"a hundred thousand unknown keys":  strings.Repeat("k", 1) + "ind: register\nid: people\n" + numbered("z%d: 1\n", 60_000),
		"a list of everything":             "kind: register\nid: people\nversion: 1\naccess: {a: {allow: [find], who: [" + numbered("r%d, ", 60_000) + "]}}\n",
		"many unknown references":          wide("access", "{allow: [find], who: [nobody%d], data: [card], for: [care]}", 2400),
		"many fields":                      "kind: register\nid: people\nversion: 1\ndata: {a: {fields: {" + numbered("f%d: {type: text}, ", 30_000) + "}}}\n",
	} {
		t.Run(name, func(t *testing.T) {
			files := changed(t)
			files["people.yaml"] = &fstest.MapFile{Data: []byte(text)}
			start := processorTime(t)
			r, problems := promise.Load(files)
			if r != nil || len(problems) == 0 || len(problems) > 1001 {
				t.Errorf("release %v with %d problems", r, len(problems))
			}
			if took := processorTime(t) - start; took > 15*time.Second {
				t.Errorf("took %v of processor time", took)
			}
		})
	}
}

func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// FuzzLoad shows that no bytes make loading panic or hang, that every problem can be
// shown, and that what loads can be read back from its archive.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(basePeople))
	f.Add([]byte(baseLog))
	f.Add([]byte("kind: register\nid: people\nversion: 1\naccess: {a: {allow: [find]}}\n"))
	f.Add([]byte("kind: register\nid: people\npurposes: {a: {under: b}, b: {under: a}}\ndata: {c: {for: [a]}}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		files := fstest.MapFS{"organisation.yaml": {Data: []byte(baseOrganisation)}, "log.yaml": {Data: []byte(baseLog)}, "people.yaml": {Data: data}}
		r, problems := promise.Load(files)
		if (r == nil) != (len(problems.Errors()) > 0) {
			t.Fatalf("release %v with %d errors", r, len(problems.Errors()))
		}
		for _, p := range problems {
			if p.Code == "" || p.What == "" || !strings.Contains(p.String(), p.What) {
				t.Fatalf("a problem without words: %+v", p)
			}
		}
		if r == nil {
			return
		}
		if again, _ := promise.FromArchive(r.Archive()); again == nil || again.Digest() != r.Digest() {
			t.Fatal("does not come back from its archive")
		}
		for _, g := range r.Registers {
			for _, c := range g.Access {
				if c.Sentence("fi") == "" {
					t.Fatalf("%s has no sentence", c.Name)
				}
			}
		}
	})
}
