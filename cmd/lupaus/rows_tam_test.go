// SPDX-License-Identifier: EUPL-1.2

package main

import "testing"

// These tests publish the example of a city that follows its region's rules for the use of
// electronic communication, with the program itself, and read the pages beside the
// region's own document. They know the example's words; the program does not. What the
// product does not do yet (the mail gateway, calendars, meetings as they happen, sending)
// is not asked, although the rules that people read speak of it.

// TestTheRegionsRulesAreWrittenForEveryUserAndEveryMunicipality shows the first chapter: for whom the rules are, what for, and which laws they implement.
//
// Keeps: TAM-01, TAM-02, TAM-03, TAM-04, TAM-05
func TestTheRegionsRulesAreWrittenForEveryUserAndEveryMunicipality(t *testing.T) {
	t.Parallel()
	published(t, "tampere", "fi", "en").want(t, []place{
		{"TAM-01", "rules", "rules/acceptance", "Olen lukenut säännöt|ennen", "I have read the rules|before anything else can be done"},
		{"TAM-01", "rules", "rules/conduct/written-rules", "Työnantajan velvollisuus on ohjeistaa kirjallisesti, mihin ja miten viestintäratkaisuja, sovelluksia, verkkoa ja tekoälyä käytetään|ohje", "The employer must give written instructions on what communication tools, applications, the network and AI are used for, and how|guidance"},
		{"TAM-02", "rules", "rules/conduct/aim", "Säännöt opastavat käyttäjää, turvaavat viestinnän osapuolten oikeuksia ja parantavat verkon ja järjestelmien tietoturvaa ja tietosuojaa|ohje", "The rules guide users, secure the rights of those who communicate, and improve the security and privacy of the network and systems|guidance"},
		{"TAM-03, TAM-04", "rules", "rules/conduct/reach", "Säännöt koskevat kaikkia seudun tietohallintoyhteistyön kuntia sekä toimijoita, jotka vastaavat järjestelmistä voimassa olevan sopimuksen nojalla|ohje", "The rules bind all municipalities of the regional IT cooperation, and operators who answer for systems under a contract in force|guidance"},
		{"TAM-05", "rules", "rules/conduct/laws-kept", "Säännöt toteuttavat lakeja 917/2014, 1050/2018, 759/2004, 906/2019, 1377/2025, 306/2019 ja 1333/2021, EU:n yleistä tietosuoja-asetusta ja tekoälyasetusta (EU) 2024/1689|ohje", "The rules implement Acts 917/2014, 1050/2018, 759/2004, 906/2019, 1377/2025, 306/2019 and 1333/2021, the GDPR and the AI Act (EU) 2024/1689|guidance"},
		{"TAM-03", "rules", "", "Versio 5|Tampereen seudun tietohallintoyhteistyö", "Version 5|A document of IT cooperation of the Tampere region"},
		{"TAM-04", "rules", "rules/acceptance", "Järjestelmästä vastaava toimija", "Operator of a system"},
		{"TAM-04", "record", "services/data/contracts.from", "Voimassa alkaen|pakollinen", "Valid from|required"},
		{"TAM-04", "record", "services/data/contracts.until", "Voimassa asti", "Valid until"},
		{"TAM-05", "index", "rules/laws/communications-act", "917/2014", "917/2014"},
		{"TAM-05", "index", "rules/laws/data-protection-act", "1050/2018", "1050/2018"},
		{"TAM-05", "index", "rules/laws/working-life-privacy-act", "759/2004", "759/2004"},
		{"TAM-05", "index", "rules/laws/information-management-act", "906/2019", "906/2019"},
		{"TAM-05", "index", "rules/laws/ai-act", "2024/1689", "2024/1689"},
		{"TAM-05", "index", "rules/laws/ai-supervision-act", "1377/2025", "1377/2025"},
		{"TAM-05", "index", "rules/laws/digital-services-act", "306/2019", "306/2019"},
		{"TAM-05", "index", "rules/laws/cooperation-act", "1333/2021", "1333/2021"},
		{"TAM-05", "index", "rules/links/gdpr", "EU:n yleinen tietosuoja-asetus", "EU General Data Protection Regulation"},
	})
}

// TestPrivateUseIsRuledAndExceptionsAreRecorded shows the chapters on private use and the internet: rules with their support, and the records that stand behind them.
//
// Keeps: TAM-06, TAM-07, TAM-08, TAM-09, TAM-10, TAM-13, TAM-14, TAM-16
// Keeps: TAM-17, TAM-18, TAM-19, TAM-20, TAM-21, TAM-22, TAM-23, TAM-24
// Keeps: TAM-25, TAM-27, TAM-28, TAM-45, TAM-46, TAM-106, TAM-120, TAM-121
// Keeps: TAM-122
func TestPrivateUseIsRuledAndExceptionsAreRecorded(t *testing.T) {
	t.Parallel()
	published(t, "tampere", "fi", "en").want(t, []place{
		{"TAM-06", "rules", "rules/conduct/tools-for-work", "Työnantaja antaa laitteet ja ohjelmat työtehtäviä varten|ohje", "The employer provides devices and software for work tasks|guidance"},
		{"TAM-07", "rules", "rules/conduct/own-devices", "En tee työtä omilla laitteillani, ellei siitä ole poikkeuksena sovittu työnantajan kanssa ja tietoturvasta huolehdittu|jokainen vahvistaa", "I do not work with devices of my own unless the employer has agreed to it as an exception and security is taken care of|confirmed by each person"},
		{"TAM-08", "rules", "rules/conduct/private-matters", "En lähtökohtaisesti hoida työnantajan laitteilla ja järjestelmillä yksityisasioita, yritystoimintaa enkä yhdistystoimintaa|jokainen vahvistaa", "As a starting point I do not use the employer's devices and systems for private matters, business or association activity|confirmed by each person"},
		{"TAM-09", "rules", "rules/conduct/benefit-phone", "Poikkeus on esimerkiksi työsuhde-etuna annettu puhelin: sitä saa käyttää myös yksityisesti|ohje", "An exception is, for instance, a phone granted as an employment benefit: it may be used privately too|guidance"},
		{"TAM-10", "rules", "rules/conduct/private-folder", "Pienimuotoista omaa aineistoa saa pitää työtunnuksen OneDrivessa. Anna kansion nimelle etuliite Yksityinen, jotta se erottuu työnantajan tiedostoista|ohje", "Small-scale material of your own may be kept in the OneDrive of the work account. Begin the folder's name with Yksityinen (private), so that it can be told apart from the employer's files|guidance"},
		{"TAM-13", "rules", "rules/conduct/small-use", "Muu pienimuotoinen yksityiskäyttö omalla ajalla on sallittua, kuten laskujen maksaminen ja verkon selailu|ohje", "Other small-scale private use in your own time is allowed, such as paying bills or browsing|guidance"},
		{"TAM-14", "rules", "rules/conduct/no-crimes", "Rikoksia ei saa tehdä eikä laitonta aineistoa tallentaa. Ilmoita, jos huomaat sellaista|ilmoitetaan", "No crimes are committed and no illegal material is stored. Report it if you notice any|reported"},
		{"TAM-16", "rules", "rules/conduct/private-destroyed", "Kun palvelussuhde päättyy, työnantaja hävittää työvälineille jääneen yksityisen aineiston|muistutus", "When the employment ends, the employer destroys private material left on the tools|a reminder"},
		{"TAM-17", "rules", "rules/conduct/think-of-risks", "Pohdi oman viestintäsi ja laitteidesi riskejä ja pidä ne pieninä|ohje", "Consider the risks of your own communication and devices, and keep them small|guidance"},
		{"TAM-18", "rules", "rules/conduct/proper-conduct", "Käyttäydyn asiallisesti jokaisessa viestintävälineessä|jokainen vahvistaa", "I behave properly in every medium|confirmed by each person"},
		{"TAM-19, TAM-20", "rules", "rules/conduct/loyalty", "Työntekijänä, harjoittelijana tai opiskelijana muistan viesteissäni lojaliteettivelvollisuuteni työnantajaa kohtaan: toimin sen edun mukaisesti enkä aiheuta sille vahinkoa|jokainen vahvistaa", "As an employee, trainee or student I remember my duty of loyalty to the employer in what I write: I act in its interest and do it no harm|confirmed by each person"},
		{"TAM-21", "rules", "rules/conduct/lawful-use", "Vastaan siitä, että tiedostoni, sähköpostini ja verkon käyttöni ovat lain, ohjeiden ja hyvän tavan mukaisia|jokainen vahvistaa", "I am responsible for keeping my files, e-mail and internet use lawful, as instructed and in line with good practice|confirmed by each person"},
		{"TAM-22", "rules", "rules/conduct/no-bypassing", "Palomuuria, virustorjuntaa tai muuta suojausta ei saa kiertää|ilmoitetaan", "Firewalls, virus protection and other security mechanisms may not be bypassed|reported"},
		{"TAM-23", "rules", "rules/conduct/no-peer-to-peer", "Vertaisverkko-ohjelmia, jotka eivät liity työjärjestelmiin, ei saa käyttää: niistä tulee haittaohjelmia ja tekijänoikeusrikkomuksia|ilmoitetaan", "Peer-to-peer programs not linked to work systems may not be used: they bring malware and breaches of copyright|reported"},
		{"TAM-24", "rules", "rules/conduct/no-downloads", "Työhön liittymättömiä ohjelmia, musiikkia, videoita tai pelejä ei saa ladata eikä jakaa ilman työnantajan lupaa|ilmoitetaan", "Programs, music, video and games unrelated to work may not be downloaded or shared without the employer's permission|reported"},
		{"TAM-25", "rules", "rules/conduct/no-dangerous-pages", "Mahdollisesti vaarallisia sivuja, jotka eivät liity työhön, ei saa selailla|ilmoitetaan", "Possibly dangerous pages unrelated to work may not be browsed|reported"},
		{"TAM-27, TAM-121", "rules", "rules/conduct/own-passwords", "Älä käytä kunnan järjestelmien salasanaa muissa palveluissa, älä myöskään ulkopuolisen sähköpostisi salasanana|muistutus", "Do not use the password of the municipality's systems in other services, nor for your external e-mail|a reminder"},
		{"TAM-28", "rules", "rules/conduct/password-store", "Salasanojen tallentamista selaimeen ei suositella. Niitä voi säilyttää KeePassissa, jonka saa Yritysportaalista|ohje", "Saving passwords in the browser is not recommended. KeePass from the company portal is fit for keeping them|guidance"},
		{"TAM-122", "rules", "rules/conduct/no-personal-mail", "Vältä omia postipalveluja työkoneella ja työaikana: viestien mukana voi tulla haittaohjelmia|ohje", "Avoid personal mail services on work computers and in working time: malware may come with the messages|guidance"},
		{"TAM-06", "record", "devices/data/devices.kind", "Laji|pakollinen", "Kind|required"},
		{"TAM-06", "record", "devices/data/holder.name", "Nimi", "Name"},
		{"TAM-07", "record", "devices/data/permits.kind", "Oman laitteen työkäyttö", "Own device for work"},
		{"TAM-07", "record", "devices/data/permits.reason", "Perustelu|pakollinen", "Justification|required"},
		{"TAM-07, TAM-120", "record", "devices/data/permits.approver", "Luvan antaja", "Approved by"},
		{"TAM-07", "record", "devices/data/permits.security-note", "Miten tietoturva varmistettiin", "How security was checked"},
		{"TAM-09", "record", "devices/data/devices.benefit", "Työsuhde-etu, yksityiskäyttö sallittu", "Employment benefit, private use allowed"},
		{"TAM-16", "record", "devices/data/off-boarding.task", "Yksityiset aineistot hävitetty työvälineiltä", "Private material destroyed on the tools"},
		{"TAM-16", "record", "devices/data/off-boarding.done", "Tehty", "Done"},
		{"TAM-16", "record", "devices/data/off-boarding.by", "Tekijä", "Done by"},
		{"TAM-19", "record", "staff/data/right-of-use.user-type", "Työntekijä, Harjoittelija, Opiskelija, Ulkopuolinen", "Employee, Trainee, Student, External"},
		{"TAM-22, TAM-23, TAM-24, TAM-45, TAM-46", "record", "breaches/data/reports.kind", "Suojauksen kiertäminen|Vertaisverkko-ohjelma|Luvaton lataus tai jakaminen|Yksityinen kaupallinen käyttö|Poliittinen mainonta", "Bypassing of protection|Peer-to-peer program|Download or sharing without permission|Private commercial use|Political advertising"},
		{"TAM-23, TAM-25", "record", "services/data/blocks.kind", "Vertaisverkko|Mahdollisesti vaarallinen sivu", "Peer-to-peer|Possibly dangerous page"},
		{"TAM-24, TAM-106, TAM-120", "record", "devices/data/permits.kind", "Muun ohjelman tai tiedoston lataaminen|Yhteiskäyttötunnus|Ulkopuolinen osoite työtehtävissä", "Download of another program or file|Shared account|External address for work"},
		{"TAM-106", "record", "devices/data/permits.reason", "Perustelu|pakollinen", "Justification|required"},
		{"TAM-45, TAM-46", "rules", "rules/conduct/no-commerce", "Työosoitetta ei saa käyttää yksityiseen kaupalliseen tarkoitukseen eikä poliittiseen mainontaan. Kielto ei koske henkilöstön ammattiyhdistyksiä eikä oppilaitosten opiskelijajärjestöjä|ilmoitetaan", "A work address may not be used for private commercial purposes or political advertising. Staff trade unions and the schools' student organisations are exempt|reported"},
		{"TAM-106", "rules", "rules/conduct/personal-accounts", "Organisaatiopostilaatikkoon pääsee omalla henkilökohtaisella tunnuksella. Yhteiskäyttötunnusta käytetään vain erikseen sallitussa, perustellussa poikkeuksessa|ohje", "An organisation mailbox is opened with one's own personal account. Shared accounts are used only in a justified exception that is separately permitted|guidance"},
		{"TAM-120", "rules", "rules/conduct/external-is-private", "Ulkopuolinen osoitteesi on yksityisasia. Työtehtäviin sitä saa käyttää vain hyvästä syystä ja työnantajan luvalla|ohje", "Your external address is a private matter. It may be used for work only for a good reason and with the employer's permission|guidance"},
	})
}

// TestAddressesMailboxesAndAccountsStandFieldByField shows the chapter on e-mail as far as it is a register: classes, addresses, mailboxes, accounts.
//
// Keeps: TAM-29, TAM-30, TAM-31, TAM-32, TAM-36, TAM-37, TAM-38, TAM-40
// Keeps: TAM-41, TAM-50, TAM-94, TAM-95, TAM-96, TAM-97, TAM-105, TAM-124
func TestAddressesMailboxesAndAccountsStandFieldByField(t *testing.T) {
	t.Parallel()
	published(t, "tampere", "fi", "en").want(t, []place{
		{"TAM-29, TAM-30, TAM-31, TAM-32", "rules", "rules/conduct/four-classes", "Viesti on organisaation viesti, työviesti, henkilökohtainen eli yksityinen viesti tai muu viesti sen mukaan, mihin osoitteeseen se liittyy|ohje", "A message is an organisation message, a work message, a personal (private) message or another message, by the address it belongs to|guidance"},
		{"TAM-36", "rules", "rules/conduct/address-is-personal", "Luonnollisen henkilön sähköpostiosoite on henkilötieto|ohje", "A natural person's e-mail address is personal data|guidance"},
		{"TAM-37, TAM-38", "rules", "rules/conduct/employer-decides", "Työnantaja päättää järjestelmistään ja postitileistä: se voi antaa tilin, ottaa sen pois palvelussuhteen aikana tai sen jälkeen ja asettaa postiin automaattisen vastauksen, esimerkiksi pitkän poissaolon ajaksi|ohje", "The employer decides on its systems and mail accounts: it may give an account, take it away during or after the employment, and put an automatic reply in the mailbox, for instance for a long absence|guidance"},
		{"TAM-40", "rules", "rules/conduct/what-is-publishing", "Julkaisemista on osoitteen kertominen puhelinluettelossa, muussa julkaisussa, verkkosivuilla, käyntikortissa tai hakemistossa|ohje", "Publishing is telling an address in the phone directory, another publication, on web pages, a business card or in a directory service|guidance"},
		{"TAM-41", "rules", "rules/conduct/publish-as-needed", "Kunta julkaisee organisaatio-osoitteita ja työosoitteita sen verran kuin palvelujen käyttö ja tehtävät vaativat|ohje", "The municipality publishes organisation addresses and work addresses as far as services and tasks need it|guidance"},
		{"TAM-50", "rules", "rules/conduct/registering", "Rekisteröidy työosoitteella vain palveluihin, joilla on selvä yhteys työhösi|ohje", "Register with your work address only to services with a clear link to your work|guidance"},
		{"TAM-94", "rules", "rules/conduct/describes-function", "Organisaatio-osoite kuvaa tehtävää, jota varten se on tehty, kuten tampereenpalvelupiste@tampere.fi|ohje", "An organisation address describes the function it is for, such as tampereenpalvelupiste@tampere.fi|guidance"},
		{"TAM-95, TAM-96, TAM-97", "rules", "rules/conduct/responsible-and-deputy", "Osoitteella on vähintään yksi vastuuhenkilö ja hänellä varahenkilö. Vastuuhenkilö määrää, miten viestit käsitellään, käsittely varmistetaan ja asiat kerrotaan muille käsittelijöille|ohje", "Each address has at least one responsible person, who has a deputy. The responsible person defines how messages are handled, how that is ensured and how other handlers are told|guidance"},
		{"TAM-124", "rules", "rules/conduct/external-validity", "Ulkopuolisen käyttöoikeuden voimassaolosta vastaa tunnukselle merkitty vastuuhenkilö, yleensä sitä puoltaneen yksikön esihenkilö|muistutus", "The person named on the account, usually the supervisor of the unit that supported it, is responsible for the validity of an external user's access|a reminder"},
		{"TAM-29, TAM-30, TAM-31, TAM-32", "record", "rules/lists/mail-classes", "Organisaation viesti: kunnan tai yksikön osoitteeseen tullut tai siitä lähtenyt|Työviesti: työtehtävistä, omaan työosoitteeseen tullut tai siitä lähtenyt|Henkilökohtainen eli yksityinen viesti: työnantajan antamassa osoitteessa|Muu viesti: käyttäjän ulkopuolisessa osoitteessa, esimerkiksi Gmailissa", "Organisation message: to or from the address of the municipality or a unit|Work message: about work, to or from the personal work address|Personal, that is private, message: in the address given by the employer|Other message: in the user's external address, such as Gmail"},
		{"TAM-36", "record", "address-book/data/addresses.address", "Osoite|tunnistaa henkilön", "Address|tells who it is"},
		{"TAM-36", "register-address-book", "", "”Henkilö” ja ”Työosoitteet”: säilytysaika", "“Person” and “Work addresses”: kept"},
		{"TAM-37", "register-staff", "staff/access/accounts", "Ylläpitäjä|Käyttäjätunnus", "Administrator may|Account"},
		{"TAM-38", "record", "staff/data/account-decisions.decision", "Annettu, Otettu pois|pakollinen", "Given, Taken away|required"},
		{"TAM-38", "record", "staff/data/account-decisions.reason", "Syy|pakollinen", "Reason|required"},
		{"TAM-38", "record", "staff/data/account-decisions.by", "Päättäjä", "Decided by"},
		{"TAM-40", "record", "rules/lists/publishing-channels", "Puhelinluettelo|Muu julkaisu|Verkkosivut|Käyntikortti|Hakemistopalvelu", "Phone directory|Other publication|Web pages|Business card|Directory service"},
		{"TAM-41", "record", "address-book/data/addresses.published", "Julkaistaan", "Published"},
		{"TAM-41", "record", "address-book/data/addresses.why", "Miksi palvelu tai tehtävä vaatii sen", "Why the service or task needs it"},
		{"TAM-50", "record", "address-book/data/registrations.service", "Verkkopalvelu|pakollinen", "Online service|required"},
		{"TAM-50", "record", "address-book/data/registrations.link-to-work", "Yhteys työtehtäviin|pakollinen", "Link to work|required"},
		{"TAM-94", "record", "address-book/data/organisation-mailboxes.function", "Tehtävä, jota osoite kuvaa|pakollinen", "Function that the address describes|required"},
		{"TAM-94", "index", "tampere/contacts/service-point", "tampereenpalvelupiste@tampere.fi", "tampereenpalvelupiste@tampere.fi"},
		{"TAM-95", "record", "rules/limits/responsible-persons", "Organisaatio-osoitteen vastuuhenkilöitä vähintään|1", "At least so many responsible for an organisation address|1"},
		{"TAM-96", "record", "rules/limits/deputies", "Varahenkilöitä vähintään|1", "At least so many deputies|1"},
		{"TAM-96", "record", "address-book/data/organisation-mailboxes.deputy", "Varahenkilö|pakollinen", "Deputy|required"},
		{"TAM-97", "record", "address-book/data/organisation-mailboxes.handling", "Miten viestit käsitellään, varmistetaan ja kerrotaan muille", "How messages are handled, ensured and made known"},
		{"TAM-97, TAM-105", "record", "address-book/data/organisation-mailboxes.handlers", "Käsittelijät omilla tunnuksillaan", "Handlers with their own accounts"},
		{"TAM-124", "record", "staff/data/right-of-use.responsible", "Tunnuksen vastuuhenkilö|Vastaa ulkopuolisen käyttöoikeuden voimassaolosta, yleensä puoltaneen yksikön esihenkilö.", "Person responsible for the account|Answers for the validity of an external user's access, usually the supervisor of the supporting unit."},
		{"TAM-124", "record", "staff/data/right-of-use.ends", "Peruste päättyy", "Ground ends"},
	})
}

// TestScamsSpamAndMailOfTheAbsentAreRuledAndRecorded shows what to do with suspicious mail, whom to tell, and how the mail of somebody absent is opened.
//
// Keeps: TAM-39, TAM-59, TAM-61, TAM-63, TAM-74, TAM-75, TAM-85, TAM-113
// Keeps: TAM-126, TAM-129, TAM-130, TAM-131, TAM-133, TAM-134, TAM-135, TAM-136
// Keeps: TAM-137, TAM-138, TAM-139, TAM-141, TAM-143
func TestScamsSpamAndMailOfTheAbsentAreRuledAndRecorded(t *testing.T) {
	t.Parallel()
	published(t, "tampere", "fi", "en").want(t, []place{
		{"TAM-59", "rules", "rules/conduct/delete-suspicious", "Poista selvästi epäilyttävä viesti tutkimatta sitä enempää|ohje", "Delete a clearly suspicious message without examining it further|guidance"},
		{"TAM-61", "rules", "rules/conduct/ask-the-sender", "Varmista lähettäjältä, mutta älä vastaamalla viestiin tai soittamalla siinä olevaan numeroon: etsi yhteystiedot muualta|ohje", "Ask the sender, but not by replying or by calling a number in the message: find the contact details elsewhere|guidance"},
		{"TAM-63", "rules", "rules/conduct/ask-support", "Tukikeskus auttaa selvittämään epäselvän viestin|ohje", "The Support Centre helps to clear up a doubtful message|guidance"},
		{"TAM-74", "rules", "rules/conduct/no-answer-to-spam", "Älä vastaa roskapostiin: vastaus kertoo, että osoite on käytössä|ohje", "Do not reply to spam: a reply shows that the address is in use|guidance"},
		{"TAM-75", "rules", "rules/conduct/report-spam", "Ilmoita Tukikeskukseen, jos roskapostia tulee häiritsevän paljon. Käytä Outlookin kalasteluilmoitusta, jos sinulla on se|ilmoitetaan", "Report to the Support Centre if there is a disturbing amount of spam. Use Outlook's report-phishing function if you have it|reported"},
		{"TAM-85", "rules", "rules/conduct/enough-room", "Huolehdi, että postilaatikossasi on tilaa: siivoa turhat viestit riittävän usein|muistutus", "See to it that your mailbox has room: clear out needless messages often enough|a reminder"},
		{"TAM-113", "rules", "rules/conduct/do-not-print", "Älä tulosta sähköpostia ilman pakkoa. Jos tulostat, käytä turvatulostusta aina kun voit|ohje", "Do not print e-mail unless you must. If you do, use secure printing whenever possible|guidance"},
		{"TAM-126", "rules", "rules/conduct/before-leaving", "Kerro verkostollesi, että osoitteesi poistuu, ja poista yksityiset viestisi. Tarvittavat työviestit voit tallentaa offline-tiedostoon ja antaa esihenkilölle tai seuraajalle|muistutus", "Tell your network that your address ends, and delete your private messages. Needed work messages may be saved in an offline file for your supervisor or successor|a reminder"},
		{"TAM-129", "rules", "rules/conduct/stopping-earlier", "Jos työntekijä on estynyt tai lopettaa tehtävänsä jo aiemmin, esihenkilö ottaa yhteyden Tukikeskukseen, jotta postin vastaanotto keskeytetään|ilmoitetaan", "If an employee is prevented or stops earlier, the supervisor contacts the Support Centre so that receiving is suspended|reported"},
		{"TAM-130, TAM-131", "rules", "rules/conduct/employers-messages", "Työnantaja saa lain 759/2004 (18–20 §) rajoissa sille kuuluvat, toiminnan jatkumiselle välttämättömät viestit. Ensisijaisesti se perustuu työntekijän suostumukseen ja siihen, että yksityiset viestit erottuvat|ohje", "Within Act 759/2004 (sections 18 to 20) the employer may get messages that belong to it and are necessary for its work to continue. That rests first on the employee's consent, and on private messages being told apart|guidance"},
		{"TAM-133", "rules", "rules/conduct/opening-without-consent", "Ilman suostumusta, tai kun sitä ei saada vakavan sairauden, kuoleman tai muun todellisen syyn vuoksi, esihenkilö tai yksikön päällikkö voi etsiä ja avata työviestit Tukikeskuksen kanssa|ohje", "Without consent, or when it cannot be had because of severe illness, death or another true reason, the supervisor or head of unit may find and open work messages with the Support Centre|guidance"},
		{"TAM-134, TAM-135, TAM-136, TAM-137, TAM-138", "rules", "rules/conduct/opening-recorded", "Avaamisesta kirjataan syy, osalliset, ajankohta ja se, kenelle viestistä annettiin tieto. Työntekijälle ilmoitetaan ilman aiheetonta viivytystä|ohje", "The record of an opening states the reason, the participants, the time, and to whom the message was told. The employee is notified without undue delay|guidance"},
		{"TAM-139", "rules", "rules/conduct/long-absence", "Jos poissaolo pitkittyy, esihenkilö pyytää Tukikeskusta keskeyttämään postin vastaanoton|ilmoitetaan", "In a longer absence the supervisor asks the Support Centre to suspend the receiving of mail|reported"},
		{"TAM-141", "rules", "rules/conduct/foreseen-absence", "Ennakoidussa poissaolossa työntekijä ja esihenkilö huolehtivat postista, mieluiten antamalla valitulle henkilölle lukuoikeuden. Jätä myös poissaoloviesti: riittävästi tietoa, muttei liikaa|muistutus", "Before a planned absence the employee and the supervisor take care of the mailbox, preferably by giving a chosen person the right to read it. Leave an out-of-office message too: enough to inform, not too much|a reminder"},
		{"TAM-143", "rules", "rules/conduct/absence-handbook", "Lisää tietoa on Työelämän tietosuojan käsikirjassa|ohje", "More is found in the handbook on privacy in working life|guidance"},
		{"TAM-63", "index", "tampere/contacts/support", "Tukikeskus|tukikeskus@tampere.example", "Support Centre|tukikeskus@tampere.example"},
		{"TAM-75", "record", "breaches/data/incidents.kind", "Häiritsevä roskaposti", "Disturbing spam"},
		{"TAM-126", "record", "rules/lists/off-boarding-tasks", "Omalle verkostolle kerrottu osoitteen poistumisesta|Yksityiset viestit poistettu", "Own network told that the address ends|Private messages deleted"},
		{"TAM-129, TAM-139", "record", "absences/data/suspensions.kind", "Vastaanotto keskeytetty tai estetty", "Receiving suspended or blocked"},
		{"TAM-39", "record", "absences/data/suspensions.kind", "Automaattinen vastaus", "Automatic reply"},
		{"TAM-39", "record", "absences/data/suspensions.reply", "Vastauksen teksti", "Text of the reply"},
		{"TAM-39, TAM-129, TAM-139", "record", "absences/data/suspensions.asked-by", "Pyytänyt esihenkilö|pakollinen", "Supervisor who asked|required"},
		{"TAM-39", "record", "absences/data/suspensions.from", "Alkaa|pakollinen", "From|required"},
		{"TAM-39", "record", "absences/data/suspensions.to", "Päättyy", "To"},
		{"TAM-130", "register-absences", "absences/purposes/continuity", "Laki yksityisyyden suojasta työelämässä|18-20", "Act on the Protection of Privacy in Working Life|18-20"},
		{"TAM-131", "register-absences", "absences/permissions/opening-consent", "Työnantajan hyväksymä henkilö saa lukea työviestini, kun olen poissa. Yksityiset viestini pidän erillään eikä niitä avata.", "A person approved by the employer may read my work messages while I am away. I keep my private messages apart, and they are not opened."},
		{"TAM-131", "record", "absences/data/readers.reader", "Lukija, jonka työnantaja on hyväksynyt|pakollinen", "Reader approved by the employer|required"},
		{"TAM-131", "record", "absences/data/readers.approved-by", "Hyväksyjä", "Approved by"},
		{"TAM-133", "record", "rules/lists/absence-reasons", "Suostumusta ei ole annettu|Ei saatavissa vakavan sairauden tai muun todellisen syyn vuoksi|Työntekijän kuolema", "Consent was not given|Not obtainable because of severe illness or another true reason|Death of the employee"},
		{"TAM-133", "record", "rules/limits/opening-persons", "Esihenkilö tai yksikön päällikkö ja Tukikeskus.|2", "The supervisor or head of unit, and the Support Centre.|2"},
		{"TAM-134", "record", "absences/data/openings.reason", "Etsinnän ja avaamisen syy|pakollinen", "Reason for finding and opening|required"},
		{"TAM-135", "record", "absences/data/openings.participants", "Osalliset|pakollinen", "Participants|required"},
		{"TAM-136", "record", "absences/data/openings.at", "Ajankohta|pakollinen", "Time|required"},
		{"TAM-137", "record", "absences/data/openings.told-to", "Kenelle viestistä annettiin tieto|pakollinen", "To whom the message was told|required"},
		{"TAM-138", "record", "absences/data/openings.notified", "Työntekijälle ilmoitettu", "Employee notified"},
		{"TAM-138", "record", "absences/data/openings.no-notice", "Miksi ei voitu ilmoittaa, esimerkiksi kuolema", "Why no notice was possible, such as death"},
		{"TAM-141", "record", "absences/data/readers.from", "Alkaa|pakollinen", "From|required"},
		{"TAM-141", "record", "absences/data/readers.to", "Päättyy|pakollinen", "To|required"},
		{"TAM-143", "index", "rules/links/working-life-handbook", "Työelämän tietosuojan käsikirja", "Handbook on privacy in working life"},
	})
}
