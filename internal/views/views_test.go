package views_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/views"
)

const head = `  "generator": "modelgate",
  "generated_from": "registry/data/model_registry.json",
  "note": "Generated; do not edit. Change registry/data/model_registry.json and run ` + "`modelgate export`" + `.",
`

func TestAFileOfItsOwnHasALineForEachModel(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"metrics/views/generals.json": "{\n" + head + `  "generals": [
    {"model_id": "acme-one", "provider": "acme", "display_name": "Acme One", "size_class": "xl"},
    {"model_id": "cjk", "provider": "模型", "display_name": "模型", "size_class": "xl"}
  ]
}
`,
		"metrics/views/by-provider.json": "{\n" + head + `  "providers": {
    "acme": ["acme-old", "acme-one"],
    "bolt-ai": ["bolt-two"],
    "模型": ["cjk"]
  }
}
`,
		"metrics/views/legacy-models.json": "{\n" + head + `  "models": [
    {"fullModel": "Acme Old", "provider": "Acme", "role": "general", "status": "archived", "evaluations": []},
    {"fullModel": "Acme One", "provider": "acme", "role": "general", "status": "active", "evaluations": ["e-1", "e-2"]},
    {"fullModel": "Bolt \"Two\"\u0007", "provider": "Bolt AI", "role": "specialist", "status": "deprecated", "evaluations": []},
    {"fullModel": "模型", "provider": "模型", "role": "general", "status": "active", "evaluations": []}
  ]
}
`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := tree{registryPath: models}.export(t, views.Names()[1:]...)
			if diff := cmp.Diff(want, got[name]); diff != "" {
				t.Errorf("%s, -want +got:\n%s", name, diff)
			}
		})
	}
}

func TestTheLegacyIndexKeepsEveryOtherByte(t *testing.T) {
	t.Parallel()
	const one = `{"schema_version": "1.0", "models": [{"model_id": "a", "provider": "acme", "display_name": "A", "role": "general", "size_class": "xl", "status": "active"}]}`
	const line = `"a": {"provider": "acme", "display_name": "A", "role": "general", "size_class": "xl", "status": "active"}`
	inner := `"generator": "modelgate",
    "generated_from": "registry/data/model_registry.json",
    "note": "Generated; do not edit. Change registry/data/model_registry.json and run ` + "`modelgate export`" + `.",
    "models": {
      ` + line + `
    }
  }`
	value := "{\n    " + inner
	flat := `{"generator": "modelgate", "generated_from": "registry/data/model_registry.json", "note": "Generated; do not edit. Change registry/data/model_registry.json and run ` + "`modelgate export`" + `.", "models": {` + line + `}}`
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	four := func(s string) string { return strings.ReplaceAll(s, "  ", "    ") }
	tests := []struct{ name, src, want string }{
		{"behind the last key", "{\n  \"b\": [1.50,\n2   ],\n  \"é\" :\"\\u00e9\"\n}", "{\n  \"b\": [1.50,\n2   ],\n  \"é\" :\"\\u00e9\",\n  \"registry\": " + value + "\n}"},
		{"in place of the one there", "{\n  \"registry\": {\"generator\": \"modelgate\", \"models\": {\"old\": {}}},\n  \"b\" : 1}\n", "{\n  \"registry\": " + value + ",\n  \"b\" : 1}\n"},
		{"CRLF and four blanks", crlf(four("{\n  \"b\": 1\n}\n")), crlf(four("{\n  \"b\": 1,\n  \"registry\": " + value + "\n}\n"))},
		{"one line", `{"b": 1}`, `{"b": 1, "registry": ` + flat + `}`},
		{"one line, replaced", `{"registry": {"generator": "modelgate"}, "b": 1}`, `{"registry": ` + flat + `, "b": 1}`},
		{"no key at all", "{}", `{"registry": ` + flat + `}`},
		{"no key on two lines", "{\n}\n", "{\n  \"registry\": " + value + "\n}\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before := tree{registryPath: one, "metrics/models_index.json": tt.src}
			after := before.export(t, "models-index")
			if diff := cmp.Diff(tt.want, after["metrics/models_index.json"]); diff != "" {
				t.Errorf("index, -want +got:\n%s", diff)
			}
			if again, err := views.Plan(after.load(t), "models-index"); err != nil || !again.Empty() {
				t.Errorf("second export gives %v and error %v, want nothing:\n%s", again, err, again.Diff())
			}
		})
	}
}

func TestASecondExportChangesNothing(t *testing.T) {
	t.Parallel()
	before := tree{registryPath: models, "metrics/models_index.json": "{\"x\": []}\n"}
	p, err := views.Plan(before.load(t), views.Names()...)
	if err != nil || len(p) != 4 {
		t.Fatalf("Plan gives %d edits and error %v, want 4", len(p), err)
	}
	for i, e := range p {
		if (e.Old == nil) != (i > 0) || e.Why == "" {
			t.Errorf("edit %d of %s has old %q and why %q", i, e.Path, e.Old, e.Why)
		}
	}
	after := before.apply(p)
	if again, err := views.Plan(after.load(t), views.Names()...); err != nil || len(again) != 0 {
		t.Errorf("second export gives %v and error %v, want nothing", again, err)
	}
	if got := views.Existing(after.load(t)); !slices.Equal(got, views.Names()) {
		t.Errorf("Existing = %q, want all: %q", got, views.Names())
	}
}

// Two branches that change different models change different lines.
func TestEachModelHasItsOwnLines(t *testing.T) {
	t.Parallel()
	all := views.Names()
	base := tree{registryPath: models, "metrics/models_index.json": "{\n}\n"}.export(t, all...)
	changed := base.with(tree{registryPath: strings.Replace(models, `"Acme One"`, `"Acme Uno"`, 1)})
	p, err := views.Plan(changed.load(t), all...)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p {
		var lines []string
		for line := range strings.Lines(plan.Plan{e}.Diff()) {
			if strings.HasPrefix(line, "-") && !strings.HasPrefix(line, "---") {
				lines = append(lines, line)
			}
		}
		if len(lines) != 1 || !strings.Contains(lines[0], "Acme One") {
			t.Errorf("%s loses the lines %q, want the one of Acme One", e.Path, lines)
		}
	}
	if len(p) != 3 {
		t.Errorf("%d views change with a display name, want 3", len(p))
	}
}

func TestWhatIsNotOursIsNeverOverwritten(t *testing.T) {
	t.Parallel()
	const generals = "metrics/views/generals.json"
	const index = "metrics/models_index.json"
	whole := tree{registryPath: models}
	tests := []struct {
		name, view string
		files      tree
		is         error
		want       string
	}{
		{"a file without the mark", "generals", whole.with(tree{generals: "{}\n"}), views.ErrForeign,
			"view generals: metrics/views/generals.json is not made by modelgate and not overwritten; move it away, or name another folder in `paths.views`"},
		{"a mark that is not the first key", "generals", whole.with(tree{generals: `{"a": 1, "generator": "modelgate"}`}), views.ErrForeign, ""},
		{"a file that is no JSON", "generals", whole.with(tree{generals: "# generals\n"}), views.ErrForeign, ""},
		{"an empty file", "generals", whole.with(tree{generals: " "}), views.ErrForeign, ""},
		{"a key without the mark", "models-index", whole.with(tree{index: `{"registry": {"models": {}}}`}), views.ErrForeign,
			`view models-index: key "registry" of metrics/models_index.json is not made by modelgate and not overwritten; rename it`},
		{"a key of another type", "models-index", whole.with(tree{index: `{"registry": "modelgate"}`}), views.ErrForeign, ""},
		{"no index", "models-index", whole, views.ErrAbsent,
			"view models-index: metrics/models_index.json is not there, and this view is a key inside it"},
		{"a broken index", "models-index", whole.with(tree{index: "{"}), views.ErrBroken,
			"view models-index: metrics/models_index.json can't be read; `modelgate check` says why"},
		{"an index that is a list", "models-index", whole.with(tree{index: "[]"}), nil,
			`view models-index: metrics/models_index.json is no JSON object, so it has no room for the key "registry"`},
		{"no registry", "generals", tree{index: "{}"}, views.ErrAbsent, "view generals: registry/data/model_registry.json is not there"},
		{"a broken registry", "generals", tree{registryPath: "{"}, views.ErrBroken, ""},
		{"no such view", "general", whole, views.ErrUnknown, `unknown view "general", want one of models-index, generals, by-provider, legacy-models`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := tt.files.load(t)
			edit, err := views.Render(tt.view, s)
			switch {
			case err == nil || edit != nil:
				t.Fatalf("Render gives %v and no error", edit)
			case tt.is != nil && !errors.Is(err, tt.is):
				t.Errorf("error %q is not %q", err, tt.is)
			case tt.want != "" && err.Error() != tt.want:
				t.Errorf("error is %q, want %q", err, tt.want)
			}
			if p, err := views.Plan(s, "by-provider", tt.view); err == nil || p != nil {
				t.Errorf("Plan gives %v and error %v, want an error for all", p, err)
			}
			if got := views.Existing(s); got != nil {
				t.Errorf("Existing = %q, want none", got)
			}
		})
	}
}

func TestAConflictedViewIsRenderedAnew(t *testing.T) {
	t.Parallel()
	clean := tree{registryPath: models}.export(t, "generals")
	const name = "metrics/views/generals.json"
	conflicted := clean.with(tree{name: strings.Replace(clean[name], "  \"generals\"", "<<<<<<< HEAD\n  \"generals\"", 1)})
	if got := conflicted.export(t, "generals"); got[name] != clean[name] {
		t.Errorf("view is\n%s\nwant\n%s", got[name], clean[name])
	}
}

func TestLineEndsOfAWorkTreeAreNoDifference(t *testing.T) {
	t.Parallel()
	files := tree{registryPath: models, "metrics/models_index.json": "{\n  \"x\": 1\n}\n"}.export(t, views.Names()...)
	for name, text := range files {
		files[name] = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if p, err := views.Plan(files.load(t), views.Names()...); err != nil || len(p) != 0 {
		t.Errorf("Plan gives %d edits and error %v, want none:\n%s", len(p), err, p.Diff())
	}
}

func TestOnlyTheIndexNeedsAFileToStandIn(t *testing.T) {
	t.Parallel()
	files := tree{registryPath: models}
	if got, want := views.Exportable(files.load(t)), views.Names()[1:]; !slices.Equal(got, want) {
		t.Errorf("without an index Exportable = %q, want %q", got, want)
	}
	for name, text := range map[string]string{"sound": "{}", "broken": "{"} {
		with := files.with(tree{"metrics/models_index.json": text})
		if got := views.Exportable(with.load(t)); !slices.Equal(got, views.Names()) {
			t.Errorf("with a %s index Exportable = %q, want %q", name, got, views.Names())
		}
	}
}
