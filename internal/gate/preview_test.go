package gate_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/gate"
)

// policyFinding is what a run says of a changed policy.
func policyFinding(t *testing.T, res *gate.Judgement) diag.Finding {
	t.Helper()
	i := slices.IndexFunc(res.Run.Findings, func(f diag.Finding) bool { return f.Rule == "policy-changed" })
	if i < 0 {
		t.Fatalf("nothing says that the policy changes: %+v", res.Run.Findings)
	}
	return res.Run.Findings[i]
}

func TestAPreviewReadsTheHeadWhereItsOwnConfigSaysThatItStands(t *testing.T) {
	t.Parallel()
	const nano = `{"schema_version": "1.0", "models": [{"model_id": "acme-one", "role": "general", "size_class": "nano"}]}`
	base := configured("base", "", "gov/"+registryPath)
	for name, tt := range map[string]struct{ config, bad, root, help, first string }{
		"another root":    {"root: gov2\n", "gov2/" + registryPath, "", "would appear", `general-too-small of "acme-one" would appear`},
		"other paths":     {"paths: {registry: x/new.json}\n", "gov/x/new.json", "", "would appear", `general-too-small of "acme-one" would appear`},
		"a named root":    {"root: gov2\n", "gov2/" + registryPath, "gov", "0 findings would appear and 0 findings vanish", ""},
		"nothing there":   {"root: none\n", "gov2/" + registryPath, "", `nothing could be checked: nothing governed here: neither "registry/data/`, ""},
		"the same layout": {"rules: {view-stale: off}\n", "x/y/" + registryPath, "", "0 findings would appear and 0 findings vanish", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			head := configured("head", tt.config, "gov/"+registryPath)
			head.FS.(fstest.MapFS)[tt.bad] = &fstest.MapFile{Data: []byte(nano)}
			res, err := tryJudge(t, gate.Request{Head: head, Base: &base, Root: tt.root})
			if err != nil {
				t.Fatal(err)
			}
			f := policyFinding(t, res)
			told := slices.ContainsFunc(f.Related, func(r diag.Related) bool { return r.Message == tt.first && r.Place.File == tt.bad })
			if !strings.Contains(f.Help, tt.help) || told != (tt.first != "") {
				t.Errorf("help %q, related %+v; want %q and %q", f.Help, f.Related, tt.help, tt.first)
			}
		})
	}
}

func TestAPreviewTellsWhatFailsNoLonger(t *testing.T) {
	t.Parallel()
	nano := document{registryPath, `{"schema_version": "1.0", "models": [{"model_id": "acme-one", "role": "general", "size_class": "nano"}]}`}
	base := treeOf(nano)
	head := treeOf(nano, document{".modelgate.yaml", "version: 1\nrules: {general-too-small: note}\n"})
	res, err := tryJudge(t, gate.Request{Head: head, Base: &base})
	if err != nil {
		t.Fatal(err)
	}
	f := policyFinding(t, res)
	const help, told = "; 1 finding would change from error to note", `general-too-small of "acme-one" would change from error to note`
	if !strings.HasSuffix(f.Help, help) || len(f.Related) != 1 || f.Related[0].Message != told {
		t.Errorf("help %q, related %+v; want %q and %q", f.Help, f.Related, help, told)
	}
}
