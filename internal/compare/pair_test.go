package compare_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/compare"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func load(t *testing.T, evaluations ...string) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.Load(fstest.MapFS{
		"metrics/model_evaluations.json": {Data: []byte(`{"evaluations": [` + strings.Join(evaluations, ",") + `]}`)},
	}, snapshot.NewLayout(".", config.Default()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEvaluationsArePairedByTheirKeyAndThenByWhatIsLeftOfIt(t *testing.T) {
	t.Parallel()
	evaluation := func(variant, date, status string) string {
		return `{"provider": "Acme", "modelFamily": "One", "modelVariant": "` + variant + `", "status": "` + status + `", "updatedAt": "` + date + `T00:00:00Z"}`
	}
	for name, tt := range map[string]struct {
		base, head []string
		want       []string
	}{
		"re-sorted": {
			base: []string{evaluation("a", "2025-01-01", "general"), evaluation("b", "2025-01-01", "general")},
			head: []string{evaluation("b", "2025-01-01", "general"), evaluation("a", "2025-01-01", "general")},
		},
		"one of two equal ones goes": {
			base: []string{evaluation("a", "2025-01-01", "general"), evaluation("a", "2025-01-01", "general")},
			head: []string{evaluation("a", "2025-01-01", "general")},
			want: []string{"removed eval-acme-one-a-2025-01-01"},
		},
		"a date moves": {
			base: []string{evaluation("a", "2025-01-01", "general")},
			head: []string{evaluation("a", "2025-02-01", "general")},
			want: []string{"modified eval-acme-one-a-2025-02-01"},
		},
		"the exact key comes first, wherever it stands": {
			base: []string{evaluation("a", "2025-01-01", "general"), evaluation("a", "2025-02-01", "rejected")},
			head: []string{evaluation("a", "2025-03-01", "general"), evaluation("a", "2025-01-01", "general")},
			want: []string{"modified eval-acme-one-a-2025-03-01"},
		},
		"added and removed": {
			base: []string{evaluation("a", "2025-01-01", "general")},
			head: []string{evaluation("b", "2025-01-01", "general")},
			want: []string{"removed eval-acme-one-a-2025-01-01", "added eval-acme-one-b-2025-01-01"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, item := range compare.Snapshots(load(t, tt.base...), load(t, tt.head...)) {
				got = append(got, string(item.Change)+" "+item.ID)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("the items differ (-want +got):\n%s", d)
			}
		})
	}
}
