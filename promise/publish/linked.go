// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/lupaus/lupaus/promise"
)

// node is a node of a linked-data graph. Maps are written with sorted keys, so the file
// of a release is always the same.
type node map[string]any

// linkedContext names the vocabularies: the W3C Data Privacy Vocabulary 2 with its terms
// of the GDPR.
var linkedContext = node{
	"dpv": "https://w3id.org/dpv#", "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#", "dct": "http://purl.org/dc/terms/",
	"skos": "http://www.w3.org/2004/02/skos/core#", "xsd": "http://www.w3.org/2001/XMLSchema#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

var linkedBasis = map[string]string{"consent": "eu-gdpr:A6-1-a", "contract": "eu-gdpr:A6-1-b", "legal-duty": "eu-gdpr:A6-1-c", "vital-interest": "eu-gdpr:A6-1-d",
	"public-task": "eu-gdpr:A6-1-e", "legitimate-interest": "eu-gdpr:A6-1-f"}

var linkedCondition = map[string]string{"explicit-consent": "eu-gdpr:A9-2-a", "employment-law": "eu-gdpr:A9-2-b", "vital-interest": "eu-gdpr:A9-2-c", "association": "eu-gdpr:A9-2-d",
	"made-public": "eu-gdpr:A9-2-e", "legal-claims": "eu-gdpr:A9-2-f", "substantial-public-interest": "eu-gdpr:A9-2-g", "health-care": "eu-gdpr:A9-2-h",
	"public-health": "eu-gdpr:A9-2-i", "research": "eu-gdpr:A9-2-j"}

var linkedRight = map[string]string{"information": "eu-gdpr:A13", "access": "eu-gdpr:A15", "log-extract": "eu-gdpr:A15", "disclosure-list": "eu-gdpr:A15", "correction": "eu-gdpr:A16",
	"supplement": "eu-gdpr:A16", "erasure": "eu-gdpr:A17", "restriction": "eu-gdpr:A18", "portability": "eu-gdpr:A20", "objection": "eu-gdpr:A21", "human-review": "eu-gdpr:A22",
	"withdrawal": "eu-gdpr:A7-3", "complaint": "eu-gdpr:A77"}

var linkedMechanism = map[string]string{"adequacy": "eu-gdpr:A45-3", "standard-clauses": "eu-gdpr:A46-2-c", "binding-rules": "eu-gdpr:A46-2-b", "derogation": "dpv:DataTransferLegalBasis"}

var linkedSpecial = map[string]string{"health": "eu-gdpr:HealthData", "biometric": "eu-gdpr:BiometricData", "genetic": "eu-gdpr:GeneticData"}

// RecordJSONLD is the record of processing activities as JSON-LD in terms of the W3C Data
// Privacy Vocabulary.
// Law: gdpr 30(1)
func (s *Site) RecordJSONLD() ([]byte, error) {
	l := linking{site: s, view: s.view(s.Languages()[0], Addresses{}), seen: map[string]bool{}}
	l.organisation()
	var all []any
	for _, a := range l.view.activities() {
		l.activity(a)
		all = append(all, ref(a.ID))
	}
	record := node{"@id": "#record", "@type": "dpv:RecordsOfActivities", "dct:title": l.in(func(lang string) string { return say(lang, "record-title", s.Release.Organisation.Name.In(lang)) }),
		"dct:issued": node{"@type": "xsd:date", "@value": s.Edition().At.Format("2006-01-02")}, "dct:identifier": s.digest, "dpv:hasDataController": ref("controller"), "dpv:hasProcess": all}
	l.graph = append([]any{record}, l.graph...)
	out, err := json.MarshalIndent(node{"@context": linkedContext, "@graph": l.graph}, "", " ")
	if err != nil {
		return nil, fmt.Errorf("publish: record.jsonld: %w", err)
	}
	return append(out, '\n'), nil
}

// linking builds the graph of one record.
type linking struct {
	site  *Site
	view  *view
	graph []any
	seen  map[string]bool
}

// ref points to a node of the same file, by the clause it stands for.
func ref(name string) node { return node{"@id": "#" + name} }

// add puts a node into the graph, once.
func (l *linking) add(name string, n node) node {
	if !l.seen[name] {
		l.seen[name] = true
		n["@id"] = "#" + name
		for key, value := range n {
			if list, ok := value.([]any); ok && len(list) == 0 || value == "" {
				delete(n, key)
			}
		}
		l.graph = append(l.graph, n)
	}
	return ref(name)
}

// text gives a text in all the languages of the organisation.
func (l *linking) text(t promise.Text) []any {
	return l.in(func(lang string) string { return t.In(lang) })
}

func (l *linking) in(say func(lang string) string) (out []any) {
	for _, lang := range l.site.Languages() {
		if s := say(lang); s != "" {
			out = append(out, node{"@language": lang, "@value": s})
		}
	}
	return out
}

func (l *linking) organisation() {
	o := l.site.Release.Organisation
	c := node{"@type": "dpv:DataController", "dpv:hasName": o.Controller.Name, "dpv:hasAddress": o.Controller.Address}
	var contact []any
	for _, x := range []string{o.Controller.Email, o.Controller.Phone} {
		if x != "" {
			contact = append(contact, x)
		}
	}
	c["dpv:hasContact"] = contact
	if r := o.Role(o.Controller.RepresentedBy); r != nil {
		c["dpv:hasRepresentative"] = l.add(r.Clause, node{"@type": "dpv:Representative", "skos:prefLabel": l.text(r.Name)})
	}
	for _, x := range o.Contacts {
		if slices.Contains(x.Handles, "requests") {
			c["dpv:hasDataProtectionOfficer"] = l.add(x.Clause, node{"@type": "dpv:DataProtectionOfficer", "skos:prefLabel": l.text(x.Name), "dpv:hasContact": x.Email})
			break
		}
	}
	c["dpv:hasAuthority"] = l.add("authority", node{"@type": "dpv:DataProtectionAuthority", "dpv:hasName": o.Authority.Name})
	l.add("controller", c)
}

func (l *linking) activity(a activity) {
	n := node{"@type": []any{"dpv:Process", "dpv:PersonalDataProcess"}, "skos:prefLabel": l.in(func(lang string) string { return a.register.Name.In(lang) + ": " + a.purpose.Name.In(lang) }),
		"dpv:hasDataController": ref("controller"), "dpv:hasPurpose": l.purpose(a), "dpv:hasLegalBasis": l.bases(a), "dpv:hasPersonalData": l.data(a),
		"dpv:hasDataSubject": l.subjects(a), "dpv:hasDataSource": l.sources(a), "dpv:hasStorageCondition": l.periods(a), "dpv:hasTechnicalOrganisationalMeasure": l.measures(), "dpv:hasRight": rightsOf(a)}
	var joint []any
	for _, id := range l.site.Release.Organisation.Controller.JointWith {
		if p := l.site.Release.Organisation.Party(id); p != nil {
			joint = append(joint, l.party(p))
		}
	}
	n["dpv:hasJointDataControllers"] = joint
	var recipients, processors []any
	for _, p := range a.parties {
		if l.view.As(p) == "processor" {
			processors = append(processors, l.party(p))
		}
		recipients = append(recipients, l.party(p))
	}
	n["dpv:hasRecipient"], n["dpv:hasDataProcessor"] = recipients, processors
	l.add(a.ID, n)
}

func (l *linking) purpose(a activity) node {
	n := node{"@type": "dpv:Purpose", "skos:prefLabel": l.text(a.purpose.Name), "skos:definition": l.text(a.purpose.Text)}
	if a.purpose.DirectMarketing {
		n["skos:broader"] = node{"@id": "dpv:DirectMarketing"}
	}
	return l.add(a.ID+"/purpose", n)
}

func (l *linking) bases(a activity) (out []any) {
	for _, term := range []string{linkedBasis[a.purpose.Basis], linkedCondition[a.purpose.Condition]} {
		if term != "" {
			out = append(out, node{"@id": term})
		}
	}
	return out
}

func (l *linking) data(a activity) (out []any) {
	for _, d := range a.categories {
		kind := []any{"dpv:PersonalData"}
		switch {
		case !d.About.Personal():
			kind = []any{"dpv:Data"}
		case d.Special != "":
			kind = append(kind, "dpv:SpecialCategoryPersonalData")
			if term := linkedSpecial[d.Special]; term != "" {
				kind = append(kind, term)
			}
		case d.Sensitivity == promise.Protected || d.Sensitivity == promise.Offences:
			kind = append(kind, "dpv:SensitivePersonalData")
		}
		out = append(out, l.add(d.Clause, node{"@type": kind, "skos:prefLabel": l.text(d.Name), "skos:definition": l.text(d.Text)}))
	}
	return out
}

func (l *linking) subjects(a activity) (out []any) {
	for _, x := range a.register.Subjects {
		out = append(out, l.add(x.Clause, node{"@type": "dpv:DataSubject", "skos:prefLabel": l.text(x.Name)}))
	}
	return out
}

func (l *linking) sources(a activity) (out []any) {
	for _, x := range a.sources {
		out = append(out, l.add(x.Clause, node{"@type": "dpv:DataSource", "skos:prefLabel": l.text(x.Name)}))
	}
	return out
}

func (l *linking) periods(a activity) (out []any) {
	for _, x := range a.retention {
		duration := node{"@type": "dpv:Duration", "rdf:value": l.in(func(lang string) string { return l.site.Release.Period(a.register, x, lang) })}
		out = append(out, l.add(x.Clause, node{"@type": "dpv:StorageCondition", "dpv:hasDuration": duration,
			"skos:definition": l.in(func(lang string) string { return l.site.Release.RetentionSentence(a.register, x, lang) })}))
	}
	return out
}

func (l *linking) measures() (out []any) {
	for _, x := range l.site.Release.Organisation.Measures {
		out = append(out, l.add(x.Clause, node{"@type": "dpv:TechnicalOrganisationalMeasure", "skos:prefLabel": l.text(x.Name), "skos:definition": l.text(x.Text)}))
	}
	return out
}

func rightsOf(a activity) (out []any) {
	var terms []string
	for _, id := range a.register.RightsThatFollow() {
		if term := linkedRight[id]; term != "" && !slices.Contains(terms, term) {
			terms = append(terms, term)
			out = append(out, node{"@id": term})
		}
	}
	return out
}

func (l *linking) party(p *promise.Party) node {
	kind := map[string]string{"processor": "dpv:DataProcessor", "joint-controller": "dpv:JointDataControllers", "independent-controller": "dpv:DataController"}[l.view.As(p)]
	n := node{"@type": slices.DeleteFunc([]any{"dpv:Recipient", kind}, func(x any) bool { return x == "" }), "skos:prefLabel": l.text(p.Name)}
	if p.Country != "" {
		n["dpv:hasCountry"] = p.Country
	}
	if t := p.Transfer; t != nil {
		n["dpv:hasLegalBasis"] = node{"@id": linkedMechanism[t.Mechanism]}
	}
	return l.add(p.Clause, n)
}
