package seal

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/benchtest"
)

func TestLinesThatAllowNothing(t *testing.T) {
	t.Parallel()
	_, public := key(t, 'a')
	for _, tt := range []struct{ line, want string }{
		{"ada", "no key"},
		{"ada ssh-ed25519", "no key"},
		{"ada ssh-ed25519 AAAA", "no key"},
		{"ada ssh-rsa " + strings.Fields(public)[1], "type mismatch"},
		{"ada ssh-ed25519 AAAA " + public, "no key"},
		{public, "no key"},
		{`"ada ` + public, "closing quote"},
		{`"" ` + public, "principals are empty"},
		{"\ufeffada " + public, "byte order mark"},
		{"ada cert-authority " + public, "certificate authorities are not supported"},
		{"ada CERT-AUTHORITY,namespaces=\"git\" " + public, "certificate authorities"},
		{"ada restrict " + public, `unknown option "restrict"`},
		{"ada namespace=\"git\" " + public, `unknown option "namespace"`},
		{`ada namespaces="modelgate", ` + public, "has a comma and no option after it"},
		{`ada namespaces="a b",	` + public, "has a comma and no option after it"},
		{"ada , " + public, "has a comma and no option after it"},
		{"ada namespaces=git " + public, "double quotes"},
		{"ada namespaces " + public, "double quotes"},
		{`ada namespaces="git ` + public, "no key"},
		{`ada namespaces="" ` + public, "empty"},
		{`ada namespaces="a",Namespaces="b" ` + public, "stands twice"},
		{`ada valid-after="2026" ` + public, `time is "2026"`},
		{`ada valid-after="20260230Z" ` + public, `"20260230Z"`},
		{`ada valid-after="2026-1-1" ` + public, `"2026-1-1"`},
		{`ada valid-before="tomorrow" ` + public, `"tomorrow"`},
		{`ada valid-after="20260201Z",valid-before="20260101Z" ` + public, "not before"},
	} {
		a, problems := ParseAllowedSigners([]byte("# one\r\n" + tt.line + "\r\n"))
		if len(problems) != 1 || problems[0].Line != 2 || !strings.Contains(problems[0].Message, tt.want) {
			t.Errorf("ParseAllowedSigners(%q) = %+v, want one problem in line 2 with %q", tt.line, problems, tt.want)
		}
		if len(a.signers) != 0 {
			t.Errorf("ParseAllowedSigners(%q) allows %d signers, want none", tt.line, len(a.signers))
		}
	}
}

func TestAProblemLeavesTheOtherLinesInForce(t *testing.T) {
	t.Parallel()
	_, public := key(t, 'a')
	a, problems := ParseAllowedSigners([]byte("eve typo " + public + "\n\n \t# comment\nada " + public))
	if len(problems) != 1 || len(a.signers) != 1 {
		t.Errorf("ParseAllowedSigners = %d signers, %+v, want one and one problem", len(a.signers), problems)
	}
}

func TestAHugeFileOfSignersIsAProblem(t *testing.T) {
	t.Parallel()
	a, problems := ParseAllowedSigners(make([]byte, maxAllowed+1))
	if len(problems) != 1 || len(a.signers) != 0 {
		t.Errorf("ParseAllowedSigners = %d signers, %+v, want one problem", len(a.signers), problems)
	}
}

// A rule is a line's beginning and what it allows; ssh-keygen is asked the
// same questions in TestStockVerifyAgreesOnAllowedSigners.
type rule struct {
	line string // %s is the key
	who  string
	want error // nil: allowed
}

func rules() []rule {
	return []rule{
		{"ada@example.org %s", "ada@example.org", nil},
		{"  ada@example.org\t\t%s  # comment", "ada@example.org", nil},
		{"ada@example.org %s", "Ada@example.org", ErrNotAllowed},
		{"*@example.org %s", "ada@example.org", nil},
		{"*@example.org %s", "ada@example.com", ErrNotAllowed},
		{"ada,bob %s", "bob", nil},
		{"a?a %s", "ada", nil},
		{"a?a %s", "aa", ErrNotAllowed},
		{"*,!eve %s", "ada", nil},
		{"!eve,* %s", "eve", ErrNotAllowed},
		{"!eve %s", "ada", ErrNotAllowed},
		{`"ada lovelace" %s`, "ada lovelace", nil},
		{`* namespaces="modelgate" %s`, "ada", nil},
		{`* NAMESPACES="model*,git" %s`, "ada", nil},
		{`* namespaces="*,!modelgate" %s`, "ada", ErrNotAllowed},
		{`* namespaces="git" %s`, "ada", ErrNotAllowed},
		{`* valid-after="20260131Z" %s`, "ada", nil},
		{`* valid-after="202601311200Z" %s`, "ada", nil},
		{`* valid-after="20260131120001Z" %s`, "ada", ErrTooEarly},
		{`* valid-before="20260131120000Z" %s`, "ada", nil},
		{`* valid-before="20260131115959" %s`, "ada", ErrExpired},
		{`* valid-after="20260101",valid-before="20270101",namespaces="modelgate" %s`, "ada", nil},
		{`* valid-after="20260101",unknown %s`, "ada", ErrNotAllowed},
		{`* namespaces="git" %[1]s` + "\n" + `* %[1]s`, "ada", nil},
		{`* namespaces="modelgate", %s`, "ada", ErrNotAllowed},
		{`* namespaces="modelgate",valid-after="20260101", %s`, "ada", ErrNotAllowed},
		{`* ,namespaces="modelgate" %s`, "ada", nil},
		{`* namespaces="modelgate," %s`, "ada", nil},
		{"# %s", "ada", ErrNotAllowed},
	}
}

func TestAllowedSignersAllowWhatTheySay(t *testing.T) {
	t.Parallel()
	s, public := key(t, 'a')
	armored := sign(t, s, Namespace, "entry")
	for _, r := range rules() {
		a, _ := ParseAllowedSigners([]byte(fmt.Sprintf(r.line, public)))
		_, err := Verify([]byte("entry"), armored, a, Demand{Namespace, r.who, noon()})
		if !errors.Is(err, r.want) {
			t.Errorf("%s as %q: Verify = %v, want %v", r.line, r.who, err, r.want)
		}
	}
}

// A matcher that tries every way to share out the text would not end.
func TestAPatternOfManyStarsEnds(t *testing.T) {
	t.Parallel()
	if match(strings.Repeat("a*", 2000)+"b", strings.Repeat("a", 4000)) {
		t.Error("a pattern that ends in b matches a text without one")
	}
}

func BenchmarkMatchOfManyStars(b *testing.B) {
	benchtest.Growth(b, 2000, func(n int) {
		if match(strings.Repeat("a*", n)+"b", strings.Repeat("a", 2*n)) {
			b.Error("a pattern that ends in b matches a text without one")
		}
	})
}

func TestMatchFollowsSSHPatterns(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, s string
		want       bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", true}, {"**", "abc", true}, {"?", "", false}, {"a*c", "abbc", true},
		{"a*c", "abcb", false}, {"*b*", "abc", true}, {"*.a.*", "x.a.a.", true}, {"[a]", "a", false}, {"a,b", "a,b", true},
	} {
		if got := match(tt.pattern, tt.s); got != tt.want {
			t.Errorf("match(%q, %q) = %v, want %v", tt.pattern, tt.s, got, tt.want)
		}
	}
}
