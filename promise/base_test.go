// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lupaus/lupaus/promise"
)

// A small promise without a single finding. Tests change one thing in it at a time.
const (
	baseOrganisation = `kind: organisation
id: org
version: 1
languages: [fi, en]
name: {fi: Yhdistys, en: Society}
controller: {name: Society, represented-by: head}
contacts: {privacy: {role: head, handles: [requests], email: privacy@society.example, source: [T-1]}}
authority: {name: Tietosuojavaltuutettu, url: "https://tietosuoja.example"}
laws: {act: {name: {fi: Laki, en: Act}, source: [T-1]}}
roles:
  staff: {name: {fi: Väki, en: Staff}, account: [declared], source: [T-1]}
  head: {under: staff, name: {fi: Johtaja, en: Head}, source: [T-1]}
  helper: {name: {fi: Apuri, en: Helper}, source: [T-1]}
parties:
  host: {as: processor, name: {fi: Isäntä, en: Host}, country: FI, agreement: {needed: always, document: dpa.pdf, dated: 2025-01-01, data: [ordinary]}, source: [T-1]}
  partner: {as: recipient, name: {fi: Kumppani, en: Partner}, country: SE, source: [T-1]}
systems: {box: {run-by: host, holds: [ordinary, special], name: {fi: Laatikko, en: Box}, source: [T-1]}}
measures: {safe: {text: {fi: Turvassa, en: Safe}, source: [T-1]}}
lists: {reasons: {type: codes, name: {fi: Syyt, en: Reasons}, values: {asked: {fi: Pyyntö, en: Asked}}, source: [T-1]}}
approves: {content: head, technical: head}
history: [{version: 1, from: 2026-01-02, by: head, change: content, text: {fi: Uusi, en: New}}]
`
	basePeople = `kind: register
id: people
version: 1
name: {fi: Jäsenet, en: Members}
subjects: {member: {of: person, name: {fi: Jäsen, en: Member}, source: [T-2]}}
purposes:
  care: {basis: legal-duty, law: [act], condition: health-care, name: {fi: Hoito, en: Care}, source: [T-2]}
  post: {basis: legitimate-interest, interest: {fi: Yhteys, en: Contact}, name: {fi: Posti, en: Post}, source: [T-2]}
  news: {basis: consent, needs: [letter], name: {fi: Uutiset, en: News}, source: [T-2]}
permissions:
  letter: {given-by: person, asked: [form], withdrawn-by: [form, page], name: {fi: Kirje, en: Letter}, text: {fi: Tilaan., en: I subscribe.}, source: [T-2]}
data:
  card:
    about: person
    for: [care, post, news]
    kept-in: [box]
    name: {fi: Kortti, en: Card}
    source: [T-3]
    fields:
      name: {type: person-name, find: name, required: true, name: {fi: Nimi, en: Name}}
      number: {type: person-id, of: FI, mask: true, find: exact, unique: true, name: {fi: Tunnus, en: Identity code}}
      joined: {type: date, name: {fi: Liittyi, en: Joined}}
  notes:
    about: person
    many: true
    for: [care]
    kept-in: [box]
    special: health
    name: {fi: Merkinnät, en: Notes}
    source: [T-3]
    fields:
      date: {type: date, required: true, name: {fi: Päivä, en: Date}}
      by: {type: staff, name: {fi: Kirjasi, en: By}}
      text: {type: long-text, name: {fi: Teksti, en: Text}}
sources:
  self: {from: person, data: [card, notes], name: {fi: Itse, en: The person}, source: [T-4]}
  list: {from: party, party: partner, data: [card], tell: {within: 1 month}, name: {fi: Luettelo, en: List}, source: [T-4]}
flows: {hosting: {to: host, data: [card], for: [care], source: [T-4]}}
states: {member: {of: person, data: card, from: joined, lasts: 1 year, name: {fi: Jäsen, en: Member}, source: [T-5]}}
events: {last-note: {of: person, data: notes, field: date, take: last, name: {fi: Viimeisin, en: Last note}, source: [T-5]}}
relations: {in-care: {of: person, data: notes, staff: by, from: date, source: [T-5]}}
access:
  cards: {allow: [find, open, add, correct], who: [staff, helper], data: [card], for: [care, post], source: [T-6]}
  letters: {allow: [find], who: [helper], data: [card], for: [news], source: [T-6]}
  notes: {allow: [open, add], who: [staff], data: [notes], for: [care], if: [in-care], with: [{reason: reasons}], source: [T-6]}
  closed: {forbid: [open, export], who: [everyone], except: [staff], data: [notes], source: [T-6]}
retention:
  cards: {data: [card], keep: {while: member, then: 2 years}, end: erase, source: [T-7]}
  notes: {data: [notes], at-least: {after: last-note, lasts: 10 years}, at-most: {after: last-note, lasts: 12 years}, end: erase, law: [act], source: [T-7]}
rights:
  information: {by: page, source: [T-8]}
  access: {by: staff, who: [head], within: 1 month, source: [T-8]}
  log-extract: {by: page, source: [T-8]}
  disclosure-list: {by: page, source: [T-8]}
  correction: {by: page, source: [T-8]}
  supplement: {by: page, source: [T-8]}
  restriction: {by: page, source: [T-8]}
  erasure: {by: page, held-back-by: [notes], source: [T-8]}
  objection: {by: page, source: [T-8]}
  portability: {by: page, source: [T-8]}
  withdrawal: {by: page, source: [T-8]}
  complaint: {by: page, source: [T-8]}
automated-decisions: none
profiling: none
`
	baseLog = `kind: register
id: log
version: 1
name: {fi: Loki, en: Log}
subjects: {person: {of: person, name: {fi: Henkilö, en: Person}, source: [T-9]}}
purposes: {control: {basis: legal-duty, law: ["gdpr 32"], name: {fi: Valvonta, en: Control}, source: [T-9]}}
data: {entries: {about: person, many: true, for: [control], kept-in: [box], name: {fi: Haut, en: Look-ups}, source: [T-9], fields: {at: {type: time, name: {fi: Aika, en: At}}}}}
sources: {system: {from: own-system, data: [entries], name: {fi: Järjestelmä, en: System}, source: [T-9]}}
events: {entered: {of: person, data: entries, field: at, take: each, source: [T-9]}}
access: {control: {allow: [find, open], who: [head], data: [entries], for: [control], source: [T-9]}}
retention: {entries: {data: [entries], keep: {after: entered, lasts: 5 years}, end: erase, source: [T-9]}}
rights: {information: {by: page, source: [T-9]}, access: {by: page, source: [T-9]}, log-extract: {by: page, source: [T-9]}, disclosure-list: {by: page, source: [T-9]},
  correction: {by: page, source: [T-9]}, supplement: {by: page, source: [T-9]}, restriction: {by: page, source: [T-9]}, complaint: {by: page, source: [T-9]}}
automated-decisions: none
profiling: none
`
)

// change is one replacement in the base: what stood there, and what stands there now.
// The text must stand in exactly one of the documents, once.
type change struct{ from, to string }

func changed(t testing.TB, changes ...change) fstest.MapFS {
	t.Helper()
	docs := []string{baseOrganisation, basePeople, baseLog}
	for _, c := range changes {
		hits := 0
		for i, d := range docs {
			if n := strings.Count(d, c.from); n > 0 {
				hits += n
				docs[i] = strings.Replace(d, c.from, c.to, 1)
			}
		}
		if hits != 1 {
			t.Fatalf("the text to be changed stands %d times: %q", hits, c.from)
		}
	}
	files := fstest.MapFS{}
	for i, name := range []string{"organisation.yaml", "people.yaml", "log.yaml"} {
		if docs[i] != "" {
			files[name] = &fstest.MapFile{Data: []byte(docs[i])}
		}
	}
	return files
}

func base(t testing.TB, changes ...change) *promise.Release {
	t.Helper()
	r, problems := promise.Load(changed(t, changes...))
	if r == nil {
		t.Fatalf("does not load:\n%s", problems)
	}
	return r
}

func codes(ps promise.Problems) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Code)
	}
	return strings.Join(out, " ")
}
