// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// These tests publish the example of a centre for the working environment with the
// program itself and read the pages beside the centre's own statement. They know the
// example's words; the program does not. What the product does not do yet (taking orders,
// subscriptions that begin and end by themselves, sending, web statistics) is not asked.

// TestTheCentresNoticeSaysWhoAnswersAndForWhom shows who answers for the data, whom the notice is for, and how the statement may change.
//
// Keeps: AMS-01, AMS-02, AMS-03, AMS-69, AMS-70, AMS-71, AMS-104
func TestTheCentresNoticeSaysWhoAnswersAndForWhom(t *testing.T) {
	t.Parallel()
	published(t, "ams", "nb", "en").want(t, []place{
		{"AMS-01", "index", "", "Personvernerklæring for Arbeidsmiljøsenteret|hvilke personopplysninger vi samler inn, og hva vi bruker dem til|versjon 1", "Privacy notice of Arbeidsmiljøsenteret|which personal data we collect and what we use them for|version 1"},
		{"AMS-02", "index", "ams/controller", "Arbeidsmiljøsenteret|Daglig leder", "Arbeidsmiljøsenteret|General manager"},
		{"AMS-02", "index", "", "Behandlingsansvarlig er representert ved: Daglig leder", "The controller is represented by: General manager"},
		{"AMS-03", "index", "ams/scope/on-the-web", "De som besøker nettstedene våre, bestiller eller melder seg på der", "Those who visit our websites, order or register there"},
		{"AMS-03", "index", "ams/scope/everybody-else", "Alle andre vi behandler personopplysninger om: kunder, besøkende, ansatte og jobbsøkere", "Everybody else whose personal data we handle: customers, visitors, staff and job applicants"},
		{"AMS-104", "index", "ams/controller", "post@arbeidsmiljo.no|+47 815 59 750|Schweigaards gate 14, 0191 Oslo", "post@arbeidsmiljo.no|+47 815 59 750|Schweigaards gate 14, 0191 Oslo"},
		{"AMS-104", "index", "ams/contacts/customer-service", "post@arbeidsmiljo.no|+47 815 59 750", "post@arbeidsmiljo.no|+47 815 59 750"},
		{"AMS-69", "index", "ams/contacts/customer-service", "Vi betjener kundene våre på e-post og telefon", "We serve our customers by e-mail and telephone"},
		{"AMS-69", "register-enquiries", "enquiries/purposes/customer-service", "Kundebetjening|betjene kundene våre i det daglige", "Customer service|serve our customers from day to day"},
		{"AMS-70", "index", "ams/contacts/privacy", "Vanlig e-post er normalt ukryptert", "Ordinary e-mail is normally not encrypted"},
		{"AMS-70", "register-enquiries", "enquiries/intake/contact", "Vanlig e-post er normalt ukryptert", "Ordinary e-mail is normally not encrypted"},
		{"AMS-71", "index", "ams/contacts/privacy", "ikke send taushetsbelagte, sensitive eller andre fortrolige opplysninger", "do not send secret, sensitive or otherwise confidential information"},
		{"AMS-71", "rules", "ams/conduct/no-confidential-mail", "Be ikke om taushetsbelagte, sensitive eller andre fortrolige opplysninger|påminnelse", "Do not ask for secret, sensitive or otherwise confidential information|a reminder"},
	})
}

// TestTheCentresSitesAndSuppliersStandWithWhatEachDoesAndHolds shows the three sites, the six suppliers with their tasks and agreements, and where each stores data.
//
// Keeps: AMS-04, AMS-05, AMS-06, AMS-11, AMS-12, AMS-13, AMS-14, AMS-16
// Keeps: AMS-17, AMS-18, AMS-19, AMS-20, AMS-21, AMS-22, AMS-35
func TestTheCentresSitesAndSuppliersStandWithWhatEachDoesAndHolds(t *testing.T) {
	t.Parallel()
	published(t, "ams", "nb", "en").want(t, []place{
		{"AMS-04", "record", "ams/systems/main-site", "arbeidsmiljo.no|Idium|https://arbeidsmiljo.no", "arbeidsmiljo.no|Idium|https://arbeidsmiljo.no"},
		{"AMS-05", "record", "ams/systems/course-site", "Påmeldingssystemet|Pindena|https://arbeidsmiljo.pameldingssystem.no", "The registration system|Pindena|https://arbeidsmiljo.pameldingssystem.no"},
		{"AMS-06", "record", "ams/systems/shop", "HMS-butikken|Multicase|https://hmsbutikken.arbeidsmiljo.no", "The shop|Multicase|https://hmsbutikken.arbeidsmiljo.no"},
		{"AMS-11", "agreements", "ams/parties/idium", "Databehandler|Utvikler og vedlikeholder nettstedene, og drifter arbeidsmiljo.no", "Processor|Develops and maintains the websites, and runs arbeidsmiljo.no"},
		{"AMS-12", "agreements", "ams/parties/multicase", "Databehandler|Utvikler og vedlikeholder nettstedene, og drifter hmsbutikken.arbeidsmiljo.no", "Processor|Develops and maintains the websites, and runs hmsbutikken.arbeidsmiljo.no"},
		{"AMS-13", "agreements", "ams/parties/pindena", "Databehandler|Drifter påmeldingssystemet arbeidsmiljo.pameldingssystem.no", "Processor|Runs the registration system arbeidsmiljo.pameldingssystem.no"},
		{"AMS-14", "agreements", "ams/parties/frontcore", "Databehandler|Leverandør av markedsføring og videreformidler av kursinteressenter", "Processor|Supplier of marketing that passes on people interested in courses"},
		{"AMS-16", "agreements", "ams/parties/frontcore", "Frontcores avtaler", "Frontcore's agreements"},
		{"AMS-16", "index", "ams/links/frontcore-agreements", "Her finner du Frontcores egne avtaler", "Frontcore's own agreements are found here"},
		{"AMS-17", "agreements", "ams/parties/mailchimp", "Databehandler|Lagrer e-postadresser, navn og adresser, og sender nyhetsbrevet", "Processor|Stores e-mail addresses, names and addresses, and sends the newsletter"},
		{"AMS-17, AMS-35", "register-newsletter", "newsletter/flows/sender", "Gis til Mailchimp: Abonnenten (E-postadresse), Abonnenten (Navn), Abonnenten (Adresse)|Nyhetsbrev", "Given to Mailchimp: The subscriber (E-mail address), The subscriber (Name), The subscriber (Address)|Newsletter"},
		{"AMS-18", "agreements", "ams/parties/questback", "Databehandler|Lagrer e-postadresser, navn og adresser, og sender og behandler spørreundersøkelsene", "Processor|Stores e-mail addresses, names and addresses, and sends and handles our surveys"},
		{"AMS-18", "register-surveys", "surveys/flows/questback", "Mottakeren (E-postadresse), Mottakeren (Navn), Mottakeren (Adresse)|Sende undersøkelsen, Behandle svarene", "The recipient (E-mail address), The recipient (Name), The recipient (Address)|Sending the survey, Handling the answers"},
		{"AMS-19", "register-customers", "customers/data/account", "Lagres i: arbeidsmiljo.no, Påmeldingssystemet, HMS-butikken", "Kept in: arbeidsmiljo.no, The registration system, The shop"},
		{"AMS-19", "agreements", "ams/parties/idium", "på egne servere", "on its own servers"},
		{"AMS-19", "agreements", "ams/parties/multicase", "på egne servere", "on its own servers"},
		{"AMS-19", "agreements", "ams/parties/pindena", "på egne servere", "on its own servers"},
		{"AMS-20", "agreements", "ams/parties/idium", "bare for navngitte personer", "by named persons only"},
		{"AMS-20", "agreements", "ams/parties/multicase", "bare for navngitte personer", "by named persons only"},
		{"AMS-20", "agreements", "ams/parties/pindena", "bare for navngitte personer", "by named persons only"},
		{"AMS-20", "index", "ams/measures/approved-persons", "Bare særskilt godkjente personer hos oss, Idium, Pindena og Multicase har tilgang til opplysningene fra nettstedene, med restriktiv brukertilgang.", "Only specially approved persons with us, Idium, Pindena and Multicase have access to the data from the websites, through restrictive user access."},
		{"AMS-21", "register-customers", "customers/access/only-approved", "Frontcore, Mailchimp og Questback er ikke blant dem", "Frontcore, Mailchimp and Questback are not among them"},
		{"AMS-22", "index", "ams/measures/agreements", "En egen databehandleravtale med hver leverandør regulerer hvilke opplysninger leverandøren har tilgang til, og hvordan de behandles.", "A processing agreement with each supplier regulates which data the supplier has access to and how they are handled."},
		{"AMS-22", "agreements", "ams/parties/idium", "Databehandleravtale av 1. februar 2024|Omfatter vanlige personopplysninger", "Processing agreement of 1 February 2024|Covers ordinary personal data"},
		{"AMS-22", "agreements", "ams/parties/multicase", "Databehandleravtale av 1. februar 2024|Omfatter vanlige personopplysninger", "Processing agreement of 1 February 2024|Covers ordinary personal data"},
		{"AMS-22", "agreements", "ams/parties/pindena", "Databehandleravtale av 1. februar 2024|Omfatter vanlige personopplysninger", "Processing agreement of 1 February 2024|Covers ordinary personal data"},
		{"AMS-22", "agreements", "ams/parties/frontcore", "Databehandleravtale av 1. februar 2024|Omfatter vanlige personopplysninger", "Processing agreement of 1 February 2024|Covers ordinary personal data"},
		{"AMS-22", "agreements", "ams/parties/mailchimp", "Databehandleravtale av 1. februar 2024|Omfatter vanlige personopplysninger", "Processing agreement of 1 February 2024|Covers ordinary personal data"},
		{"AMS-22", "agreements", "ams/parties/questback", "Databehandleravtale av 1. februar 2024|Omfatter vanlige personopplysninger", "Processing agreement of 1 February 2024|Covers ordinary personal data"},
	})
}

// TestWhatACustomerGivesStandsFieldByFieldWithItsUse shows the forms, what they ask for and for what; that giving is voluntary, and on which ground the data are used.
//
// Keeps: AMS-07, AMS-08, AMS-09, AMS-10, AMS-23, AMS-24, AMS-26, AMS-27
// Keeps: AMS-28, AMS-29, AMS-30, AMS-31, AMS-32, AMS-94, AMS-95
func TestWhatACustomerGivesStandsFieldByFieldWithItsUse(t *testing.T) {
	t.Parallel()
	published(t, "ams", "nb", "en").want(t, []place{
		{"AMS-07", "register-customers", "customers/intake/service-order", "Kjøp av tjenester|Det er frivillig å oppgi personopplysninger", "Buying services|Giving personal data is voluntary"},
		{"AMS-08", "register-customers", "customers/intake/course-registration", "Påmelding til kurs og konferanser|Det er frivillig å oppgi personopplysninger", "Registering for courses and conferences|Giving personal data is voluntary"},
		{"AMS-09", "register-customers", "customers/intake/product-order", "Kjøp av HMS-produkter|Det er frivillig å oppgi personopplysninger", "Giving personal data is voluntary"},
		{"AMS-10", "index", "", "grunnlaget er samtykke, med mindre noe annet er sagt", "the basis is consent unless something else is said"},
		{"AMS-10", "register-course-interest", "course-interest/purposes/passing-on", "samtykke", "consent"},
		{"AMS-10", "register-surveys", "surveys/purposes/survey", "samtykke", "consent"},
		{"AMS-10", "register-newsletter", "newsletter/purposes/on-request", "samtykke", "consent"},
		{"AMS-10", "register-customers", "customers/purposes/purchase", "Bestillingen er en avtale med deg", "The order is an agreement with you"},
		{"AMS-23, AMS-24", "register-customers", "customers/data/account", "personlig identifiserbar informasjon: den viser hvem du er", "personally identifiable information: it shows who you are"},
		{"AMS-23, AMS-24", "register-website", "", "Ikke-personlig identifiserbar informasjon|avslører ikke din personlige identitet", "Non-identifiable information|does not reveal your personal identity"},
		{"AMS-26", "record", "customers/data/account.name", "Navn|påkrevd", "Name|required"},
		{"AMS-27", "record", "customers/data/account.company", "Firmanavn|påkrevd", "Company name|required"},
		{"AMS-28", "record", "customers/data/account.email", "E-postadresse|påkrevd", "E-mail address|required"},
		{"AMS-29", "register-customers", "customers/data/addresses", "Du kan ha flere, for eksempel én for levering og én for faktura", "You may have several, such as one for delivery and one for the invoice"},
		{"AMS-29", "record", "customers/data/addresses.use", "Levering, Faktura", "Delivery, Invoice"},
		{"AMS-29", "record", "customers/data/addresses.address", "Adresse|påkrevd", "Address|required"},
		{"AMS-30", "register-customers", "customers/purposes/ordering", "Behandle bestillingen|avtale", "Handling the order|a contract"},
		{"AMS-31", "register-customers", "customers/purposes/delivery", "Levere varer og tjenester|avtale", "Delivering goods and services|a contract"},
		{"AMS-32", "register-customers", "customers/purposes/payment", "Innkreving av betaling|avtale", "Collecting payment|a contract"},
		{"AMS-95", "register-customers", "customers/retention/vouchers", "Regnskapsloven|5 år etter «Fakturadato», regnet fra slutten av året", "Accounting Act|5 years after “Date of invoice”, counted from the end of that year"},
		{"AMS-95", "index", "ams/laws/accounting-act", "Regnskapsloven", "Accounting Act"},
		{"AMS-94", "index", "ams/laws/marketing-act", "Markedsføringsloven", "Marketing Control Act"},
		{"AMS-94", "register-newsletter", "newsletter/purposes/to-customers", "berettiget interesse|Markedsføringsloven|Nyhetsbrev fordi du er kunde", "a legitimate interest|Marketing Control Act|Newsletter because you are a customer"},
	})
}

// TestWhatTheSitesKnowOfVisitorsStandsAsStatisticsAboutNobody shows what is taken from a visitor without knowing who it is, and what for.
//
// Keeps: AMS-37, AMS-38, AMS-39, AMS-40, AMS-41, AMS-42, AMS-43, AMS-44
// Keeps: AMS-45, AMS-55
func TestWhatTheSitesKnowOfVisitorsStandsAsStatisticsAboutNobody(t *testing.T) {
	t.Parallel()
	published(t, "ams", "nb", "en").want(t, []place{
		{"AMS-37", "record", "website/data/ip-log.ip", "IP-adresse", "IP address"},
		{"AMS-37", "register-website", "website/data/ip-log", "IP-adressen registreres når du besøker nettstedene", "Your IP address is registered when you visit the websites"},
		{"AMS-38", "register-website", "website/data/ip-log", "Vi knytter den ikke direkte til deg som bruker", "We do not connect it directly to you as a user"},
		{"AMS-38", "register-website", "website/access/not-tied-to-a-user", "Ingen kan profilere eller koble|IP-adresser", "Nobody may profile or link|IP addresses"},
		{"AMS-39", "register-website", "website/data/visits", "Nettstatistikk|Avidentifiserte opplysninger fra nettleseren din", "Web statistics|De-identified data from your browser"},
		{"AMS-40", "register-website", "website/purposes/functionality", "Best mulig funksjonalitet", "The best functionality"},
		{"AMS-40", "register-website", "website/purposes/content", "Utvikling av informasjonstilbudet", "Developing the content"},
		{"AMS-41", "record", "website/data/visits.ip", "IP-adresse (forkortet)", "IP address (shortened)"},
		{"AMS-42", "record", "website/data/visits.operating-system", "Operativsystem", "Operating system"},
		{"AMS-43", "record", "website/data/visits.browser", "Nettleserprogramvare, for eksempel Chrome", "Browser software, such as Chrome"},
		{"AMS-44", "record", "website/data/visits.screen", "Skjermoppløsning", "Screen resolution"},
		{"AMS-45", "record", "website/data/visits.referrer", "Avsendernettside", "Referring page"},
		{"AMS-55", "register-website", "website/data/reports", "Sammenlagte tall som hjelper oss med å forbedre nettstedene", "Aggregated numbers that help us improve the websites"},
	})
}

// TestTheCookieInventorySaysWhoseEachIsWhatForAndForHowLong shows the inventory of cookies, how to refuse them, and what counts as consent.
//
// Keeps: AMS-51, AMS-52, AMS-53, AMS-54, AMS-58, AMS-59, AMS-60, AMS-61
func TestTheCookieInventorySaysWhoseEachIsWhatForAndForHowLong(t *testing.T) {
	t.Parallel()
	published(t, "ams", "nb", "en").want(t, []place{
		{"AMS-51, AMS-52", "cookies", "website/trackers/google-analytics", "Google (Google Analytics)|_ga|Best mulig funksjonalitet|Varer 2 år", "Google (Google Analytics)|_ga|The best functionality|Lasts 2 years"},
		{"AMS-52", "cookies", "website/trackers/survey-answer", "Questback|survey-choice|Varer 1 år", "Questback|survey-choice|Lasts 1 year"},
		{"AMS-52", "index", "ams/links/cookie-guide", "Informasjonskapsler er små tekstfiler som nettstedet ber nettleseren din lagre, så det husker handlingene eller valgene dine over tid", "Cookies are small text files that the website asks your browser to store, so that it remembers your actions or choices over time"},
		{"AMS-53", "cookies", "website/trackers/google-analytics", "Bruker bare førsteparts informasjonskapsler|Settes av dette nettstedet", "Uses first-party cookies only|Set by this site"},
		{"AMS-54", "cookies", "website/trackers/google-analytics", "informasjonskapslene og opplysningene er anonymiserte|Viser hvem du er nei", "the cookies and data are anonymised|Tells who you are no"},
		{"AMS-58", "index", "ams/links/cookie-guide", "Du kan la nettleseren avvise dem eller spørre deg hver gang; noen funksjoner kan da falle bort", "You can let your browser refuse them or ask you every time; some functions may then be missing"},
		{"AMS-59", "register-website", "website/permissions/statistics", "En innstilling i nettleseren regnes som samtykke|nettleserens signal|Vårt valg|a preset acceptance counts for nothing here", "A setting of your browser counts as consent|the browser's own signal|Our choice|a preset acceptance counts for nothing here"},
		{"AMS-60", "cookies", "website/trackers/google-analytics", "Du kan melde deg av hos Google Analytics eller med sikkerhetsinnstillingene|https://tools.google.com/dlpage/gaoptout", "You can opt out at Google Analytics or by the security settings|https://tools.google.com/dlpage/gaoptout"},
		{"AMS-60", "register-website", "website/prohibitions/no-statistics", "Reservasjon mot statistikk", "Opting out of statistics"},
		{"AMS-61", "index", "ams/links/cookie-guide", "Slik administrerer du informasjonskapsler (nettvett.no)", "How to administer cookies (nettvett.no)"},
	})
}

// TestVisitorsStaffAndApplicantsFindWhatIsKeptOfThem shows the registers of the premises, of staff and of applicants, field by field, with their ends.
//
// Keeps: AMS-74, AMS-75, AMS-76, AMS-77, AMS-78, AMS-79, AMS-80, AMS-81
// Keeps: AMS-82, AMS-83, AMS-84, AMS-85, AMS-86, AMS-87, AMS-88, AMS-89
// Keeps: AMS-90, AMS-91, AMS-92, AMS-93
func TestVisitorsStaffAndApplicantsFindWhatIsKeptOfThem(t *testing.T) {
	t.Parallel()
	published(t, "ams", "nb", "en").want(t, []place{
		{"AMS-74", "register-visitors", "visitors/data/visitor", "Du registrerer deg i resepsjonen", "You register in the reception"},
		{"AMS-74", "register-visitors", "visitors/subjects", "hos Kime i Oslo", "at Kime in Oslo"},
		{"AMS-75", "register-visitors", "visitors/purposes/security", "Sikkerhet i lokalene|av sikkerhetsmessige årsaker", "Security of the premises|for reasons of security"},
		{"AMS-76", "index", "ams/links/kime-privacy", "vi viser til leverandørenes egne personvernerklæringer", "we refer to the suppliers' own privacy statements"},
		{"AMS-76", "agreements", "ams/parties/kime", "Kimes personvernerklæring|https://kime.example/personvern", "Kime's privacy statement|https://kime.example/personvern"},
		{"AMS-77, AMS-78", "register-personnel", "personnel/purposes/pay", "Lønn|tidligere lov § 8 b og § 9 b", "Pay|former act, sections 8 b and 9 b"},
		{"AMS-77, AMS-78", "register-personnel", "personnel/purposes/personnel-responsibility", "Personalansvar|tidligere lov § 8 a og § 9 f", "Personnel responsibility|former act, sections 8 a and 9 f"},
		{"AMS-78", "register-personnel", "personnel/purposes/security", "Tidligere lov § 8 f", "Former act, section 8 f"},
		{"AMS-78", "register-personnel", "personnel/purposes/voluntary-extras", "tidligere lov § 8 første ledd og § 9 a", "former act, section 8 first paragraph and section 9 a"},
		{"AMS-79", "register-personnel", "personnel/data/basic-data", "Grunndata|Fødselsnummer|Adresse", "Basic data|National identity number|Address"},
		{"AMS-80", "record", "personnel/data/employment.salary-level", "Lønnsnivå, kroner i året", "Salary level, kroner a year"},
		{"AMS-81", "register-personnel", "personnel/data/time-records", "Tidsregistrering|Dag|Timer", "Time registration|Day|Hours"},
		{"AMS-82", "record", "personnel/data/tax.percentage", "Skatteprosent", "Tax percentage"},
		{"AMS-83", "record", "personnel/data/tax.municipality", "Skattekommune", "Tax municipality"},
		{"AMS-84", "register-personnel", "personnel/data/union", "Fagforeningstilhørighet|Fagforening", "Trade-union membership|Trade union"},
		{"AMS-84", "register-personnel", "personnel/access/union-for-pay-only", "Fagforeningstilhørighet ses bare av den som utbetaler lønn", "Trade-union membership is seen only by those who pay salaries"},
		{"AMS-85", "record", "personnel/data/job.instruction", "Arbeidsinstruks", "Job instruction"},
		{"AMS-86", "record", "personnel/data/adaptation.measure", "Tilrettelegging", "Adaptation"},
		{"AMS-87", "register-personnel", "personnel/data/keys", "Nøkler|Utlevert|Innlevert", "Keys|Handed out|Returned"},
		{"AMS-87", "register-personnel", "personnel/data/passages", "Inn- og utpasseringer|Dør|Retning", "Entries and exits|Door|Direction"},
		{"AMS-88", "register-personnel", "personnel/data/it-access", "Tilganger i IT-systemet|System|Tilgang", "Access rights in the IT system|System|Access"},
		{"AMS-89", "register-personnel", "personnel/sources/employee", "Opplysningene hentes fra de ansatte selv", "The data are obtained from the employees themselves"},
		{"AMS-90", "register-personnel", "personnel/access/only-statutory-disclosure", "Opplysningene utleveres bare ved lønnsutbetaling og andre lovpliktige utleveringer", "The data are disclosed only for salary payment and other statutory disclosure"},
		{"AMS-91", "register-personnel", "personnel/retention/employment", "Regnskapsloven|Arkivloven", "Accounting Act|Archives Act"},
		{"AMS-92", "register-personnel", "personnel/data/profile", "Navn, stilling og arbeidsområde|Disse tre regnes som offentlige og kan publiseres på nettsidene", "Name, position and work area|These three count as public and may be published on the website"},
		{"AMS-92", "record", "personnel/data/profile.name", "offentlig", "public"},
		{"AMS-92", "record", "personnel/data/profile.position", "offentlig", "public"},
		{"AMS-92", "record", "personnel/data/profile.work-area", "offentlig", "public"},
		{"AMS-93", "register-applications", "applications/retention/about-a-year", "lagres 1 år etter «Søknaden ble mottatt»|Makuleres etter omtrent ett år", "kept 1 year after “The application was received”|Shredded after about a year"},
	})
}

// TestTheCentreAnswersRequestsFreeOfChargeWithinThirtyDays shows the rights, their answer and its time.
//
// Keeps: AMS-96, AMS-97, AMS-98, AMS-99, AMS-100, AMS-101, AMS-102, AMS-103
func TestTheCentreAnswersRequestsFreeOfChargeWithinThirtyDays(t *testing.T) {
	t.Parallel()
	published(t, "ams", "nb", "en").want(t, []place{
		{"AMS-96, AMS-97", "register-customers", "customers/rights/information", "Alle som spør, har rett til grunnleggende informasjon. Den står i denne erklæringen", "Anybody who asks has a right to basic information. It stands in this statement"},
		{"AMS-96, AMS-97", "index", "ams/contacts/privacy", "Alle kan spørre hvordan vi behandler personopplysninger; svaret er denne erklæringen", "Anybody may ask how we handle personal data; the answer is this statement"},
		{"AMS-98", "register-customers", "customers/rights/access", "Innsyn: du får se opplysningene dine og en kopi av dem", "Access: you get to see your data and a copy of them"},
		{"AMS-99", "register-customers", "customers/rights/correction", "Uriktige opplysninger blir rettet", "Wrong data are corrected"},
		{"AMS-100", "register-customers", "customers/rights/supplement", "Ufullstendige opplysninger blir supplert", "Incomplete data are supplemented"},
		{"AMS-101", "register-customers", "customers/rights/erasure", "Opplysninger vi ikke har adgang til å behandle, blir slettet", "Data that we may not process are erased"},
		{"AMS-102", "register-customers", "customers/rights/access", "Det koster ikke noe", "It costs nothing"},
		{"AMS-102", "index", "ams/contacts/privacy", "besvares gratis", "answered free of charge"},
		{"AMS-103", "register-customers", "customers/rights/access", "Besvares av Personvernkontakt innen 30 dager", "Answered by Privacy contact within 30 days"},
		{"AMS-103", "register-customers", "customers/rights/correction", "innen 30 dager", "within 30 days"},
		{"AMS-103", "register-customers", "customers/rights/supplement", "innen 30 dager", "within 30 days"},
		{"AMS-103", "register-customers", "customers/rights/erasure", "innen 30 dager", "within 30 days"},
	})
}

// TestThePromiseOfTheCentreCannotBeMadeLooser changes the files as somebody would who
// wanted more than the statement allows.
//
// Keeps: AMS-10, AMS-15, AMS-20, AMS-21, AMS-22, AMS-38, AMS-53, AMS-65
// Keeps: AMS-72, AMS-73, AMS-90, AMS-92, AMS-94, AMS-103
func TestThePromiseOfTheCentreCannotBeMadeLooser(t *testing.T) {
	t.Parallel()
	refused(t, "ams", []breach{
		{"AMS-10", "a purpose rests on nothing", "surveys.yaml", "survey: {basis: consent, needs: [taking-part], ", "survey: {", "E15 [surveys/purposes/invitation]"},
		{"AMS-10", "consent is said and never asked for", "surveys.yaml", "survey: {basis: consent, needs: [taking-part], ", "survey: {basis: consent, ", "E18 [surveys/purposes/"},
		{"AMS-94", "the letter goes to those who are no customers", "newsletter.yaml", "    starts-by: [bought]\n", "", "E22 [newsletter/messages/letter-to-customers]"},
		{"AMS-15", "a fourth item is passed on with a lead", "course-interest.yaml", "\naccess:\n", "\naccess:\n  more: {allow: [disclose], who: [course-adviser], data: [follow-up], for: [course-offer], to: [frontcore], source: [AMS-14]}\n", "E35 [course-interest/access/more]"},
		{"AMS-20", "somebody who is not approved looks at customers", "customers.yaml", "\naccess:\n", "\naccess:\n  visit: {allow: [find, open], who: [receptionist], data: [account], for: [ordering], source: [AMS-20]}\n", "E35 [customers/access/visit]"},
		{"AMS-21", "a supplier that is not among them is let in", "customers.yaml", "\naccess:\n", "\naccess:\n  sender: {allow: [find, open], who: [newsletter-editor], data: [account, addresses], for: [site-operation], with: [reason], source: [AMS-17]}\n", "E35 [customers/access/sender]"},
		{"AMS-22", "a supplier gets data that its agreement does not cover", "personnel.yaml", "\nflows:\n", "\nflows:\n  host: {to: idium, data: [union], for: [pay], grounds: [agreement], name: {nb: Drift, en: Hosting}, source: [AMS-22]}\n", "E28 [personnel/flows/host]"},
		{"AMS-22", "a supplier has no agreement", "organisation.yaml", "document: databehandleravtale-idium.pdf, dated: 2024-02-01, ", "", "E11 "},
		{"AMS-38", "an address is connected to a user", "website.yaml", "\naccess:\n", "\naccess:\n  tie: {allow: [link], who: [web-editor], data: [ip-log], for: [operation], source: [AMS-37]}\n", "E35 [website/access/tie]"},
		{"AMS-53", "statistics begin without consent", "website.yaml", "for: [functionality, content]\n    data", "for: [operation]\n    data", "E73 [website/trackers/google-analytics]"},
		{"AMS-65", "the list is given to somebody", "newsletter.yaml", "\naccess:\n", "\naccess:\n  sale: {allow: [disclose], who: [newsletter-editor], data: [subscriber], for: [newsletters], source: [AMS-62]}\n", "E35 [newsletter/access/sale]"},
		{"AMS-72", "the number of a caller is noted", "enquiries.yaml", "      answered: {type: date", "      caller-number: {type: phone, name: {nb: Innringer, en: Caller}}\n      answered: {type: date", "E29 [enquiries/data/enquiry.caller-number]"},
		{"AMS-73", "a list of calls is begun", "enquiries.yaml", "\nsources:\n", "\n  call-log:\n    about: person\n    many: true\n    for: [customer-service]\n    name: {nb: Samtaler, en: Calls}\n    fields: {at: {type: time, name: {nb: Når, en: When}}}\n\nsources:\n", "E29 [enquiries/data/call-log"},
		{"AMS-90", "something of an employee is disclosed for another reason", "personnel.yaml", "\naccess:\n", "\naccess:\n  reference: {allow: [disclose], who: [general-manager], data: [employment], for: [personnel-responsibility], source: [AMS-77]}\n", "E35 [personnel/access/reference]"},
		{"AMS-92", "more than three items of an employee are published", "personnel.yaml", "\naccess:\n", "\naccess:\n  pay-list: {allow: [publish], who: [web-editor], data: [employment.salary-level], for: [personnel-responsibility], source: [AMS-77]}\n", "E35 [personnel/access/pay-list]"},
		{"AMS-103", "an answer takes longer than a month", "enquiries.yaml", "  access: {by: staff, who: [privacy-contact], within: 30 days", "  access: {by: staff, who: [privacy-contact], within: 40 days", "E48 [enquiries/rights/access]"},
	})
}

// TestOnlyThoseWhomTheCentreApprovesReachWhatItsSitesCollect reads the decision table:
// whom it gives anything of what the websites collect, and of the newsletter's own list.
//
// Keeps: AMS-15, AMS-20, AMS-21, AMS-64, AMS-65
func TestOnlyThoseWhomTheCentreApprovesReachWhatItsSitesCollect(t *testing.T) {
	t.Parallel()
	code, table := said("check", "--table", "../../examples/ams")
	if code != 0 {
		t.Fatalf("exit %d\n%s", code, table)
	}
	approved := []string{"site-approved", "customer-adviser", "course-adviser", "accountant", "web-editor", "privacy-contact", "site-operator", "idium-operator", "multicase-operator", "pindena-operator"}
	for _, c := range []struct {
		rows  string
		about *regexp.Regexp
		who   []string
	}{
		{"AMS-20, AMS-21", regexp.MustCompile(`^customers/|^website/(ip-log|visits)$`), approved},
		{"AMS-64", regexp.MustCompile(`^newsletter/(subscriber|subscription)$`), []string{"newsletter-editor", "privacy-contact"}},
	} {
		seen := 0
		for line := range strings.SplitSeq(table, "\n") {
			cell := strings.Split(line, " | ")
			if len(cell) < 5 || cell[0] == "system" || !c.about.MatchString(cell[2]) {
				continue
			}
			if seen++; !slices.Contains(c.who, cell[0]) && !strings.HasPrefix(cell[4], "forbid law/silence") {
				t.Errorf("%s: %s", c.rows, line)
			}
		}
		if seen < 10 {
			t.Errorf("%s: only %d cells were read", c.rows, seen)
		}
	}
	for _, c := range []struct{ rows, category, action, want string }{
		{"AMS-15", "course-interest/interest", "disclose", "to frontcore"},
		{"AMS-15", "course-interest/follow-up", "disclose", ""},
		{"AMS-65", "newsletter/subscriber", "disclose", ""},
		{"AMS-65", "newsletter/subscriber", "share", ""},
		{"AMS-65", "newsletter/subscriber", "publish", ""},
	} {
		cells := 0
		for line := range strings.SplitSeq(table, "\n") {
			if strings.Contains(line, " | "+c.category+" | "+c.action+" | ") {
				if cells++; c.want == "" || !strings.Contains(line, c.want) {
					t.Errorf("%s: %s", c.rows, line)
				}
			}
		}
		if c.want != "" && cells == 0 {
			t.Errorf("%s: nobody may %s %s", c.rows, c.action, c.category)
		}
	}
}

// TestAChangedStatementIsInForceFromWhenItIsPublishedAndTheEarlierOneStays publishes one
// statement, then the next one to the same place, as the centre would.
//
// Keeps: AMS-01, AMS-105, AMS-106, AMS-107, AMS-108
func TestAChangedStatementIsInForceFromWhenItIsPublishedAndTheEarlierOneStays(t *testing.T) {
	t.Parallel()
	dir, out := changedExample(t, "ams"), filepath.Join(t.TempDir(), "out")
	if code, words := said("publish", dir, "--out", out); code != 0 {
		t.Fatalf("the first: exit %d\n%s", code, words)
	}
	file := filepath.Join(dir, "visitors.yaml")
	changeFile(t, file, "lasts: 30 days}, end: erase", "lasts: 14 days}, end: erase")
	if code, words := said("publish", dir, "--out", out); code == 0 || !strings.Contains(words, "version") {
		t.Errorf("a change without a new version: exit %d\n%s", code, words)
	}
	changeFile(t, file, "\nversion: 1\n", "\nversion: 2\n")
	changeFile(t, file, "history: [", "history: [{version: 2, from: 2026-11-22, by: general-manager, change: content, text: {nb: Besøk slettes etter 14 dager, en: Visits are erased after 14 days}}, ")
	if code, words := said("publish", dir, "--out", out); code != 0 {
		t.Fatalf("the second: exit %d\n%s", code, words)
	}
	for _, c := range []struct{ rows, file, clause, want string }{
		{"AMS-01", "nb/index.html", "", "Publisert"},
		{"AMS-105", "nb/register-visitors.html", "visitors/retention/visits", "lagres 14 dager"},
		{"AMS-105", "nb/history.html", "", "Besøk slettes etter 14 dager"},
		{"AMS-106", "nb/history.html", "edition-2", "gjelder nå"},
		{"AMS-107", "nb/history.html", "", "En ny versjon gjelder fra den dagen den publiseres, også for opplysninger vi alt har"},
		{"AMS-107", "nb/index.html", "", "både for opplysninger vi samler inn etterpå og for dem vi allerede har"},
		{"AMS-108", "nb/history.html", "edition-1", "Publisert"},
		{"AMS-108", "versions/1/nb/register-visitors.html", "visitors/retention/visits", "lagres 30 dager"},
	} {
		page, err := anchored(filepath.Join(out, c.file))
		if err != nil {
			t.Errorf("%s: %v", c.rows, err)
		} else if text := page[c.clause]; !strings.Contains(text, c.want) {
			t.Errorf("%s: %s %s does not say %q:\n%s", c.rows, c.file, c.clause, c.want, text)
		}
	}
}
