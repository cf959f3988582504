// SPDX-License-Identifier: EUPL-1.2

package identifiers

// The columns of every table are Finnish, Swedish, Norwegian bokmål, English.

var kindTexts = [kindEnd]phrase{
	HETU:          {"Suomalainen henkilötunnus", "Finländsk personbeteckning", "Finsk personnummer", "Finnish personal identity code"},
	Fodselsnummer: {"Norjalainen henkilönumero", "Norskt födelsenummer", "Fødselsnummer", "Norwegian national identity number"},
	Personnummer:  {"Ruotsalainen henkilönumero", "Svenskt personnummer", "Svensk personnummer", "Swedish personal identity number"},
	YTunnus:       {"Y-tunnus", "Finländskt FO-nummer", "Finsk organisasjonsnummer", "Finnish business id"},
	NorwegianOrg:  {"Norjalainen organisaationumero", "Norskt organisationsnummer", "Organisasjonsnummer", "Norwegian organisation number"},
	SwedishOrg:    {"Ruotsalainen organisaationumero", "Svenskt organisationsnummer", "Svensk organisasjonsnummer", "Swedish organisation number"},
	IBAN:          {"IBAN-tilinumero", "IBAN-kontonummer", "IBAN-kontonummer", "IBAN account number"},
	Phone:         {"Puhelinnumero", "Telefonnummer", "Telefonnummer", "Telephone number"},
	Email:         {"Sähköpostiosoite", "E-postadress", "E-postadresse", "E-mail address"},
	VAT:           {"Arvonlisäverotunniste", "Mervärdesskattenummer", "Merverdiavgiftsnummer", "VAT number"},
}

// formTexts show the form that is expected, as a sentence.
var formTexts = [kindEnd]phrase{
	HETU:          {"Muoto on PPKKVV-NNNT.", "Formen är DDMMÅÅ-NNNK.", "Formen er DDMMÅÅ-NNNK.", "The form is DDMMYY-NNNC."},
	Fodselsnummer: {"Muoto on PPKKVVNNNTT, 11 numeroa.", "Formen är DDMMÅÅNNNKK, 11 siffror.", "Formen er DDMMÅÅNNNKK, 11 sifre.", "The form is DDMMYYNNNCC, 11 digits."},
	Personnummer:  {"Muoto on VVVVKKPP-NNNT tai VVKKPP-NNNT.", "Formen är ÅÅÅÅMMDD-NNNK eller ÅÅMMDD-NNNK.", "Formen er ÅÅÅÅMMDD-NNNK eller ÅÅMMDD-NNNK.", "The form is YYYYMMDD-NNNC or YYMMDD-NNNC."},
	YTunnus:       {"Muoto on NNNNNNN-T.", "Formen är NNNNNNN-K.", "Formen er NNNNNNN-K.", "The form is NNNNNNN-C."},
	NorwegianOrg:  {"Muoto on 9 numeroa.", "Formen är 9 siffror.", "Formen er 9 sifre.", "The form is 9 digits."},
	SwedishOrg:    {"Muoto on NNNNNN-NNNT.", "Formen är NNNNNN-NNNK.", "Formen er NNNNNN-NNNK.", "The form is NNNNNN-NNNC."},
	IBAN:          {"Muoto on maatunnus, kaksi tarkistusnumeroa ja tilinumero.", "Formen är landskod, två kontrollsiffror och kontonummer.", "Formen er landkode, to kontrollsifre og kontonummer.", "The form is a country code, two check digits and the account."},
	Phone:         {"Kansainvälinen muoto on +358, +47 tai +46 ja numero ilman alkunollaa.", "Den internationella formen är +358, +47 eller +46 och numret utan inledande nolla.", "Den internasjonale formen er +358, +47 eller +46 og nummeret uten innledende null.", "The international form is +358, +47 or +46 and the number without its leading zero."},
	Email:         {"Muoto on nimi@verkkotunnus.", "Formen är namn@domän.", "Formen er navn@domene.", "The form is name@domain."},
	VAT:           {"Muoto on maan kaksi kirjainta ja numero, kuten FINNNNNNNT.", "Formen är landets två bokstäver och numret, som FINNNNNNNK.", "Formen er landets to bokstaver og nummeret, som FINNNNNNNK.", "The form is the two letters of the country and the number, such as FINNNNNNNC."},
}

// codeTexts follow a colon, so they begin with a small letter and have no stop.
var codeTexts = [codeEnd]phrase{
	0:             {"ei kelpaa", "duger inte", "er ikke gyldig", "not valid"},
	CodeEmpty:     {"arvo puuttuu", "värdet saknas", "verdien mangler", "the value is missing"},
	CodeLength:    {"merkkejä on väärä määrä", "antalet tecken är fel", "antall tegn er feil", "the number of characters is wrong"},
	CodeCharacter: {"mukana on merkki, joka ei kuulu siihen", "det finns ett tecken som inte hör dit", "det finnes et tegn som ikke hører hjemme", "there is a character that does not belong"},
	CodeDate:      {"syntymäaika ei ole kalenterissa", "födelsedatumet finns inte i kalendern", "fødselsdatoen finnes ikke i kalenderen", "the birth date is not in the calendar"},
	CodeFuture:    {"syntymäaika on tulevaisuudessa", "födelsedatumet ligger i framtiden", "fødselsdatoen ligger i fremtiden", "the birth date is in the future"},
	CodeNumber:    {"numeroa ei ole käytössä olevissa sarjoissa", "numret finns inte i de serier som används", "nummeret finnes ikke i seriene som er i bruk", "the number is not in the series in use"},
	CodeCheck:     {"tarkistusmerkki ei täsmää, tarkista näppäily", "kontrolltecknet stämmer inte, kontrollera inmatningen", "kontrollsifferet stemmer ikke, kontroller inntastingen", "the check digit does not match, please check the typing"},
	CodeNotYet:    {"tällaisia numeroita annetaan vasta 1.1.2032 alkaen", "sådana nummer tilldelas först från 1.1.2032", "slike numre tildeles først fra 1.1.2032", "such numbers are given only from 1 January 2032"},
	CodeCountry:   {"maa puuttuu tai sitä ei tunneta", "landet saknas eller är okänt", "landet mangler eller er ukjent", "the country is missing or not known"},
	CodePersonal:  {"tämä näyttää henkilön numerolta, ei yrityksen", "det här ser ut som en persons nummer, inte ett företags", "dette ser ut som en persons nummer, ikke et foretaks", "this looks like a person's number, not a company's"},
	CodeLocalPart: {"@-merkin edellä oleva osa ei kelpaa", "delen före @ duger inte", "delen foran @ er ikke gyldig", "the part before the @ is not valid"},
	CodeDomain:    {"@-merkin jälkeen ei ole verkkotunnusta", "det finns ingen domän efter @", "det finnes ikke noe domene etter @", "there is no domain name after the @"},
	CodeReference: {"vertailupäivä puuttuu", "referensdatumet saknas", "referansedatoen mangler", "the reference date is missing"},
	CodeKind:      {"tunnistelajia ei tunneta", "identifierarens slag är okänt", "identifikatorens slag er ukjent", "the kind of identifier is not known"},
}

var bornText = phrase{"Syntymäaika %s.", "Född %s.", "Født %s.", "Born %s."}

var noDateText = phrase{
	"Numero ei kerro syntymäaikaa.", "Numret anger inget födelsedatum.",
	"Nummeret sier ingenting om fødselsdato.", "The number does not tell a birth date.",
}

var sexTexts = [...]phrase{
	Female: {"Numero on naisen.", "Numret är en kvinnas.", "Nummeret er en kvinnes.", "The number is a woman's."},
	Male:   {"Numero on miehen.", "Numret är en mans.", "Nummeret er en manns.", "The number is a man's."},
}

// flagTexts stand in the order of the flags' bits.
var flagTexts = [...]phrase{
	{"Sarja on varattu keksityille tiedoille: numero ei ole kenenkään.", "Serien är reserverad för påhittade uppgifter: numret är ingens.", "Serien er reservert for oppdiktede data: nummeret er ingens.", "The series is reserved for invented data: the number is nobody's."},
	{"Sarjasta julkaistaan testihenkilöitä, mutta numero voi olla aito.", "Ur serien publiceras testpersoner, men numret kan vara verkligt.", "Fra serien publiseres testpersoner, men nummeret kan være ekte.", "Test persons are published from this series, but the number may be real."},
	{"Tilapäinen tai keinotekoinen tunnus (900-999); voi olla myös potilaan.", "Tillfällig eller konstgjord beteckning (900-999); kan också vara en patients.", "Midlertidig eller kunstig nummer (900-999); kan også være en pasients.", "A temporary or artificial code (900-999); it may also be a patient's."},
	{"D-numero.", "D-nummer.", "D-nummer.", "A D-number."},
	{"Apunumero (H-numero); myös testiaineistoa merkitään näin.", "Hjälpnummer (H-nummer); även testdata märks så.", "Hjelpenummer (H-nummer); også testdata merkes slik.", "A help number (H-number); test data is marked this way too."},
	{"Terveydenhuollon yhteinen apunumero (FH-numero).", "Hälsovårdens gemensamma hjälpnummer (FH-nummer).", "Felles hjelpenummer i helsetjenesten (FH-nummer).", "The health service's common help number (FH-number)."},
	{"Annettu vuoden 2032 säännöllä.", "Tilldelat enligt regeln från 2032.", "Tildelt etter regelen fra 2032.", "Given under the rule of 2032."},
	{"Yhteensovittamisnumero (samordningsnummer).", "Samordningsnummer.", "Samordningsnummer.", "A coordination number (samordningsnummer)."},
	{"Väliaikainen numero (interimsnummer).", "Interimsnummer.", "Midlertidig nummer (interimsnummer).", "An interim number (interimsnummer)."},
	{"Matkapuhelinsarja.", "Mobilserie.", "Mobilserie.", "A mobile series."},
	{"Sama teksti kelpaa myös toisena tunnistelajina.", "Samma text duger också som ett annat slag.", "Samme tekst er også gyldig som et annet slag.", "The same text is valid as another kind too."},
}
