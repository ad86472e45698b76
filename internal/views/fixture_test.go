package views_test

import (
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/views"
)

const registryPath = "registry/data/model_registry.json"

// models is a registry out of order, with a model twice and one without an id.
const models = `{"schema_version": "1.0", "models": [
 {"model_id": "bolt-two", "provider": "Bolt AI", "display_name": "Bolt \"Two\"\u0007", "role": "specialist", "size_class": "small", "status": "deprecated"},
 {"model_id": "acme-one", "provider": "acme", "display_name": "Acme One", "role": "general", "size_class": "xl", "status": "active", "eval_refs": ["e-1", "e-2"]},
 {"model_id": "acme-one", "provider": "again"},
 {"provider": "nameless"},
 {"model_id": "acme-old", "provider": "Acme", "display_name": "Acme Old", "role": "general", "size_class": "xl", "status": "archived"},
 {"model_id": "cjk", "provider": "模型", "display_name": "模型", "role": "general", "size_class": "xl", "status": "active"}]}
`

// tree is files by their paths.
type tree map[string]string

// with is a tree with other files in it; "" removes one.
func (t tree) with(files tree) tree {
	out := tree{}
	for _, from := range []tree{t, files} {
		for name, text := range from {
			out[name] = text
		}
	}
	return out
}

func (t tree) load(tb testing.TB) *snapshot.Snapshot {
	tb.Helper()
	fsys := fstest.MapFS{}
	for name, text := range t {
		if text != "" {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	s, err := snapshot.Load(fsys, snapshot.NewLayout(".", config.Default()))
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// apply is the tree after a plan.
func (t tree) apply(p plan.Plan) tree {
	out := t.with(nil)
	for _, e := range p {
		out[e.Path] = string(e.New)
	}
	return out
}

// export is the tree with its views brought up to date.
func (t tree) export(tb testing.TB, names ...string) tree {
	tb.Helper()
	p, err := views.Plan(t.load(tb), names...)
	if err != nil {
		tb.Fatal(err)
	}
	return t.apply(p)
}
