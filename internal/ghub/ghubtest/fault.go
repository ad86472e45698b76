package ghubtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"strings"
	"time"
)

// A Fault is something that goes wrong with some requests.
type Fault struct {
	Method string // "" is any
	Path   string // a part of the path, such as "/git/blobs/"; "" is any
	After  int    // so many matching requests are served as usual first
	Times  int    // so many fail then; 0 is all
	Done   bool   // the request is carried out and only its answer goes wrong

	Answer http.HandlerFunc // one of those below, or any other
}

type fault struct {
	Fault
	seen int
}

// Fail adds a fault. The one added last goes first.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append([]*fault{{Fault: f}}, s.faults...)
}

// fault returns the fault that a request meets, nil for none.
func (s *Server) fault(method, path string) *fault {
	for _, f := range s.faults {
		if f.Method != "" && f.Method != method || !strings.Contains(path, f.Path) {
			continue
		}
		f.seen++
		if n := f.seen - f.After; n > 0 && (f.Times == 0 || n <= f.Times) {
			return f
		}
	}
	return nil
}

// Status answers with a status and GitHub's form of an error.
func Status(code int, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(code)
		fmt.Fprintf(w, `{"message":%q,"documentation_url":"https://docs.github.com/rest","status":"%d"}`, message, code)
	}
}

// NotAccessible refuses as a token without a permission is refused.
func NotAccessible(permissions string) http.HandlerFunc {
	return with(http.Header{"X-Accepted-Github-Permissions": {permissions}}, Status(http.StatusForbidden, "Resource not accessible by integration"))
}

// PrimaryLimit says with 403 or 429 that the hour's requests are used up.
func PrimaryLimit(code int, reset time.Time) http.HandlerFunc {
	return with(http.Header{
		"X-Ratelimit-Limit": {"1000"}, "X-Ratelimit-Remaining": {"0"},
		"X-Ratelimit-Reset": {strconv.FormatInt(reset.Unix(), 10)},
	}, Status(code, "API rate limit exceeded for installation."))
}

// SecondaryLimit says with 403 or 429 that requests come too fast. A negative
// wait leaves the Retry-After header out.
func SecondaryLimit(code int, wait time.Duration) http.HandlerFunc {
	h := http.Header{"X-Ratelimit-Remaining": {"900"}}
	if wait >= 0 {
		h.Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
	}
	return with(h, Status(code, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."))
}

// HTML answers with a page, as a proxy or an overloaded front end does.
func HTML(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(code)
		fmt.Fprint(w, "<!DOCTYPE html><title>Unicorn!</title>")
	}
}

// JSON answers 200 with a text that is called JSON.
func JSON(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		fmt.Fprint(w, text)
	}
}

// Huge answers 200 with a JSON string of so many bytes.
func Huge(size int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		JSON(`"`+string(bytes.Repeat([]byte("x"), size-2))+`"`)(w, r)
	}
}

// Reset breaks the connection without an answer.
func Reset() http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { breakOff(w, "") }
}

// Cut breaks the connection in the middle of the answer.
func Cut() http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		breakOff(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[{")
	}
}

func breakOff(w http.ResponseWriter, sent string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	if tcp, ok := conn.(*net.TCPConn); ok && sent == "" {
		_ = tcp.SetLinger(0) // closing sends RST; without it the test still sees a broken connection
	}
	_, _ = conn.Write([]byte(sent)) // the client may be gone already
	_ = conn.Close()
}

// Hang answers nothing until the client gives up.
func (s *Server) Hang() http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-s.done:
		}
	}
}

// Redirect sends the client elsewhere. With an empty location it is sent to
// where it asked, for ever.
func Redirect(code int, location string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		to := location
		if to == "" {
			to = r.URL.String()
		}
		w.Header().Set("Location", to)
		w.WriteHeader(code)
	}
}

// EndlessPages answers with a list that always has a next page; with step 0
// that next page is the same one.
func (s *Server) EndlessPages(list string, step int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		page, _ := pageOf(r) // a bad number is the first page
		w.Header().Set("Link", s.pageLink(r, page+step, "next"))
		JSON(list)(w, r)
	}
}

func with(h http.Header, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for key, values := range h {
			w.Header()[key] = values
		}
		answer(w, r)
	}
}

// discard is where the real answer goes when a fault hides it.
func discard() http.ResponseWriter { return httptest.NewRecorder() }

// Named answers 200 with JSON in which %q stands for the last part of the path.
func Named(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, err := json.Marshal(path.Base(r.URL.Path))
		if err != nil {
			panic(err)
		}
		JSON(strings.ReplaceAll(text, "%q", string(name)))(w, r)
	}
}
