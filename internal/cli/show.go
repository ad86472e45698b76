package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/nearest"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func (a *app) showCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show one model with its evaluations",
		Example: `  modelgate show openai-gpt-5-general
  modelgate show openai-gpt-5-general --format json`,
		Args: argCount(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.show(cmd.Context(), args[0]) },
	}
}

func (a *app) show(ctx context.Context, id string) error {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	s, _, err := a.readRegistry(ctx)
	if err != nil {
		return err
	}
	e := s.Registry.Find(id)
	if e == nil {
		return unknownModel(s, id)
	}
	return a.result(func(out output) error {
		if a.flags.format == "json" {
			return writeRaw(out.w, e)
		}
		return writeEntry(out.w, s, e)
	})
}

func unknownModel(s *snapshot.Snapshot, id string) error {
	var ids []string
	for e := range s.Registry.All() {
		ids = append(ids, e.ModelID)
	}
	return refusef("no model %q is registered%s", id, nearest.Hint(id, ids))
}

func writeEntry(w io.Writer, s *snapshot.Snapshot, e *registry.Entry) error {
	var b strings.Builder
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-15s %s\n", name, report.Clean(value))
		}
	}
	for _, m := range e.Node.Members() {
		if v := m.Value(); m.Name != "eval_refs" {
			row(report.Clean(m.Name), plain(v))
		}
	}
	for _, ref := range e.EvalRefs {
		text := ref + "  (no such evaluation)"
		if v := s.Evaluations.Resolve(ref, e).One; v != nil {
			text = fmt.Sprintf("%s  %s, score %s, %s", v.Key(), v.Status, plain(v.Score.Value()), v.UpdatedAt)
		}
		row("eval_ref", text)
	}
	return writeText(w, b.String())
}

// plain is a value as a person reads it: text as it is, lists with commas.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return "none"
	case string:
		return v
	case []any:
		var parts []string
		for _, x := range v {
			parts = append(parts, plain(x))
		}
		return strings.Join(parts, ", ")
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

// writeRaw writes one entry as it stands in the registry, indented, and escaped
// where a terminal must not see it raw.
func writeRaw(w io.Writer, e *registry.Entry) error {
	var b bytes.Buffer
	if err := json.Indent(&b, e.Doc.Raw(e.Node), "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err := io.WriteString(w, report.EscapeJSON(b.String()))
	return err
}

// writeModels writes entries as a registry would hold them.
func writeModels(w io.Writer, entries []*registry.Entry) error {
	raw := make([]json.RawMessage, len(entries))
	for i, e := range entries {
		raw[i] = e.Doc.Raw(e.Node)
	}
	return writeJSON(w, struct {
		SchemaVersion string            `json:"schema_version"`
		Models        []json.RawMessage `json:"models"`
	}{"1", raw})
}

// writeJSON writes a result for programs, escaped as the JSON report is.
func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, report.EscapeJSON(b.String()))
	return err
}
