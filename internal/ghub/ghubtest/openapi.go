package ghubtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// A contract holds requests and answers against GitHub's OpenAPI description.
type contract struct{ router routers.Router }

// load reads the description once: it has 300 kB, and each test has a server.
var load = sync.OnceValues(loadContract)

// openContract returns nil where the description is not at hand, and shows that
// as a skipped test. MODELGATE_OPENAPI names the file; it is not part of the
// repository.
func openContract(tb testing.TB) *contract {
	tb.Helper()
	c, err := load()
	switch {
	case err == nil:
		return c
	case !errors.Is(err, fs.ErrNotExist):
		tb.Fatalf("GitHub's OpenAPI description: %v", err)
	}
	why := fmt.Sprintf("requests are not held against GitHub's OpenAPI description: %v; MODELGATE_OPENAPI names it", err)
	if t, ok := tb.(*testing.T); ok {
		t.Run("requests are what GitHub's OpenAPI description allows", func(t *testing.T) { t.Skip(why) })
	} else {
		tb.Log(why)
	}
	return nil
}

func loadContract() (*contract, error) {
	name, err := descriptionFile()
	if err != nil {
		return nil, err
	}
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(src)
	if err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, err
	}
	return &contract{router}, nil
}

// descriptionFile is beside the repository unless the environment says other.
func descriptionFile() (string, error) {
	if name := os.Getenv("MODELGATE_OPENAPI"); name != "" {
		return name, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "..", "shared", "e2e", "github-openapi.json"), nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("go.mod above the test: %w", fs.ErrNotExist)
		}
		dir = up
	}
}

// undescribed are the operations in use that the cut description leaves out.
func undescribed() *regexp.Regexp {
	return regexp.MustCompile(`^/user$|/graphql$|^` + prefix + `/(git/commits/|labels|pulls$|pulls/\d+/comments/\d+/replies$)`)
}

func (c *contract) input(r *http.Request, body []byte) (*openapi3filter.RequestValidationInput, error) {
	there := r.Clone(context.WithoutCancel(r.Context()))
	there.URL = &url.URL{Scheme: "https", Host: "api.github.com", Path: r.URL.Path, RawQuery: r.URL.RawQuery}
	there.Host = there.URL.Host
	there.Body = io.NopCloser(bytes.NewReader(body))
	route, params, err := c.router.FindRoute(there)
	if err != nil {
		if undescribed().MatchString(r.URL.Path) {
			return nil, nil
		}
		return nil, err
	}
	return &openapi3filter.RequestValidationInput{
		Request: there, PathParams: params, Route: route,
		Options: &openapi3filter.Options{SkipSettingDefaults: true},
	}, nil
}

func (c *contract) checkRequest(r *http.Request, body []byte) error {
	in, err := c.input(r, body)
	if err != nil || in == nil {
		return err
	}
	if bytes.Contains(body, []byte(`"in_reply_to":`)) {
		return nil // then only the text counts, although the description wants more
	}
	return firstLine(openapi3filter.ValidateRequest(in.Request.Context(), in))
}

func (c *contract) checkResponse(r *http.Request, status int, h http.Header, body []byte) error {
	in, err := c.input(r, nil)
	if err != nil || in == nil {
		return nil // the request has been told of
	}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: status, Header: h, Options: &openapi3filter.Options{},
	}
	return firstLine(openapi3filter.ValidateResponse(in.Request.Context(), out.SetBodyBytes(body)))
}

// firstLine leaves out the schema, which can have thousands of lines.
func firstLine(err error) error {
	if err == nil {
		return nil
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return errors.New(line)
}

// Described reports whether GitHub's description is at hand.
func (s *Server) Described() bool { return s.contract != nil }
