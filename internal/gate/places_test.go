package gate_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/gate"
)

// registryOf is a tree whose registry has one entry a line, from line 2 on.
func registryOf(entries ...string) gate.Tree {
	text := "{\"schema_version\": \"1.0\", \"models\": [\n" + strings.Join(entries, ",\n") + "\n]}\n"
	return gate.Tree{FS: fstest.MapFS{registryPath: {Data: []byte(text)}}}
}

func TestAFindingOfAMergeResultStandsWhereThePullRequestHasIt(t *testing.T) {
	t.Parallel()
	const (
		moved = `{"model_id": "aaa-new", "provider": "aaa", "display_name": "New"}`
		was   = `{"model_id": "acme-one", "provider": "acme", "display_name": "One"}`
		now   = `{"model_id": "acme-one", "provider": "other", "display_name": "One"}`
		third = `{"model_id": "third", "provider": "third", "display_name": "Third"}`
	)
	for name, tt := range map[string]struct {
		base, head, own gate.Tree
		rule            string
		line, related   int
	}{
		"a rule that needs the base": {
			registryOf(moved, was), registryOf(moved, now), registryOf(now), "immutable-field-changed", 2, 0,
		},
		"a rule that needs none": {
			registryOf(moved, was), registryOf(moved, was, was), registryOf(was, was), "duplicate-model-id", 3, 1,
		},
		"only the merge makes it": {
			registryOf(was, third), registryOf(was, was, third), registryOf(was), "duplicate-model-id", 0, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res, err := tryJudge(t, gate.Request{Head: tt.head, Base: &tt.base, Places: &tt.own})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range res.Run.Findings {
				if f.Rule != tt.rule || f.State != diag.New {
					continue
				}
				if f.Place.Start.Line != tt.line || len(f.Related) != tt.related {
					t.Errorf("line %d with %d related places, want %d with %d", f.Place.Start.Line, len(f.Related), tt.line, tt.related)
				}
				return
			}
			t.Errorf("no new finding of %s in %+v", tt.rule, res.Run.Findings)
		})
	}
}
