package report_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/report"
)

func TestADifferenceByItselfIsTheChangesOfTheReport(t *testing.T) {
	t.Parallel()
	items := rich().Changes
	var doc, table bytes.Buffer
	if err := errors.Join(report.ChangesJSON(&doc, items), report.ChangesMarkdown(&table, items)); err != nil {
		t.Fatal(err)
	}
	_, changes, _ := strings.Cut(jsonText(t, rich()), `  "changes": `)
	if want := "{\n  \"schema_version\": \"1\",\n  \"changes\": " + changes; doc.String() != want {
		t.Errorf("JSON = %s, want %s", doc.String(), want)
	}
	if whole := markdown(t, rich(), 0); !strings.Contains(whole, table.String()) {
		t.Errorf("the table is not that of the report:\n%s", table.String())
	}
	if cs := runnertest.Parse(append(doc.Bytes(), table.Bytes()...)); len(cs) > 0 {
		t.Errorf("the difference holds the commands %+v", cs)
	}
}

func TestNoDifferenceIsSaid(t *testing.T) {
	t.Parallel()
	var doc, table bytes.Buffer
	if err := errors.Join(report.ChangesJSON(&doc, nil), report.ChangesMarkdown(&table, []change.Item{})); err != nil {
		t.Fatal(err)
	}
	if got, want := doc.String(), "{\n  \"schema_version\": \"1\",\n  \"changes\": []\n}\n"; got != want {
		t.Errorf("JSON = %q, want %q", got, want)
	}
	if got, want := table.String(), "No differences.\n"; got != want {
		t.Errorf("Markdown = %q, want %q", got, want)
	}
}

func TestADifferenceReturnsTheErrorOfAWriteThatFails(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		report.ChangesJSON(&fullDisk{n: 10}, rich().Changes), report.ChangesMarkdown(&fullDisk{n: 10}, rich().Changes),
	} {
		if !errors.Is(err, errFull) {
			t.Errorf("got error %v, want %v", err, errFull)
		}
	}
}
