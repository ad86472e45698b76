package ghub

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"strings"

	"github.com/google/go-github/v62/github"
)

// Classes of errors, for errors.Is.
var (
	ErrForbidden   = errors.New("GitHub does not allow this")
	ErrNotFound    = errors.New("GitHub does not find this")
	ErrInvalid     = errors.New("GitHub does not accept this")
	ErrRateLimited = errors.New("GitHub's rate limit is used up")
	ErrUnavailable = errors.New("GitHub's API is not available")
	ErrTruncated   = errors.New("GitHub's answer is incomplete")
	ErrWriteBudget = fmt.Errorf("a run makes at most %d writing requests", maxWrites)
)

// An Error is a request without the answer that was asked for. It is one line
// without the token.
type Error struct {
	Status     int    // of the answer; 0 when there was none
	Message    string // GitHub's own words, as they came
	Permission string // what the token would need, such as "issues=write"; "" when GitHub does not say

	class  error
	detail string
	cause  error
}

// Error is the class and what is known beyond it.
func (e *Error) Error() string {
	if e.detail == "" {
		return e.class.Error()
	}
	return e.class.Error() + ": " + e.detail
}

// Unwrap gives the class, and where there was an answer, go-github's error.
func (e *Error) Unwrap() []error {
	if e.cause == nil {
		return []error{e.class}
	}
	return []error{e.class, e.cause}
}

func fail(class error, format string, args ...any) *Error {
	return &Error{class: class, detail: fmt.Sprintf(format, args...)}
}

// maxMessage is how much is quoted of what GitHub says, in bytes.
const maxMessage = 300

// refusal makes an error of an answer whose status says so.
func (t *transport) refusal(resp *http.Response, body []byte) *Error {
	answer := &github.ErrorResponse{Response: resp}
	if isJSON(resp) {
		_ = json.Unmarshal(body, answer) // what can't be read is not quoted
	}
	e := &Error{
		Status: resp.StatusCode, Message: answer.Message, Permission: permission(resp.Header),
		class: classOf(resp), cause: answer,
	}
	e.detail = fmt.Sprintf("it answers %d", e.Status)
	if said := t.quote(answer); said != "" {
		e.detail += " " + said
	}
	switch {
	case !isJSON(resp) && len(body) > 0:
		e.detail += fmt.Sprintf(" with %s; %s may not be GitHub's API", mediaType(resp), t.home.Redacted())
	case e.Permission != "":
		e.detail += "; the token needs " + strings.ReplaceAll(e.Permission, "; ", " or ")
	case t.token == "" && e.Status < http.StatusInternalServerError:
		e.detail += "; there is no token"
	}
	return e
}

// quote is what GitHub says, inert and short. A hostile server could give the
// token back.
func (t *transport) quote(a *github.ErrorResponse) string {
	said := []string{a.Message}
	for _, e := range a.Errors {
		if e.Message != "" {
			said = append(said, e.Message)
		}
	}
	text := strings.Join(said, ": ")
	if t.token != "" {
		text = strings.ReplaceAll(text, t.token, "***")
	}
	if len(text) > maxMessage {
		text = text[:maxMessage] + "…"
	}
	if text == "" {
		return ""
	}
	return fmt.Sprintf("%q", strings.ToValidUTF8(text, ""))
}

func classOf(resp *http.Response) error {
	switch code := resp.StatusCode; {
	case code >= http.StatusInternalServerError:
		return ErrUnavailable
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return ErrForbidden
	case !isJSON(resp):
		return ErrUnavailable // somebody else answers
	case code == http.StatusNotFound, code == http.StatusGone:
		return ErrNotFound
	case code == http.StatusNotAcceptable:
		return ErrTruncated // a diff too large to be shown
	}
	return ErrInvalid
}

// permission reads the header in which GitHub names what a request needs:
// "issues=write; pull_requests=write" is either.
func permission(h http.Header) string {
	v := h.Get("X-Accepted-GitHub-Permissions")
	if !regexp.MustCompile(`^[a-z_]+=[a-z]+(?:[;,] ?[a-z_]+=[a-z]+)*$`).MatchString(v) || len(v) > maxMessage {
		return ""
	}
	return v
}

func isJSON(resp *http.Response) bool {
	t := mediaType(resp)
	return t == "application/json" || strings.HasPrefix(t, "application/") && strings.HasSuffix(t, "+json")
}

func mediaType(resp *http.Response) string {
	t, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil {
		return "an unknown type"
	}
	return t
}
