// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"slices"

	"github.com/lupaus/lupaus/promise"
)

// head is what every document has, whatever its kind.
type head struct {
	id      string
	version int
	name    promise.Text
	history []*promise.Change
}

// heads lists the documents of a release.
func heads(r *promise.Release) []head {
	o := r.Organisation
	out := []head{{o.ID, o.Version, o.Name, o.History}}
	for _, g := range r.Registers {
		out = append(out, head{g.ID, g.Version, g.Name, g.History})
	}
	for _, d := range r.RuleDocuments {
		out = append(out, head{d.ID, d.Version, d.Name, d.History})
	}
	return out
}

func documentIDs(r *promise.Release) []string {
	var out []string
	for _, h := range heads(r) {
		out = append(out, h.id)
	}
	return out
}

func headOf(r *promise.Release, id string) *head {
	all := heads(r)
	if i := slices.IndexFunc(all, func(h head) bool { return h.id == id }); i >= 0 {
		return &all[i]
	}
	return nil
}

// documents lists the documents with a difference, with what their histories say of it.
func (w *work) documents() {
	for _, id := range documentOrder(w.old, w.new) {
		was, is := headOf(w.old, id), headOf(w.new, id)
		d := Document{ID: id}
		named := is
		switch {
		case was == nil:
			d.Kind, d.NewVersion, d.History = Added, is.version, is.history
		case is == nil:
			named, d.Kind, d.OldVersion = was, Removed, was.version
		default:
			d.Kind, d.OldVersion, d.NewVersion = Changed, was.version, is.version
			for _, h := range is.history {
				if h.Version > was.version {
					d.History = append(d.History, h)
				}
			}
			if was.version == is.version && !slices.ContainsFunc(w.Items, func(i Item) bool { return i.Document == id }) {
				continue
			}
		}
		d.Title = w.inAll(func(lang string) string { return named.name.In(lang) })
		w.Documents = append(w.Documents, d)
	}
}
