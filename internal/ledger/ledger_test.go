package ledger_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

const (
	registryPath = "registry/data/model_registry.json"
	empty        = `{"schema_version": "1.0", "models": []}`
	one          = `{"schema_version": "1.0", "models": [{"model_id": "a", "role": "general"}]}`
	two          = `{"schema_version": "1.0", "models": [{"model_id": "a", "role": "general"}, {"model_id": "b"}]}`
	edited       = `{"schema_version": "1.0", "models": [{"model_id": "a", "role": "specialist"}]}`
)

func load(t *testing.T, tree fstest.MapFS) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.Load(tree, snapshot.NewLayout(".", config.Default()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func with(text string) fstest.MapFS {
	return fstest.MapFS{registryPath: {Data: []byte(text)}}
}

func op() ledger.Op {
	return ledger.Op{Name: audit.Upsert, Actor: "ann", Tool: "modelgate", Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func planned(t *testing.T, tree fstest.MapFS, text string) plan.Plan {
	t.Helper()
	p, err := ledger.Plan(load(t, tree), config.Default(), []byte(text), op())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// applied makes a plan's edits, the first n of them.
func applied(tree fstest.MapFS, p plan.Plan, n int) fstest.MapFS {
	for _, e := range p[:n] {
		tree[e.Path] = &fstest.MapFile{Data: e.New}
	}
	return tree
}

func mustVerify(t *testing.T, tree fstest.MapFS, records int) {
	t.Helper()
	s := load(t, tree)
	entries, err := ledger.Entries(s.Registry)
	if err != nil {
		t.Fatal(err)
	}
	if bad := s.Log.Check(entries); len(bad) > 0 || len(s.Log.Records()) != records {
		t.Errorf("the log has %d records and the problems %v, want %d and none", len(s.Log.Records()), bad, records)
	}
}

func TestTheRecordComesBeforeTheRegistry(t *testing.T) {
	t.Parallel()
	p := planned(t, with(empty), one)
	if len(p) != 2 || !strings.HasPrefix(p[0].Path, "registry/logs/2026/01/") || p[1].Path != registryPath {
		t.Fatalf("plan = %v", p)
	}
	mustVerify(t, applied(with(empty), p, 2), 1)
}

func TestARegistryOlderThanItsLogIsAdopted(t *testing.T) {
	t.Parallel()
	p := planned(t, with(one), two)
	if len(p) != 3 || p[0].Why != ledger.AdoptWhy+` "a"` {
		t.Fatalf("plan = %v", p)
	}
	mustVerify(t, applied(with(one), p, 3), 2)
}

func TestAHandEditIsAdopted(t *testing.T) {
	t.Parallel()
	tree := applied(with(empty), planned(t, with(empty), one), 2)
	tree[registryPath] = &fstest.MapFile{Data: []byte(edited)}
	p := planned(t, tree, two)
	if len(p) != 3 {
		t.Fatalf("plan = %v", p)
	}
	mustVerify(t, applied(tree, p, 3), 3)
}

func TestAFormatChangeLeavesNoRecordAndAuditOffNone(t *testing.T) {
	t.Parallel()
	form := op()
	form.Name = ""
	for _, text := range []string{one, strings.Replace(two, `"b"`, `"a"`, 1), strings.Replace(one, `"general"`, `1e400`, 1)} {
		p, err := ledger.Plan(load(t, with(text)), config.Default(), []byte(strings.ReplaceAll(text, " ", "  ")), form)
		if err != nil || len(p) != 1 {
			t.Errorf("a change of the form of %s is planned as %v, %v", text, p, err)
		}
	}
	if p := planned(t, with(one), strings.ReplaceAll(one, " ", "  ")); len(p) != 1 {
		t.Errorf("a change of form is recorded: %v", p)
	}
	c := config.Default()
	c.Audit = config.AuditOff
	p, err := ledger.Plan(load(t, with(one)), c, []byte(two), op())
	if err != nil || len(p) != 1 {
		t.Errorf("with audit off the plan is %v, %v", p, err)
	}
}

func TestAnInterruptedOperationIsFinished(t *testing.T) {
	t.Parallel()
	tree := applied(with(one), planned(t, with(one), two), 2) // both records, no registry
	pending, err := ledger.Pending(load(t, tree))
	if err != nil || pending.What != `upsert of "b"` || len(pending.Plan) != 1 {
		t.Fatalf("pending = %+v, %v", pending, err)
	}
	mustVerify(t, applied(tree, pending.Plan, 1), 2)
	if again, err := ledger.Pending(load(t, tree)); err != nil || !again.Plan.Empty() {
		t.Errorf("it is pending again: %v, %v", again, err)
	}
}

func TestNothingIsBuiltOnABrokenLogOrAnAmbiguousRegistry(t *testing.T) {
	t.Parallel()
	tree := with(one)
	tree["registry/logs/2026/01/x.json"] = &fstest.MapFile{Data: []byte("{}")}
	if _, err := ledger.Plan(load(t, tree), config.Default(), []byte(two), op()); !errors.Is(err, ledger.ErrLog) {
		t.Errorf("broken log: %v", err)
	}
	twice := strings.Replace(two, `"b"`, `"a"`, 1)
	if _, err := ledger.Plan(load(t, with(one)), config.Default(), []byte(twice), op()); !errors.Is(err, ledger.ErrDuplicate) {
		t.Errorf("duplicate: %v", err)
	}
	number := `{"schema_version": "1.0", "models": [{"model_id": "a", "n": 12345678901234567890}]}`
	if _, err := ledger.Plan(load(t, with(empty)), config.Default(), []byte(number), op()); !errors.Is(err, ledger.ErrUnrecordable) {
		t.Errorf("number: %v", err)
	}
}

func TestResolveRecordsWhatWasDecidedAndNoOtherConflict(t *testing.T) {
	t.Parallel()
	tree := applied(with(empty), planned(t, with(empty), two), 2)
	left, right := planned(t, tree, edited), planned(t, tree, strings.Replace(one, "general", "experimental", 1))
	tree = applied(applied(tree, left, 1), right, 1)
	s := load(t, tree)
	resolve := func(decided ...string) plan.Plan {
		p, err := ledger.Resolve(s, config.Default(), nil, []byte(one), decided, op())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := resolve(); len(p) != 1 {
		t.Errorf("a conflict that nobody decided is recorded: %v", p)
	}
	if p := resolve("a"); len(p) != 2 || !strings.Contains(string(p[0].New), `"op":"merge"`) {
		t.Errorf("plan of a decision = %v, want a merge record and the registry", p)
	}
}
