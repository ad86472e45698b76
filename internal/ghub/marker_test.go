package ghub

import (
	"strings"
	"testing"
)

func TestAMarkerIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, m := range []marker{
		{kind: kindSummary},
		{kind: kindFinding, key: "ci/check/", fingerprint: "0123456789abcdef", number: 2},
		{kind: kindDrift, key: "a b", scope: "gov -- all", state: stateDuplicate},
		{kind: kindDrift, key: "--> <script>@octocat\n\r\x00é&%=+~", scope: "-"},
	} {
		got, ok := parseMarker(marked(m, "text"))
		if !ok || got != m {
			t.Errorf("parseMarker(%q) = %+v, %t, want %+v", m.String(), got, ok, m)
		}
		inside := strings.TrimSuffix(strings.TrimPrefix(m.String(), "<!--"), "-->")
		if strings.Contains(inside, "--") || strings.ContainsAny(inside, "<>\n@") {
			t.Errorf("marker %q could end its comment or say something", m.String())
		}
	}
}

func TestAMarkerIsOnlyTheWholeFirstLine(t *testing.T) {
	t.Parallel()
	good := marker{kind: kindFinding, fingerprint: "f", number: 1}.String()
	for text, want := range map[string]bool{
		good:                                   true,
		good + "\r\nx":                         true,
		"x\n" + good:                           false,
		"> " + good:                            false,
		" " + good:                             false,
		good + " x":                            false,
		"`" + good + "`":                       false,
		"":                                     false,
		"<!-- modelgate:v2 kind=finding -->":   false,
		"<!-- modelgate:v1 kind=finding":       false,
		"<!-- modelgate:v1 other=x -->":        false,
		"<!-- modelgate:v1 kind=%zz -->":       false,
		"<!-- modelgate:v1 kind=a n=0 -->":     false,
		"<!-- modelgate:v1 kind=a n=x -->":     false,
		"<!-- modelgate:v1 kind=a--b -->":      false,
		"<!-- modelgate:v1 kind=a key=<b> -->": false,
	} {
		if _, got := parseMarker(text); got != want {
			t.Errorf("parseMarker(%q) = %t, want %t", text, got, want)
		}
	}
}

func TestTextsAreComparedAsGitHubKeepsThem(t *testing.T) {
	t.Parallel()
	for pair, want := range map[[2]string]bool{
		{"a\nb\n", "a\r\nb"}: true,
		{"a\n\n", "a"}:       true,
		{"a", "b"}:           false,
		{" a", "a"}:          false,
	} {
		if got := sameText(pair[0], pair[1]); got != want {
			t.Errorf("sameText(%q, %q) = %t, want %t", pair[0], pair[1], got, want)
		}
	}
}
