// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"math/rand/v2"
	"strings"
)

// sentences are invented prose in three languages, with the digits that prose
// has: years, dates, sums, paragraphs, votes.
var sentences = strings.Split(`Rekisterinpitäjä vastaa siitä, että henkilötietoja käsitellään lain mukaisesti.
Tietosuojavastaava nimettiin vuonna 2018, ja ohje päivitettiin 3.4.2024.
Kokouksessa käsiteltiin yhteensä 12 asiaa, joista kaksi jätettiin pöydälle seuraavaan kertaan.
Äänestyksen jälkeen puheenjohtaja totesi, että päätös syntyi äänin 7–4.
Asiakkaan suostumus voidaan peruuttaa milloin tahansa ilman perusteluja.
Hankkeen kustannukset olivat 48 250 euroa, mistä kunnan osuus oli 30 %.
Lausunto pyydetään liitteineen viimeistään perjantaina, jotta se ehtii esityslistalle.
Työterveyshoitaja kävi paikalla kahdesti, eikä uutta altistusta havaittu.
Sopimus on voimassa toistaiseksi ja se voidaan irtisanoa kuuden kuukauden kuluessa.
Vastaus lähetetään postitse, ellei asiakas toivo muuta.
Bedriftshelsetjenesten bistår arbeidsgiveren med å kartlegge arbeidsmiljøet.
Møtet ble satt klokken 9.30, og åtte av ti medlemmer var til stede.
Etter § 3-3 skal virksomheten knytte til seg en godkjent tjeneste når risikoen tilsier det.
Støymålingen viste 83 dB ved den gamle linjen og 74 dB ved den nye.
Legen anbefalte gradvis tilbakeføring over fire uker, med en samtale underveis.
Regningen på 12 400 kroner ble betalt i to deler, i mars og i oktober.
Journalen føres fortløpende, og den som retter noe, lar det gamle stå.
Det ble ikke funnet tegn til at opplysningene hadde kommet på avveie.
Neste vernerunde er planlagt til uke 37, hvis ikke annet blir avtalt.
Verneombudet ba om at lufteanlegget ble kontrollert før vinteren.
Nämnden beslutade att bordlägga ärendet till nästa sammanträde.
Uppgifterna sparas i tio år räknat från den senaste anteckningen.
Av de 340 som svarade var 61 procent nöjda med informationen.
Den registrerade har rätt att få veta vem som har läst uppgifterna.
Avtalet från 1998 ersattes av ett nytt den 1 juli 2021.
Sekreteraren läste upp protokollet, och det godkändes utan ändringar.
En blankett med underskrift krävs inte längre när man använder tjänsten.
Budgeten höjdes med 2,5 miljoner, främst för lokaler och resor.`, "\n")

// made are identifiers that are nobody's: of the ranges set aside for tests, or
// with the check digits of invented companies and accounts.
var made = []string{"HETU 010594Y9032", "fødselsnummer 01914796756", "personnummer 780102-2380", "Y-tunnus 9000000-3", "org.nr. 999999980", "FI2112345600000785", "HETU 020594X903P"}

// prose makes at least n bytes of text, cut there, with an identifier in every
// so many bytes (0: none).
func prose(r *rand.Rand, n, every int) []byte {
	var b strings.Builder
	b.Grow(n + 512)
	for next := every; b.Len() < n; {
		b.WriteString(sentences[r.IntN(len(sentences))])
		b.WriteByte(" \n"[min(1, r.IntN(5)/4)])
		if every > 0 && b.Len() >= next {
			b.WriteString("Merkitty " + made[(next/every)%len(made)] + " niin kuin ennen. ")
			next += every
		}
	}
	return []byte(b.String()[:n])
}
