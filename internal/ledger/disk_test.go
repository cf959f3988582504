// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ncruces/go-sqlite3"
	_ "github.com/ncruces/go-sqlite3/driver" // registers "sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// sector is what a disk writes whole.
const sector = 512

// diskWrite is a write that has not been synced; a negative offset cuts the file
// to the complement of it.
type diskWrite struct {
	off  int64
	data []byte
}

func (w diskWrite) apply(b []byte) []byte {
	end := w.off + int64(len(w.data))
	if w.off < 0 {
		end = ^w.off
		if int64(len(b)) > end {
			return b[:end]
		}
	}
	if more := end - int64(len(b)); more > 0 {
		b = append(b, make([]byte, more)...)
	}
	if w.off >= 0 {
		copy(b[w.off:], w.data)
	}
	return b
}

// diskFile keeps what programs see apart from what would survive a power cut.
type diskFile struct {
	seen, durable []byte
	pending       []diskWrite
}

// disk is a SQLite file system in memory that can lose power and can fail. One
// connection at a time uses it, in exclusive mode, so locks are trivial.
type disk struct {
	name string

	mu    sync.Mutex
	files map[string]*diskFile
	left  int // operations until the power goes; negative: it stays
	dead  bool
	// fault, if set, is asked before each operation.
	fault func(op string) error
}

var disks atomic.Int64

func newDisk(t testing.TB) *disk {
	d := &disk{name: fmt.Sprintf("disk%d", disks.Add(1)), files: map[string]*diskFile{}, left: -1}
	vfs.Register(d.name, d)
	t.Cleanup(func() { vfs.Unregister(d.name) })
	return d
}

// open opens the database on the disk with the production committer's settings.
func (d *disk) open(t testing.TB, synchronous string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:/ledger.db?vfs="+d.name+"&_pragma=locking_mode(exclusive)&_pragma=journal_mode(wal)&_pragma=synchronous("+
		synchronous+")&_pragma=wal_autocheckpoint(30)&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// step counts one operation; the caller holds mu.
func (d *disk) step(op string, dead error) error {
	if d.dead {
		return dead
	}
	if d.fault != nil {
		if err := d.fault(op); err != nil {
			return err
		}
	}
	if d.left--; d.left == 0 {
		d.dead = true
	}
	return nil
}

// afterCut is a disk with what stands on the platters: every sector that was
// not synced is there or not by the toss of a coin, so writes tear and reorder.
func (d *disk) afterCut(t testing.TB, r *rand.Rand) *disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := newDisk(t)
	for name, f := range d.files {
		b := append([]byte(nil), f.durable...)
		for _, w := range f.pending {
			for _, part := range w.sectors() {
				if r.IntN(2) == 0 {
					b = part.apply(b)
				}
			}
		}
		out.files[name] = &diskFile{seen: b, durable: append([]byte(nil), b...)}
	}
	return out
}

func (w diskWrite) sectors() (parts []diskWrite) {
	if w.off < 0 {
		return []diskWrite{w}
	}
	for i := 0; i < len(w.data); {
		n := min(sector-int((w.off+int64(i))%sector), len(w.data)-i)
		parts = append(parts, diskWrite{w.off + int64(i), w.data[i : i+n]})
		i += n
	}
	return parts
}

// Open, Delete, Access and FullPathname implement vfs.VFS.
func (d *disk) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.files[name]
	if f == nil {
		if flags&vfs.OPEN_CREATE == 0 {
			return nil, flags, sqlite3.CANTOPEN
		}
		if err := d.step("create", sqlite3.IOERR); err != nil {
			return nil, flags, err
		}
		f = &diskFile{}
		d.files[name] = f
	}
	return &diskHandle{d: d, f: f}, flags, nil
}

func (d *disk) Delete(name string, _ bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step("delete", sqlite3.IOERR); err != nil {
		return err
	}
	if d.files[name] == nil {
		return sqlite3.IOERR_DELETE_NOENT
	}
	delete(d.files, name)
	return nil
}

func (d *disk) Access(name string, _ vfs.AccessFlag) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.files[name]
	return f != nil && len(f.seen) > 0, nil
}

func (d *disk) FullPathname(name string) (string, error) { return name, nil }

// diskHandle implements vfs.File.
type diskHandle struct {
	d    *disk
	f    *diskFile
	lock vfs.LockLevel
}

func (h *diskHandle) Close() error { return nil }

func (h *diskHandle) ReadAt(p []byte, off int64) (int, error) {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if h.d.dead {
		return 0, sqlite3.IOERR_READ
	}
	if off >= int64(len(h.f.seen)) {
		return 0, io.EOF
	}
	n := copy(p, h.f.seen[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (h *diskHandle) put(w diskWrite) {
	h.f.seen = w.apply(h.f.seen)
	h.f.pending = append(h.f.pending, w)
}

func (h *diskHandle) WriteAt(p []byte, off int64) (int, error) {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if err := h.d.step("write", sqlite3.IOERR_WRITE); err != nil {
		return 0, err
	}
	h.put(diskWrite{off, append([]byte(nil), p...)})
	if h.d.dead {
		return 0, sqlite3.IOERR_WRITE
	}
	return len(p), nil
}

func (h *diskHandle) Truncate(n int64) error {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if err := h.d.step("truncate", sqlite3.IOERR_TRUNCATE); err != nil {
		return err
	}
	h.put(diskWrite{off: ^n})
	return nil
}

func (h *diskHandle) Sync(vfs.SyncFlag) error {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if err := h.d.step("sync", sqlite3.IOERR_FSYNC); err != nil || h.d.dead {
		if err == nil {
			err = sqlite3.IOERR_FSYNC // a cut during fsync promises nothing more
		}
		return err
	}
	for _, w := range h.f.pending {
		h.f.durable = w.apply(h.f.durable)
	}
	h.f.pending = nil
	return nil
}

func (h *diskHandle) Size() (int64, error) {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	return int64(len(h.f.seen)), nil
}

func (h *diskHandle) Lock(l vfs.LockLevel) error       { h.lock = l; return nil }
func (h *diskHandle) Unlock(l vfs.LockLevel) error     { h.lock = l; return nil }
func (h *diskHandle) CheckReservedLock() (bool, error) { return h.lock >= vfs.LOCK_RESERVED, nil }
func (h *diskHandle) SectorSize() int                  { return 4096 }
func (h *diskHandle) DeviceCharacteristics() vfs.DeviceCharacteristic {
	return vfs.IOCAP_POWERSAFE_OVERWRITE
}
