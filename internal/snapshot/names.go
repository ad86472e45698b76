package snapshot

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// A hidingFS is a tree that leaves names out of its listings which no fs.FS can
// open, such as those that are not UTF-8, and tells them here, each from the
// tree's top: git can hold what an API of Go can't name.
type hidingFS interface {
	Unsafe() []string // of the folders listed so far
}

// listing returns what stands in a governed folder and may be read, of names that
// differ only by case the one in small letters first. Every other
// name that wanted accepts is a finding, the same in a work tree, which lists
// such names, as in a commit, which hides them.
func (ld *loader) listing(dir string, wanted func(name string) bool) ([]fs.DirEntry, error) {
	entries, err := ld.readDir(dir)
	if err != nil {
		return nil, err
	}
	var out []fs.DirEntry
	for _, e := range entries {
		switch {
		case !wanted(e.Name()):
		case isReadable(e.Name()):
			out = append(out, e)
		default:
			ld.unreadableName(dir, e.Name())
		}
	}
	if hiding, ok := ld.fsys.(hidingFS); ok {
		for _, name := range hiding.Unsafe() {
			if base, inside := strings.CutPrefix(name, dir+"/"); inside && wanted(base) {
				ld.unreadableName(dir, base)
			}
		}
	}
	smallFirst(out)
	return out, nil
}

// smallFirst turns names that differ only by case round: in byte order capitals
// come first, and ids are in small letters.
func smallFirst(entries []fs.DirEntry) {
	places := map[string][]int{}
	for i, e := range entries {
		places[fold(e.Name())] = append(places[fold(e.Name())], i)
	}
	for _, at := range places {
		for i, j := 0, len(at)-1; i < j; i, j = i+1, j-1 {
			entries[at[i]], entries[at[j]] = entries[at[j]], entries[at[i]]
		}
	}
}

// isReadable reports whether a name can be opened, and printed as it is.
func isReadable(name string) bool {
	return fs.ValidPath(name) && !strings.ContainsFunc(name, unicode.IsControl)
}

// unreadableName tells a name on its folder: no report could hold the path. The
// subject is escaped, and so stays one line of UTF-8; bytes that are none are
// one U+FFFD in it, since GitHub's API does not say which they are.
func (ld *loader) unreadableName(dir, name string) {
	shown := path.Join(dir, strings.Trim(strconv.QuoteToASCII(strings.ToValidUTF8(name, "\ufffd")), `"`))
	rel, _ := ld.Layout.Rel(shown)
	f := unsafeFinding(shown, "name",
		fmt.Sprintf("file is named %+q, which not every system can open and print, so nothing is read from it", name),
		"rename the file")
	f.Place, f.Identity = diag.InFile(dir), rel
	ld.Faults = append(ld.Faults, f)
}
