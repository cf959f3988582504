// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// TestSurveysServicesAndChannelsAreRated shows the chapters on surveys, protection, messages and social media, as far as they are rules, lists and registers.
//
// Keeps: TAM-144, TAM-145, TAM-147, TAM-148, TAM-151, TAM-154, TAM-209, TAM-210
// Keeps: TAM-215, TAM-216, TAM-217, TAM-219, TAM-221, TAM-222, TAM-223, TAM-224
// Keeps: TAM-225, TAM-226, TAM-227, TAM-228, TAM-232
func TestSurveysServicesAndChannelsAreRated(t *testing.T) {
	t.Parallel()
	published(t, "tampere", "fi", "en").want(t, []place{
		{"TAM-144", "rules", "rules/conduct/doubt-surveys", "Suhtaudu ulkopuolisiin kyselyihin epäillen: takana voi olla huijaus, media tai kilpailija, joka hakee tietoa kilpailutuksesta|ohje", "Doubt surveys from outside: behind them may be a scam, the media, or a competitor looking for news of a tender|guidance"},
		{"TAM-145", "rules", "rules/conduct/inside-contact", "Kunnan henkilöstölle ulkoa lähetettävällä kyselyllä on nimetty sisäinen yhteyshenkilö. Hän kertoo kohderyhmälle etukäteen sisäisestä osoitteesta, mitä varten kysely on|ohje", "A survey sent to municipal staff from outside has a named internal contact, who tells the target group its purpose beforehand from an internal address|guidance"},
		{"TAM-147, TAM-148", "rules", "rules/conduct/survey-tool", "Selvitä ennen välineen valintaa, missä sen tiedot sijaitsevat, jotta tietoja käsitellään turvallisesti ja tietosuoja-asetuksen mukaan|ohje", "Find out where a tool keeps its data before choosing it, so that they are handled safely and under the GDPR|guidance"},
		{"TAM-151", "rules", "rules/conduct/who-is-protected", "Posti kulkee itsestään suojattuna Tampereen, Hämeenkyrön, Kangasalan, Lempäälän, Nokian, Oriveden, Pirkkalan, Vesilahden ja Ylöjärven välillä sekä niiden toimijoiden kanssa, joihin on käytössä TLS-salaus|ohje", "Mail travels protected by itself among Tampere, Hämeenkyrö, Kangasala, Lempäälä, Nokia, Orivesi, Pirkkala, Vesilahti and Ylöjärvi, and to operators with TLS in place|guidance"},
		{"TAM-154", "rules", "rules/conduct/encrypt-to-others", "Muille lähetettävän viestin voi salata seudun salausmenetelmällä. Siitä on erillinen ohje|ohje", "Mail to others may be encrypted with the region's separate method. Separate instructions explain it|guidance"},
		{"TAM-215, TAM-216, TAM-217", "rules", "rules/conduct/not-in-public-services", "En käsittele suojattavia henkilötietoja enkä salassa pidettävää tietoa WhatsAppissa, Facebookissa, Instagramissa, Messengerissä, Signalissa, Snapchatissa, X:ssä, LinkedInissä, muissa julkisissa viestipalveluissa enkä asiakaspalvelun chat-palveluissa. Ne tallentavat viestejä laitteille ja pilveen, eikä tiedon elinkaarta voi hallita|jokainen vahvistaa", "I do not handle protected personal data or secret information in WhatsApp, Facebook, Instagram, Messenger, Signal, Snapchat, X, LinkedIn, other public messaging services or customer chats. They store messages on devices and in the cloud, where their life cycle cannot be managed|confirmed by each person"},
		{"TAM-219", "rules", "rules/conduct/forged-accounts", "Älä luota sokeasti sosiaalisen median viesteihin: tunnuksen voi tehdä toisen nimissä tai kaapata|ohje", "Do not trust social-media messages blindly: an account may be made in another's name, or taken over|guidance"},
		{"TAM-221", "rules", "rules/conduct/no-tiktok", "TikTokia, Telegramia ja muita epäluotettavissa maissa tehtyjä viestintäsovelluksia ei saa asentaa eikä käyttää työlaitteilla. Jos tehtävät vaativat TikTokia tai Telegramia, siihen saa erillisen työlaitteen, jolla ei tehdä muuta|ilmoitetaan", "TikTok, Telegram and other messaging apps made in unreliable countries may not be installed or used on work devices. If tasks demand TikTok or Telegram, a separate work device with no other tasks is allowed|reported"},
		{"TAM-222, TAM-223, TAM-224, TAM-225, TAM-226, TAM-227, TAM-228", "rules", "rules/conduct/rate-services", "Arvioi palvelu ennen käyttöä: onko yhteys salattu, missä ja miten tiedot ovat, kuka omistaa ne tai saa käyttää niitä, kenelle ne näkyvät, mitä ehdot sallivat ja maksavat ja millainen tietosuoja on. Toisen organisaation käyttö ei takaa mitään|ohje", "Rate a service before use: is the connection encrypted, where and how are data kept, who owns or may use them, to whom are they visible, what do the terms allow and cost, how is privacy kept. Use by another organisation guarantees nothing|guidance"},
		{"TAM-232", "rules", "rules/conduct/open-links", "Jaa linkkejä, jotka aukeavat kaikille ilmaiseksi: mieluiten kunnan oma tiedote eikä tilaajille rajattu artikkeli|ohje", "Share links that open free of charge to all: preferably the municipality's own bulletin, not an article for subscribers|guidance"},
		{"TAM-145", "register-surveys", "surveys/data/contact", "Yhteyshenkilö|Sisäinen osoite", "Contact|Internal address"},
		{"TAM-145", "register-surveys", "surveys/data/surveys", "Kyselyt, joiden yhteyshenkilö hän on", "The surveys whose contact the person is"},
		{"TAM-147", "record", "surveys/data/surveys.data-place", "Missä työkalun tiedot sijaitsevat|pakollinen", "Where the tool keeps its data|required"},
		{"TAM-147, TAM-223", "record", "services/data/ratings.storage", "Minne ja miten tiedot tallennetaan|pakollinen", "Where and how data are stored|required"},
		{"TAM-148", "record", "surveys/data/surveys.checked", "Turvallisuus ja tietosuoja tarkistettu", "Safety and privacy checked"},
		{"TAM-148, TAM-227", "record", "services/data/ratings.privacy", "Miten tietoja suojataan, käytetään ja luovutetaan ja missä ne ovat|pakollinen", "How data are protected, used and disclosed, and where they are kept|required"},
		{"TAM-151", "record", "rules/lists/protected-domains", "Tampere, Hämeenkyrö, Kangasala, Lempäälä, Nokia, Orivesi, Pirkkala, Vesilahti, Ylöjärvi", "Tampere, Hämeenkyrö, Kangasala, Lempäälä, Nokia, Orivesi, Pirkkala, Vesilahti, Ylöjärvi"},
		{"TAM-154", "index", "rules/links/encryption-guide", "Sähköpostin salaamisen ohje", "Instructions for encrypting e-mail"},
		{"TAM-209", "record", "customers/data/customer.number-verified", "Numero varmistettu", "Number verified"},
		{"TAM-210", "record", "customers/data/customer.identified-by", "Miten tunnistettu|Vahva sähköinen tunnistus|Henkilöllisyystodistus|Tunnettu asiakas", "How identified|Strong electronic identification|Identity document|Known customer"},
		{"TAM-210", "record", "customers/data/customer.identified", "Tunnistettu", "Identified"},
		{"TAM-215, TAM-216", "record", "rules/lists/not-for-protected", "WhatsApp|Facebook|Instagram|Messenger|Signal|Snapchat|X|LinkedIn|Asiakasrajapinnan chat", "WhatsApp|Facebook|Instagram|Messenger|Signal|Snapchat|X|LinkedIn|Chat tool for customers"},
		{"TAM-215, TAM-216", "register-customers", "customers/access/no-public-services", "Julkiset viestipalvelut", "Public messaging services"},
		{"TAM-217", "record", "services/data/ratings.why", "Perustelu", "Reason"},
		{"TAM-221", "record", "devices/data/devices.single-purpose", "Erillinen laite, jolla ei tehdä muuta", "Separate device with no other tasks"},
		{"TAM-221", "record", "devices/data/permits.kind", "TikTok tai Telegram erillisellä työlaitteella", "TikTok or Telegram on a separate work device"},
		{"TAM-222", "record", "services/data/ratings.encrypted", "Yhteys salattu|pakollinen", "Connection encrypted|required"},
		{"TAM-224", "record", "services/data/ratings.ownership", "Kuka omistaa tiedot tai saa käyttää niitä|pakollinen", "Who owns or may use the data|required"},
		{"TAM-225", "record", "services/data/ratings.visibility", "Kenelle tiedot näkyvät|pakollinen", "To whom the data are visible|required"},
		{"TAM-226", "record", "services/data/ratings.work-use", "Ehdot sallivat työkäytön|pakollinen", "Terms allow work use|required"},
		{"TAM-226", "record", "services/data/ratings.price", "Mitä se maksaa", "What it costs"},
		{"TAM-228", "record", "services/data/ratings.rated-by", "Arvioija tässä kunnassa", "Rated in this municipality by"},
	})
}

// TestRecordingsOfMeetingsAreDecidedAndEnd shows what is recorded of a meeting that was recorded.
//
// Keeps: TAM-190, TAM-196, TAM-197, TAM-198, TAM-199, TAM-200, TAM-202, TAM-204
func TestRecordingsOfMeetingsAreDecidedAndEnd(t *testing.T) {
	t.Parallel()
	published(t, "tampere", "fi", "en").want(t, []place{
		{"TAM-190", "rules", "rules/conduct/organiser-answers", "Järjestäjä vastaa tallentamisesta sekä tallenteen ja transkription jakamisesta|ohje", "The organiser answers for recording, and for sharing the recording and transcript|guidance"},
		{"TAM-196", "rules", "rules/conduct/cloud-guide", "Lisää on seudun ohjeessa Tietojenkäsittely pilvipalveluissa|ohje", "More is found in the regional guide on processing data in cloud services|guidance"},
		{"TAM-197", "rules", "rules/conduct/what-is-recorded", "Kokouksesta voi tehdä kuva- ja äänitallenteen sekä tekstitallenteen. Jos tallennat, anna tehdä myös tekstitallenne|ohje", "A meeting may be recorded as picture and sound, and as text. If you record, let a transcript be made too|guidance"},
		{"TAM-198, TAM-199", "rules", "rules/conduct/transcript-and-ai", "Copilot voi tehdä tekstitallenteesta muistion, tiivistelmän, kysymyksiä ja hakuja. Teksti voi sisältää virheitä, esimerkiksi nimissä: tarkista se ennen käyttöä|ohje", "Copilot may make minutes, a summary, questions and searches from a transcript. It may contain errors, for instance in names: check it before use|guidance"},
		{"TAM-200", "rules", "rules/conduct/decide-to-record", "Järjestäjä selvittää, mihin tallennetta tarvitaan ja käytetään, päättää tallentamisesta ja voi keskeyttää tai lopettaa sen|ohje", "The organiser finds out the need and use of a recording, decides on it, and may interrupt or end it|guidance"},
		{"TAM-202", "rules", "rules/conduct/tell-of-recording", "Kerro tallentamisesta kokouksen alussa, mieluiten jo kutsussa, ja myös, miten tallennetta käytetään ja kauanko sitä säilytetään|muistutus", "Tell of the recording at the start, preferably in the invitation, and how it is used and how long it is kept|a reminder"},
		{"TAM-204", "rules", "rules/conduct/ask-presenters", "Kysy ulkopuoliselta esiintyjältä etukäteen lupa tallentaa hänen esityksensä|ohje", "Ask an external presenter beforehand for permission to record|guidance"},
		{"TAM-190", "register-recordings", "recordings/data/organiser", "Järjestäjä", "Organiser"},
		{"TAM-196", "index", "rules/links/cloud-guide", "Tietojenkäsittely pilvipalveluissa", "Processing data in cloud services"},
		{"TAM-197", "record", "recordings/data/recordings.kinds", "Kuva ja ääni|Tekstitallenne", "Picture and sound|Transcript"},
		{"TAM-198", "record", "recordings/data/recordings.derived", "Muistio|Tiivistelmä|Kysymykset ja haut", "Minutes|Summary|Questions and searches"},
		{"TAM-199", "record", "recordings/data/recordings.checked-by", "Tekstin tarkistanut", "Text checked by"},
		{"TAM-200", "record", "recordings/data/recordings.need", "Miksi tallenne tarvitaan|pakollinen", "Why it is needed|required"},
		{"TAM-200, TAM-202", "record", "recordings/data/recordings.use", "Mihin sitä käytetään|pakollinen", "What it is used for|required"},
		{"TAM-202", "record", "recordings/data/recordings.kept-until", "Säilytetään asti|pakollinen", "Kept until|required"},
		{"TAM-202", "register-recordings", "recordings/retention/recordings", "1 päivä", "1 day"},
		{"TAM-204", "record", "recordings/data/recordings.presenters-allowed", "Lupa kysytty ja saatu|Lupaa ei saatu, osuutta ei tallennettu|Ei ulkopuolisia", "Permission asked and given|Refused, the part was not recorded|No external presenters"},
	})
}

// TestTheRegisterOfAISaysWhatMayBeUsedWithWhichInformation shows the chapter on AI: what may be used by whom with what, who answers for it, and what is reported.
//
// Keeps: TAM-233, TAM-234, TAM-235, TAM-236, TAM-237, TAM-238, TAM-239, TAM-240
// Keeps: TAM-241, TAM-242, TAM-243, TAM-244, TAM-245, TAM-252, TAM-253, TAM-255
// Keeps: TAM-256, TAM-257, TAM-258, TAM-259, TAM-260, TAM-261, TAM-262, TAM-267
// Keeps: TAM-268, TAM-269, TAM-270
func TestTheRegisterOfAISaysWhatMayBeUsedWithWhichInformation(t *testing.T) {
	t.Parallel()
	published(t, "tampere", "fi", "en").want(t, []place{
		{"TAM-233, TAM-234", "rules", "rules/conduct/copilot", "Microsoft Copilot -tuotteita saa käyttää työtunnuksella kirjautuneena. Kokeile rohkeasti toimisto-ohjelmien tekoälyä|ohje", "Microsoft Copilot products may be used signed in with the work account. You are encouraged to try the AI inside the office programs|guidance"},
		{"TAM-235, TAM-236", "rules", "rules/conduct/agents", "Valmiita apureita (agentteja, botteja) saa käyttää. Omiakin saa tehdä ja jakaa sisäiseen käyttöön|ohje", "Ready-made agents and bots may be used. You may make your own and share them internally|guidance"},
		{"TAM-237, TAM-238", "rules", "rules/conduct/verified-solutions", "Myös kunnan varmistamia ja järjestämiä muita ratkaisuja saa käyttää. Varmistettu tarkoittaa, että soveltuvuus käyttöön, tietosisältöön, lakiin ja viranomaistoimintaan on arvioitu etukäteen|ohje", "Other solutions verified and arranged by the municipality may be used. Verified means that fitness for the use, the content, the law and the demands on an authority was assessed ahead|guidance"},
		{"TAM-239, TAM-240", "rules", "rules/conduct/copilot-data", "Copilotilla voi työtunnuksella käsitellä myös sisäistä ja salassa pidettävää tietoa, ellei sitä ole kyseisen tiedon osalta kielletty. Tiedot eivät päädy seudun ulkopuolelle eikä Microsoft kouluta niillä tekoälyä|ohje", "With Copilot and the work account, internal and secret information may be handled too, unless forbidden for that information. The data do not leave the region and Microsoft does not train AI with them|guidance"},
		{"TAM-241, TAM-242, TAM-243", "rules", "rules/conduct/public-ai", "En syötä salassa pidettävää enkä sisäistä tietoa julkisiin tekoälyratkaisuihin: kaikille avoimiin kuluttajatuotteisiin, kuten ChatGPT, Gemini ja Grok, tai kaupallisiin tuotteisiin, joita ei ole selvitetty ja hyväksytty|jokainen vahvistaa", "I give no secret or internal information to public AI solutions: consumer products open to anyone, such as ChatGPT, Gemini and Grok, or commercial products not vetted and approved|confirmed by each person"},
		{"TAM-244, TAM-245", "rules", "rules/conduct/central-catalogue", "Väline valitaan keskitetysti tarjotuista. Uudet ratkaisut lisätään keskitetysti ja niiden käyttöönotto tehdään projektina|ohje", "The tool is chosen from those offered centrally. New solutions are added centrally and their introduction is run as a project|guidance"},
		{"TAM-252, TAM-253", "rules", "rules/conduct/owner-and-responsible", "Ratkaisulla on omistaja ja vastuuhenkilö. Ota yhteys kunnan tietohallinnon asiantuntijoihin, kun hankit tai otat käyttöön uutta|ohje", "A solution has an owner and a responsible person. Contact the municipality's IT experts when acquiring or introducing something new|guidance"},
		{"TAM-255", "rules", "rules/conduct/terms-of-use", "Käyttö- ja lisenssiehdot arvioidaan ennen käyttöönottoa. Välinettä ei saa koskaan käyttää ehtojen vastaisesti|ilmoitetaan", "Terms of use and licences are assessed before introduction. A tool may never be used against its terms|reported"},
		{"TAM-256, TAM-258, TAM-259", "rules", "rules/conduct/own-model", "Kunnan oma tekoälyn hallintamalli voi tarkentaa sääntöjä. Käyttöönotossa noudatetaan kunnan eettisiä periaatteita. Palvelualueet ja yksiköt päättävät näissä rajoissa, mitä välineitä ja tapoja eri tehtävissä saa käyttää|ohje", "The municipality's own governance model of AI may give details. Its ethical principles are applied at every introduction. Within these limits service areas and units decide which tools and ways are allowed in which tasks|guidance"},
		{"TAM-257", "rules", "rules/conduct/ai-register", "Kunta pitää kirjaa tekoälyratkaisuistaan tekoälyrekisterissä|ohje", "The municipality keeps record of its AI solutions in an AI register|guidance"},
		{"TAM-260", "rules", "rules/conduct/outsourcing", "Kun palvelu ulkoistetaan, kunta huolehtii, että kumppani noudattaa seudun tekoälylinjauksia|ohje", "When a service is outsourced, the municipality sees to it that the partner follows the region's AI policy|guidance"},
		{"TAM-261", "rules", "rules/conduct/for-citizens", "Dataa ja tekoälyä käyttäviä palveluja kehitetään kuntalaisten hyväksi ja heitä kuunnellen|ohje", "Services that use data and AI are developed for the citizens, and by listening to them|guidance"},
		{"TAM-262", "rules", "rules/conduct/human-control", "Ihminen valvoo ratkaisua koko sen elinkaaren, suunnittelusta käytön lopettamiseen. Järjestelmä ei opi kaikkia tilanteita, ja väärän päätelmän tai teknisen vian riski on aina olemassa|ohje", "A human controls the solution in every phase of its life cycle, from planning to the end of use. A system cannot learn every situation, and the risk of a wrong inference or technical fault always exists|guidance"},
		{"TAM-267, TAM-268", "rules", "rules/conduct/document-dangers", "Jos tekoäly tuottaa vaarallista, epäilyttävää tai sopimatonta aineistoa, kopioi tekstit, ota kuvakaappauksia ja tallenna virhe- ja lokitiedot. Ilmoita ensin ratkaisun vastuuhenkilölle, tarvittaessa omalle esihenkilöllesi tai Tukikeskukseen|ilmoitetaan", "If AI makes dangerous, suspicious or improper material, copy the texts, take screenshots and save errors and logs. Report first to the solution's responsible person, if needed to your own supervisor or the Support Centre|reported"},
		{"TAM-269", "rules", "rules/conduct/security-deviations", "Tietoturva- ja tietosuojapoikkeamista ilmoitetaan kunnan sovitulla tavalla tietoturvasta ja tietosuojasta vastaaville|ilmoitetaan", "Security and privacy deviations are reported by the municipality's agreed process to those who answer for security and privacy|reported"},
		{"TAM-270", "rules", "rules/conduct/no-deep-fakes", "En käytä tekoälyä rikoksiin, kiusaamiseen enkä huijausvideoihin (deep fake), en edes pilailumielessä|jokainen vahvistaa", "I do not use AI for crime, bullying or deep fakes, not even as a joke|confirmed by each person"},
		{"TAM-233, TAM-235, TAM-236, TAM-237, TAM-242", "record", "ai-tools/data/solutions.class", "Microsoft Copilot työtunnuksella|Valmis apuri|Oma apuri sisäiseen käyttöön|Kunnan varmistama ja järjestämä|Julkinen, ellei ratkaisua ole selvitetty ja hyväksytty", "Microsoft Copilot with the work account|Ready-made agent|Own agent for internal use|Verified and arranged by the municipality|Public, unless the solution was vetted and approved"},
		{"TAM-233", "record", "ai-tools/data/solutions.work-account", "Vain työtunnuksella", "With the work account only"},
		{"TAM-236", "record", "ai-tools/data/solutions.maker", "Apurin tekijä", "Maker of the agent"},
		{"TAM-236", "record", "ai-tools/data/solutions.sharing", "Sisäinen käyttö", "Internal use"},
		{"TAM-238", "record", "rules/lists/ai-assessments", "Soveltuvuus käyttöön, sisältöön, lakiin ja viranomaistoimintaan", "Fit for the use, the content, the law and the demands on an authority"},
		{"TAM-239", "record", "ai-tools/data/solutions.information", "Julkinen, Sisäiseen käyttöön, Salassa pidettävä tai suojattava|pakollinen", "Public, Internal, Secret or protected|required"},
		{"TAM-239", "record", "ai-tools/data/solutions.except", "Erikseen kielletyt tiedot", "Information separately forbidden"},
		{"TAM-240", "record", "ai-tools/data/solutions.data-place", "Missä tiedot ovat", "Where the data are"},
		{"TAM-240", "record", "ai-tools/data/solutions.trains", "Tiedoilla koulutetaan tekoälyä", "Data are used for training"},
		{"TAM-241", "rules", "rules/rules/no-public-ai", "Julkiset tekoälyratkaisut", "Public AI solutions"},
		{"TAM-243", "record", "rules/lists/public-ai-examples", "ChatGPT, Gemini, Grok", "ChatGPT, Gemini, Grok"},
		{"TAM-244", "register-ai-tools", "ai-tools/access/catalogue", "Ratkaisut|Sallittujen välineiden kertominen", "Solutions|Telling which tools are allowed"},
		{"TAM-245", "record", "ai-tools/data/introductions.project", "Käyttöönottoprojekti|pakollinen", "Introduction project|required"},
		{"TAM-245", "register-ai-tools", "ai-tools/access/added-centrally", "Kielletty kaikilta paitsi (Tietohallinto)|lisääminen", "IT management|add"},
		{"TAM-252", "record", "ai-tools/data/introductions.owner", "Omistaja|pakollinen", "Owner|required"},
		{"TAM-252", "record", "ai-tools/data/introductions.responsible", "Vastuuhenkilö|pakollinen", "Responsible person|required"},
		{"TAM-253", "record", "ai-tools/data/introductions.expert", "Tietohallinnon asiantuntija, johon oltiin yhteydessä", "IT expert who was contacted"},
		{"TAM-255", "record", "ai-tools/data/introductions.terms", "Käyttöehdot", "Terms of use"},
		{"TAM-256", "index", "tampere/links/ai-model", "Kaupungin tekoälyn hallintamalli", "The city's governance model of AI"},
		{"TAM-256", "rules", "rules/conduct/label-ai", "Tampereella kerrotaan lukijalle|ohje", "In Tampere the reader is told|guidance"},
		{"TAM-257", "register-ai-tools", "ai-tools/access/register-out", "vienti|Ratkaisut", "export|Solutions"},
		{"TAM-258", "record", "rules/lists/ai-assessments", "Kunnan tekoälyn eettiset periaatteet", "The municipality's ethical principles of AI"},
		{"TAM-259", "record", "ai-tools/data/unit-rules.unit", "Palvelualue tai yksikkö|pakollinen", "Service area or unit|required"},
		{"TAM-259", "record", "ai-tools/data/unit-rules.allowed", "Sallittu näissä tehtävissä|pakollinen", "Allowed in these tasks|required"},
		{"TAM-260", "record", "services/data/contracts.ai-policy", "Sidottu seudun tekoälylinjauksiin", "Bound to the region's AI policy"},
		{"TAM-260", "agreements", "rules/parties/outsourcing-partners", "Sopimuksessa sovitaan, että kumppani noudattaa seudun tekoälylinjauksia.", "The contract binds the partner to the region's AI policy."},
		{"TAM-261", "record", "ai-tools/data/introductions.citizens", "Miten kuntalaisia kuultiin", "How citizens were heard"},
		{"TAM-262", "record", "ai-tools/data/solutions.state", "Suunnittelu|Käyttöönotto|Käytössä|Käyttö lopetettu|pakollinen", "Planning|Introduction|In use|Use ended|required"},
		{"TAM-267", "record", "breaches/data/incidents.evidence", "Kopioitu teksti, Kuvakaappaus, Virhe- tai lokitieto", "Copied text, Screenshot, Error or log data"},
		{"TAM-267", "record", "breaches/data/incidents.files", "Liitteet", "Files"},
		{"TAM-268, TAM-269", "record", "breaches/data/incidents.to", "Ratkaisun vastuuhenkilö|Esihenkilö|Tukikeskus|Tietoturva- tai tietosuojavastaava", "Responsible person of the solution|Supervisor|Support Centre|Security or data protection officer"},
		{"TAM-269", "index", "tampere/contacts/privacy", "tietosuoja@tampere.example", "tietosuoja@tampere.example"},
		{"TAM-269", "index", "tampere/contacts/security", "tietoturva@tampere.example", "tietoturva@tampere.example"},
	})
}

// TestLogsAreForNamedPurposesAndBreachesAreReported shows the chapters on logs and on supervision.
//
// Keeps: TAM-271, TAM-272, TAM-275, TAM-276, TAM-277, TAM-278, TAM-279, TAM-280
// Keeps: TAM-281, TAM-282, TAM-284, TAM-285, TAM-286, TAM-287, TAM-288, TAM-289
// Keeps: TAM-290, TAM-291, TAM-292, TAM-293, TAM-294, TAM-295, TAM-296, TAM-297
// Keeps: TAM-298
func TestLogsAreForNamedPurposesAndBreachesAreReported(t *testing.T) {
	t.Parallel()
	published(t, "tampere", "fi", "en").want(t, []place{
		{"TAM-271, TAM-272", "rules", "rules/conduct/where-logs-arise", "Käytöstä kertyy automaattisesti lokeja laitteelle, työnantajan palvelimille, tietoturvajärjestelmiin, teleoperaattorille ja pilvipalveluihin. Säilytysaika vaihtelee tarpeen ja toimijan mukaan|ohje", "Logs arise automatically on the device, on the employer's servers, in security systems, at the telecommunications operator and in cloud services. How long they are kept varies by need and actor|guidance"},
		{"TAM-275, TAM-276, TAM-277, TAM-278", "rules", "rules/conduct/what-logs-are-for", "Lokeja käytetään virheiden, ongelmien ja mahdollisten väärinkäytösten selvittämiseen, tietoturvan ja tietosuojan parantamiseen ja palvelujen kehittämiseen|ohje", "Logs are used for solving faults, problems and possible misuse, for improving security and privacy, and for developing services|guidance"},
		{"TAM-279, TAM-280, TAM-281, TAM-282", "rules", "rules/conduct/stored-pages", "Laitteelle ja välimuistipalvelimelle voi jäädä kokonaisia verkkosivuja. Kuinka kauan, riippuu selaimen asetuksista. Saman koneen muut käyttäjät voivat päästä niihin; voit poistaa tiedot selaimen asetuksista|muistutus", "Whole web pages may stay on devices and cache servers; how long depends on browser settings. Other users of the machine may get hold of them; you can delete the data in the browser settings|a reminder"},
		{"TAM-284", "rules", "rules/conduct/report-breaches", "Jos huomaat sääntöjen vastaista menettelyä omassa tai muiden toiminnassa, ilmoita siitä viivytyksettä esihenkilöllesi tai kunnan tietohallintoon|ilmoitetaan", "If you notice a breach of the rules, your own or others', report it without delay to your supervisor or the municipality's IT management|reported"},
		{"TAM-285, TAM-286", "rules", "rules/conduct/report-deficiencies", "Ilmoita tietoturvan puutteista, väärinkäytöksistä ja epäilyistä tietohallinnon ohjeen mukaan. Jos ohjetta ei ole, ilmoita esihenkilölle tai Tukikeskukseen, jotka välittävät tiedon eteenpäin|ilmoitetaan", "Report security deficiencies, misuse and suspicions as IT management instructs. Without an instruction, report to the supervisor or the Support Centre, who pass it on|reported"},
		{"TAM-287, TAM-288, TAM-289", "rules", "rules/conduct/consequences", "Sääntöjen rikkojan käyttöoikeuksia voidaan rajoittaa väliaikaisesti tai pysyvästi. Työnantaja voi lisäksi ryhtyä työ- ja rikosoikeudellisiin toimiin ja vaatia vahingonkorvausta|ohje", "The rights of whoever breaks the rules may be limited, temporarily or permanently. The employer may also take measures under labour and criminal law, and claim damages|guidance"},
		{"TAM-290, TAM-291, TAM-292", "rules", "rules/conduct/kept-up-to-date", "Sääntöjä päivitetään tarvittaessa. Seudun tietoturvaryhmä seuraa tarvetta ja voi tehdä teknisiä korjauksia ilman uutta laajempaa hyväksyntää|ohje", "The rules are updated when needed. The regional security group follows the need and may make technical corrections without new wider approval|guidance"},
		{"TAM-293", "rules", "rules/conduct/version-table", "Jokaisesta versiosta kerrotaan päivä, päivittäjä tai hyväksyjä ja muutokset: 23.3.2016, 9.5.2016, 18.12.2020, 22.11.2023 ja 28.1.2026|ohje", "Each version says its date, who updated or approved it, and what changed: 23 March 2016, 9 May 2016, 18 December 2020, 22 November 2023 and 28 January 2026|guidance"},
		{"TAM-271", "record", "rules/lists/log-places", "Käytetty laite|Työnantajan palvelin|Tietoturvajärjestelmä|Teleoperaattori|Pilvipalvelu tai sovellus", "Device used|Employer's server|Security system|Telecommunications operator|Cloud service or application"},
		{"TAM-271", "record", "log-sources/data/sources.place", "Missä loki syntyy|pakollinen", "Where the log arises|required"},
		{"TAM-272", "record", "log-sources/data/sources.kept", "Säilytysaika|pakollinen", "Kept for|required"},
		{"TAM-272", "register-log", "log/retention/entries", "3 vuotta", "3 years"},
		{"TAM-275", "register-log", "log/purposes/faults", "Virheiden ja ongelmien selvittäminen", "Solving faults and problems"},
		{"TAM-276", "register-log", "log/purposes/misuse", "Mahdollisten väärinkäytösten selvittäminen", "Solving possible misuse"},
		{"TAM-277", "register-log", "log/purposes/security", "Tietoturvan ja tietosuojan parantaminen", "Improving security and privacy"},
		{"TAM-278", "register-log", "log/purposes/development", "Palveluiden kehittäminen", "Developing services"},
		{"TAM-284", "record", "breaches/data/reports.own", "Ilmoittaja kertoi omasta menettelystään", "The reporter told of their own act"},
		{"TAM-284", "record", "breaches/data/reports.to", "Esihenkilölle|Tietohallintoon|Molemmille", "To the supervisor|To IT management|To both"},
		{"TAM-285", "record", "breaches/data/incidents.kind", "Tietoturvan puute|Väärinkäytös tai sen epäily", "Security deficiency|Misuse or suspicion of it"},
		{"TAM-286", "record", "breaches/data/incidents.passed-on", "Välitetty eteenpäin", "Passed on"},
		{"TAM-287, TAM-288, TAM-289", "record", "breaches/data/measures.measure", "Väliaikainen rajoitus, Pysyvä rajoitus, Työoikeudellinen toimenpide, Rikosoikeudellinen toimenpide, Vahingonkorvausvaatimus", "Temporary restriction, Permanent restriction, Labour-law measure, Criminal-law measure, Claim for damages"},
		{"TAM-287, TAM-288", "record", "breaches/data/measures.to", "Päättyy, pysyvä jos tyhjä", "To, permanent if empty"},
		{"TAM-291", "rules", "rules/acceptance", "Seudun tietoturvaryhmä", "Regional security group"},
		{"TAM-292, TAM-293, TAM-294", "rules", "", "23. maaliskuuta 2016 1 Tietohallinnon seudullinen johtoryhmä sisältö Tampereen kaupungin ja seudun erilliset linjaukset yhdistettiin", "23 March 2016 1 Regional IT steering group content The separate policies of the city and the region were combined"},
		{"TAM-293, TAM-295", "rules", "", "9. toukokuuta 2016 2 Tietohallinnon seudullinen johtoryhmä sisältö Ensimmäinen hyväksytty versio", "9 May 2016 2 Regional IT steering group content First approved version"},
		{"TAM-292, TAM-293, TAM-296", "rules", "", "18. joulukuuta 2020 3 Seudun tietoturvaryhmä tekninen Useita teknisiä korjauksia", "18 December 2020 3 Regional security group technical Several technical corrections"},
		{"TAM-293, TAM-297", "rules", "", "22. marraskuuta 2023 4 Tietohallinnon seudullinen johtoryhmä sisältö Päivityksiä useimpiin lukuihin lakien muutosten, sote-irtautumisen ja uusien sovellusten vuoksi sekä uusi luku tekoälystä", "22 November 2023 4 Regional IT steering group content Most chapters updated for changed laws"},
		{"TAM-293, TAM-298", "rules", "", "28. tammikuuta 2026 5 Tietohallinnon seudullinen johtoryhmä sisältö Suurimmat muutokset", "28 January 2026 5 Regional IT steering group content Largest changes"},
	})
}

// TestNoMunicipalityCanMakeTheRegionsRulesLooser changes the region's own documents as
// somebody would who wanted more than the rules allow, and a rule without saying so.
//
// Keeps: TAM-131, TAM-244, TAM-245, TAM-290
func TestNoMunicipalityCanMakeTheRegionsRulesLooser(t *testing.T) {
	t.Parallel()
	refused(t, "region", []breach{
		{"TAM-131", "mail is read by consent that nobody is asked for", "absences.yaml", "by-consent: {basis: consent, needs: [opening-consent], ", "by-consent: {basis: consent, ", "E18 [absences/purposes/by-consent]"},
		{"TAM-244, TAM-245", "a unit adds a solution of its own", "ai-tools.yaml", "\naccess:\n", "\naccess:\n  own-way: {allow: [add], who: [supervisor], data: [solutions], for: [governance], source: [TAM-244]}\n", "E35 [ai-tools/access/own-way]"},
	})
	t.Run("a rule is changed without a new version", func(t *testing.T) {
		t.Parallel()
		dir := changedExample(t, "region", [3]string{"rules.yaml", "Firewalls, virus protection and other security mechanisms may not be bypassed.", "Firewalls may be bypassed."})
		if code, words := said("check", "--since", "../../examples/region", dir); code != 1 || !strings.Contains(words, "rules.yaml") || !strings.Contains(words, "version") {
			t.Errorf("%s: exit %d\n%s", "TAM-290", code, words)
		}
	})
}

// TestNothingOfTheCityGoesToPublicServicesOrPublicAI asks the compiled rules, as the gate
// does, with every fact in favour of whoever asks.
//
// Keeps: TAM-215, TAM-216, TAM-241
func TestNothingOfTheCityGoesToPublicServicesOrPublicAI(t *testing.T) {
	t.Parallel()
	release, problems := promise.Load(os.DirFS("../../examples/tampere"))
	if release == nil {
		t.Fatal(problems)
	}
	book, problems := rulebook.Compile(release)
	if book == nil {
		t.Fatal(problems)
	}
	ask := func(action rulebook.Action, to string) rulebook.Decision {
		return book.Decide(rulebook.Query{Role: book.Role("customer-servant"), Purpose: book.Purpose("customers/service"), Category: book.Category("customers/customer"), Action: action, To: book.Party(to)}, rulebook.Facts{Known: ^uint64(0)})
	}
	for _, c := range []struct {
		rows    string
		action  rulebook.Action
		to      string
		clauses []string
	}{
		{"TAM-215, TAM-216", rulebook.Send, "messaging-services", []string{"rules/rules/no-messaging-services", "customers/access/no-public-services"}},
		{"TAM-215, TAM-216", rulebook.Disclose, "messaging-services", []string{"rules/rules/no-messaging-services", "customers/access/no-public-services"}},
		{"TAM-241", rulebook.Submit, "public-ai", []string{"rules/rules/no-public-ai"}},
		{"TAM-241", rulebook.Disclose, "public-ai", []string{"customers/access/no-public-services"}},
	} {
		d := ask(c.action, c.to)
		if d.Allowed || d.Silent || !slices.Contains(c.clauses, d.Clause.Name) {
			t.Errorf("%s: to %s: %+v by %s", c.rows, c.to, d, d.Clause.Name)
		}
	}
	if d := ask(rulebook.Send, "competent-authority"); !d.Allowed {
		t.Errorf("an authority is refused too, by %s", d.Clause.Name)
	}
}

// TestTheSameRulesBindEveryMunicipalityWordForWord publishes two municipalities and
// compares the rules that each shows to its people.
//
// Keeps: TAM-03
func TestTheSameRulesBindEveryMunicipalityWordForWord(t *testing.T) {
	t.Parallel()
	city, town := published(t, "tampere", "fi", "en"), published(t, "region/members/nokia", "fi", "en")
	const row = "TAM-03"
	for _, page := range []string{"fi/rules", "en/rules"} {
		same := 0
		for anchor, words := range town.pages[page] {
			if !strings.HasPrefix(anchor, "rules/conduct/") || strings.Contains(words, " § rules/conduct/") && strings.Count(words, "§") > 1 {
				continue
			}
			if same++; city.pages[page][anchor] != words {
				t.Errorf("%s: %s of %s:\n%s\nand elsewhere\n%s", row, anchor, page, city.pages[page][anchor], words)
			}
		}
		if same < 100 {
			t.Errorf("%s: only %d rules of %s were compared", row, same, page)
		}
	}
	if _, there := city.pages["en/rules"]["rules/conduct/label-ai"]; !there {
		t.Error("what the city adds does not stand on its page")
	}
}
