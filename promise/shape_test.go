// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/promise"
)

func TestTheShapeOfADocumentIsWhatTheReaderAsksFor(t *testing.T) {
	t.Parallel()
	g := promise.Grammar("register")
	for path, kind := range map[string]promise.ShapeKind{
		"purposes": promise.ShapeEntries, "purposes/basis": promise.ShapeWord, "purposes/only": promise.ShapeList, "data/fields": promise.ShapeEntries,
		"data/fields/type": promise.ShapeWord, "data/fields/when": promise.ShapeFree, "data/fields/unique": promise.ShapeUnique, "sources/tell": promise.ShapeMap,
		"sources/tell/within": promise.ShapeDuration, "states/any": promise.ShapeList, "states/any/lasts": promise.ShapeDuration, "states/data": promise.ShapeString,
		"access/with": promise.ShapeList, "retention/at-least/after": promise.ShapeString, "profiling/text": promise.ShapeText, "trackers/first-party": promise.ShapeBoolean,
		"messages/at-most": promise.ShapeRate, "intake/attest/text": promise.ShapeText, "history/from": promise.ShapeDate, "version": promise.ShapeInteger,
	} {
		if k := keyAt(g, path); k == nil || k.Value.Kind != kind {
			t.Errorf("%s is %+v, want %s", path, k, kind)
		}
	}
	for _, path := range []string{"name", "version", "data/about", "data/fields", "data/fields/type", "retention/end", "flows/to", "profiling"} {
		if !keyAt(g, path).Needed {
			t.Errorf("%s is not needed", path)
		}
	}
	if keyAt(g, "states/data").Needed || keyAt(g, "text").Needed {
		t.Error("something is needed that may be left out")
	}
	if !slices.Contains(keyAt(g, "automated-decisions").Value.Also, "none") {
		t.Error("none is no answer")
	}
	if !keyAt(promise.Grammar("communication"), "channels").Reserved {
		t.Error("channels are not reserved")
	}
	if promise.Grammar("procedure") != nil {
		t.Error("a kind that is not read has a shape")
	}
}

func keyAt(s *promise.Shape, path string) *promise.Key {
	var k *promise.Key
	for part := range strings.SplitSeq(path, "/") {
		if s.Kind != promise.ShapeMap && s.Each != nil {
			s = s.Each
		}
		if k = s.Key(part); k == nil {
			return nil
		}
		s = k.Value
	}
	return k
}
