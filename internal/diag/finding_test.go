package diag_test

import (
	"encoding/json"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

func TestAFingerprintIsMadeOfRuleSubjectAndKeyAlone(t *testing.T) {
	t.Parallel()
	f := diag.Finding{Rule: "r", Subject: "s", Key: "k"}
	moved := f
	moved.Place = diag.Place{File: "x", Start: diag.Position{Line: 9, Column: 9}}
	moved.Message, moved.Severity, moved.State = "other words", diag.Error, diag.New
	if f.Fingerprint() != moved.Fingerprint() {
		t.Error("place, prose, severity or state change the fingerprint")
	}
	for _, other := range []diag.Finding{
		{Rule: "r2", Subject: "s", Key: "k"}, {Rule: "r", Subject: "s2", Key: "k"}, {Rule: "r", Subject: "s", Key: "k2"},
		{Rule: "rs", Key: "k"}, {Rule: "r", Subject: "sk"}, // the borders count
	} {
		if f.Fingerprint() == other.Fingerprint() {
			t.Errorf("%+v has the fingerprint of %+v", other, f)
		}
	}
	dated := diag.Finding{Rule: "r", Subject: "s-2025-01-01", Identity: "s", Key: "k"}
	if f.Fingerprint() != dated.Fingerprint() {
		t.Error("the identity does not stand for the subject")
	}
}

func TestSortOrdersByPlaceAndDropsRepeats(t *testing.T) {
	t.Parallel()
	at := func(file string, line int) diag.Finding {
		return diag.Finding{Rule: "r", Message: "m", Place: diag.Place{File: file, Start: diag.Position{Line: line, Column: 1}}}
	}
	got := diag.Sort([]diag.Finding{at("b", 1), at("a", 2), at("a", 1), at("a", 2)})
	if len(got) != 3 || got[0].Place.Start.Line != 1 || got[1].Place.Start.Line != 2 || got[2].Place.File != "b" {
		t.Errorf("Sort = %v", got)
	}
}

func TestASeverityIsReadAndWrittenAsItsWord(t *testing.T) {
	t.Parallel()
	for _, s := range diag.Severities() {
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var back diag.Severity
		if err := json.Unmarshal(text, &back); err != nil || back != s {
			t.Errorf("%s reads back as %v, %v", text, back, err)
		}
	}
	if _, err := diag.ParseSeverity("eror"); err == nil {
		t.Error("a misspelt severity is read")
	}
}
