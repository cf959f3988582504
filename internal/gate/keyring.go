// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"iter"

	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
)

// KeyRing opens a keys store to verify with: it reads log keys and nothing else.
type KeyRing struct {
	store *keys.Store
	db    *store.DB
}

// OpenKeyRing opens a keys store with a key file. Nothing is written but what
// opening a database writes.
func OpenKeyRing(ctx context.Context, path, keyFile string) (*KeyRing, error) {
	file, err := keys.LoadFile(keyFile)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	s, err := keys.New(ctx, db, file)
	if err != nil {
		db.Close()
		return nil, err
	}
	return &KeyRing{store: s, db: db}, nil
}

// Close closes the store.
func (r *KeyRing) Close() error {
	r.store.Close()
	return r.db.Close()
}

// Check says how many wrapped keys there are, and how many do not open.
func (r *KeyRing) Check(ctx context.Context) (all, broken int, err error) { return r.store.Check(ctx) }

// LogKeys goes through the log keys of all persons of an organisation.
func (r *KeyRing) LogKeys(ctx context.Context, org string) iter.Seq2[[32]byte, error] {
	return func(yield func([32]byte, error) bool) {
		err := r.store.Each(ctx, org, keys.LogCategory, func(_ opaque.ID, k *keys.Key) bool { return yield(k.Raw(), nil) })
		if err != nil {
			yield([32]byte{}, err)
		}
	}
}

// ActorKey finds an actor's log key by the id that an entry names.
func (r *KeyRing) ActorKey(ctx context.Context) func(org, actor string) ([32]byte, bool) {
	return func(org, actor string) ([32]byte, bool) {
		id, err := opaque.Parse(actor)
		if err != nil {
			return [32]byte{}, false
		}
		k, err := r.store.Key(ctx, org, keys.Ref{Person: id, Category: keys.LogCategory})
		if err != nil {
			return [32]byte{}, false
		}
		return k.Raw(), true
	}
}
