package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked is a registry that another process is writing.
var ErrLocked = errors.New("held by another process")

// lockFile is locked where a folder cannot be. It stays: removing it would let
// two processes lock two files of one name.
const lockFile = ".modelgate.lock"

// Lock makes this the only writer of the registry, among processes and within
// this one, until unlock is called or the process ends in any way. It is to be
// taken before the files are read that a plan is made from. It waits at most
// so long, and then returns ErrLocked. The folder to lock is made if it is not
// there. The lock is advisory (flock) and leaves no file, except on systems
// where folders cannot be locked, such as Windows.
func (s *Store) Lock(ctx context.Context, wait time.Duration) (unlock func() error, err error) {
	limit, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for {
		l, err := s.tryLock()
		if err == nil && l == nil && wait > 0 {
			l, err = s.queue(limit)
		}
		switch {
		case l != nil:
			s.locked.Store(true)
			return sync.OnceValue(func() error {
				s.locked.Store(false)
				return l.Unlock()
			}), nil
		case ctx.Err() != nil: // ended from outside, which ends limit too
			return nil, fmt.Errorf("lock %s: %w", s.lockAt, ctx.Err())
		case err != nil:
			return nil, fmt.Errorf("lock %s: %w", s.lockAt, bare(err))
		case limit.Err() != nil || wait <= 0:
			return nil, fmt.Errorf("lock %s: %w, waited %s", s.lockAt, ErrLocked, wait)
		}
	}
}

// queue waits for the lock in the kernel's queue: processes that poll starve
// each other. It returns nil when the limit is over, or when what it locked
// has been replaced meanwhile.
func (s *Store) queue(limit context.Context) (*flock.Flock, error) {
	l := s.newLock()
	got := make(chan error, 1)
	go func() { got <- l.Lock() }()
	select {
	case <-limit.Done():
		// The kernel can't be told to forget us: the lock still comes, and is
		// given back at once.
		go func() {
			if err := <-got; err == nil {
				_ = l.Unlock() // its process has given up on it
			}
		}()
		return nil, nil
	case err := <-got:
		if err != nil || limit.Err() != nil {
			return nil, errors.Join(err, l.Unlock())
		}
		return s.confirmed(l)
	}
}

func (s *Store) newLock() *flock.Flock {
	name, options := lockTarget(runtime.GOOS, s.lockAt)
	return flock.New(filepath.Join(s.root.Name(), filepath.FromSlash(name)), options...)
}

// confirmed returns the lock if what it holds is what the root holds: flock
// opens by path, and the folder may have been replaced.
func (s *Store) confirmed(l *flock.Flock) (*flock.Flock, error) {
	locked, err := l.Stat()
	if err == nil {
		name, _ := lockTarget(runtime.GOOS, s.lockAt)
		now, err := s.disk.Lstat(name)
		if err == nil && os.SameFile(locked, now) {
			return l, nil
		}
	}
	return nil, errors.Join(err, l.Unlock())
}

// tryLock returns nil when the lock is held elsewhere. It opens anew each
// time: the folder that was locked last may have been replaced.
func (s *Store) tryLock() (*flock.Flock, error) {
	// As if for a file in it: neither the folder nor one above may be a link.
	if _, err := s.way(path.Join(s.lockAt, lockFile)); err != nil {
		return nil, err
	}
	if err := (&writer{disk: s.disk}).makeFolder(s.lockAt); err != nil {
		return nil, err
	}
	l := s.newLock()
	if ok, err := l.TryLock(); err != nil || !ok {
		return nil, err
	}
	return s.confirmed(l)
}

// lockTarget returns what is locked on an operating system, and how to open it.
func lockTarget(goos, folder string) (string, []flock.Option) {
	switch goos {
	case "darwin", "dragonfly", "freebsd", "linux", "netbsd", "openbsd":
		return folder, []flock.Option{flock.SetFlag(os.O_RDONLY)}
	}
	// Elsewhere a lock needs a file that is open for writing.
	return path.Join(folder, lockFile), nil
}
