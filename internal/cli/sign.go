package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/seal"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func (a *app) keygenCommand() *cobra.Command {
	var comment string
	c := &cobra.Command{
		Use:   "keygen FILE",
		Short: "Make a key pair for signing",
		Long: `Writes an Ed25519 private key to FILE (readable by you alone) and the public
key to FILE.pub, in OpenSSH's format, and prints the line for allowed_signers.
A file that is there is never overwritten. Keep the private key out of the
repository.`,
		Example: `  modelgate keygen ~/.ssh/modelgate --comment ann@example.com`,
		Args:    argCount(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.formats("text"); err != nil {
				return err
			}
			name := a.path(args[0])
			for _, file := range []string{name, name + ".pub"} {
				if err := a.mayReplace(file); err != nil {
					return usageError{err}
				}
			}
			private, public, err := seal.Generate(rand.Reader, comment)
			if err != nil {
				return err
			}
			if err := writeNew(name, private, 0o600); err != nil {
				return err
			}
			if err := writeNew(name+".pub", public, 0o644); err != nil {
				return errors.Join(err, os.Remove(name))
			}
			return a.result(func(out output) error {
				_, err := fmt.Fprintf(out.w, "%s namespaces=\"%s\" %s", principalOf(comment), seal.Namespace, public)
				return err
			})
		},
	}
	c.Flags().StringVar(&comment, "comment", "", "who the key is of; the principal in the printed line")
	return c
}

func principalOf(comment string) string {
	if comment == "" {
		return "*"
	}
	return comment
}

// writeNew creates a file and never replaces one.
func writeNew(name string, content []byte, mode fs.FileMode) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return refusef("%s is there already and is not overwritten", name)
	}
	if err != nil {
		return bareError(err)
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil { // half a key is worse than none
			err = errors.Join(bareError(err), os.Remove(name))
		}
	}()
	_, err = f.Write(content)
	return err
}

func (a *app) signCommand() *cobra.Command {
	var key string
	var all, release, dryRun bool
	c := &cobra.Command{
		Use:   "sign --key FILE [ID...]",
		Short: "Sign entries, or a release bundle of the whole registry",
		Long: `Signs the canonical bytes of entries with an SSH key and writes detached
signatures below registry/signatures. With --release it writes and signs a
manifest of the registry, the evaluations, the views and the heads of the audit
log. ssh-keygen -Y verify accepts the signatures, in the namespace "modelgate".`,
		Example: `  modelgate sign --key ~/.ssh/modelgate acme-one
  modelgate sign --key ~/.ssh/modelgate --all
  modelgate sign --key ~/.ssh/modelgate --release`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.formats("text", "json"); err != nil {
				return err
			}
			switch {
			case key == "":
				return usagef("sign needs --key FILE")
			case len(args) == 0 && !all && !release:
				return usagef("sign needs the ids of the models, --all or --release")
			}
			signer, err := a.signer(key)
			if err != nil {
				return err
			}
			d, err := a.perform(cmd.Context(), job{flags: writeFlags{dryRun: dryRun}, compute: nothing,
				more: func(_ *workspace, s *snapshot.Snapshot) (plan.Plan, error) {
					return signatures(s, signer, args, all, release)
				}})
			if err != nil {
				return err
			}
			return a.tellFiles(d, "signed")
		},
	}
	c.Flags().StringVar(&key, "key", "", "the private key `file`")
	c.Flags().BoolVar(&all, "all", false, "sign every entry")
	c.Flags().BoolVar(&release, "release", false, "sign a release bundle")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "show what would be signed and write nothing")
	return c
}

// signer reads a private key; a passphrase comes from MODELGATE_PASSPHRASE,
// because argv can be read by others.
func (a *app) signer(file string) (*seal.Signer, error) {
	src, err := readOperatorFile(a.path(file))
	if err != nil {
		return nil, fmt.Errorf("--key: %w", bareError(err))
	}
	return seal.ParseSigner(src, func() ([]byte, error) {
		p := a.Getenv("MODELGATE_PASSPHRASE")
		if p == "" {
			return nil, errors.New("the key has a passphrase; give it in MODELGATE_PASSPHRASE")
		}
		return []byte(p), nil
	})
}

func signatures(s *snapshot.Snapshot, key *seal.Signer, ids []string, all, release bool) (plan.Plan, error) {
	var entries []*registry.Entry
	for _, id := range ids {
		e := s.Registry.Find(id)
		if e == nil {
			return nil, unknownModel(s, id)
		}
		entries = append(entries, e)
	}
	if all {
		for e := range s.Registry.All() {
			entries = append(entries, e)
		}
	}
	var p plan.Plan
	for _, e := range entries {
		if !registry.ValidModelID(e.ModelID) {
			return nil, refusef("model_id %q can't name a file; correct it first", e.ModelID)
		}
		data, err := audit.Canonical(e.Doc.Raw(e.Node))
		if err != nil {
			return nil, fmt.Errorf("entry %q: %w", e.ModelID, err)
		}
		if p, err = appendSigned(p, s, key, s.Layout.SignaturePath(e.ModelID), data); err != nil {
			return nil, err
		}
	}
	if release {
		manifest, err := releaseManifest(s)
		if err != nil {
			return nil, err
		}
		p = appendFile(p, s, s.Layout.ManifestPath(), manifest)
		if p, err = appendSigned(p, s, key, s.Layout.ManifestPath()+".sig", manifest); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func appendSigned(p plan.Plan, s *snapshot.Snapshot, key *seal.Signer, name string, data []byte) (plan.Plan, error) {
	sig, err := seal.Sign(key, seal.Namespace, data)
	if err != nil {
		return nil, err
	}
	return appendFile(p, s, name, sig), nil
}

// appendFile plans a whole file; one that holds the content already is left
// out, and each path is planned once.
func appendFile(p plan.Plan, s *snapshot.Snapshot, name string, content []byte) plan.Plan {
	for _, e := range p {
		if e.Path == name {
			return p
		}
	}
	old, err := fs.ReadFile(s.Tree, name)
	if err != nil {
		old = nil
	}
	if bytes.Equal(old, content) && old != nil {
		return p
	}
	return append(p, plan.Edit{Path: name, Old: old, New: content, Why: "sign"})
}

// releaseManifest lists what a release consists of, by paths below the root.
func releaseManifest(s *snapshot.Snapshot) ([]byte, error) {
	m := seal.Manifest{V: 1, Heads: []string{}}
	names := []string{s.Layout.Paths.Registry, s.Layout.Paths.Evaluations, s.Layout.Paths.IndexJSON}
	for _, v := range snapshot.ViewFiles() {
		names = append(names, path.Join(s.Layout.Paths.Views, v))
	}
	for _, name := range names {
		src, err := fs.ReadFile(s.Tree, s.Layout.Path(name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		m.Files = append(m.Files, seal.File{Path: name, SHA256: seal.Digest(src)})
	}
	if s.Log != nil {
		m.Heads = append(m.Heads, s.Log.Heads()...)
	}
	return m.Encode()
}

func (a *app) verifyCommand() *cobra.Command {
	var signers, principal string
	c := &cobra.Command{
		Use:   "verify [ID...]",
		Short: "Verify the signatures of entries and of the release bundle",
		Long: `Verifies every signature below registry/signatures, or those of the models
named, against allowed_signers, and the release bundle's files and log heads
against its manifest. Exit 1 when one does not hold, or a model named has none.`,
		Example: `  modelgate verify
  modelgate verify acme-one --principal ann@example.com`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.verify(cmd.Context(), args, signers, principal)
		},
	}
	c.Flags().StringVar(&signers, "allowed-signers", "", "the `file` of allowed keys (default: `signing.allowed_signers` of the config)")
	c.Flags().StringVar(&principal, "principal", "", "who must have signed (default: anyone allowed)")
	return c
}

// A verified is the result for one signature.
type verified struct {
	Subject string `json:"subject"`
	OK      bool   `json:"ok"`
	Detail  string `json:"detail"`
}

func (a *app) verify(ctx context.Context, ids []string, signers, principal string) error {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	s, _, err := a.load(w)
	if err != nil {
		return err
	}
	allowed, err := a.allowedSigners(s, signers)
	if err != nil {
		return err
	}
	v := verifier{s: s, allowed: allowed, want: seal.Demand{Namespace: seal.Namespace, Principal: principal, At: a.Now()}}
	if err := v.run(ids); err != nil {
		return err
	}
	err = a.result(func(out output) error {
		if a.flags.format == "json" {
			return writeJSON(out.w, map[string]any{"schema_version": "1", "signatures": v.list})
		}
		for _, r := range v.list {
			word := "ok  "
			if !r.OK {
				word = "FAIL"
			}
			if _, err := fmt.Fprintf(out.w, "%s  %s  %s\n", word, report.Clean(r.Subject), report.Clean(r.Detail)); err != nil {
				return err
			}
		}
		if len(v.list) == 0 {
			_, err := fmt.Fprintln(out.w, "no signatures")
			return err
		}
		return nil
	})
	if err == nil && v.failed {
		return errFindings
	}
	return err
}

func (a *app) allowedSigners(s *snapshot.Snapshot, file string) (*seal.AllowedSigners, error) {
	src, name := s.AllowedSigners, s.Layout.Path(s.Layout.AllowedSigners)
	if file != "" {
		var err error
		if src, err = readOperatorFile(a.path(file)); err != nil {
			return nil, fmt.Errorf("--allowed-signers: %w", bareError(err))
		}
		name = file
	}
	if src == nil {
		return nil, fmt.Errorf("%s is not there, so no key is allowed to sign; write it, or name one with --allowed-signers", name)
	}
	allowed, problems := seal.ParseAllowedSigners(src)
	for _, p := range problems {
		fmt.Fprintf(a.Stderr, "modelgate: %s:%d: %s\n", report.Clean(name), p.Line, report.Clean(p.Message))
	}
	return allowed, nil
}
