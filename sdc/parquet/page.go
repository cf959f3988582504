// SPDX-License-Identifier: EUPL-1.2

package parquet

import (
	"bufio"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/lupaus/lupaus/sdc"
)

// What one page may claim. Writers make pages of about a megabyte and at most
// some hundred thousand rows; memory for what a header claims is taken before
// the page is read.
const (
	maxPageBytes  = 1 << 28
	maxPageValues = 1 << 24
)

// checkPages reads the headers of a column's pages, and not the pages, and
// compares what they claim with each other and with the file.
func (a *reading) checkPages(group int, c *column) error {
	fail := func(what string) error { return c.problem(a.first[group], what, "the file is damaged") }
	groups := a.file.Metadata().RowGroups
	if group >= len(groups) || c.index >= len(groups[group].Columns) {
		return fail("the footer does not say where the column is")
	}
	chunk := &groups[group].Columns[c.index].MetaData
	at := chunk.DataPageOffset
	if d := chunk.DictionaryPageOffset; d != 0 {
		at = d
	}
	end := at + chunk.TotalCompressedSize
	if at < 0 || chunk.TotalCompressedSize < 0 || end < at || end > a.size {
		return fail(fmt.Sprintf("the column is said to end at byte %d of %d", end, a.size))
	}
	values, rows := int64(0), a.groups[group].NumRows()
	if chunk.NumValues != rows {
		return fail(fmt.Sprintf("the column has %d values and the group %d rows", chunk.NumValues, rows))
	}
	for at < end && values < rows {
		in := &counting{r: bufio.NewReaderSize(io.NewSectionReader(a.at, at, end-at), 512)}
		var p thrift.CompactProtocol
		var h format.PageHeader
		if err := thrift.NewDecoder(p.NewReader(in)).Decode(&h); err != nil {
			return fail("the header of a page cannot be read: " + err.Error())
		}
		size, whole := int64(h.CompressedPageSize), int64(h.UncompressedPageSize)
		if size < 0 || size > end-at-in.n || whole < 0 || whole > maxPageBytes || size > maxPageBytes {
			return fail(fmt.Sprintf("a page claims to have %d bytes and %d unpacked", size, whole))
		}
		n := int64(0)
		switch {
		case h.DataPageHeader.Valid:
			n = int64(h.DataPageHeader.V.NumValues)
			values += n
		case h.DataPageHeaderV2.Valid:
			n = int64(h.DataPageHeaderV2.V.NumValues)
			values += n
		case h.DictionaryPageHeader.Valid:
			n = int64(h.DictionaryPageHeader.V.NumValues)
		}
		if n < 0 || n > maxPageValues || values > rows {
			return fail(fmt.Sprintf("a page claims to have %d values", n))
		}
		at += in.n + size
	}
	if values != rows {
		return &sdc.Problem{Source: c.source, Row: a.first[group], Column: c.name, What: fmt.Sprintf("the column has %d values and the group %d rows", values, rows), Mend: "the file may have been cut off while it was copied"}
	}
	return nil
}

// counting counts the bytes that were read.
type counting struct {
	r *bufio.Reader
	n int64
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

func (c *counting) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}
