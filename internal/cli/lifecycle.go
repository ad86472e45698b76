package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func (a *app) setStatusCommand() *cobra.Command {
	var f writeFlags
	var replacedBy string
	c := &cobra.Command{
		Use:   "set-status ID active|deprecated|archived",
		Short: "Move a model through its life",
		Long: `Changes a model's status: active and deprecated go both ways, deprecated
becomes archived, and archived may become active again. The reason is recorded
in the audit log, and in the entry's lifecycle from schema version 1.1 on.`,
		Example: `  modelgate set-status acme-one deprecated --reason "replaced by acme-two" --replaced-by acme-two`,
		Args:    argCount(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.setStatus(cmd.Context(), edit.SetStatus{
				ModelID: args[0], Status: registry.Status(args[1]), Reason: f.reason, ReplacedBy: replacedBy, Now: a.Now(),
			}, f)
		},
	}
	f.add(c)
	c.Flags().StringVar(&f.reason, "reason", "", "why (required)")
	c.Flags().StringVar(&replacedBy, "replaced-by", "", "the `id` of the model that takes its place (schema version 1.1)")
	return c
}

func (a *app) setStatus(ctx context.Context, change edit.SetStatus, f writeFlags) error {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	if err := oneOf("status", string(change.Status), []string{"active", "deprecated", "archived"}); err != nil {
		return err
	}
	if blank(f.reason) {
		return usagef("set-status needs --reason")
	}
	d, err := a.perform(ctx, job{op: audit.SetStatus, needs: true, flags: f,
		compute: func(_ *workspace, s *snapshot.Snapshot, _ *config.Config) (edit.Result, error) {
			r, err := change.Plan(s)
			return r, a.hinted(s, change.ModelID, err)
		}})
	if err != nil {
		return err
	}
	return a.tellDone(d, "set status")
}

func (a *app) removeCommand() *cobra.Command {
	var f writeFlags
	c := &cobra.Command{
		Use:   "remove ID",
		Short: "Take an archived model out of the registry",
		Long: `Removes a model that is archived and that nothing refers to any more, and its
signature where it has one. The audit log keeps what it was.`,
		Example: `  modelgate remove acme-one --reason "registered by mistake"`,
		Args:    argCount(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.formats("text", "json"); err != nil {
				return err
			}
			if blank(f.reason) {
				return usagef("remove needs --reason")
			}
			d, err := a.perform(cmd.Context(), job{op: audit.Remove, needs: true, flags: f,
				compute: func(_ *workspace, s *snapshot.Snapshot, _ *config.Config) (edit.Result, error) {
					r, err := edit.Remove(s, args[0])
					return r, a.hinted(s, args[0], err)
				},
				more: func(_ *workspace, s *snapshot.Snapshot) (plan.Plan, error) {
					return unsigned(s, args[0]), nil
				}})
			if err != nil {
				return err
			}
			for _, e := range d.Plan {
				if e.New == nil {
					d.Notices = append(d.Notices, "the signature "+e.Path+" goes with its model")
				}
			}
			return a.tellDone(d, "removed")
		},
	}
	f.add(c)
	c.Flags().StringVar(&f.reason, "reason", "", "why (required)")
	return c
}

// unsigned is the plan that deletes a model's signature: without its model no
// signature holds. What is no signature is left to whoever put it there.
func unsigned(s *snapshot.Snapshot, id string) plan.Plan {
	var p plan.Plan
	for _, sig := range s.Signatures {
		e := plan.Edit{Path: sig.Path, Old: sig.Src, Why: "signature of a removed model"}
		if sig.ModelID == id && ownSeal(e) {
			p = append(p, e)
		}
	}
	return p
}

// hinted adds a did-you-mean to a refusal of an unknown id, and makes every
// refusal exit code 1.
func (a *app) hinted(s *snapshot.Snapshot, id string, err error) error {
	var r edit.Refusal
	if !errors.As(err, &r) {
		return err
	}
	if s.Registry.Find(id) == nil {
		return unknownModel(s, id)
	}
	return refusal{r}
}
