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
