// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// maxNote bounds what is read as a signed note, in bytes.
const maxNote = 4096

// noteSigner signs notes with whatever holds the Ed25519 key: a key in memory
// or a key service.
type noteSigner struct {
	key      crypto.Signer
	vkey     string
	verifier note.Verifier
}

func newNoteSigner(origin string, key crypto.Signer) (*noteSigner, error) {
	if key == nil {
		return nil, fmt.Errorf("ledger: origin %s needs a signing key", origin)
	}
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok || len(public) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("ledger: the signing key of %s is not an Ed25519 key", origin)
	}
	vkey, err := note.NewEd25519VerifierKey(origin, public)
	if err != nil {
		return nil, fmt.Errorf("ledger: encode the verifier key of %s: %w", origin, err)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("ledger: read back the verifier key of %s: %w", origin, err)
	}
	return &noteSigner{key, vkey, verifier}, nil
}

// Name, KeyHash and Sign implement note.Signer.
func (s *noteSigner) Name() string    { return s.verifier.Name() }
func (s *noteSigner) KeyHash() uint32 { return s.verifier.KeyHash() }
func (s *noteSigner) Sign(msg []byte) ([]byte, error) {
	return s.key.Sign(nil, msg, crypto.Hash(0))
}

// sign makes a C2SP signed note of a text that ends in a newline.
func (s *noteSigner) sign(text string) ([]byte, error) {
	msg, err := note.Sign(&note.Note{Text: text}, s)
	if err != nil {
		return nil, fmt.Errorf("sign a note of %s: %w", s.Name(), err)
	}
	return msg, nil
}

// checkpointText is the body of a C2SP checkpoint.
func checkpointText(origin string, size int64, root tlog.Hash) string {
	return origin + "\n" + strconv.FormatInt(size, 10) + "\n" + root.String() + "\n"
}

// checkpoint is what a signed checkpoint says.
type checkpoint struct {
	size int64
	root tlog.Hash
}

// openCheckpoint checks the signature and reads the checkpoint.
func openCheckpoint(v note.Verifier, msg []byte) (checkpoint, error) {
	text, err := openNote(v, msg)
	if err != nil {
		return checkpoint{}, fmt.Errorf("checkpoint: %w", err)
	}
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != v.Name() {
		return checkpoint{}, fmt.Errorf("checkpoint: want the three lines origin, size, root of %s", v.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return checkpoint{}, fmt.Errorf("checkpoint: the size is not a number")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(raw) != tlog.HashSize || len(lines[2]) != 44 {
		return checkpoint{}, fmt.Errorf("checkpoint: the root is not a hash")
	}
	return checkpoint{size, tlog.Hash(raw)}, nil
}

// openNote checks a note that has exactly one signature, in its one canonical
// form: a changed byte is always noticed, also in the padding of base64.
func openNote(v note.Verifier, msg []byte) (string, error) {
	if len(msg) > maxNote {
		return "", fmt.Errorf("the note has %d bytes, more than %d", len(msg), maxNote)
	}
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil {
		return "", fmt.Errorf("the signature does not hold for the key of %s: %w", v.Name(), err)
	}
	sig, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64)
	if err != nil {
		return "", fmt.Errorf("the signature is not canonical base64")
	}
	again := n.Text + "\n— " + n.Sigs[0].Name + " " + base64.StdEncoding.EncodeToString(sig) + "\n"
	if !bytes.Equal([]byte(again), msg) {
		return "", fmt.Errorf("the note is not in its one canonical form")
	}
	return n.Text, nil
}

// newVerifier reads a verifier key string.
func newVerifier(vkey string) (note.Verifier, error) {
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("the verifier key is not one of the form name+hash+key: %w", err)
	}
	return v, nil
}

// parseVerifier reads a verifier key string and wants it to be of that origin.
func parseVerifier(origin, vkey string) (note.Verifier, error) {
	v, err := newVerifier(vkey)
	if err != nil {
		return nil, err
	}
	if v.Name() != origin {
		return nil, fmt.Errorf("the verifier key is of another origin than %s", origin)
	}
	return v, nil
}
