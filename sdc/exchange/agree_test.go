// SPDX-License-Identifier: EUPL-1.2

package exchange_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

func TestWhatIsPublishedIsComparedWithItsCertificate(t *testing.T) {
	t.Parallel()
	proof, err := protected(t, example(t), sdc.Rules{MinimumUnits: 3}).Prove(sdc.Effort{})
	if err != nil {
		t.Fatal(err)
	}
	cert := proof.Certificate()
	sdmx := string(wrote(t, func(b *bytes.Buffer) error { return exchange.WriteSDMX(b, proof.Pattern, exchange.Writing{}) }))
	px := string(wrote(t, func(b *bytes.Buffer) error {
		return exchange.WritePX(b, proof.Pattern, exchange.Writing{Heading: []string{"region"}})
	}))
	for _, c := range []struct{ name, file, from, to, want string }{
		{"PX with the dimensions turned", px, "", "", ""},
		{"SDMX-CSV", sdmx, "", "", ""},
		{"a hidden cell is published", sdmx, "R,N1,M,,Q,N", "R,N1,M,1,A,F", "the cell [N1 M] has to be hidden and is published"},
		{"a value is another", sdmx, ",Total,Total,47,", ",Total,Total,48,", "row 2: the cell [Total Total] is not what the certificate says"},
		{"a decimal that says nothing", sdmx, ",Total,Total,47,", ",Total,Total,47.0,", ""},
		{"a published cell is hidden", sdmx, ",Total,Total,47,", ",Total,Total,,", "row 2: the cell [Total Total] is hidden and, by the certificate, published"},
		{"a cell is missing", sdmx, "dataflow,SELF:TABLE(1.0),R,Total,Total,47,A,F\n", "", "1 cells of the certificate are missing"},
		{"a cell is added", sdmx, ",Total,Total,47,", ",Total,X,47,", "row 2: the cell [Total X] is not one of the certificate"},
		{"a dimension is another", sdmx, "region,sex", "region,gender", "the dimensions are region, gender, and the certificate is of region, sex"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := c.file
			if c.from != "" {
				if file = strings.Replace(file, c.from, c.to, 1); file == c.file {
					t.Fatal("the file was not changed")
				}
			}
			read := exchange.ReadSDMX
			if strings.HasPrefix(file, "CHARSET") {
				read = exchange.ReadPX
			}
			a, err := read(strings.NewReader(file), exchange.Reading{Source: "t", ValuesOnly: true})
			if err == nil {
				err = a.Agrees(cert, false)
			}
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantProblem(t, err, c.want)
		})
	}
	mean, err := means(t).Prove(sdc.Effort{})
	if err != nil {
		t.Fatal(err)
	}
	file := wrote(t, func(b *bytes.Buffer) error { return exchange.WriteSDMX(b, mean.Pattern, exchange.Writing{}) })
	a, err := exchange.ReadSDMX(bytes.NewReader(file), exchange.Reading{ValuesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Agrees(mean.Certificate(), true); err != nil {
		t.Error(err)
	}
	wantProblem(t, a.Agrees(mean.Certificate(), false), "is not what the certificate says")
}
