// SPDX-License-Identifier: EUPL-1.2

// Package promise is the promise language: an organisation writes in YAML what it
// promises about the data it holds (who is responsible, which data, for which purposes
// and on which legal basis, from where, to whom, how long, who may see it), and this
// package reads, checks and explains those files.
//
// Start with [Load]. It reads every *.yaml file of a folder, reports every problem it
// finds with file, line, column, clause, article and mend, and returns a [Release] only
// when there is no error: a promise is never loaded in part. The rooms beside this one
// make use of a release: rulebook compiles it to a decision table, notice renders the
// text that the persons concerned are to read.
//
// The package is a leaf: it knows no database, no web page and no organisation. What a
// file may say is described in docs/promise-language.md.
package promise

import "strings"

// Release is everything one organisation promises at one moment: its organisation file
// and its registers, checked together. It is immutable once loaded and safe for
// concurrent use.
type Release struct {
	// Organisation is the one document of kind organisation.
	Organisation *Organisation
	// Registers are the documents of kind register, ordered by id.
	Registers []*Register
	// RuleDocuments are what people read and accept, ordered by id.
	RuleDocuments []*RuleDocument

	archive *archive
	texts   map[string]string // by document id, as written
	index   *index
}

// Archive returns the deterministic text of all documents, the form in which the ledger
// keeps a release. The caller must not change it.
func (r *Release) Archive() []byte { return r.archive.text() }

// Digest is the SHA-256 of [Release.Archive]; every ledger entry names it.
func (r *Release) Digest() [32]byte { return r.archive.digest() }

// Register returns the register with this id, or nil.
func (r *Release) Register(id string) *Register {
	if r.index != nil {
		return r.index.registers[id]
	}
	for _, g := range r.Registers {
		if g.ID == id {
			return g
		}
	}
	return nil
}

// Category finds a category by its qualified name "register/category"; nil if unknown.
func (r *Release) Category(qualified string) *Category {
	register, id, _ := strings.Cut(qualified, "/")
	if g := r.Register(register); g != nil {
		return g.Category(id)
	}
	return nil
}

// Purpose finds a purpose by its qualified name "register/purpose"; nil if unknown.
func (r *Release) Purpose(qualified string) *Purpose {
	register, id, _ := strings.Cut(qualified, "/")
	if g := r.Register(register); g != nil {
		return g.Purpose(id)
	}
	return nil
}

// Clause finds a clause of access or rules by its full name "document/section/id";
// nil if unknown. Clauses the compiler derives are found through the rulebook.
func (r *Release) Clause(name string) *Clause {
	document, _, _ := strings.Cut(name, "/")
	if g := r.index.registers[document]; g != nil {
		return g.clause(name)
	}
	return r.index.clauses[name]
}

// index holds what is looked up by name after loading.
type index struct {
	clauses   map[string]*Clause // rules of the organisation and of rule documents
	registers map[string]*Register
}
