package plan_test

import (
	"testing"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

func TestAPlanIsEmptyWhenItChangesNothing(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		plan plan.Plan
		want bool
	}{
		{"no edits", nil, true},
		{"the same bytes", plan.Plan{{Path: "a", Old: []byte("x"), New: []byte("x")}}, true},
		{"neither created nor there", plan.Plan{{Path: "a"}}, true},
		{"other bytes", plan.Plan{{Path: "a", Old: []byte("x"), New: []byte("y")}}, false},
		{"an empty file is created", plan.Plan{{Path: "a", New: []byte{}}}, false},
		{"an empty file is deleted", plan.Plan{{Path: "a", Old: []byte{}}}, false},
		{"one edit of two", plan.Plan{{Path: "a"}, {Path: "b", New: []byte("x")}}, false},
	}
	for _, tt := range tests {
		if got := tt.plan.Empty(); got != tt.want {
			t.Errorf("%s: Empty() = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestTheDiffIsUnified(t *testing.T) {
	t.Parallel()
	p := plan.Plan{
		{Path: "d/new.json", New: []byte("1\n2\n")},
		{Path: "same", Old: []byte("x"), New: []byte("x")},
		{Path: "d/crlf.json", Old: []byte("a\r\nb\r\nc"), New: []byte("a\r\nB\r\nc")},
		{Path: "gone", Old: []byte("1\n")},
		{Path: "empty", New: []byte{}},
	}
	const want = "--- /dev/null\n+++ b/d/new.json\n@@ -0,0 +1,2 @@\n+1\n+2\n" +
		"--- a/d/crlf.json\n+++ b/d/crlf.json\n@@ -1,3 +1,3 @@\n a\r\n-b\r\n+B\r\n c\n\\ No newline at end of file\n" +
		"--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n" +
		"--- /dev/null\n+++ b/empty\n"
	if got := p.Diff(); got != want {
		t.Errorf("Diff is\n%s\nwant\n%s", got, want)
	}
}

func TestAPlanBehindAnotherEditsEachFileOnce(t *testing.T) {
	t.Parallel()
	first := plan.Plan{{Path: "a", Old: []byte("1\n"), New: []byte("2\n")}, {Path: "b", New: []byte("b\n")}}
	next := plan.Plan{{Path: "c", New: []byte("c\n")}, {Path: "a", Old: []byte("2\n"), New: []byte("3\n")}}
	const want = "--- /dev/null\n+++ b/b\n@@ -0,0 +1 @@\n+b\n--- /dev/null\n+++ b/c\n@@ -0,0 +1 @@\n+c\n" +
		"--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+3\n"
	if got := first.Then(next).Diff(); got != want {
		t.Errorf("Diff is\n%s\nwant\n%s", got, want)
	}
}
