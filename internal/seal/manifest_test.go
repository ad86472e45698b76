package seal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func hash(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

func TestAManifestIsCanonicalAndComesBack(t *testing.T) {
	t.Parallel()
	m := Manifest{V: 1, Files: []File{{"b.json", hash("b")}, {"a.json", hash("a")}}, Heads: []string{hash("2"), hash("1")}}
	src, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf(`{"files":[{"path":"a.json","sha256":%q},{"path":"b.json","sha256":%q}],"heads":[%q,%q],"v":1}`,
		hash("a"), hash("b"), hash("1"), hash("2"))
	if hash("1") > hash("2") {
		t.Fatal("the example's heads are not in order")
	}
	if diff := cmp.Diff(want, string(src)); diff != "" {
		t.Errorf("manifest differs (-want +got):\n%s", diff)
	}
	got, err := ParseManifest(src)
	if err != nil {
		t.Fatal(err)
	}
	if m.Files[0].Path != "b.json" {
		t.Error("Encode changed its receiver")
	}
	if again, err := got.Encode(); err != nil || string(again) != want {
		t.Errorf("encoded again = %s, %v, want %s", again, err, want)
	}
	if empty, err := (Manifest{V: 1}).Encode(); err != nil || string(empty) != `{"files":[],"heads":[],"v":1}` {
		t.Errorf("empty manifest = %s, %v", empty, err)
	}
}

func TestManifestsWithUnsafePathsAreRefusedByName(t *testing.T) {
	t.Parallel()
	for _, p := range []string{
		"../a", "a/../b", "/etc/passwd", "a//b", "./a", "a/", "", ".", `a\b`, "C:a", "a\nb", "a\x00b",
	} {
		m := Manifest{V: 1, Files: []File{{p, hash("a")}}}
		if _, err := m.Encode(); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%q", p)) {
			t.Errorf("Encode(path %q) = %v, want an error with the path", p, err)
		}
		src := fmt.Sprintf(`{"files":[{"path":%s,"sha256":%q}],"heads":[],"v":1}`, quote(p), hash("a"))
		if _, err := ParseManifest([]byte(src)); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%q", p)) {
			t.Errorf("ParseManifest(path %q) = %v, want an error with the path", p, err)
		}
		if ps, err := VerifyFiles(fstest.MapFS{}, m); err != nil || len(ps) != 1 || ps[0].Path != p {
			t.Errorf("VerifyFiles(path %q) = %+v, %v, want one problem", p, ps, err)
		}
	}
}

// quote writes the few control characters above as JSON does.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\x00", `\u0000`).Replace(s) + `"`
}

func TestOtherFormsOfAManifestAreRefused(t *testing.T) {
	t.Parallel()
	file := func(p string) string { return fmt.Sprintf(`{"path":%q,"sha256":%q}`, p, hash("a")) }
	for _, tt := range []struct{ src, want string }{
		{``, "EOF"},
		{`[]`, "wrong type"},
		{`{"files":[],"heads":[]}`, "v is 0"},
		{`{"files":[],"heads":[],"v":2}`, "v is 2"},
		{`{"files":[],"v":1}`, "form"},
		{`{"files":null,"heads":[],"v":1}`, "form"},
		{`{"files":[],"heads":[],"v":1}` + "\n", "form"},
		{`{"heads":[],"files":[],"v":1}`, "form"},
		{`{"files":[],"heads":[],"v":1,"w":1}`, `"/w"`},
		{`{"files":[],"heads":[],"v":1,"v":1}`, "duplicate"},
		{`{"files":[],"heads":[],"v":1}{}`, "invalid"},
		{`{"files":[{"path":"a"}],"heads":[],"v":1}`, `sha256 of "a" is ""`},
		{`{"files":[` + file("a") + `,` + file("a") + `],"heads":[],"v":1}`, `"a" stands twice`},
		{`{"files":[` + file("b") + `,` + file("a") + `],"heads":[],"v":1}`, `"a" is not after "b"`},
		{`{"files":[],"heads":["x"],"v":1}`, `"x"`},
		{`{"files":[],"heads":["` + hash("1") + `","` + hash("1") + `"],"v":1}`, hash("1")},
		{strings.Repeat(" ", maxManifest+1), "more than"},
	} {
		_, err := ParseManifest([]byte(tt.src))
		if err == nil || !strings.HasPrefix(err.Error(), "read manifest: ") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("ParseManifest(%.80q) = %v, want an error with %q", tt.src, err, tt.want)
		}
	}
}

func TestVerifyFilesTellsEveryFileThatDiffers(t *testing.T) {
	t.Parallel()
	m := Manifest{V: 1, Files: []File{
		{"changed", hash("old")}, {"folder", hash("")}, {"gone", hash("gone")}, {"link", hash("same")}, {"same", hash("same")},
	}}
	fsys := fstest.MapFS{
		"changed":  {Data: []byte("new")},
		"folder/x": {},
		"link":     {Data: []byte("same"), Mode: fs.ModeSymlink},
		"same":     {Data: []byte("same")},
		"unlisted": {Data: []byte("x")},
	}
	got, err := VerifyFiles(fsys, m)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		fmt.Sprintf("changed: content has the SHA-256 %q, want %q", hash("new"), hash("old")),
		"folder: file is not a regular file", "gone: file is missing", "link: file is not a regular file",
	}
	var told []string
	for _, p := range got {
		told = append(told, p.Path+": "+p.Message)
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("problems differ (-want +got):\n%s", diff)
	}
}

var errBroken = errors.New("input/output error")

type failing struct{ fstest.MapFS }

func (f failing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: errBroken}
}

func TestAFileThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	fsys := failing{fstest.MapFS{"a": {Data: []byte("a")}}}
	_, err := VerifyFiles(fsys, Manifest{V: 1, Files: []File{{"a", hash("a")}}})
	if !errors.Is(err, errBroken) {
		t.Errorf("VerifyFiles = %v, want %v", err, errBroken)
	}
}
