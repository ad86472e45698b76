package ghub

import (
	"cmp"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// The most comments that stand open on one pull request. With them one run can
// still strike all of them out, or take back all that another run has said at
// the same time, and write the summary, within the budget of 25 writes.
const (
	maxComments     = 20
	maxFileComments = 5 // of these, on a whole file: each costs a request
)

// A said is a review comment of ours that stands on the pull request.
type said struct {
	id      int64
	marker  marker
	path    string
	lines   span // where it stands in the present diff; zero: on the file, or outdated
	onFile  bool
	body    string
	replied bool // somebody has answered
}

// A draft is a comment to post. Without lines it is on the file.
type draft struct {
	finding diag.Finding
	marker  marker
	path    string
	lines   span
	text    string
}

func (d draft) body() string { return marked(d.marker, d.text) }

// An edit gives a comment of ours a new body.
type edit struct {
	id      int64
	body    string
	finding *diag.Finding // nil: its finding is gone
}

// A reviewPlan is what a run has to do so that the comments say what it found.
type reviewPlan struct {
	post   []draft
	edit   []edit
	remove []int64        // ours, said twice, unanswered
	kept   []diag.Finding // already said
	rest   []diag.Finding // new, but not to be said in a comment
}

// A spot is a finding in a file, and how its comment is known again.
type spot struct {
	finding diag.Finding
	id      identity
}

// An identity is what makes a comment the one on a finding.
type identity struct {
	path, fingerprint string
	number            int
}

// planReview compares the findings of a run with the comments that stand.
// Comments are matched by fingerprint and file, never by line, so a fault that
// moves keeps its comment. Findings that are not new keep a comment they have
// (they were new once) but get none.
func planReview(findings []diag.Finding, comments []said, m *hunkMap, key, headSHA string) reviewPlan {
	var p reviewPlan
	standing := p.index(comments)
	for _, f := range findings {
		if f.State == diag.New && f.Place.File == "" {
			p.rest = append(p.rest, f)
		}
	}
	open, onFile := 0, 0
	var missing []spot
	for _, s := range spots(findings) {
		c, ok := standing[s.id]
		if !ok {
			if s.finding.State == diag.New {
				missing = append(missing, s)
			}
			continue
		}
		delete(standing, s.id)
		open++
		if c.onFile {
			onFile++
		}
		p.renew(c, s.finding, m)
	}
	for _, c := range comments {
		if standing[c.identity()].id == c.id && c.marker.state == stateLive {
			p.strike(c, headSHA)
		}
	}
	for _, s := range missing {
		d, ok := draftOf(s, m, key)
		isFile := d.lines == span{}
		if !ok || open == maxComments || isFile && onFile == maxFileComments {
			p.rest = append(p.rest, s.finding)
			continue
		}
		open++
		if isFile {
			onFile++
		}
		p.post = append(p.post, d)
	}
	return p
}

// index is the one comment of each identity that stays, the oldest. The others
// come from runs at the same time: they are removed, or, where somebody has
// answered, struck out.
func (p *reviewPlan) index(comments []said) map[identity]said {
	stay := map[identity]said{}
	for _, c := range slices.SortedFunc(slices.Values(comments), func(a, b said) int { return cmp.Compare(a.id, b.id) }) {
		_, repeated := stay[c.identity()]
		switch {
		case c.marker.state == stateDuplicate:
		case !repeated:
			stay[c.identity()] = c
		case !c.replied:
			p.remove = append(p.remove, c.id)
		default:
			m := c.marker
			m.state = stateDuplicate
			p.edit = append(p.edit, edit{id: c.id, body: marked(m, repeatText(c.body))})
		}
	}
	return stay
}

func (c said) identity() identity { return identity{c.path, c.marker.fingerprint, c.marker.number} }

// renew makes a standing comment say what the finding says now; it also brings
// one back that was struck out.
func (p *reviewPlan) renew(c said, f diag.Finding, m *hunkMap) {
	mk := c.marker
	mk.state = stateLive
	var offer *suggestion
	// A suggestion replaces the lines its comment stands on, so it is only
	// made where these are the ones the fix is about.
	if s, ok := suggest(f, m.file(f.Place.File)); ok && s.at == c.lines {
		offer = &s
	}
	body := marked(mk, findingText(f, offer))
	if sameText(body, c.body) {
		p.kept = append(p.kept, f)
		return
	}
	p.edit = append(p.edit, edit{id: c.id, body: body, finding: &f})
}

func (p *reviewPlan) strike(c said, headSHA string) {
	m := c.marker
	m.state = stateGone
	p.edit = append(p.edit, edit{id: c.id, body: marked(m, goneText(c.body, headSHA))})
}

// spots numbers findings with the same fingerprint in the same file, the new
// ones first, and orders them by what is worth a comment most.
func spots(findings []diag.Finding) []spot {
	var out []spot
	for _, f := range findings {
		if f.State != diag.Fixed && f.Place.File != "" {
			out = append(out, spot{finding: f})
		}
	}
	slices.SortStableFunc(out, func(a, b spot) int {
		return cmp.Or(
			cmp.Compare(rank(a.finding.State), rank(b.finding.State)),
			-cmp.Compare(a.finding.Severity, b.finding.Severity),
		)
	})
	count := map[identity]int{}
	for i := range out {
		id := identity{path: out[i].finding.Place.File, fingerprint: out[i].finding.Fingerprint()}
		count[id]++
		out[i].id = identity{id.path, id.fingerprint, count[id]}
	}
	return out
}

func rank(s diag.State) int {
	if s == diag.New {
		return 0
	}
	return 1
}

// draftOf places a comment: on the lines of a suggestion, on the finding's
// lines, on the first of them that GitHub takes, or on the file.
func draftOf(s spot, m *hunkMap, key string) (draft, bool) {
	f := s.finding
	diff := m.file(f.Place.File)
	if !diff.touched {
		return draft{}, false
	}
	d := draft{
		finding: f, path: f.Place.File,
		marker: marker{kind: kindFinding, key: key, fingerprint: s.id.fingerprint, number: s.id.number},
	}
	if offer, ok := suggest(f, diff); ok {
		d.lines, d.text = offer.at, findingText(f, &offer)
		return d, true
	}
	d.text = findingText(f, nil)
	if !f.Place.Start.IsKnown() {
		return d, true
	}
	at := linesOf(f.Place)
	if _, ok := diff.hunkOf(at); ok {
		d.lines = at
	} else if line := diff.firstIn(at); line > 0 {
		d.lines = span{line, line}
	}
	return d, true
}

// linesOf is the lines of a place, whose end is exclusive.
func linesOf(p diag.Place) span {
	s := span{p.Start.Line, max(p.Start.Line, p.End.Line)}
	if p.End.Column == 1 && s.last > s.first {
		s.last--
	}
	return s
}
