package rules

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// A markKind is what a mark on a page is a sign of.
type markKind string

// The kinds of marks.
const (
	contributionMark markKind = "contribution"
	sessionMark      markKind = "session"
	filesMark        markKind = "files"
	complianceMark   markKind = "compliance"
	embeddingMark    markKind = "embedding"
)

func (k markKind) what() string {
	return map[markKind]string{
		contributionMark: "a contribution section",
		sessionMark:      "a session id",
		filesMark:        "a list of files",
		complianceMark:   "a compliance report",
		embeddingMark:    "an embedding",
	}[k]
}

// A mark is a heading or line that is no specification.
type mark struct {
	kind       markKind
	label      string // as the page writes it, without emphasis
	section    string // the heading it stands under
	start, end int    // its bytes: the line without blanks around it
}

// key keeps a mark's identity when lines shift.
func (m mark) key() string {
	if m.section == "" {
		return string(m.kind) + " " + m.label
	}
	return string(m.kind) + " " + m.label + " in " + m.section
}

func (m mark) message() string {
	if m.section == "" {
		return fmt.Sprintf("%q is %s, which is no specification", m.label, m.kind.what())
	}
	return fmt.Sprintf("%q below %q is %s, which is no specification", m.label, m.section, m.kind.what())
}

// The marks of headings: a heading names its section, so words in it suffice.
// All patterns see plain words: lower case, single blanks.
var headingMarks = []struct {
	kind    markKind
	pattern *regexp.Regexp
}{
	{sessionMark, regexp.MustCompile(`\bsession ?ids?\b`)},
	{filesMark, regexp.MustCompile(`^files? (created|modified|changed|updated|edited|added|deleted|removed)\b`)},
	{complianceMark, regexp.MustCompile(`\bcompliance (verification|checklist|report)\b`)},
	{contributionMark, regexp.MustCompile(`\bcontributions?\b`)},
}

// The marks of lines: only a label that says nothing else, so that prose about
// sessions and files is none.
var labelMarks = []struct {
	kind    markKind
	pattern *regexp.Regexp
}{
	{sessionMark, regexp.MustCompile(`^session ?ids?$`)},
	{filesMark, regexp.MustCompile(`^files? (created|modified|changed|updated|edited|added|deleted|removed)$`)},
	{complianceMark, regexp.MustCompile(`^compliance (verification|checklist|report)$`)},
	{contributionMark, regexp.MustCompile(`^(discussion )?contributions?$`)},
}

// modelHeading is the heading of one model's contribution, "Model: name". It
// is a mark only when marks stand below it: specifications have models, too.
var modelHeading = regexp.MustCompile(`(?i)^[^\pL\pN]*model\s*:`)

func headingKind(text string) (markKind, bool) {
	words := plainWords(text)
	for _, m := range headingMarks {
		if m.pattern.MatchString(words) {
			return m.kind, true
		}
	}
	return "", false
}

func labelKind(text string) (markKind, bool) {
	words := plainWords(text)
	for _, m := range labelMarks {
		if m.pattern.MatchString(words) {
			return m.kind, true
		}
	}
	return "", false
}

// label returns what a line says before its colon, or the whole line; a line
// of code or a link is no label.
func label(line string) string {
	head, _, _ := strings.Cut(line, ":")
	if strings.ContainsAny(head, "`[]<>") {
		return ""
	}
	return head
}

// plainWords lowers a text and puts one blank for each run of anything but
// letters and digits.
func plainWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// shown is a text as a message quotes it: without emphasis and closing colon.
func shown(s string) string {
	return strings.TrimRight(strings.Trim(strings.TrimSpace(strings.NewReplacer("**", "", "__", "").Replace(s)), "*_# \t\r"), ": ")
}
