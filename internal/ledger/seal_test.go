// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func anyFields(names []string) *rapid.Generator[[]Field] {
	return rapid.Custom(func(t *rapid.T) []Field {
		fields := []Field{}
		for _, name := range names {
			if v := rapid.StringN(0, 30, 200).Draw(t, name); v != "" {
				fields = append(fields, Field{name, v})
			}
		}
		return fields
	})
}

func TestSealedFieldsOpenToWhatWasCommittedTo(t *testing.T) {
	t.Parallel()
	key := sha256.Sum256([]byte("a key"))
	rapid.Check(t, func(t *rapid.T) {
		want := anyFields(SubjectFields).Draw(t, "fields")
		p, err := sealFields(newKeyed(key, testOrigin), labelBody, SubjectFields, want)
		if err != nil {
			t.Fatal(err)
		}
		if (len(p.body)-12-16)%bodyPad != 0 {
			t.Fatalf("a body of %d bytes tells the length of what is in it", len(p.body))
		}
		parts, err := openFields(key, labelBody, testOrigin, SubjectFields, p.body, p.commitments)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, fieldsOf(parts)); d != "" {
			t.Fatalf("(-want +got)\n%s", d)
		}
	})
}

func TestSealedFieldsDoNotOpenOtherwise(t *testing.T) {
	t.Parallel()
	key, other := sha256.Sum256([]byte("a key")), sha256.Sum256([]byte("another key"))
	p, err := sealFields(newKeyed(key, testOrigin), labelBody, SubjectFields, someFields(1))
	if err != nil {
		t.Fatal(err)
	}
	q, err := sealFields(newKeyed(key, testOrigin), labelBody, SubjectFields, someFields(1))
	if err != nil {
		t.Fatal(err)
	}
	changed := append([]byte(nil), p.body...)
	changed[20] ^= 1
	for name, open := range map[string]func() ([]opened, error){
		"with another key": func() ([]opened, error) {
			return openFields(other, labelBody, testOrigin, SubjectFields, p.body, p.commitments)
		},
		"under another label": func() ([]opened, error) {
			return openFields(key, labelActor, testOrigin, SubjectFields, p.body, p.commitments)
		},
		"in another origin": func() ([]opened, error) {
			return openFields(key, labelBody, "other.example", SubjectFields, p.body, p.commitments)
		},
		"with a changed byte": func() ([]opened, error) {
			return openFields(key, labelBody, testOrigin, SubjectFields, changed, p.commitments)
		},
		"against the commitments of the same values elsewhere": func() ([]opened, error) {
			return openFields(key, labelBody, testOrigin, SubjectFields, p.body, q.commitments)
		},
		"empty": func() ([]opened, error) {
			return openFields(key, labelBody, testOrigin, SubjectFields, nil, p.commitments)
		},
	} {
		if _, err := open(); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", name, err)
		}
	}
}

func TestACommitmentBindsTheNameToTheValue(t *testing.T) {
	t.Parallel()
	salt := make([]byte, saltSize)
	seen := map[[32]byte]string{}
	for _, name := range append(append([]string{}, SubjectFields...), ActorFields...) {
		for _, value := range []string{"", "=", "=x", "role=x", "x"} {
			c := commit(salt, name, value)
			if was, ok := seen[c]; ok {
				t.Errorf("%s=%s has the commitment of %s", name, value, was)
			}
			seen[c] = name + "=" + value
		}
	}
}

// TestTagsAreWhatTheDocumentationSays computes a tag by the words of the package documentation.
func TestTagsAreWhatTheDocumentationSays(t *testing.T) {
	t.Parallel()
	key := sha256.Sum256([]byte("a key"))
	tags := newKeyed(key, testOrigin)
	for _, c := range []struct {
		k    uint64
		text string
	}{{1, "lupaus tag 1\n" + testOrigin + "\n1"}, {120, "lupaus tag 1\n" + testOrigin + "\n120"}} {
		m := hmac.New(sha256.New, key[:])
		m.Write([]byte(c.text))
		if got := tags.tag(c.k); string(got[:]) != string(m.Sum(nil)[:16]) {
			t.Errorf("tag %d is another", c.k)
		}
	}
}

func TestTheBodyKeyIsHKDFExpand(t *testing.T) {
	t.Parallel()
	key := sha256.Sum256([]byte("a key"))
	for _, label := range []string{labelBody, labelActor} {
		want, err := hkdf.Expand(sha256.New, key[:], label+testOrigin, 32)
		if err != nil {
			t.Fatal(err)
		}
		if got := newKeyed(key, testOrigin).bodyKey(label); string(got[:]) != string(want) {
			t.Errorf("%q: another key than HKDF-Expand makes", label)
		}
	}
}

func FuzzBody(f *testing.F) {
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, plain []byte) {
		if parts, err := parseBody(SubjectFields, plain); err == nil && len(parts) != len(SubjectFields) {
			t.Errorf("%d fields", len(parts))
		}
	})
}
