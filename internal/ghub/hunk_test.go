package ghub

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// numbered is the lines from first to last, each a number.
func numbered(first, last int) string {
	var b strings.Builder
	for i := first; i <= last; i++ {
		fmt.Fprintf(&b, "%d\n", i)
	}
	return b.String()
}

func TestHunksAreTheChangedLinesWithThreeAround(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		before, after string
		want          []span
	}{
		"a new file":                           {"", "a\nb\n", []span{{1, 2}}},
		"a new file without a last line feed":  {"", "a\nb", []span{{1, 2}}},
		"an emptied file":                      {"a\nb\n", "", nil},
		"one line in the middle":               {numbered(1, 20), numbered(1, 9) + "x\n" + numbered(11, 20), []span{{7, 13}}},
		"the first line":                       {numbered(1, 20), "x\n" + numbered(2, 20), []span{{1, 4}}},
		"the last line":                        {numbered(1, 20), numbered(1, 19) + "x\n", []span{{17, 20}}},
		"the last line feed":                   {"1\n2", "1\n2\n", []span{{1, 2}}},
		"a deletion":                           {numbered(1, 20), numbered(1, 9) + numbered(13, 20), []span{{7, 12}}},
		"a deletion at the end":                {numbered(1, 20), numbered(1, 15), []span{{13, 15}}},
		"changes with six lines between":       {numbered(1, 30), numbered(1, 9) + "x\n" + numbered(11, 16) + "y\n" + numbered(18, 30), []span{{7, 20}}},
		"changes with seven lines between":     {numbered(1, 30), numbered(1, 9) + "x\n" + numbered(11, 17) + "y\n" + numbered(19, 30), []span{{7, 13}, {15, 21}}},
		"two far and long insertions":          {numbered(1, 400), strings.Repeat("x\n", 200) + numbered(1, 400) + strings.Repeat("y\n", 200), []span{{1, 203}, {598, 800}}},
		"every line but the ends of its lines": {"a\nb\n", "a\r\nb\r\n", []span{{1, 2}}},
	} {
		if got := hunks(tc.before, tc.after); !slices.Equal(got, tc.want) {
			t.Errorf("%s: hunks = %v, want %v", name, got, tc.want)
		}
	}
}

func TestHunksAreThoseOfGit(t *testing.T) {
	t.Parallel()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("there is no git to compare with")
	}
	entry := func(id, role string) string {
		return fmt.Sprintf("    {\n      \"model_id\": %q,\n      \"provider\": \"acme\",\n      \"role\": %q,\n      \"status\": \"active\"\n    }", id, role)
	}
	list := func(entries ...string) string {
		return "{\n  \"models\": [\n" + strings.Join(entries, ",\n") + "\n  ]\n}\n"
	}
	var all []string
	for i := range 40 {
		all = append(all, entry(fmt.Sprintf("m-%d", i), "specialist"))
	}
	base := list(all...)
	changed := slices.Clone(all)
	changed[3], changed[30] = entry("m-3", "general"), entry("m-30", "general")
	imported := slices.Clone(all[:20])
	for i := range 60 {
		imported = append(imported, entry(fmt.Sprintf("new-%d", i), "specialist"))
	}
	imported = append(imported, all[20:]...)
	for name, head := range map[string]string{
		"two entries changed": list(changed...),
		"sixty entries added": list(imported...),
		"an entry removed":    list(slices.Concat(all[:7], all[8:])...),
		"one added at an end": list(append(slices.Clone(all), entry("z", "specialist"))...),
	} {
		// Among equal lines the change may be put a little higher or lower.
		const slide = 2
		got, want := hunks(base, head), gitHunks(t, git, base, head)
		if !slices.EqualFunc(got, want, func(a, b span) bool {
			return max(a.first-b.first, b.first-a.first, a.last-b.last, b.last-a.last) <= slide
		}) {
			t.Errorf("%s: hunks = %v, want those of git, %v", name, got, want)
		}
	}
}

var hunkHeader = regexp.MustCompile(`(?m)^@@ -\S+ \+(\d+)(?:,(\d+))? @@`)

func gitHunks(t *testing.T, git, before, after string) []span {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"a": before, "b": after} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(git, "diff", "--no-index", "--no-color", "--no-ext-diff", "-U3", "a", "b")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil // they differ
	}
	if err != nil {
		t.Fatal(err)
	}
	var hs []span
	for _, m := range hunkHeader.FindAllStringSubmatch(string(out), -1) {
		first, size := number(t, m[1]), 1
		if m[2] != "" {
			size = number(t, m[2])
		}
		hs = append(hs, span{first, first + size - 1})
	}
	return hs
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// unreadable is a tree of which one file can't be read.
type unreadable struct{ fs.FS }

func (u unreadable) Open(name string) (fs.File, error) {
	if name == "torn" {
		return nil, errors.New("input/output error")
	}
	return u.FS.Open(name)
}

func TestAFileIsTouchedWhenItDiffers(t *testing.T) {
	t.Parallel()
	base := fstest.MapFS{"same": {Data: []byte("x\n")}, "gone": {Data: []byte("x\n")}, "torn": {Data: []byte("x\n")}, "bin": {Data: []byte("x\n")}}
	head := fstest.MapFS{"same": {Data: []byte("x\n")}, "new": {Data: []byte("x\n")}, "torn": {Data: []byte("y\n")}, "bin": {Data: []byte("y\x00\n")}}
	m := newHunkMap(unreadable{base}, head, notRenamed)
	for name, want := range map[string]fileDiff{
		"same": {}, "nowhere": {}, "../x": {}, "": {},
		"gone": {touched: true},
		"bin":  {touched: true},
		"torn": {}, // taking it for a new file would offer every line
		"new":  {touched: true, hunks: []span{{1, 1}}, head: "x\n"},
	} {
		got := m.file(name)
		if got.touched != want.touched || !slices.Equal(got.hunks, want.hunks) || got.head != want.head {
			t.Errorf("file(%q) = %+v, want %+v", name, got, want)
		}
	}
}

func TestARangeOfLinesLiesInOneHunkOrNone(t *testing.T) {
	t.Parallel()
	d := fileDiff{hunks: []span{{5, 10}, {20, 30}}}
	for s, want := range map[span]struct {
		inside bool
		first  int
	}{
		{5, 10}: {true, 5}, {7, 7}: {true, 7}, {4, 6}: {false, 5}, {9, 21}: {false, 9},
		{11, 19}: {false, 0}, {1, 4}: {false, 0}, {15, 40}: {false, 20}, {31, 31}: {false, 0},
	} {
		_, inside := d.hunkOf(s)
		if first := d.firstIn(s); inside != want.inside || first != want.first {
			t.Errorf("lines %v: in one hunk %t, first line %d, want %t and %d", s, inside, first, want.inside, want.first)
		}
	}
}

func notRenamed(string) string { return "" }
