// SPDX-License-Identifier: EUPL-1.2

package promise

// explainAccess are the checks of who may do what.
var explainAccess = []*Explanation{
	{Code: "E34", Title: "A clause that covers nothing",
		Why:   "A clause covers roles, categories, purposes and actions, and only where the category is kept for the purpose and the purpose is for the action. When nothing is left, the rule somebody meant to write is not there.",
		Law:   "GDPR Art. 5(1)(b)",
		wrong: []edit{in("letters: {allow: [find], who: [guide], data: [card], for: [letters]", "letters: {allow: [find], who: [guide], data: [health], for: [letters]")}},
	{Code: "E35", Title: "An allow that forbids cover wholly",
		Why:   "A forbid beats every allow, wherever it stands. An exception is written into the forbid itself (except, unless), so that one clause says the whole rule.",
		Law:   "deny overrides",
		wrong: []edit{in("  closed: {forbid", "  no-finding: {forbid: [find], who: [guide], data: [card], for: [letters], source: [R-6]}\n  closed: {forbid")},
		right: []edit{in("  closed: {forbid", "  no-finding: {forbid: [find], who: [guide], data: [card], for: [letters], unless: [own], source: [R-6]}\n  closed: {forbid")}},
	{Code: "E36", Title: "Emergency access without reason, end and notice",
		Why:   "Breaking the glass is for emergencies. It is explained when it happens, it ends by itself, and somebody is told and looks at it afterwards.",
		Law:   "an exception is explained, ends, and is looked at",
		wrong: []edit{in("if: [in-care], with: [{reason: reasons}]", "if: [break-glass], with: [reason]")},
		right: []edit{in("if: [in-care], with: [{reason: reasons}]", "if: [break-glass], with: [reason, {expiry: 4 hours}], then: [{notify: head}]")}},
	{Code: "E37", Title: "Special data open to a role without a declaration",
		Why:   "Who handles special data is bound to secrecy. The role's account asks for a signed declaration before it is active.",
		Law:   "GDPR Art. 9(3), 32(4)",
		wrong: []edit{org("account: [declared]", "account: [second-factor]")}},
	{Code: "W38", Title: "Two forbids that say the same",
		Why:   "When one of the two changes some day, the other still stands, and nobody knows which was meant.",
		Law:   "one rule, one clause",
		wrong: []edit{in("  closed: {forbid", "  shut: {forbid: [export, open], who: [guide], data: [health], source: [R-6]}\n  closed: {forbid")}},
	{Code: "W39", Title: "Data kept for a purpose that nobody may act for",
		Why:   "The category names a purpose and no clause lets anybody do anything with it for that purpose. Either a clause is missing, or the purpose is not needed.",
		Law:   "GDPR Art. 5(1)(c)",
		wrong: []edit{in("  letters: {allow: [find], who: [guide], data: [card], for: [letters], source: [R-6]}\n", "")}},
	{Code: "W40", Title: "All staff are allowed and no source asks for that",
		Why:   "Data are open to those who need them, not to everybody by default. When a document really says everybody, it is the source.",
		Law:   "GDPR Art. 25(2)",
		wrong: []edit{in("who: [guide], data: [card], "+baseLettersAccess, "who: [everyone], data: [card], for: [letters], assumed: it is easier")}},
	{Code: "E71", Title: "The decision table has no room",
		Why: "A decision takes well under a microsecond because the table is laid out beforehand. At most 64 facts and safeguards, eight requires for one act and some millions of cells have room; real promises stay far below.",
		Law: "bounds",
		wrong: []edit{org(baseApproves, "rules:\n  one: {require: [open], with: [reason], source: [R-1]}\n  two: {require: [open], with: [confirmation], source: [R-1]}\n  three: {require: [open], with: [encryption], source: [R-1]}\n  four: {require: [open], with: [watermark], source: [R-1]}\n"+
			"  five: {require: [open], with: [snapshot], source: [R-1]}\n  six: {require: [open], with: [announced], source: [R-1]}\n  seven: {require: [open], with: [human-check], source: [R-1]}\n  eight: {require: [open], with: [hashed], source: [R-1]}\n"+
			"  nine: {require: [open], with: [sender-and-role], source: [R-1]}\n"+baseApproves)},
		right: []edit{org(baseApproves, "rules:\n  all: {require: [open], with: [reason, confirmation, encryption, watermark, snapshot, announced, human-check, hashed, sender-and-role], source: [R-1]}\n"+baseApproves)}},
}
