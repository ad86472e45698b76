package gate_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/gate"
)

func TestAChangedListOfAllowedSignersIsAnnouncedAndLinted(t *testing.T) {
	t.Parallel()
	const (
		ann     = "ann ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF0RevaC9zTZz5d9G/kDIeIAGngQekHdTKWvYxd1FkhF\n"
		eve     = "eve ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGHRiIRHt/HKJ2D8X8WC3CZ4JT4bw5qO1RNP6WLRdr54\n"
		garbage = "garbage\n"
	)
	list := func(text string) document { return document{"registry/allowed_signers", text} }
	registry := document{registryPath, noModels}
	elsewhere := []document{{".modelgate.yaml", "version: 1\nsigning: {allowed_signers: other}\n"}, list(ann)}
	tree := func(docs ...document) gate.Tree { return treeOf(append(docs, registry)...) }
	for name, tt := range map[string]struct {
		base, head gate.Tree
		tip        *gate.Tree
		names      []string // what policy-changed names; nil: nothing is announced
		unread     []string // the lines that can't be read, by state and place
	}{
		"the same":            {base: tree(list(ann)), head: tree(list(ann))},
		"another key":         {base: tree(list(ann)), head: tree(list(ann + eve)), names: []string{`allowed signers in "registry/allowed_signers"`}},
		"the first list":      {base: tree(), head: tree(list(eve)), names: []string{`"registry/allowed_signers"`}},
		"removed":             {base: tree(list(ann)), head: tree(), names: []string{`"registry/allowed_signers"`}},
		"garbage":             {base: tree(list(ann)), head: tree(list(ann + garbage)), names: []string{`"registry/allowed_signers"`}, unread: []string{"new registry/allowed_signers:2"}},
		"garbage as before":   {base: tree(list(garbage)), head: tree(list(eve + garbage)), names: []string{`"registry/allowed_signers"`}, unread: []string{"existing registry/allowed_signers:2"}},
		"garbage repaired":    {base: tree(list(garbage)), head: tree(list(ann)), names: []string{`"registry/allowed_signers"`}, unread: []string{"fixed registry/allowed_signers:1"}},
		"another file":        {base: tree(list(ann)), head: tree(append(elsewhere, document{"other", garbage})...), names: []string{`policy in ".modelgate.yaml"`, `allowed signers in "other"`}, unread: []string{"new other:1"}},
		"the same, elsewhere": {base: tree(list(ann)), head: tree(append(elsewhere, document{"other", ann})...), names: []string{`policy in ".modelgate.yaml", which`}},
		"a stale branch":      {base: tree(list(ann)), head: tree(list(ann)), tip: new(tree(list(eve)))},
		"it has the tip's":    {base: tree(list(ann)), head: tree(list(eve)), tip: new(tree(list(eve)))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res, err := tryJudge(t, gate.Request{Head: tt.head, Base: &tt.base, Policy: tt.tip})
			if err != nil {
				t.Fatal(err)
			}
			var unread []string
			announced := ""
			for _, f := range res.Run.Findings {
				switch f.Rule {
				case "policy-changed":
					announced += f.Message
				case "signature-invalid":
					unread = append(unread, at(f))
				}
			}
			if d := cmp.Diff(tt.unread, unread); d != "" {
				t.Errorf("the unread lines differ (-want +got):\n%s", d)
			}
			named := !slices.ContainsFunc(tt.names, func(want string) bool { return !strings.Contains(announced, want) })
			if !named || (tt.names == nil) != (announced == "") {
				t.Errorf("it announces %q, want the names %q", announced, tt.names)
			}
		})
	}
}

func at(f diag.Finding) string {
	return string(f.State) + " " + f.Place.File + ":" + strconv.Itoa(f.Place.Start.Line)
}
