package cli

import (
	"strconv"

	"github.com/cmmv-hive/modelgate/internal/report"
)

// quoteYAML quotes UTF-8 text as YAML reads it, in ASCII: every escape of a Go
// string is one of YAML's double-quoted scalars too (YAML 1.2, §5.7). What a
// terminal would obey, or YAML does not allow raw, is never written as it is.
func quoteYAML(s string) string { return strconv.QuoteToASCII(s) }

// commentText is text that stays one comment line.
func commentText(s string) string { return report.Clean(s) }
