// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/promise"
)

// someProblems are findings of every shape: with and without place, clause and mend.
func someProblems() promise.Problems {
	return promise.Problems{
		{File: "a.yaml", Line: 3, Column: 7, Code: "E15", Clause: "a/purposes/b", What: "the purpose has no legal basis", Rule: "Art. 6(1)", Mend: "add basis"},
		{File: "followed/region/ø b.yaml", Line: 1, Column: 1, Code: "W8", Clause: "b", What: "says \"neither\"", Warning: true},
		{File: "c.yaml", Code: "E0", What: "cannot be read"},
		{Code: "E9", What: "nobody answers", Mend: "add organisation.yaml"},
	}
}

func TestFindingsAsJSONAreAListOfObjects(t *testing.T) {
	t.Parallel()
	for _, problems := range []promise.Problems{nil, someProblems()[:1], someProblems()} {
		var b bytes.Buffer
		if err := writeJSON(&b, "", problems); err != nil {
			t.Fatal(err)
		}
		var got []finding
		d := json.NewDecoder(&b)
		d.DisallowUnknownFields()
		if err := d.Decode(&got); err != nil {
			t.Fatalf("no list: %v", err)
		}
		if len(got) != len(problems) {
			t.Fatalf("%d findings, want %d", len(got), len(problems))
		}
		for i, x := range got {
			p := problems[i]
			if x.File != p.File || x.Line != p.Line || x.Column != p.Column || x.Code != p.Code || x.Clause != p.Clause || x.What != p.What || x.Rule != p.Rule || x.Mend != p.Mend || (x.Level == "warning") != p.Warning || x.Title == "" {
				t.Errorf("%+v was written as %+v", p, x)
			}
		}
	}
}

// TestFindingsAsSARIFHaveWhatTheStandardRequires goes through the properties that SARIF
// 2.1.0 requires (sections 3.13, 3.14, 3.18, 3.19, 3.27, 3.28, 3.30, 3.49), and those by
// which code hosts show rules and places.
func TestFindingsAsSARIFHaveWhatTheStandardRequires(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := writeSARIF(&b, "/somewhere/promise", someProblems()); err != nil {
		t.Fatal(err)
	}
	var log map[string]any
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	if log["version"] != "2.1.0" || !strings.HasSuffix(log["$schema"].(string), "sarif-2.1.0.json") {
		t.Errorf("version %v, schema %v", log["version"], log["$schema"])
	}
	run := log["runs"].([]any)[0].(map[string]any)
	if !slices.Contains([]any{"utf16CodeUnits", "unicodeCodePoints"}, run["columnKind"]) {
		t.Errorf("columnKind is %v", run["columnKind"])
	}
	driver := run["tool"].(map[string]any)["driver"].(map[string]any)
	if driver["name"] == "" {
		t.Error("the driver has no name")
	}
	isAddress(t, driver["informationUri"])
	ids := sarifRules(t, driver["rules"].([]any))
	results := run["results"].([]any)
	if len(results) != len(someProblems()) {
		t.Fatalf("%d results", len(results))
	}
	for _, x := range results {
		sarifResultIsWhole(t, x.(map[string]any), ids)
	}
}

func sarifRules(t *testing.T, rules []any) (ids []string) {
	t.Helper()
	for _, x := range rules {
		rule := x.(map[string]any)
		id := rule["id"].(string)
		if slices.Contains(ids, id) {
			t.Errorf("rule %s stands twice", id)
		}
		ids = append(ids, id)
		for _, key := range []string{"shortDescription", "fullDescription", "help"} {
			if text, _ := rule[key].(map[string]any)["text"].(string); text == "" {
				t.Errorf("rule %s has no %s", id, key)
			}
		}
		isAddress(t, rule["helpUri"])
		if level := rule["defaultConfiguration"].(map[string]any)["level"]; (level == "warning") != strings.HasPrefix(id, "W") || level != "error" && level != "warning" {
			t.Errorf("rule %s has level %v", id, level)
		}
	}
	return ids
}

func sarifResultIsWhole(t *testing.T, result map[string]any, ids []string) {
	t.Helper()
	id := result["ruleId"].(string)
	if i := int(result["ruleIndex"].(float64)); i < 0 || i >= len(ids) || ids[i] != id {
		t.Errorf("%s has rule index %d", id, i)
	}
	if text, _ := result["message"].(map[string]any)["text"].(string); text == "" || strings.HasPrefix(text, id) {
		t.Errorf("%s says %q", id, text)
	}
	if level := result["level"]; (level == "warning") != strings.HasPrefix(id, "W") {
		t.Errorf("%s has level %v", id, level)
	}
	locations, _ := result["locations"].([]any)
	for _, l := range locations {
		physical, there := l.(map[string]any)["physicalLocation"].(map[string]any)
		if !there {
			continue
		}
		isAddress(t, physical["artifactLocation"].(map[string]any)["uri"])
		if region, there := physical["region"].(map[string]any); there && (region["startLine"].(float64) < 1 || region["startColumn"].(float64) < 1) {
			t.Errorf("%s has region %v", id, region)
		}
	}
	if id == "E9" && len(locations) > 0 {
		t.Errorf("a finding without a place has %v", locations)
	}
}

func isAddress(t *testing.T, x any) {
	t.Helper()
	s, _ := x.(string)
	if u, err := url.Parse(s); err != nil || s == "" || strings.ContainsAny(s, " \\ø") || u.IsAbs() && u.Host == "" && u.Scheme != "file" {
		t.Errorf("%q is no address (%v)", s, err)
	}
}

func TestAFileIsAddressedFromTheWorkingFolder(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"/nowhere/a b.yaml": "file:///nowhere/a%20b.yaml"} {
		if got := address(path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}
