// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"embed"
	"html/template"
	"strings"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed style/*.css
var styleFiles embed.FS

// pages are the templates by page id. They are parsed once: a fault in them is one of
// the build.
var pages = parsePages()

func parsePages() map[string]*template.Template {
	parts := template.Must(template.New("").Funcs(template.FuncMap{"phone": phone, "lines": lines, "dict": dict}).ParseFS(templateFiles, "templates/parts.html"))
	out := map[string]*template.Template{}
	for _, id := range []string{Notice, Record, Map, Cookies, Agreements, Rules, History, Check, "frame", "front"} {
		out[id] = template.Must(template.Must(parts.Clone()).ParseFS(templateFiles, "templates/"+id+".html"))
	}
	return out
}

// phone is a number as an address wants it.
func phone(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}

// lines splits a text at its line ends.
func lines(text string) []string { return strings.Split(text, "\n") }

// Style is the style sheet of the pages' content: what it needs from whoever hosts it are
// the tokens, which come from [Tokens].
func Style() []byte { return styleSheet("body.css") }

// Tokens are the colours and letters of the pages, light and dark.
func Tokens() []byte { return styleSheet("tokens.css") }

func styleSheet(name string) []byte {
	text, err := styleFiles.ReadFile("style/" + name)
	if err != nil {
		panic(err) // embedded: a fault of the build
	}
	return text
}

// dict hands several things to a part of a template: name, value, name, value.
func dict(pairs ...any) map[string]any {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i].(string)] = pairs[i+1]
	}
	return out
}
