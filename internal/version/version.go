// Package version says which modelgate this is.
package version

import "runtime/debug"

// Number is the released version; builds between releases add "-dev".
const Number = "0.1.0-dev"

// String returns the version number.
func String() string { return Number }

// Commit returns the commit the binary was built from, or "" when unknown.
func Commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return ""
}
