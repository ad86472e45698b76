package git

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Bytes that files of the repository may have. Real ones are far below.
const (
	maxPath    = 16 << 10
	maxRef     = 16 << 10
	maxConfig  = 4 << 20
	maxShallow = 64 << 20
	maxPacked  = 512 << 20
	maxIndex   = 512 << 20
)

// gitDir returns the place of dir when dir is a git directory by the test that git itself makes: a sane HEAD, and
// objects and refs, in the directory that commondir names if there is one. Otherwise the place has no gitDir.
func gitDir(dir string) (place, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return place{}, absent(err)
	}
	defer func() { _ = root.Close() }()
	head, err := readFile(root, "HEAD", maxRef)
	if err != nil {
		return place{}, absent(err)
	}
	if !strings.HasPrefix(string(head), "ref:") && !formatSHA1.isID(firstField(head)) && !formatSHA256.isID(firstField(head)) {
		return place{}, nil
	}
	var p place
	if p.gitDir, err = realPath(dir); err != nil {
		return place{}, err
	}
	if p.commonDir, err = commonDir(root, p.gitDir); err != nil {
		return place{}, err
	}
	if !isFolder(filepath.Join(p.commonDir, "objects")) || !isFolder(filepath.Join(p.commonDir, "refs")) {
		return place{}, nil
	}
	return p, nil
}

// commonDir returns the directory that a linked worktree shares with the main one, or dir itself.
func commonDir(root *os.Root, dir string) (string, error) {
	text, err := readFile(root, "commondir", maxPath)
	if isAbsent(err) {
		return dir, nil
	}
	if err != nil {
		return "", fmt.Errorf("read commondir: %w", err)
	}
	return realPath(against(dir, strings.TrimRight(string(text), "\r\n")))
}

// readFile reads a regular file of at most limit bytes. Links are followed inside root only.
func readFile(root *os.Root, name string, limit int64) ([]byte, error) {
	f, err := openFile(root, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: %w of %d bytes", name, ErrTooLarge, limit)
	}
	return data, nil
}

// openFile opens a regular file; anything else does not exist. O_NONBLOCK: to open a named pipe would wait for ever.
func openFile(root *os.Root, name string) (*os.File, error) {
	f, err := root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// readLines returns the lines of a file, none when there is no file.
func readLines(root *os.Root, name string, limit int64) ([]string, error) {
	text, err := readFile(root, name, limit)
	if err != nil || len(text) == 0 {
		return nil, absent(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"), nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// isAbsent reports whether a file is not there; ENOTDIR is what refs/heads/a/b gives when refs/heads/a is a file, and a
// name that is too long has no file either.
func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ENAMETOOLONG)
}

// absent makes nil of an error that says no more than that a file is not there.
func absent(err error) error {
	if isAbsent(err) {
		return nil
	}
	return err
}

func firstField(text []byte) string {
	fields := bytes.Fields(text)
	if len(fields) == 0 {
		return ""
	}
	return string(fields[0])
}
