package ghubtest

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// An answer is what GitHub says to a request.
type answer struct {
	status int
	body   any // nil is no body
	header http.Header
}

// A route is one operation. Permissions are those that a token needs, any of
// them, in the form of X-Accepted-GitHub-Permissions.
type route struct {
	pattern     string // a method, and a path below the repository
	permissions string
	do          func(*http.Request) answer
	path        *regexp.Regexp // made from the pattern
}

// routes are tried in order: "comments" is no number.
func (s *Server) routes() []route {
	return []route{
		{"GET /pulls/comments/{id}", "pull_requests=read", s.getReviewComment, nil},
		{"PATCH /pulls/comments/{id}", "pull_requests=write", s.editReviewComment, nil},
		{"DELETE /pulls/comments/{id}", "pull_requests=write", s.deleteReviewComment, nil},
		{"GET /issues/comments/{id}", "issues=read; pull_requests=read", s.getComment, nil},
		{"PATCH /issues/comments/{id}", "issues=write; pull_requests=write", s.editComment, nil},
		{"DELETE /issues/comments/{id}", "issues=write; pull_requests=write", s.deleteComment, nil},
		{"GET /git/commits/{id}", "contents=read", s.getCommit, nil},
		{"GET /git/trees/{id}", "contents=read", s.getTree, nil},
		{"GET /git/blobs/{id}", "contents=read", s.getBlob, nil},
		{"GET /compare/{range}", "contents=read", s.compare, nil},
		{"GET /pulls", "pull_requests=read", s.listPulls, nil},
		{"GET /pulls/{number}", "pull_requests=read", s.getPull, nil},
		{"GET /pulls/{number}/files", "pull_requests=read", s.listFiles, nil},
		{"GET /pulls/{number}/reviews", "pull_requests=read", s.listReviews, nil},
		{"POST /pulls/{number}/reviews", "pull_requests=write", s.createReview, nil},
		{"GET /pulls/{number}/comments", "pull_requests=read", s.listReviewComments, nil},
		{"POST /pulls/{number}/comments", "pull_requests=write", s.createReviewComment, nil},
		{"POST /pulls/{number}/comments/{id}/replies", "pull_requests=write", s.reply, nil},
		{"GET /issues", "issues=read", s.listIssues, nil},
		{"POST /issues", "issues=write", s.createIssue, nil},
		{"GET /issues/{number}", "issues=read", s.getIssue, nil},
		{"PATCH /issues/{number}", "issues=write", s.editIssue, nil},
		{"GET /issues/{number}/comments", "issues=read; pull_requests=read", s.listComments, nil},
		{"POST /issues/{number}/comments", "issues=write; pull_requests=write", s.createComment, nil},
		{"GET /labels/{name}", "issues=read; pull_requests=read", s.getLabel, nil},
		{"POST /labels", "issues=write; pull_requests=write", s.createLabel, nil},
	}
}

// ServeHTTP answers as the API at its root, and below /api/v3 as GitHub
// Enterprise Server does.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client is gone
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.URL.Path = strings.TrimPrefix(r.URL.Path, "/api/v3")
	if s.contract != nil {
		if err := s.contract.checkRequest(r, body); err != nil {
			s.t.Errorf("%s %s is not what GitHub's description allows: %v\n%s", r.Method, r.URL, err, body)
		}
	}
	s.mu.Lock()
	f := s.fault(r.Method, r.URL.Path)
	at := len(s.requests)
	s.requests = append(s.requests, Request{
		Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery,
		Body: string(body), Authorization: r.Header.Get("Authorization"),
	})
	s.mu.Unlock()
	kept := &statusKeeper{ResponseWriter: w}
	s.answer(kept, r, f)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests[at].Status = kept.status
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, f *fault) {
	if f == nil {
		s.serve(w, r)
		return
	}
	if f.Done {
		s.serve(discard(), r)
	}
	f.Answer(w, r)
}

// serve carries a request out if the token may have it.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/user" || strings.HasSuffix(r.URL.Path, "/graphql") {
		s.whoami(w, r)
		return
	}
	rt, found := s.route(r)
	if !found {
		s.send(w, r, notFound())
		return
	}
	s.mu.Lock()
	a, refused := s.refuse(r, rt.permissions)
	if !refused {
		a = rt.do(r)
	}
	s.mu.Unlock()
	s.send(w, r, a)
}

// whoami says who the token is: REST to a person's token, GraphQL to any.
func (s *Server) whoami(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Header.Get("Authorization") != "Bearer "+s.Token:
		s.send(w, r, failure(http.StatusUnauthorized, "Bad credentials"))
	case r.URL.Path != "/user":
		s.send(w, r, ok(object{"data": object{"viewer": object{"login": s.Account.Login}}}))
	case s.Account.Type == "Bot":
		NotAccessible("")(w, r)
	default:
		s.send(w, r, ok(s.user(s.Account)))
	}
}

// compiled makes the patterns expressions with named groups.
func compiled(routes []route) []route {
	for i, rt := range routes {
		_, path, _ := strings.Cut(rt.pattern, " ")
		form := regexp.MustCompile(`\{(\w+)\}`).ReplaceAllString(path, `(?P<$1>[^/]+)`)
		routes[i].path = regexp.MustCompile("^" + prefix + form + "$")
	}
	return routes
}

// route finds the operation and puts what its path names into the request.
func (s *Server) route(r *http.Request) (route, bool) {
	for _, rt := range s.table {
		m := rt.path.FindStringSubmatch(r.URL.Path)
		if m == nil || !strings.HasPrefix(rt.pattern, r.Method+" ") {
			continue
		}
		for i, name := range rt.path.SubexpNames() {
			r.SetPathValue(name, m[i])
		}
		return rt, true
	}
	return route{}, false
}

// refuse says who may not do what.
func (s *Server) refuse(r *http.Request, permissions string) (answer, bool) {
	auth := r.Header.Get("Authorization")
	switch {
	case auth == "" && r.Method != http.MethodGet:
		return failure(http.StatusUnauthorized, "Requires authentication"), true
	case auth == "" && s.Private:
		return notFound(), true
	case auth == "":
		return answer{}, false
	case auth != "Bearer "+s.Token:
		return failure(http.StatusUnauthorized, "Bad credentials"), true
	}
	for one := range strings.SplitSeq(permissions, "; ") {
		name, level, _ := strings.Cut(one, "=")
		if got := s.permissions[name]; got == "write" || got != "" && level == "read" {
			return answer{}, false
		}
	}
	if r.Method == http.MethodGet && !s.Private {
		return answer{}, false // what is public is read by every token
	}
	a := failure(http.StatusForbidden, "Resource not accessible by integration")
	a.header = http.Header{"X-Accepted-Github-Permissions": {permissions}}
	return a, true
}

func (s *Server) send(w http.ResponseWriter, r *http.Request, a answer) {
	var body []byte
	if a.body != nil {
		var err error
		if body, err = json.Marshal(a.body); err != nil {
			panic(err)
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	for key, values := range a.header {
		w.Header()[key] = values
	}
	w.Header().Set("X-RateLimit-Limit", "1000")
	w.Header().Set("X-RateLimit-Remaining", "999")
	if s.contract != nil {
		if err := s.contract.checkResponse(r, a.status, w.Header(), body); err != nil {
			s.t.Errorf("the double's answer %d to %s %s is not what GitHub's description says: %v\n%s", a.status, r.Method, r.URL, err, body)
		}
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // the client may be gone
}

func ok(body any) answer      { return answer{status: http.StatusOK, body: body} }
func created(body any) answer { return answer{status: http.StatusCreated, body: body} }
func notFound() answer        { return failure(http.StatusNotFound, "Not Found") }

func failure(status int, message string) answer {
	return answer{status: status, body: object{
		"message": message, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(status),
	}}
}

// invalid is a 422 that names one field.
func invalid(resource, field, message string) answer {
	a := failure(http.StatusUnprocessableEntity, "Validation Failed")
	a.body.(object)["errors"] = []object{{"resource": resource, "code": "custom", "field": field, "message": message}}
	return a
}

// read decodes a request's body.
func read(r *http.Request, v any) error {
	if err := json.NewDecoder(r.Body).Decode(v); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	return nil
}

func badJSON() answer { return failure(http.StatusBadRequest, "Problems parsing JSON") }

func numberIn(r *http.Request, name string) int64 {
	n, err := strconv.ParseInt(r.PathValue(name), 10, 64)
	if err != nil {
		return -1 // which nothing has
	}
	return n
}

type statusKeeper struct {
	http.ResponseWriter
	status int
}

func (k *statusKeeper) WriteHeader(status int) {
	k.status = cmp.Or(k.status, status)
	k.ResponseWriter.WriteHeader(status)
}

func (k *statusKeeper) Write(p []byte) (int, error) {
	k.status = cmp.Or(k.status, http.StatusOK)
	return k.ResponseWriter.Write(p)
}

// Hijack lets a fault break the connection.
func (k *statusKeeper) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return k.ResponseWriter.(http.Hijacker).Hijack()
}
