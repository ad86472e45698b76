package runnertest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
)

type props = map[string]string

func TestParseFindsWhatTheRunnerWouldObey(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, output string
		want         []runnertest.Command
	}{
		{"plain text", "a ::error::b\n: :error::\n::error:\n##(error)\n##[error\n", nil},
		{"a command", "::error file=a,line=3::m", []runnertest.Command{{Name: "error", Properties: props{"file": "a", "line": "3"}, Data: "m"}}},
		{"no properties", "::group::", []runnertest.Command{{Name: "group", Properties: props{}}}},
		{"no name", "::::a\n:: a=b::c\n##[]a\n", nil},
		{"after blanks", "\t\u00a0\u2003\u2028::error::m", []runnertest.Command{{Name: "error", Properties: props{}, Data: "m"}}},
		{"among ignorable characters", "\u200b:\u00ad:error:\u034f:m", []runnertest.Command{{Name: "error", Properties: props{}, Data: "m"}}},
		{"upper case", "::ERROR::m", []runnertest.Command{{Name: "ERROR", Properties: props{}, Data: "m"}}},
		{"unknown", "::frobnicate a=b::m", []runnertest.Command{{Name: "frobnicate", Properties: props{"a": "b"}, Data: "m"}}},
		{"unknown hides no legacy one", "::frobnicate::##[error]m", []runnertest.Command{
			{Name: "frobnicate", Properties: props{}, Data: "##[error]m"},
			{Name: "error", Properties: props{}, Data: "m", Legacy: true},
		}},
		{"known hides a legacy one", "::error::##[debug]m", []runnertest.Command{{Name: "error", Properties: props{}, Data: "##[debug]m"}}},
		{"legacy within a line", "a ##[set-output name=x;y=%3B%5D]z%0A%3A", []runnertest.Command{
			{Name: "set-output", Properties: props{"name": "x", "y": ";]"}, Data: "z\n%3A", Legacy: true},
		}},
		{"escapes", "::error a=%2C%3A%0D%0A%25,b=%252C::%25%0A%0D%2C%250A", []runnertest.Command{
			{Name: "error", Properties: props{"a": ",:\r\n%", "b": "%2C"}, Data: "%\n\r%2C%0A"},
		}},
		{"empty and odd properties", "::error  a=,b,,c==d,=e=f,g=h=i ::m", []runnertest.Command{
			{Name: "error", Properties: props{"c": "d", "e": "f", "g": "h=i"}, Data: "m"},
		}},
		{"line ends", "a\r::error::1\r\n::error::2\n\n::error::3", []runnertest.Command{
			{Name: "error", Properties: props{}, Data: "1"},
			{Name: "error", Properties: props{}, Data: "2"},
			{Name: "error", Properties: props{}, Data: "3"},
		}},
		{"stopped", "::stop-commands::Tok\n::error::1\n##[error]2\n::tok::\n::error::3", []runnertest.Command{
			{Name: "stop-commands", Properties: props{}, Data: "Tok"},
			{Name: "tok", Properties: props{}},
			{Name: "error", Properties: props{}, Data: "3"},
		}},
		{"stopped for good", "::stop-commands::\n::::\n::error::1", []runnertest.Command{{Name: "stop-commands", Properties: props{}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if d := cmp.Diff(tt.want, runnertest.Parse([]byte(tt.output))); d != "" {
				t.Errorf("Parse(%q) differs (-want +got):\n%s", tt.output, d)
			}
		})
	}
}
