// SPDX-License-Identifier: EUPL-1.2

package identifiers_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/lupaus/lupaus/identifiers"
)

func ExampleParse() {
	today := identifiers.DateOf(time.Date(2025, 11, 21, 9, 0, 0, 0, time.UTC))
	id, err := identifiers.Parse(identifiers.HETU, "131052–308t", today)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(id.Text, id.Birth, id.Mask())
	fmt.Println(id)
	// Output:
	// 131052-308T 1952-10-13 131052-****
	// [redacted]
}

func ExampleError_Explain() {
	_, err := identifiers.PersonID("NO", "20036914701", identifiers.Date{Year: 2025, Month: 11, Day: 21})
	var wrong *identifiers.Error
	if errors.As(err, &wrong) {
		fmt.Println(wrong.Explain("nb"))
		fmt.Println(wrong.Explain("en"))
	}
	// Output:
	// Fødselsnummer: kontrollsifferet stemmer ikke, kontroller inntastingen. Formen er DDMMÅÅNNNKK, 11 sifre.
	// Norwegian national identity number: the check digit does not match, please check the typing. The form is DDMMYYNNNCC, 11 digits.
}

func ExampleID_Explain() {
	id, _ := identifiers.PersonID("SE", "780102-2380", identifiers.Date{Year: 2025, Month: 11, Day: 21})
	fmt.Println(id.Explain("sv"))
	// Output:
	// Svenskt personnummer. Född 1978-01-02. Numret är en kvinnas. Ur serien publiceras testpersoner, men numret kan vara verkligt.
}

func ExampleCompanyID() {
	id, err := identifiers.CompanyID("NO", "NO 974 760 673 MVA")
	fmt.Println(id.Text, err)
	_, err = identifiers.CompanyID("SE", "780102-2380")
	fmt.Println(errors.Is(err, &identifiers.Error{Code: identifiers.CodePersonal}))
	// Output:
	// 974760673 <nil>
	// true
}

func ExampleParsePhone() {
	id, _ := identifiers.ParsePhone("SE", "070-174 06 05")
	fmt.Println(id.Text, id.Flags)
	// Output: +46701740605 synthetic,mobile
}

func ExampleFinder_Find() {
	f, err := identifiers.NewFinder(identifiers.Options{At: identifiers.Date{Year: 2025, Month: 11, Day: 21}})
	if err != nil {
		fmt.Println(err)
		return
	}
	text := []byte("Tunnus 131052-308T, fødselsnummer 01914796756, konto 86011117947, ring +47 22 33 44 55.")
	f.Find(text, func(h identifiers.Hit) bool {
		fmt.Println(h.Kind, h.Certainty, string(text[h.Start:h.End]))
		return true
	})
	// Output:
	// hetu certain 131052-308T
	// fodselsnummer likely 01914796756
	// phone certain +47 22 33 44 55
}
