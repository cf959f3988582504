// SPDX-License-Identifier: EUPL-1.2

package main

import "testing"

// These tests read what is published of a statistics office's research services
// beside the office's own rules and instructions, row by row, in Finnish and English.
// Rows that need an engine which is not built (the gateway and its text messages,
// work folders and their quotas, the check of outputs, the moving of files, the
// protection of tables, invoices) are stated on these pages and not shown here.

// Keeps: TK-01, TK-02, TK-03, TK-04, TK-05, TK-06, TK-09
func TestWhatTheDataAreForAndHowTheyAreUsed(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-01, TK-02, TK-03", "services/conduct/what-for", "Tutkijapalvelut muodostaa yksikkötason aineistoja tieteellisiin tutkimuksiin ja tilastollisiin selvityksiin.", "The research services build unit-level data sets for scientific research and statistical surveys.", "guide"},
		{"TK-04, TK-05, TK-06", "services/conduct/three-modes", "Aineistoja käytetään etäkäyttöpalvelun kautta, tutkimuslaboratoriossa tai Tilastokeskuksen ulkopuolella otosaineistoina.", "Data are used through the remote access service, in the research laboratory, or outside the office as sample data.", "guide"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-01", "datasets/data/data-set.description", "Kuvaus", "Description", "", ""},
		{"TK-01", "datasets/data/data-set.owner", "Vastuuyksikkö", "Unit responsible", "", ""},
		{"TK-02, TK-03", "clients/data/projects.purpose", "Tarkoituksen laji", "Kind of purpose", "Tieteellinen tutkimus, Tilastollinen selvitys", "Scientific research, Statistical survey"},
		{"TK-02, TK-03", "researchers/data/licences.purpose", "Tarkoituksen laji", "Kind of purpose", "Tieteellinen tutkimus, Tilastollinen selvitys", "Scientific research, Statistical survey"},
		{"TK-04, TK-05, TK-06", "clients/data/projects.mode", "Käyttötavat", "Modes of use", "Etäkäyttö, Tutkimuslaboratorio, Luovutettu otosaineisto", "Remote access, Research laboratory, Released sample data"},
		{"TK-04, TK-05, TK-06", "datasets/data/data-set.mode", "Käyttötavat", "Modes of use", "Etäkäyttö, Tutkimuslaboratorio, Luovutettu otosaineisto", "Remote access, Research laboratory, Released sample data"},
		{"TK-04, TK-05, TK-06", "researchers/data/licences.mode", "Käyttötapa", "Mode of use", "Etäkäyttö, Tutkimuslaboratorio, Luovutettu otosaineisto", "Remote access, Research laboratory, Released sample data"},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-09", "rules#services/conduct/for-all", "Salassapidon, suojaamisen, julkistamisen ja päättymisen säännöt koskevat kaikkea käyttöä, myös luovutettua otosaineistoa. Etä- ja laboratoriokäytöllä on lisäksi omat sääntönsä, ja molemmissa tulokset tarkistetaan.", "The rules on secrecy, protection, publishing and ending concern all use, sample data handed over too. Remote and laboratory use also have rules of their own, and in both the results are checked."},
		{"TK-01", "register-datasets#datasets/data/data-set", "Kuvaus|Vastuuyksikkö|Tilastoyksikkö", "Description|Unit responsible|Statistical unit"},
		{"the reference date of TK-01", "register-datasets#datasets/data/editions", "Viiteajankohta", "Reference date"},
		{"TK-06", "register-clients#clients/data/released", "Luovutetut otosaineistot|Vastaanottaja|Luovutettu|Velvollisuus|Määräpäivä (käyttöluvan loppu)|Palautettu tai hävitetty", "Sample data handed over|Received by|Handed over|Duty|Due (end of the licence)|Returned or destroyed"},
	})
}

// Keeps: TK-13
func TestTheDutyDeskAndTheNamedContactsStandOnTheNotice(t *testing.T) {
	t.Parallel()
	publishesRows(t, "statfin", []rowStated{
		{"TK-13", "index#statfin/contacts/duty-desk", "Tutkijapalveluiden päivystäjä|Veikko Vuorensola, Saima Salmelainen ja Martta Jokivarsi|+358 29 000 0002", "Duty desk of the research services|Veikko Vuorensola, Saima Salmelainen and Martta Jokivarsi|+358 29 000 0002"},
		{"TK-13", "index#statfin/contacts/microsimulation", "Aarre Kallioranta, Impi Peräsuo ja Manne Siltakoski|+358 29 000 0003", "Aarre Kallioranta, Impi Peräsuo and Manne Siltakoski|+358 29 000 0003"},
		{"TK-13", "rules#services/conduct/who-to-ask", "Yhteystiedot: päivystäjä ja nimetyt yhteyshenkilöt, mikrosimuloinnilla omansa.", "Contacts: the duty desk and named contacts; microsimulation has its own."},
	})
}

// Keeps: TK-07, TK-08, TK-17, TK-19, TK-20, TK-22
func TestSecrecyIsPledgedConfirmedAndForGood(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-14, TK-15, TK-16", "services/conduct/licence", "Käytän tietoja vain, kun minulla on voimassa oleva käyttölupa, vain itse ja vain päätöksessä hyväksyttyyn tarkoitukseen.", "I use the data only with a licence in force, only myself and only for the purpose approved in the decision.", "attest"},
		{"TK-17", "services/conduct/no-identifying", "En yritä tunnistaa aineiston kohteita.", "I do not try to identify the subjects of the data.", "attest"},
		{"TK-07, TK-08, TK-18", "services/conduct/two-papers", "Tutkija allekirjoittaa sekä sopimuksen että salassapitositoumuksen. Kumpikaan ei yksin riitä.", "The researcher signs both the contract and the secrecy pledge. Neither is enough alone.", "guide"},
		{"TK-19, TK-20, TK-21", "services/conduct/no-revealing", "En ilmaise enkä käytä omaksi hyödykseni salassa pidettäviä henkilö- ja yritystietoja enkä tietoja tilastotuotannon ohjelmistoista ja ohjeista.", "I do not reveal or use for my own benefit secret data about persons and companies, or what I know of the software and instructions of statistics production.", "attest"},
		{"TK-22", "services/conduct/for-good", "Vaitiolovelvollisuuteni jatkuu sopimuksen päätyttyä.", "My duty of secrecy goes on after the contract has ended.", "attest"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-07", "clients/data/agreements.rules-version", "Sääntöjen versio", "Version of the rules", "", ""},
		{"TK-07", "researchers/data/contracts.rules-version", "Sääntöjen versio", "Version of the rules", "", ""},
		{"TK-14", "clients/data/projects.from", "Alkaa", "From", "", ""},
		{"TK-14", "clients/data/projects.to", "Päättyy", "To", "", ""},
		{"TK-14", "researchers/data/licences.from", "Voimassa alkaen", "Valid from", "", ""},
		{"TK-14", "researchers/data/licences.to", "Voimassa saakka", "Valid to", "", ""},
		{"TK-20", "datasets/data/data-set.content", "Sisältö", "Content", "Henkilötietoja, Yritystietoja", "Persons, Companies"},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-07", "rules#services/declarations/contract", "Tutkimushankekohtainen sopimus|tutkijapalveluiden sääntöjä ja ohjeita noudattaen", "Project contract|keep the rules and instructions of the research services"},
		{"TK-08", "rules#services/declarations/sisu-contract", "SISU-mikrosimulointimallin sopimus", "SISU microsimulation contract"},
		{"TK-07, TK-08", "rules#services/acceptance", "sitoudun noudattamaan niitä", "commit to keeping them|before anything else can be done"},
		{"TK-08", "register-researchers#researchers/data/contracts", "Sopimustyyppi|Projektinumero|Sääntöjen versio|Allekirjoitettu", "Kind of contract|Project number|Version of the rules|Signed"},
		{"TK-08 has a type", "record#researchers/data/contracts.kind", "Tutkimushankekohtainen sopimus, SISU-mikrosimulointimallin sopimus", "Project contract, SISU microsimulation contract"},
		{"TK-17", "record#statfin/lists/breach-kinds", "Yritys tunnistaa aineiston kohteita", "Attempt to identify the subjects of the data"},
		{"TK-17", "register-unit-data#unit-data/access/nobody-recognises", "Kaikilta kielletty: haku", "Nobody may find, show the masked part of, profile or link"},
		{"TK-19, TK-20, TK-22", "rules#services/declarations/secrecy-pledge", "En ilmaise enkä käytä omaksi hyödykseni salassa pidettäviä tietoja|yksikkötason henkilö- ja yritystietoja|Velvollisuus jatkuu sopimuksen tai työn päätyttyä.|pysyvästi", "I do not reveal or use for my own benefit secret information|unit-level data about persons and companies|The duty goes on after the contract or the work has ended.|for ever"},
		{"TK-22", "register-researchers#researchers/access/pledge-stays", "poistaminen", "erase “Secrecy pledges”"},
		{"TK-22", "register-researchers#researchers/retention/pledges", "10 vuotta", "every 10 years"},
	})
}

// Keeps: TK-25, TK-28, TK-32, TK-33
func TestThoseWhoSignInConfirmHowTheyKeepTheirMeansAndMachines(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-24, TK-25", "services/conduct/personal-credentials", "Käyttäjätunnus ja salasana ovat henkilökohtaisia. Säilytän ne huolellisesti ja erillään toisistaan.", "User name and password are personal. I keep both carefully and apart from each other.", "attest"},
		{"TK-28", "services/conduct/phone-and-sim", "Säilytä numeroon liittyvät puhelimet ja SIM-kortit huolellisesti. Ilmoita kadonneesta heti, jotta numero voidaan estää.", "Keep the phones and SIM cards of the number carefully. Report a lost one at once, so that the number is blocked.", "remind"},
		{"TK-32", "services/conduct/updates", "Etätyöasemani tietoturvapäivitykset ovat ajan tasalla.", "The security updates of my remote workstation are current.", "attest"},
		{"TK-33", "services/conduct/virus-protection", "Virus- ja palomuurisuojaukset ovat ajan tasalla.", "Virus protection and firewall are current.", "attest"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-28", "researchers/data/phones.identity-checked", "Henkilöllisyys tarkistettu ennen numeron vaihtoa", "Identity checked before the number was changed", "", ""},
		{"TK-28", "researchers/data/phones.blocked", "Estetty (puhelin tai SIM kadonnut)", "Blocked (phone or SIM card lost)", "", ""},
		{"TK-32", "usage/data/sessions.updates", "Etätyöaseman tietoturvapäivitykset ovat ajan tasalla", "The workstation's security updates are current", "", ""},
		{"TK-33", "usage/data/sessions.protection", "Virus- ja palomuurisuojaukset ovat ajan tasalla", "Virus protection and firewall are current", "", ""},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-25", "register-researchers#researchers/messages/credentials", "lähetetään eri teitä, ei koskaan samassa viestissä", "sent by different ways, never in one message"},
	})
}

// Keeps: TK-42, TK-43, TK-44, TK-45
func TestUseIsLoggedForThreePurposesInARegisterOfItsOwn(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-42, TK-43, TK-44, TK-45, TK-46", "services/conduct/logging", "Käytöstä kerätään lokitietoja laskutusta, ylläpitoa ja valvontaa varten. Lokilla on oma rekisteriseloste. Käytöstä laskutetaan tutkijapalvelun hinnaston mukaan.", "Use is logged for billing, maintenance and supervision. The log has a register description of its own. Use is charged by the price list of the research services.", "guide"},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-42", "register-usage#usage/purposes/billing", "Laskutus", "Billing"},
		{"TK-43", "register-usage#usage/purposes/maintenance", "Järjestelmän ylläpito", "Maintenance of the system"},
		{"TK-44", "register-usage#usage/purposes/supervision", "Käytön valvonta", "Supervision of use"},
		{"TK-42", "register-usage#usage/data/sessions", "Istunnot|Alkoi|Päättyi", "Sessions|Began|Ended"},
		{"TK-42", "register-usage#usage/data/amounts", "Käytön määrät|Projektinumero|Levytila (GB)", "Amounts of use|Project number|Disk space (GB)"},
		{"TK-44", "register-usage#usage/access/supervisor-sessions", "Käytön valvoja", "Supervisor of use may find, open and count"},
		{"TK-45", "register-usage#usage/subjects", "Tämä on lokin rekisteriseloste.", "This is the log's register description."},
		{"TK-45", "index#registers", "Etäkäyttöjärjestelmän käyttöloki", "Usage log of the remote access system"},
		{"TK-45", "register-usage#usage/rights/information", "Informointi", "Information"},
	})
}

// Keeps: TK-40, TK-41, TK-47, TK-51
func TestUseKeepsToTheLicenceAndToThoseWhomTheClientNamed(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-40, TK-41", "services/conduct/only-licensed-purpose", "Käytän järjestelmää vain käyttöluvassa mainittuun tarkoitukseen enkä haittaa sen toimintaa.", "I use the system only for the purpose named in the licence and do not disturb its operation.", "attest"},
		{"TK-47", "services/conduct/named-only", "Etäyhteyttäni ei käytä kukaan muu kuin minä, jonka asiakas on nimennyt.", "My remote connection is used by nobody but me, whom the client has named.", "attest"},
		{"TK-50, TK-51", "services/conduct/no-onlookers", "Käsittele aineistoa niin, ettei sivullinen näe sitä. Työtilan järjestely ja näytön suojaus auttavat.", "Handle data so that outsiders do not see them. Arranging the workplace and a screen filter help.", "remind"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-40", "researchers/data/licences.approved-purpose", "Päätöksessä hyväksytty tarkoitus", "Purpose approved in the decision", "", ""},
		{"TK-40", "usage/data/sessions.purpose", "Istunnossa näytetty käyttötarkoitus", "Purpose shown in the session", "", ""},
		{"TK-47", "researchers/data/affiliation.client", "Asiakas", "Client", "", ""},
		{"TK-51", "clients/data/premises.protection", "Suojaus", "Protection", "Näytössä on suoja", "Screen has a filter"},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-41", "record#statfin/lists/breach-kinds", "Järjestelmän toiminnan häiritseminen", "Disturbing the system"},
		{"TK-41", "register-researchers#researchers/data/breaches", "Rikkomukset|Rikkomuksen laji", "Breaches|Kind of breach"},
		{"TK-47", "register-researchers#researchers/data/affiliation", "Nimeävä asiakas|Nimetty|Päättyi", "Client that names the researcher|Named from|Ended"},
	})
}

// Keeps: TK-63, TK-64, TK-65, TK-66
func TestProblemsGoToTheDutyDeskThroughTheClientsContactPerson(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-63", "services/conduct/office-hours", "Tilastokeskus ylläpitää etäkäyttöjärjestelmää virka-aikana.", "The office maintains the remote system in office hours.", "guide"},
		{"TK-64, TK-65", "services/conduct/problems", "Ilmoita ongelmista sähköpostilla tai päivystyspuhelimeen. Yhteyshenkilönä toimii asiakkaan yhteyshenkilö.", "Report problems by e-mail or to the duty phone. The contact is the client's contact person.", "report"},
		{"TK-66", "services/conduct/no-software-support", "Tilastokeskus ei anna tukea ohjelmistojen käytössä.", "The office gives no support in using software.", "guide"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-64", "clients/data/tickets.through", "Mitä kautta", "Through", "Sähköposti, Päivystyspuhelin|pakollinen", "E-mail, Duty phone|required"},
		{"TK-65", "clients/data/tickets.contact-person", "Asiakkaan yhteyshenkilö", "Contact person of the client", "pakollinen", "required"},
		{"TK-66", "clients/data/tickets.subject", "Aihe", "Subject", "Ohjelmiston käyttö (ei tukea)", "Use of software (no support)"},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-64", "index#statfin/contacts/duty-desk", "Ongelmista ilmoitetaan sähköpostilla tai päivystyspuhelimeen.|tutkijapalvelut@statfin.example", "Problems are reported by e-mail or to the duty phone.|tutkijapalvelut@statfin.example"},
		{"TK-65", "register-clients#clients/data/contacts", "Asiakkaalla on vähintään yksi yhteyshenkilö", "A client has at least one contact person"},
		{"TK-65", "record#services/limits/contact-persons", " 1", " 1"},
	})
}

// Keeps: TK-70, TK-71, TK-72, TK-73, TK-74, TK-76, TK-81, TK-82
// Keeps: TK-83, TK-85, TK-86, TK-88, TK-89
func TestTheLaboratoryHasItsRulesAndWhatIsIssuedStampedAndAgreed(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-70", "services/conduct/wear-card", "Pidän kuvallisen henkilökortin näkyvillä aina, kun liikun Tilastotalossa.", "I wear the photo identity card whenever I move in the building.", "attest"},
		{"TK-71", "services/conduct/missing-card", "Jos kortti puuttuu, ota heti yhteys henkilökuntaan.", "If the card is missing, contact the staff at once.", "report"},
		{"TK-72, TK-73", "services/conduct/laboratory-hours", "Laboratoriossa työskennellään vain virka-aikana, ellei toisin ole sovittu. Talossa liikkumista varten annetaan kulkuavain.", "Work in the laboratory is in office hours only, unless agreed otherwise. An access key is issued for moving in the building.", "guide"},
		{"TK-74, TK-75, TK-76", "services/conduct/stamping", "Leimaa sisään tullessasi ja ulos lähtiessäsi, myös tauoilla. Ilmoita unohtuneista leimauksista sähköpostilla.", "Stamp in on arrival and out on leaving, also for breaks. Report forgotten stamps by e-mail.", "remind"},
		{"TK-81, TK-82", "services/conduct/no-local-disk", "En tallenna tiedostoja työaseman kovalevylle: ne voivat päätyä muille tutkijoille, eikä kovalevyä varmuuskopioida.", "I store no files on the workstation's hard disk: they may get to other researchers, and the disk is not backed up.", "attest"},
		{"TK-83", "services/conduct/internet", "Internetiä voi käyttää Tilastokirjaston asiakaspäätteillä.", "The internet can be used at the library's customer terminals.", "guide"},
		{"TK-85, TK-86", "services/conduct/no-media", "En tuo omia tallennusvälineitä laboratorioon enkä vie tallennusvälineitä sieltä ilman lupaa.", "I bring no storage media of my own to the laboratory and take none out without permission.", "attest"},
		{"TK-87, TK-88, TK-89", "services/conduct/lock-and-switch-off", "Lukitse työasema, kun poistut hetkeksi, ja sulje kone päivän päättyessä. Ajon voi jättää päälle vain erikseen sopien.", "Lock the workstation when you leave for a moment and switch it off at the end of the day. A run may be left on by separate agreement only.", "remind"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-70, TK-73", "laboratory/data/issued.kind", "Mitä annettiin", "What was issued", "Kuvallinen henkilökortti, Kulkuavain", "Identity card with photo, Access key"},
		{"TK-71", "laboratory/data/issued.missing", "Ilmoitettu kadonneeksi", "Reported missing", "", ""},
		{"TK-71", "laboratory/data/issued.blocked", "Estetty", "Blocked", "", ""},
		{"TK-72, TK-86, TK-89", "laboratory/data/arrangements.kind", "Mitä on sovittu", "What was agreed", "Työskentely virka-ajan ulkopuolella, Tallennusvälineen vieminen ulos, Ajo jätetään päälle", "Work outside office hours, Taking storage media out, Run left on"},
		{"TK-74", "laboratory/data/stamps.direction", "Suunta", "Direction", "Sisään, Ulos", "In, Out"},
		{"TK-85", "laboratory/data/arrivals.no-media", "En tuo omia tallennusvälineitä", "I bring no storage media of my own", "", ""},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-70, TK-73", "register-laboratory#laboratory/data/issued", "Kortit ja kulkuavaimet|Numero|Annettu|Palautettu", "Cards and access keys|Number|Issued|Returned"},
		{"TK-74", "register-laboratory#laboratory/data/stamps", "Kellokorttileimaukset|Milloin|Suunta", "Time stamps|When|Direction"},
		{"TK-76", "register-laboratory#laboratory/data/forgotten-stamps", "Ilmoitettu sähköpostilla|Oikea aika|Hyväksytty", "Reported by e-mail|Right time|Approved"},
		{"TK-76", "register-laboratory#laboratory/access/approving-stamps", "Laboratorion hoitaja", "Laboratory keeper may correct"},
		{"TK-76", "register-laboratory#laboratory/access/stamps-stay", "Kaikilta kielletty: poistaminen", "Nobody may erase “Time stamps”"},
		{"TK-72, TK-86, TK-89", "register-laboratory#laboratory/data/arrangements", "Tarkennus|Projektinumero|Alkaa|Hyväksyjä", "Details|Project number|From|Approved by"},
	})
}
