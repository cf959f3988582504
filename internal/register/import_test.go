// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

func (w *world) readList(t *testing.T, text string) *register.Import {
	t.Helper()
	company := w.company(t, "Fjord AS", promise.Document{"kind": "member", "from": "2026-01-01"})
	im, err := w.Register.ReadList(t.Context(), w.office(), "employer-list", company, "list.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return im
}

// Keeps: HMS-07
// Keeps: HMS-08
func TestAListSaysRowByRowWhatWouldBecomeOfItAndEachPersonWhereTheyCameFrom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	known := w.person(t, "Aase Bakkmyr", testNumber(t, 0))
	im := w.readList(t, "Navn;Fødselsnummer;Avdeling;Fra;Skostørrelse\n"+
		"Aase Bakkmyr;"+testNumber(t, 0)+";Lager;2026-01-01;38\n"+
		"Bodil Lia;"+testNumber(t, 1)+";Kontor;2026-01-01;39\n"+
		"Feil Nummer;01818100000;Kontor;2026-01-01;40\n"+
		";"+testNumber(t, 2)+";Kontor;2026-01-01;41\n"+
		"Bodil Igjen;"+testNumber(t, 1)+";Kontor;2026-01-01;42\n")
	if im.New != 1 || im.Known != 1 || im.Bad != 3 {
		t.Fatalf("new %d, known %d, bad %d", im.New, im.Known, im.Bad)
	}
	res, err := w.Register.Import(t.Context(), w.office(), im, nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.Added != 1 || res.Supplemented != 1 || res.Left != 3 || !bytes.Contains(res.LeftFile, []byte("Feil Nummer")) {
		t.Errorf("added %d, supplemented %d, left %d:\n%s", res.Added, res.Supplemented, res.Left, res.LeftFile)
	}
	secs, err := w.Register.Open(t.Context(), w.office(), known, []string{"employment"}, register.Given{})
	if err != nil || len(secs[0].Records) != 1 {
		t.Fatalf("%+v, %v", secs, err)
	}
	rec := secs[0].Records[0]
	if rec.Origin == nil || rec.Origin.Row != 2 || rec.Origin.File != "list.csv" || !strings.Contains(rec.OriginText, "Fjord AS") {
		t.Errorf("came from %+v, %q", rec.Origin, rec.OriginText)
	}
}

func TestSomebodyLetInBetweenReadingAndImportingIsLeftAndSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	im := w.readList(t, "Navn;Fødselsnummer;Avdeling;Fra\nAase Bakkmyr;"+testNumber(t, 0)+";Lager;2026-01-01\nBodil Lia;"+testNumber(t, 1)+";Kontor;2026-01-01\n")
	w.person(t, "Aase Bakkmyr", testNumber(t, 0))
	res, err := w.Register.Import(t.Context(), w.office(), im, nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.Added != 1 || res.Left != 1 || !bytes.Contains(res.LeftFile, []byte("Aase Bakkmyr")) {
		t.Errorf("added %d, left %d:\n%s", res.Added, res.Left, res.LeftFile)
	}
}

func TestAListThatIsNoneIsSaidToBeNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	company := w.company(t, "Fjord AS", nil)
	for text, key := range map[string]string{
		"":                             "import.empty",
		"PK\x03\x04\x00\x00":           "import.not-text",
		"Navn;\"Avdeling\nA;B":         "import.bad-csv",
		"Avdeling;Fra\nLager;2026-1-1": "import.column-missing",
	} {
		_, err := w.Register.ReadList(t.Context(), w.office(), "employer-list", company, "x.csv", strings.NewReader(text))
		if errs.KeyOf(err) != key {
			t.Errorf("%q: %v, want %s", text, err, key)
		}
	}
}

func FuzzReadList(f *testing.F) {
	for _, s := range []string{"Navn;Fra\nA;2026-01-01\n", "Name,From\n\"a\"\"b\",x\n", "\xef\xbb\xbfNavn\tFra\n\xe6\t1\n", "=cmd()|x\n"} {
		f.Add([]byte(s))
	}
	w := newWorldIn(f, f.TempDir())
	f.Fuzz(func(t *testing.T, b []byte) {
		im, err := w.Register.ReadList(t.Context(), w.office(), "employer-list", w.account("nobody"), "x.csv", bytes.NewReader(b))
		if err != nil {
			if errs.KindOf(err) != errs.Invalid {
				t.Errorf("%v", err)
			}
			return
		}
		if im.New+im.Known+im.Bad != len(im.Rows) {
			t.Errorf("%d rows, %d + %d + %d told", len(im.Rows), im.New, im.Known, im.Bad)
		}
	})
}
