package ghub

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// maxAttempts is how often a request is made at most.
const maxAttempts = 6

// A failure is an attempt that gave no answer.
type failure struct {
	err     error
	isWrite bool
	attempt int // from 1
	took    time.Duration
}

// A limit is an answer that asks to come back later. The request was not
// carried out.
type limit struct {
	answer *Error
	wait   time.Duration
}

func (l *limit) Error() string { return l.answer.Error() }
func (l *limit) Unwrap() error { return l.answer }

// pause waits until the request may be made again, or returns the error that
// is final. Failed attempts and waits count against one budget for the client:
// a server that is down is not asked for minutes by one request after another.
func (t *transport) pause(ctx context.Context, f failure) error {
	wait, again := f.wait()
	fault := f.isFault()
	if fault {
		t.lose(f.took)
	}
	if !again || f.attempt == maxAttempts || !t.spend(f.took+wait) {
		return plain(f.err)
	}
	if fault {
		t.lose(wait)
	}
	return t.sleep(ctx, wait)
}

// isFault reports whether the server gave no answer of its own.
func (f failure) isFault() bool {
	if _, ok := errors.AsType[*limit](f.err); ok {
		return false
	}
	e, ok := errors.AsType[*Error](f.err)
	return !ok || e.Status == 0 || e.Status >= http.StatusInternalServerError
}

func (t *transport) lose(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.faults -= d
}

func (t *transport) spend(d time.Duration) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if d > t.budget {
		return false
	}
	t.budget -= d
	return true
}

// patience is how long the next attempt may take. A server that hangs uses up
// what there is for faults, and not a timeout for each request; then it is not
// asked any more.
func (t *transport) patience() (time.Duration, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.faults <= 0 {
		return 0, fail(ErrUnavailable, "it has failed for too long, so it is not asked again")
	}
	return min(t.timeout, t.faults), nil
}

// plain is the *Error in an error that only this file and RoundTrip need.
func plain(err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return err
}

// wait says how long, and whether to try again at all. What may have been
// carried out is not written again: there would be two comments.
func (f failure) wait() (time.Duration, bool) {
	backoff := time.Second << (f.attempt - 1)
	if l, ok := errors.AsType[*limit](f.err); ok {
		return l.wait, true
	}
	if n, ok := errors.AsType[*networkError](f.err); ok {
		return backoff, !n.fate && (!f.isWrite || !n.sent)
	}
	e, ok := errors.AsType[*Error](f.err)
	return backoff, ok && e.Status >= http.StatusInternalServerError && e.Status != http.StatusNotImplemented && !f.isWrite
}

// limited tells a rate limit from a refusal. Both are 403, and newer ones 429;
// the primary limit has no requests remaining, the secondary one says so in
// words, mostly with Retry-After.
func (t *transport) limited(resp *http.Response, body []byte) (*limit, bool) {
	h := resp.Header
	words := bytes.Contains(body, []byte("rate limit"))
	used := h.Get("X-RateLimit-Remaining") == "0" && !bytes.Contains(body, []byte("not accessible"))
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
	case resp.StatusCode == http.StatusForbidden && (words || used || h.Get("Retry-After") != ""):
	default:
		return nil, false
	}
	e := t.refusal(resp, body)
	e.class, e.Permission = ErrRateLimited, ""
	wait := t.waitFor(h)
	e.detail = fmt.Sprintf("it answers %d and asks to wait until %s", e.Status, t.now().Add(wait).UTC().Format(time.RFC3339))
	return &limit{e, wait}, true
}

// waitFor is what the headers ask for, else the minute that GitHub's
// documentation does.
func (t *transport) waitFor(h http.Header) time.Duration {
	now := t.now()
	if v := h.Get("Retry-After"); v != "" {
		if n, err := strconv.ParseInt(v, 10, 32); err == nil && n >= 0 {
			return max(time.Duration(n)*time.Second, time.Second)
		}
		if at, err := http.ParseTime(v); err == nil {
			return max(at.Sub(now), time.Second)
		}
	}
	if h.Get("X-RateLimit-Remaining") == "0" {
		if n, err := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64); err == nil {
			// The server's clock may be a little behind.
			return max(time.Unix(n, 0).Sub(now), 0) + time.Second
		}
	}
	return time.Minute
}
