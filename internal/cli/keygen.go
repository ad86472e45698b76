package cli

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/seal"
)

func (a *app) keygenCommand() *cobra.Command {
	var comment string
	c := &cobra.Command{
		Use:   "keygen FILE",
		Short: "Make a key pair for signing",
		Long: `Writes an Ed25519 private key to FILE (readable by you alone) and the public
key to FILE.pub, in OpenSSH's format, and prints the line for allowed_signers:
the key may sign as whoever --comment names.
A file that is there is never overwritten. Keep the private key out of the
repository.`,
		Example: `  modelgate keygen ~/.ssh/modelgate --comment ann@example.com`,
		Args:    argCount(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.formats("text"); err != nil {
				return err
			}
			if err := notEmpty(cmd, "comment"); err != nil {
				return err
			}
			comment := cmp.Or(comment, a.knownActor(""))
			if comment == "" {
				return usagef("keygen needs --comment: who the key is of, such as ann@example.com")
			}
			principal, err := seal.PrincipalField(comment)
			if err != nil {
				return usagef("--comment: %w", err)
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
				_, err := fmt.Fprintf(out.w, "%s namespaces=\"%s\" %s", principal, seal.Namespace, public)
				return err
			})
		},
	}
	c.Flags().StringVar(&comment, "comment", "", "who the key is of; the principal in the printed line (default: MODELGATE_ACTOR, GITHUB_ACTOR, USER)")
	return c
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
