package snapshot

import "path"

// ViewFiles lists the generated views that are files of their own, by their
// names in the folder of the views.
func ViewFiles() []string {
	return []string{"generals.json", "by-provider.json", "legacy-models.json"}
}

// ViewPath returns the path of such a view from the tree's top.
func (l Layout) ViewPath(file string) string { return l.Path(path.Join(l.Paths.Views, file)) }

// A View is what stands where a generated view may be. It need be no view at
// all: whether this program made it is for the package views to say.
type View struct {
	State State
	Src   []byte // empty unless State is Present
}

// View returns what stands at the place of one of ViewFiles.
func (s *Snapshot) View(file string) View { return s.views[file] }

func (ld *loader) loadViews() error {
	ld.views = map[string]View{}
	for _, file := range ViewFiles() {
		src, state, err := ld.source(ld.Layout.ViewPath(file))
		if err != nil {
			return err
		}
		ld.views[file] = View{state, src}
	}
	return nil
}
