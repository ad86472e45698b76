package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/cmmv-hive/modelgate/internal/change"
)

// ChangesJSON writes a semantic difference by itself: the `changes` of the
// JSON report, in an object with its schema version.
func ChangesJSON(w io.Writer, items []change.Item) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	doc := struct {
		SchemaVersion string       `json:"schema_version"`
		Changes       []jsonChange `json:"changes"`
	}{schemaVersion, each(items, changeOf)}
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	if _, err := io.WriteString(w, EscapeJSON(b.String())); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	return nil
}

// ChangesMarkdown writes a semantic difference by itself, as a table.
func ChangesMarkdown(w io.Writer, items []change.Item) error {
	text := changeTable(items, DefaultMaxBytes)
	if len(items) == 0 {
		text = "No differences.\n"
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	return nil
}
