package cli

import (
	"bytes"
	"encoding/json"

	"github.com/cmmv-hive/modelgate/internal/report"
)

// quoteYAML quotes a string as YAML reads it. JSON's string syntax is a subset
// of YAML's double-quoted scalars (YAML 1.2, §7.3.1).
func quoteYAML(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""` // cannot be: a string always encodes
	}
	return string(bytes.TrimSpace(b.Bytes()))
}

// commentText is text that stays one comment line.
func commentText(s string) string { return report.Clean(s) }
