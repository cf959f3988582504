// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// CheckPublished compares what is published with a certificate that was
// verified: every published value is that of the true table, everything that the
// certificate calls hidden is hidden, and nothing is missing or added.
func CheckPublished(c *sdc.Certificate, r io.Reader, source string) error {
	want, names, err := c.Published()
	if err != nil {
		return err
	}
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", source, err)
	}
	if len(head) != len(names)+1 || !slices.Equal(head[:len(names)], names) {
		return fmt.Errorf("%s: the columns are %v, and the certificate is of %v", source, head, names)
	}
	figures := head[len(names)] == "mean" || head[len(names)] == "ratio" // not what the certificate holds: only what is hidden is compared
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", source, err)
		}
		line, _ := in.FieldPos(0)
		key := strings.Join(rec[:len(names)], "\x00")
		v, ok := want[key]
		switch {
		case !ok:
			return fmt.Errorf("%s: row %d: the cell %v is not one of the certificate, or stands twice", source, line, rec[:len(names)])
		case v == nil && rec[len(names)] != Mark:
			return fmt.Errorf("%s: row %d: the cell %v has to be hidden and is published", source, line, rec[:len(names)])
		case v != nil && figures && rec[len(names)] == Mark:
			return fmt.Errorf("%s: row %d: the cell %v is hidden and, by the certificate, published", source, line, rec[:len(names)])
		case v != nil && !figures && rec[len(names)] != *v:
			return fmt.Errorf("%s: row %d: the cell %v is not what the certificate says", source, line, rec[:len(names)])
		}
		delete(want, key)
	}
	if len(want) > 0 {
		return fmt.Errorf("%s: %d cells of the certificate are missing", source, len(want))
	}
	return nil
}
