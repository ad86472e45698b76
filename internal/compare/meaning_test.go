package compare_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/compare"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// hive is a tree of one entry and one evaluation; "" leaves one out.
func hive(t *testing.T, role, size, status, evaluation string) *snapshot.Snapshot {
	t.Helper()
	entry, verdict := "", ""
	if role != "" {
		entry = fmt.Sprintf(`{"model_id": "one", "role": %q, "size_class": %q, "status": %q}`, role, size, status)
	}
	if evaluation != "" {
		verdict = fmt.Sprintf(`{"provider": "Acme", "fullModel": "One", "status": %q, "updatedAt": "2025-01-01T00:00:00Z"}`, evaluation)
	}
	s, err := snapshot.Load(fstest.MapFS{
		"registry/data/model_registry.json": {Data: []byte(`{"schema_version": "1.0", "models": [` + entry + `]}`)},
		"metrics/model_evaluations.json":    {Data: []byte(`{"evaluations": [` + verdict + `]}`)},
	}, snapshot.NewLayout(".", config.Default()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAChangeSaysWhatItMeansForRoles(t *testing.T) {
	t.Parallel()
	type state struct{ role, size, status, evaluation string }
	for name, tt := range map[string]struct {
		from, to state
		want     []string
	}{
		"a new general":           {state{}, state{role: "general", size: "xl", status: "active"}, []string{"becomes an active general"}},
		"a new general too small": {state{}, state{role: "general", size: "mini", status: "active"}, []string{"is a general that its size class does not allow"}},
		"a general gone":          {state{role: "general", size: "xl", status: "active"}, state{}, []string{"is no longer an active general"}},
		"a general shrinks":       {state{role: "general", size: "xl", status: "active"}, state{role: "general", size: "mini", status: "active"}, []string{"is a general that its size class does not allow"}},
		"a general grows":         {state{role: "general", size: "mini", status: "active"}, state{role: "general", size: "xl", status: "active"}, []string{"is a general that its size class allows again"}},
		"a general within":        {state{role: "general", size: "xl", status: "active"}, state{role: "general", size: "large", status: "active"}, []string{""}},
		"a specialist shrinks":    {state{role: "specialist", size: "xl", status: "active"}, state{role: "specialist", size: "mini", status: "active"}, []string{""}},
		"a specialist archived":   {state{role: "specialist", size: "xl", status: "active"}, state{role: "specialist", size: "xl", status: "archived"}, []string{"is no longer active"}},
		"an archived one edited":  {state{role: "general", size: "xl", status: "archived"}, state{role: "general", size: "mini", status: "archived"}, []string{""}},
		"an experiment succeeds":  {state{role: "experimental", size: "xl", status: "active"}, state{role: "specialist", size: "xl", status: "active"}, []string{"goes from experimental to specialist"}},
		"evaluated anew":          {state{evaluation: "general"}, state{evaluation: "contributor"}, []string{"gives its model the role specialist instead of general"}},
		"rejected":                {state{evaluation: "general"}, state{evaluation: "rejected"}, []string{"no longer gives its model the role general"}},
		"first evaluated":         {state{}, state{evaluation: "contributor"}, []string{"gives its model the role specialist"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from := hive(t, tt.from.role, tt.from.size, tt.from.status, tt.from.evaluation)
			to := hive(t, tt.to.role, tt.to.size, tt.to.status, tt.to.evaluation)
			var got []string
			for _, it := range compare.Snapshots(from, to) {
				got = append(got, it.Means)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("meanings (-want +got):\n%s", d)
			}
		})
	}
}
