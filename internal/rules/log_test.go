package rules_test

import (
	"bytes"
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

// replaced returns the tree with another text in every file.
func (x tree) replaced(from, to string) tree {
	out := tree{}
	for name, f := range x {
		out[name] = &fstest.MapFile{Data: bytes.ReplaceAll(f.Data, []byte(from), []byte(to))}
	}
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
		{"no log wanted", base.with(config.Name, "version: 1\naudit: off\n"), head, 0},
		{"no log wanted, and another step", base.with(config.Name, "version: 1\naudit: off\n"), registryOf(deprecated), 1},
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

// A text merge may mix the entries of two branches. What is undecided has no
// right entry yet.
func TestAModelInConflictIsToldAsSuchAlone(t *testing.T) {
	t.Parallel()
	const (
		ours   = `{"model_id": "acme-one", "status": "active", "notes": "ours"}`
		theirs = `{"model_id": "acme-one", "status": "deprecated"}`
		mixed  = `{"model_id": "acme-one", "status": "deprecated", "notes": "ours"}`
		other  = `{"model_id": "acme-two", "status": "active"}`
	)
	head := registryOf(mixed, other).with(config.Name, "version: 1\naudit: required\n").
		logged(t, audit.Upsert, "", "", ours).logged(t, audit.Upsert, "", "", theirs)
	for rule, want := range map[string]string{"audit-conflict": "acme-one", "audit-record-missing": "acme-two"} {
		if found := newOf(t, rule, tree{}, head); len(found) != 1 || found[0].Subject != want {
			t.Errorf("%s tells these, want %q:\n%s", rule, want, list(found))
		}
	}
}

func TestABrokenLogHidesNoEditByHand(t *testing.T) {
	t.Parallel()
	const (
		junk    = "registry/logs/2026/01/0000000000000000000000000000000000000000000000000000000000000000.json"
		entry   = `{"schema_version": "1.0", "model_id": "acme-one", "provider": "acme", "display_name": "One", "role": "specialist", "size_class": "small", "capabilities": [], "status": "active", "source_files": [], "created_at": "2025-01-01T00:00:00Z"}`
		edited  = `{"schema_version": "1.0", "model_id": "acme-one", "provider": "acme", "display_name": "Two", "role": "specialist", "size_class": "small", "capabilities": [], "status": "active", "source_files": [], "created_at": "2025-01-01T00:00:00Z"}`
		indents = `{"model_id":  "acme-one", "schema_version": "1.0", "provider": "acme", "display_name": "\u004fne", "role": "specialist", "size_class": "small", "capabilities": [], "status": "active", "source_files": [], "created_at": "2025-01-01T00:00:00Z"}`
	)
	optional := func(entries ...string) tree {
		return registryOf(entries...).logged(t, audit.Upsert, "", "", entry).with(junk, "junk")
	}
	required := func(entries ...string) tree {
		return optional(entries...).with(config.Name, "version: 1\naudit: required\n")
	}
	unlogged := registryOf(entry).with(junk, "junk")
	for _, tc := range []struct {
		name       string
		base, head tree
		want       diag.Severity // 0 for no finding
	}{
		{"an edit by hand", optional(entry), optional(edited), diag.Warning},
		{"an edit by hand where a log is required", required(entry), required(edited), diag.Error},
		{"a removal by hand", required(entry), required(), diag.Error},
		{"an addition by hand", required(), required(entry), diag.Error},
		{"another form of the same", required(entry), required(indents), 0},
		{"an edit with its record", required(entry), required(edited).logged(t, audit.Upsert, "", entry, edited), 0},
		{"an edit with one of two records that know nothing of each other", required(entry), required(edited).
			logged(t, audit.Upsert, "", entry, edited).logged(t, audit.Upsert, "", entry, indents[:len(indents)-1]+`, "notes": ""}`), 0},
		{"a removal with its record", required(entry), required().logged(t, audit.Remove, "", entry, ""), 0},
		{"an edit with the record of another one", required(entry), required(edited).logged(t, audit.Upsert, "", entry, indents[:len(indents)-1]+`, "notes": ""}`), diag.Error},
		{"an edit that the base has a record of", required(entry).logged(t, audit.Upsert, "", entry, edited),
			required(edited).logged(t, audit.Upsert, "", entry, edited), diag.Error},
		{"a broken log that the change brings", registryOf(entry).logged(t, audit.Upsert, "", "", entry), optional(edited), diag.Warning},
		{"an entry that no command would write", optional(entry), optional(active), 0},
		{"an entry that no command would write where a log is required", required(entry), required(active), diag.Error},
		{"no record at all", unlogged, registryOf(edited).with(junk, "junk"), 0},
		{"a base that can't be read", required(entry).with("registry/data/model_registry.json", "{"), required(entry), 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			found := newOf(t, "audit-record-missing", tc.base, tc.head)
			switch {
			case tc.want == 0 && len(found) > 0 || tc.want != 0 && len(found) != 1:
				t.Errorf("got %d findings, want severity %v:\n%s", len(found), tc.want, list(found))
			case tc.want != 0 && found[0].Severity != tc.want:
				t.Errorf("severity is %v, want %v", found[0].Severity, tc.want)
			}
		})
	}
}
