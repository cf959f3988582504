// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// checksPage is where the checks are listed for people.
const checksPage = "https://github.com/lupaus/lupaus/blob/main/docs/promise-language.md#6-what-check-finds"

// finding is one problem as --format json writes it. Line and column count from 1 and
// are left out when a finding concerns a whole file or folder.
type finding struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Code   string `json:"code"`
	Level  string `json:"level"` // error, warning
	Clause string `json:"clause,omitempty"`
	What   string `json:"what"`
	Rule   string `json:"rule,omitempty"`
	Mend   string `json:"mend,omitempty"`
	Title  string `json:"title,omitempty"`
}

// writeJSON writes a list of findings, one a line.
func writeJSON(w io.Writer, _ string, problems promise.Problems) error {
	if len(problems) == 0 {
		_, err := fmt.Fprintln(w, "[]")
		return err
	}
	for i, p := range problems {
		text, err := json.Marshal(findingOf(p))
		if err != nil {
			return err
		}
		before, after := "", ",\n"
		if i == 0 {
			before = "["
		}
		if i == len(problems)-1 {
			after = "]\n"
		}
		if _, err := fmt.Fprint(w, before, string(text), after); err != nil {
			return err
		}
	}
	return nil
}

func findingOf(p promise.Problem) finding {
	x := finding{File: p.File, Line: p.Line, Column: p.Column, Code: p.Code, Level: levelOf(p), Clause: p.Clause, What: p.What, Rule: p.Rule, Mend: p.Mend}
	if e := promise.Explain(p.Code); e != nil {
		x.Title = e.Title
	}
	return x
}

func levelOf(p promise.Problem) string {
	if p.Warning {
		return "warning"
	}
	return "error"
}

// The parts of a SARIF 2.1.0 log that findings need. Names are the standard's.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID            string       `json:"id"`
		Short         sarifMessage `json:"shortDescription"`
		Full          sarifMessage `json:"fullDescription"`
		Help          sarifMessage `json:"help"`
		HelpURI       string       `json:"helpUri"`
		Configuration sarifLevel   `json:"defaultConfiguration"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
)

// writeSARIF writes a log with every check as a rule and every finding as a result, so
// that editors and code hosts show them at their lines.
func writeSARIF(w io.Writer, dir string, problems promise.Problems) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
		Tool: sarifTool{sarifDriver{Name: "lupaus", InformationURI: checksPage}}}
	at := map[string]int{}
	for i, x := range promise.Explanations() {
		level := "error"
		if x.Warning() {
			level = "warning"
		}
		at[x.Code] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{ID: x.Code, Short: sarifMessage{x.Title}, Full: sarifMessage{x.Why},
			Help: sarifMessage{x.Why + "\n\nAsked by: " + x.Law + "\n\n" + example(x)}, HelpURI: checksPage, Configuration: sarifLevel{level}})
	}
	for _, p := range problems {
		run.Results = append(run.Results, sarifResult{RuleID: p.Code, RuleIndex: at[p.Code], Level: levelOf(p), Message: sarifMessage{message(p)}, Locations: locations(dir, p)})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

// example says an explanation's example as text.
func example(x *promise.Explanation) string {
	var b strings.Builder
	fmt.Fprintln(&b, "Fires:")
	for _, d := range x.Differences() {
		side(&b, d.File, d.Wrong)
	}
	fmt.Fprintln(&b, "Mended:")
	for _, d := range x.Differences() {
		side(&b, d.File, d.Right)
	}
	return b.String()
}

// message is the finding without its place and code, which SARIF says apart.
func message(p promise.Problem) string {
	return strings.TrimPrefix(promise.Problem{Code: p.Code, What: p.What, Rule: p.Rule, Mend: p.Mend}.String(), p.Code+" ")
}

func locations(dir string, p promise.Problem) []sarifLocation {
	var l sarifLocation
	if p.File != "" {
		l.Physical = &sarifPhysical{Artifact: sarifArtifact{address(filepath.Join(dir, filepath.FromSlash(p.File)))}}
		if p.Line > 0 {
			l.Physical.Region = &sarifRegion{StartLine: p.Line, StartColumn: p.Column}
		}
	}
	if p.Clause != "" {
		l.Logical = []sarifLogical{{p.Clause}}
	}
	if l.Physical == nil && l.Logical == nil {
		return nil
	}
	return []sarifLocation{l}
}

// address gives a file as a URI: relative to the working folder, as code hosts want it,
// or absolute where it lies outside.
func address(path string) string {
	if here, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(rel) {
			return (&url.URL{Path: filepath.ToSlash(rel)}).String()
		}
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}
