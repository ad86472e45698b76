package rules_test

import (
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
)

// A fault that the base has is no excuse for one that is worse.
func TestAFaultThatGetsWorseIsNew(t *testing.T) {
	t.Parallel()
	const (
		tooSmall   = `{"model_id": "acme-one", "role": "general", "size_class": "medium"}`
		misnamed   = `{"model_id": "acme-7b", "role": "specialist", "size_class": "large"}`
		pro        = `{"model_id": "acme-one-pro", "provider": "acme", "display_name": "One Pro", "role": "general", "eval_refs": ["eval-acme-one-2025-01-01"]}`
		evaluation = `{"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "status": "contributor", "updatedAt": "2025-01-01T00:00:00Z"}`
		sibling    = `{"provider": "Acme", "fullModel": "Acme One Mini", "modelFamily": "One", "modelVariant": "Mini", "status": "contributor", "updatedAt": "2025-01-01T00:00:00Z"}`
	)
	with := func(x tree, evaluations ...string) tree {
		return x.with("metrics/model_evaluations.json",
			`{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [`+strings.Join(evaluations, ", ")+`]}`)
	}
	signed := registryOf(tooSmall).with(config.Name, "version: 1\nsigning: {required: true}\n")
	invalid := signed.with("registry/signatures/acme-one.sig", "no signature")
	unlogged := registryOf(tooSmall, misnamed).with(config.Name, "version: 1\naudit: required\n")
	torn := registryOf(active).logged(t, audit.Upsert, "", "", active).logged(t, audit.Upsert, "", "", archived)
	for _, tc := range []struct {
		rule     string
		base     tree
		old, new string // what changes in every file
	}{
		{"general-too-small", registryOf(tooSmall), `"medium"`, `"mini"`},
		{"size-contradicts-name", registryOf(misnamed), `"large"`, `"xxl"`},
		{"general-small-variant", registryOf(strings.ReplaceAll(pro, "One Pro", "One Flash")), "One Flash", "One Nano"},
		{"signature-missing", signed, `"acme-one"`, `"acme-one", "notes": "x"`},
		{"signature-invalid", invalid, `"acme-one"`, `"acme-one", "notes": "x"`},
		{"audit-record-missing", unlogged, `"acme-one"`, `"acme-one", "notes": "x"`},
		{"role-contradicts-evaluation", with(registryOf(pro), evaluation), `"contributor"`, `"rejected"`},
		{"eval-ref-ambiguous", with(registryOf(pro), evaluation, sibling), "Acme One Pro", "Acme One Large"},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			t.Parallel()
			if found := newOf(t, tc.rule, tree{}, tc.base); len(found) != 1 {
				t.Fatalf("the base has %d findings, want 1:\n%s", len(found), list(found))
			}
			if found := newOf(t, tc.rule, tc.base, tc.base.replaced(tc.old, tc.new)); len(found) != 1 {
				t.Errorf("the worse head has %d new findings, want 1:\n%s", len(found), list(found))
			}
			if found := newOf(t, tc.rule, tc.base, tc.base.replaced(`: "`, `:  "`)); len(found) > 0 {
				t.Errorf("another form has new findings:\n%s", list(found))
			}
		})
	}
	t.Run("audit-conflict", func(t *testing.T) {
		t.Parallel()
		if found := newOf(t, "audit-conflict", torn, torn); len(found) > 0 {
			t.Errorf("the same conflict is new:\n%s", list(found))
		}
		if found := newOf(t, "audit-conflict", torn,
			registryOf(active).logged(t, audit.Upsert, "", "", active).logged(t, audit.Upsert, "", "", deprecated)); len(found) != 1 {
			t.Errorf("another conflict gives %d new findings, want 1", len(found))
		}
	})
}

// Nor does the gate refuse what makes a fault smaller.
func TestAFaultThatGetsBetterInPlaceIsTheOldOne(t *testing.T) {
	t.Parallel()
	const (
		entry      = `{"model_id": "acme-one", "provider": "acme", "display_name": "One", "role": "general", "size_class": "mini", "status": "active"}`
		evaluation = `{"provider": "Acme", "fullModel": "Acme One", "modelFamily": "One", "modelVariant": "", "status": "rejected", "updatedAt": "2025-01-01T00:00:00Z"}`
	)
	base := registryOf(entry).with("metrics/model_evaluations.json",
		`{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [`+evaluation+`]}`)
	for _, tc := range []struct {
		name, rule, old, new string
		want                 int // new findings
	}{
		{"a larger class", "general-too-small", `"mini"`, `"medium"`, 0},
		{"a smaller class", "general-too-small", `"mini"`, `"nano"`, 1},
		{"a lower role", "role-contradicts-evaluation", `"general"`, `"specialist"`, 0},
		{"a role that fits, of a model still active", "role-contradicts-evaluation", `"general"`, `"experimental"`, 0},
		{"a better evaluation", "role-contradicts-evaluation", `"rejected"`, `"contributor"`, 0},
		{"another status", "role-contradicts-evaluation", `"active"`, `"deprecated"`, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			head := base.replaced(tc.old, tc.new)
			if found := newOf(t, tc.rule, base, head); len(found) != tc.want {
				t.Errorf("the head has %d new findings, want %d:\n%s", len(found), tc.want, list(found))
			}
			// Once merged, the head is a base of its own.
			if found := newOf(t, tc.rule, head, head); len(found) > 0 {
				t.Errorf("merged, these are new again:\n%s", list(found))
			}
		})
	}
}
