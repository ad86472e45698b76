package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

var errCrash = errors.New("the process is gone")

type faultCase struct {
	name  string
	files map[string]string
	plan  plan.Plan
}

func faultCases() []faultCase {
	return []faultCase{{
		name:  "a record and the registry",
		files: map[string]string{"data/registry.json": "old", "guidelines/MODELS_INDEX.md": "page"},
		plan: plan.Plan{
			{Path: "logs/2025/09/record.json", New: []byte("record")},
			{Path: "data/registry.json", Old: []byte("old"), New: []byte("new")},
		},
	}, {
		name:  "edits of every kind",
		files: map[string]string{"a": "old a", "b": "old b", "d/e": "old e", "d/f": "old f", "MODELS_INDEX.md": "page"},
		plan: plan.Plan{
			{Path: "a", Old: []byte("old a"), New: []byte("new a")},
			{Path: "b", Old: []byte("old b")},
			{Path: "n/m/c", New: []byte("new c")},
			{Path: "d/e", Old: []byte("old e"), New: []byte("")},
			{Path: "d/f", Old: []byte("old f")},
		},
	}}
}

// eachCall runs a case with call 1, 2, … failing until one run has no such
// call, which must succeed.
func eachCall(t *testing.T, c faultCase, run func(t *testing.T, s *Store, d *testDisk, n int) (reached bool)) {
	t.Helper()
	const enough = 1000
	for n := 1; n < enough; n++ {
		s, d := newStore(t, c.files)
		if !run(t, s, d, n) {
			if n < 20 {
				t.Errorf("%s: only %d calls were made to fail", c.name, n-1)
			}
			if diff := diffTrees(treeOf(t, s).contents(), after(c.files, c.plan)); diff != "" {
				t.Errorf("%s: after success\n%s", c.name, diff)
			}
			return
		}
	}
	t.Fatalf("%s: more than %d calls", c.name, enough)
}

func TestAFailedCallLeavesNotOneByteChanged(t *testing.T) {
	t.Parallel()
	faults := []error{syscall.ENOSPC, syscall.EIO, syscall.EROFS, syscall.EACCES, syscall.EDQUOT}
	for _, c := range faultCases() {
		eachCall(t, c, func(t *testing.T, s *Store, d *testDisk, n int) bool {
			fault := faults[n%len(faults)]
			was := treeOf(t, s)
			failed := ""
			d.before = func(i int, op string) error {
				if i != n {
					return nil
				}
				failed = op
				return fault
			}
			err := s.Apply(c.plan)
			if failed == "" {
				if err != nil {
					t.Errorf("%s: Apply without a fault: %v", c.name, err)
				}
				return false
			}
			checkFault(t, fmt.Sprintf("%s: %v in call %d, %q", c.name, fault, n, failed), faulted{
				err: err, fault: fault, op: failed, was: was, now: treeOf(t, s),
				done: after(c.files, c.plan), last: len(d.calls) == n || d.cleaningOnly(n),
			})
			return true
		})
	}
}

// cleaningOnly reports whether all calls after call n remove temporary files.
func (d *testDisk) cleaningOnly(n int) bool {
	return !slices.ContainsFunc(d.calls[n:], func(op string) bool { return !removesTemp(op) })
}

func removesTemp(op string) bool {
	return strings.HasPrefix(op, "remove ") && (strings.HasSuffix(op, "/temp") || op == "remove temp")
}

type faulted struct {
	err, fault error
	op         string
	was, now   tree
	done       map[string]string
	last       bool // nothing but cleaning followed
}

func checkFault(t *testing.T, what string, f faulted) {
	t.Helper()
	if removesTemp(f.op) { // the plan is made; one file is left to Sweep
		if f.err != nil || len(f.now.temps()) > 1 || !maps.Equal(f.now.contents(), f.done) {
			t.Errorf("%s: error %v, tree %q, want no error, one temporary file at most, and all edits made", what, f.err, f.now)
		}
		return
	}
	if !errors.Is(f.err, f.fault) {
		t.Errorf("%s: got error %v", what, f.err)
	}
	if strings.HasPrefix(f.op, "sync ") && f.last && strings.Contains(f.err.Error(), "power cut") {
		if len(f.now.temps()) > 0 || !maps.Equal(f.now.contents(), f.done) {
			t.Errorf("%s: tree %q, want all edits made", what, f.now)
		}
		return
	}
	if diff := diffTrees(f.now, f.was); diff != "" {
		t.Errorf("%s: the tree differs\n%s", what, diff)
	}
}

func TestARollbackIsMadeDurableToo(t *testing.T) {
	t.Parallel()
	files, p := twoFiles()
	s, d := newStore(t, files)
	from := 0
	d.before = func(i int, op string) error {
		if op != "rename data/temp data/registry.json" {
			return nil
		}
		from = i
		return syscall.EIO
	}
	err := s.Apply(p)
	if want := "write data/registry.json: input/output error"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	want := []string{"remove logs/09/record.json", "sync logs/09", "remove data/temp", "remove logs/09", "remove logs"}
	if got := d.calls[from:]; !slices.Equal(got, want) {
		t.Errorf("after the failure the calls are %q, want %q", got, want)
	}
}

func TestOldContentThatCannotBePutBackIsKept(t *testing.T) {
	t.Parallel()
	s, d := newStore(t, map[string]string{"a": "old a", "b": "old b"})
	renames := 0
	d.before = func(_ int, op string) error {
		if strings.HasPrefix(op, "rename ") {
			if renames++; renames > 1 {
				return syscall.EIO
			}
		}
		return nil
	}
	err := s.Apply(plan.Plan{
		{Path: "a", Old: []byte("old a"), New: []byte("new a")},
		{Path: "b", Old: []byte("old b"), New: []byte("new b")},
	})
	now := treeOf(t, s)
	temps := now.temps()
	if len(temps) != 1 || !strings.HasSuffix(now[temps[0]], " old a") {
		t.Fatalf("the tree is %q, want one temporary file with the old content of a", now)
	}
	want := "write b: input/output error\nrestore a: input/output error; the old content is in " + temps[0]
	if err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

// A disk that fails once and for all can't be rolled back on, but no file is
// torn, no old content lost, and the error says what was not restored.
func TestADiskThatStaysBrokenLosesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range faultCases() {
		eachCall(t, c, func(t *testing.T, s *Store, d *testDisk, n int) bool {
			reached := false
			d.before = func(i int, op string) error {
				if i < n {
					return nil
				}
				reached = reached || !removesTemp(op)
				return syscall.EIO
			}
			err := s.Apply(c.plan)
			if !reached {
				return false
			}
			if err == nil {
				t.Fatalf("%s: broken from call %d: got no error", c.name, n)
			}
			now := treeOf(t, s)
			checkWhole(t, fmt.Sprintf("%s: broken from call %d", c.name, n), c, now)
			for _, e := range c.plan {
				changed := !maps.Equal(now.contents(), after(now.contents(), plan.Plan{{Path: e.Path, New: e.Old}}))
				if changed && !strings.Contains(err.Error(), "restore "+e.Path) && !strings.Contains(err.Error(), "power cut") {
					t.Errorf("%s: broken from call %d: %s is changed, which the error does not say: %v", c.name, n, e.Path, err)
				}
			}
			return true
		})
	}
}

// checkWhole reports files that are neither the old nor the new ones, and
// edits that are made before an earlier one.
func checkWhole(t *testing.T, what string, c faultCase, now tree) {
	t.Helper()
	made := len(c.plan)
	for made > 0 && !maps.Equal(now.contents(), after(c.files, c.plan[:made])) {
		made--
	}
	if diff := diffTrees(now.contents(), after(c.files, c.plan[:made])); diff != "" {
		t.Errorf("%s: the files are none of the plan's states\n%s", what, diff)
	}
}

func TestAfterACrashEachFileIsOldOrNewAndARetrySucceeds(t *testing.T) {
	t.Parallel()
	for _, c := range faultCases() {
		eachCall(t, c, func(t *testing.T, s *Store, d *testDisk, n int) bool {
			if !crashes(s, d, c.plan, n) {
				return false
			}
			what := fmt.Sprintf("%s: crash at call %d, %q", c.name, n, d.calls[n-1])
			checkWhole(t, what, c, treeOf(t, s))
			retry(t, what, c, s)
			return true
		})
	}
}

// crashes reports whether the process was gone at call n: that call panics,
// and no clean-up that follows reaches the disk.
func crashes(s *Store, d *testDisk, p plan.Plan, n int) (crashed bool) {
	d.before = func(i int, _ string) error {
		switch {
		case i < n:
			return nil
		case i == n && !strings.HasPrefix(d.calls[i-1], "write "):
			panic(errCrash)
		}
		crashed = true // by a half-done write; nothing works from here on
		return errCrash
	}
	defer func() {
		if r := recover(); r != nil {
			if r != errCrash {
				panic(r)
			}
			crashed = true
		}
	}()
	_ = s.Apply(p)
	return crashed
}

// retry does what the next run does: lock, sweep, plan anew, apply.
func retry(t *testing.T, what string, c faultCase, crashed *Store) {
	t.Helper()
	s, _ := reopen(t, crashed.root.Name())
	unlock, err := s.Lock(context.Background(), time.Second)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	defer func() { _ = unlock() }()
	want := treeOf(t, s).temps()
	swept, err := s.Sweep(".")
	slices.Sort(swept)
	if err != nil || !slices.Equal(swept, want) {
		t.Errorf("%s: Sweep = %q, %v, want %q", what, swept, err, want)
	}
	p := slices.Clone(c.plan)
	for i, e := range p {
		if p[i].Old, err = s.root.ReadFile(e.Path); err != nil {
			p[i].Old = nil
		}
	}
	if err := s.Apply(p); err != nil {
		t.Errorf("%s: retry: %v", what, err)
	}
	now := treeOf(t, s)
	if diff := diffTrees(now.contents(), after(c.files, c.plan)); diff != "" || len(now.temps()) > 0 {
		t.Errorf("%s: after the retry\n%s\ntemporary files %q", what, diff, now.temps())
	}
}
