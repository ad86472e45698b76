package rules_test

import (
	"encoding/json"
	"maps"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

// A tree is a repository that is built by its entries and records.
type tree fstest.MapFS

// registryOf is a tree whose registry has these entries.
func registryOf(entries ...string) tree {
	src := `{"schema_version": "1.0", "models": [`
	for i, e := range entries {
		if i > 0 {
			src += ", "
		}
		src += e
	}
	return tree{"registry/data/model_registry.json": {Data: []byte(src + "]}")}}
}

// with returns the tree with one more file.
func (x tree) with(name, content string) tree {
	out := maps.Clone(x)
	out[name] = &fstest.MapFile{Data: []byte(content)}
	return out
}

// logged returns the tree with one more record, of one change; "" is no entry.
func (x tree) logged(t *testing.T, op audit.Op, reason, before, after string) tree {
	t.Helper()
	var id struct {
		ModelID string `json:"model_id"`
	}
	change := audit.Change{}
	for text, entry := range map[string]*json.RawMessage{before: &change.Before, after: &change.After} {
		if text == "" {
			continue
		}
		*entry = json.RawMessage(text)
		if err := json.Unmarshal(*entry, &id); err != nil {
			t.Fatal(err)
		}
	}
	change.ModelID = id.ModelID
	r := audit.Record{Op: op, Actor: "ann", Tool: "modelgate", Time: today(), Reason: reason, Changes: []audit.Change{change}}
	name, content, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return x.with("registry/logs/"+name, string(content))
}

// newOf returns the new findings of one rule.
func newOf(t *testing.T, rule string, base, head tree) []diag.Finding {
	t.Helper()
	return repository{base: fstest.MapFS(base), head: fstest.MapFS(head)}.findings(t, []*check.Rule{rules.Find(rule)})
}

const (
	archived   = `{"model_id": "acme-one", "status": "archived"}`
	active     = `{"model_id": "acme-one", "status": "active"}`
	deprecated = `{"model_id": "acme-one", "status": "deprecated"}`
)

func TestAnArchivedModelComesBackWithAReasonInTheLogAlone(t *testing.T) {
	t.Parallel()
	base, head := registryOf(archived), registryOf(active)
	recorded := head.logged(t, audit.SetStatus, "it is needed again", archived, active)
	for _, tc := range []struct {
		name       string
		base, head tree
		found      int
	}{
		{"no log", base, head, 1},
		{"a record with a reason", base, recorded, 0},
		{"a record beside a file that is none", base, recorded.with("registry/logs/x.txt", "junk"), 0},
		{"a record without a reason", base, head.logged(t, audit.SetStatus, " ", archived, active), 1},
		{"a record that the base has", base.logged(t, audit.SetStatus, "long ago", archived, active),
			head.logged(t, audit.SetStatus, "long ago", archived, active), 1},
		{"an edit by hand that was taken up", base, head.logged(t, audit.Adopt, "entries that no record tells of", archived, active), 1},
		{"a record of another step", base, head.logged(t, audit.SetStatus, "over", active, archived), 1},
		{"a record of another model", base, head.logged(t, audit.SetStatus, "needed",
			`{"model_id": "acme-two", "status": "archived"}`, `{"model_id": "acme-two", "status": "active"}`), 1},
		{"no log wanted", base.with(config.Name, "version: 1\naudit: off\n"), recorded, 1},
		{"another step with a reason", base, registryOf(deprecated).logged(t, audit.SetStatus, "needed", archived, deprecated), 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if found := newOf(t, "status-transition", tc.base, tc.head); len(found) != tc.found {
				t.Errorf("got %d findings, want %d:\n%s", len(found), tc.found, list(found))
			}
		})
	}
}
