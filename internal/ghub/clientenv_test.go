package ghub_test

import (
	"context"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cmmv-hive/modelgate/internal/ghub"
)

// askVariable makes the test process ask the API at its value instead of
// testing: Go reads proxies and certificates once for a process.
const askVariable = "MODELGATE_TEST_ASK"

func TestMain(m *testing.M) {
	home := os.Getenv(askVariable)
	if home == "" {
		os.Exit(m.Run())
	}
	c, err := ghub.New(ghub.Options{APIURL: home, Repository: "o/r", Token: "secret", Budget: 900 * time.Millisecond})
	if err == nil {
		_, _, err = c.PullRequests.Get(context.Background(), "o", "r", 7)
	}
	if err != nil {
		os.Stderr.WriteString(err.Error())
		os.Exit(1)
	}
}

// ask runs the test process with an environment of its own.
func ask(t *testing.T, home string, env ...string) (said string, ok bool) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(env, askVariable+"="+home)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

func TestProxyComesFromTheEnvironment(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 1)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.String()
		w.Header().Set("Content-Type", "application/json")
		if _, err := w.Write([]byte(`{"number":7}`)); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(proxy.Close)
	if said, ok := ask(t, "http://github.example/api/v3", "HTTP_PROXY="+proxy.URL); !ok {
		t.Fatal(said)
	}
	if got, want := <-asked, "http://github.example/api/v3/repos/o/r/pulls/7"; got != want {
		t.Errorf("the proxy is asked for %s, want %s", got, want)
	}
}

func TestCertificatesComeFromTheEnvironment(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if _, err := w.Write([]byte(`{"number":7}`)); err != nil {
			t.Error(err)
		}
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of the client that does not trust it
	srv.StartTLS()
	t.Cleanup(srv.Close)
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, ok := ask(t, srv.URL, "SSL_CERT_FILE="+file); !ok {
		t.Errorf("with the certificate: %s", said)
	}
	said, ok := ask(t, srv.URL, "SSL_CERT_FILE="+file+".none", "SSL_CERT_DIR="+t.TempDir())
	if ok || !strings.Contains(said, "SSL_CERT_FILE names the certificates to trust") || strings.Contains(said, "secret") {
		t.Errorf("without the certificate: %q, want what is missing", said)
	}
}
