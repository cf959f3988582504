// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestWrappedLinesKeepEveryWordAndTheirWidth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.StringMatching(`[a-zæøå]{1,40}`)).Draw(t, "words"), " ")
		width := rapid.IntRange(4, 30).Draw(t, "width")
		lines := wrap(text, width)
		joined := strings.NewReplacer("-", "", " ", "").Replace(strings.Join(lines, ""))
		if joined != strings.ReplaceAll(text, " ", "") {
			t.Fatalf("%q became %q", text, lines)
		}
		for _, l := range lines {
			if utf8.RuneCountInString(l) > width {
				t.Fatalf("%q is wider than %d", l, width)
			}
		}
	})
}
