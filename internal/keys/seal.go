// SPDX-License-Identifier: EUPL-1.2

package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
)

// boxVersion begins every sealed text, so that the way of sealing can change.
const boxVersion = 1

// ErrDamaged means that a sealed text does not open under its key: it was
// changed, moved to another place, or belongs to another key.
var ErrDamaged = errors.New("the sealed text does not open: it was changed or moved")

// Key opens and seals for one person and one category (AES-256-GCM with a
// random nonce of 96 bits; one key seals few texts, far from the 2^32 bound).
type Key struct {
	raw  [32]byte
	aead cipher.AEAD
}

func newKey(raw []byte) (*Key, error) {
	if len(raw) != 32 {
		return nil, ErrDamaged
	}
	k := &Key{raw: [32]byte(raw)}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, err
	}
	k.aead, err = cipher.NewGCMWithRandomNonce(block)
	return k, err
}

// Raw is the key itself, for deriving others from it.
func (k *Key) Raw() [32]byte { return k.raw }

// Seal closes a text. The place (who, what, where, which version) is bound to
// it: a box that is moved does not open.
func (k *Key) Seal(plain []byte, place ...[]byte) []byte {
	return k.aead.Seal([]byte{boxVersion}, nil, plain, bind(place))
}

// Open opens what Seal closed for the same place.
func (k *Key) Open(box []byte, place ...[]byte) ([]byte, error) {
	if len(box) == 0 || box[0] != boxVersion {
		return nil, ErrDamaged
	}
	plain, err := k.aead.Open(nil, nil, box[1:], bind(place))
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}

// bind joins the parts of a place so that no two places give the same bytes.
func bind(place [][]byte) []byte {
	var b []byte
	for _, p := range place {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}
