// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"mime"
	"path"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/promise"
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

// String is the file as a field's canonical value. What the type says beside
// its name (a character set) is kept; a type that is none becomes plain bytes.
func (f File) String() string {
	kind, params, err := mime.ParseMediaType(f.Type)
	if err != nil {
		kind, params = "application/octet-stream", map[string]string{}
	}
	params["name"] = path.Base(strings.ReplaceAll(f.Name, "\\", "/"))
	return fileScheme + mime.FormatMediaType(kind, params) + "," + base64.StdEncoding.EncodeToString(f.Content)
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
	name := params["name"]
	delete(params, "name")
	return File{Name: name, Type: mime.FormatMediaType(typ, params), Content: content}, nil
}

// MaxFile is the largest file a field takes when the promise names no limit.
const MaxFile = 10_000_000

// sizeLimit reads "20 MB" of a field's at-most: a megabyte is 10^6 bytes
// (ambiguity 4: the stricter reading).
func sizeLimit(f *promise.FieldDecl) int {
	number, unit, _ := strings.Cut(f.AtMost, " ")
	n, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return MaxFile
	}
	per := map[string]float64{"kB": 1e3, "MB": 1e6, "GB": 1e9}[unit]
	if per == 0 {
		per = 1
	}
	return int(math.Min(n*per, math.MaxInt32))
}

// oversized tells what is wrong with the size of a file field's value, "" when nothing is.
func oversized(f *promise.FieldDecl, value string) string {
	if f.Type != promise.TypeFile && f.Type != promise.TypeFiles {
		return ""
	}
	file, err := ParseFile(value)
	if err != nil || len(file.Content) <= sizeLimit(f) {
		return ""
	}
	return fmt.Sprintf("%.1f MB > %s", float64(len(file.Content))/1e6, f.AtMost)
}
