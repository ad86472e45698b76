package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cmmv-hive/modelgate/internal/git"
)

// A workspace is the folder a command works on.
type workspace struct {
	dir  string
	root *os.Root
	fsys fs.FS
	repo *git.Repo // nil outside git
}

// open finds the folder: --repo, else the enclosing work tree, else the
// current one. Files are only reached through os.Root, which follows no link
// out of the folder.
func (a *app) open(ctx context.Context) (*workspace, error) {
	dir := a.Dir
	if a.flags.repo != "" {
		dir = a.path(a.flags.repo)
		if err := mustBeFolder(dir, a.flags.repo); err != nil {
			return nil, err
		}
	}
	repo, err := git.Open(ctx, dir)
	switch {
	case errors.Is(err, git.ErrNotRepository):
		repo = nil
	case err != nil:
		return nil, err
	case a.flags.repo == "" && repo.Prefix() != "":
		// The whole work tree is meant, not the folder we happen to be in.
		top := repo.Top()
		if err := repo.Close(); err != nil {
			return nil, err
		}
		dir = top
		if repo, err = git.Open(ctx, dir); err != nil {
			return nil, err
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the repository: %w", err)
	}
	return &workspace{dir: dir, root: root, fsys: root.FS(), repo: repo}, nil
}

// mustBeFolder checks --repo; shown is how the user wrote it.
func mustBeFolder(dir, shown string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("--repo %q is not there", shown)
	case err != nil:
		return fmt.Errorf("--repo %q: %w", shown, unwrapPath(err))
	case !info.IsDir():
		return fmt.Errorf("--repo %q is no folder", shown)
	}
	return nil
}

func (w *workspace) close() {
	if w.repo != nil {
		_ = w.repo.Close() // only a temporary folder is left behind
	}
	_ = w.root.Close()
}

// path resolves a path of the command line against the current folder.
func (a *app) path(p string) string {
	if filepath.IsAbs(p) {
		return filepath.Clean(p)
	}
	return filepath.Join(a.Dir, p)
}

// inTree returns the slash path of an operating-system path inside the
// workspace, and false when it lies outside.
func (w *workspace) inTree(osPath string) (string, bool) {
	rel, err := filepath.Rel(resolved(w.dir), resolved(osPath))
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// resolved follows links where it can, so that two spellings of one folder
// compare equal (macOS: /tmp and /private/tmp).
func resolved(p string) string {
	if r, err := filepath.EvalSymlinks(p); err == nil {
		return r
	}
	if r, err := filepath.EvalSymlinks(filepath.Dir(p)); err == nil {
		return filepath.Join(r, filepath.Base(p))
	}
	return p
}
