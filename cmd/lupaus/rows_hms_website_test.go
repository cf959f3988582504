// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"slices"
	"strings"
	"testing"
)

// These tests publish the example of an occupational health service with the program itself
// and read the pages beside what the service's own statement says of its website. They know
// the example's words; the program does not. Where the list of cookies stands in the
// document, the taking back of a consent and the erasing of forms no longer needed are not
// asked here: they are acts, or an order of sections, and no words of a page show them.

// TestTheWebsitesPurposesStandWithTheDataEachUses shows the five purposes, each with what it uses and where that comes from.
//
// Keeps: HMS-65, HMS-66, HMS-67, HMS-68, HMS-69
func TestTheWebsitesPurposesStandWithTheDataEachUses(t *testing.T) {
	t.Parallel()
	published(t, "hms", "nb", "en").want(t, []place{
		{"HMS-65", "register-website", "website/purposes/functionality", "Bedre nettside › Optimalisere funksjonaliteten", "A better website › Optimising functionality"},
		{"HMS-65", "record", "website/purposes/functionality", "Besøkende på nettsiden|Anonymiserte brukerdata", "Visitors to the website|Anonymised user data"},
		{"HMS-66", "register-website", "website/purposes/user-experience", "Bedre nettside › Optimalisere brukeropplevelsen", "A better website › Optimising the user experience"},
		{"HMS-66", "record", "website/purposes/user-experience", "Besøkende på nettsiden|Anonymiserte brukerdata", "Visitors to the website|Anonymised user data"},
		{"HMS-67", "register-website", "website/purposes/security", "Sikker nettside › Ivareta sikkerheten", "A safe website › Looking after security"},
		{"HMS-67", "record", "website/purposes/security", "Besøkende på nettsiden|Anonymiserte brukerdata", "Visitors to the website|Anonymised user data"},
		{"HMS-65, HMS-66, HMS-67", "register-website", "website/data/usage", "Anonymiserte brukerdata|Kan ikke knyttes direkte til en bestemt person", "Anonymised user data|Cannot be linked directly to a particular person"},
		{"HMS-68", "register-website", "website/purposes/registration", "Behandle påmeldinger", "Handling registrations"},
		{"HMS-68", "record", "website/purposes/registration", "Kontaktopplysninger Påmeldinger|Påmeldingsskjema Kontaktskjema", "Contact details Registrations|The sign-up form The contact form"},
		{"HMS-68", "register-website", "website/access/sign-ups", "Kontoret kan finne, åpne, legge til og rette «Kontaktopplysninger» og «Påmeldinger» for «Behandle påmeldinger».", "Office staff may find, open, add and correct “Contact details” and “Registrations” for “Handling registrations”."},
		{"HMS-69", "register-website", "website/purposes/communication", "Kommunisere med dem som tar kontakt|Å svare dem som ønsker å kontakte oss", "Communicating with those who make contact|To answer those who want to contact us"},
		{"HMS-69", "record", "website/purposes/communication", "Kontaktopplysninger Meldinger|Påmeldingsskjema Kontaktskjema", "Contact details Messages|The sign-up form The contact form"},
		{"HMS-69", "register-website", "website/access/answering", "Kontoret kan finne, åpne, legge til og rette «Kontaktopplysninger» og «Meldinger» for «Kommunisere med dem som tar kontakt».", "Office staff may find, open, add and correct “Contact details” and “Messages” for “Communicating with those who make contact”."},
	})
}

// TestTheWebsitesFiveWaysOfCollectingStandEachWithWhatItCollects shows the five means of collecting, that cookies can be refused in the browser, and where more is told of them.
//
// Keeps: HMS-70, HMS-71, HMS-72, HMS-73, HMS-74, HMS-75, HMS-77
func TestTheWebsitesFiveWaysOfCollectingStandEachWithWhatItCollects(t *testing.T) {
	t.Parallel()
	published(t, "hms", "nb", "en").want(t, []place{
		{"HMS-70", "register-website", "website/sources/cookies", "Informasjonskapsler: Anonymiserte brukerdata|Fra personens enhet", "Cookies: Anonymised user data|From the person's device"},
		{"HMS-71", "register-website", "website/sources/ip-logging", "Loggføring av IP-adresser: IP-adresser|Fra personens enhet", "Logging of IP addresses: IP addresses|From the person's device"},
		{"HMS-72", "register-website", "website/sources/search-form", "Søkeskjema: Søk på nettsiden", "The search form: Searches on the website"},
		{"HMS-72", "register-website", "website/data/searches", "Søk på nettsiden|Søkeord", "Searches on the website|Search words"},
		{"HMS-73", "register-website", "website/sources/sign-up-form", "Påmeldingsskjema: Kontaktopplysninger, Påmeldinger|Fra personen selv", "The sign-up form: Contact details, Registrations|From the person"},
		{"HMS-74", "register-website", "website/sources/contact-form", "Kontaktskjema: Kontaktopplysninger, Meldinger|Fra personen selv", "The contact form: Contact details, Messages|From the person"},
		{"HMS-75", "register-website", "website/sources/cookies", "Du kan selv bestemme i nettleseren om nettsiden skal kunne lagre dem", "You decide in your browser whether the website may store them"},
		{"HMS-75", "index", "hms/links/cookies-explained", "Informasjonskapsler er små tekstfiler|Du bestemmer selv om de skal kunne lagres, ved å endre innstillingene i nettleseren", "Cookies are small text files|You decide whether they may be stored, by changing the settings of your browser"},
		{"HMS-77", "index", "hms/links/cookies-explained", "Om informasjonskapsler (cookiesandyou.com)", "About cookies (cookiesandyou.com)"},
		{"HMS-77", "record", "hms/links/cookies-explained", "https://cookiesandyou.com", "https://cookiesandyou.com"},
	})
}

// TestTheWebsiteLogsAnAddressForThreePurposesAndABlockedOneStandsApart shows whose address is logged, for what, who may link it to whom, and how long it and a block are kept.
//
// Keeps: HMS-78, HMS-79, HMS-80, HMS-81, HMS-82, HMS-83
func TestTheWebsiteLogsAnAddressForThreePurposesAndABlockedOneStandsApart(t *testing.T) {
	t.Parallel()
	published(t, "hms", "nb", "en").want(t, []place{
		{"HMS-78", "register-website", "website/data/ip-log", "Innhentes av enhver som besøker nettsiden", "Collected from everyone who visits the website"},
		{"HMS-78", "register-website", "website/sources/ip-logging", "Loggføring av IP-adresser: IP-adresser", "Logging of IP addresses: IP addresses"},
		{"HMS-79", "record", "website/purposes/security", "Ivareta sikkerheten|IP-adresser", "Looking after security|IP addresses"},
		{"HMS-79", "record", "website/purposes/fault-finding", "Finne feilkilder|IP-adresser", "Finding faults|IP addresses"},
		{"HMS-79", "record", "website/purposes/access-control", "Tilgangskontroll|IP-adresser", "Access control|IP addresses"},
		{"HMS-79", "register-website", "website/access/addresses", "Systemadministrator kan finne og åpne «IP-adresser» for «Sikker nettside», med en grunn.", "System administrator may find and open “IP addresses” for “A safe website”, with a reason."},
		{"HMS-80", "register-website", "website/access/only-those-who-gave-data", "Ingen kan profilere eller koble «IP-adresser», med mindre «Har gitt oss personopplysninger» gjelder.|IP-adressen kan bare knyttes til personer som har gitt oss personopplysninger.", "Nobody may profile or link “IP addresses”, unless “Has given us personal data” holds.|The IP address can be linked only to persons who have given us personal data."},
		{"HMS-81", "register-website", "website/access/comparing", "Systemadministrator kan koble «IP-adresser» for «Sikker nettside», når «Har gitt oss personopplysninger» gjelder, med en grunn.|Slike opplysninger kan brukes til å sammenligne IP-adresser og aktivitet på nettsiden.", "System administrator may link “IP addresses” for “A safe website”, when “Has given us personal data” holds, with a reason.|Such data may be used to compare IP addresses and activity on the website."},
		{"HMS-81", "record", "website/data/ip-log.activity", "Aktivitet på nettsiden", "Activity on the website"},
		{"HMS-82", "register-website", "website/data/ip-log", "lagres så lenge det trengs for god funksjonalitet og sikkerhet", "kept for as long as good functionality and security need"},
		{"HMS-82", "register-website", "website/retention/ip-log", "«IP-adresser»: lagres 90 dager etter «Besøket»; deretter slettes de.", "“IP addresses”: kept 90 days after “The visit”; then erased."},
		{"HMS-83", "register-website", "website/data/blocked", "Blokkert for hånd, for eksempel etter et sikkerhetsbrudd.|utenfor loggen, så lenge det er nødvendig for å forhindre videre sikkerhetsbrudd|IP-adresse Blokkert Av Hvorfor Vurderes på nytt", "Blocked by hand, such as after a security breach.|apart from the log, for as long as needed to prevent further breaches|IP address Blocked By Why Looked at again"},
		{"HMS-83", "register-website", "website/retention/blocked", "«Blokkerte IP-adresser»: lagres til det er avgjort at de ikke trengs lenger; hver 6 måneder vurderer Systemadministrator om de fortsatt trengs", "“Blocked IP addresses”: kept until it is decided that they are no longer needed; every 6 months System administrator decides whether they are still needed"},
	})
}

// TestNoOtherPurposeOfTheWebsiteUsesAnAddress looks through all purposes of the record: only
// the three of the statement, and answering the person whose address it is, use one.
//
// Keeps: HMS-79
func TestNoOtherPurposeOfTheWebsiteUsesAnAddress(t *testing.T) {
	t.Parallel()
	p := published(t, "hms", "nb", "en")
	for page, words := range map[string]string{"nb/record": " IP-adresser ", "en/record": " IP addresses "} {
		var using []string
		for anchor, text := range p.pages[page] {
			if strings.HasPrefix(anchor, "website/purposes/") && strings.Contains(text, words) {
				using = append(using, strings.TrimPrefix(anchor, "website/purposes/"))
			}
		}
		slices.Sort(using)
		if want := []string{"access-control", "fault-finding", "insight", "security"}; !slices.Equal(using, want) {
			t.Errorf("HMS-79: %s: IP addresses are used for %v, want %v", page, using, want)
		}
	}
}

// TestTheWebsitesFormsSayThatGivingIsVoluntaryAndWhatFollows shows what each form says before it is sent, and what one confirms who signs up others.
//
// Keeps: HMS-84, HMS-85, HMS-86
func TestTheWebsitesFormsSayThatGivingIsVoluntaryAndWhatFollows(t *testing.T) {
	t.Parallel()
	published(t, "hms", "nb", "en").want(t, []place{
		{"HMS-84", "register-website", "website/intake/sign-up", "Det er frivillig å oppgi opplysningene.", "Giving the data is voluntary."},
		{"HMS-84", "register-website", "website/intake/contact", "Det er frivillig å oppgi opplysningene.", "Giving the data is voluntary."},
		{"HMS-85", "register-website", "website/intake/sign-up", "Oppgir du dem ikke, kan vi være forhindret fra å kontakte deg og gi deg tilgang til produktene eller tjenestene du ønsker å bestille.|Må oppgis Kontaktopplysninger (Navn), Kontaktopplysninger (E-postadresse), Påmeldinger (Påmeldt til)", "If you do not give them, we may be prevented from contacting you and giving you access to the products or services that you want to order.|Must be given Contact details (Name), Contact details (E-mail address), Registrations (Registered for)"},
		{"HMS-85", "register-website", "website/intake/contact", "Oppgir du dem ikke, kan vi være forhindret fra å kontakte deg.|Må oppgis Kontaktopplysninger (Navn), Meldinger (Melding)", "If you do not give them, we may be prevented from contacting you.|Must be given Contact details (Name), Messages (Message)"},
		{"HMS-86", "register-website", "website/intake/sign-up", "Melder du på noen andre enn deg selv, har du ansvaret for å innhente tillatelse fra personen det gjelder.|Du bekrefter når du melder på andre Jeg har innhentet tillatelse fra den jeg melder på, til å dele personopplysningene.", "If you sign up somebody other than yourself, you are responsible for getting the permission of the person concerned.|You confirm when you register others I have got permission from the person I sign up to share the personal data."},
		{"HMS-86", "record", "website/data/registrations.registered-by", "Meldt på av", "Signed up by"},
		{"HMS-86", "record", "website/data/registrations.permission", "Bekreftet at personen har gitt tillatelse", "Confirmed that the person has given permission"},
	})
}

// TestTheWebsitesDataLeaveOnTwoGroundsAndThePersonHasFourRights shows the grounds of handing out, the encrypted connection, and the rights with who answers within what time.
//
// Keeps: HMS-87, HMS-88, HMS-89, HMS-90, HMS-91, HMS-92
func TestTheWebsitesDataLeaveOnTwoGroundsAndThePersonHasFourRights(t *testing.T) {
	t.Parallel()
	published(t, "hms", "nb", "en").want(t, []place{
		{"HMS-87", "register-website", "website/access/no-other-disclosure", "Opplysninger fra nettsiden utleveres ikke uten lovlig grunnlag eller pålegg.", "Data from the website are not disclosed without a legal ground or an order."},
		{"HMS-87", "register-website", "website/access/by-law-or-order", "med en grunn fra listen «Grunner til å utlevere» og en bekreftelse", "a reason from the list “Grounds for disclosing” and a confirmation"},
		{"HMS-87", "record", "hms/lists/disclosure-grounds", "Grunner til å utlevere: Lovlig grunnlag, Pålegg", "Grounds for disclosing: Legal ground, Order"},
		{"HMS-87", "register-website", "website/flows/entitled", "Grunnlag lov, pålegg fra en myndighet", "Ground law, an order by an authority"},
		{"HMS-88", "index", "hms/measures/https", "Forbindelsen mellom nettleser og tjener er kryptert.", "The connection between browser and server is encrypted."},
		{"HMS-88", "record", "hms/systems/website", "Forbindelsen mellom nettleser og webserver er kryptert.", "The connection between browser and web server is encrypted."},
		{"HMS-89", "register-website", "website/rights/access", "Innsyn: du får se opplysningene dine og en kopi av dem|Både opplysningene og hvordan de behandles.", "Access: you get to see your data and a copy of them|Both the data and how they are processed."},
		{"HMS-90", "register-website", "website/rights/correction", "Retting: gale opplysninger rettes|Besvares av Personvernombud innen 1 måned", "Correction: wrong data are corrected|Answered by Data protection officer within 1 month"},
		{"HMS-91", "register-website", "website/rights/erasure", "Sletting: opplysninger slettes når ingenting plikter oss å beholde dem|Besvares av Personvernombud innen 1 måned", "Erasure: data are erased when nothing obliges us to keep them|Answered by Data protection officer within 1 month"},
		{"HMS-92", "register-website", "website/rights/restriction", "Begrensning: opplysninger lagres uten å brukes mens noe avklares|Besvares av Personvernombud innen 1 måned", "Restriction: data are kept and not used while something is being cleared up|Answered by Data protection officer within 1 month"},
	})
}

// TestTheWebsitesThreeTrackersStandWithTheirCookiesAndLinks shows each resource that tracks, in the website's own notice and on the page of all cookies.
//
// Keeps: HMS-95, HMS-96, HMS-97, HMS-98, HMS-99
func TestTheWebsitesThreeTrackersStandWithTheirCookiesAndLinks(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"register-website", "cookies"} {
		published(t, "hms", "nb", "en").want(t, []place{
			{"HMS-95", page, "website/trackers/google-analytics", "Benyttes for å analysere hvordan besøkende bruker nettsiden|De er anonymiserte og kan ikke knyttes direkte til en bestemt person.|Hvem sin Google (Google Analytics)", "Used to analyse how visitors use the website|They are anonymised and cannot be linked directly to a particular person.|Whose Google (Google Analytics)"},
			{"HMS-96", page, "website/trackers/google-analytics", "blant annet med disse informasjonskapslene og flere|Navn _ga, _gid, _gat", "with these cookies and others|Names _ga, _gid, _gat"},
			{"HMS-97", page, "website/trackers/google-analytics", "Se https://developers.google.com", "See https://developers.google.com"},
			{"HMS-98", page, "website/trackers/youtube", "Benyttes for å vise videoer. YouTube bruker egne informasjonskapsler og samler inn brukerstatistikk.|Settes av noe innebygd|Se https://policies.google.com/privacy", "Used to show videos. YouTube uses cookies of its own and collects statistics of use.|Set by something embedded|See https://policies.google.com/privacy"},
			{"HMS-99", page, "website/trackers/vimeo", "Benyttes for å vise videoer. Vimeo bruker egne informasjonskapsler og samler inn brukerstatistikk.|Settes av noe innebygd|Se https://vimeo.com/privacy", "Used to show videos. Vimeo uses cookies of its own and collects statistics of use.|Set by something embedded|See https://vimeo.com/privacy"},
		})
	}
}

// TestAPromiseThatBreaksWhatTheWebsiteSaysIsRefused shows what lupaus check says to the service before it promises otherwise.
//
// Keeps: HMS-79, HMS-87
func TestAPromiseThatBreaksWhatTheWebsiteSaysIsRefused(t *testing.T) {
	t.Parallel()
	refused(t, "hms", []breach{
		{"HMS-79", "addresses are looked at for statistics", "website.yaml", "\naccess:\n", "\naccess:\n  reach: {allow: [count], who: [management], data: [ip-log], for: [user-experience], source: [HMS-79]}\n", "E34 [website/access/reach]"},
		{"HMS-87", "the office publishes who has signed up", "website.yaml", "\naccess:\n", "\naccess:\n  list: {allow: [publish], who: [office-staff], data: [registrations], for: [registration], source: [HMS-87]}\n", "E35 [website/access/list]"},
	})
}
