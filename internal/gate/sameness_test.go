package gate_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/gate"
)

// countingFS counts how often each file is read.
type countingFS struct {
	fstest.MapFS
	read map[string]int
}

func (c countingFS) ReadFile(name string) ([]byte, error) {
	c.read[name]++
	return c.MapFS.ReadFile(name)
}

func (c countingFS) Open(name string) (fs.File, error) {
	c.read[name]++
	return c.MapFS.Open(name)
}

func TestAFileIsNotReadOncePerFinding(t *testing.T) {
	t.Parallel()
	var models []string
	for i := range 50 {
		models = append(models, fmt.Sprintf(`{"model_id": "Bad %d"}`, i))
	}
	counting := func() countingFS {
		return countingFS{fstest.MapFS{
			registryPath: {Data: []byte(`{"models": [` + strings.Join(models, ",") + `]}`)},
		}, map[string]int{}}
	}
	head, base, places := counting(), counting(), counting()
	res, err := tryJudge(t, gate.Request{
		Head: gate.Tree{FS: head}, Base: &gate.Tree{FS: base}, Places: &gate.Tree{FS: places},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Run.Findings) < 100 {
		t.Fatalf("there are %d findings, want at least 100 for this test to mean anything", len(res.Run.Findings))
	}
	for name, tree := range map[string]countingFS{"head": head, "base": base, "places": places} {
		if n := tree.read[registryPath]; n > 3 {
			t.Errorf("the registry of the %s is read %d times, want at most 3", name, n)
		}
	}
}
