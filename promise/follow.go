// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// An organisation follows a document of another one by pinning its version and keeping a
// copy of it, byte for byte, as followed/OWNER/DOCUMENT.yaml. So a release is whole by
// itself, one digest stands for all of it, and an update is something that a person
// takes, never something that happens.
//
// The owner lists under "open" what followers may fill. Fills and additions are put into
// the copy's tree before it is read: what a member writes meets the same checks, at its
// own place in the member's file.

// followedFolder is where copies of other organisations' documents lie.
const followedFolder = "followed"

// follows reads what the organisation takes over from others.
// Keeps: TAM-03
func (o *object) follows(g *Organisation) {
	o.entries("follows", func(id string, e *object) {
		f := &Follow{ID: id, Version: e.integer("version")}
		name := e.need("document")
		owner, document, ok := strings.Cut(name, "/")
		if name != "" && (!ok || !validID(owner) || !validID(document)) {
			e.fail(e.get("document"), "E7", fmt.Sprintf("%q is no document of another organisation", name), "", "write document: their-id/document-id")
		}
		f.Owner, f.Document = owner, document
		if e.notes("fills", &Shape{Kind: ShapePaths}) {
			e.notes("adds", &Shape{Kind: ShapePaths})
		}
		f.fills, f.adds = e.get("fills"), e.get("adds")
		f.Origin = e.sourced()
		g.Follows = append(g.Follows, f)
	})
}

// follow prepares the copies of followed documents: each is the version that was pinned,
// filled and added to. Copies that nothing follows are reported.
func (l *loading) follow(g *Organisation, documents []*document) {
	taken := map[*document]bool{}
	for _, f := range g.Follows {
		if f.Owner == "" || f.Document == "" {
			continue
		}
		d := copyOf(f, documents)
		if d == nil {
			l.error("E72", f.Clause, f.Pos, fmt.Sprintf("there is no copy of %s/%s", f.Owner, f.Document), "a release is whole by itself",
				fmt.Sprintf("put the document into %s/%s/%s.yaml; lupaus follow does it", followedFolder, f.Owner, f.Document))
			continue
		}
		taken[d] = true
		l.take(f, d)
	}
	for _, d := range documents {
		if d.owner != "" && !taken[d] {
			l.problems = append(l.problems, Problem{File: d.name, Line: 1, Column: 1, Code: "E72", Clause: d.id, What: "nothing says that the document is followed",
				Mend: fmt.Sprintf("add to the organisation: follows: {some-id: {document: %s/%s, version: ...}}, or take the file out", d.owner, d.id)})
		}
	}
}

func copyOf(f *Follow, documents []*document) *document {
	for _, d := range documents {
		if d.owner == f.Owner && d.id == f.Document {
			return d
		}
	}
	return nil
}

// take checks the version of a copy and puts the member's fills and additions into it.
func (l *loading) take(f *Follow, d *document) {
	if n := entryOf(d.root, "version"); f.Version > 0 && (n == nil || n.Value != fmt.Sprint(f.Version)) {
		has := "none"
		if n != nil {
			has = n.Value
		}
		l.error("E72", f.Clause, f.Pos, fmt.Sprintf("version %d of %s/%s is followed, the copy is version %s", f.Version, f.Owner, f.Document, has),
			"an update is taken by a person, after its differences were read", "lupaus follow shows what would change, and with --take takes it")
	}
	m := &member{loading: l, follow: f, document: d, open: openPaths(d.root)}
	m.fill()
	m.add()
}

// openPaths are what the owner lets followers fill.
func openPaths(root *strict.Node) (out []string) {
	for _, n := range openNodes(root) {
		out = append(out, n.Value)
	}
	return out
}

func openNodes(root *strict.Node) []*strict.Node {
	if n := entryOf(root, "open"); n != nil && n.Kind == strict.List {
		return n.Items
	}
	return nil
}

// entryOf returns the value under a key of a map, or nil.
func entryOf(n *strict.Node, key string) *strict.Node {
	if n == nil || n.Kind != strict.Map {
		return nil
	}
	for _, e := range n.Entries {
		if e.Key == key {
			return e.Value
		}
	}
	return nil
}

// member is one follower's hand in one followed document.
type member struct {
	*loading
	follow   *Follow
	document *document
	open     []string
}

func (m *member) fault(code string, line, column int, what, rule, mend string) {
	m.error(code, m.follow.Clause, Pos{File: m.follow.Pos.File, Line: line, Column: column}, what, rule, mend)
}

// isOpen reports whether a path is open, or lies below one that is.
func (m *member) isOpen(at string) bool {
	return slices.ContainsFunc(m.open, func(p string) bool { return at == p || strings.HasPrefix(at, p+".") })
}

// fill puts values at open paths.
func (m *member) fill() {
	n := m.follow.fills
	if n == nil {
		return
	}
	if n.Kind != strict.Map {
		m.fault("E7", n.Line, n.Column, `"fills" must be a map from paths to values`, "", "write fills: {limits.some-limit.value: 5}")
		return
	}
	for _, e := range n.Entries {
		if !m.isOpen(e.Key) {
			mend := "the document leaves nothing open"
			if len(m.open) > 0 {
				mend = "open are: " + strings.Join(m.open, ", ")
			}
			m.fault("E72", e.Line, e.Column, fmt.Sprintf("%q is not open to followers", e.Key), "what the owner does not leave open holds for all", mend)
			continue
		}
		if !m.put(e) {
			m.fault("E2", e.Line, e.Column, fmt.Sprintf("%s/%s has no place %q", m.follow.Owner, m.follow.Document, e.Key), "", "write the path as the keys of the document, with points between them")
			continue
		}
		m.follow.Fills = append(m.follow.Fills, e.Key)
	}
}

// put replaces the value at a path, or adds the last key where it does not stand.
func (m *member) put(e strict.Entry) bool {
	keys := strings.Split(e.Key, ".")
	at := m.document.root
	for _, key := range keys[:len(keys)-1] {
		if at = entryOf(at, key); at == nil {
			return false
		}
	}
	if at.Kind != strict.Map {
		return false
	}
	name(e.Value, m.follow.Pos.File)
	last := keys[len(keys)-1]
	for i := range at.Entries {
		if at.Entries[i].Key == last {
			at.Entries[i].Value = e.Value
			return true
		}
	}
	at.Entries = append(at.Entries, strict.Entry{Key: last, Line: e.Line, Column: e.Column, Value: e.Value})
	return true
}

// name says of a node and all below it in which file it stands.
func name(n *strict.Node, file string) {
	if n == nil {
		return
	}
	n.File = file
	for _, e := range n.Entries {
		name(e.Value, file)
	}
	for _, x := range n.Items {
		name(x, file)
	}
}

// addable are the sections a member may add to: what binds more, never what frees.
var addable = []string{"conduct", "rules", "access", "limits", "lists"}

// add puts the member's own clauses beside the owner's.
func (m *member) add() {
	n := m.follow.adds
	if n == nil {
		return
	}
	if n.Kind != strict.Map {
		m.fault("E7", n.Line, n.Column, `"adds" must be a map from sections to clauses`, "", "write adds: {conduct: {some-id: {...}}}")
		return
	}
	for _, section := range n.Entries {
		if !slices.Contains(addable, section.Key) && !m.isOpen(section.Key) {
			m.fault("E65", section.Line, section.Column, fmt.Sprintf("nothing can be added to %q of a followed document", section.Key), "a member may bind itself more, and loosen nothing",
				"add to "+strings.Join(addable, ", ")+", or write a document of your own")
			continue
		}
		if section.Value.Kind != strict.Map {
			m.fault("E7", section.Line, section.Column, fmt.Sprintf("%q must be a map from ids to clauses", section.Key), "", "write "+section.Key+": {some-id: {...}}")
			continue
		}
		m.section(section)
	}
}

func (m *member) section(section strict.Entry) {
	own := entryOf(m.document.root, section.Key)
	if own == nil {
		own = &strict.Node{Kind: strict.Map, Line: section.Line, Column: section.Column, File: m.follow.Pos.File}
		m.document.root.Entries = append(m.document.root.Entries, strict.Entry{Key: section.Key, Line: section.Line, Column: section.Column, Value: own})
	}
	for _, e := range section.Value.Entries {
		switch {
		case entryOf(own, e.Key) != nil:
			m.fault("E65", e.Line, e.Column, fmt.Sprintf("%s/%s has %q already", m.follow.Document, section.Key, e.Key), "a member never replaces or renames what it follows", "choose another id")
			continue
		case entryOf(e.Value, "allow") != nil && !m.isOpen(section.Key):
			m.fault("E65", e.Line, e.Column, fmt.Sprintf("the clause %q allows something that the followed document does not", e.Key), "a member may bind itself more, and loosen nothing",
				"make it a forbid or a require, or ask the owner to open "+section.Key)
			continue
		}
		name(e.Value, m.follow.Pos.File)
		own.Entries = append(own.Entries, e)
		m.follow.Adds = append(m.follow.Adds, m.follow.Document+"/"+section.Key+"/"+e.Key)
	}
}

// followedName takes the owner out of the name of a copy: followed/OWNER/DOCUMENT.yaml.
func followedName(file string) (owner string, ok bool) {
	dir, _ := path.Split(file)
	rest, found := strings.CutPrefix(strings.TrimSuffix(dir, "/"), followedFolder+"/")
	return rest, found && validID(rest)
}
