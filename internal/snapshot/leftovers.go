package snapshot

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// recordSigns and signatureSigns are the patterns (path.Match) of what makes a
// folder of logs or signatures one of a registry: any program may keep its logs
// in a folder of that name.
func recordSigns() string {
	return "[0-9][0-9][0-9][0-9]/[0-9][0-9]/" + strings.Repeat("[0-9a-f]", 64) + ".json"
}

func signatureSigns() string { return "*.sig" }

// presenceBelow is the presence of a path, or of what a pattern tells in the
// folder there.
func presenceBelow(fsys fs.FS, name, pattern string) (presence, error) {
	at, err := presenceOf(fsys, name)
	if err != nil || at != there || pattern == "" {
		return at, err
	}
	info, err := fs.Lstat(fsys, name)
	switch {
	case err != nil:
		return absent, fmt.Errorf("read %q: %w", name, bare(err))
	case info.Mode().IsRegular():
		return absent, nil
	case !info.IsDir():
		return behindLink, nil
	}
	entries, err := fs.ReadDir(fsys, name)
	if err != nil {
		return absent, fmt.Errorf("read %q: %w", name, bare(err))
	}
	first, rest, _ := strings.Cut(pattern, "/")
	most := absent
	for _, e := range entries {
		if matches, _ := path.Match(first, e.Name()); !matches {
			continue
		}
		at, err := presenceBelow(fsys, path.Join(name, e.Name()), rest)
		if err != nil || at == there {
			return at, err
		}
		most = max(most, at)
	}
	return most, nil
}
