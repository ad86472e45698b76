package snapshot_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func TestEveryConfiguredPathIsAPlace(t *testing.T) {
	t.Parallel()
	l := snapshot.NewLayout("gov", config.Default())
	var got, want []string
	for _, p := range l.Places() {
		got = append(got, p.Path)
	}
	for _, f := range reflect.ValueOf(l.Paths).Fields() {
		want = append(want, l.Path(f.String()))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("places = %q, want %q", got, want)
	}
}

// BIP-035: no automation writes the specifications.
func TestWhatPeopleAndOtherToolsWriteIsNotOurs(t *testing.T) {
	t.Parallel()
	var got []string
	for _, p := range snapshot.NewLayout(".", config.Default()).Places() {
		if !p.Written {
			got = append(got, p.What)
		}
	}
	if want := []string{"metrics files", "evaluations file", "specifications page"}; !slices.Equal(got, want) {
		t.Errorf("not written: %q, want %q", got, want)
	}
}
