package ghub

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// RoundTrip makes a request, if need be several times. Other than
// http.RoundTripper says, it gives no answer whose status is an error: what is
// wrong is only known here, and go-github passes the error on.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := readRequest(req)
	if err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		if err := t.admit(req); err != nil {
			return nil, err
		}
		start := t.now()
		resp, err := t.once(req, body)
		if err == nil {
			return resp, nil
		}
		if req.Context().Err() != nil {
			return nil, req.Context().Err()
		}
		f := failure{err: err, isWrite: isWrite(req), attempt: attempt, took: t.now().Sub(start)}
		if err := t.pause(req.Context(), f); err != nil {
			return nil, err
		}
	}
}

func isWrite(req *http.Request) bool {
	reads := req.Method == http.MethodGet || req.Method == http.MethodHead ||
		strings.HasSuffix(req.URL.Path, "/graphql") // of which nothing but a query is asked
	return !reads
}

// readRequest takes the body, so that it can be sent again.
func readRequest(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	defer req.Body.Close()
	return io.ReadAll(req.Body)
}

// admit lets a request out: to the one host, and not too many that write.
func (t *transport) admit(req *http.Request) error {
	if !t.isHome(req.URL) {
		return fail(ErrUnavailable, "a request to %q is not one to %q", req.URL.Host, t.home.Host)
	}
	if !isWrite(req) {
		return nil
	}
	if t.token == "" {
		return fail(ErrForbidden, "there is no token")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.writes == maxWrites {
		return ErrWriteBudget
	}
	t.writes++
	return nil
}

// isHome reports whether a URL has the scheme, host and port of the API.
func (t *transport) isHome(u *url.URL) bool {
	return u.Scheme == t.home.Scheme && strings.EqualFold(u.Hostname(), t.home.Hostname()) && port(u) == port(t.home)
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return map[string]string{"https": "443", "http": "80"}[u.Scheme]
}

// checkRedirect follows a renamed repository, on the same host. A redirected
// write would come out as a read, which changes nothing and succeeds.
func (t *transport) checkRedirect(req *http.Request, via []*http.Request) error {
	switch {
	case len(via) > maxRedirects:
		return fail(ErrUnavailable, "it redirects more than %d times", maxRedirects)
	case !t.isHome(req.URL):
		return fail(ErrUnavailable, "it redirects to %q, which is another server", req.URL.Scheme+"://"+req.URL.Host)
	case req.Method != via[0].Method:
		return fail(ErrUnavailable, "it redirects a %s to a %s", via[0].Method, req.Method)
	}
	return nil
}

// once makes a request and reads the whole answer in the time for both.
func (t *transport) once(req *http.Request, body []byte) (*http.Response, error) {
	patience, err := t.patience()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(req.Context(), patience)
	defer cancel()
	out := req.Clone(ctx) // the token is in no request that an error could show
	if req.Body != nil {
		out.Body = io.NopCloser(bytes.NewReader(body))
	}
	if t.token != "" {
		out.Header.Set("Authorization", "Bearer "+t.token)
	}
	resp, err := t.base.RoundTrip(out)
	if err != nil {
		return nil, broken(err, patience)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, broken(err, patience)
	}
	resp.Request, resp.Body = req, io.NopCloser(bytes.NewReader(data))
	return t.judge(resp, data)
}

// judge passes on an answer that is what was asked for.
func (t *transport) judge(resp *http.Response, body []byte) (*http.Response, error) {
	switch {
	case len(body) > maxAnswer:
		return nil, fail(ErrTruncated, "it has more than %d MiB", maxAnswer>>20)
	case resp.StatusCode >= http.StatusBadRequest:
		if l, ok := t.limited(resp, body); ok {
			return nil, l
		}
		return nil, t.refusal(resp, body)
	case resp.StatusCode >= http.StatusMultipleChoices, resp.StatusCode == http.StatusNoContent:
		return resp, nil
	}
	// Nothing but JSON is ever asked for, whatever preview the Accept header names.
	if !isJSON(resp) {
		return nil, fail(ErrUnavailable, "it answers with %s, want JSON; %s may not be GitHub's API", mediaType(resp), t.home.Redacted())
	}
	// go-github reads an empty answer as an empty result.
	if !json.Valid(body) {
		return nil, fail(ErrTruncated, "its %d bytes are not JSON", len(body))
	}
	// go-github keeps a clock of its own over these, which nobody can set.
	for _, name := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"} {
		resp.Header.Del(name)
	}
	return resp, nil
}

// A networkError is a connection that failed.
type networkError struct {
	plain *Error
	sent  bool // the request may have arrived
	fate  bool // trying again can't help
}

func (e *networkError) Error() string { return e.plain.Error() }
func (e *networkError) Unwrap() error { return e.plain }

// broken makes an error of a connection that did not come about or broke.
func broken(err error, patience time.Duration) error {
	n := &networkError{plain: &Error{class: ErrUnavailable, detail: oneLine(err)}, sent: true}
	if errors.Is(err, context.DeadlineExceeded) {
		n.plain.detail = fmt.Sprintf("it does not answer within %v", patience.Round(time.Millisecond))
		return n
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && (op.Op == "dial" || op.Op == "proxyconnect") {
		n.sent = false
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		n.sent, n.fate = false, dns.IsNotFound
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		n.sent, n.fate = false, true
		n.plain.detail += "; SSL_CERT_FILE names the certificates to trust"
	}
	return n
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
