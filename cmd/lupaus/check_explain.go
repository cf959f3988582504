// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// explainWidth is how wide explanations are told, in characters.
const explainWidth = 80

// explain teaches one check, or lists all of them.
func explain(w io.Writer, code string) error {
	out := bufio.NewWriter(w)
	defer out.Flush()
	if code == "all" {
		for _, x := range promise.Explanations() {
			fmt.Fprintf(out, "%-4s %s\n", x.Code, x.Title)
		}
		return nil
	}
	x := promise.Explain(code)
	if x == nil {
		return fmt.Errorf("there is no check %q; lupaus check --explain all lists them", code)
	}
	level := "error: nothing of the files is used until it is mended"
	if x.Warning() {
		level = "warning: the files can be used nevertheless"
	}
	fmt.Fprintf(out, "%s  %s\n(%s)\n\n%s\n\nAsked by: %s\n", x.Code, x.Title, level, wrap(x.Why, explainWidth), x.Law)
	if x.On != "" {
		fmt.Fprintf(out, "Looked at on: %s\n", x.On)
	}
	differences := x.Differences()
	fmt.Fprintf(out, "\nAn example that it fires on\n")
	for _, d := range differences {
		side(out, d.File, d.Wrong)
	}
	fmt.Fprintf(out, "\nThe same, mended\n")
	for _, d := range differences {
		side(out, d.File, d.Right)
	}
	return nil
}

// side writes the lines of one side of a difference.
func side(w io.Writer, file string, lines []string) {
	fmt.Fprintf(w, "  %s\n", file)
	if len(lines) == 0 {
		fmt.Fprintln(w, "      (nothing stands there)")
	}
	for _, line := range lines {
		fmt.Fprintf(w, "      %s\n", line)
	}
}

// wrap breaks a text into lines of at most so many characters.
func wrap(text string, width int) string {
	var b strings.Builder
	at := 0
	for _, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case at == 0:
		case at+1+n > width:
			b.WriteByte('\n')
			at = 0
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	return b.String()
}
