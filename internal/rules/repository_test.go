package rules_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
	"github.com/cmmv-hive/modelgate/internal/schema"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var update = flag.Bool("update", false, "write the generated files and the want files of the cases")

// today is the day of every test; examples about expiry are written for it.
func today() time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) }

// A failer is a test that can fail at once: *testing.T or *rapid.T.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// A repository is an example: a tree, what it is compared with, and by whom it
// was changed.
type repository struct {
	head, base fstest.MapFS // base is nil without one
	commits    *change.Range
}

// parse reads an example: files whose path begins with "base:" are the base's,
// commits.json is a change.Range, and all others are the head's.
func parse(t failer, archive []byte) repository {
	t.Helper()
	repo := repository{head: fstest.MapFS{}}
	for _, f := range txtar.Parse(archive).Files {
		if strings.HasPrefix(strings.TrimPrefix(f.Name, "base:"), "registry/logs/") {
			f.Data = bytes.TrimSuffix(f.Data, []byte("\n")) // a record's name is the hash of its bytes, which end without one
		}
		data := &fstest.MapFile{Data: f.Data}
		name, isBase := strings.CutPrefix(f.Name, "base:")
		switch {
		case isBase:
			if repo.base == nil {
				repo.base = fstest.MapFS{}
			}
			repo.base[name] = data
		case name == "commits.json":
			if err := json.Unmarshal(f.Data, &repo.commits); err != nil {
				t.Fatalf("commits.json: %v", err)
			}
		default:
			repo.head[name] = data
		}
	}
	return repo
}

// findings runs all rules over the head. With a base, only new findings are
// returned, as in a pull request.
func (r repository) findings(t failer, catalogue []*check.Rule) []diag.Finding {
	t.Helper()
	headConfig, atHead := readConfig(t, r.head)
	if r.base == nil {
		return run(t, check.Input{Head: load(t, r.head, headConfig), Config: headConfig, Full: true}, catalogue)
	}
	policy, atBase := readConfig(t, r.base)
	how := &check.Policy{Path: config.Name}
	registered, err := snapshot.HoldsRegistry(r.base, ".", policy.Paths)
	if err != nil {
		t.Fatalf("base: %v", err)
	}
	switch {
	case !atBase && atHead && !registered:
		policy, how.Bootstrap = headConfig, true
	default:
		how.Changed = !reflect.DeepEqual(policy, headConfig)
	}
	base := load(t, r.base, policy)
	head := run(t, check.Input{
		Head: load(t, r.head, policy), Base: base, Config: policy, Policy: how, Commits: r.commits,
	}, catalogue)
	return check.New(head, run(t, check.Input{Head: base, Config: policy}, catalogue))
}

func readConfig(t failer, tree fstest.MapFS) (c *config.Config, present bool) {
	t.Helper()
	src, err := fs.ReadFile(tree, config.Name)
	if err != nil {
		return config.Default(), false
	}
	var all []diag.Rule
	for _, r := range rules.All() {
		all = append(all, r.Rule)
	}
	if c, err = config.Parse(config.Name, src, config.VocabularyOf(all)); err != nil {
		t.Fatal(err)
	}
	return c, true
}

func load(t failer, tree fs.FS, c *config.Config) *snapshot.Snapshot {
	t.Helper()
	root := "."
	if c.Root != "" {
		root = c.Root
	}
	s, err := snapshot.Load(tree, snapshot.NewLayout(root, c))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run runs the catalogue as the gate does: suppressions last.
func run(t failer, in check.Input, catalogue []*check.Rule) []diag.Finding {
	t.Helper()
	in.Now, in.Validator = today(), validator(t)
	parted, uses := check.Suppress(check.Run(in, catalogue), in.Config.Suppressions, in.Now)
	in.Suppressions = uses
	return diag.Sort(append(parted.Kept, check.RunSuppressions(in, catalogue)...))
}

// compiled compiles the schemas once: hundreds of runs share them.
var compiled = sync.OnceValues(schema.New)

func validator(t failer) *schema.Validator {
	t.Helper()
	v, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// compareFile holds a generated file against its content, or writes it.
func compareFile(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is stale; run go test ./internal/rules -update", name)
	}
}
