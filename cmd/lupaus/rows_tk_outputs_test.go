// SPDX-License-Identifier: EUPL-1.2

package main

import "testing"

// Keeps: TK-102, TK-105, TK-138, TK-140, TK-142
func TestADataSetSaysWhatIsSpecialAboutProtectingIt(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-138", "services/conduct/making-figures", "Kuvan saa Statassa komennolla graph export, SPSS:ssä toiminnolla Export output ja R:ssä ohjeella help(grdevices).", "Figures are made by graph export in Stata, Export output in SPSS, and see help(grdevices) in R.", "guide"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-102", "datasets/data/protection.threshold", "Kynnysarvo solua kohti", "Threshold per cell", "", ""},
		{"TK-105", "datasets/data/protection.dominance-always", "Dominanssisääntö koskee myös vanhoja tietoja", "Dominance rule for old data too", "", ""},
		{"TK-140, TK-142", "datasets/data/editions.population", "Otos vai kokonaisaineisto", "Sample or total data", "osajoukosta, kuten toimialasta", "subset, such as an industry"},
		{"TK-140, TK-142", "outputs/data/requests.sample", "Aineiston laji", "Kind of data", "", ""},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-102", "record#datasets/data/protection.threshold", "Kynnysarvo solua kohti", "Threshold per cell"},
	})
}

// Keeps: TK-168, TK-170, TK-171, TK-172, TK-173, TK-174
func TestResultsAreMovedAndPublishedAsTheRulesAsk(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-168", "services/conduct/sisu-duty", "Noudatan siirrettävissä tiedoissa suojaamisen, koon, tulkittavuuden ja julkaisemisen sääntöjä.", "For what I move I keep the rules on protection, size, interpretability and publishing.", "attest"},
		{"TK-170", "services/conduct/nobody-recognised", "Julkistan tulokset vain muodossa, josta yksittäistä yritystä tai henkilöä ei voi tunnistaa.", "I publish results only in a form in which no single company or person can be identified.", "attest"},
		{"TK-171, TK-172, TK-173", "services/conduct/check-of-publications", "Raportit ja julkaisut voidaan vaatia tarkistettavaksi ennen julkistamista. Sovi tarkistuksesta etukäteen ja varaa noin 1–2 viikkoa.", "Reports and publications can be required for a check before publishing. Agree about it ahead and reserve about 1–2 weeks.", "guide"},
		{"TK-174", "services/conduct/name-the-source", "Mainitsen Tilastokeskuksen tiedon lähteenä.", "I mention Statistics Finland as the source.", "attest"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-170", "outputs/data/publications.nobody-recognised", "Yksittäistä yritystä tai henkilöä ei voi tunnistaa", "No single company or person can be identified", "", ""},
		{"TK-171", "clients/data/projects.check-before-publishing", "Julkaisut tarkistetaan etukäteen", "Publications are checked beforehand", "", ""},
		{"TK-171", "outputs/data/publications.received", "Toimitettu tarkistettavaksi", "Submitted for a check", "", ""},
		{"TK-172", "outputs/data/publications.due", "Tarkistettava viimeistään (noin 1–2 viikkoa)", "To be checked by (about 1–2 weeks)", "", ""},
		{"TK-173", "outputs/data/publications.agreed", "Tarkistus sovittu etukäteen", "Check agreed ahead", "", ""},
		{"TK-174", "outputs/data/publications.source-named", "Tilastokeskus on mainittu tiedon lähteenä", "Statistics Finland is mentioned as the source", "pakollinen", "required"},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-171", "register-outputs#outputs/data/publications", "Julkaisut|Julkaisun nimi|Ratkaisu", "Publications|Title|Verdict"},
	})
}

// Keeps: TK-177, TK-178
func TestWhatWasHandedOverIsDestroyedWithItsCopiesAndReported(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-176, TK-177, TK-178", "services/conduct/return-or-destroy", "Palautan tai hävitän luovutetun aineiston luvan päätyttyä, myös kaikki kopiot ja välitiedostot, ja ilmoitan hävittämisestä.", "I return or destroy the data handed over when the licence ends, with all copies and intermediate files, and report the destruction.", "attest"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-177", "clients/data/destructions.copies", "Myös kaikki kopiot ja välitiedostot on hävitetty", "All copies and intermediate files are destroyed too", "pakollinen", "required"},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-178", "register-clients#clients/data/destructions", "Hävittämisilmoitukset|Mitä hävitettiin|Miten|Kuka hävitti|Milloin|Ilmoitettu Tilastokeskukselle", "Notices of destruction|What was destroyed|How|By whom|When|Notified to the office"},
		{"TK-178", "register-clients#clients/access/keep-while-outside", "”Aineistoa on luovutettuna”", "“Data are handed over” holds"},
	})
}

// Keeps: TK-182
func TestThePledgeSaysWhatBreakingSecrecyCosts(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-182", "services/conduct/punishment", "Salassapidon rikkomisesta rangaistaan rikoslain 38 luvun 1 ja 2 §:n mukaan sakolla tai enintään vuoden vankeudella. Tämä koskee myös tutkijoita.", "Breaking secrecy is punishable under chapter 38, sections 1 and 2 of the Criminal Code by a fine or at most one year of imprisonment. This concerns researchers too.", "guide"},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-182", "rules#services/declarations/secrecy-pledge", "rikoslain 38 luvun 1 ja 2 §:n mukaan sakolla tai enintään vuoden vankeudella", "under chapter 38, sections 1 and 2 of the Criminal Code by a fine or at most one year of imprisonment"},
	})
}

// Keeps: TK-183, TK-184, TK-185, TK-186, TK-187, TK-188
func TestTheGuidelinesAreAcceptedAndProjectsSayHowTheyProtect(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-184", "tables/conduct/know-the-guidelines", "Perehdyn näihin ohjeisiin sekä niiden taustalla oleviin lakeihin ja tilastoeettisiin periaatteisiin.", "I study these guidelines and the laws and ethics of statistics behind them.", "attest"},
		{"TK-183", "tables/conduct/own-guidelines", "Ohjeet perustuvat Tilastokeskuksen omiin yritys- ja henkilötaulukoiden suojausohjeisiin. Sääntökokoelmalla on versio.", "The guidelines rest on the office's own guidelines for tables on companies and persons. The rule set has a version.", "guide"},
		{"TK-185, TK-186, TK-187", "tables/conduct/case-by-case", "Tilastolain 13 §:n mukaan suoja varmistetaan tapauskohtaisesti käytännön toimenpitein: tietoturvamenettelyillä sekä käytön valvonnalla ja seurannalla.", "Under section 13 of the Statistics Act protection is ensured case by case by practical measures: data security procedures, and supervision and follow-up of use.", "guide"},
		{"TK-188", "tables/conduct/check-at-publishing", "Tutkimuksen tulokset ovat yleensä julkisia. Siksi julkaistaessa tarkistetaan aina erikseen, ettei yksiköitä voi tunnistaa.", "Results of research are usually public. So it is always checked separately at publishing that units cannot be identified.", "guide"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-183", "datasets/data/protection.rules", "Sääntökokoelma", "Rule set", "Global Value Chains ja International sourcing, Palvelujen ulkomaankauppa", "Global Value Chains and International sourcing, Foreign trade in services"},
		{"TK-183", "datasets/data/protection.rules-version", "Sääntökokoelman versio", "Version of the rule set", "", ""},
		{"TK-185, TK-186", "clients/data/projects.procedures", "Vaaditut tietoturvamenettelyt", "Required data security procedures", "", ""},
		{"TK-186", "researchers/data/licences.conditions", "Ehdot, kuten tietoturvamenettelyt", "Conditions, such as data security procedures", "", ""},
		{"TK-187", "clients/data/projects.follow-up", "Valvonnan ja seurannan järjestäminen", "How use is supervised and followed up", "", ""},
		{"TK-188", "outputs/data/publications.checked", "Tarkistettu", "Checked", "", ""},
		{"TK-188", "outputs/data/publications.verdict", "Ratkaisu", "Verdict", "", ""},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-184", "rules#tables/acceptance", "Olen perehtynyt taulukoiden suojausohjeisiin|Tutkija, SISU-mallin käyttäjä, Tulosteiden tarkistaja|30 päivää", "I have studied the guidelines for protecting tables|Researcher, User of the SISU model, Output checker|within 30 days"},
		{"TK-188", "register-outputs#outputs/purposes/publication-check", "Julkaisujen tarkistus", "Check of publications"},
	})
}

// Keeps: TK-190, TK-191, TK-192, TK-193, TK-194, TK-195, TK-198
func TestUnitsTablesAndParametersHaveTheirLists(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-190, TK-193, TK-194, TK-195", "tables/conduct/table-data", "Taulukkoaineisto on yksikkötason aineistosta taulukoksi koottu tilasto: frekvenssitaulukko, määrätaulukko tai niiden yhdistelmä.", "Table data are unit-level data aggregated to a table: a frequency table, a magnitude table, or both in one.", "guide"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-190", "outputs/data/requests.type", "Tulosteen tyyppi", "Type of output", "Frekvenssi- tai määrätaulukko", "Frequency or magnitude table"},
		{"TK-191, TK-192", "datasets/data/data-set.unit", "Tilastoyksikkö", "Statistical unit", "Henkilö, Perhe, Kotitalous, Asuntokunta, Yritys, Toimipaikka, Konserni", "Person, Family, Household, Household-dwelling unit, Company, Establishment, Group"},
		{"TK-191, TK-192", "outputs/data/assessments.unit", "Tilastoyksikkö", "Statistical unit", "Henkilö, Perhe, Kotitalous, Asuntokunta, Yritys, Toimipaikka, Konserni", "Person, Family, Household, Household-dwelling unit, Company, Establishment, Group"},
		{"TK-193, TK-194, TK-195", "outputs/data/requests.table-kind", "Taulukon laji", "Kind of table", "Frekvenssitaulukko|Määrätaulukko|Yhdistelmä", "Frequency table|Magnitude table|Combination"},
		{"TK-198", "datasets/data/protection.rules-version", "Sääntökokoelman versio", "Version of the rule set", "", ""},
		{"TK-198", "datasets/data/protection.dominance-n", "Dominanssisäännön n", "n of the dominance rule", "", ""},
		{"TK-198", "datasets/data/protection.dominance-k", "Dominanssisäännön k (%)", "k of the dominance rule (%)", "", ""},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-198", "register-datasets#datasets/access/no-quiet-change", "korjaaminen", "may not correct"},
	})
}

// Keeps: TK-211, TK-212, TK-214, TK-216, TK-217, TK-218, TK-219, TK-220
// Keeps: TK-221, TK-222, TK-223, TK-224, TK-225, TK-226, TK-227, TK-228
// Keeps: TK-229, TK-230, TK-231, TK-246
func TestTheRiskOfPersonTablesHasItsFactorsAndSensitiveVariables(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-211", "tables/conduct/unit-first", "Ensin tulee yksikön oikeus tietosuojaan, sitten yhteiskunnan oikeus luotettavaan tilastotietoon.", "First comes the unit's right to protection, then society's right to reliable statistics.", "guide"},
		{"TK-212, TK-213, TK-214, TK-215, TK-216, TK-217, TK-218, TK-219", "tables/conduct/look-at", "Arvioitaessa katsotaan: arkaluonteiset muuttujat, pienet frekvenssit, perusjoukon suuruus, muuttujien määrä, alueen koko ja sijaintitarkkuus, suhteelliset vai absoluuttiset arvot, yksi vai useampi vuosi sekä väestön erityisryhmä.", "The assessment looks at: sensitive variables, small frequencies, size of the population, number of variables, size and accuracy of the area, relative or absolute values, one year or several, and special groups.", "guide"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-212", "datasets/data/protection.sensitive", "Arkaluonteiset muuttujat", "Sensitive variables", "Rotu tai etninen alkuperä, Yhteiskunnallinen, poliittinen tai uskonnollinen vakaumus tai ammattiliittoon kuuluminen, Rikollinen teko, rangaistus tai muu rikoksen seuraamus, Terveydentila, sairaus, vammaisuus tai hoitotoimenpiteet, Seksuaalinen suuntautuminen tai käyttäytyminen, Sosiaalihuollon tarve tai saadut palvelut, tukitoimet ja etuudet, Kuolinsyy, Kieli, Kansalaisuus, Syntyperä tai synnyinmaa, Tulot, velat ja varallisuus, Pääasiallinen toiminta, ammattiasema, harvinainen ammatti tai muu sosioekonominen muuttuja", "Race or ethnic origin, Social, political or religious conviction, or union membership, Criminal act, punishment or other consequence of a crime, Health, illness, disability or treatment, Sexual orientation or behaviour, Need for social welfare, or services, support and benefits received, Cause of death, Language, Citizenship, Origin or country of birth, Income, debts and wealth, Main activity, occupational status, rare occupation or another socio-economic variable"},
		{"TK-212, TK-214, TK-216, TK-217, TK-218, TK-219", "outputs/data/assessments.factors", "Riskiä lisäävät tekijät", "Factors that raise the risk", "Absoluuttiset eikä suhteelliset arvot, Yksi vuosi eikä usean vuoden summa tai keskiarvo, Väestön erityisryhmä: esimerkiksi ulkomaalaiset, rikoksentekijät, poliisit, työttömät tai korkeatuloiset", "Absolute and not relative values, One year and not a sum or mean of several, Special group: such as foreigners, offenders, police, unemployed or high earners"},
		{"TK-212", "outputs/data/assessments.sensitive", "Arkaluonteiset muuttujat", "Sensitive variables", "Rotu tai etninen alkuperä, Yhteiskunnallinen, poliittinen tai uskonnollinen vakaumus tai ammattiliittoon kuuluminen, Rikollinen teko, rangaistus tai muu rikoksen seuraamus, Terveydentila, sairaus, vammaisuus tai hoitotoimenpiteet, Seksuaalinen suuntautuminen tai käyttäytyminen, Sosiaalihuollon tarve tai saadut palvelut, tukitoimet ja etuudet, Kuolinsyy, Kieli, Kansalaisuus, Syntyperä tai synnyinmaa, Tulot, velat ja varallisuus, Pääasiallinen toiminta, ammattiasema, harvinainen ammatti tai muu sosioekonominen muuttuja", "Race or ethnic origin, Social, political or religious conviction, or union membership, Criminal act, punishment or other consequence of a crime, Health, illness, disability or treatment, Sexual orientation or behaviour, Need for social welfare, or services, support and benefits received, Cause of death, Language, Citizenship, Origin or country of birth, Income, debts and wealth, Main activity, occupational status, rare occupation or another socio-economic variable"},
		{"TK-214", "outputs/data/assessments.population", "Perusjoukon koko", "Size of the population", "", ""},
		{"TK-216", "outputs/data/assessments.area", "Aluetaso", "Level of area", "Koko maa, Suuralue, Maakunta, Kunta, Kuntaa pienempi alue", "Whole country, Major region, Region, Municipality, Area smaller than a municipality"},
		{"TK-246", "outputs/data/assessments.sample", "Aineiston laji", "Kind of data", "", ""},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-220, TK-221, TK-222, TK-223, TK-224, TK-225, TK-226, TK-227, TK-228, TK-229, TK-230, TK-231", "record#tables/lists/sensitive-variables", "Rotu tai etninen alkuperä, Yhteiskunnallinen, poliittinen tai uskonnollinen vakaumus tai ammattiliittoon kuuluminen, Rikollinen teko, rangaistus tai muu rikoksen seuraamus, Terveydentila, sairaus, vammaisuus tai hoitotoimenpiteet, Seksuaalinen suuntautuminen tai käyttäytyminen, Sosiaalihuollon tarve tai saadut palvelut, tukitoimet ja etuudet, Kuolinsyy, Kieli, Kansalaisuus, Syntyperä tai synnyinmaa, Tulot, velat ja varallisuus, Pääasiallinen toiminta, ammattiasema, harvinainen ammatti tai muu sosioekonominen muuttuja", "Race or ethnic origin, Social, political or religious conviction, or union membership, Criminal act, punishment or other consequence of a crime, Health, illness, disability or treatment, Sexual orientation or behaviour, Need for social welfare, or services, support and benefits received, Cause of death, Language, Citizenship, Origin or country of birth, Income, debts and wealth, Main activity, occupational status, rare occupation or another socio-economic variable"},
	})
}

// Keeps: TK-233, TK-234, TK-250, TK-254, TK-255, TK-259, TK-260
func TestTheNumbersAndTiersOfTheGuidelinesStand(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-233, TK-234, TK-235", "tables/conduct/thresholds", "Kynnysarvoksi suositellaan riveittäin vähintään 10 ja soluittain vähintään 3 yksikköä. Tarkka arvo asetetaan samojen tekijöiden mukaan kuin riskin arvio.", "The threshold recommended is at least 10 units by row and at least 3 by cell. The exact one is set by the same factors as the assessment.", "guide"},
	})
	holdsFields(t, "statfin", []rowField{
		{"TK-233", "datasets/data/protection.row-threshold", "Kynnysarvo riviä kohti", "Threshold per row", "vähintään 10", "at least 10"},
		{"TK-234", "outputs/data/assessments.threshold", "Käytetty kynnysarvo", "Threshold used", "vähintään 3", "at least 3"},
		{"TK-250", "datasets/data/protection.tier", "Yritystietojen porras", "Tier of company data", "1: vain tarkka paljastuminen on arka asia, 2: myös likimääräinen paljastuminen on arka asia, 3:", "1: only exact disclosure is delicate, 2: approximate disclosure is delicate too, 3:"},
		{"TK-254", "datasets/data/protection.fresh-because", "Miksi tieto on tuore", "Why the data are fresh", "", ""},
		{"TK-255", "datasets/data/editions.reference-date", "Viiteajankohta", "Reference date", "", ""},
		{"TK-259, TK-260", "datasets/data/editions.public-by-law", "Tiedot on lailla säädetty julkisiksi", "The data are public by law", "", ""},
		{"TK-259", "outputs/data/assessments.no-measures", "Miksi suojausta ei tarvita", "Why no protection is needed", "", ""},
	})
	publishesRows(t, "statfin", []rowStated{
		{"TK-250", "rules#tables/conduct/tier-one", "Porras 1", "Tier 1"},
	})
}

// Keeps: TK-272, TK-275, TK-276
func TestTheWayToSignInIsExplained(t *testing.T) {
	t.Parallel()
	asksConduct(t, "statfin", []rowConduct{
		{"TK-271, TK-272", "services/conduct/step-1", "1. Avaa Tilastokeskuksen sivuilla Tuotteet ja palvelut, Tutkimuspalvelut, Mikroaineistot, Toimitusmuodot ja valitse Kirjautuminen etäkäyttöpalveluun (https).", "1. On the office's pages open Products and services, Research services, Microdata, Delivery modes, and choose to log in to the remote service (https).", "guide"},
		{"TK-275, TK-276", "services/conduct/first-time", "Ensimmäisellä kerralla hyväksy selaimen lisäosat ja ota käyttöön RDP Client Control -asetukset. Jos niitä ei näy, käynnistä selain järjestelmänvalvojana tai palauta sen asetukset.", "The first time accept the browser's add-ons and enable the RDP client control settings. If they are not shown, run the browser as administrator or reset its settings.", "guide"},
	})
	publishesRows(t, "statfin", []rowStated{
		{"the link of TK-272", "index#references", "Kirjautuminen etäkäyttöpalveluun", "Log in to the remote access service"},
		{"TK-272", "index#statfin/measures/https", "Selaimen ja palvelimen välinen yhteys on salattu.", "The connection between browser and server is encrypted."},
	})
}
