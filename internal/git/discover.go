package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A place is where the parts of a repository are: absolute paths with links resolved.
type place struct {
	top       string // of the work tree
	prefix    string // from top to the folder asked for, with slashes
	gitDir    string // HEAD and what else a linked worktree has of its own
	commonDir string // objects, config and shared references
}

// discover walks up from dir, first for .git and only then for a bare repository.
func discover(dir string) (place, error) {
	dir, err := realPath(dir)
	if err != nil {
		return place{}, err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return place{}, err
	}
	if !info.IsDir() {
		return place{}, fmt.Errorf("%q is not a folder", dir)
	}
	if p, err := walkUp(dir, workTree); err != nil || p.gitDir != "" {
		return p.below(dir), err
	}
	if p, err := walkUp(dir, gitDir); err != nil || p.gitDir != "" {
		return p, err
	}
	return place{}, fmt.Errorf("%q: %w", dir, ErrNotRepository)
}

// walkUp asks each folder from dir to the root, and stops at the first that is one.
func walkUp(dir string, ask func(string) (place, error)) (place, error) {
	for {
		p, err := ask(dir)
		if err != nil || p.gitDir != "" {
			p.top = dir
			return p, err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return place{}, nil
		}
		dir = parent
	}
}

// workTree returns the place of the repository whose work tree top is dir; without gitDir when there is none.
func workTree(dir string) (place, error) {
	dotGit := filepath.Join(dir, ".git")
	info, err := os.Stat(dotGit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return place{}, nil
	case err != nil:
		return place{}, err
	case info.IsDir():
		return gitDir(dotGit)
	}
	target, err := readGitFile(dir)
	if err != nil {
		return place{}, err
	}
	p, err := gitDir(target)
	if err == nil && p.gitDir == "" {
		err = fmt.Errorf("%q points to %q, which is not a git directory", dotGit, target)
	}
	return p, err
}

// readGitFile returns the folder that the file .git in dir points to.
func readGitFile(dir string) (string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", err
	}
	defer func() { _ = root.Close() }()
	text, err := readFile(root, ".git", maxPath)
	if err != nil {
		return "", fmt.Errorf("read %q: %w", filepath.Join(dir, ".git"), err)
	}
	target, ok := strings.CutPrefix(string(text), "gitdir: ")
	target = strings.TrimRight(target, "\r\n")
	if !ok || target == "" {
		return "", fmt.Errorf("read %q: there is no \"gitdir: \" line", filepath.Join(dir, ".git"))
	}
	return against(dir, target), nil
}

// against returns name as an absolute path, taken from dir when it is relative.
func against(dir, name string) string {
	if name = filepath.FromSlash(name); filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}

func realPath(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

func (p place) below(dir string) place {
	if rel, err := filepath.Rel(p.top, dir); err == nil && rel != "." {
		p.prefix = filepath.ToSlash(rel)
	}
	return p
}
