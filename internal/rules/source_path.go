package rules

import (
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSourcePath is the longest path in bytes that Windows opens without
// special measures (MAX_PATH).
const maxSourcePath = 259

// sourcePathFault says why src is no plain path below the root on every
// system; "" when it is one. It looks at the text alone.
func sourcePathFault(src string) string {
	switch {
	case src == "":
		return "it is empty"
	case !utf8.ValidString(src), strings.ContainsFunc(src, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "it has invisible characters"
	case strings.Contains(src, `\`):
		return "it has a backslash"
	case strings.HasPrefix(src, "/"):
		return "it is absolute"
	case len(src) > 1 && src[1] == ':':
		return "it begins with a drive letter"
	case strings.ContainsAny(src, `<>:"|?*`):
		return "it has a character that not every system allows in a name"
	case len(src) > maxSourcePath:
		return "it is longer than some systems can open"
	}
	for part := range strings.SplitSeq(src, "/") {
		if why := sourceNameFault(part); why != "" {
			return why
		}
	}
	if !fs.ValidPath(src) { // by now it should be
		return "it is no valid path"
	}
	return ""
}

func sourceNameFault(name string) string {
	switch {
	case name == "..":
		return `it leaves its folder by ".."`
	case name == "" || name == ".":
		return "it has an empty part"
	// Windows drops them: "..  " would be "..", ".git." would be ".git".
	case strings.HasSuffix(name, " "), strings.HasSuffix(name, "."):
		return "a part of it ends with a dot or a blank"
	case strings.EqualFold(name, ".git"), strings.EqualFold(name, "git~1"): // git~1: its short name on NTFS
		return "it lies inside .git"
	case isDeviceName(name):
		return "a part of it is the name of a device on Windows"
	}
	return ""
}

// isDeviceName reports whether Windows takes name for a device, whatever
// extension it has. It counts the superscripts ¹, ² and ³ as digits.
func isDeviceName(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, isCOM := strings.CutPrefix(stem, "COM")
	if !isCOM {
		var isLPT bool
		if port, isLPT = strings.CutPrefix(stem, "LPT"); !isLPT {
			return false
		}
	}
	return utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}
