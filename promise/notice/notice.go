// SPDX-License-Identifier: EUPL-1.2

// Package notice builds the privacy notice of a release as plain data, in the order in
// which Art. 13 and 14 of the GDPR ask for it. It makes no HTML: whoever shows it does.
package notice

import "github.com/lupaus/lupaus/promise"

// Notice is a privacy notice in one language.
type Notice struct {
	Lang      string
	Title     string
	Published promise.Date // first day of the newest version
	Version   int
	Digest    string   // hex SHA-256 of the release it was built from
	InBrief   []string // "in one minute": a handful of sentences
	Sections  []Section
	Contents  []Entry // table of contents; empty when the promise asks for none
	DataMap   []MapRow
}

// Entry is one line of the table of contents.
type Entry struct{ Anchor, Title string }

// Section is one part of the notice. Exactly those of its lists that have something to
// say are filled; render them in the order of the fields.
type Section struct {
	ID         string // fixed: controller, data, purposes, sources, recipients, ...
	Title      string
	Law        string // "Art. 13(1)(a)"
	Paragraphs []string
	Contacts   []Contact
	Clauses    []Clause
	Groups     []Group
	Processors []Processor
	Links      []Link
}

// Group is a titled list inside a section, such as the fields of one category.
type Group struct {
	Anchor  string
	Title   string
	Text    string
	Items   []string
	Clauses []Clause
}

// Clause is one clause as the reader sees it; Anchor is its full name.
type Clause struct {
	Anchor   string
	Sentence string
	Assumed  string // why we chose, where the source document is silent
	Source   []string
	Law      []string
}

// Contact is a post one may turn to.
type Contact struct{ Name, Role, Email, Phone, Text string }

// Processor is a party that handles data for the controller.
type Processor struct {
	Anchor, Name, Text, Country, URL string
	Agreement                        string // in words
	Document, Size                   string // a public agreement's file name and size
	Dated                            promise.Date
}

// Link is a reference.
type Link struct{ Title, URL, Text string }

// MapRow is one path of the data map: who gives, what, for what, to whom, how long.
type MapRow struct{ Register, Source, Data, Purpose, Recipient, Period string }

// Build makes the notice in the language wanted, or in the first declared one when the
// release has no words in it.
func Build(r *promise.Release, lang string) *Notice { return nil }
