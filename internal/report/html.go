package report

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
)

//go:embed page
var pageFiles embed.FS

// HTML tells a run as one page that needs nothing else: the verdict, the
// registry at a glance, the changes, and the findings by file with the rules
// behind them. It holds no script and loads nothing, and its content security
// policy forbids both; untrusted text is escaped and made visible.
type HTML struct{ w io.Writer }

// NewHTML returns a Reporter that writes an HTML page.
func NewHTML(w io.Writer) *HTML { return &HTML{w: w} }

// Report writes the whole page, or returns why it could not.
func (h *HTML) Report(ctx context.Context, run Run) error {
	t, err := template.ParseFS(pageFiles, "page/*")
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "page.tmpl", htmlPageOf(run)); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return write(ctx, h.w, b.String())
}

// The most that a page lists of each kind, so that a browser can still show
// it; what is left out is counted.
const (
	maxHTMLFindings = 5000
	maxHTMLModels   = 1000
	maxHTMLGenerals = 200
	maxHTMLChanges  = 1000
	maxHTMLText     = 2000 // code points of one value
)

// show is an untrusted value as a page shows it.
func show(s string) string { return bounded(s, maxHTMLText) }

// first is the beginning of a list, and the length of the rest.
func first[T any](list []T, limit int) (head []T, rest int) {
	head = list[:min(len(list), limit)]
	return head, len(list) - len(head)
}
