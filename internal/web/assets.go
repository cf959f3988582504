// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/lupaus/lupaus/promise/publish"
)

//go:embed static
var staticFiles embed.FS

// components are the files of Designsystemet's CSS that the pages use, in the
// order of its own index. They are committed as published (version 1.22.0,
// MIT) and pinned by their digests in a test.
var components = []string{"base", "button", "input", "field", "fieldset", "label", "link", "list", "table", "error-summary", "tag", "skip-link"}

// asset is one file as it is served.
type asset struct {
	kind string
	body []byte
}

// assets are the static files under addresses that change with their content,
// so that a browser may keep them for ever.
type assets struct {
	files               map[string]asset // by path under /static/
	style, script, icon string           // addresses
}

func loadAssets() (*assets, error) {
	a := &assets{files: map[string]asset{}}
	sheet, err := styleSheet()
	if err != nil {
		return nil, err
	}
	a.style = a.add("lupaus.css", "text/css; charset=utf-8", sheet)
	for name, kind := range map[string]string{"lupaus.js": "text/javascript; charset=utf-8", "lupaus.svg": "image/svg+xml"} {
		body, err := staticFiles.ReadFile("static/" + name)
		if err != nil {
			return nil, fmt.Errorf("load static file: %w", err)
		}
		address := a.add(name, kind, body)
		if strings.HasSuffix(name, ".js") {
			a.script = address
		} else {
			a.icon = address
		}
	}
	return a, nil
}

// styleSheet puts the style sheets together, in layers: tokens, then
// Designsystemet's components, then our own, which win.
func styleSheet() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("@layer ds.base, ds.components;\n")
	layer := func(name, file string) error {
		body, err := staticFiles.ReadFile(path.Join("static", file))
		if err != nil {
			return fmt.Errorf("load style sheet: %w", err)
		}
		if name == "" {
			b.Write(body)
		} else {
			fmt.Fprintf(&b, "@layer %s{%s}\n", name, body)
		}
		return nil
	}
	b.Write(publish.Tokens())
	if err := layer("", "tokens.css"); err != nil {
		return nil, err
	}
	for i, c := range components {
		name := "ds.components"
		if i == 0 {
			name = "ds.base"
		}
		if err := layer(name, "vendor/"+c+".css"); err != nil {
			return nil, err
		}
	}
	b.Write(publish.Style())
	if err := layer("", "lupaus.css"); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (a *assets) add(name, kind string, body []byte) (address string) {
	sum := sha256.Sum256(body)
	base, ext, _ := strings.Cut(name, ".")
	file := base + "." + hex.EncodeToString(sum[:6]) + "." + ext
	a.files[file] = asset{kind, body}
	return "/static/" + file
}

// ServeHTTP serves a static file. Its address holds its digest, so it may be
// kept for ever.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.files[strings.TrimPrefix(r.URL.Path, "/static/")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if r.Method != http.MethodHead {
		_, _ = w.Write(f.body) // the reader has gone away: nobody to tell
	}
}
