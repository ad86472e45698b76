package git

import (
	"encoding/hex"
	"maps"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

func FuzzRevision(f *testing.F) {
	for _, rev := range []string{"HEAD", "@", "main~3^2", "v1^{commit}", "v1^{}", "@{u}", ":a", "a..b", "--all", "deadbeef^", "a\nb", "^^^", "~"} {
		f.Add(rev)
	}
	ours := regexp.MustCompile(`\A[0-9a-f]{40}(~[0-9]*|\^[0-9]*|\^\{(commit)?\})*\^\{commit\}\z`)
	id := strings.Repeat("0a", 20)
	f.Fuzz(func(t *testing.T, rev string) {
		name, suffix, err := parseRevision(rev)
		if err != nil {
			return
		}
		if expr := expression(id, suffix); !ours.MatchString(expr) {
			t.Errorf("revision %q gives git %q", rev, expr)
		}
		if name+suffix != rev && "@"+suffix != rev {
			t.Errorf("revision %q is split into %q and %q", rev, name, suffix)
		}
		for _, ref := range candidates(name) {
			if !filepath.IsLocal(ref) || strings.HasPrefix(ref, "-") || strings.ContainsAny(ref, "\x00\n ") {
				t.Errorf("revision %q makes us read %q", rev, ref)
			}
		}
	})
}

func FuzzParseTree(f *testing.F) {
	id := strings.Repeat("\x12", 20)
	for _, data := range []string{"", "100644 a\x00" + id, "40000 d\x00" + id + "120000 l\x00" + id, "100644 a\x00short", "x", "100644 \x00" + id} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		nodes, err := parseTree(data, formatSHA1)
		if err != nil {
			return
		}
		rest := data
		for _, n := range nodes { // every byte belongs to exactly one entry
			raw, err := hex.DecodeString(n.ID)
			if err != nil || len(raw) != 20 {
				t.Fatalf("id %q of %q is not an id", n.ID, n.Name)
			}
			mode, _, _ := strings.Cut(string(rest), " ")
			entry := mode + " " + n.Name + "\x00" + string(raw)
			if !strings.HasPrefix(string(rest), entry) {
				t.Fatalf("entry %q is not what stands at %q", entry, rest)
			}
			rest = rest[len(entry):]
		}
		if len(rest) > 0 {
			t.Errorf("%d bytes are in no entry", len(rest))
		}
	})
}

func FuzzParseCommit(f *testing.F) {
	id := strings.Repeat("ab", 20)
	f.Add("tree " + id + "\nparent " + id + "\nauthor A <a@b> 1 +0100\ncommitter C <c@d> 2 -0030\n\nTitle\n\nKey: value\n")
	f.Add("tree " + id + "\n\n\n k: v\nk:\n v")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCommit(text, formatSHA1)
		if err != nil {
			return
		}
		for _, at := range []time.Time{c.AuthorTime, c.CommitTime} {
			if _, err := at.MarshalText(); err != nil {
				t.Errorf("time has no RFC 3339 form: %v", err)
			}
		}
		for _, trailer := range c.Trailers {
			if strings.ContainsAny(trailer.Key+trailer.Value, "\n") || !strings.Contains(c.Message, trailer.Key) {
				t.Errorf("trailer %q is not a line of %q", trailer, c.Message)
			}
		}
	})
}

func TestParseConfigAgreesWithGit(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"[core]\n\tbare = false\n\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n",
		"[CORE]\r\n\tBare=true # comment\r\n",
		"[core] bare\n[core \"sub\"]\n\tbare = hidden\n[core]\n; x = y\n# [other]\n\tone = \"a # b\" c ; d\n",
		"[core]\n\tlong = first \\\n   second\n\tescaped = \"tab\\t quote\\\" back\\\\ \"  \n\tlast = 1\n\tlast = 2\n",
		"\ufeff[extensions]objectformat=sha256",
		"[remote \"a]\\\"b\"]\n\turl = x\n[core]\n\tx =\n\ty = \"[extensions]\"\n",
	} {
		cmd := exec.Command("git", "config", "--file", "-", "--null", "--list")
		cmd.Stdin = strings.NewReader(text)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("git config of %q: %v", text, err)
		}
		want := map[string]string{}
		for item := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
			key, value, ok := strings.Cut(item, "\n")
			if !ok {
				value = "true"
			}
			if strings.Count(key, ".") == 1 {
				want[key] = value
			}
		}
		if got := parseConfig(text); !maps.Equal(got, want) {
			t.Errorf("parseConfig(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestParseTrailers(t *testing.T) {
	t.Parallel()
	for message, want := range map[string][]Trailer{
		"fix: title only\n":                                             nil,
		"Title\n\nBody\n":                                               nil,
		"Title\n\nA: 1\n\nB: 2\n\n\n":                                   {{"B", "2"}},
		"Title\r\n\r\nA: 1\r\nB : 2\r\n":                                {{"A", "1"}, {"B", "2"}},
		"Title\n\nprose here\nCo-authored-by: x":                        {{"Co-authored-by", "x"}},
		"Title\n\n indented\nA: 1\n  more\n\tstill\nhttp no: x\n stray": {{"A", "1 more still"}},
	} {
		if got := parseTrailers(message); !reflect.DeepEqual(got, want) {
			t.Errorf("parseTrailers(%q) = %q, want %q", message, got, want)
		}
	}
}

func TestParsePersonKeepsToWhatMakesSense(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"A B <a@b> 1700000000 +0530":    "A B|a@b|2023-11-15T03:43:20+05:30",
		"A <a@b> <c@d> 1700000000 9999": "A|a@b|2023-11-14T22:13:20Z",
		"<> 99999999999999999 +0000":    "||0001-01-01T00:00:00Z",
		"no brackets":                   "no brackets||0001-01-01T00:00:00Z",
		"A <a@b> 253402300800 +0000":    "A|a@b|0001-01-01T00:00:00Z",
		"A <a@b":                        "A|a@b|0001-01-01T00:00:00Z",
	} {
		name, email, at := parsePerson(line)
		if got := name + "|" + email + "|" + at.Format(time.RFC3339); got != want {
			t.Errorf("parsePerson(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestErrorsOfChildrenAreOneCleanLine(t *testing.T) {
	t.Parallel()
	got := oneLine("fatal: bad\n::error::\x1b[31m\u202e\xff" + strings.Repeat("x", 1000))
	if !strings.HasPrefix(got, "fatal: bad ::error::[31m?xxx") || len(got) > maxReason+len("…") {
		t.Errorf("oneLine = %q, want one short line of printable characters", got)
	}
}

func TestPathsSurviveQuoting(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/a b", "/new\nline", `/quo"te\n`, "/é\xff", "/#x"} {
		if got := unquotePath(quotePath(path)); got != path {
			t.Errorf("unquotePath(quotePath(%q)) = %q", path, got)
		}
	}
}
