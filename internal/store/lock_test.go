package store

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// lock takes the lock, which must be free.
func lock(t *testing.T, s *Store) (unlock func() error) {
	t.Helper()
	return lockWithin(t, s, 0)
}

func lockWithin(t *testing.T, s *Store, wait time.Duration) (unlock func() error) {
	t.Helper()
	unlock, err := s.Lock(context.Background(), wait)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unlock() })
	return unlock
}

func TestFiftyProcessesLoseNothing(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, map[string]string{counter: "0\n"}, LockAt("data"))
	var running []*exec.Cmd
	for range 50 {
		c := helper(t, "count", s)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, c)
	}
	for _, c := range running {
		if err := c.Wait(); err != nil {
			t.Errorf("%v: %s", err, c.Stderr)
		}
	}
	checkCounter(t, s, "100\n")
}

func TestFiftyGoroutinesLoseNothing(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, map[string]string{counter: "0\n"}, LockAt("data"))
	var group sync.WaitGroup
	for range 50 {
		one := New(s.root, all, LockAt("data")) // a testDisk is for one goroutine
		group.Go(func() {
			if err := count(one, 2); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	checkCounter(t, s, "100\n")
}

func checkCounter(t *testing.T, s *Store, want string) {
	t.Helper()
	got := treeOf(t, s)
	if diff := diffTrees(got.contents(), map[string]string{counter: want}); diff != "" && runtime.GOOS != "windows" {
		t.Error(diff)
	}
	if len(got.temps()) > 0 {
		t.Errorf("temporary files are left: %q", got.temps())
	}
}

// helper returns a process of this test binary that does a job on a store.
func helper(t *testing.T, job string, s *Store) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, s.root.Name())
	c.Env = append(os.Environ(), helperEnv+"="+job)
	c.Stderr = &strings.Builder{}
	return c
}

func TestAKilledProcessHoldsNoLock(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, nil, LockAt("data"))
	c := helper(t, "hold", s)
	stdin, err := c.StdinPipe() // held open: it waits for its end
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "locked\n" {
		t.Fatalf("the helper says %q, %v: %s", line, err, c.Stderr)
	}
	if _, err := s.Lock(context.Background(), 0); !errors.Is(err, ErrLocked) {
		t.Errorf("while another process holds the lock: got error %v, want %v", err, ErrLocked)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // it was killed
	lock(t, s)
}

func TestAWaitForTheLockEnds(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, nil, LockAt("a/b"))
	unlock := lock(t, s)
	_, err := s.Lock(context.Background(), 30*time.Millisecond)
	if want := "lock a/b: held by another process, waited 30ms"; !errors.Is(err, ErrLocked) || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Lock(ctx, time.Minute); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "lock a/b: ") {
		t.Errorf("cancelled: got error %v", err)
	}
	if err := errors.Join(unlock(), unlock()); err != nil {
		t.Error(err)
	}
	// The two that gave up are still in the kernel's queue, and give the lock
	// back as it comes to them.
	lockWithin(t, s, time.Minute)
}

// A lock that comes at the moment its waiter gives up must not stay taken.
func TestALockThatComesTooLateIsGivenBack(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, nil, LockAt("data"))
	const wait = 500 * time.Microsecond
	for range 300 {
		unlock := lockWithin(t, s, time.Minute)
		done := make(chan error)
		go func() {
			late, err := s.Lock(context.Background(), wait)
			if err == nil {
				err = late()
			} else if errors.Is(err, ErrLocked) {
				err = nil
			}
			done <- err
		}()
		time.Sleep(wait)
		if err := errors.Join(unlock(), <-done); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheLockLeavesNoFile(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, nil, LockAt("registry/data"))
	if err := lock(t, s)(); err != nil {
		t.Fatal(err)
	}
	if files := treeOf(t, s).contents(); len(files) > 0 && runtime.GOOS != "windows" {
		t.Errorf("the folder holds %q", files)
	}
	for goos, want := range map[string]string{"linux": "d", "darwin": "d", "windows": "d/.modelgate.lock", "illumos": "d/.modelgate.lock"} {
		if got, _ := lockTarget(goos, "d"); got != want {
			t.Errorf("lockTarget(%q) = %q, want %q", goos, got, want)
		}
	}
}

// One lock however the store was opened: at the repository or at the root.
func TestTheSameFolderIsTheSameLock(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, map[string]string{"gov/data/r.json": "x"}, LockAt("gov/data"))
	inner, _ := reopen(t, filepath.Join(s.root.Name(), "gov"), LockAt("data"))
	lock(t, s)
	if _, err := inner.Lock(context.Background(), 0); !errors.Is(err, ErrLocked) {
		t.Errorf("got error %v, want %v", err, ErrLocked)
	}
}

// git removes a folder that it empties, and makes another of its name.
func TestALockOnAReplacedFolderIsNoLock(t *testing.T) {
	t.Parallel()
	s, d := newStore(t, map[string]string{"data/r.json": "x"}, LockAt("data"))
	replaced := false
	d.before = func(_ int, op string) error {
		// The last look before the lock is believed.
		if op != "lstat data" || len(d.calls) < 4 || replaced {
			return nil
		}
		replaced = true
		return errors.Join(s.root.Rename("data", "gone"), s.root.Mkdir("data", 0o755))
	}
	unlock, err := s.Lock(context.Background(), 5*time.Second)
	if err != nil || !replaced {
		t.Fatalf("Lock: %v; the folder was replaced: %v", err, replaced)
	}
	defer func() { _ = unlock() }()
	other, _ := reopen(t, s.root.Name(), LockAt("data"))
	if _, err := other.Lock(context.Background(), 0); !errors.Is(err, ErrLocked) {
		t.Errorf("the folder of today: got error %v, want %v", err, ErrLocked)
	}
}

func TestAFolderThatCannotBeLockedIsAnError(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, map[string]string{"f": "x", "d/x": "x"})
	if err := os.Symlink("d", filepath.Join(s.root.Name(), "link")); err != nil {
		t.Skipf("this file system makes no links: %v", err)
	}
	for _, folder := range []string{"f", "link", "link/data", "../other"} {
		s.lockAt = folder
		_, err := s.Lock(context.Background(), time.Minute)
		if err == nil || errors.Is(err, ErrLocked) || !strings.HasPrefix(err.Error(), "lock "+folder+": ") {
			t.Errorf("Lock of %q: got error %v", folder, err)
		}
	}
	if info, err := s.root.Lstat("d/data"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder was made through a link: %v, %v", info, err)
	}
}
