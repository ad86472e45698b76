package snapshot_test

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func TestASpecificationsPageIsFoundInFoldersOfAnyCaseAndNeverBehindALink(t *testing.T) {
	t.Parallel()
	page, link, module := &fstest.MapFile{Data: []byte("# Models\n")},
		&fstest.MapFile{Data: []byte("g2"), Mode: fs.ModeSymlink}, &fstest.MapFile{Mode: fs.ModeIrregular}
	for _, tt := range []struct {
		name   string
		root   string
		path   string // of the page; "" is the default
		tree   fstest.MapFS
		pages  []string
		faults []string
	}{
		{name: "a page", tree: fstest.MapFS{"guidelines/MODELS_INDEX.md": page}, pages: []string{"guidelines/MODELS_INDEX.md"}},
		{name: "no page and no folder", tree: fstest.MapFS{"README.md": page}},
		{name: "a folder of another case without a page", tree: fstest.MapFS{"Guidelines/x.md": page}},
		{name: "a file where the folder could be", tree: fstest.MapFS{"guidelines": page}},
		{
			name: "a link for the folder", tree: fstest.MapFS{"g2/MODELS_INDEX.md": page, "guidelines": link},
			faults: []string{`guidelines: "guidelines" is a symbolic link, so nothing is read from it`},
		},
		{
			name: "a link for the folder below the root", root: "gov", tree: fstest.MapFS{"gov/guidelines": link},
			faults: []string{`gov/guidelines: "gov/guidelines" is a symbolic link, so nothing is read from it`},
		},
		{
			name: "a submodule for a folder above", path: "docs/specs/MODELS_INDEX.md", tree: fstest.MapFS{"docs": module},
			faults: []string{`docs: "docs" is a submodule, so nothing is read from it`},
		},
		{
			name: "a link of another case", tree: fstest.MapFS{"Guidelines": link},
			faults: []string{`Guidelines: "Guidelines" is a symbolic link, so nothing is read from it`},
		},
		{
			name: "a folder of another case", tree: fstest.MapFS{"Guidelines/models_index.md": page},
			pages:  []string{"Guidelines/models_index.md"},
			faults: []string{`Guidelines: "Guidelines" differs from "guidelines" only by case`},
		},
		{
			name: "folders of both cases", tree: fstest.MapFS{"Guidelines/MODELS_INDEX.md": page, "guidelines/MODELS_INDEX.md": page},
			pages:  []string{"Guidelines/MODELS_INDEX.md", "guidelines/MODELS_INDEX.md"},
			faults: []string{`Guidelines: "Guidelines" differs from "guidelines" only by case`},
		},
		{
			name: "the first of two folders", path: "docs/specs/MODELS_INDEX.md", tree: fstest.MapFS{"Docs/Specs/MODELS_INDEX.md": page},
			pages:  []string{"Docs/Specs/MODELS_INDEX.md"},
			faults: []string{`Docs: "Docs" differs from "docs" only by case`},
		},
		{
			name: "the root is no case of the folder", root: "Guidelines", tree: fstest.MapFS{"Guidelines/MODELS_INDEX.md": page},
			pages: []string{"Guidelines/MODELS_INDEX.md"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := config.Default()
			if tt.path != "" {
				c.Paths.ModelsIndex = tt.path
			}
			root := "."
			if tt.root != "" {
				root = tt.root
			}
			s, err := snapshot.Load(tt.tree, snapshot.NewLayout(root, c))
			if err != nil {
				t.Fatal(err)
			}
			var pages, faults []string
			for _, p := range s.Specs {
				pages = append(pages, p.Path)
			}
			for _, f := range s.Faults {
				if f.Rule == snapshot.PathUnsafe {
					faults = append(faults, f.Place.File+": "+f.Message)
				}
			}
			slices.Sort(pages)
			slices.Sort(faults)
			if diff := cmp.Diff(tt.pages, pages); diff != "" {
				t.Errorf("pages, -want +got:\n%s", diff)
			}
			if diff := cmp.Diff(tt.faults, faults); diff != "" {
				t.Errorf("faults, -want +got:\n%s", diff)
			}
		})
	}
}
