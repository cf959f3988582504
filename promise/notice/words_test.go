// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"strings"
	"testing"
)

// TestPhrasesTakeTheSameArguments keeps the four languages together.
func TestPhrasesTakeTheSameArguments(t *testing.T) {
	t.Parallel()
	for key, phrases := range words {
		for i, phrase := range phrases {
			if phrase == "" {
				t.Errorf("%s has no words in language %d", key, i)
			}
			if strings.Count(phrase, "%s") != strings.Count(phrases[0], "%s") {
				t.Errorf("%s takes other arguments in language %d: %q", key, i, phrase)
			}
		}
	}
	for _, id := range SectionIDs {
		if _, there := words["section-"+id]; !there {
			t.Errorf("the section %s has no title", id)
		}
	}
}
