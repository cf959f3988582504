// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"encoding/json"
	"fmt"
	"strings"
)

//go:generate go run ./write ../../docs

// SchemaAddress is the id under which editors know the schema.
const SchemaAddress = "https://lupaus.eu/schema/table.json"

// object is a JSON object. encoding/json writes its keys in the order of the
// alphabet, so that the same keys always give the same bytes.
type object map[string]any

// Schema is the JSON Schema (draft 7, which editors know best) of
// specifications. It knows form; that a code list has a code is told by reading it.
func Schema() ([]byte, error) {
	out := schemaOf(grammar, "")
	out["$schema"], out["$id"] = "http://json-schema.org/draft-07/schema#", SchemaAddress
	out["title"] = "The specification of a table"
	out["description"] = "What lupaus protect reads: how rows become a table, which of its cells are sensitive, how they are protected."
	return json.MarshalIndent(out, "", " ")
}

func schemaOf(s *shape, path string) object {
	out := plainSchema(s, path)
	if len(s.also) > 0 {
		return object{"anyOf": []any{object{"enum": s.also}, out}}
	}
	if s.lone {
		return object{"anyOf": []any{schemaOf(s.each, path), out}}
	}
	return out
}

func plainSchema(s *shape, path string) object {
	switch s.kind {
	case isMap:
		return mapSchema(s, path)
	case isEntries:
		return object{"type": "object", "additionalProperties": schemaOf(s.each, path)}
	case isList:
		return object{"type": "array", "minItems": 1, "items": schemaOf(s.each, path)}
	case isBoolean:
		return object{"type": "boolean"}
	case isWhole:
		if keys[path].form == formDecimals {
			return object{"type": "integer", "minimum": 0, "maximum": 9}
		}
		return object{"type": "integer", "minimum": 1, "maximum": 1_000_000_000}
	}
	return textSchema(keys[path])
}

func mapSchema(s *shape, path string) object {
	properties, needed := object{}, []string{}
	for _, k := range s.keys {
		at := join(path, k.name)
		v := schemaOf(k.value, at)
		v["description"] = keys[at].about
		properties[k.name] = v
		if keys[at].needed {
			needed = append(needed, k.name)
		}
	}
	out := object{"type": "object", "additionalProperties": false, "properties": properties}
	if len(needed) > 0 {
		out["required"] = needed
	}
	return out
}

// textSchema: codes and shares may look like numbers to YAML.
func textSchema(k key) object {
	switch k.form {
	case formWord:
		return object{"enum": k.words}
	case formPercent:
		return object{"anyOf": []any{object{"type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000}, object{"type": "string", "pattern": `^[0-9]+([.,][0-9]{1,6})?$`}}}
	case formShare:
		return object{"anyOf": []any{object{"type": "number", "minimum": 0, "maximum": 1}, object{"type": "string", "pattern": `^(0([.,][0-9]{1,6})?|1([.,]0{1,6})?)$`}}}
	case formNumber:
		return object{"anyOf": []any{object{"type": "number", "exclusiveMinimum": 0}, object{"type": "string", "pattern": `^[0-9]+([.,][0-9]{1,9})?$`}}}
	case formDate:
		return object{"type": "string", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
	case formCharacter:
		return object{"type": "string", "minLength": 1, "maxLength": 1}
	}
	return object{"type": []any{"string", "number", "boolean"}, "minLength": 1}
}

// Reference is the reference page, in Markdown.
func Reference() string {
	var b strings.Builder
	b.WriteString("<!-- Written by \"go generate ./sdc/release\". Change sdc/release/keys.go, not this page. -->\n\n# The specification of a table\n\n" +
		"What `lupaus protect --spec table.yaml` reads, key by key. How to begin stands in the [guide](guide-statistics.md); whole examples stand in [examples/tables](../examples/tables).\n" +
		"The same as a JSON Schema for editors: [`table-spec.schema.json`](table-spec.schema.json), or `lupaus schema --of table`.\n\n" +
		"A **bold** key must stand. Keys that are not listed here are refused, with line and column and the key that was probably meant.\n")
	section(&b, "At the top", grammar, "")
	return b.String()
}

func section(b *strings.Builder, title string, s *shape, path string) {
	fmt.Fprintf(b, "\n## %s\n\n| key | value | what it says | example |\n|---|---|---|---|\n", title)
	for _, k := range s.keys {
		at := join(path, k.name)
		name := "`" + k.name + "`"
		if keys[at].needed {
			name = "**" + name + "**"
		}
		fmt.Fprintf(b, "| %s | %s | %s | `%s: %s` |\n", name, shown(k.value, keys[at]), keys[at].about, k.name, strings.ReplaceAll(keys[at].example, "|", `\|`))
	}
	for _, k := range s.keys {
		inner := k.value
		if inner.each != nil {
			inner = inner.each
		}
		if inner.kind == isMap {
			section(b, "`"+place(join(path, k.name))+"`", inner, join(path, k.name))
		}
	}
}

// shown is a value in a few words.
func shown(s *shape, k key) string {
	out := ""
	switch s.kind {
	case isMap:
		out = "keys"
	case isEntries:
		out = "names to: " + shown(s.each, k)
	case isList:
		if out = "list of " + shown(s.each, k); s.lone {
			out = "keys, or a list of them"
		}
	case isBoolean:
		out = "`true` `false`"
	case isWhole:
		if out = "a whole number"; k.form == formDecimals {
			out = "0 to 9"
		}
	default:
		out = map[string]string{formWord: "`" + strings.Join(k.words, "` `") + "`", formPercent: "percent", formShare: "a share, 0 to 1",
			formDate: "a day", formCharacter: "one character", formNumber: "a number above 0", "": "text"}[k.form]
	}
	if len(s.also) > 0 {
		out += ", or `" + strings.Join(s.also, "` `") + "`"
	}
	return out
}
