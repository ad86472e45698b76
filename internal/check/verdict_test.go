package check_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

func finding(subject, key string, line int) diag.Finding {
	at := diag.Place{File: "r.json", Start: diag.Position{Line: line, Column: 1}}
	return diag.Finding{Rule: "r", Severity: diag.Error, Subject: subject, Key: key, Place: at, Message: fmt.Sprint(line)}
}

func states(fs []diag.Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, fmt.Sprintf("%s %s/%s:%d", f.State, f.Subject, f.Key, f.Place.Start.Line))
	}
	return out
}

func TestFindingsAreComparedAsAMultisetWithoutTheirPlaces(t *testing.T) {
	t.Parallel()
	base := []diag.Finding{finding("a", "x", 1), finding("a", "x", 2), finding("b", "", 3), finding("c", "wrong-1", 4)}
	head := []diag.Finding{finding("a", "x", 11), finding("a", "x", 12), finding("a", "x", 13), finding("c", "wrong-2", 14)}
	want := []string{
		"fixed b/:3", "fixed c/wrong-1:4",
		"existing a/x:11", "existing a/x:12", "new a/x:13", "new c/wrong-2:14",
	}
	if diff := cmp.Diff(want, states(check.Compare(head, base))); diff != "" {
		t.Errorf("Compare (-want +got):\n%s", diff)
	}
}

func TestASuppressionMakesNothingNewThatIsOldWithoutIt(t *testing.T) {
	t.Parallel()
	f := func(line int) diag.Finding { return finding("a", "x", line) }
	type list = []diag.Finding
	for name, tt := range map[string]struct {
		head, base check.Parted
		want       []string
	}{
		"hidden on both sides":      {check.Parted{Hidden: list{f(1)}}, check.Parted{Hidden: list{f(2)}}, nil},
		"hidden no more":            {check.Parted{Kept: list{f(1)}}, check.Parted{Hidden: list{f(2)}}, []string{"existing a/x:1"}},
		"hidden since":              {check.Parted{Hidden: list{f(1)}}, check.Parted{Kept: list{f(2)}}, nil},
		"hidden and gone":           {check.Parted{}, check.Parted{Hidden: list{f(2)}}, nil},
		"told and gone":             {check.Parted{}, check.Parted{Kept: list{f(2)}}, []string{"fixed a/x:2"}},
		"one more than is hidden":   {check.Parted{Kept: list{f(1)}, Hidden: list{f(3)}}, check.Parted{Hidden: list{f(2)}}, []string{"new a/x:1"}},
		"a second beside the moved": {check.Parted{Kept: list{f(1), f(3)}}, check.Parted{Hidden: list{f(2)}}, []string{"existing a/x:1", "new a/x:3"}},
		"a hidden one beside it":    {check.Parted{Kept: list{f(1)}, Hidden: list{f(3)}}, check.Parted{Kept: list{f(2)}}, []string{"existing a/x:1"}},
		"swapped":                   {check.Parted{Kept: list{f(1)}, Hidden: list{f(3)}}, check.Parted{Kept: list{f(2)}, Hidden: list{f(4)}}, []string{"existing a/x:1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, states(check.CompareParted(tt.head, tt.base))); diff != "" {
				t.Errorf("CompareParted (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAFindingUnderAnotherSeverityIsReranked(t *testing.T) {
	t.Parallel()
	as := func(s diag.Severity, line int) diag.Finding {
		f := finding("a", "x", line)
		f.Severity = s
		return f
	}
	now := []diag.Finding{as(diag.Error, 1), as(diag.Warning, 2), finding("b", "", 3), finding("c", "", 4)}
	then := []diag.Finding{as(diag.Note, 1), as(diag.Error, 2), as(diag.Note, 5), finding("b", "", 3), finding("d", "", 6)}
	got := check.Rerank(then, now)
	if len(got) != 1 || got[0].Was != diag.Warning || got[0].Severity != diag.Note || got[0].Place.Start.Line != 1 {
		t.Errorf("Rerank = %+v, want the one in line 1, from warning to note", got)
	}
}

func TestNothingIsNewAgainstItself(t *testing.T) {
	t.Parallel()
	fs := []diag.Finding{finding("a", "x", 1), finding("a", "x", 2), finding("b", "", 3)}
	if got := check.New(fs, fs); len(got) > 0 {
		t.Errorf("New(x, x) = %v", states(got))
	}
}

func TestWhatCannotBeWaivedIsToldAndItsSuppressionKnowsWhy(t *testing.T) {
	t.Parallel()
	firm := finding("a", "x", 1)
	firm.Unwaivable = "it is firm"
	list := []config.Suppression{{Rule: "r", Subject: "a", Reason: "known"}}
	got, uses := check.Suppress([]diag.Finding{firm, finding("a", "y", 2)}, list, time.Time{})
	if len(got.Kept) != 1 || len(got.Hidden) != 1 || uses[0].Hidden != 1 || uses[0].Refused != "it is firm" {
		t.Errorf("kept %v, hidden %v, use %+v", states(got.Kept), states(got.Hidden), uses[0])
	}
}

func TestASuppressionHidesUntilItExpires(t *testing.T) {
	t.Parallel()
	expires := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	list := []config.Suppression{
		{Rule: "r", Subject: "a", Reason: "known", Expires: expires},
		{Rule: "r", Subject: "b", Problem: "reason is missing"},
	}
	fs := []diag.Finding{finding("a", "x", 1), finding("b", "", 2)}
	got, uses := check.Suppress(fs, list, expires.Add(-time.Second))
	if len(got.Kept) != 1 || len(got.Hidden) != 1 || uses[0].Hidden != 1 || uses[1].Hidden != 0 {
		t.Errorf("before the expiry: kept %v, hidden %v", states(got.Kept), states(got.Hidden))
	}
	got, uses = check.Suppress(fs, list, expires)
	if len(got.Kept) != 2 || len(got.Hidden) != 0 || !uses[0].Expired {
		t.Errorf("at the expiry: kept %v, hidden %v", states(got.Kept), states(got.Hidden))
	}
}
