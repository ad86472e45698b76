package report

import "strings"

// maxFence is the longest run of backticks that is fenced by a longer one;
// cmark-gfm gives up on fences of more than 80.
const maxFence = 8

// Code is an untrusted string as inert Markdown for texts beside a report: a
// code span on one line, of at most 1,000 code points.
func Code(s string) string { return code(s) }

// code makes an untrusted string inert Markdown: a code span on one line,
// where mentions, references, links, HTML and emphasis mean nothing.
//
// No text is longer than brief makes it, so that one finding never uses up a
// whole summary.
func code(s string) string { return span(brief(s)) }

// shortCode is code for what has a natural bound, such as a commit id.
func shortCode(s string) string { return span(bounded(s, 100)) }

// cell is code within a table. A "|" would end the cell even inside a code
// span, and parsers disagree on what "\\|" is, so it is spelled out.
func cell(s string) string {
	return span(strings.ReplaceAll(brief(s), "|", `\u{7c}`))
}

// bounded is an untrusted string as one line of at most limit code points. It
// is shortened before it is escaped too: a value may have many megabytes.
func bounded(s string, limit int) string {
	return cut(inline(prefix(shortened(s), limit+1)), limit)
}

func span(s string) string {
	if s == "" {
		return "–" // a code span cannot be empty
	}
	run := longestRun(s)
	if run > maxFence {
		s, run = strings.ReplaceAll(s, "`", `\u{60}`), 0
	}
	fence := strings.Repeat("`", run+1)
	if needsPad(s) {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

// needsPad reports whether one space on both sides, which Markdown strips
// again, keeps the span whole (CommonMark 0.31, 6.1).
func needsPad(s string) bool {
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		return true
	}
	return strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") && strings.Trim(s, " ") != ""
}

// longestRun is the length of the longest run of backticks.
func longestRun(s string) int {
	longest, run := 0, 0
	for _, r := range s {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
