package seal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// VerifyFiles compares the files of a bundle with its manifest, in the order
// of the manifest. Files that the manifest does not list are not looked at.
// The error is a file that is there and can't be read.
func VerifyFiles(fsys fs.FS, m Manifest) ([]Problem, error) {
	var problems []Problem
	for _, f := range m.Files {
		message, err := verifyFile(fsys, f)
		if err != nil {
			return nil, fmt.Errorf("verify bundle: %w", err)
		}
		if message != "" {
			problems = append(problems, Problem{
				Path: f.Path, Message: message,
				Help: "take the file from the release again, or sign a new bundle",
			})
		}
	}
	return problems, nil
}

// verifyFile returns what is wrong with a file, or nothing.
func verifyFile(fsys fs.FS, f File) (string, error) {
	if !validPath(f.Path) {
		return fmt.Sprintf("path %q is not one below the bundle's root", f.Path), nil
	}
	info, err := fs.Lstat(fsys, f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "file is missing", nil
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "file is not a regular file", nil
	}
	got, err := hashFile(fsys, f.Path)
	if err != nil {
		return "", err
	}
	if got != f.SHA256 {
		return fmt.Sprintf("content has the SHA-256 %q, want %q", got, f.SHA256), nil
	}
	return "", nil
}

func hashFile(fsys fs.FS, name string) (string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read %s: %w", name, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
