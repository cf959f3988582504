// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// ofRegister finds the addresses of single registers' notices.
var ofRegister = regexp.MustCompile(`href="(/notice/registers/[a-z0-9-]+)"`)

// These tests go through the pages of the started program, as staff and
// visitors do, and show what an occupational health service's own statement
// says. They know the example's words; the program does not. Those at a desk
// run one after another: a member of staff has one role and purpose at a time.

// Keeps: HMS-01, HMS-02, HMS-04, HMS-05, HMS-06
// Keeps: HMS-40, HMS-41, HMS-42, HMS-43, HMS-44
// Keeps: HMS-12, HMS-20, HMS-56
func TestTheNoticeSaysWhoAnswersForWhatAndWhoHelps(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]map[string][]string{
		"en": {
			"whom it is for (01, 02)":           {"Member companies", "Other customers"},
			"controller, not processor (04)":    {"does not handle them on the company's behalf"},
			"no agreement needed (05)":          {"The task is to offer health services, not to handle data for the company."},
			"the authority's guidance (06, 56)": {"an occupational health service is probably a controller in its own right", "Data protection authority: controller and processor"},
			"processors (40, 42, 43, 44)":       {"Compugroup Medical Norway AS (CGM)", "Biztek", "Exigo", "Wix", "https://no.wix.com/about/privacy"},
			"the published agreement (41)":      {"2018-10-22-Databehandleravtale-CGM.pdf", "6.51 MB"},
			"why company data are kept (12)":    {"Delivering occupational health services", "Reporting responsibility"},
			"laws (20)":                         {"Personal Data Act with its regulation", "Health Register Act"},
		},
		"nb": {
			"whom it is for (01, 02)":           {"Medlemsbedrifter", "Andre kunder"},
			"controller, not processor (04)":    {"behandler dem ikke på bedriftens vegne"},
			"no agreement needed (05)":          {"Oppdraget er å tilby helsetjenester, ikke å behandle opplysninger for bedriften."},
			"the authority's guidance (06, 56)": {"en bedriftshelsetjeneste trolig er selvstendig behandlingsansvarlig"},
			"processors (40, 42, 43, 44)":       {"Compugroup Medical Norway AS (CGM)", "Biztek", "Kundeportal", "Wix"},
			"the published agreement (41)":      {"2018-10-22-Databehandleravtale-CGM.pdf", "PDF"},
			"why company data are kept (12)":    {"Levering av bedriftshelsetjeneste", "Rapporteringsansvar"},
			"laws (20)":                         {"Personopplysningsloven med forskrift", "Helseregisterloven"},
		},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			reader := visitor(t, running.address(t))
			page := reader.get("/notice?lang=" + lang)
			words := page.words()
			for _, to := range ofRegister.FindAllStringSubmatch(page.body, -1) { // a long notice stands in layers
				words += " " + reader.get(to[1]).words()
			}
			for what, texts := range want {
				for _, text := range texts {
					if !strings.Contains(words, text) {
						t.Errorf("%s: the notice does not say %q", what, text)
					}
				}
			}
		})
	}
}

// Keeps: HMS-13, HMS-14, HMS-15, HMS-16, HMS-17, HMS-18, HMS-19
// Keeps: HMS-32
func TestACompanyJournalHoldsItsFieldsAgreementsAndDocumentsForAllStaff(t *testing.T) {
	odd := at(t, "odd", "office-worker", "companies/service")
	action, f := odd.get("/new").form("/new")
	for name, value := range map[string]string{
		"identification.name": "Havskodde Verft AS", "identification.org-number": "974760673", "identification.industry": "30.110", "identification.place": "Elvesund",
		"contact.contact-person": "Torleiv Bakkmyr", "contact.address": "Brygga 7, 0055 Elvesund", "contact.phone": "+47 21 23 45 67", "contact.email": "verft@havskodde.example",
	} {
		f.Set(name, value)
	}
	wrong := url.Values{}
	for k, v := range f {
		wrong[k] = v
	}
	wrong.Set("identification.org-number", "974760674")
	if p := odd.send(action, wrong, "", "", ""); p.status != 422 {
		t.Errorf("a number whose check digit is wrong: %d\n%s", p.status, p.words())
	}
	page := odd.send(action, f, "", "", "")
	if page.status != 200 {
		t.Fatalf("the company: %d\n%s", page.status, page.words())
	}
	page.want(page.words(), "Havskodde Verft AS", "974760673", "30.110", "Torleiv Bakkmyr", "Brygga 7", "+4721234567", "verft@havskodde.example")

	page = odd.add(page, "agreement", form("kind", "member", "from", "2024-02-01", "details", "Tolv timer i året."), "", "")
	page.want(page.words(), "Membership", "Tolv timer i året.", "1 Feb 2024")

	const report = "Målingen viser 83 dB.\n"
	added := odd.add(page, "activities", form("type", "report", "date", "2026-10-01", "title", "Støymåling i plateverkstedet"), "stoymaling.txt", report)
	added.want(added.words(), "Støymåling i plateverkstedet", "Report")
	record := odd.get(added.link("/records/activities/"))
	action, f = record.form("/file")
	if got := odd.post(action, f); got.status != 200 || got.body != report {
		t.Errorf("the attached file comes back as %d %q", got.status, got.body)
	}

	for user, role := range map[string]string{"nina": "nurse", "karin": "office-manager", "ivar": "general-manager", "frode": "physiotherapist"} {
		t.Run(user, func(t *testing.T) {
			r := at(t, user, role, "companies/service")
			found := r.post("/find", form("q", "974760673"))
			action, f := found.form("/open")
			page := r.post(action, f)
			if page.status != 200 {
				t.Fatalf("%d\n%s", page.status, page.words())
			}
			page.want(page.words(), "Havskodde Verft AS", "Støymåling i plateverkstedet")
		})
	}
}

// Keeps: HMS-21, HMS-22, HMS-23, HMS-24, HMS-25, HMS-26, HMS-27
// Keeps: HMS-29, HMS-30, HMS-31
func TestAPersonalJournalHoldsItsFieldsAndThreeTypesOfNote(t *testing.T) {
	odd := at(t, "odd", "office-worker", "companies/service")
	action, f := odd.get("/new").form("/new")
	f.Set("identification.name", "Rimtåke Trelast AS")
	if p := odd.send(action, f, "", "", ""); p.status != 200 {
		t.Fatalf("a company: %d\n%s", p.status, p.words())
	}
	odd.post("/purpose", form("purpose", "personal-journal/administration", "back", "/find"))
	action, f = odd.get("/new").form("/new")
	for name, value := range map[string]string{
		"identification.name": "Sunniva Kvernmo", "identification.birth-year": "1980", "identification.place": "Haugdal",
		"identity.national-id": "01818000282", "identity.gender": "female",
		"contact.address": "Skogstien 4, 0432 Haugdal", "contact.phone": "+47 41 23 45 67", "contact.email": "sunniva.kvernmo@post.example",
		"employment.company": "Rimtåke Trelast AS", "employment.department": "Høvleriet", "employment.from": "2025-03-01",
	} {
		f.Set(name, value)
	}
	page := odd.send(action, f, "", "", "")
	if page.status != 200 {
		t.Fatalf("the person: %d\n%s", page.status, page.words())
	}
	page.want(page.words(), "Sunniva Kvernmo", "Female", "Skogstien 4", "+4741234567", "sunniva.kvernmo@post.example", "Rimtåke Trelast AS", "Høvleriet")
	if strings.Contains(page.body, "01818000282") {
		t.Error("the identity number stands open on the page")
	}

	nina := at(t, "nina", "nurse", "personal-journal/occupational-health")
	action, f = nina.post("/find", form("q", "01818000282")).form("/open")
	page = nina.post(action, f)
	for kind, profession := range map[string]string{"workplace-assessment": "occupational-hygienist", "health-examination": "nurse", "other-consultation": "physiotherapist"} {
		nina.add(page, "consultations", form("type", kind, "date", "2026-11-02", "profession", profession, "text", "Notat om "+kind), "", "")
	}
	action, f = page.form("/open")
	f.Set("category", "consultations")
	f.Set("reason", "follow-up")
	f.Set("confirm", "yes")
	opened := nina.post(action, f)
	opened.want(opened.words(), "Workplace assessment", "Health examination", "Other consultation", "Occupational hygienist", "Physiotherapist",
		"Notat om workplace-assessment", "Notat om health-examination", "Notat om other-consultation", "Nina Skogvang")
}

// add sends the form of one category of the page's person or company; fields
// are named without their category.
func (r *reader) add(page *answer, category string, fields url.Values, fileName, content string) *answer {
	r.t.Helper()
	action, f := r.get(page.link("/add/" + category)).form("/add/" + category)
	for name, values := range fields {
		f[category+"."+name] = values
	}
	fileField := ""
	if fileName != "" {
		fileField = category + ".file"
	}
	added := r.send(action, f, fileField, fileName, content)
	if added.status != 200 {
		r.t.Fatalf("%s: %d\n%s", category, added.status, added.words())
	}
	return added
}

// Keeps: HMS-48
func TestAUseBeyondTheAgreementIsRefusedWithoutConsents(t *testing.T) {
	frode := at(t, "frode", "physiotherapist", "personal-journal/occupational-health")
	action, f := frode.post("/find", form("all", "yes")).form("/open")
	page := frode.post(action, f)
	if page.status != 200 {
		t.Fatalf("%d\n%s", page.status, page.words())
	}
	beyond := frode.post("/purpose", form("purpose", "personal-journal/beyond-agreement", "back", page.path))
	name, _, _ := strings.Cut(page.section("identification"), " ")
	if strings.Contains(beyond.words(), "Consultation notes Open") || (name != "" && strings.Contains(beyond.words(), name)) {
		t.Errorf("somebody is shown beyond the agreement:\n%s", beyond.words())
	}
	for _, category := range []string{"identification", "consultations"} {
		asked := frode.post(strings.TrimSuffix(beyond.path, "/")+"/open", form("category", category, "reason", "Et forskningsprosjekt."))
		if asked.status != 403 {
			t.Errorf("%s: %d, want a refusal\n%s", category, asked.status, asked.words())
		}
	}
}

// Keeps: HMS-61, HMS-62
func TestApplicationsStayWithTheManagement(t *testing.T) {
	ivar := at(t, "ivar", "general-manager", "applications/recruitment")
	action, f := ivar.get("/new").form("/new")
	for name, value := range map[string]string{"application.name": "Alvhild Ospelund", "application.position": "Sykepleier", "application.received": "2026-10-12", "application.letter": "Jeg søker stillingen."} {
		f.Set(name, value)
	}
	page := ivar.send(action, f, "", "", "")
	if page.status != 200 {
		t.Fatalf("the application: %d\n%s", page.status, page.words())
	}
	page.want(page.words(), "Alvhild Ospelund", "No end has been worked out yet.")
	address := page.path

	odd := at(t, "odd", "office-worker", "applications/recruitment")
	found := odd.post("/find", form("q", "Alvhild"))
	if strings.Contains(found.words(), "Ospelund") {
		t.Errorf("the office finds an applicant:\n%s", found.words())
	}
	if p := odd.get(address); p.status != 410 || strings.Contains(p.body, "Ospelund") {
		t.Errorf("the manager's look-up opens for the office: %d", p.status)
	}
}
