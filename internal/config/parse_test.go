package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/benchtest"
)

func TestParseListsEveryProblemWithItsPlace(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, src, want string }{
		{"empty file", "", `1:1: version is missing; write "version: 1"`},
		{"comments alone", "# x\n", `1:1: version is missing; write "version: 1"`},
		{"no mapping", "- version: 1\n", `1:1: file is a list, want a mapping`},
		{"missing version", "root: gov\n", `1:1: version is missing; write "version: 1"`},
		{"old version", "version: 0\n", `1:10: version is 0, want 1`},
		{"version in quotes", "version: \"1\"\n", `1:10: version is "1", want the number 1`},
		{"version with a point", "version: 1.0\n", `1:10: version is 1.0, want the number 1`},
		{"empty version", "version:\naudit: off\n", `1:9: version is empty, want the number 1`},
		{"newer version hides the rest", "version: 2\nwhat: ever\n",
			`1:10: version is 2, this modelgate reads version 1; upgrade modelgate`},
		{"version beyond 64 bits", "version: 99999999999999999999\n",
			`1:10: version is "99999999999999999999", want the number 1`},

		{"unknown key", "version: 1\nrulez: {}\n", `2:1: unknown key "rulez"; did you mean "rules"?`},
		{"unknown key, nothing near", "version: 1\nxyz: 1\n",
			`2:1: unknown key "xyz", want version, root, paths, rules, policy, limits, automation, audit, signing or suppressions`},
		{"unknown nested keys",
			"version: 1\npaths:\n  registri: a\npolicy: {suspect: []}\nlimits: {dept: 64}\nautomation: {email: []}\nsigning: {require: true}\n",
			`3:3: unknown key "registri" in paths; did you mean "registry"?
4:10: unknown key "suspect" in policy; did you mean "suspect_variants"?
5:10: unknown key "dept" in limits; did you mean "depth"?
6:14: unknown key "email" in automation; did you mean "emails"?
7:11: unknown key "require" in signing; did you mean "required"?`},
		{"number as a key", "version: 1\n2: x\n",
			`2:1: unknown key "2", want version, root, paths, rules, policy, limits, automation, audit, signing or suppressions`},
		{"duplicate keys", "version: 1\naudit: off\naudit: off\nrules:\n  metrics-schema: off\n  metrics-schema: note\n",
			`3:1: duplicate key "audit", first used in line 2
6:3: duplicate key "metrics-schema", first used in line 5`},
		{"after CRLF and comments", "version: 1 # é\r\n# x\r\n\r\nrulez: 1 # y\r\nréles: 1\r\n",
			`4:1: unknown key "rulez"; did you mean "rules"?
5:1: unknown key "réles"; did you mean "rules"?`},
		{"columns are code points", "version: 1\nsuppressions: [{reason: \"ção\", owne: x}]\n",
			`2:32: unknown key "owne" in suppressions[0]; did you mean "owner"?`},

		{"wrong types", "version: 1\nroot: 1\npaths: []\nrules: x\npolicy: 1\nlimits: []\nautomation: x\naudit: []\nsigning: true\nsuppressions: {}\n",
			`2:7: root is 1, want text; quote it
3:8: paths is a list, want a mapping
4:8: rules is text, want a mapping
5:9: policy is a number, want a mapping
6:9: limits is a list, want a mapping
7:13: automation is text, want a mapping
8:8: audit is a list, want off, optional or required
9:10: signing is true or false, want a mapping
10:15: suppressions is a mapping, want a list`},
		{"empty values", "version: 1\nroot:\naudit:\npaths: {registry: }\npolicy: {suspect_variants: }\nlimits: {depth: }\n",
			`2:6: root is empty, want text
3:7: audit is empty, want off, optional or required
4:18: paths.registry is empty, want text
5:27: policy.suspect_variants is empty, want a list
6:16: limits.depth is empty, want a number from 8 to 512`},

		{"roots", "version: 1\nroot: gov/\n", `2:7: root is "gov/", which is not clean; write "gov"`},
		{"root outside", "version: 1\nroot: ../x\n", `2:7: root is "../x", which leads out of the tree`},
		{"paths", `version: 1
paths:
  registry: /etc/passwd
  metrics: a\b
  evaluations: "a\nb"
  index_json: C:/x
  views: a/../b
  logs: ./a
  signatures: .
`, `3:13: paths.registry is "/etc/passwd", want a relative path
4:12: paths.metrics is "a\\b", which holds a backslash; write "/"
5:16: paths.evaluations is "a\nb", which holds a control character
6:15: paths.index_json is "C:/x", want a relative path
7:10: paths.views is "a/../b", which leads out of the tree
8:9: paths.logs is "./a", which is not clean; write "a"
9:15: paths.signatures is ".", want a path below the root`},
		{"inside git", "version: 1\npaths: {views: .GIT/hooks, logs: a/git~1}\n",
			`2:16: paths.views is ".GIT/hooks", which lies inside git's own folder
2:34: paths.logs is "a/git~1", which lies inside git's own folder`},
		{"the specifications as a view", "version: 1\npaths:\n  index_json: Guidelines/models_index.MD\n",
			`3:15: paths.index_json is "Guidelines/models_index.MD", which is the name of the specifications; modelgate never writes them`},
		{"specifications elsewhere do not free the name", "version: 1\npaths: {models_index: a.md, registry: guidelines/MODELS_INDEX.md}\n",
			`2:39: paths.registry is "guidelines/MODELS_INDEX.md", which is the name of the specifications; modelgate never writes them`},
		{"the specifications moved onto a document", "version: 1\npaths: {models_index: Metrics/Models_Index.json}\n",
			`2:23: paths.index_json is "metrics/models_index.json", the same as paths.models_index`},
		{"one file twice", "version: 1\npaths:\n  registry: a/É.json\n  evaluations: a/é.json\n",
			`4:16: paths.evaluations is "a/é.json", the same as paths.registry`},
		{"a folder below a file", "version: 1\npaths: {registry: a, logs: A/b}\n",
			`2:28: paths.logs is "A/b", below the file of paths.registry`},
		{"the keys as a file", "version: 1\nsigning: {allowed_signers: registry/logs}\n",
			`2:28: signing.allowed_signers is "registry/logs", the same as paths.logs`},

		{"unknown rules", "version: 1\nrules: {genral-too-small: off, zzz: off}\n",
			`2:9: unknown rule "genral-too-small"; did you mean "general-too-small"?
2:32: unknown rule "zzz"; ` + "`modelgate rules` lists them"},
		{"levels", "version: 1\nrules:\n  general-too-small: of\n  metrics-schema: false\n  evaluation-status-mismatch: warn\n",
			`3:22: rules.general-too-small is "of", want off, note, warning or error; did you mean "off"?
4:19: rules.metrics-schema is false, want off, note, warning or error; did you mean "off"?
5:31: rules.evaluation-status-mismatch is "warn", want off, note, warning or error; did you mean "warning"?`},
		{"levels of the wrong type", "version: 1\nrules: {general-too-small: 2, metrics-schema: [off]}\n",
			`2:28: rules.general-too-small is 2, want off, note, warning or error
2:47: rules.metrics-schema is a list, want off, note, warning or error`},
		{"fixed rules", "version: 1\nrules: {json-invalid: off, unknown-property: note}\n",
			`2:23: rule "json-invalid" cannot be switched off
2:46: rule "unknown-property" cannot be lowered to note, it is at least warning`},

		{"loosened policy", "version: 1\npolicy:\n  general_size_classes: [large, medium]\n  forbidden_variants: [mini]\n",
			`3:33: policy.general_size_classes[1] is "medium"; BIP-035 allows generals large, xl and xxl alone, policy may only tighten it
4:23: policy.forbidden_variants lacks "low", which BIP-035 forbids; policy may only tighten it
4:23: policy.forbidden_variants lacks "nano", which BIP-035 forbids; policy may only tighten it`},
		{"empty policy", "version: 1\npolicy: {general_size_classes: []}\n",
			`2:32: policy.general_size_classes is empty, want at least one of large, xl and xxl`},
		{"misspelt policy", "version: 1\npolicy: {general_size_classes: [Large, xl, xl]}\n",
			`2:33: policy.general_size_classes[0] is "Large", want large, xl or xxl; did you mean "large"?
2:44: policy.general_size_classes[2] is "xl", which the list already has`},
		{"variants that are no words", "version: 1\npolicy: {suspect_variants: [4o, Flash, flash-lite, 3]}\n",
			`2:29: policy.suspect_variants[0] is "4o", want one word of lower-case letters
2:33: policy.suspect_variants[1] is "Flash", want one word of lower-case letters
2:40: policy.suspect_variants[2] is "flash-lite", want one word of lower-case letters
2:52: policy.suspect_variants[3] is 3, want text; quote it`},

		{"limits", "version: 1\nlimits:\n  document: 256MB\n  total: 5GiB\n  depth: 1000\n",
			`3:13: limits.document is "256MB", want a size such as 512KiB, 256MiB, 1GiB or a number of bytes
4:10: limits.total is "5GiB", want 1 byte to 4GiB
5:10: limits.depth is 1000, want a number from 8 to 512`},
		{"limits of nothing", "version: 1\nlimits: {document: 0, total: -1, depth: 7}\n",
			`2:20: limits.document is 0, want 1 byte to 4GiB
2:30: limits.total is -1, want a size such as 512KiB, 256MiB, 1GiB or a number of bytes
2:41: limits.depth is 7, want a number from 8 to 512`},
		{"limits of the wrong type", "version: 1\nlimits: {document: 1.5, total: true, depth: \"64\"}\n",
			`2:20: limits.document is 1.5, want a size such as 256MiB
2:32: limits.total is true, want a size such as 256MiB
2:45: limits.depth is "64", want a number from 8 to 512`},
		{"overflowing limit", "version: 1\nlimits: {document: 99999999999999999999GiB}\n",
			`2:20: limits.document is "99999999999999999999GiB", want 1 byte to 4GiB`},
		{"document beyond the total", "version: 1\nlimits: {document: 1GiB}\n",
			`2:20: limits.document is 1GiB, more than limits.total (512MiB)`},
		{"total below the document", "version: 1\nlimits: {total: 1000}\n",
			`2:17: limits.total is 1000, less than limits.document (256MiB)`},

		{"automation", "version: 1\nautomation:\n  accounts: ['@hive', 'hive-*', 12]\n  emails: [bots.example, '[@x', 'a@{b,{c,{d,{e}}}}']\n  trailers: [bot, 'Co-authored-by:', 'X: [']\n",
			`3:14: automation.accounts[0] is "@hive"; write the login without "@"
3:23: automation.accounts[1] is "hive-*", want a login such as hive-bot; no pattern is allowed here
3:33: automation.accounts[2] is 12, want text; quote it
4:12: automation.emails[0] is "bots.example", want an e-mail address or a pattern such as "*@bots.example"
4:26: automation.emails[1] is "[@x", which is not a valid pattern
4:33: automation.emails[2] is "a@{b,{c,{d,{e}}}}", which has too many alternatives
5:14: automation.trailers[0] is "bot", want a trailer such as "Co-authored-by: *-bot"
5:19: automation.trailers[1] is "Co-authored-by:", want a trailer such as "Co-authored-by: *-bot"
5:38: automation.trailers[2] is "X: [", which is not a valid pattern`},
		{"audit", "version: 1\naudit: require\n",
			`2:8: audit is "require", want off, optional or required; did you mean "required"?`},
		{"audit as a boolean", "version: 1\naudit: false\n",
			`2:8: audit is false, want off, optional or required; did you mean "off"?`},
		{"signing", "version: 1\nsigning: {required: yes, allowed_signers: ../k}\n",
			`2:21: signing.required is "yes", want true or false
2:43: signing.allowed_signers is "../k", which leads out of the tree`},
		{"suppressions", "version: 1\nsuppressions:\n  - x\n  - {rule: 1, subject: [a], reason: true, owner: 2, rule: x}\n",
			`3:5: suppressions[0] is text, want a mapping
4:12: suppressions[1].rule is 1, want text; quote it
4:24: suppressions[1].subject is a list, want text
4:37: suppressions[1].reason is true, want text; quote it
4:50: suppressions[1].owner is 2, want text; quote it
4:53: duplicate key "rule", first used in line 4`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wantProblems(t, tt.src, tt.want)
		})
	}
}

func TestParseRefusesWhatAConfigDoesNotNeed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, src, want string }{
		{"anchor", "version: 1\nrules: &r {}\n", `2:8: anchors are not allowed; quote a value that begins with "&"`},
		{"alias", "version: 1\nautomation: {emails: [*@bots.example]}\n",
			`2:23: aliases are not allowed; quote a value that begins with "*"`},
		{"anchors and aliases", "a: &a [x, x]\nb: &b [*a, *a]\n",
			`1:4: anchors are not allowed; quote a value that begins with "&"
2:4: anchors are not allowed; quote a value that begins with "&"
2:8: aliases are not allowed; quote a value that begins with "*"
2:12: aliases are not allowed; quote a value that begins with "*"`},
		{"merge key", "version: 1\n<<: {root: x}\n", `2:1: merge keys ("<<") are not allowed`},
		{"tag", "version: !!int 1\n", `1:10: tags are not allowed; quote a value that begins with "!"`},
		{"own tag", "version: 1\nroot: !exec x\n", `2:7: tags are not allowed; quote a value that begins with "!"`},
		{"explicit key", "? version\n: 1\n", `1:1: explicit keys ("?") are not allowed`},
		{"directive", "%YAML 1.2\n---\nversion: 1\n", `1:1: directives are not allowed; quote a value that begins with "%"
2:1: a second document is not allowed`},
		{"second document", "version: 1\n---\nversion: 1\n", `2:1: a second document is not allowed`},
		{"text after the end", "version: 1\n...\nversion: 1\n", `3:1: a second document is not allowed`},
		{"syntax", "version: 1\nroot: [a\n", `2:7: not YAML: sequence end token ']' not found`},
		{"reserved character", "version: 1\nsuppressions:\n  - owner: @x\n",
			`3:12: not YAML: '@' is a reserved character`},
		{"tab", "version: 1\npaths:\n\tlogs: x\n", `3:1: not YAML: found character '\t' that cannot start any token`},
		{"conflict", "version: 1\n<<<<<<< HEAD\nroot: a\n=======\nroot: b\n>>>>>>> x\n", `2:1: unresolved merge conflict`},
		{"UTF-16", "\xff\xfev\x00", `file is UTF-16; save it as UTF-8`},
		{"invalid UTF-8", "version: 1\nroot: é\xff\n", `2:8: byte 0xff is not UTF-8; save the file as UTF-8`},
		{"control character", "version: 1\nroot: a\x1b[2J\n", `2:8: control character U+001B`},
		{"lone carriage return", "version: 1\rroot: x\n", `1:11: carriage return without line feed`},
		{"too large", strings.Repeat("#", maxBytes+1), `file has 1048577 bytes, more than the limit of 1048576`},
		{"too many tokens", strings.Repeat("a: 1\n", maxBytes/5),
			`file has 629145 YAML tokens, more than the limit of 65536`},
		{"deep flow", "version: 1\nroot: " + strings.Repeat("[", 60000), `2:39: nested more than 32 levels deep`},
		{"deep entries", strings.Repeat("- ", 60000), `1:65: nested more than 32 levels deep`},
		{"deep indent", "version: 1\nroot:\n" + strings.Repeat(" ", 200) + "x: 1\n", `3:201: indented by more than 200 columns`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wantProblems(t, tt.src, tt.want)
		})
	}
}

// wantProblems takes the lines of an error without the file's name.
func wantProblems(t *testing.T, src, want string) {
	t.Helper()
	c, err := Parse(Name, []byte(src), vocabulary())
	if err == nil {
		t.Fatalf("Parse = %+v, want problems", c)
	}
	var b strings.Builder
	for _, l := range strings.Split(want, "\n") {
		sep := ":"
		if l[0] < '0' || l[0] > '9' {
			sep = ": "
		}
		fmt.Fprintf(&b, "%s%s%s\n", Name, sep, l)
	}
	if got := err.Error() + "\n"; got != b.String() {
		t.Errorf("problems:\n%swant:\n%s", got, b.String())
	}
}

func TestParseTellsAHundredProblemsAndCountsTheRest(t *testing.T) {
	t.Parallel()
	src := "version: 1\n"
	for i := range 150 {
		src += fmt.Sprintf("k%d: 1\n", i)
	}
	_, err := Parse(Name, []byte(src), vocabulary())
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 101 || lines[100] != Name+": 50 more problems" {
		t.Errorf("got %d lines, the last %q, want 101 lines and 50 more problems", len(lines), lines[len(lines)-1])
	}
}

func TestMessagesAreShortAndOnOneLine(t *testing.T) {
	t.Parallel()
	_, err := Parse(Name, []byte("version: 1\n"+strings.Repeat("é", 5000)+": 1\nroot: \"\\e[2J\\n::error::x\"\n"), vocabulary())
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 2 {
		t.Fatalf("got %d lines, want 2:\n%v", len(lines), err)
	}
	for _, l := range lines {
		if len(l) > 400 || strings.Contains(l, "\x1b") {
			t.Errorf("line of %d bytes: %q", len(l), l)
		}
	}
}

// Every key a duplicate: what costs the YAML parser most.
func BenchmarkParseOfTheWorstFile(b *testing.B) {
	benchtest.Growth(b, maxTokens/3, func(n int) {
		if _, err := Parse(Name, []byte(strings.Repeat("a: 1\n", n)), vocabulary()); err == nil {
			b.Fatal("Parse accepts duplicate keys")
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		everything, Template(), uncommented(Template()), "", "version: 1", "a: [1", "- - a\n", "a: |\n  x\n",
		"a: &x 1\nb: *x\n", "? a\n: b\n", "%YAML 1.2\n---\na: 1\n", "{version: 1, root: \"\\u00e9\"}",
		"version: 1\nsuppressions: [{rule: a, subject: '**', reason: x, expires: 2026-12-31}]\n",
		"version: 1\r\nroot: >-\r\n  x\r\n", "\xef\xbb\xbfversion: 1\n", "a: \"\\ud800\"", "version: 0x1\n", "a: !!binary x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		c, err := Parse(Name, []byte(src), vocabulary())
		if (c == nil) == (err == nil) {
			t.Fatalf("Parse(%q) = %v, %v, want one of the two", src, c, err)
		}
		if err == nil {
			if w := wrongPath(c.Root); w != "" && c.Root != "" && c.Root != "." {
				t.Errorf("Parse(%q) lets root %q through: %s", src, c.Root, w)
			}
			return
		}
		lines := strings.Count(src, "\n") + 1
		for _, p := range err.(*Error).Problems {
			if p.Place.Start.Line > lines || p.Place.Start.Line < 0 || strings.ContainsAny(p.Message, "\n\r\x1b") {
				t.Errorf("Parse(%q): problem %+v is outside of the file or not one line", src, p)
			}
		}
	})
}
