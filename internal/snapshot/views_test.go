package snapshot_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func load(t *testing.T, root string, c *config.Config, fsys fs.FS) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.Load(fsys, snapshot.NewLayout(root, c))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func faults(s *snapshot.Snapshot) string {
	var b strings.Builder
	for _, f := range s.Faults {
		fmt.Fprintf(&b, "%s %s: %s\n", f.Rule, f.Subject, f.Message)
	}
	return b.String()
}

func TestViewsAreReadWhateverTheyHold(t *testing.T) {
	t.Parallel()
	small := config.Default()
	small.Limits.Document = 8
	const name = "gov/metrics/views/generals.json"
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	tests := []struct {
		name   string
		config *config.Config
		files  fstest.MapFS
		state  snapshot.State
		src    string
		faults string
	}{
		{"no view", config.Default(), fstest.MapFS{}, snapshot.Absent, "", ""},
		{"no JSON", config.Default(), fstest.MapFS{name: file("{oops")}, snapshot.Present, "{oops", ""},
		{"a link", config.Default(), fstest.MapFS{name: {Mode: fs.ModeSymlink, Data: []byte("x")}}, snapshot.Broken, "",
			"path-unsafe gov/metrics/views/generals.json: \"gov/metrics/views/generals.json\" is a symbolic link, so nothing is read from it\n"},
		{"a folder", config.Default(), fstest.MapFS{name + "/x": file("")}, snapshot.Broken, "",
			"path-unsafe gov/metrics/views/generals.json: \"gov/metrics/views/generals.json\" is a folder, so nothing is read from it\n"},
		{"a twin", config.Default(), fstest.MapFS{name: file("{}"), "gov/metrics/views/Generals.json": file("")}, snapshot.Present, "{}",
			"path-unsafe gov/metrics/views/Generals.json: \"gov/metrics/views/Generals.json\" differs from \"gov/metrics/views/generals.json\" only by case\n"},
		{"too large", small, fstest.MapFS{name: file("123456789")}, snapshot.Broken, "",
			"json-invalid gov/metrics/views/generals.json: file has 9 bytes, more than the limit of 8\n"},
		{"a pointer", config.Default(), fstest.MapFS{name: file("version https://git-lfs.github.com/spec/v1\n")}, snapshot.Broken, "",
			"path-unsafe gov/metrics/views/generals.json: \"gov/metrics/views/generals.json\" is a Git LFS pointer, not the file\n"},
		{"another name", small, fstest.MapFS{"gov/metrics/views/other.json": file("123456789")}, snapshot.Absent, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := load(t, "gov", tt.config, tt.files)
			if v := s.View("generals.json"); v.State != tt.state || string(v.Src) != tt.src {
				t.Errorf("View = %v %q, want %v %q", v.State, v.Src, tt.state, tt.src)
			}
			if got := faults(s); got != tt.faults {
				t.Errorf("faults are %q, want %q", got, tt.faults)
			}
		})
	}
}

func TestAnUnknownTreeAllowsNoConclusion(t *testing.T) {
	t.Parallel()
	s := &snapshot.Snapshot{Layout: snapshot.NewLayout(".", config.Default())}
	if !s.Exists("a.json") || s.Unsafe("a.json") != "" {
		t.Errorf("Exists = %t and Unsafe = %q, want true and nothing", s.Exists("a.json"), s.Unsafe("a.json"))
	}
	if id, known := s.BlobID("a.json", strings.Repeat("0", 40)); known {
		t.Errorf("BlobID = %q, want it to be unknown", id)
	}
	if v := s.View("generals.json"); v.State != snapshot.Absent {
		t.Errorf("View = %v, want none", v.State)
	}
}

func TestTheProvenanceIsHeldAgainstContents(t *testing.T) {
	t.Parallel()
	const (
		text = "hello\n"
		lf   = "ce013625030ba8dba906f756967f9e9ca394464a" // git hash-object
		lf64 = "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4"
		crlf = "ef0493b275aa2080237f676d2ef6559246f56636"
		none = "0000000000000000000000000000000000000000"
	)
	registry := `{"models": [{"schema_version": "1.1", "provenance": [
 {"path": "lf.txt"}, {"path": "crlf.txt"}, {"path": "link.txt"}, {"path": "gone.txt"}, {"path": ".GIT/config"}, {"path": "../up.txt"},
 {"path": "metrics/models/a.json"}, {"path": "empty.txt"}, {"path": "` + strings.Repeat("n", 300) + `"}, {}, 7]},
 {"schema_version": "1.0", "provenance": [{"path": "old.txt"}]}]}`
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	s := load(t, "gov", config.Default(), fstest.MapFS{
		"gov/registry/data/model_registry.json": file(registry),
		"gov/metrics/models/a.json":             file(`{}`),
		"gov/lf.txt":                            file(text),
		"gov/crlf.txt":                          file("hello\r\n"),
		"gov/link.txt":                          {Mode: fs.ModeSymlink, Data: []byte("lf.txt")},
		"gov/.GIT/config":                       file(text),
		"gov/old.txt":                           file(text),
		"gov/empty.txt":                         file(""),
		"up.txt":                                file(text),
	})
	for _, tc := range []struct {
		path, like, want string
		known            bool
	}{
		{"lf.txt", lf, lf, true},
		{"lf.txt", lf64, lf64, true},
		{"lf.txt", none, lf, true},
		{"lf.txt", none + none[:24], lf64, true},
		{"lf.txt", crlf, lf, true},
		{"crlf.txt", crlf, crlf, true},
		{"crlf.txt", lf, lf, true},
		{"crlf.txt", lf64, lf64, true},
		{"crlf.txt", none, crlf, true},
		{"metrics/models/a.json", none, "9e26dfeeb6e641a33dae4961196235bdb965b21b", true},
		{"empty.txt", none, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", true},
		{"link.txt", lf, "", true},
		{"gone.txt", lf, "", true},
		{".GIT/config", lf, "", true},
		{"../up.txt", lf, "", true},
		{"old.txt", lf, "", false},
	} {
		if got, known := s.BlobID(tc.path, tc.like); got != tc.want || known != tc.known {
			t.Errorf("BlobID(%q, %q) = %q, %t, want %q, %t", tc.path, tc.like, got, known, tc.want, tc.known)
		}
	}
}

// A file that is read only for its name counts like any other.
func TestASourceFileCountsTowardsTheTotal(t *testing.T) {
	t.Parallel()
	c := config.Default()
	c.Limits.Total = 1000
	_, err := snapshot.Load(fstest.MapFS{
		"registry/data/model_registry.json": {Data: []byte(`{"models": [{"schema_version": "1.1", "provenance": [{"path": "big.bin"}]}]}`)},
		"big.bin":                           {Data: bytes.Repeat([]byte{0}, 1000)},
	}, snapshot.NewLayout(".", c))
	if err == nil || !strings.Contains(err.Error(), "more than 1000 bytes together") {
		t.Errorf("Load gives the error %v, want the limit's", err)
	}
}
