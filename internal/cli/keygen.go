package cli

import (
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
