package ghub

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// The kinds of text that carry a marker.
const (
	kindFinding = "finding" // a review comment on one finding
	kindSummary = "summary" // the comment that sums up a run
	kindDrift   = "drift"   // the issue that tracks drift
)

// What a marked text has become.
const (
	stateLive      = ""
	stateGone      = "gone"      // its finding is no longer reported
	stateDuplicate = "duplicate" // another one of ours says the same
)

// A marker is the first line of every text that modelgate writes, an HTML
// comment that nobody sees. It says what the text is about. Alone it proves
// nothing, since everybody can write one: a text is ours when we wrote it
// (see account) and it carries our marker.
type marker struct {
	kind        string
	key         string // which of several runs in one repository it belongs to
	fingerprint string // of a finding
	number      int    // which of the findings with that fingerprint in that file, from 1
	scope       string // of a drift issue: what was compared
	state       string
}

const markerHead = "<!-- modelgate:v1"

// String is the marker without a line feed. Values are escaped, so that none
// can end the comment.
func (m marker) String() string {
	var b strings.Builder
	b.WriteString(markerHead)
	for _, a := range m.attributes() {
		if *a.value != "" {
			fmt.Fprintf(&b, " %s=%s", a.name, escapeValue(*a.value))
		}
	}
	if m.number > 0 {
		fmt.Fprintf(&b, " n=%d", m.number)
	}
	return b.String() + " -->"
}

type attribute struct {
	name  string
	value *string
}

func (m *marker) attributes() []attribute {
	return []attribute{
		{"kind", &m.kind}, {"key", &m.key}, {"fp", &m.fingerprint}, {"scope", &m.scope}, {"state", &m.state},
	}
}

// escapeValue leaves letters, digits, ".", "_" and "~". "--" may not stand in
// an HTML comment.
func escapeValue(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "-", "%2D") }

var markerPattern = regexp.MustCompile(`^<!-- modelgate:v1((?: [a-z]+=[A-Za-z0-9._~%+]+)*) -->$`)

// parseMarker reads the marker of a text. It must be the first line: further
// down a text may quote anything.
func parseMarker(text string) (marker, bool) {
	line, _, _ := strings.Cut(text, "\n")
	found := markerPattern.FindStringSubmatch(strings.TrimSuffix(line, "\r"))
	if found == nil {
		return marker{}, false
	}
	var m marker
	for _, pair := range strings.Fields(found[1]) {
		name, escaped, _ := strings.Cut(pair, "=")
		value, err := url.QueryUnescape(escaped)
		if err != nil || !m.set(name, value) {
			return marker{}, false
		}
	}
	return m, true
}

// set takes one attribute over, if it is one of ours.
func (m *marker) set(name, value string) bool {
	if name == "n" {
		n, err := strconv.Atoi(value)
		m.number = n
		return err == nil && n > 0
	}
	for _, a := range m.attributes() {
		if a.name == name {
			*a.value = value
			return true
		}
	}
	return false
}

// marked is a text with its marker.
func marked(m marker, text string) string { return m.String() + "\n" + text }

// sameText compares texts as GitHub keeps them: its editor writes CRLF, and
// blanks at the end get lost.
func sameText(a, b string) bool { return normalText(a) == normalText(b) }

func normalText(s string) string {
	return strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), " \n")
}
