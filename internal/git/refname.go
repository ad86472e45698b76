package git

import (
	"fmt"
	"strings"
)

// checkRefName accepts the names that git-check-ref-format does, and less: no leading "-", which git would take for an
// option, and nothing outside printable text. A name that passes is also a safe path below a git directory.
func checkRefName(name string) error {
	if name == "" || len(name) > maxPath {
		return fmt.Errorf("name of %d bytes", len(name))
	}
	for _, c := range name {
		if c <= ' ' || c == 0x7f || c == '\ufffd' || strings.ContainsRune(`~^:?*[\`, c) {
			return fmt.Errorf("character %q is not allowed", c)
		}
	}
	for _, bad := range []string{"..", "@{", "//"} {
		if strings.Contains(name, bad) {
			return fmt.Errorf("%q is not allowed", bad)
		}
	}
	if name[0] == '-' || name[len(name)-1] == '.' || name[len(name)-1] == '/' || name[0] == '/' {
		return fmt.Errorf("first character %q or last character %q is not allowed", name[0], name[len(name)-1])
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".lock") {
			return fmt.Errorf("part %q is not allowed", part)
		}
	}
	return nil
}

// isPseudoRef reports whether a name is that of a file beside HEAD that holds an id, such as MERGE_HEAD.
// Git has no other in a git directory's top (gitglossary, "pseudoref"); "config" or "index" must not be read as one.
func isPseudoRef(name string) bool {
	for _, c := range []byte(name) {
		if (c < 'A' || c > 'Z') && c != '_' {
			return false
		}
	}
	return name != ""
}

// candidates are the references that a short name may mean, in git's order (gitrevisions, "<refname>").
func candidates(name string) []string {
	var full []string
	if isPseudoRef(name) || strings.HasPrefix(name, "refs/") {
		full = append(full, name)
	}
	return append(full, "refs/"+name, "refs/tags/"+name, "refs/heads/"+name, "refs/remotes/"+name,
		"refs/remotes/"+name+"/HEAD")
}
