// SPDX-License-Identifier: EUPL-1.2

package opaque

import "testing"

func TestParseReadsOnlyWhatStringWrites(t *testing.T) {
	t.Parallel()
	id := New()
	got, err := Parse(id.String())
	if err != nil || got != id {
		t.Fatalf("Parse(String()) = %v, %v", got, err)
	}
	for name, s := range map[string]string{
		"empty":            "",
		"too short":        id.String()[1:],
		"upper case":       "ZZZZZZZZZZZZZZZZZZZZZZZZZZ",
		"a path":           "../../../../../../etc/pass",
		"spare bits set":   "zzzzzzzzzzzzzzzzzzzzzzzzzz",
		"foreign alphabet": "uuuuuuuuuuuuuuuuuuuuuuuuuu",
	} {
		if _, err := Parse(s); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(New().String())
	f.Fuzz(func(t *testing.T, s string) {
		id, err := Parse(s)
		if err == nil && id.String() != s {
			t.Errorf("two spellings of %v", id)
		}
	})
}
