// Package schemas holds the JSON Schemas of every document modelgate reads
// or writes.
package schemas

import "embed"

// Files is the schema files, all at the top level.
//
//go:embed *.json
var Files embed.FS
