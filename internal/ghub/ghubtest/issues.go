package ghubtest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

func (s *Server) listIssues(r *http.Request) answer {
	q := r.URL.Query()
	var list []*Issue
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(s.issues))) { // newest first
		i := s.issues[n]
		state := q.Get("state")
		if state == "" {
			state = "open"
		}
		switch {
		case state != "all" && state != i.State:
		case q.Get("creator") != "" && q.Get("creator") != i.User.Login:
		case !hasLabels(i, q.Get("labels")):
		default:
			list = append(list, i)
		}
	}
	q.Del("direction") // descending is how the list is already
	if r.URL.Query().Get("direction") == "asc" {
		slices.Reverse(list)
	}
	r = r.Clone(r.Context())
	r.URL.RawQuery = q.Encode()
	return page(s, r, list, s.issue)
}

func hasLabels(i *Issue, wanted string) bool {
	for name := range strings.SplitSeq(wanted, ",") {
		if name != "" && !slices.Contains(i.Labels, name) {
			return false
		}
	}
	return true
}

func (s *Server) getIssue(r *http.Request) answer {
	i := s.issues[int(numberIn(r, "number"))]
	if i == nil {
		return notFound()
	}
	return ok(s.issue(i))
}

// An issueEdit is the body of a request on an issue; nil is left as it is.
type issueEdit struct {
	Title       *string   `json:"title"`
	Body        *string   `json:"body"`
	State       *string   `json:"state"`
	StateReason *string   `json:"state_reason"`
	Labels      *[]string `json:"labels"`
}

func (e issueEdit) fault() (answer, bool) {
	switch {
	case e.Title != nil && *e.Title == "":
		return invalid("Issue", "title", "title can't be blank"), true
	case e.Title != nil && len([]rune(*e.Title)) > 256:
		return invalid("Issue", "title", "title is too long (maximum is 256 characters)"), true
	case e.Body != nil && tooLong(*e.Body):
		return invalid("Issue", "body", "body is too long (maximum is 65536 characters)"), true
	}
	return answer{}, false
}

func (s *Server) createIssue(r *http.Request) answer {
	var e issueEdit
	if read(r, &e) != nil {
		return badJSON()
	}
	if e.Title == nil {
		return invalid("Issue", "title", "title is missing")
	}
	if a, bad := e.fault(); bad {
		return a
	}
	i := s.addIssue(Issue{User: s.Account})
	s.edit(i, e)
	return created(s.issue(i))
}

func (s *Server) editIssue(r *http.Request) answer {
	var e issueEdit
	if read(r, &e) != nil {
		return badJSON()
	}
	i := s.issues[int(numberIn(r, "number"))]
	if i == nil {
		return notFound()
	}
	if a, bad := e.fault(); bad {
		return a
	}
	s.mine(r, i.User)
	s.edit(i, e)
	i.Updated = s.now()
	return ok(s.issue(i))
}

func (s *Server) edit(i *Issue, e issueEdit) {
	set(&i.Title, e.Title)
	set(&i.Body, e.Body)
	if e.State != nil && *e.State != i.State {
		i.StateReason = map[string]string{"open": "reopened", "closed": "completed"}[*e.State]
	}
	set(&i.State, e.State)
	set(&i.StateReason, e.StateReason)
	set(&i.Labels, e.Labels)
	for _, name := range i.Labels {
		s.label(name)
	}
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

func (s *Server) getLabel(r *http.Request) answer {
	l, found := s.labels[r.PathValue("name")]
	if !found {
		return notFound()
	}
	return ok(s.labelObject(l))
}

func (s *Server) createLabel(r *http.Request) answer {
	var l struct{ Name, Color, Description string }
	if read(r, &l) != nil {
		return badJSON()
	}
	if _, found := s.labels[l.Name]; found {
		a := invalid("Label", "name", "")
		a.body.(object)["errors"] = []object{{"resource": "Label", "code": "already_exists", "field": "name"}}
		return a
	}
	s.labels[l.Name] = Label(l)
	return created(s.labelObject(Label(l)))
}

// mine makes it an error of the test to change what another account wrote:
// GitHub lets a token with the permission do that.
func (s *Server) mine(r *http.Request, author User) {
	if author != s.Account {
		s.t.Errorf("%s %s changes what %q wrote", r.Method, r.URL.Path, author.Login)
	}
}

// tooLong reports whether GitHub refuses a text: it counts characters.
func tooLong(body string) bool { return len([]rune(body)) > 65536 }
