package cli

import (
	"context"
	"io/fs"
	"path"
	"path/filepath"
	"sync"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/git"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// provenance looks up source files: the blob id of what stands in the work
// tree, and the commit that gave it its content when HEAD holds that content
// and the history is complete.
func (w *workspace) provenance(ctx context.Context, s *snapshot.Snapshot) edit.Provenance {
	head := sync.OnceValues(func() (string, *treefs.Tree) { return w.headTree(ctx) }) // an import asks for every file
	return func(rel string) (blob, commit string, ok bool) {
		if !s.Exists(rel) {
			return "", "", false
		}
		name := s.Layout.Path(rel)
		content, err := fs.ReadFile(s.Tree, name)
		if err != nil {
			return "", "", false
		}
		if w.repo == nil {
			return git.BlobID("sha1", content), "", true
		}
		blob = git.BlobID(w.repo.ObjectFormat(), content)
		id, tree := head()
		return blob, w.contentCommit(ctx, id, tree, name, blob), true
	}
}

// headTree returns HEAD's id and its files; nil where there is none to read.
func (w *workspace) headTree(ctx context.Context) (string, *treefs.Tree) {
	head, err := w.repo.Resolve(ctx, "HEAD")
	if err != nil {
		return "", nil
	}
	tree, err := w.repo.Tree(ctx, head)
	if err != nil {
		return "", nil
	}
	return head, tree
}

// contentCommit is "" wherever the commit can't be known for certain.
func (w *workspace) contentCommit(ctx context.Context, head string, tree *treefs.Tree, name, blob string) string {
	if tree == nil {
		return ""
	}
	if e, err := tree.Node(name); err != nil || e.ID != blob {
		return "" // not committed as it is
	}
	commit, err := w.repo.ContentCommit(ctx, head, name)
	if err != nil {
		return ""
	}
	return commit
}

// sources is the provenance of an operation, for its audit record.
func (w *workspace) sources(ctx context.Context, s *snapshot.Snapshot, paths []string) []audit.Source {
	of := w.provenance(ctx, s)
	var out []audit.Source
	for _, p := range paths {
		if blob, commit, ok := of(p); ok {
			out = append(out, audit.Source{Path: p, Blob: blob, Commit: commit})
		}
	}
	return out
}

// relSources turns --source paths, given from the current folder, the
// repository's top or the root, into paths below the root. What is nowhere
// stays as it is, and source-file-missing says so.
func (w *workspace) relSources(s *snapshot.Snapshot, paths []string) []string {
	var out []string
	for _, p := range paths {
		name := path.Clean(filepath.ToSlash(p))
		if rel, ok := s.Layout.Rel(name); ok && !s.Exists(name) && s.Exists(rel) {
			name = rel
		}
		out = append(out, name)
	}
	return out
}
