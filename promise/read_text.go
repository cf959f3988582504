// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// text reads a map of language to words and asks for every declared language.
// Law: gdpr 12(1)
func (o *object) text(key string) Text {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeText}) {
		return nil
	}
	n := o.get(key)
	if n == nil {
		return nil
	}
	return o.textOf(n, key)
}

func (o *object) textOf(n *strict.Node, key string) Text {
	if n.Kind != strict.Map {
		o.fail(n, "E5", fmt.Sprintf("%q is no text in languages", key), "Art. 12(1)", "write it as {"+strings.Join(o.languages, ": ..., ")+": ...}")
		return nil
	}
	t := Text{}
	for _, e := range n.Entries {
		switch {
		case !slices.Contains(o.languages, e.Key) && o.owner != "" && languageTag.MatchString(e.Key):
			// the owner publishes in more languages than we do
		case !slices.Contains(o.languages, e.Key):
			o.report("E1", o.path, e.Line, e.Column, fmt.Sprintf("%q is no declared language of %q", e.Key, key), "",
				"declared are "+strings.Join(o.languages, ", ")+"; a text with a comma or colon is written in quotes")
		case e.Value.Kind != strict.Scalar || e.Value.Null || strings.TrimSpace(e.Value.Value) == "":
			o.report("E5", o.path, e.Line, e.Column, fmt.Sprintf("%q has no words in %q", key, e.Key), "Art. 12(1)", "write them")
		default:
			t[e.Key] = strings.TrimSpace(e.Value.Value)
		}
	}
	for _, lang := range o.languages {
		if !slices.ContainsFunc(n.Entries, func(e strict.Entry) bool { return e.Key == lang }) {
			o.fail(n, "E5", fmt.Sprintf("%q has no text in %q", key, lang), "Art. 12(1)", "add "+lang+": ...")
		}
	}
	if len(o.languages) > 0 && t[o.languages[0]] != "" {
		t[""] = t[o.languages[0]]
	}
	return t
}

// needText is text for a text that must stand.
func (o *object) needText(key string) Text {
	t := o.text(key)
	o.needs(key)
	if t == nil && !o.has(key) {
		o.fail(o.node, "E5", fmt.Sprintf("%q is missing", key), "Art. 12(1)", "add it in "+strings.Join(o.languages, ", "))
	}
	return t
}
