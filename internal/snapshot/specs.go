package snapshot

import (
	"path"
	"slices"
	"strings"
)

// loadSpecs reads every specifications page, whatever case its name and the
// names of its folders are in.
func (ld *loader) loadSpecs() error {
	for _, want := range ld.Layout.SpecsPaths() {
		folders, err := ld.specsFolders(want)
		if err != nil {
			return err
		}
		for _, dir := range folders {
			pages, err := ld.anyCase(path.Join(dir, path.Base(want)))
			if err != nil {
				return err
			}
			for _, page := range pages {
				if err := ld.loadSpec(page, path.Dir(want)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// specsFolders lists the folders in which a page may stand, under any case. What
// is in place of one and leads elsewhere is told: nobody sees a page behind it.
// Of the root itself the findings of the registry speak.
func (ld *loader) specsFolders(want string) ([]string, error) {
	top, below := ".", want
	if rel, inside := ld.Layout.Rel(want); inside {
		top, below = ld.Layout.Root, rel
	}
	if top != "." {
		if f, err := ld.locate(top, true); err != nil || f.missing || f.unsafe != "" {
			return nil, err
		}
	}
	folders, err := []string{top}, error(nil)
	for _, part := range strings.Split(below, "/")[:strings.Count(below, "/")] {
		if folders, err = ld.foldersBelow(folders, part); err != nil {
			return nil, err
		}
	}
	return folders, nil
}

func (ld *loader) foldersBelow(parents []string, part string) (folders []string, err error) {
	for _, parent := range parents {
		names, err := ld.anyCase(path.Join(parent, part))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			f, err := ld.locate(name, true)
			switch {
			case err != nil:
				return nil, err
			case f.leadsOff:
				ld.unsafeKind(name, f, "a folder")
			case !f.missing && f.unsafe == "":
				folders = append(folders, name)
			}
		}
	}
	return folders, nil
}

// loadSpec reads the page that was found when one was looked for in wantDir.
func (ld *loader) loadSpec(name, wantDir string) error {
	if slices.ContainsFunc(ld.Specs, func(s Specs) bool { return s.Path == name }) {
		return nil
	}
	f, err := ld.locate(name, false)
	if err != nil || f.missing {
		return err
	}
	s := Specs{Path: name, Safe: f.unsafe == ""}
	if !s.Safe {
		ld.unsafe(name, f)
	} else if s.Src, err = ld.read(name, f.info); err != nil {
		return err
	}
	ld.Specs = append(ld.Specs, s)
	if dir := path.Dir(name); !ld.isSpecsDir(dir) {
		ld.foldedDir(dir, wantDir)
		return nil
	}
	return ld.reportTwins(name)
}

// isSpecsDir reports whether pages are looked for in a folder of this very name.
func (ld *loader) isSpecsDir(dir string) bool {
	return slices.ContainsFunc(ld.Layout.SpecsPaths(), func(want string) bool { return path.Dir(want) == dir })
}

// foldedDir tells the first folder of dir that is one of want under another case.
func (ld *loader) foldedDir(dir, want string) {
	got, parts := strings.Split(dir, "/"), strings.Split(want, "/")
	for i := range got {
		if name, of := path.Join(got[:i+1]...), path.Join(parts[:i+1]...); name != of {
			ld.twin(name, of, "move the page to "+want+", or say in `paths.models_index` where it is")
			return
		}
	}
}
