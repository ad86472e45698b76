package edit_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/rapidtest"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

func TestMain(m *testing.M) { rapidtest.Main(m) }

// upserted is a registry after one upsert.
func upserted(t *testing.T, before, entry string) (after string, r edit.Result) {
	t.Helper()
	s := registered(t, before)
	u := edit.Upsert{Now: now(), Entries: proposal(t, entry)}
	r, err := u.Plan(s, u.Prepare(s))
	if err != nil {
		t.Fatal(err)
	}
	if r.New == nil {
		return before, r
	}
	return string(r.New), r
}

func entryText(id, name string) string {
	return fmt.Sprintf(`{"schema_version": "1.0", "model_id": %q, "display_name": %q, "status": "active", "x": 1.0e0}`, id, name)
}

func ids() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"acme-a", "acme-one", "acme-three", "acme-two", "zeta", "a.b"})
}

func TestAnUpsertIsIdempotent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		entry := entryText(ids().Draw(rt, "id"), rapid.SampledFrom([]string{"One", "Zwöi", "😀"}).Draw(rt, "name"))
		once, _ := upserted(t, foreign, entry)
		twice, r := upserted(t, once, entry)
		if twice != once || len(r.Unchanged) != 1 {
			rt.Fatalf("a second upsert of %s changes\n%s\nto\n%s", entry, once, twice)
		}
	})
}

func TestUpsertsOfDifferentModelsCommute(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		a := ids().Draw(rt, "a")
		b := ids().Filter(func(id string) bool { return id != a }).Draw(rt, "b")
		one, _ := upserted(t, foreign, entryText(a, "A"))
		ab, _ := upserted(t, one, entryText(b, "B"))
		other, _ := upserted(t, foreign, entryText(b, "B"))
		ba, _ := upserted(t, other, entryText(a, "A"))
		x, y := registry.Canonical(parse(t, []byte(ab))), registry.Canonical(parse(t, []byte(ba)))
		if string(x) != string(y) {
			rt.Fatalf("%s then %s gives\n%s\nthe other way round\n%s", a, b, x, y)
		}
	})
}
