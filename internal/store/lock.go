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

// poll is how often a waiting process looks for the lock. One write takes
// some milliseconds.
const poll = 10 * time.Millisecond

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
		switch {
		case err != nil:
			return nil, fmt.Errorf("lock %s: %w", s.lockAt, bare(err))
		case l != nil:
			s.locked.Store(true)
			return sync.OnceValue(func() error {
				s.locked.Store(false)
				return l.Unlock()
			}), nil
		}
		select {
		case <-limit.Done():
			if ctx.Err() != nil { // ended from outside, which ends limit too
				return nil, fmt.Errorf("lock %s: %w", s.lockAt, ctx.Err())
			}
			return nil, fmt.Errorf("lock %s: %w, waited %s", s.lockAt, ErrLocked, wait)
		case <-time.After(poll):
		}
	}
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
	name, options := lockTarget(runtime.GOOS, s.lockAt)
	l := flock.New(filepath.Join(s.root.Name(), filepath.FromSlash(name)), options...)
	if ok, err := l.TryLock(); err != nil || !ok {
		return nil, err
	}
	// flock opens by path, so what it locked must be what the root holds.
	locked, err := l.Stat()
	if err == nil {
		now, err := s.disk.Lstat(name)
		if err == nil && os.SameFile(locked, now) {
			return l, nil
		}
	}
	return nil, errors.Join(err, l.Unlock())
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
