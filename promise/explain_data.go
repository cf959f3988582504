// SPDX-License-Identifier: EUPL-1.2

package promise

// another puts one more category into the base: a clause text up to its name. It comes
// from the person, is kept as long as the card and is seen by whoever sees the card.
func another(category string) []edit {
	return []edit{
		in("sources:\n  self: {from: person, data: [card, health]", "  "+category+"name: {en: Fines, fi: Sakot}, source: [R-3], fields: {sum: {type: money, name: {en: Sum, fi: Summa}}}}\nsources:\n  self: {from: person, data: [card, health, fines]"),
		in("cards: {data: [card], keep", "cards: {data: [card, fines], keep"),
		in("data: [card], for: [first-aid, touch], source", "data: [card, fines], for: [first-aid, touch], source"),
	}
}

// explainData are the checks of what is kept, where it comes from and where it goes.
var explainData = []*Explanation{
	{Code: "E24", Title: "A category without a purpose",
		Why:   "Data are kept for something, or not at all. The category's “for” is the only place that says what they may be used for: no clause can widen it.",
		Law:   "GDPR Art. 5(1)(b)",
		wrong: another("fines: {about: person, kept-in: [box], "),
		right: another("fines: {about: person, kept-in: [box], for: [touch], ")},
	{Code: "E25", Title: "A category that nobody says how long to keep",
		Why:   "People are told how long data about them are kept, and everything about them ends some time: erased, made anonymous, given back or archived.",
		Law:   "GDPR Art. 13(2)(a), 5(1)(e)",
		wrong: []edit{in("  cards: {data: [card], keep: {while: member, then: 2 years}, end: erase, source: [R-7]}\n", "")}},
	{Code: "E26", Title: "A category that nobody says the source of",
		Why:   "Where data come from decides when people are told: at once when they gave them, within a month when somebody else did.",
		Law:   "GDPR Art. 14(2)(f)",
		wrong: []edit{in("from: person, data: [card, health]", "from: person, data: [card]")}},
	{Code: "E27", Title: "Data in a system that is not approved for them",
		Why:   "Data are kept where they are protected as they need. A system says which sensitivities it is approved for, and a category is kept in systems that hold its own.",
		Law:   "GDPR Art. 32(1)",
		wrong: []edit{org("holds: [ordinary, offences, special]", "holds: [ordinary]")}},
	{Code: "E28", Title: "A flow beyond the agreement's data",
		Why:   "The agreement with a processor says which types of data it covers. What it does not cover must not flow there.",
		Law:   "GDPR Art. 28(3)",
		wrong: []edit{in("flows: {hosting: {to: host, data: [card]", "flows: {hosting: {to: host, data: [card, health]")},
		right: []edit{in("flows: {hosting: {to: host, data: [card]", "flows: {hosting: {to: host, data: [card, health]"), org("data: [ordinary]}", "data: [ordinary, special]}")}},
	{Code: "E29", Title: "Declared although the promise says never",
		Why:   "What is promised never to be kept cannot be declared elsewhere: a reader would not know which of the two to believe.",
		Law:   "a promise holds",
		wrong: []edit{in("events: {last-note", "never: {dates: {data: [joined], source: [R-5]}}\nevents: {last-note")},
		right: []edit{in("events: {last-note", "never: {dates: {data: [left], source: [R-5]}}\nevents: {last-note")}},
	{Code: "E30", Title: "Data from elsewhere that nobody tells the person about",
		Why:   "Who did not give data themselves does not know that they are there. They are told within a month, or an exception of the law is named.",
		Law:   "GDPR Art. 14(3), (5)",
		wrong: []edit{in(", tell: {within: 1 month}", "")}},
	{Code: "W31", Title: "Data that nobody may do anything with",
		Why: "What nobody uses is not needed, and what is not needed is not kept.",
		Law: "GDPR Art. 5(1)(c)",
		wrong: []edit{in("notes: {allow: [open, add], who: [office], data: [health]", "notes: {allow: [open, add], who: [office], data: [card]"),
			in("data: health, field: date, take: last", "data: card, field: joined, take: last")},
		right: []edit{in("data: health, field: date, take: last", "data: card, field: joined, take: last")}},
	{Code: "W33", Title: "An identity code that is not masked",
		Why:   "An identity code opens doors elsewhere. Masked, it is shown only when somebody with a right asks to see it, which is recorded as an act of its own.",
		Law:   "GDPR Art. 87 and national law",
		wrong: []edit{in("mask: true, ", "")}},
}
