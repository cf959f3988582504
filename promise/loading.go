// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// loading is the state of loading one release, or of one part of it: registers are read,
// resolved and checked side by side, each with a loading of its own, whose findings are
// taken over in the order of the files.
type loading struct {
	release   *Release
	languages []string
	problems  Problems
	documents []*document
	laws      map[string]bool // declared ones, nil while that is not known yet
	cites     []Origin        // of what cites a law, unless all are known to be declared

	// suggestions is up to how many findings a part looks for near words.
	suggestions int
	// hidden counts findings that were dropped because they would never be shown; wrong
	// says that an error was among them.
	hidden int
	wrong  bool
}

// part is a loading for one document of the release.
func (l *loading) part() *loading {
	return &loading{release: l.release, languages: l.languages, documents: l.documents, suggestions: l.suggestions, laws: l.laws}
}

// join adds what was found in a part.
func (l *loading) join(p *loading) {
	l.problems = append(l.problems, p.problems...)
	l.hidden += p.hidden
	l.wrong = l.wrong || p.wrong
	l.cites = append(l.cites, p.cites...)
	l.bound()
}

// bound drops findings that come after all that are shown, once there are many.
func (l *loading) bound() {
	if len(l.problems) > 8*maxProblems {
		l.trim()
	}
}

// trim keeps the findings that are shown: the first ones.
func (l *loading) trim() {
	l.problems.sort()
	keep := min(maxProblems, len(l.problems))
	for _, p := range l.problems[keep:] {
		l.hidden++
		l.wrong = l.wrong || !p.Warning
	}
	l.problems = slices.Clone(l.problems[:keep])
}

// eachRegister calls fn for every register on all processors.
func (l *loading) eachRegister(fn func(*loading, *Register)) {
	parts := make([]*loading, len(l.release.Registers))
	each(len(parts), func(i int) {
		parts[i] = l.part()
		fn(parts[i], l.release.Registers[i])
		parts[i].bound()
	})
	for _, p := range parts {
		l.join(p)
	}
}

// read turns files into the model. Registers that depend on no other document are read
// by themselves and their trees forgotten at once. Without an organisation the texts of
// the registers cannot be judged, so nothing is read.
func read(files []file, problems Problems) *loading {
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	if l := readBy(files, problems, standsAlone); l != nil {
		return l
	}
	return readBy(files, problems, func(file) bool { return false })
}

// readBy reads the files; alone says which are registers that no document before them
// changes. It returns nil when that was wrong about one.
func readBy(files []file, problems Problems, alone func(file) bool) *loading {
	l := &loading{release: &Release{archive: &archive{files: files}, texts: make(map[string]string, len(files))}, problems: slices.Clone(problems),
		suggestions: min(manyProblems, max(10, 2000/max(1, len(files))))}
	documents := make([]*document, len(files))
	var later []int
	for i, f := range files {
		if alone(f) {
			later = append(later, i)
		} else {
			documents[i] = l.open(f, new(strict.Reader))
		}
	}
	l.readFirst(documents)
	if !l.readRegisters(files, documents, later) {
		return nil
	}
	l.documents = slices.DeleteFunc(documents, func(d *document) bool { return d == nil })
	l.identities(l.documents)
	for _, d := range l.documents {
		l.release.texts[d.id] = d.text
	}
	slices.SortStableFunc(l.release.Registers, func(a, b *Register) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(l.release.RuleDocuments, func(a, b *RuleDocument) int { return strings.Compare(a.ID, b.ID) })
	if l.release.Organisation != nil {
		l.release.finish()
	}
	return l
}

// standsAlone reports whether a file seems to be a register of the organisation's own: it
// is judged by its first lines, before it is read.
func standsAlone(f file) bool {
	if _, followed := followedName(f.name); followed {
		return false
	}
	head := "\n" + f.text[:min(len(f.text), 4096)]
	_, kind, ok := strings.Cut(head, "\nkind:")
	word, _, _ := strings.Cut(kind, "\n")
	return ok && strings.TrimSpace(word) == "register"
}

// readFirst reads the organisation, and then what others may depend on.
func (l *loading) readFirst(documents []*document) {
	documents = slices.DeleteFunc(slices.Clone(documents), func(d *document) bool { return d == nil })
	l.documents = documents
	i := slices.IndexFunc(documents, func(d *document) bool { return d.kind == "organisation" })
	if i < 0 {
		return
	}
	o := l.objectOf(documents[i])
	l.release.Organisation = o.organisation()
	o.done()
	l.follow(l.release.Organisation, documents)
	for _, d := range documents {
		l.readOne(d)
	}
	l.laws = map[string]bool{builtinLaw: true}
	for _, x := range l.release.Organisation.Laws {
		l.laws[x.ID] = true
	}
}

// cite notes what cites a law that may not be declared.
func (l *loading) cite(g Origin) {
	for _, law := range g.Law {
		if law, _, _ = strings.Cut(law, " "); !l.laws[law] {
			l.cites = append(l.cites, g)
			return
		}
	}
}

func (l *loading) readOne(d *document) {
	o := l.objectOf(d)
	switch d.kind {
	case "organisation":
		return // read before the others
	case "register":
		l.release.Registers = append(l.release.Registers, o.register())
	default:
		l.release.RuleDocuments = append(l.release.RuleDocuments, o.ruleDocument(d.kind, l.release.Organisation))
	}
	o.done()
}

// readRegisters reads registers on all processors. It reports false when one of the files
// is no register after all.
func (l *loading) readRegisters(files []file, documents []*document, later []int) bool {
	parts, registers := make([]*loading, len(later)), make([]*Register, len(later))
	eachWith(len(later), func() **strict.Reader { r := new(strict.Reader); return &r }, func(r **strict.Reader, i int) {
		parts[i] = l.part()
		d := parts[i].open(files[later[i]], *r)
		if documents[later[i]] = d; d == nil || d.kind != "register" {
			return
		}
		if l.release.Organisation != nil {
			o := parts[i].objectOf(d)
			registers[i] = o.register()
			o.done()
			parts[i].bound()
		}
		if entryOf(d.root, "open") == nil {
			d.root = nil
		} else {
			*r = new(strict.Reader) // the tree is looked at later
		}
	})
	for i, p := range parts {
		if d := documents[later[i]]; d != nil && d.kind != "register" {
			return false
		}
		l.join(p)
		if registers[i] != nil {
			l.release.Registers = append(l.release.Registers, registers[i])
		}
	}
	return true
}
