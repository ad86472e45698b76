package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/seal"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A verifier checks signatures against the keys that are allowed.
type verifier struct {
	s       *snapshot.Snapshot
	allowed *seal.AllowedSigners
	want    seal.Demand
	list    []verified
	failed  bool
}

func (v *verifier) tell(subject string, ok bool, format string, args ...any) {
	v.list = append(v.list, verified{subject, ok, fmt.Sprintf(format, args...)})
	v.failed = v.failed || !ok
}

// text is the result for a person, a line for each signature.
func (v *verifier) text() string {
	if len(v.list) == 0 {
		return "no signatures\n"
	}
	var b strings.Builder
	for _, r := range v.list {
		word := "ok  "
		if !r.OK {
			word = "FAIL"
		}
		fmt.Fprintf(&b, "%s  %s  %s\n", word, report.Clean(r.Subject), report.Clean(r.Detail))
	}
	return b.String()
}

// run verifies the models named, or all signatures and the release bundle.
func (v *verifier) run(ids []string) error {
	v.list = []verified{}
	for _, id := range ids {
		i := slices.IndexFunc(v.s.Signatures, func(s snapshot.Signature) bool { return s.ModelID == id })
		if i < 0 {
			v.tell(id, false, "has no signature")
			continue
		}
		v.entry(v.s.Signatures[i])
	}
	if len(ids) > 0 {
		return nil
	}
	for _, sig := range v.s.Signatures {
		v.entry(sig)
	}
	return v.release()
}

func (v *verifier) entry(sig snapshot.Signature) {
	e := v.s.Registry.Find(sig.ModelID)
	if e == nil {
		v.tell(sig.ModelID, false, "no such model is registered")
		return
	}
	data, err := audit.Canonical(e.Doc.Raw(e.Node))
	if err != nil {
		v.tell(sig.ModelID, false, "%v", err)
		return
	}
	v.signature(sig.ModelID, data, sig.Src)
}

func (v *verifier) signature(subject string, data, sig []byte) bool {
	seal, err := seal.Verify(data, sig, v.allowed, v.want)
	if err != nil {
		v.tell(subject, false, "%v", err)
		return false
	}
	v.tell(subject, true, "signed by %s with %s", seal.Principal, seal.Fingerprint)
	return true
}

// release verifies the bundle: the manifest's signature first, and only then
// what the manifest says.
func (v *verifier) release() error {
	name := v.s.Layout.ManifestPath()
	manifest, err := fs.ReadFile(v.s.Tree, name)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := fs.Stat(v.s.Tree, name+".sig"); err == nil {
			v.tell(name, false, "is gone, but its signature is there")
		}
		return nil
	}
	if err != nil {
		return err
	}
	sig, err := fs.ReadFile(v.s.Tree, name+".sig")
	if errors.Is(err, fs.ErrNotExist) {
		v.tell(name, false, "has no signature")
		return nil
	}
	if err != nil {
		return err
	}
	if !v.signature(name, manifest, sig) {
		return nil
	}
	m, err := seal.ParseManifest(manifest)
	if err != nil {
		v.tell(name, false, "%v", err)
		return nil
	}
	return v.bundle(name, m)
}

func (v *verifier) bundle(name string, m seal.Manifest) error {
	if registry := v.s.Layout.Paths.Registry; !slices.ContainsFunc(m.Files, func(f seal.File) bool { return f.Path == registry }) {
		v.tell(name, false, "does not cover the registry")
	}
	root, err := fs.Sub(v.s.Tree, v.s.Layout.Root)
	if err != nil {
		return err
	}
	problems, err := seal.VerifyFiles(root, m)
	if err != nil {
		return err
	}
	for _, p := range problems {
		v.tell(p.Path, false, "%s", p.Message)
	}
	if v.s.Log != nil {
		if heads := v.s.Log.Heads(); !slices.Equal(heads, m.Heads) {
			v.tell(name, false, "the audit log has moved on since: its heads are not those that were signed")
		}
	}
	return nil
}
