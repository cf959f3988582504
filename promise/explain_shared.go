// SPDX-License-Identifier: EUPL-1.2

package promise

// A rule document of another organisation that the examples follow.
const (
	baseCopyFile = "followed/region/rules.yaml"
	baseCopy     = `kind: communication
id: rules
version: 5
name: {en: Rules, fi: Säännöt}
limits: {visible: {name: {en: Visible recipients, fi: Näkyvät vastaanottajat}, value: 10, source: [R-2]}}
acceptance: {who: [everyone], within: 30 days, again: content, text: {en: I have read the rules., fi: Olen lukenut säännöt.}, source: [R-3]}
conduct: {devices: {support: attest, when: account, text: {en: I use no device of my own., fi: En käytä omaa laitetta.}, source: [R-4]}}
rules: {no-export: {forbid: [export], who: [everyone], source: [R-6]}}
open: [limits.visible.value]
`
)

// follows puts the words that follow the document into the organisation, with a copy.
func follows(words string) []edit {
	return []edit{org(baseApproves, "follows: {region: {document: region/rules, "+words+"source: [R-1]}}\n"+baseApproves), {baseCopyFile, "", baseCopy}}
}

// explainShared are the checks of rule documents and of documents that several
// organisations share.
var explainShared = []*Explanation{
	{Code: "E65", Title: "A follower's clause that would loosen a shared document",
		Why:   "Who follows a shared document may bind itself more: add rules of conduct, forbids, requires, limits. It never replaces, renames or widens what the owner wrote, or the document would mean something else in each house.",
		Law:   "a member may bind itself more, and loosen nothing",
		wrong: follows("version: 5, adds: {rules: {more: {allow: [open], who: [guide], data: [card], source: [R-9]}}}, "),
		right: follows("version: 5, adds: {rules: {less: {forbid: [disclose], who: [guide], source: [R-9]}}}, ")},
	{Code: "E72", Title: "A followed document without its copy, at another version, or filled where it is not open",
		Why:   "A release is whole by itself: the copy lies in the folder, byte for byte, at the version that was read and pinned. Followers fill only what the owner leaves open.",
		Law:   "an update is taken by a person",
		wrong: follows("version: 4, "),
		right: follows("version: 5, ")},
	{Code: "W74", Title: "Rules that are attested in a document that nobody has to accept",
		Why:   "An attested rule is ticked when its document is accepted. Without an acceptance nobody is ever asked.",
		Law:   "what is attested is put before somebody",
		wrong: []edit{{"rules.yaml", "", "kind: communication\nid: rules\nversion: 1\nname: {en: Rules, fi: Säännöt}\nconduct: {devices: {support: attest, when: account, text: {en: I use no device of my own., fi: En käytä omaa laitetta.}, source: [R-4]}}\n"}},
		right: []edit{{"rules.yaml", "", "kind: communication\nid: rules\nversion: 1\nname: {en: Rules, fi: Säännöt}\nacceptance: {who: [everyone], within: 30 days, again: content, text: {en: I have read the rules., fi: Olen lukenut säännöt.}, source: [R-3]}\n" +
			"conduct: {devices: {support: attest, when: account, text: {en: I use no device of my own., fi: En käytä omaa laitetta.}, source: [R-4]}}\n"}}},
	{Code: "W75", Title: "A category in no system",
		Why:   "Systems are approved for how sensitive the data may be that they hold. A category that names none escapes that, and the record of processing does not say where it lies.",
		Law:   "GDPR Art. 30(1)(g), 32(1)",
		wrong: []edit{in("    kept-in: [box]\n    name: {en: Card", "    name: {en: Card")}},
	{Code: "E76", Title: "A flow that a forbid denies",
		Why:   "The notice tells people to whom their data go. A flow to a recipient and a forbid to disclose the same data cannot both be true. Processors are not meant: they act for the controller.",
		Law:   "what is promised in one place is not taken back in another",
		wrong: []edit{in("flows: {hosting: {to: host", "flows: {partner: {to: partner, data: [card], for: [first-aid], grounds: [law], source: [R-9]}, hosting: {to: host"), in("access:\n", "access:\n  never-out: {forbid: [disclose], who: [everyone], data: [card], source: [R-9]}\n")},
		right: []edit{in("access:\n", "access:\n  never-out: {forbid: [disclose], who: [everyone], data: [card], source: [R-9]}\n")}},
}
