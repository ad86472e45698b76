package ghubtest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// maxFiles is how many files GitHub lists of a pull request.
const maxFiles = 3000

func (s *Server) pull(r *http.Request) *Pull { return s.pulls[int(numberIn(r, "number"))] }

// listPulls takes the head as "owner:branch" only; GitHub passes over any other
// form and lists all.
func (s *Server) listPulls(r *http.Request) answer {
	state, head := cmp.Or(r.URL.Query().Get("state"), "open"), r.URL.Query().Get("head")
	owner, branch, _ := strings.Cut(head, ":")
	var list []*Pull
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(s.pulls))) { // newest first
		p := s.pulls[n]
		asked := owner == "" || branch == "" || strings.EqualFold(owner, p.owner()) && branch == p.branch()
		if asked && (state == "all" || state == s.issues[n].State) {
			list = append(list, p)
		}
	}
	return page(s, r, list, s.pullObject)
}

func (p *Pull) owner() string  { return cmp.Or(p.Owner, "octo-org") }
func (p *Pull) branch() string { return cmp.Or(p.Branch, "topic") }

func (s *Server) getPull(r *http.Request) answer {
	p := s.pull(r)
	if p == nil {
		return notFound()
	}
	return ok(s.pullObject(p))
}

// listFiles leaves out what is beyond the limit, without a word.
func (s *Server) listFiles(r *http.Request) answer {
	p := s.pull(r)
	if p == nil {
		return notFound()
	}
	return page(s, r, p.Files[:min(len(p.Files), maxFiles)], s.file)
}

func (p *Pull) file(name string) *File {
	i := slices.IndexFunc(p.Files, func(f File) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &p.Files[i]
}

// A place is one line of a diff, or several if startLine is not 0.
type place struct {
	path      string
	side      string
	line      int
	startSide string
	startLine int
}

// has reports whether the diff has a place; several lines must be in one hunk.
func (p *Pull) has(at place) bool {
	f := p.file(at.path)
	if f == nil {
		return false
	}
	lines := diffLines(f.Patch)
	hunk, ok := lines[sideLine{at.side, at.line}]
	if at.startLine == 0 {
		return ok
	}
	start, startOK := lines[sideLine{at.startSide, at.startLine}]
	return ok && startOK && start == hunk && (at.startLine < at.line || at.startSide != at.side)
}

type sideLine struct {
	side string
	line int
}

// diffLines returns the lines that a patch shows, each with its hunk's number.
// A line of context is on both sides.
func diffLines(patch string) map[sideLine]int {
	out := map[sideLine]int{}
	hunk, left, right := 0, 0, 0
	for line := range strings.SplitSeq(patch, "\n") {
		switch {
		case strings.HasPrefix(line, "@@ -"):
			hunk++
			left, right = hunkStart(line)
		case hunk == 0 || line == "" || line[0] == '\\':
		case line[0] == '-':
			out[sideLine{"LEFT", left}] = hunk
			left++
		case line[0] == '+':
			out[sideLine{"RIGHT", right}] = hunk
			right++
		default:
			out[sideLine{"LEFT", left}], out[sideLine{"RIGHT", right}] = hunk, hunk
			left, right = left+1, right+1
		}
	}
	return out
}

// hunkStart reads "@@ -1,2 +3,4 @@".
func hunkStart(line string) (left, right int) {
	fields := strings.Fields(line)
	number := func(field string) int {
		text, _, _ := strings.Cut(field[1:], ",")
		n, err := strconv.Atoi(text)
		if err != nil {
			panic("patch has a bad hunk header: " + line)
		}
		return n
	}
	return number(fields[1]), number(fields[2])
}
