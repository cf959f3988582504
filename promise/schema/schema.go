// SPDX-License-Identifier: EUPL-1.2

// Package schema says what a promise file may hold to those who write one: as a JSON
// Schema, which editors use to complete and to check while somebody types, and as the
// reference page of the guide. Both are made from the shape that the reader of the
// language tells of itself, so that neither can say anything else than is read.
//
// The schema knows form, not meaning: that a purpose has a legal basis, or that a role
// which a clause names exists, is told by the checker.
//
//go:generate go run ./write ../../docs
package schema

import (
	"encoding/json"
	"reflect"
	"slices"

	"github.com/lupaus/lupaus/promise"
)

// Address is the id under which editors know the schema.
const Address = "https://lupaus.eu/schema/promise.json"

// object is a JSON object. encoding/json writes its keys in the order of the alphabet,
// so that the same language always gives the same bytes.
type object map[string]any

// JSON returns the schema (draft 7, which editors know best) of all kinds of documents.
func JSON() ([]byte, error) {
	var kinds []any
	definitions := object{
		"id":        object{"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 40},
		"text":      object{"type": "object", "minProperties": 1, "propertyNames": object{"pattern": "^[a-z]{2,3}$"}, "additionalProperties": object{"type": "string", "minLength": 1}},
		"string":    object{"type": []any{"string", "number"}},
		"duration":  object{"type": "string", "pattern": `^(for-ever|[1-9][0-9]* (minutes?|hours?|days?|working days?|weeks?|months?|years?))$`},
		"rate":      object{"type": "string", "pattern": `^[1-9][0-9]* per [1-9][0-9]* (minutes?|hours?|days?|working days?|weeks?|months?|years?)$`},
		"date":      object{"type": "string", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`},
		"country":   object{"type": "string", "pattern": "^[A-Z]{2}$"},
		"reference": object{"type": "string", "pattern": `^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$`},
	}
	for _, kind := range promise.Kinds() {
		definitions["kind-"+kind] = document(promise.Grammar(kind), kind)
		kinds = append(kinds, object{"if": object{"properties": object{"kind": object{"const": kind}}, "required": []string{"kind"}}, "then": ref("kind-" + kind)})
	}
	return json.MarshalIndent(object{
		"$schema": "http://json-schema.org/draft-07/schema#", "$id": Address, "title": "A promise file of Lupaus",
		"description": "One document per file. What each key means stands beside it; what a document must say to be complete is told by: lupaus check.",
		"type":        "object", "required": []string{"kind", "id", "version"}, "properties": object{"kind": object{"enum": promise.Kinds(), "description": about("kind")}},
		"allOf": kinds, "definitions": definitions,
	}, "", " ")
}

func ref(name string) object { return object{"$ref": "#/definitions/" + name} }

// document is the schema of a whole document. What a rule document shares with an
// organisation is told there.
func document(s *promise.Shape, kind string) object {
	out := value(s, kind)
	if kind == organisation || kind == "register" {
		return out
	}
	properties := out["properties"].(object)
	for _, k := range promise.Grammar(organisation).Keys {
		own := s.Key(k.Name)
		if own == nil || own.Reserved || len(k.Value.Keys) == 0 && k.Value.Each == nil || !reflect.DeepEqual(own.Value, k.Value) {
			continue
		}
		properties[k.Name] = object{"$ref": "#/definitions/kind-" + organisation + "/properties/" + k.Name}
	}
	return out
}

const organisation = "organisation"

// value is the schema of one shape.
func value(s *promise.Shape, path string) object {
	out := plain(s, path)
	if len(s.Also) > 0 {
		return object{"anyOf": []any{object{"enum": s.Also}, out}}
	}
	return out
}

func plain(s *promise.Shape, path string) object {
	switch s.Kind {
	case promise.ShapeMap:
		return mapOf(s, path)
	case promise.ShapeEntries:
		return object{"type": "object", "propertyNames": ref("id"), "additionalProperties": value(s.Each, path+"/*")}
	case promise.ShapeFree:
		return object{"type": "object", "additionalProperties": object{"type": "array", "items": ref("string")}}
	case promise.ShapePaths:
		return object{"type": "object"}
	case promise.ShapeList:
		return object{"type": "array", "items": value(s.Each, path+"/*")}
	case promise.ShapeWord:
		return object{"enum": s.Words}
	case promise.ShapeBoolean:
		return object{"type": "boolean"}
	case promise.ShapeInteger:
		return object{"type": "integer", "minimum": 1}
	case promise.ShapeNumber:
		return object{"type": "number", "minimum": 0}
	case promise.ShapeUnique:
		return object{"enum": []any{true, false, "suggest"}}
	case promise.ShapeOneKey:
		return oneKey(s)
	}
	return ref(string(s.Kind)) // text, string, duration, rate, date, country, reference
}

func mapOf(s *promise.Shape, path string) object {
	properties, needed := object{}, []string{}
	for _, k := range s.Keys {
		if k.Reserved {
			continue
		}
		properties[k.Name] = described(value(k.Value, path+"/"+k.Name), about(path+"/"+k.Name))
		if k.Needed {
			needed = append(needed, k.Name)
		}
	}
	out := object{"type": "object", "additionalProperties": false, "properties": properties}
	if len(needed) > 0 {
		slices.Sort(needed)
		out["required"] = needed
	}
	return out
}

// described puts words beside a schema. Draft 7 reads nothing beside a reference, so that
// one is wrapped.
func described(v object, text string) object {
	if _, is := v["$ref"]; is {
		return object{"allOf": []any{v}, "description": text}
	}
	v["description"] = text
	return v
}

// oneKey is a word, or a map of one word to its argument.
func oneKey(s *promise.Shape) object {
	arguments := object{}
	for _, w := range s.Argument {
		arguments[w] = ref("string")
	}
	return object{"anyOf": []any{
		object{"enum": s.Words},
		object{"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false, "properties": arguments},
	}}
}
