package compare_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/compare"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func TestWhatCannotBeReadIsNeitherAddedNorRemoved(t *testing.T) {
	t.Parallel()
	const a, b = "metrics/models/a.json", "metrics/models/b.json"
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	good, broken := file(`{"provider": "acme"}`), file("<<<<<<< ours\n{}")
	for name, tt := range map[string]struct {
		base, head           fstest.MapFS
		want                 []string
		baseFails, headFails []string
	}{
		"broken at the head": {
			base: fstest.MapFS{a: good, b: good}, head: fstest.MapFS{a: broken, b: good},
			headFails: []string{a},
		},
		"broken at the base": {
			base: fstest.MapFS{a: broken, b: good}, head: fstest.MapFS{a: good, b: good},
			baseFails: []string{a},
		},
		"broken at both": {
			base: fstest.MapFS{a: broken}, head: fstest.MapFS{a: broken},
			baseFails: []string{a}, headFails: []string{a},
		},
		"the others are compared": {
			base: fstest.MapFS{a: good, b: good, "metrics/models/c.json": good},
			head: fstest.MapFS{a: broken, b: file(`{"provider": "other"}`), "metrics/models/d.json": good},
			want: []string{"modified b", "removed c", "added d"}, headFails: []string{a},
		},
		"a broken one that is gone, and a new one": {
			base: fstest.MapFS{a: broken}, head: fstest.MapFS{b: broken},
			baseFails: []string{a}, headFails: []string{b},
		},
		"a folder that is a file": {
			base: fstest.MapFS{a: good, b: good}, head: fstest.MapFS{"metrics/models": file("elsewhere")},
			headFails: []string{"metrics/models"},
		},
		"a link in a file's place": {
			base: fstest.MapFS{a: good}, head: fstest.MapFS{a: {Data: []byte("b.json"), Mode: fs.ModeSymlink}, b: good},
			want: []string{"added b"}, headFails: []string{a},
		},
		"a twin in another case can be read": {
			base: fstest.MapFS{a: good}, head: fstest.MapFS{a: good, "metrics/models/A.json": good},
			want: []string{"added A"},
		},
		"the registry and the evaluations": {
			base:      fstest.MapFS{"registry/data/model_registry.json": file(`{"models": [{"model_id": "a"}]}`), "metrics/model_evaluations.json": broken},
			head:      fstest.MapFS{"registry/data/model_registry.json": broken},
			baseFails: []string{"metrics/model_evaluations.json"}, headFails: []string{"registry/data/model_registry.json"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base, head := loadTree(t, tt.base), loadTree(t, tt.head)
			var got []string
			for _, item := range compare.Snapshots(base, head) {
				got = append(got, string(item.Change)+" "+item.ID)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("the items differ (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.baseFails, compare.Unread(base)); d != "" {
				t.Errorf("Unread of the base differs (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.headFails, compare.Unread(head)); d != "" {
				t.Errorf("Unread of the head differs (-want +got):\n%s", d)
			}
		})
	}
}

func loadTree(t *testing.T, tree fstest.MapFS) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.Load(tree, snapshot.NewLayout(".", config.Default()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
