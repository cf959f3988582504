// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"time"

	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/web"
	"github.com/lupaus/lupaus/promise"
)

// door is the demo's first page: whom to be, what to try, what to notice.
func door() *web.Demo {
	d := &web.Demo{
		Intro: promise.Text{"nb": "En oppdiktet bedriftshelsetjeneste med medlemsbedrifter, ansatte og journaler. Alle personer er oppdiktet.",
			"en": "An invented occupational health service with member companies, employees and journals. Everybody is invented."},
		Todo: []promise.Text{
			{"nb": "Vær sykepleieren Nina: finn en ansatt, velg en grunn og åpne personaljournalen.", "en": "Be Nina the nurse: find an employee, choose a reason and open the personal journal."},
			{"nb": "Vær Odd på kontoret: prøv å åpne den samme journalen, og les hvorfor svaret er nei.", "en": "Be Odd in the office: try to open the same journal, and read why the answer is no."},
			{"nb": "Vær personvernombudet Karin: hent utdraget over hvem som har sett på opplysningene, og kontroller det.", "en": "Be Karin the data protection officer: get the extract of who looked at the data, and check it."},
		},
		Notice: []promise.Text{
			{"nb": "Merkelappen § viser hvilken regel som virket. Hold over den, eller åpne den.", "en": "The label § shows which rule acted. Hover over it, or open it."},
			{"nb": "Hvert oppslag er skrevet i loggen før opplysningene vises, også avslagene.", "en": "Every look-up is in the ledger before the data are shown, refusals too."},
		},
	}
	texts := map[string]promise.Text{
		"nina":  {"nb": "åpner journaler for dem hun har til behandling", "en": "opens journals of those she has in care"},
		"frode": {"nb": "fysioterapeut i den andre enheten", "en": "physiotherapist in the other unit"},
		"live":  {"nb": "ledende bedriftslege, retter notater som journalansvarlig", "en": "leading company doctor, corrects notes as journal responsible"},
		"odd":   {"nb": "tar imot lister fra bedriftene og fører bedriftsjournaler", "en": "takes in the companies' lists and keeps company journals"},
		"karin": {"nb": "kontorleder, og personvernombud i den andre hatten", "en": "office manager, and data protection officer with the other hat"},
		"ivar":  {"nb": "daglig leder, leser jobbsøknader", "en": "general manager, reads job applications"},
		"ada":   {"nb": "kan åpne journaler for drift, og det føres i loggen", "en": "may open journals to run the system, and that is recorded"},
	}
	for _, p := range demo.Staff {
		user := p.UserName
		d.Roles = append(d.Roles, web.DemoRole{Role: p.Roles[0], UserName: user, Name: p.Name, Password: demo.Password, Text: texts[user],
			Code: func(now time.Time) string {
				code, err := demo.Code(user, now)
				if err != nil {
					return ""
				}
				return code
			}})
	}
	return d
}
