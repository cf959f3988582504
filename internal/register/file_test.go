// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFileComesBackAsItWasGiven(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]File{
		"a document":                  {"rapport.pdf", "application/pdf", []byte("%PDF")},
		"a text with a character set": {"måling.txt", "text/plain; charset=utf-8", []byte("æøå")},
		"an empty name":               {".", "text/plain", nil},
	} {
		got, err := ParseFile(f.String())
		if err != nil || got.Name != f.Name || got.Type != f.Type || !cmp.Equal(string(got.Content), string(f.Content)) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	got, err := ParseFile(File{"C:\\folder\\x.bin", "no type at all", []byte{0}}.String())
	if err != nil || got.Name != "x.bin" || got.Type != "application/octet-stream" {
		t.Errorf("got %+v, %v", got, err)
	}
}
