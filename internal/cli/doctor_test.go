package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/cli"
)

const registryOfNone = `{"schema_version": "1.0", "models": []}` + "\n"

// repositoryServer is GitHub as the doctor asks it; refused paths answer 403.
func repositoryServer(t *testing.T, refused ...string) *httptest.Server {
	t.Helper()
	answers := map[string]string{
		"/repos/octo/registry":        `{"private": true}`,
		"/repos/octo/registry/pulls":  `[]`,
		"/repos/octo/registry/issues": `[]`,
		"/rate_limit":                 `{"resources": {"core": {"limit": 1000, "remaining": 990}}}`,
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			t.Errorf("the doctor asks %s %s, want only reads", r.Method, r.URL)
		}
		w.Header().Set("Content-Type", "application/json")
		for _, path := range refused {
			if r.URL.Path == path {
				w.Header().Set("X-Accepted-GitHub-Permissions", "issues=read")
				w.WriteHeader(http.StatusForbidden)
				fmt.Fprint(w, `{"message": "Resource not accessible by integration"}`)
				return
			}
		}
		fmt.Fprint(w, answers[r.URL.Path])
	}))
	t.Cleanup(srv.Close)
	return srv
}

func runDoctor(t *testing.T, api string) (stdout string, code int) {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "registry", "data", "model_registry.json")
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(registryOfNone), 0o644); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"GITHUB_TOKEN": "ghs_secret", "GITHUB_REPOSITORY": "octo/registry", "GITHUB_API_URL": api}
	var out, talk bytes.Buffer
	code = cli.Main(context.Background(), cli.Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &talk, Dir: dir, Now: now,
		Getenv: func(k string) string { return env[k] }, Environ: func() []string { return nil },
	}, []string{"doctor", "--repo", dir})
	return out.String(), code
}

func TestDoctorTellsWhatTheTokenReads(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		refused []string
		want    []string
	}{
		{"all", nil, []string{
			"  token       reads the repository (private)\n",
			"  token       rate limit: 990 of 1000 requests are left\n",
			"  token       reads pull requests\n", "  token       reads issues\n",
			"  token       what it may write can't be known without writing: ",
		}},
		{"no issues", []string{"/repos/octo/registry/issues"}, []string{
			"  token       reads pull requests\n",
			"! token       can't read issues: GitHub does not allow this: ", "the token needs issues=read",
			"; to do: add `permissions: issues: write` if `drift-issue` is used\n",
		}},
		{"nothing", []string{"/repos/octo/registry"}, []string{
			"! token       can't read the repository: GitHub does not allow this: ", "`permissions: contents: read`\n",
		}},
	}
	for _, tt := range tests {
		got, code := runDoctor(t, repositoryServer(t, tt.refused...).URL)
		if code != 0 {
			t.Errorf("%s: exit code is %d, want 0: a token is not needed for a check\n%s", tt.name, code, got)
		}
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: got\n%s\nwant in it %q", tt.name, got, want)
			}
		}
		if strings.Contains(got, "ghs_secret") {
			t.Errorf("%s: the token is shown:\n%s", tt.name, got)
		}
	}
}
