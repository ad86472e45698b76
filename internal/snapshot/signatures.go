package snapshot

import (
	"path"
	"strings"
)

// A Signature is a detached signature of an entry.
type Signature struct {
	Path    string // from the tree's top
	ModelID string // whom the file's name says it is of
	Src     []byte
}

// A Release is what stands of a release bundle: its manifest and the detached
// signature of that, one of which may be missing.
type Release struct{ Manifest, Signature []byte } // nil: not there

// releaseName is what a release bundle's files begin with; no model id begins
// with an underscore.
const releaseName = "_release.json"

// SignaturePath returns where an entry's signature stands, from the tree's top.
func (l Layout) SignaturePath(modelID string) string {
	return l.Path(path.Join(l.Paths.Signatures, modelID+".sig"))
}

// ManifestPath returns where a release bundle's manifest stands; its signature
// has ".sig" behind it.
func (l Layout) ManifestPath() string { return l.Path(path.Join(l.Paths.Signatures, releaseName)) }

func (ld *loader) loadSignatures() error {
	dir := ld.Layout.Path(ld.Layout.Paths.Signatures)
	f, err := ld.locate(dir, true)
	if err != nil || f.missing {
		return err
	}
	if f.unsafe != "" {
		ld.unsafe(dir, f)
		return nil
	}
	isEntrys := func(name string) bool { return strings.HasSuffix(name, ".sig") && !strings.HasPrefix(name, "_") }
	entries, err := ld.listing(dir, isEntrys)
	if err != nil {
		return err
	}
	for _, e := range entries {
		id := strings.TrimSuffix(e.Name(), ".sig")
		name := path.Join(dir, e.Name())
		src, state, err := ld.source(name)
		if err != nil {
			return err
		}
		if state == Present {
			ld.Signatures = append(ld.Signatures, Signature{Path: name, ModelID: id, Src: src})
		}
	}
	return ld.loadRelease()
}

func (ld *loader) loadRelease() error {
	manifest, state, err := ld.source(ld.Layout.ManifestPath())
	if err != nil || state == Broken {
		return err
	}
	sig, sigState, err := ld.source(ld.Layout.ManifestPath() + ".sig")
	if err != nil || sigState == Broken {
		return err
	}
	if state == Present || sigState == Present {
		ld.Release = &Release{Manifest: manifest, Signature: sig}
	}
	return nil
}

func (ld *loader) loadAllowedSigners() error {
	var err error
	ld.AllowedSigners, _, err = ld.source(ld.Layout.Path(ld.Layout.AllowedSigners))
	return err
}
