package git

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// maxStores is how many object stores a repository may be spread over.
const maxStores = 64

// objectStores returns the objects folder and all that its info/alternates name, directly or through others.
// Git would follow them itself, but from an alternate it ignores relative ones (object-file.c, link_alt_odb_entries),
// and to it the source is an alternate.
func objectStores(objects string) ([]string, error) {
	var found []string
	seen := map[string]bool{}
	for queue := []string{objects}; len(queue) > 0; queue = queue[1:] {
		dir, err := realPath(queue[0])
		if isAbsent(err) || seen[dir] {
			continue // git only warns of an alternate that is gone
		}
		if err != nil {
			return nil, err
		}
		seen[dir] = true
		if found = append(found, dir); len(found) > maxStores {
			return nil, fmt.Errorf("objects are spread over more than %d folders", maxStores)
		}
		more, err := alternatesOf(dir)
		if err != nil {
			return nil, fmt.Errorf("read alternates: %w", err)
		}
		queue = append(queue, more...)
	}
	return found, nil
}

func alternatesOf(dir string) ([]string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, absent(err)
	}
	defer func() { _ = root.Close() }()
	lines, err := readLines(root, "info/alternates", maxConfig)
	if err != nil {
		return nil, err
	}
	var dirs []string
	for _, line := range lines {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		dirs = append(dirs, against(dir, unquotePath(line)))
	}
	return dirs, nil
}

// alternates returns the text of an alternates file. Git reads a line that starts with a quote as a C string, so that
// is how a path with a line break in it can be told.
func alternates(stores []string) string {
	var b strings.Builder
	for _, dir := range stores {
		b.WriteString(quotePath(filepath.ToSlash(dir)) + "\n")
	}
	return b.String()
}

// quotePath writes a path as git's quote.c would read it: bytes that could be misread as three octal digits.
func quotePath(path string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(path) {
		if c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			fmt.Fprintf(&b, "\\%03o", c)
			continue
		}
		b.WriteByte(c)
	}
	b.WriteByte('"')
	return b.String()
}

// unquotePath undoes git's C quoting, whose escapes are a part of Go's. A line that isn't quoted well is the path.
func unquotePath(line string) string {
	if !strings.HasPrefix(line, `"`) {
		return line
	}
	if path, err := strconv.Unquote(line); err == nil {
		return path
	}
	return line
}
