package ghubtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// queries are the parameters that the double understands; any other would be
// ignored in silence, so it is an error of the test.
func queries() []string {
	return []string{"page", "per_page", "state", "head", "labels", "creator", "sort", "direction"}
}

// page returns the part of a list that a request asks for, with the Link
// header that leads on. GitHub gives 30 at a time and never more than 100.
func page[T any](s *Server, r *http.Request, list []T, render func(T) object) answer {
	for name := range r.URL.Query() {
		if !slices.Contains(queries(), name) {
			s.t.Errorf("%s %s: the double does not know %q", r.Method, r.URL, name)
		}
	}
	if r.URL.Query().Get("direction") == "desc" {
		list = slices.Clone(list)
		slices.Reverse(list)
	}
	n, size := pageOf(r)
	from := min((n-1)*size, len(list))
	to := min(from+size, len(list))
	out := []object{}
	for _, v := range list[from:to] {
		out = append(out, render(v))
	}
	a := ok(out)
	if to < len(list) {
		last := (len(list) + size - 1) / size
		a.header = http.Header{"Link": {s.pageLink(r, n+1, "next") + ", " + s.pageLink(r, last, "last")}}
	}
	return a
}

func pageOf(r *http.Request) (page, size int) {
	page, size = 1, 30
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil && n > 0 {
		page = n
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("per_page")); err == nil && n > 0 {
		size = min(n, 100)
	}
	return page, size
}

func (s *Server) pageLink(r *http.Request, page int, rel string) string {
	q := r.URL.Query()
	q.Set("page", strconv.Itoa(page))
	return fmt.Sprintf("<%s%s?%s>; rel=%q", s.URL, r.URL.Path, q.Encode(), rel)
}
