package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/seal"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

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
			d, err := a.perform(cmd.Context(), job{needs: true, flags: writeFlags{dryRun: dryRun}, compute: nothing,
				more: func(_ *workspace, s *snapshot.Snapshot) (plan.Plan, error) {
					if err := usable(s); err != nil {
						return nil, err
					}
					return signatures(s, signer, args, all, release)
				}})
			if err != nil {
				return err
			}
			return a.tellFiles(d, "signed", upToDate)
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
	signer, err := seal.ParseSigner(src, func() ([]byte, error) {
		p := a.Getenv("MODELGATE_PASSPHRASE")
		if p == "" {
			return nil, errors.New("the key has a passphrase; give it in MODELGATE_PASSPHRASE")
		}
		return []byte(p), nil
	})
	if err != nil {
		return nil, usagef("--key %q: %w", file, err)
	}
	return signer, nil
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
	for _, e := range p {
		if !ownSeal(e) {
			return nil, refusef("%s is no signature of modelgate's and is not overwritten; move it away", e.Path)
		}
	}
	return p, nil
}

// ownSeal reports whether what a plan replaces is a signature or a manifest.
func ownSeal(e plan.Edit) bool {
	if e.Old == nil || bytes.HasPrefix(bytes.TrimSpace(e.Old), []byte("-----BEGIN SSH SIGNATURE-----")) {
		return true
	}
	_, err := seal.ParseManifest(e.Old)
	return err == nil && path.Ext(e.Path) == ".json"
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
		if name == s.Layout.Paths.Registry {
			src, err = s.Registry.Doc.Src, nil // in a dry run the file may be older
		}
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
