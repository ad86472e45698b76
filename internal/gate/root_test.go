package gate_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/rules"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

const noModels = `{"schema_version": "1.0", "models": []}` + "\n"

// tryJudge judges as of a fixed day.
func tryJudge(t testing.TB, req gate.Request) (*gate.Judgement, error) {
	t.Helper()
	j, err := gate.NewJudge("test", rules.All())
	if err != nil {
		t.Fatal(err)
	}
	req.Now = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return j.Judge(context.Background(), req)
}

// files is a tree of the files with these names, each an empty registry.
func files(names ...string) gate.Tree {
	tree := fstest.MapFS{}
	for _, name := range names {
		tree[name] = &fstest.MapFile{Data: []byte(noModels)}
	}
	return gate.Tree{FS: tree}
}

func TestAWrongRootOrConfigPathIsWrongUse(t *testing.T) {
	t.Parallel()
	head := files("gov/"+registryPath, "docs/readme.md")
	for name, tt := range map[string]struct {
		req  gate.Request
		want string
	}{
		"nothing below it":   {gate.Request{Head: head, Root: "docs"}, `below the root "docs"`},
		"not there":          {gate.Request{Head: head, Root: "nope"}, `below the root "nope"`},
		"neither has it":     {gate.Request{Head: head, Base: &head, Root: "nope"}, `below the root "nope"`},
		"a file":             {gate.Request{Head: head, Root: "docs/readme.md"}, `below the root "docs/readme.md"`},
		"above":              {gate.Request{Head: head, Root: "../.."}, `"../.." leads out of the repository`},
		"absolute":           {gate.Request{Head: head, Root: "/etc"}, `"/etc" leads out of the repository`},
		"config above":       {gate.Request{Head: head, ConfigPath: "../x", ConfigNamed: true}, `"../x" leads out of the repository`},
		"config is absolute": {gate.Request{Head: head, ConfigPath: "/etc/x", ConfigNamed: true}, `"/etc/x" leads out of the repository`},
		"two candidates": {
			gate.Request{Head: files("a/"+registryPath, "b\n::error::c/"+registryPath)},
			`more than one root: "a" and "b\n::error::c"; choose`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tryJudge(t, tt.req)
			if !gate.IsUsage(err) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is %v (wrong use: %t), want one line of wrong use that says %s", err, gate.IsUsage(err), tt.want)
			}
		})
	}
}

// brokenFS is a tree that can't be read at some paths, as when it is served by
// an API.
type brokenFS struct {
	fstest.MapFS
	at string
}

var errAPI = errors.New("503 Service Unavailable")

func (b brokenFS) Lstat(name string) (fs.FileInfo, error) {
	if name == b.at {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: errAPI}
	}
	return b.MapFS.Lstat(name)
}

func TestATreeThatCannotBeReadIsNeverAnEmptyOne(t *testing.T) {
	t.Parallel()
	sound := files("gov/"+registryPath, "other/x")
	for _, at := range []string{".modelgate.yaml", "gov", "gov/registry", "gov/" + registryPath, "other/registry"} {
		broken := gate.Tree{FS: brokenFS{sound.FS.(fstest.MapFS), at}}
		for name, req := range map[string]gate.Request{
			"head":            {Head: broken},
			"base":            {Head: sound, Base: &broken},
			"head of two":     {Head: broken, Base: &sound},
			"head with root":  {Head: broken, Root: "gov"},
			"missing in base": {Head: broken, Base: &gate.Tree{FS: gate.EmptyTree()}},
		} {
			if strings.HasPrefix(at, "other") && (name == "head with root") {
				continue // nobody looks there
			}
			_, err := tryJudge(t, req)
			if !errors.Is(err, errAPI) || gate.IsUsage(err) {
				t.Errorf("%s can't be read at %q: the error is %v, want %v", name, at, err, errAPI)
			}
		}
	}
}

func TestARegistryAtANamedRootIsJudgedByItsBasesPolicy(t *testing.T) {
	t.Parallel()
	base, head := files("a/deep/"+registryPath), files("a/deep/"+registryPath)
	head.FS.(fstest.MapFS)[".modelgate.yaml"] = &fstest.MapFile{Data: []byte("version: 1\nrules: {general-too-small: off}\n")}
	head.FS.(fstest.MapFS)["a/deep/"+registryPath] = &fstest.MapFile{Data: []byte(
		`{"schema_version": "1.0", "models": [{"model_id": "acme-one", "role": "general", "size_class": "nano"}]}`)}
	res, err := tryJudge(t, gate.Request{Head: head, Base: &base, Root: "a/deep"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range res.Run.Findings {
		if f.Rule == "general-too-small" || strings.HasPrefix(f.Rule, "policy-") {
			got = append(got, f.Rule)
		}
	}
	if d := cmp.Diff([]string{"policy-changed", "general-too-small"}, got); d != "" || res.Run.Pass {
		t.Errorf("passed: %t, findings (-want +got):\n%s", res.Run.Pass, d)
	}

	base.FS.(fstest.MapFS)[".modelgate.yaml"] = &fstest.MapFile{Data: []byte("version: [\n")}
	head.FS.(fstest.MapFS)[".modelgate.yaml"] = &fstest.MapFile{Data: []byte("version: 1\npaths: {registry: none.json}\n")}
	res, err = tryJudge(t, gate.Request{Head: head, Base: &base, Root: "a/deep"})
	if err != nil || res.Run.Pass {
		t.Errorf("a change that repairs the base's config and looks elsewhere passes: %v", err)
	}
}

func TestASecondRootIsToldBeforeItIsMerged(t *testing.T) {
	t.Parallel()
	metric, page, config := "metrics/models/acme.json", "guidelines/MODELS_INDEX.md", &fstest.MapFile{Data: []byte("version: 1\nroot: gov\n")}
	const record = "registry/logs/2026/01/" + "0000000000000000000000000000000000000000000000000000000000000000.json"
	configured := files("gov/"+registryPath, "new/"+registryPath)
	configured.FS.(fstest.MapFS)[".modelgate.yaml"] = config
	withConfig := func(text string, names ...string) gate.Tree {
		tree := files(names...)
		tree.FS.(fstest.MapFS)[".modelgate.yaml"] = &fstest.MapFile{Data: []byte("version: 1\n" + text)}
		return tree
	}
	for name, tt := range map[string]struct {
		base, head gate.Tree
		root       string   // as given
		want       []string // the second roots told
		chosen     string
	}{
		"a copy":                        {base: files("gov/" + registryPath), head: files("gov/"+registryPath, "new/"+registryPath), want: []string{"new/" + registryPath}, chosen: "gov"},
		"a copy at the top":             {base: files("gov/" + registryPath), head: files("gov/"+registryPath, registryPath), want: []string{registryPath}, chosen: "gov"},
		"two copies":                    {base: files("gov/" + registryPath), head: files("gov/"+registryPath, "a/"+registryPath, "b/"+registryPath), want: []string{"a/" + registryPath, "b/" + registryPath}, chosen: "gov"},
		"moved to two places":           {base: files("gov/" + registryPath), head: files("a/"+registryPath, "b/"+registryPath), want: []string{"a/" + registryPath, "b/" + registryPath}, chosen: "gov"},
		"metrics twice":                 {base: files("gov/" + metric), head: files("gov/"+metric, "new/"+metric), want: []string{"new/metrics/models"}, chosen: "gov"},
		"moved":                         {base: files("gov/" + registryPath), head: files("new/" + registryPath), chosen: "new"},
		"the first registry":            {base: files("gov/" + metric), head: files("gov/"+metric, "new/"+registryPath), chosen: "new"},
		"metrics are no second":         {base: files("gov/" + registryPath), head: files("gov/"+registryPath, "new/"+metric), chosen: "gov"},
		"given":                         {base: files("gov/" + registryPath), head: files("gov/"+registryPath, "new/"+registryPath), root: "gov", chosen: "gov"},
		"configured":                    {base: files("gov/" + registryPath), head: configured, chosen: "gov"},
		"repaired by config":            {base: files("gov/"+registryPath, "new/"+registryPath), head: configured, chosen: "gov"},
		"the page stays":                {base: files(registryPath, page), head: files("gov/"+registryPath, page), chosen: "gov"},
		"the page stays in a folder":    {base: files("gov/"+registryPath, "gov/"+page), head: files("new/"+registryPath, "gov/"+page), chosen: "gov"},
		"all is removed but the page":   {base: files(registryPath, page), head: files(page), chosen: "."},
		"logs of other programs":        {base: files(page, "a/registry/logs/x.log", "b/registry/logs/2026/01/x.json"), head: files(page, registryPath, "a/registry/logs/x.log", "b/registry/logs/2026/01/x.json"), chosen: "."},
		"one log of another program":    {base: files(page, "a/registry/logs/x.log"), head: files(page, "a/registry/logs/x.log"), chosen: "."},
		"signatures of another program": {base: files(page, "a/registry/signatures/x.asc"), head: files(page, "a/registry/signatures/x.asc"), chosen: "."},
		"logs that may be ours":         {base: files(page, "a/"+record, "b/"+record), head: withConfig("root: .\n", page, registryPath, "a/"+record, "b/"+record), chosen: "."},
		"the same, with a config":       {base: withConfig("", page, "a/"+record, "b/"+record), head: withConfig("root: .\n", page, registryPath, "a/"+record, "b/"+record), chosen: "."},
		"foreign metrics":               {base: withConfig("", "a/"+metric, "b/"+metric), head: withConfig("root: c\n", "c/"+metric, "a/"+metric, "b/"+metric), chosen: "c"},
		"repaired by removal":           {base: files("gov/"+registryPath, "new/"+registryPath), head: files("new/" + registryPath), chosen: "new"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res, err := tryJudge(t, gate.Request{Head: tt.head, Base: &tt.base, Root: tt.root})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range res.Run.Findings {
				if f.Rule == "path-unsafe" && f.State == diag.New {
					got = append(got, f.Subject)
				}
			}
			slices.Sort(got)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("the roots told differ (-want +got):\n%s", d)
			}
			if res.Run.Repo.Root != tt.chosen || res.Run.Pass && len(tt.want) > 0 {
				t.Errorf("the root is %q and the verdict %t, want %q and %t", res.Run.Repo.Root, res.Run.Pass, tt.chosen, len(tt.want) == 0)
			}
		})
	}
}

func TestNoChangeChoosesARootThatHidesARegistryOfTheBase(t *testing.T) {
	t.Parallel()
	const metric = "metrics/models/acme.json"
	chosen := func(root string, names ...string) gate.Tree {
		tree := files(names...)
		tree.FS.(fstest.MapFS)[".modelgate.yaml"] = &fstest.MapFile{Data: []byte("version: 1\nroot: " + root + "\n")}
		return tree
	}
	plain := func(names ...string) gate.Tree {
		tree := files(names...)
		tree.FS.(fstest.MapFS)[".modelgate.yaml"] = &fstest.MapFile{Data: []byte("version: 1\n")}
		return tree
	}
	for name, tt := range map[string]struct{ base, head gate.Tree }{
		"two registries":        {plain("a/"+registryPath, "b/"+registryPath), chosen("c", "a/"+registryPath, "b/"+registryPath, "c/"+registryPath)},
		"two without a config":  {files("a/"+registryPath, "b/"+registryPath), chosen("c", "a/"+registryPath, "b/"+registryPath, "c/"+registryPath)},
		"nothing at the chosen": {plain("a/"+metric, "b/"+metric), chosen("c", "a/"+metric, "b/"+metric)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := tryJudge(t, gate.Request{Head: tt.head, Base: &tt.base}); !errors.Is(err, snapshot.ErrAmbiguousRoot) {
				t.Errorf("the error is %v, want %v", err, snapshot.ErrAmbiguousRoot)
			}
		})
	}
}
