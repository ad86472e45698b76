package rules

import (
	"io/fs"
	"path"
	"strings"
	"testing"
)

func TestASourcePathIsPlainOnEverySystem(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ path, want string }{
		{"metrics/models/acme-one.json", ""},
		{"a", ""},
		{"metrics/models/Acme Une – été.json", ""},
		{".gitkeep", ""},
		{"a/.github/x..json", ""},
		{"com10/console", ""},
		{"../a", `it leaves its folder by ".."`},
		{"a/../b", `it leaves its folder by ".."`},
		{"..", `it leaves its folder by ".."`},
		{"/etc/passwd", "it is absolute"},
		{"//host/share", "it is absolute"},
		{`a\b`, "it has a backslash"},
		{`..\a`, "it has a backslash"},
		{"C:/a", "it begins with a drive letter"},
		{"c:a", "it begins with a drive letter"},
		{"a.json:stream", "it has a character that not every system allows in a name"},
		{"a*.json", "it has a character that not every system allows in a name"},
		{"a//b", "it has an empty part"},
		{"./a", "it has an empty part"},
		{"a/", "it has an empty part"},
		{".", "it has an empty part"},
		{"a\x00b", "it has invisible characters"},
		{"a\nb", "it has invisible characters"},
		{"a\u202eb", "it has invisible characters"},
		{".g\u200cit/config", "it has invisible characters"},
		{"a\xff", "it has invisible characters"},
		{".git/config", "it lies inside .git"},
		{"a/.GIT/config", "it lies inside .git"},
		{"GIT~1/config", "it lies inside .git"},
		{".git./config", "a part of it ends with a dot or a blank"},
		{".. /a", "a part of it ends with a dot or a blank"},
		{"...", "a part of it ends with a dot or a blank"},
		{"a/NUL", "a part of it is the name of a device on Windows"},
		{"con.json", "a part of it is the name of a device on Windows"},
		{"COM¹ .txt", "a part of it is the name of a device on Windows"},
		{"lpt0/a", "a part of it is the name of a device on Windows"},
		{strings.Repeat("a", 259), ""},
		{strings.Repeat("a", 260), "it is longer than some systems can open"},
	} {
		if got := sourcePathFault(tc.path); got != tc.want {
			t.Errorf("sourcePathFault(%q) = %q, want %q", tc.path, got, tc.want)
		}
	}
}

// FuzzSourcePath: whatever is accepted stays below the root on every system.
func FuzzSourcePath(f *testing.F) {
	for _, seed := range []string{"metrics/models/a.json", "../a", ".. /a", `..\a`, "c:a", ".git/x", "a/./b", "nul.x", "a\u202eb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if sourcePathFault(src) != "" {
			return
		}
		if !fs.ValidPath(src) || src == "." {
			t.Errorf("%q is accepted and no valid path", src)
		}
		if joined := path.Join("root", src); joined != "root/"+src {
			t.Errorf("%q is accepted and leads from root to %q", src, joined)
		}
		if seen := asWindowsSees(src); seen != src {
			t.Errorf("%q is accepted and is %q on Windows", src, seen)
		}
	})
}

// asWindowsSees is what becomes of a relative path under Windows' rules: both
// slashes separate, trailing dots and blanks of names are dropped, and a colon
// starts a drive or a stream.
func asWindowsSees(src string) string {
	if strings.Contains(src, ":") {
		return ""
	}
	var parts []string
	for part := range strings.SplitSeq(strings.ReplaceAll(src, `\`, "/"), "/") {
		if part = strings.TrimRight(part, " ."); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "/")
}
