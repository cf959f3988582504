// SPDX-License-Identifier: EUPL-1.2

package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/lupaus/lupaus/examples/standard"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/schema"
)

type newCmd struct {
	Dir       string   `arg:"" help:"Folder to make; it must not hold promise files yet." type:"path"`
	Name      string   `help:"The organisation's name (default: the name of the folder)."`
	Languages []string `help:"Languages that texts are written in, the first as the one to fall back to: ${known}." default:"en"`
	Country   string   `help:"Where the organisation is, as two capitals." default:"FI"`
}

//go:embed templates/organisation.yaml
var organisationTemplate string

// starter is what the template is filled with.
type starter struct {
	ID, Name, Country, Zone, Authority, Today string
	Languages                                 []string
	Answered                                  [][2]string
}

// countries are those whose authority and time zone the program knows.
var countries = map[string][2]string{
	"FI": {"Europe/Helsinki", `{name: "Tietosuojavaltuutetun toimisto", url: "https://tietosuoja.fi", law: ["gdpr 77"]}`},
	"NO": {"Europe/Oslo", `{name: Datatilsynet, url: "https://www.datatilsynet.no", law: ["gdpr 77"]}`},
	"SE": {"Europe/Stockholm", `{name: "Integritetsskyddsmyndigheten", url: "https://www.imy.se", law: ["gdpr 77"]}`},
}

// answered are the rights that staff answer, with their articles.
var answered = [][2]string{{"access", "gdpr 15"}, {"log-extract", "gdpr 15"}, {"disclosure-list", "gdpr 15"}, {"correction", "gdpr 16"}, {"supplement", "gdpr 16"},
	{"erasure", "gdpr 17"}, {"restriction", "gdpr 18"}, {"portability", "gdpr 20"}, {"objection", "gdpr 21"}, {"withdrawal", "gdpr 7(3)"}}

// Run makes a folder with an organisation that checks clean, to begin from.
func (c *newCmd) Run(s streams) error {
	if found, _ := filepath.Glob(filepath.Join(c.Dir, "*.yaml")); len(found) > 0 {
		return fmt.Errorf("%s holds promise files already; nothing was written", c.Dir)
	}
	st, err := c.starter()
	if err != nil {
		return err
	}
	files, err := st.files()
	if err != nil {
		return err
	}
	for name, text := range files {
		to := filepath.Join(c.Dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, text, 0o644)); err != nil {
			return err
		}
	}
	release, problems := promise.Load(os.DirFS(c.Dir))
	for _, p := range problems {
		fmt.Fprintln(s.out, p)
	}
	if release == nil {
		return errFound
	}
	fmt.Fprintf(s.out, "%s: an organisation to begin from. Mend organisation.yaml, write a register beside it, and run: lupaus check %s\n", c.Dir, c.Dir)
	return nil
}

var notID = regexp.MustCompile(`[^a-z0-9]+`)

func (c *newCmd) starter() (starter, error) {
	base := filepath.Base(c.Dir)
	id := strings.Trim(notID.ReplaceAllString(strings.ToLower(base), "-"), "-")
	if id == "" || id[0] < 'a' || len(id) > 40 {
		return starter{}, fmt.Errorf("no id can be made of the folder's name %q: name it with letters, such as harbour-society", base)
	}
	place, known := countries[c.Country]
	if !known {
		return starter{}, fmt.Errorf("the country %q is not known here: FI, NO or SE; mend place and authority by hand for another", c.Country)
	}
	for _, lang := range c.Languages {
		if starterWords["head"][lang] == "" {
			return starter{}, fmt.Errorf("the program has no words in %q: %s; write further languages by hand", lang, starterLanguages)
		}
	}
	st := starter{ID: id, Name: c.Name, Country: c.Country, Zone: place[0], Authority: place[1], Languages: c.Languages, Answered: answered, Today: time.Now().Format(time.DateOnly)}
	if st.Name == "" {
		st.Name = base
	}
	return st, nil
}

// files are the organisation, the schema for the editor, and the copies of the documents
// that it follows.
func (st starter) files() (map[string][]byte, error) {
	t, err := template.New("organisation.yaml").Funcs(template.FuncMap{
		"join": strings.Join, "quote": strconv.Quote,
		"name": func(s string) string { return st.each(func(string) string { return s }) },
		"text": func(key string) string {
			return st.each(func(lang string) string { return starterWords[key][lang] })
		},
	}).Parse(organisationTemplate)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	if err := t.Execute(&b, st); err != nil {
		return nil, err
	}
	form, err := schema.JSON()
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{"organisation.yaml": []byte(b.String()), "promise.schema.json": form}
	for _, id := range standard.Documents {
		text, err := fs.ReadFile(standard.FS, id+".yaml")
		if err != nil {
			return nil, err
		}
		out[path.Join("followed", standard.Owner, id+".yaml")] = text
	}
	return out, nil
}

// each writes a text in every language.
func (st starter) each(say func(lang string) string) string {
	var parts []string
	for _, lang := range st.Languages {
		parts = append(parts, lang+": "+strconv.Quote(say(lang)))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

const starterLanguages = "en, nb, fi, sv"

// starterWords are the texts of a new organisation.
var starterWords = map[string]map[string]string{
	"management":      {"en": "Management", "nb": "Ledelsen", "fi": "Johto", "sv": "Ledningen"},
	"head":            {"en": "Head", "nb": "Leder", "fi": "Johtaja", "sv": "Chef"},
	"privacy-officer": {"en": "Data protection officer", "nb": "Personvernombud", "fi": "Tietosuojavastaava", "sv": "Dataskyddsombud"},
	"administrator":   {"en": "Administrator", "nb": "Administrator", "fi": "Ylläpitäjä", "sv": "Administratör"},
	"first":           {"en": "First version", "nb": "Første utgave", "fi": "Ensimmäinen versio", "sv": "Första versionen"},
	"statistics":      {"en": "Statistics about people", "nb": "Statistikk om personer", "fi": "Tilastot ihmisistä", "sv": "Statistik om personer"},
	"sealed": {"en": "Records are stored encrypted, and every look-up is written down before it happens.", "nb": "Opplysningene lagres kryptert, og hvert oppslag føres før det skjer.",
		"fi": "Tiedot tallennetaan salattuina, ja jokainen haku kirjataan ennen kuin se tapahtuu.", "sv": "Uppgifterna lagras krypterade, och varje sökning antecknas innan den görs."},
}
