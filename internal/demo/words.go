// SPDX-License-Identifier: EUPL-1.2

package demo

import "github.com/lupaus/lupaus/promise"

// progress are the words for what a filling makes, for doors that are being
// made ready. Their keys are what [Fill] says.
var progress = map[string]promise.Text{
	"opening":     {"nb": "åpner datamappen", "en": "opening the data folder", "fi": "avataan tietokansiota", "sv": "öppnar datamappen"},
	"staff":       {"nb": "ansatte", "en": "staff", "fi": "henkilöstöä", "sv": "personal"},
	"companies":   {"nb": "bedrifter", "en": "companies", "fi": "yrityksiä", "sv": "företag"},
	"employees":   {"nb": "bedriftenes ansatte", "en": "the companies' employees", "fi": "yritysten työntekijöitä", "sv": "företagens anställda"},
	"journals":    {"nb": "journaler", "en": "journals", "fi": "potilaskertomuksia", "sv": "journaler"},
	"customers":   {"nb": "kunder", "en": "customers", "fi": "asiakkaita", "sv": "kunder"},
	"subscribers": {"nb": "abonnenter", "en": "subscribers", "fi": "tilaajia", "sv": "prenumeranter"},
	"visitors":    {"nb": "besøk", "en": "visits", "fi": "vierailuja", "sv": "besök"},
	"personnel":   {"nb": "personalopplysninger", "en": "personnel data", "fi": "henkilöstötietoja", "sv": "personaluppgifter"},
	"projects":    {"nb": "prosjekter", "en": "projects", "fi": "hankkeita", "sv": "projekt"},
	"usage":       {"nb": "bruk", "en": "usage", "fi": "käyttöä", "sv": "användning"},
	"units":       {"nb": "personer og bedrifter til tabeller", "en": "persons and companies for tables", "fi": "henkilöitä ja yrityksiä taulukoihin", "sv": "personer och företag för tabeller"},
	"devices":     {"nb": "enheter", "en": "devices", "fi": "laitteita", "sv": "enheter"},
	"tools":       {"nb": "verktøy", "en": "tools", "fi": "työvälineitä", "sv": "verktyg"},
	"rules":       {"nb": "godkjenning av regler", "en": "acceptance of rules", "fi": "sääntöjen hyväksymisiä", "sv": "godkännanden av regler"},
}

// Progress is what is being made, in a reader's words.
func Progress(what string) promise.Text {
	if t := progress[what]; t != nil {
		return t
	}
	return promise.Text{"": what}
}
