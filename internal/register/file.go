// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"encoding/base64"
	"errors"
	"mime"
	"path"
	"strings"
)

// File is an attached file, kept whole inside the sealed record.
//
// Keeps: HMS-13
// Keeps: HMS-19
type File struct {
	Name    string // without folders
	Type    string // media type
	Content []byte
}

const fileScheme = "file:"

// String is the file as a field's canonical value.
func (f File) String() string {
	head := mime.FormatMediaType(f.Type, map[string]string{"name": path.Base(strings.ReplaceAll(f.Name, "\\", "/"))})
	return fileScheme + head + "," + base64.StdEncoding.EncodeToString(f.Content)
}

// ParseFile reads what String wrote.
func ParseFile(s string) (File, error) {
	rest, ok := strings.CutPrefix(s, fileScheme)
	i := strings.LastIndexByte(rest, ',')
	if !ok || i < 0 {
		return File{}, errors.New("not a file value")
	}
	typ, params, err := mime.ParseMediaType(rest[:i])
	if err != nil {
		return File{}, err
	}
	content, err := base64.StdEncoding.DecodeString(rest[i+1:])
	if err != nil {
		return File{}, err
	}
	return File{Name: params["name"], Type: typ, Content: content}, nil
}
