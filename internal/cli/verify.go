package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/seal"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

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
	if err := a.refuseBroken(s); err != nil {
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
		return writeText(out.w, v.text())
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
		a.tellAlways("%s:%d: %s", name, p.Line, p.Message)
	}
	return allowed, nil
}
