// SPDX-License-Identifier: EUPL-1.2

package promise

// Files of the base that the examples change.
const (
	baseOrganisationFile = "organisation.yaml"
	baseMembersFile      = "members.yaml"
	baseLogFile          = "log.yaml"
)

// Texts of the base that many examples change.
const (
	baseLettersAccess = "for: [letters], source: [R-6]"
	baseFlows         = "flows: {hosting"
	baseApproves      = "approves: {content: head, technical: head}"
)

// in changes one text of the base's register of members, org of its organisation.
func in(from, to string) edit  { return edit{baseMembersFile, from, to} }
func org(from, to string) edit { return edit{baseOrganisationFile, from, to} }

// explainForm are the checks of the form: YAML, keys, ids, references, texts, versions.
var explainForm = []*Explanation{
	{Code: "E0", Title: "A file that cannot be read",
		Why:   "Promise files are plain YAML with one spelling. Anchors, aliases, tags, tabs and second documents would let two files that read alike mean different things, so they are refused, as are files that are not UTF-8, too large or too deep.",
		Law:   "one spelling",
		wrong: []edit{in("who: [guide], data: [card], "+baseLettersAccess, "who: &guides [guide], data: [card], "+baseLettersAccess)}},
	{Code: "E1", Title: "A key, section, kind or language that is not known here",
		Why:   "An unknown key is mostly a typing mistake, and a rule that silently does nothing is worse than none. The message lists what is known at that place and the nearest word.",
		Law:   "one spelling",
		wrong: []edit{in("find: name, required: true", "find: name, requierd: true")}},
	{Code: "E2", Title: "A reference to something that is not declared",
		Why:   "Roles, purposes, categories, fields, parties, systems, lists, laws, states and events are declared once and named by their ids. A name that leads nowhere would leave a rule without effect.",
		Law:   "every name leads somewhere",
		wrong: []edit{org("represented-by: head", "represented-by: haed")}},
	{Code: "E3", Title: "An id that stands twice, is no id, or is taken",
		Why:   "A clause's full name stands in refusals, in the ledger and in the notice, so there is exactly one clause of each name. Ids are lower-case ASCII letters, digits and single hyphens; built-in names and names that meant something else in an earlier version are taken.",
		Law:   "an id is never reused for something else",
		wrong: []edit{org("measures: {sealed: ", "measures: {sealed: {text: {en: Doors are locked., fi: Ovet ovat lukossa.}, source: [R-1]}, sealed: ")},
		right: []edit{org("measures: {sealed: ", "measures: {locked: {text: {en: Doors are locked., fi: Ovet ovat lukossa.}, source: [R-1]}, sealed: ")}},
	{Code: "E4", Title: "A hierarchy that runs in a circle, or too deep",
		Why:   "Roles, units, parties and purposes are trees: a clause that names a parent covers its children. In a circle everybody would be everybody's parent.",
		Law:   "every hierarchy is a tree",
		wrong: []edit{org("office: {name", "office: {under: head, name")}},
	{Code: "E5", Title: "A text that is missing in a declared language",
		Why:   "People are to understand what is said to them. A language that the organisation publishes in has every text, not only some.",
		Law:   "GDPR Art. 12(1)",
		wrong: []edit{in("name: {en: Letters, fi: Kirjeet}", "name: {en: Letters}")}},
	{Code: "E6", Title: "No version, or a history that does not end with it",
		Why:   "Every ledger entry names the version that decided, so a document that changes gets a new number, and its history ends with the version that it is. Against the version before (--since) the check also fires on a document that changed without a new number.",
		Law:   "every change is a version",
		wrong: []edit{org("history: [{version: 1,", "history: [{version: 2,")}},
	{Code: "E7", Title: "A value that is missing or is not of its kind",
		Why:   "Whatever decides something is a word of a closed list, a number with a unit, a date, a boolean written true or false, or a list written as a list. The message says what is taken there.",
		Law:   "whatever rules is typed",
		wrong: []edit{in("keep: {while: member, then: 2 years}", "keep: {while: member, then: two years}")}},
	{Code: "W8", Title: "A clause that does not say where it comes from",
		Why:   "Somebody has to be able to ask why a rule stands there: because a document asks for it (source), because a law does (law), or because it was chosen (assumed).",
		Law:   "where from",
		wrong: []edit{in(baseLettersAccess, "for: [letters]")}},
}
