// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strings"
)

//go:embed templates/*.html
var templateFiles embed.FS

// shared are the templates that every page may use: the frame, and the parts
// that more than one page shows.
var shared = []string{"templates/base.html", "templates/parts.html"}

// parsePages makes one template of each page, by name. Every address that a
// template writes goes through at.
func parsePages(at func(string) string) (map[string]*template.Template, error) {
	base, err := template.New(path.Base(shared[0])).Funcs(template.FuncMap{"at": at}).ParseFS(templateFiles, shared...)
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	entries, err := templateFiles.ReadDir("templates")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	pages := map[string]*template.Template{}
	for _, e := range entries {
		file := "templates/" + e.Name()
		if file == shared[0] || file == shared[1] {
			continue
		}
		t, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("parse templates: %w", err)
		}
		if t, err = t.ParseFS(templateFiles, file); err != nil {
			return nil, fmt.Errorf("parse templates: %w", err)
		}
		pages[strings.TrimSuffix(e.Name(), ".html")] = t
	}
	return pages, nil
}

// show renders a page to a buffer and then sends it: a reader never gets half
// of one.
func (v *visit) show(status int, name string, data any) {
	var b bytes.Buffer
	if err := v.pages[name].ExecuteTemplate(&b, "base.html", data); err != nil {
		v.Log.Error("page not rendered", "page", name, "error", err)
		http.Error(v.w, v.T("error.internal.title"), http.StatusInternalServerError)
		return
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Lang())
	v.w.WriteHeader(status)
	if v.r.Method != http.MethodHead {
		_, _ = b.WriteTo(v.w) // the reader has gone away: nobody to tell
	}
}

// ok shows a page with status 200.
func (v *visit) ok(name string, data any) error {
	v.show(http.StatusOK, name, data)
	return nil
}
