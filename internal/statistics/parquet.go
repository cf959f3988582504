// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/parquet"
)

// mostText bounds what the packed values of a Parquet file may take in memory, in
// bytes: a few bytes of such a file can stand for very many.
const mostText = 8 * MaxFile

// readParquet reads a Parquet file whole: its columns have their names in the
// file, and its rows count from 1.
func readParquet(file []byte) (*upload, error) {
	f, err := parquet.Open(bytes.NewReader(file), int64(len(file)), "")
	if err != nil {
		return nil, parquetProblem(err)
	}
	sum := sha256.Sum256(file)
	u := &upload{File: File{Digest: hex.EncodeToString(sum[:]), Rows: f.Rows()}, first: 1}
	if f.Rows() > mostRows {
		return nil, problem("file", "file-rows", strconv.Itoa(mostRows))
	}
	if err := u.heading(f.Names()); err != nil {
		return nil, err
	}
	left := mostText
	for i := range u.columns {
		texts, err := f.Texts(i, left)
		if err != nil {
			return nil, parquetProblem(err)
		}
		for k, v := range texts {
			left -= len(v)
			if texts[k] = clean(v); len(texts[k]) > 4*maxCodeLen {
				return nil, &Problem{Field: "file", Key: "file-long", Row: k + u.first, Column: u.columns[i].Name}
			}
		}
		if left <= 0 {
			return nil, problem("file", "file-too-large")
		}
		u.values = append(u.values, texts)
	}
	u.kinds()
	return u, nil
}

// parquetProblem keeps row and column of what is wrong with a file.
func parquetProblem(err error) error {
	p := problem("file", "file-parquet")
	if x, ok := errors.AsType[*sdc.Problem](err); ok {
		p.Row, p.Column = x.Row, x.Column
		if x.Column != "" {
			p.Key = "file-parquet-column"
		}
	}
	return p
}
