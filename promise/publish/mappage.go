// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"bytes"
	"slices"

	"github.com/lupaus/lupaus/promise/notice"
)

// mapPage shows the data map of every register, as a picture and as a list.
// Law: gdpr 30(1)
type mapPage struct {
	*view
	Title string
	Maps  []mapped
}

// mapped is one register's map with its list.
type mapped struct {
	Picture    picture
	Register   string
	Label      string
	File       string // address of the picture as a file
	Categories []mappedCategory
}

// mappedCategory are the paths of one category of data.
type mappedCategory struct {
	Name    string
	Sources []string
	Paths   []mappedPath
}

// mappedPath is one use of a category. To says so when nobody else gets the data.
type mappedPath struct{ Purpose, To, Period string }

func mapOf(v *view) (string, any) {
	title := v.T("map-of", v.Organisation())
	p := &mapPage{view: v, Title: title}
	for _, m := range v.pictures(v.DataMap()) {
		one := mapped{Picture: m, Register: m.Register, Label: m.Label, File: v.File(mapFile(m.Register, v.Lang))}
		for _, r := range m.Rows {
			at := slices.IndexFunc(one.Categories, func(c mappedCategory) bool { return c.Name == r.Data })
			if at < 0 {
				at = len(one.Categories)
				one.Categories = append(one.Categories, mappedCategory{Name: r.Data, Sources: r.Sources})
			}
			one.Categories[at].Paths = append(one.Categories[at].Paths, v.path(r))
		}
		p.Maps = append(p.Maps, one)
	}
	return title, p
}

func (v *view) path(r notice.MapRow) mappedPath {
	if r.Recipient == "" {
		r.Recipient = v.T("nobody-else")
	}
	return mappedPath{Purpose: r.Purpose, To: r.Recipient, Period: r.Period}
}

// mapFile names the picture of a register as a file.
func mapFile(register, lang string) string { return "map-" + register + "." + lang + ".svg" }

// MapFiles draws the data map of every register in a language as files of their own, by
// file name.
func (s *Site) MapFiles(lang string) (map[string][]byte, error) {
	v := s.view(lang, Addresses{})
	out := map[string][]byte{}
	for _, m := range v.pictures(v.DataMap()) {
		var b bytes.Buffer
		if err := pages[Map].ExecuteTemplate(&b, "map-file", m); err != nil {
			return nil, err
		}
		out[mapFile(m.Register, v.Lang)] = b.Bytes()
	}
	return out, nil
}
