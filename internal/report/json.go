package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

// schemaVersion is the version of schemas/report.schema.json.
const schemaVersion = "1"

// JSON tells a run to programs, in the form of schemas/report.schema.json:
// two-space indent, a final line feed, every list present even if empty.
type JSON struct{ w io.Writer }

// NewJSON returns a Reporter that writes JSON.
func NewJSON(w io.Writer) *JSON { return &JSON{w: w} }

// Report writes the whole document, or returns why it could not.
func (j *JSON) Report(ctx context.Context, run Run) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(documentOf(run)); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return write(ctx, j.w, EscapeJSON(b.String()))
}

// The order of the fields is the order of the keys, which DESIGN.md §3 fixes.
type (
	jsonDocument struct {
		SchemaVersion string        `json:"schema_version"`
		Tool          jsonTool      `json:"tool"`
		Repo          jsonRepo      `json:"repo"`
		Verdict       string        `json:"verdict"`
		Scope         string        `json:"scope"`
		Summary       jsonSummary   `json:"summary"`
		Findings      []jsonFinding `json:"findings"`
		Changes       []jsonChange  `json:"changes"`
		Plans         []jsonPlan    `json:"plans,omitempty"`
	}
	jsonPlan struct {
		Command string `json:"command"`
		Path    string `json:"path"`
		Why     string `json:"why"`
	}
	jsonTool struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	jsonRepo struct {
		Root string `json:"root"`
		Base string `json:"base"`
		Head string `json:"head"`
	}
	jsonSummary struct {
		Errors     int `json:"errors"`
		Warnings   int `json:"warnings"`
		Notes      int `json:"notes"`
		New        int `json:"new"`
		Existing   int `json:"existing"`
		Fixed      int `json:"fixed"`
		Suppressed int `json:"suppressed"`
	}
	jsonFinding struct {
		Rule        string        `json:"rule"`
		Severity    diag.Severity `json:"severity"`
		State       diag.State    `json:"state"`
		Message     string        `json:"message"`
		Help        string        `json:"help"`
		File        string        `json:"file"`
		Line        int           `json:"line"`
		Column      int           `json:"column"`
		EndLine     int           `json:"end_line"`
		EndColumn   int           `json:"end_column"`
		Pointer     string        `json:"pointer"`
		Subject     string        `json:"subject"`
		ModelID     string        `json:"model_id"`
		Fingerprint string        `json:"fingerprint"`
		Related     []jsonRelated `json:"related"`
		Fix         *jsonFix      `json:"fix,omitempty"`
	}
	jsonRelated struct {
		Message string `json:"message"`
		File    string `json:"file"`
		Line    int    `json:"line"`
		Column  int    `json:"column"`
	}
	jsonFix struct {
		File  string     `json:"file"`
		Edits []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		StartByte int    `json:"start_byte"`
		EndByte   int    `json:"end_byte"`
		Text      string `json:"text"`
	}
	jsonChange struct {
		Kind   change.Kind   `json:"kind"`
		ID     string        `json:"id"`
		Change change.Action `json:"change"`
		Fields []jsonField   `json:"fields"`
	}
	jsonField struct {
		Name string `json:"name"`
		Old  string `json:"old"`
		New  string `json:"new"`
	}
)
