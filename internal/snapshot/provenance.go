package snapshot

import (
	"bytes"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A blobID is a content as git names it, by either hash function.
type blobID struct{ sha1, sha256 string }

func newBlobID(content []byte) blobID {
	return blobID{
		registry.BlobID(content, registry.SHA1Digits),
		registry.BlobID(content, registry.SHA256Digits),
	}
}

// blobIDs names a content as it stands, and as git would store it from a work
// tree whose lines end in CRLF.
func blobIDs(content []byte) []blobID {
	ids := []blobID{newBlobID(content)}
	if plain := bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")); len(plain) < len(content) {
		ids = append(ids, newBlobID(plain))
	}
	return ids
}

// BlobID returns the id of the blob at a path below the root that an entry's
// provenance names. like is the id recorded there: it tells the hash function,
// and is returned where the file holds that blob. Carriage returns before line
// feeds make no difference, because git adds them to a work tree by itself
// (core.autocrlf). The id is "" where no file stands that may be read; known is
// false for a path that the tree's own registry does not name.
func (s *Snapshot) BlobID(rel, like string) (id string, known bool) {
	ids, known := s.blobs[rel]
	switch {
	case len(ids) == 0:
		return "", known
	case slices.ContainsFunc(ids, func(id blobID) bool { return like == id.sha1 || like == id.sha256 }):
		return like, true
	case len(like) == registry.SHA256Digits:
		return ids[0].sha256, true
	}
	return ids[0].sha1, true
}

// loadProvenance names the content of every file that the registry says its
// entries were made from.
func (ld *loader) loadProvenance() error {
	ld.blobs = map[string][]blobID{}
	read := map[string][]byte{}
	for _, m := range ld.Metrics {
		read[m.Path] = m.Doc.Src
	}
	for _, rel := range ld.provenancePaths() {
		src, ok, err := ld.provenanceSource(rel, read)
		if err != nil {
			return err
		}
		ld.blobs[rel] = nil
		if ok {
			ld.blobs[rel] = blobIDs(src)
		}
	}
	return nil
}

// provenancePaths lists the paths in the provenance of entries of version 1.1.
func (s *Snapshot) provenancePaths() []string {
	paths := map[string]bool{}
	for e := range s.Registry.All() {
		if e.SchemaVersion != "1.1" {
			continue
		}
		for _, n := range e.Node.Get("provenance").Elems() {
			paths[n.Get("path").Str()] = true
		}
	}
	return slices.Sorted(maps.Keys(paths))
}

// provenanceSource returns a file's content, of the metrics files that read
// holds already; ok is false where there is no file, or none that may be read.
func (ld *loader) provenanceSource(rel string, read map[string][]byte) (src []byte, ok bool, err error) {
	if src, ok := read[rel]; ok {
		return src, true, nil
	}
	if !fs.ValidPath(rel) || slices.ContainsFunc(strings.Split(rel, "/"), isGitFolder) {
		return nil, false, nil
	}
	name := ld.Layout.Path(rel)
	f, err := ld.locate(name, false)
	if err != nil || f.missing || f.unsafe != "" {
		return nil, false, nil // Unsafe says so: no path that an entry names may stop the check
	}
	src, err = ld.read(name, f.info)
	return src, true, err
}

// isGitFolder knows git's own folder by the names that some file system finds
// it under; git~1 is its short name on NTFS.
func isGitFolder(part string) bool {
	return strings.EqualFold(part, ".git") || strings.EqualFold(part, "git~1")
}
