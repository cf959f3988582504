// SPDX-License-Identifier: EUPL-1.2

package main

import "testing"

// These tests read what is published of an institute's customer and marketing
// register beside the institute's own privacy notice, row by row, in both of its
// languages. Rows about sending, audiences and public forms are not shown here:
// the notice states them, and what carries them out is not built yet.

// Keeps: TTL-01, TTL-02, TTL-03, TTL-04, TTL-05, TTL-06
func TestTheInstituteKeepsOneNamedRegisterOfFiveKindsOfPeople(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-01", "index#registers", "Asiakas- ja markkinointirekisteri|uutiskirjeiden tilaajat ja markkinointiluvan antaneet", "Customer and marketing register|newsletter subscribers and people who gave a marketing permission"},
		{"TTL-01", "index#ttl/contacts/register-contact", "Asiakas- ja markkinointirekisteri|viestinta@ttl.fi", "Customer and marketing register|viestinta@ttl.fi"},
		{"the people of TTL-01", "register-customers#customers/subjects", "Asiakas- ja markkinointirekisteri|Asiakkaiden ja potentiaalisten asiakkaiden yhteyshenkilöt", "Customer and marketing register|Contact persons of customers and potential customers"},
		{"TTL-02", "register-customers#customers/subjects/customer-contact", "Asiakkaiden yhteyshenkilöt|Asiakassuhde on voimassa", "Contact persons of customers|The customer relationship is in force"},
		{"TTL-02, TTL-03", "record#customers/data/positions.contact-for", "Yhteyshenkilönä|Asiakas, Potentiaalinen asiakas", "Contact person of|Customer, Potential customer"},
		{"TTL-03", "register-customers#customers/subjects/prospect-contact", "Potentiaalisten asiakkaiden yhteyshenkilöt", "Contact persons of potential customers"},
		{"TTL-04", "register-customers#customers/subjects/in-contact-with-us", "Työterveyslaitokseen yhteydessä olleet henkilöt|On ollut yhteydessä", "People who have been in contact with the institute|Has been in contact"},
		{"TTL-05", "register-customers#customers/subjects/newsletter-subscriber", "Uutiskirjeiden tilaajat|Tilaa uutiskirjettä", "Newsletter subscribers|Subscribes to a newsletter"},
		{"TTL-06", "register-customers#customers/subjects/permission-holder", "Markkinointiluvan antaneet|Markkinointilupa on voimassa", "People who gave a marketing permission|A marketing permission is in force"},
	})
}

// Keeps: TTL-08, TTL-09, TTL-15, TTL-22, TTL-23, TTL-25, TTL-26, TTL-27
// Keeps: TTL-28
func TestEveryPurposeOfTheNoticeStandsInTheRegister(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-08", "register-customers#customers/purposes/customer-care", "Asiakassuhteen hoito ja asiakkuudenhallinta", "Managing the customer relationship"},
		{"TTL-09", "register-customers#customers/purposes/marketing", "Markkinointiviestintä ja suoramarkkinointi", "Marketing communication and direct marketing"},
		{"TTL-15", "register-customers#customers/purposes/newsletters", "Sähköiset uutiskirjeet", "Electronic newsletters"},
		{"TTL-15", "register-customers#customers/permissions/newsletters", "Erikseen aiheille Työkyky ja työurat, Työturvallisuus, Työmielenterveys, Tutkimusuutiset, Koulutustarjonta", "One by one for Work ability and careers, Safety at work, Mental well-being at work, Research news, Training on offer"},
		{"TTL-15", "record#customers/data/marketing-choices.newsletter", "Uutiskirje|Työturvallisuus", "Newsletter|Safety at work"},
		{"TTL-22", "register-customers#customers/purposes/selling", "Myynti", "Sales"},
		{"TTL-23", "register-customers#customers/purposes/surveys", "Mielipide- tai markkinatutkimus tai muu osoitteellinen lähetys", "Opinion or market survey, or another addressed mailing"},
		{"TTL-25", "register-web#web/purposes/online-targeting", "Myynti- ja markkinointitoimenpiteiden sekä asiakasviestinnän kohdentaminen verkossa", "Targeting of sales, marketing and customer communication online"},
		{"TTL-26", "register-web#web/purposes/personal-content", "Henkilökohtaisen kohdennetun sisällön tuottaminen verkossa", "Producing personally targeted content online"},
		{"TTL-26", "register-web#web/data/shown-content", "Näytetty sisältö|Minkä perusteella", "Content shown|Because of"},
		{"TTL-27", "register-customers#customers/purposes/statistics", "Tilastointi|Vain: laskeminen", "Statistics|Only for: count"},
		{"TTL-28", "register-customers#customers/purposes/information-activity", "Tiedotustoiminta: yleistä etua koskeva tehtävä", "Information activity: a task in the public interest"},
	})
}

// Keeps: TTL-29, TTL-30, TTL-31, TTL-32, TTL-33, TTL-34, TTL-35, TTL-36
// Keeps: TTL-37
func TestEachBasisOfTheNoticeStandsWithWhatRestsOnIt(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-29", "register-customers#customers/purposes/newsletters", "suostumus (6 art. 1 a)|Uutiskirjeen tilaus", "consent (Art. 6(1)(a))|Newsletter subscription"},
		{"TTL-29, TTL-30", "record#customers/data/marketing-choices.wording-shown", "Luvan sanamuoto", "Wording of the permission"},
		{"TTL-29", "record#customers/data/marketing-choices.came-by", "Mistä tieto tuli (lomake, linkki, viesti)", "How it came (form, link, message)"},
		{"TTL-30", "register-customers#customers/purposes/electronic-marketing", "suostumus (6 art. 1 a)|Markkinointilupa", "consent (Art. 6(1)(a))|Marketing permission"},
		{"TTL-31", "register-customers#customers/purposes/fulfilment", "sopimus tai sitä edeltävät toimet (6 art. 1 b)|esimerkiksi ostat tuotteen tai palvelun", "a contract, or steps before one (Art. 6(1)(b))|for example you buy a product or a service"},
		{"TTL-32", "register-customers#customers/purposes/bookkeeping", "lakisääteinen velvoite (6 art. 1 c) (Kirjanpitolaki)", "a legal duty (Art. 6(1)(c)) (Accounting Act)"},
		{"TTL-32", "register-customers#customers/retention/bookkeeping", "vähintään 6 vuotta tapahtumasta ”Osto”", "at least 6 years after “Purchase”"},
		{"TTL-32", "register-customers#customers/rights/erasure", "kun kirjanpitolaki velvoittaa säilyttämään", "while the Accounting Act obliges it to keep"},
		{"TTL-33", "register-customers#customers/purposes/information-activity", "yleistä etua koskeva tehtävä (6 art. 1 e)", "a task in the public interest (Art. 6(1)(e))"},
		{"TTL-33", "register-customers#customers/rights/objection", "voit vastustaa käyttöä, joka perustuu etuumme tai yleiseen tehtävään", "you may object to use that rests on an interest of ours or on a public task"},
		{"TTL-34, TTL-37", "register-customers#customers/purposes/relationship-care", "oikeutettu etu (6 art. 1 f)|Etu muodostuu rekisterinpitäjän ja rekisteröidyn välisestä asiakassuhteesta.|Odotettavissa, kun: Asiakassuhde on voimassa", "a legitimate interest (Art. 6(1)(f))|The interest arises from the customer relationship between the controller and the person.|Expected where this holds: The customer relationship is in force"},
		{"TTL-35", "register-customers#customers/purposes/statistics", "oikeutettu etu (6 art. 1 f)", "a legitimate interest (Art. 6(1)(f))"},
		{"TTL-36", "register-customers#customers/purposes/marketing-calls", "oikeutettu etu (6 art. 1 f)|soittamisen voi kieltää|jonka voit aina kieltää", "a legitimate interest (Art. 6(1)(f))|calls can be forbidden|which you can always stop"},
		{"TTL-36", "register-customers#customers/purposes/marketing-letters", "oikeutettu etu (6 art. 1 f)|kirjeet voi kieltää|jonka voit aina kieltää", "a legitimate interest (Art. 6(1)(f))|letters can be forbidden|which you can always stop"},
	})
}

// Keeps: TTL-39, TTL-40, TTL-41, TTL-42, TTL-43, TTL-44, TTL-45, TTL-46
// Keeps: TTL-47
func TestContactDetailsHaveTheirFields(t *testing.T) {
	t.Parallel()
	holdsFields(t, "ttl", []rowField{
		{"TTL-39", "customers/data/person-card.name", "Nimi", "Name", "", ""},
		{"TTL-40", "customers/data/contact-details.spoken-language", "Kieli", "Language", "miksi: Viestit lähetetään tällä kielellä.", "why: Messages are sent in this language."},
		{"TTL-41", "customers/data/contact-details.phone", "Puhelinnumero", "Phone number", "", ""},
		{"TTL-42", "customers/data/contact-details.email", "Sähköposti", "E-mail", "", ""},
		{"TTL-43", "customers/data/contact-details.address", "Osoitetiedot", "Address", "", ""},
		{"TTL-44", "customers/data/person-card.title", "Ammatti tai arvo", "Profession or title", "", ""},
		{"TTL-45", "customers/data/positions.company", "Yritys", "Company", "", ""},
		{"TTL-46", "customers/data/positions.position", "Asema", "Position", "", ""},
		{"TTL-47", "customers/data/interests.stated-interests", "Henkilön antamat kiinnostustiedot", "Interests the person has stated", "henkilö antaa itse", "given by"},
	})
}

// Keeps: TTL-48
func TestCustomersAndPotentialCustomersHaveTheSameContactFields(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-48", "register-customers#customers/data/person-card", "Samat tiedot asiakkaista ja potentiaalisista asiakkaista.", "The same data of customers and of potential customers."},
		{"TTL-48", "register-customers#customers/data/contact-details", "Puhelinnumero", "Phone number"},
		{"TTL-03, TTL-120", "register-customers#customers/retention/potential", "”Yhteystiedot”", "“Contact details”"},
		{"TTL-119", "register-customers#customers/retention/relationship", "”Yhteystiedot”", "“Contact details”"},
	})
}

// Keeps: TTL-49, TTL-50, TTL-51, TTL-52, TTL-53, TTL-54, TTL-55, TTL-56
// Keeps: TTL-57, TTL-58, TTL-59, TTL-60, TTL-62, TTL-63, TTL-64
func TestTheCustomerRelationshipHasItsFields(t *testing.T) {
	t.Parallel()
	holdsFields(t, "ttl", []rowField{
		{"TTL-49", "companies/data/organisation-card.name", "Asiakasorganisaation nimi", "Name of the customer organisation", "", ""},
		{"TTL-50", "companies/data/customer-data.delivery-address", "Toimitusosoite", "Delivery address", "", ""},
		{"TTL-51", "companies/data/customer-data.billing-address", "Laskutusosoite", "Billing address", "", ""},
		{"TTL-52", "companies/data/organisation-card.business-id", "Y-tunnus", "Business ID", "Suomi", "Finland"},
		{"TTL-53", "companies/data/customer-data.customer-group", "Asiakasryhmä", "Customer group", "Kunta tai hyvinvointialue", "Municipality or wellbeing services county"},
		{"TTL-54", "companies/data/customer-data.industry", "Toimiala", "Industry", "Terveys- ja sosiaalipalvelut", "Health and social services"},
		{"TTL-55", "companies/data/customer-data.vat-group", "Alv-ryhmä", "VAT group", "EU-myynti", "Sale within the EU"},
		{"TTL-56", "companies/data/customer-data.payment-term", "Maksuehto (päivää)", "Payment term (days)", "", ""},
		{"TTL-57", "companies/data/customer-data.customer-class", "Asiakasluokitus", "Customer classification", "", ""},
		{"TTL-58", "companies/data/customer-data.company-language", "Yrityksen kieli", "Language of the company", "", ""},
		{"TTL-59", "companies/data/customer-data.invoice-currency", "Valuutta", "Currency", "", ""},
		{"TTL-60", "companies/data/customer-data.sales-area", "Myyntialue", "Sales area", "", ""},
		{"TTL-62", "companies/data/customer-data.phone", "Puhelin", "Phone", "", ""},
		{"TTL-63", "companies/data/customer-data.web-address", "WWW-osoite", "Web address", "", ""},
		{"TTL-64", "customers/data/shop-account.shop-user-name", "Verkkokaupan käyttäjätunnus", "Web-shop user name", "", ""},
	})
}

// Keeps: TTL-65, TTL-66, TTL-67, TTL-68, TTL-69, TTL-70, TTL-71
func TestEventsContractsAndProductsHaveTheirRecords(t *testing.T) {
	t.Parallel()
	holdsFields(t, "ttl", []rowField{
		{"TTL-66", "companies/data/orders.what", "Tuote tai palvelu", "Product or service", "", ""},
		{"TTL-66", "companies/data/orders.contact-person", "Tilaaja", "Ordered by", "", ""},
		{"TTL-66", "customers/data/purchases.what", "Tuote tai palvelu", "Product or service", "", ""},
		{"TTL-66", "customers/data/purchases.company", "Kenen puolesta", "On behalf of", "", ""},
		{"TTL-68", "companies/data/contracts.agreed-on", "Mistä sovittiin", "What was agreed", "", ""},
		{"TTL-69", "customers/data/purchases.delivered", "Toimitettu", "Delivered", "", ""},
		{"TTL-70", "companies/data/orders.payment-method", "Maksutapa", "Payment method", "", ""},
		{"TTL-70", "customers/data/purchases.payment-method", "Maksutapa", "Payment method", "", ""},
		{"TTL-71", "customers/data/trainings.training", "Koulutus", "Training course", "", ""},
		{"TTL-71", "customers/data/trainings.took-part", "Osallistuminen", "Participation", "Osallistunut", "Attended"},
	})
	publishesRows(t, "ttl", []rowStated{
		{"TTL-65", "register-companies#companies/data/meetings", "Käynnit ja tapaamiset|Päivä|Yhteyshenkilö|Muut osallistujat|Muistiinpano", "Visits and meetings|Date|Contact person|Other participants|Note"},
		{"TTL-67", "register-companies#companies/data/offers", "Tarjoukset|Mitä tarjottiin|Summa|Tila", "Offers|What was offered|Sum|State"},
		{"TTL-67 has a state", "record#companies/data/offers.offer-state", "Luonnos, Lähetetty, Hyväksytty, Hylätty", "Draft, Sent, Accepted, Declined"},
		{"TTL-68", "register-companies#companies/data/contracts", "Sopimukset|Alkaa|Päättyy", "Contracts|From|To"},
		{"TTL-68", "record#companies/states/customer-organisation", "Asiakassuhde on voimassa|Sopimukset", "The customer relationship is in force|Contracts"},
		{"TTL-69", "register-companies#companies/data/deliveries", "Toimitukset|Mitä toimitettiin|Minne", "Deliveries|What was delivered|Where to"},
	})
}

// Keeps: TTL-72, TTL-73, TTL-74
func TestPermissionsProhibitionsAndSubscriptionsHaveTheirRecords(t *testing.T) {
	t.Parallel()
	holdsFields(t, "ttl", []rowField{
		{"TTL-72, TTL-73, TTL-74", "customers/data/marketing-choices.choice-kind", "Laji", "Kind", "Suoramarkkinointilupa, Suoramarkkinointikielto, Uutiskirjeen tilaus", "Direct marketing permission, Direct marketing prohibition, Newsletter subscription"},
		{"TTL-72, TTL-73", "customers/data/marketing-choices.on-channels", "Kanavat", "Channels", "", ""},
		{"TTL-72", "customers/data/marketing-choices.given", "Annettu", "Given", "", ""},
		{"TTL-72", "customers/data/marketing-choices.withdrawn", "Peruttu", "Withdrawn", "", ""},
		{"TTL-72", "customers/data/marketing-choices.wording-shown", "Luvan sanamuoto", "Wording of the permission", "", ""},
		{"TTL-74", "customers/data/marketing-choices.newsletter", "Uutiskirje", "Newsletter", "", ""},
	})
	publishesRows(t, "ttl", []rowStated{
		{"TTL-72, TTL-73, TTL-74", "register-customers#customers/data/marketing-choices", "Merkintää ei muuteta: peruutus kirjataan päivänä, ja uusi lupa on uusi merkintä.", "An entry is not changed: a withdrawal is recorded as a day, and a new permission is a new entry."},
		{"TTL-72", "register-customers#customers/permissions/marketing-consent", "Työterveyslaitos saa lähettää minulle sähköistä suoramarkkinointia", "The institute may send me electronic direct marketing"},
		{"TTL-73", "register-customers#customers/prohibitions/no-marketing-calls", "Estää Suoramarkkinointi puhelimitse", "Stops Direct marketing by phone"},
		{"TTL-73", "register-customers#customers/prohibitions/no-marketing-letters", "Estää Suoramarkkinointi kirjeitse", "Stops Direct marketing by letter"},
		{"TTL-73", "register-customers#customers/prohibitions/no-electronic-marketing", "Estää Sähköinen suoramarkkinointi, Sähköiset uutiskirjeet, Mainonnan kohdentaminen sosiaalisessa mediassa", "Stops Electronic direct marketing, Electronic newsletters, Targeting of advertisements in social media"},
		{"TTL-74", "register-customers#customers/permissions/newsletters", "Tilaan valitsemani uutiskirjeet.", "I subscribe to the newsletters I have chosen."},
	})
}

// Keeps: TTL-75, TTL-76, TTL-77, TTL-78, TTL-79, TTL-80, TTL-82, TTL-83
// Keeps: TTL-86, TTL-87, TTL-88, TTL-89, TTL-90
func TestBehaviourChatsAndTechnicalIdentifiersHaveTheirFields(t *testing.T) {
	t.Parallel()
	holdsFields(t, "ttl", []rowField{
		{"TTL-75", "web/data/behaviour.page-or-service", "Sivu tai palvelu", "Page or service", "", ""},
		{"TTL-75", "web/data/behaviour.done-there", "Mitä tehtiin", "What was done", "", ""},
		{"TTL-76", "customers/data/targeted-measures.campaign", "Kampanja", "Campaign", "", ""},
		{"TTL-76", "customers/data/targeted-measures.measure", "Toimenpide", "Measure", "", ""},
		{"TTL-76", "customers/data/targeted-measures.result", "Tulos", "Result", "", ""},
		{"TTL-76", "web/data/shown-content.what-came", "Tulos", "Result", "", ""},
		{"TTL-77, TTL-78", "customers/data/mail-tracking.message-sent", "Viesti", "Message", "", ""},
		{"TTL-77, TTL-78", "customers/data/mail-tracking.what-happened", "Tapahtuma", "Event", "Avattu", "Opened, Link clicked"},
		{"TTL-78", "customers/data/mail-tracking.link-clicked", "Linkki", "Link", "", ""},
		{"TTL-79", "customers/data/contact-notes.needed-for", "Mihin tarvitaan", "Needed for", "", ""},
		{"TTL-79", "customers/data/contact-notes.note-text", "Merkintä", "Note", "", ""},
		{"TTL-80", "chat/data/transcripts.said", "Keskustelun sisältö", "Content of the conversation", "", ""},
		{"TTL-82", "chat/data/conversations.started", "Ajankohta", "Time", "", ""},
		{"TTL-83", "chat/data/conversations.duration-minutes", "Kesto (minuuttia)", "Duration (minutes)", "", ""},
		{"TTL-86", "web/data/technical-identifiers.ip-address", "IP-osoite", "IP address", "", ""},
		{"TTL-87", "web/data/technical-identifiers.browser", "Käytettävä selain", "Browser used", "", ""},
		{"TTL-88", "web/data/technical-identifiers.operating-system", "Käyttöjärjestelmä", "Operating system", "", ""},
		{"TTL-89", "web/data/technical-identifiers.device-model", "Laitemalli", "Device model", "", ""},
		{"TTL-90", "web/data/visitor-card.visitor-mark", "Evästeen tai muu tunniste", "Identifier of a cookie, or another one", "", ""},
		{"TTL-90", "web/data/technical-identifiers.other-marks", "Evästeet ja muut tunnisteet", "Cookies and other identifiers", "", ""},
	})
}

// Keeps: TTL-84
func TestChatsServeTwoPurposesAndAreNotForMarketing(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-84", "register-chat#chat/purposes/service-development", "Palvelun kehittäminen", "Developing the service"},
		{"TTL-84", "register-chat#chat/purposes/chat-statistics", "Tilastointi", "Statistics"},
		{"TTL-84", "register-chat#chat/access/chats-are-not-for-marketing", "profilointi", "profile"},
	})
	refusesCareless(t, "ttl", []rowCareless{
		{"a chat opened by marketing", "chat.yaml", "  recording: ", "  campaign: {allow: [open], who: [marketing-officer], data: [transcripts], for: [service-development], source: [TTL-84]}\n  recording: ", "E35", "chat/access/campaign"},
	})
}

// Keeps: TTL-91, TTL-92, TTL-93, TTL-94, TTL-95, TTL-96, TTL-97, TTL-98
// Keeps: TTL-99, TTL-100, TTL-101, TTL-102, TTL-103, TTL-104, TTL-105, TTL-106
// Keeps: TTL-107
func TestEverySourceOfTheNoticeStandsInTheRegister(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-91", "register-customers#customers/sources/the-person", "Nykyiset ja potentiaaliset asiakkaat itse|Antaja henkilö itse", "Current and potential customers themselves|From the person"},
		{"TTL-92", "register-customers#customers/sources/order-placed", "Tilaus: Henkilö", "Order: Person"},
		{"TTL-93", "register-customers#customers/sources/offer-request", "Tarjouspyyntö: Henkilö", "Request for an offer: Person"},
		{"TTL-94", "register-customers#customers/sources/contract-made", "Sopimus: Henkilö", "Contract: Person"},
		{"TTL-95", "register-customers#customers/sources/other-contact", "Muu yhteydenotto: Henkilö", "Other contact: Person"},
		{"TTL-96", "register-customers#customers/sources/occasion", "Tilaisuudet ja tapahtumat", "Occasions and events"},
		{"TTL-97", "register-customers#customers/sources/newsletter-order", "Uutiskirjeen tilaus", "Newsletter subscription"},
		{"TTL-98", "register-customers#customers/sources/web-purchase", "Verkko-ostos", "Web purchase"},
		{"TTL-99", "register-customers#customers/sources/training-registration", "Koulutukseen ilmoittautuminen", "Training registration"},
		{"TTL-100", "register-customers#customers/sources/service-registration", "Palveluun rekisteröityminen", "Registering for a service"},
		{"TTL-101", "register-customers#customers/sources/campaign-sign-up", "Markkinointikampanjat ja kilpailut", "Marketing campaigns and contests"},
		{"TTL-92, TTL-93, TTL-94, TTL-95, TTL-96, TTL-97, TTL-98, TTL-99, TTL-100, TTL-101", "record#customers/data/collected.moment", "Tilaus, Tarjouspyyntö, Sopimus, Muu yhteydenotto, Tilaisuus tai tapahtuma, Uutiskirjeen tilaus, Verkko-ostos, Koulutukseen ilmoittautuminen, Palveluun rekisteröityminen, Markkinointikampanja, Kilpailu, Työterveyslaitoksen tietojärjestelmä, Työterveyslaitoksen asiakasrekisteri, Sosiaalinen media, Julkinen lähde, Viranomaisen tai yrityksen tietopalvelu", "Order, Request for an offer, Contract, Other contact, Occasion or event, Newsletter subscription, Web purchase, Training registration, Registering for a service, Marketing campaign, Contest, The institute's own systems, The institute's customer register, Social media, Public source, Data service of an authority or a company"},
		{"TTL-96, TTL-101, TTL-104, TTL-105, TTL-106", "record#customers/data/collected.which", "Mikä tapahtuma, kampanja, kanava, lähde tai palvelu", "Which event, campaign, channel, source or service"},
		{"TTL-102", "register-customers#customers/sources/own-systems", "Kun henkilö rekisteröityy palveluihin ja käyttää niitä.|oma järjestelmä", "When a person registers for services and uses them.|a system of our own"},
		{"TTL-103", "register-customers#customers/sources/customer-register", "Työterveyslaitoksen asiakasrekisteri", "The institute's customer register"},
		{"TTL-104", "register-customers#customers/sources/social-media-channels", "Rekisterinpitäjän toimintoihin liittyvät sosiaaliset mediat", "Social media connected with the controller's activities"},
		{"TTL-105", "register-customers#customers/sources/public-sources", "Julkiset lähteet|Henkilölle kerrotaan, määräaika 1 kuukausi", "Public sources|The person is told within 1 month"},
		{"TTL-106", "register-customers#customers/sources/data-services", "Henkilötietoja koskevia palveluja tarjoavat viranomaiset ja yritykset", "Authorities and companies that offer services with personal data"},
		{"TTL-107", "register-web#web/sources/by-cookies", "Evästeet", "Cookies|tracking was accepted"},
		{"TTL-107", "cookies#web/trackers/visit-counter", "vain suostumuksellasi", "with your consent only"},
		{"TTL-90", "cookies#web/trackers/session", "ttl_session", "ttl_session"},
	})
}

// Keeps: TTL-19, TTL-20, TTL-108, TTL-110, TTL-111, TTL-112, TTL-114, TTL-115
// Keeps: TTL-117, TTL-118
func TestThoseWhoGetDataAreNamedWithWhatForAndOnWhatGround(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-108", "index#ttl/parties/it-providers", "Ne tarjoavat tekniset ratkaisut tietojen käsittelyyn.", "They supply the technical solutions in which data are handled."},
		{"TTL-108, TTL-110, TTL-117", "index#ttl/parties/mail-provider", "Viestivirta Oy|Suomi|Uutiskirjeiden ja markkinointiviestien lähetys|Käsittelysopimus 15. maaliskuuta 2025|https://viestivirta.example", "Viestivirta Oy|Finland|Sending of newsletters and marketing messages|Processing agreement of 15 March 2025|https://viestivirta.example"},
		{"TTL-108", "register-customers#customers/flows/mailing", "Vastaanottaja Viestivirta Oy: Henkilö, Yhteystiedot", "Given to Viestivirta Oy: Person, Contact details"},
		{"TTL-108, TTL-110", "agreements#ttl/parties/crm-provider", "Havupilvi Oy|Käsittelysopimus 1. helmikuuta 2025|https://havupilvi.example", "Havupilvi Oy|Processing agreement of 1 February 2025|https://havupilvi.example"},
		{"TTL-19", "index#ttl/parties/meta", "Meta", "Meta"},
		{"TTL-20", "index#ttl/parties/linkedin", "LinkedIn", "LinkedIn"},
		{"TTL-19, TTL-20", "register-customers#customers/flows/audiences", "Sosiaalisen median yritykset", "Social media companies"},
		{"TTL-111", "index#ttl/rules/reasoned-disclosure", "tarvitaan perustelu", "needs a reason first"},
		{"TTL-111", "rules#ttl/conduct/no-disclosure-by-default", "En luovuta henkilötietoja Työterveyslaitoksen ulkopuolelle tai yhteistyökumppaneille. Poikkeukset ovat nimetyt vastaanottajat|jokainen vahvistaa", "I disclose no personal data outside the institute or to its partners. The exceptions are the receivers that are named|confirmed by each person"},
		{"TTL-112", "index#ttl/parties/collection-agencies", "Perintätoimistot|Vain perintään liittyvissä asioissa.", "Debt-collection agencies|In matters of collection only."},
		{"TTL-112", "register-customers#customers/access/to-collection", "”Perintä”|Perintätoimistot|perustelu", "for “Debt collection” to Debt-collection agencies, with a reason"},
		{"TTL-114", "index#ttl/parties/researchers", "Tieteellistä tutkimusta tekevät tahot|Lain sallimilla tavoilla.", "Those who do scientific research|In the ways that the law permits."},
		{"TTL-114", "register-customers#customers/purposes/scientific-research", "(Tietosuojalaki)", "(Data Protection Act)"},
		{"TTL-115", "index#ttl/parties/authorities", "Viranomaiset|Kun lainsäädäntö velvoittaa", "Authorities|When legislation obliges"},
		{"TTL-115", "register-customers#customers/purposes/duty-to-authorities", "(Kirjanpitolaki)", "(Accounting Act)"},
		{"TTL-117, TTL-118", "index#ttl/measures/inside-eea", "Emme pääsääntöisesti siirrä tietoja EU/ETA-alueen ulkopuolelle.", "As a rule we transfer no data outside the EU/EEA."},
		{"TTL-118", "index#ttl/parties/measuring-provider", "Yhdysvallat|päätös riittävästä tietosuojasta 2023/1795", "United States|an adequacy decision 2023/1795"},
		{"TTL-118", "index#transfers", "Plainfigures LLC|päätös riittävästä tietosuojasta", "Plainfigures LLC|an adequacy decision"},
	})
}

// TestThePromiseIsRefusedWhenItBreaksWhatTheNoticeSays changes the promise as a
// careless colleague might, and has the command check it.
//
// Keeps: TTL-08, TTL-37, TTL-38, TTL-110, TTL-111, TTL-117, TTL-118
func TestThePromiseIsRefusedWhenItBreaksWhatTheNoticeSays(t *testing.T) {
	t.Parallel()
	refusesCareless(t, "ttl", []rowCareless{
		{"work for a purpose that is not listed (08)", "customers.yaml", "for: [surveys], source: [TTL-23]}", "for: [lottery], source: [TTL-23]}", "E2", "customers/access/survey-mail"},
		{"a legitimate interest that is not said (37)", "customers.yaml", "interest: {fi: Maksamattomien saatavien periminen., en: Collecting what is owed.}, ", "", "E17", "customers/purposes/debt-collection"},
		{"a purpose without a basis (38)", "customers.yaml", "surveys: {basis: legitimate-interest, ", "surveys: {", "E15", "customers/purposes/surveys"},
		{"a provider without a contract (110)", "organisation.yaml", "    agreement: {needed: always, document: kasittelysopimus-viestivirta.pdf, dated: 2025-03-15, until: 2028-03-14, data: [ordinary], source: [TTL-110], assumed: the document and its dates are invented}\n", "", "E11", "ttl/parties/mail-provider"},
		{"a contract that nobody wrote down (110)", "organisation.yaml", "document: kasittelysopimus-viestivirta.pdf, ", "", "E11", "ttl/parties/mail-provider"},
		{"a contract that has ended (110)", "organisation.yaml", "until: 2028-03-14", "until: 2026-03-14", "E11", "ttl/parties/mail-provider"},
		{"a disclosure to somebody who is not listed (111)", "customers.yaml", "to: [collection-agencies], with", "to: [anybody], with", "E2", "customers/access/to-collection"},
		{"a provider outside the EEA without a mechanism (117, 118)", "organisation.yaml", "    transfer: {mechanism: adequacy, document: 2023/1795, checked: 2026-09-01, source: [TTL-118]}\n", "", "E12", "ttl/parties/measuring-provider"},
	})
}

// Keeps: TTL-119, TTL-120, TTL-121, TTL-122
func TestDataAreKeptAsLongAsTheNoticeSays(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-119, TTL-122", "register-customers#customers/retention/relationship", "niin kauan kuin ”Asiakassuhde on voimassa”|Vähintään asiakassuhteen keston ajan.|poistetaan ilman aiheetonta viivytystä", "kept while “The customer relationship is in force” holds|At least as long as the customer relationship lasts.|erased without undue delay"},
		{"TTL-119, TTL-122", "register-companies#companies/retention/relationship", "niin kauan kuin ”Asiakassuhde on voimassa”", "kept while “The customer relationship is in force” holds"},
		{"TTL-120", "register-customers#customers/retention/potential", "Tieto poistetaan, kun sitä ei enää tarvita käsittelyn tarkoitukseen.", "Data are erased when the purpose no longer needs them."},
		{"TTL-120", "register-customers#customers/retention/tracking", "1 vuosi|anonymisoidaan", "1 year|made anonymous"},
		{"TTL-121", "register-customers#customers/retention/bookkeeping", "vähintään 6 vuotta|Kirjanpitoaineisto säilytetään kirjanpitolain ajan.", "at least 6 years|Bookkeeping material is kept for the time of the Accounting Act."},
	})
}

// Keeps: TTL-123, TTL-124, TTL-125
func TestTheNoticeSaysWhatIsDecidedProfiledAndAskedFor(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-123, TTL-124", "register-customers#customers/profiling/mail-behaviour", "Emme tee automaattista päätöksentekoa asiakas- ja markkinointirekisterin tietojen perusteella.", "We make no automated decisions from the data of the customer and marketing register."},
		{"TTL-123, TTL-124", "register-web#web/profiling/web-behaviour", "Kohdennetussa markkinointiviestinnässä teemme profilointia henkilön verkkokäyttäytymisen perusteella.", "In targeted marketing communication we profile by a person's behaviour online."},
		{"TTL-124", "register-web#web/data/inferred-profile", "Vain kohdentamiseen.|Päätelty kiinnostuksen kohde", "For targeting only.|Inferred interest"},
		{"TTL-124", "register-web#web/prohibitions/no-profiling", "Profilointikielto|Estää Myynti- ja markkinointitoimenpiteiden", "No profiling|Stops Targeting of sales"},
		{"TTL-124", "register-web#web/rights/objection", "Voit kieltää profiloinnin milloin tahansa.", "You can forbid profiling at any time."},
		{"TTL-124", "register-web#web/access/profile-for-targeting-only", "”Profiili”", "Nobody may link, disclose or send “Profile”"},
		{"TTL-125", "register-customers#customers/intake/training-form", "Tiedot ovat välttämättömiä, jotta asiakassuhde voidaan perustaa|Pakollinen Henkilö (Nimi)|vapaaehtoinen", "The data are necessary to set up the customer relationship|Must be given Person (Name)|voluntary"},
		{"TTL-125", "register-customers#customers/intake/offer-form", "asiakassuhde perustaa|Muut tiedot ovat vapaaehtoisia.", "to set up a customer relationship|The other data are voluntary."},
	})
}

// Keeps: TTL-126, TTL-128, TTL-129, TTL-135
func TestTheRightsDependOnTheBasisAndGoToTheDataProtectionOfficer(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-126", "register-customers#customers/rights/information", "Sinulla on useita oikeuksia, jotka vaihtelevat sen mukaan, millä perusteella tietojasi käsitellään.", "You have several rights, which vary with the ground on which your data are handled."},
		{"TTL-126", "register-customers#customers/rights/portability", "Siirto-oikeus", "Portability"},
		{"TTL-126", "register-web#web/rights/portability", "Siirto-oikeus", "Portability"},
		{"TTL-128, TTL-129", "register-customers#customers/rights/access", "vapaamuotoisesti. Se toimitetaan tietosuojavastaavalle.", "in free form. It goes to the data protection officer."},
		{"TTL-128", "record#requests/data/request-cases.came-as", "Työterveyslaitoksen lomake, Vapaamuotoinen", "The institute's form, Free form"},
		{"TTL-128", "record#requests/data/request-cases.original", "Alkuperäinen pyyntö|tiedosto", "The original request|file"},
		{"TTL-128", "register-requests#requests/access/taking-in", "Asiakastyö", "Customer work"},
		{"TTL-129", "index#ttl/contacts/privacy", "Toimita henkilötietojasi koskeva pyyntö tietosuojavastaavalle.", "Send a request about your personal data to the data protection officer."},
		{"TTL-129", "register-requests#requests/access/only-the-officer-reads", "Tietosuojavastaava", "Nobody except Data protection officer"},
		{"TTL-135", "register-customers#customers/rights/objection", "Suoramarkkinoinnin voit kieltää olemalla yhteydessä osoitteeseen viestinta@ttl.fi.", "You can forbid direct marketing by writing to viestinta@ttl.fi."},
		{"TTL-135", "rules#ttl/conduct/record-prohibitions", "osoitteeseen viestinta@ttl.fi: kanava, päivä ja mistä kielto tuli|muistutus", "to viestinta@ttl.fi: channel, day and where it came from|a reminder"},
		{"TTL-135", "register-customers#customers/access/recording-choices", "”Suostumukset ja kiellot”", "“Permissions and prohibitions”"},
		{"TTL-135", "record#customers/data/marketing-choices.came-by", "Mistä tieto tuli", "How it came"},
	})
}

// Keeps: TTL-136, TTL-137, TTL-138, TTL-139, TTL-141
func TestTheContactsStandAsInTheNotice(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-136", "index#ttl/controller", "Työterveyslaitos|PL 40, 00032 Työterveyslaitos|030 474 1", "Työterveyslaitos|PL 40, 00032 Työterveyslaitos|030 474 1"},
		{"TTL-137", "index#ttl/contacts/register-contact", "Asiakas- ja markkinointirekisteri, suoramarkkinointikiellot|viestinta@ttl.fi", "Customer and marketing register, direct marketing prohibitions|viestinta@ttl.fi"},
		{"TTL-138", "index#ttl/contacts/privacy", "Tietosuojavastaava|030 474 2429|tsv@ttl.fi", "Data protection officer|030 474 2429|tsv@ttl.fi"},
		{"TTL-139", "index#ttl/contacts/secure-message", "Tietoturvallinen sähköpostiviesti Työterveyslaitokselle|https://turvaviesti.ttl.example/", "Secure e-mail message to the institute|https://turvaviesti.ttl.example/"},
		{"TTL-141", "index#ttl/authority", "Tietosuojavaltuutetun toimisto|https://tietosuoja.fi", "Tietosuojavaltuutetun toimisto|https://tietosuoja.fi"},
		{"TTL-141", "rules#ttl/conduct/refusals-by-law-only", "oikeus tehdä valitus tietosuojavaltuutetun toimistolle", "the right to complain to the Office of the Data Protection Ombudsman"},
	})
}
