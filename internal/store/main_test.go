package store

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/rapidtest"
)

// helperEnv makes the test binary a process that works on a store: its value
// is the job, its first argument the store's folder.
const helperEnv = "MODELGATE_STORE_HELPER"

func TestMain(m *testing.M) {
	if job := os.Getenv(helperEnv); job != "" {
		if err := help(job, os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	rapidtest.Main(m)
}

func help(job, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	s := New(root, all, LockAt("data"))
	switch job {
	case "count":
		return count(s, 2)
	case "hold":
		if _, err := s.Lock(context.Background(), time.Minute); err != nil {
			return err
		}
		fmt.Println("locked")
		_, err := io.Copy(io.Discard, os.Stdin) // until it is killed
		return err
	}
	return fmt.Errorf("unknown job %q", job)
}

const counter = "data/counter"

// count adds to a counter file as a command changes the registry: lock, read,
// plan, apply.
func count(s *Store, times int) error {
	for range times {
		if err := countOnce(s); err != nil {
			return err
		}
	}
	return nil
}

func countOnce(s *Store) (err error) {
	unlock, err := s.Lock(context.Background(), time.Minute)
	if err != nil {
		return err
	}
	defer func() {
		if uerr := unlock(); err == nil {
			err = uerr
		}
	}()
	old, err := s.root.ReadFile(counter)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(old)))
	if err != nil {
		return err
	}
	return s.Apply(plan.Plan{{Path: counter, Old: old, New: fmt.Appendf(nil, "%d\n", n+1)}})
}

func all(string) bool { return true }
