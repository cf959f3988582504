// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/promise"
)

const pinned = "kind: organisation\nid: org\nfollows: # what we share\n  rules: {document: region/rules, text: {fi: \"äö, 5\", en: \"v 5\"}, version: 5, fills: {a.b: 5}}\n\n  log:\n    version:   12   # twelve\n    document: region/log\n"

func TestPinsAreReadAlsoWhileCopiesAreMissing(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"a.yaml": {Data: []byte("kind: register\nid: a\n")}, "org.yaml": {Data: []byte(pinned)}, "followed/region/x.yaml": {Data: []byte("kind: organisation\nid: x\n")}}
	file, pins, problems := promise.Pins(files)
	want := []promise.Pin{{ID: "rules", Owner: "region", Document: "rules", Version: 5, Line: 4, Column: 76}, {ID: "log", Owner: "region", Document: "log", Version: 12, Line: 7, Column: 16}}
	if file != "org.yaml" || len(problems) > 0 {
		t.Fatalf("file %q, problems %s", file, problems)
	}
	if diff := cmp.Diff(want, pins); diff != "" {
		t.Error(diff)
	}
	for name, text := range map[string]string{"no version": "{document: region/rules}", "a version in quotes": "{document: region/rules, version: \"5\"}", "no owner": "{document: rules, version: 5}", "a way out of the folder": "{document: ../rules, version: 5}", "nothing": "~", "a version below 1": "{document: region/rules, version: 0}", "a version with a sign": "{document: region/rules, version: +5}"} {
		_, pins, problems := promise.Pins(fstest.MapFS{"org.yaml": {Data: []byte("kind: organisation\nid: org\nfollows:\n  rules: " + text + "\n")}})
		if len(pins) > 0 || len(problems.Errors()) != 1 || problems[0].Line != 4 {
			t.Errorf("%s: %v, %s", name, pins, problems)
		}
	}
	if _, _, problems := promise.Pins(fstest.MapFS{"a.yaml": {Data: []byte("kind: register\nid: a\n")}}); len(problems) != 1 {
		t.Errorf("no organisation: %s", problems)
	}
}

func TestAPinIsMovedAndNothingElseChanges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		text := []byte(pinned)
		_, pins, _ := promise.Pins(fstest.MapFS{"org.yaml": {Data: text}})
		first, second := rapid.IntRange(1, 1_000_000).Draw(r, "rules"), rapid.IntRange(1, 1_000_000).Draw(r, "log")
		for i, version := range []int{first, second} {
			var err error
			if text, err = pins[i].Repin(text, version); err != nil {
				r.Fatal(err)
			}
		}
		_, moved, problems := promise.Pins(fstest.MapFS{"org.yaml": {Data: text}})
		if len(problems) > 0 || moved[0].Version != first || moved[1].Version != second {
			r.Fatalf("%v %s", moved, problems)
		}
		for i, version := range []int{5, 12} {
			var err error
			if text, err = moved[i].Repin(text, version); err != nil {
				r.Fatal(err)
			}
		}
		if string(text) != pinned {
			r.Fatalf("something else changed:\n%s", text)
		}
	})
	_, pins, _ := promise.Pins(fstest.MapFS{"org.yaml": {Data: []byte(pinned)}})
	for _, other := range []string{"", "kind: organisation\n", strings.Replace(pinned, "version: 5", "version: 6", 1), strings.Repeat("\n", 20)} {
		if _, err := pins[0].Repin([]byte(other), 6); err == nil {
			t.Errorf("a pin was moved in another text: %q", other)
		}
	}
}

// FuzzPins moves every pin of any text, and wants each to be found at its new version.
func FuzzPins(f *testing.F) {
	f.Add([]byte(pinned))
	f.Add([]byte("kind: organisation\nfollows: {a: {document: b/c, version: 007}}\n"))
	f.Add([]byte("follows:\n  å: {version: 1, document: b/c}\n  b: {document: b/c, version: 99999999999999999999}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		pins, _ := promise.PinsIn("org.yaml", text)
		for i, p := range pins {
			moved, err := p.Repin(text, p.Version+9)
			if err != nil {
				t.Fatalf("%+v: %v", p, err)
			}
			if again, _ := promise.PinsIn("org.yaml", moved); len(again) != len(pins) || again[i].Version != p.Version+9 {
				t.Fatalf("%+v became %+v", p, again)
			}
		}
	})
}
