// SPDX-License-Identifier: EUPL-1.2

package promise

const baseMarketing = "letters: {basis: consent, direct-marketing: true, needs"

// baseStop lets people stop what the example sends them.
const baseStop = "prohibitions: {no-letters: {channels: [email], stops: [letters], set-by: [page], name: {en: No letters, fi: Ei kirjeitä}, source: [R-2]}}\n"

// explainPurposes are the checks of purposes, legal bases and consent.
var explainPurposes = []*Explanation{
	{Code: "E15", Title: "A purpose without a legal basis",
		Why:   "Nobody may use data about people just because it would be handy. Each purpose rests on one of six bases: consent, contract, a legal duty, vital interests, a public task, or a legitimate interest. Which one decides which rights people have.",
		Law:   "GDPR Art. 6(1)",
		wrong: []edit{in("letters: {basis: consent, needs: [letter], name", "letters: {name")}},
	{Code: "E16", Title: "A legal duty or public task without the law",
		Why:   "“The law obliges us” is checkable only when it says which law. Declare it once in the organisation and cite it, or cite the GDPR, which is built in.",
		Law:   "GDPR Art. 6(3)",
		wrong: []edit{in("basis: legal-duty, law: [safety-act], condition", "basis: legal-duty, condition")}},
	{Code: "E17", Title: "A legitimate interest that is not said",
		Why:   "An interest has to be weighed against the persons', and they may object. Both take knowing what the interest is.",
		Law:   "GDPR Art. 13(1)(d), 6(1)(f)",
		wrong: []edit{in("interest: {en: Keeping in touch, fi: Yhteydenpito}, ", "")}},
	{Code: "E18", Title: "Consent without permission or wording, or harder to withdraw than to give",
		Why:   "Consent is worth what the person agreed to: a permission with words of its own, and a way out that is as easy as the way in. Every way of asking is therefore also a way of withdrawing.",
		Law:   "GDPR Art. 7(1) to (3)",
		wrong: []edit{in("withdrawn-by: [form, page]", "withdrawn-by: [staff]")}},
	{Code: "E19", Title: "Special data for a purpose without a condition",
		Why:   "Health, belief, origin, union membership and the like are forbidden ground, save under one of ten conditions. A legal basis alone is not enough: the purpose names its condition too.",
		Law:   "GDPR Art. 9(2)",
		wrong: []edit{in("condition: vital-interest, ", "")}},
	{Code: "E20", Title: "Data about offences for a purpose without a law",
		Why:   "Data about convictions and offences are for authorities, or for others where a law lets them. Consent or an interest do not suffice, so the purpose cites its law.",
		Law:   "GDPR Art. 10",
		wrong: another("fines: {about: person, kept-in: [box], for: [touch], sensitivity: offences, "),
		right: another("fines: {about: person, kept-in: [box], for: [first-aid], sensitivity: offences, ")},
	{Code: "E21", Title: "Direct marketing that no prohibition stops",
		Why:   "Everybody may say no to direct marketing, at any time and without a reason, and then it stops. A prohibition is how the promise says what stops and on which channels.",
		Law:   "GDPR Art. 21(2), (3)",
		wrong: []edit{in("letters: {basis: consent, needs", baseMarketing)},
		right: []edit{in("letters: {basis: consent, needs", baseMarketing), in("data:\n  card:", baseStop+"data:\n  card:")}},
	{Code: "W23", Title: "A purpose that nothing is kept for",
		Why:   "A purpose without data is a leftover, or a category has forgotten it. Readers of the notice would wonder what is done.",
		Law:   "GDPR Art. 5(1)(b)",
		wrong: []edit{in("  letters: {basis: consent", "  maps: {basis: legal-duty, law: [safety-act], name: {en: Maps, fi: Kartat}, source: [R-2]}\n  letters: {basis: consent")}},
	{Code: "E70", Title: "Automated decisions or profiling not answered",
		Why:   "People are told whether a machine decides about them or evaluates them. “None” is an answer; silence is not.",
		Law:   "GDPR Art. 13(2)(f), 22",
		wrong: []edit{in("automated-decisions: none\n", "")}},
}
