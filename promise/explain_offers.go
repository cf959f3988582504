// SPDX-License-Identifier: EUPL-1.2

package promise

const (
	baseForm    = "intake: {sign-up: {data: [card], required: [card.name], asks: [letter], consequence: {en: No letter comes., fi: Kirjettä ei tule.}, goes-to: guide, name: {en: Sign up, fi: Tilaa}, source: [R-9]}}\n"
	baseMessage = "messages: {weekly: {purpose: letters, through: [email], with: [one-click-leave], at-most: 1 per 7 days, name: {en: Weekly, fi: Viikko}, source: [R-9]}}\n"
	baseTracker = "trackers: {counter: {party: partner, cookies: [_c], first-party: true, lasts: 2 years, for: [letters], name: {en: Counter, fi: Laskuri}, source: [R-9]}}\n"
)

// beforeFlows puts a section of outward things into the base.
func beforeFlows(section string) edit { return in(baseFlows, section+baseFlows) }

// explainOffers are the checks of what meets a person from outside: messages, forms,
// trackers.
var explainOffers = []*Explanation{
	{Code: "E22", Title: "Marketing by electronic mail without a permission",
		Why:   "E-mails and text messages that advertise are for those who agreed beforehand, or for existing customers about similar things, who could say no when they bought. The purpose rests on consent, or on a permission that an own sale starts.",
		Law:   "ePrivacy directive, Art. 13(1), (2)",
		wrong: []edit{in("letters: {basis: consent, needs: [letter],", "letters: {basis: legitimate-interest, interest: {en: Members, fi: Jäsenet}, direct-marketing: true,"), in("data:\n  card:", baseStop+"data:\n  card:"), beforeFlows(baseMessage)},
		right: []edit{in("letters: {basis: consent, needs", baseMarketing), in("data:\n  card:", baseStop+"data:\n  card:"), beforeFlows(baseMessage)}},
	{Code: "W32", Title: "A form that demands something and does not say what follows without it",
		Why:   "People are told whether they must give data and what happens when they do not. The form says it, or the field.",
		Law:   "GDPR Art. 13(2)(e)",
		wrong: []edit{beforeFlows("intake: {sign-up: {data: [card], required: [card.name], asks: [letter], goes-to: guide, name: {en: Sign up, fi: Tilaa}, source: [R-9]}}\n")},
		right: []edit{beforeFlows(baseForm)}},
	{Code: "E62", Title: "Marketing by e-mail that gives no way to leave",
		Why:   "Every such message carries the way out: a link to the preferences, or leaving by one click.",
		Law:   "ePrivacy directive, Art. 13(4); GDPR Art. 7(3)",
		wrong: []edit{in("letters: {basis: consent, needs", baseMarketing), in("data:\n  card:", baseStop+"data:\n  card:"), beforeFlows("messages: {weekly: {purpose: letters, through: [email], at-most: 1 per 7 days, name: {en: Weekly, fi: Viikko}, source: [R-9]}}\n")},
		right: []edit{in("letters: {basis: consent, needs", baseMarketing), in("data:\n  card:", baseStop+"data:\n  card:"), beforeFlows(baseMessage)}},
	{Code: "E73", Title: "Something stored on the visitor's device without need or consent",
		Why:   "Cookies and the like are stored only when the visitor agreed, or when the service that was asked for cannot do without. Counting visitors is no such need.",
		Law:   "ePrivacy directive, Art. 5(3)",
		wrong: []edit{beforeFlows("trackers: {counter: {party: partner, cookies: [_c], first-party: true, lasts: 2 years, for: [touch], name: {en: Counter, fi: Laskuri}, source: [R-9]}}\n")},
		right: []edit{beforeFlows(baseTracker)}},
}
