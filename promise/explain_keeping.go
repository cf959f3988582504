// SPDX-License-Identifier: EUPL-1.2

package promise

// explainKeeping are the checks of how long data are kept and how rights are answered.
var explainKeeping = []*Explanation{
	{Code: "E41", Title: "A ceiling below the floor",
		Why:   "Data cannot be erased before the ninth year and kept for ten. Both count from the same event, so one of the two is wrong.",
		Law:   "GDPR Art. 5(1)(e)",
		wrong: []edit{in("at-most: {after: last-note, lasts: 12 years}", "at-most: {after: last-note, lasts: 9 years}")}},
	{Code: "E42", Title: "A state, event or relation that no record can produce",
		Why:   "Spans and rules that wait for a date wait in vain when nobody can add the record, or when the field holds no date.",
		Law:   "facts follow from records",
		wrong: []edit{in("notes: {allow: [open, add], who: [office]", "notes: {allow: [open], who: [office]")}},
	{Code: "W43", Title: "A floor without a law",
		Why:   "Keeping something for at least so long, whatever the person says, takes a law. Without one it is a reason of your own: write keep, which an erasure request can cut short.",
		Law:   "GDPR Art. 5(1)(e)",
		wrong: []edit{in("end: erase, law: [safety-act], source: [R-7]", "end: erase, source: [R-7]")}},
	{Code: "W44", Title: "A floor without a ceiling or a review",
		Why:   "“At least ten years” says when data may go and not when they do. Either they end at the latest some time, or somebody decides regularly.",
		Law:   "GDPR Art. 5(1)(e)",
		wrong: []edit{in(", at-most: {after: last-note, lasts: 12 years}", "")},
		right: []edit{in(", at-most: {after: last-note, lasts: 12 years}", ", review: {every: 1 year, owner: head}")}},
	{Code: "W45", Title: "A purpose that outlives its reason",
		Why:   "How long is said for some purposes, and the data are kept for another one too. When the reason for the first ends, nothing says whether the other may still use them.",
		Law:   "GDPR Art. 5(1)(e)",
		wrong: []edit{in("cards: {data: [card], keep", "cards: {data: [card], for: [first-aid, touch], keep")},
		right: []edit{in("cards: {data: [card], keep", "cards: {data: [card], for: [first-aid, touch, letters], keep")}},
	{Code: "E47", Title: "A right that exists and nobody answers",
		Why:   "Rights follow from the legal bases and are not chosen. For each that people have, the promise says who answers or on which page they help themselves.",
		Law:   "GDPR Art. 12 to 22",
		wrong: []edit{in("  erasure: {by: page, held-back-by: [notes], source: [R-8]}\n", "")}},
	{Code: "E48", Title: "An answer without a time, or after more than a month",
		Why:   "People get an answer without delay and within a month. A longer time can be promised to nobody beforehand.",
		Law:   "GDPR Art. 12(3)",
		wrong: []edit{in("who: [head], within: 1 month", "who: [head], within: 2 months")}},
}
