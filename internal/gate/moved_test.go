package gate_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/gate"
)

// A config that nobody can read says nothing of where the files were.
func TestAStaleBranchThatRepairsTheConfigIsNoExceptionToThat(t *testing.T) {
	t.Parallel()
	base := configured("old", "rules: [\n", "gov/"+registryPath)
	tip := configured("tip", "root: new\n", "new/"+registryPath)
	_, err := tryJudge(t, gate.Request{Head: configured("head", "", "gov/"+registryPath), Base: &base, Policy: &tip})
	if !errors.Is(err, gate.ErrMoved) {
		t.Errorf("the error is %v, want %v", err, gate.ErrMoved)
	}
}

// configured is a tree with a config, "" for none, and these files.
func configured(commit, config string, names ...string) gate.Tree {
	t := files(names...)
	t.Commit = commit
	if config != "" {
		t.FS.(fstest.MapFS)[".modelgate.yaml"] = &fstest.MapFile{Data: []byte("version: 1\n" + config)}
	}
	return t
}

func TestAStaleBranchIsNotReadWithTheTargetsNewLayout(t *testing.T) {
	t.Parallel()
	const short, page = "registry/models.json", "guidelines/MODELS_INDEX.md"
	const pathsConfig, moved = "paths: {registry: registry/models.json}\n", "after this branch left it; merge or rebase it on the target"
	old := configured("old", "", "gov/"+registryPath)
	for name, tt := range map[string]struct {
		base, tip gate.Tree
		root      string // as given
		want      string // in the error; "" is none
	}{
		"other paths":             {old, configured("tip", pathsConfig, "gov/"+short), "", `the registry from "gov/` + registryPath + `" to "gov/registry/models.json" ` + moved},
		"other paths, named root": {old, configured("tip", pathsConfig, "gov/"+short), "gov", `to "gov/registry/models.json" ` + moved},
		"another root":            {old, configured("tip", "root: new\n", "new/"+registryPath), "", `to "new/` + registryPath + `" ` + moved},
		"another root, detected":  {old, configured("tip", "", "new/"+registryPath), "", moved},
		"another root, named":     {old, configured("tip", "", "new/"+registryPath), "new", moved},
		"a config goes":           {configured("old", pathsConfig, "gov/"+short), configured("tip", "", "gov/"+registryPath), "", `from "gov/registry/models.json"`},

		"same layout, said":       {old, configured("tip", "root: gov\nrules: {view-stale: off}\n", "gov/"+registryPath), "", ""},
		"the tip itself":          {old, configured("old", pathsConfig, "gov/"+short), "", ""},
		"nothing stands there":    {old, configured("tip", "paths: {views: out}\n", "gov/"+registryPath), "", ""},
		"the first registry":      {configured("old", "", "README.md"), configured("tip", "root: gov\n", "gov/"+registryPath), "", ""},
		"a page that stays":       {configured("old", "", page), configured("tip", "", page, "gov/"+registryPath), "", ""},
		"deeper than is detected": {configured("old", "", "a/b/"+registryPath), configured("tip", "", "a/b/"+registryPath), "a/b", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tryJudge(t, gate.Request{Head: tt.base, Base: &tt.base, Policy: &tt.tip, Root: tt.root})
			switch {
			case tt.want == "" && errors.Is(err, gate.ErrMoved):
				t.Errorf("the error is %v, want none about a move", err)
			case tt.want != "" && (!errors.Is(err, gate.ErrMoved) || gate.IsUsage(err) ||
				!strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n")):
				t.Errorf("the error is %v (wrong use: %t), want one line that says %s", err, gate.IsUsage(err), tt.want)
			}
		})
	}
}
