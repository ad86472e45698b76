package cli_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// stress picks the full number where MODELGATE_STRESS is set, as the gate does,
// and a small one elsewhere.
func stress(full, small int) int {
	if os.Getenv("MODELGATE_STRESS") != "" {
		return full
	}
	return small
}

// modelgate is the command as a process of its own.
func modelgate(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Args[0] = "modelgate" // TestMain runs the command of this name
	cmd.Dir = dir
	return cmd
}

func entryFile(t *testing.T, dir, id string) string {
	t.Helper()
	name := filepath.Join(dir, id+".json")
	text := fmt.Sprintf(`{"schema_version": "1.0", "model_id": %q, "provider": "acme", "display_name": %q, "role": "specialist", "size_class": "large", "capabilities": [], "status": "active", "source_files": []}`, id, "Model "+id)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func emptyRegistry(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "registry", "data", "model_registry.json")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("{\n  \"schema_version\": \"1.0\",\n  \"models\": []\n}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func mustVerify(t *testing.T, dir string, models int) {
	t.Helper()
	if out, err := modelgate(t, dir, "audit", "verify").CombinedOutput(); err != nil {
		t.Fatalf("audit verify: %v\n%s", err, out)
	}
	out, err := modelgate(t, dir, "list", "-q").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := bytes.Count(out, []byte("\n")); models >= 0 && got != models {
		t.Errorf("the registry holds %d models, want %d", got, models)
	}
}

func TestConcurrentUpsertsLoseNothing(t *testing.T) {
	t.Parallel()
	processes, upserts := stress(50, 6), stress(20, 3)
	dir, files := emptyRegistry(t), t.TempDir()
	var wg sync.WaitGroup
	for p := range processes {
		wg.Go(func() {
			for u := range upserts {
				file := entryFile(t, files, fmt.Sprintf("acme-p%d-u%d", p, u))
				if out, err := modelgate(t, dir, "upsert", file).CombinedOutput(); err != nil {
					t.Errorf("upsert: %v\n%s", err, out)
				}
			}
		})
	}
	wg.Wait()
	mustVerify(t, dir, processes*upserts)
	out, err := modelgate(t, dir, "audit", "log", "-q").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := bytes.Count(out, []byte("\n")); got != processes*upserts {
		t.Errorf("the log holds %d records, want %d", got, processes*upserts)
	}
}

// TestKilledWritersLeaveAValidRegistry kills upserts at random moments. After
// each, the next command must work, and what was acknowledged must be there.
func TestKilledWritersLeaveAValidRegistry(t *testing.T) {
	t.Parallel()
	runs := stress(500, 20)
	dir, files := emptyRegistry(t), t.TempDir()
	random := rand.New(rand.NewPCG(1, 2))
	acknowledged := map[string]bool{}
	for i := range runs {
		id := fmt.Sprintf("acme-k%d", i)
		cmd := modelgate(t, dir, "upsert", entryFile(t, files, id))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(random.IntN(45_000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
		if cmd.Wait() == nil {
			acknowledged[id] = true
		}
		timer.Stop()
		if i%25 == 24 || i == runs-1 {
			check(t, dir, files, i, acknowledged)
		}
	}
	t.Logf("%d of %d upserts were acknowledged, the others killed", len(acknowledged), runs)
}

// check writes once more, which finishes what a killed writer left, and then
// wants a registry that its log gives.
func check(t *testing.T, dir, files string, i int, acknowledged map[string]bool) {
	t.Helper()
	if out, err := modelgate(t, dir, "upsert", entryFile(t, files, fmt.Sprintf("acme-after%d", i))).CombinedOutput(); err != nil {
		t.Fatalf("the next upsert: %v\n%s", err, out)
	}
	mustVerify(t, dir, -1)
	out, err := modelgate(t, dir, "list", "-q").Output()
	if err != nil {
		t.Fatal(err)
	}
	for id := range acknowledged {
		if !strings.Contains(string(out), id+" ") {
			t.Errorf("%s was acknowledged and is lost", id)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "registry", "*", ".modelgate-*")); len(left) > 0 {
		t.Errorf("temporary files are left: %q", left)
	}
}
