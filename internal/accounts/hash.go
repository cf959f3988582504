// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
)

// Cost is what one password hash costs: Argon2id, memory in KiB.
type Cost struct {
	Memory, Time uint32
	Lanes        uint8
}

// cost is the first set that OWASP's password storage page recommends:
// 19 MiB, two passes, one lane. It stands in each hash, so that it can grow.
var cost = Cost{Memory: 19 * 1024, Time: 2, Lanes: 1}

const (
	saltSize = 16
	hashSize = 32
	// maxWaiting bounds how many wait for their turn to be hashed. Beyond it
	// the answer is to come back later: the hashes waiting would take longer
	// than anybody waits for a page.
	maxWaiting = 64
)

// errBusy means that too many are waiting to be hashed.
var errBusy = errors.New("too many passwords are waiting to be checked")

// hasher hashes passwords, few at a time: each takes its memory, and a flood of
// sign-ins must not take the machine's.
type hasher struct {
	cost    Cost
	slots   chan struct{}
	waiting atomic.Int32
	calls   atomic.Int64 // how many hashes were computed
	nobody  string       // the hash of a password that nobody has
}

func newHasher(c Cost) *hasher {
	h := &hasher{cost: c, slots: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))}
	secret := make([]byte, hashSize)
	rand.Read(secret)
	h.nobody = h.encode(secret[:saltSize], secret)
	return h
}

// make hashes a new password under a new salt.
func (h *hasher) make(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	rand.Read(salt)
	key, err := h.key(ctx, password, salt, h.cost, hashSize)
	if err != nil {
		return "", err
	}
	return h.encode(salt, key), nil
}

// check tells whether the password is the one that was hashed. An empty
// encoded hash costs as much as any other and is never right.
func (h *hasher) check(ctx context.Context, password, encoded string) (bool, error) {
	nobody := encoded == ""
	if nobody {
		encoded = h.nobody
	}
	c, salt, want, err := decode(encoded)
	if err != nil {
		return false, err
	}
	got, err := h.key(ctx, password, salt, c, len(want))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && !nobody, nil
}

func (h *hasher) key(ctx context.Context, password string, salt []byte, c Cost, size int) ([]byte, error) {
	if h.waiting.Add(1) > maxWaiting {
		h.waiting.Add(-1)
		return nil, errBusy
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	h.calls.Add(1)
	return argon2.IDKey([]byte(password), salt, c.Time, c.Memory, c.Lanes, uint32(size)), nil
}

// encode writes a hash with its parameters in the PHC string form.
func (h *hasher) encode(salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.cost.Memory, h.cost.Time, h.cost.Lanes, b.EncodeToString(salt), b.EncodeToString(key))
}

// decode reads what encode wrote, within bounds that no stored hash may leave.
func decode(encoded string) (c Cost, salt, key []byte, err error) {
	var version int
	var s, k string
	if _, err := fmt.Sscanf(encoded, "$argon2id$v=%d$m=%d,t=%d,p=%d$%s", &version, &c.Memory, &c.Time, &c.Lanes, &s); err != nil || version != argon2.Version {
		return c, nil, nil, errors.New("the stored password hash is not in a form this program reads")
	}
	for i := range len(s) {
		if s[i] == '$' {
			s, k = s[:i], s[i+1:]
			break
		}
	}
	if c.Memory < 8 || c.Memory > 1<<20 || c.Time < 1 || c.Time > 64 || c.Lanes < 1 || c.Lanes > 16 {
		return c, nil, nil, errors.New("the stored password hash asks for more than it may")
	}
	salt, err = base64.RawStdEncoding.DecodeString(s)
	if err == nil {
		key, err = base64.RawStdEncoding.DecodeString(k)
	}
	if err != nil || len(salt) < 8 || len(key) < 16 || len(key) > 64 {
		return c, nil, nil, errors.New("the stored password hash is damaged")
	}
	return c, salt, key, nil
}
