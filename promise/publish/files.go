// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"strings"

	"github.com/lupaus/lupaus/promise/notice"
)

// File makes one of the files that are the same in every language: the record in its
// three forms, the archive, a promise file, a data map as a picture. Content is nil when
// there is no such file.
func (s *Site) File(name string) (content []byte, kind string, err error) {
	switch name {
	case "record.csv":
		content, err = s.RecordCSV()
		return content, "text/csv; charset=utf-8", err
	case "record.xlsx":
		content, err = s.RecordXLSX()
		return content, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", err
	case "record.jsonld":
		content, err = s.RecordJSONLD()
		return content, "application/ld+json", err
	case ArchiveFile:
		return s.Release.Archive(), "application/octet-stream", nil
	}
	if file, ok := strings.CutPrefix(name, "promise/"); ok {
		for _, f := range PromiseFiles(s.Release.Archive()) {
			if f.Name == file {
				return f.Data, "text/plain; charset=utf-8", nil
			}
		}
		return nil, "", nil
	}
	for _, lang := range s.Languages() {
		if strings.HasPrefix(name, "map-") && strings.HasSuffix(name, "."+lang+".svg") {
			pictures, err := s.MapFiles(lang)
			return pictures[name], "image/svg+xml", err
		}
	}
	return nil, "", nil
}

// OldEdition says on a page of an earlier edition which one it is.
func OldEdition(lang string, e Edition) string {
	return say(lang, "old-edition", e.Number, notice.DayIn(e.At, lang))
}
