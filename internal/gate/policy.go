package gate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// DefaultConfig is where a tree's config stands.
const DefaultConfig = config.Name

// maxConfig is the size in bytes beyond which a config is refused.
const maxConfig = 1 << 20

// ErrNoConfig is a config that the user named and that is not there.
var ErrNoConfig = errors.New("no config")

// readPolicy takes the config from the target's tip, so that no pull request
// can switch off the check that judges it (DESIGN.md §2).
func (r *run) readPolicy(context.Context) error {
	if r.req.Config != nil {
		r.policy = r.req.Config
		return nil
	}
	policy, present, err := r.config(r.tip())
	switch {
	case err != nil && IsUsage(err) && r.req.Base != nil:
		return r.repairPolicy(err)
	case err != nil:
		return err
	}
	r.policy = policy
	headPresent := false
	if r.req.Base != nil {
		if headPresent, err = r.readProposal(present); err != nil {
			return err
		}
	}
	if !present && !headPresent && r.req.ConfigNamed {
		return fmt.Errorf("%w: %q is not there", ErrNoConfig, r.configPath())
	}
	return nil
}

// readProposal reads the head's config, and decides whether this change alters
// the policy.
func (r *run) readProposal(tipPresent bool) (present bool, err error) {
	head, present, err := r.config(r.req.Head)
	if err != nil {
		return false, fmt.Errorf("the config that this change proposes: %w", err)
	}
	r.proposed = head
	if !tipPresent && present {
		held, err := r.tipHoldsRegistry()
		if err != nil {
			return false, fmt.Errorf("base: %w", err)
		}
		if !held {
			r.policy, r.bootstrap = head, true
			return true, nil
		}
	}
	if same(r.policy, head) {
		return present, nil
	}
	altered, err := r.alters(head)
	if altered {
		r.headConfig = head
	}
	return present, err
}

// alters reports whether the change itself makes the head's config another: on
// a stale branch the config differs from the tip's, and nobody touched it.
func (r *run) alters(head *config.Config) (bool, error) {
	if r.req.Policy == nil {
		return true, nil
	}
	was, _, err := r.config(*r.req.Base)
	switch {
	case err != nil && IsUsage(err):
		return true, nil // it was broken, so it is not what it was
	case err != nil:
		return false, fmt.Errorf("base: %w", err)
	}
	return !same(was, head), nil
}

func (r *run) tip() Tree {
	switch {
	case r.req.Policy != nil:
		return *r.req.Policy
	case r.req.Base != nil:
		return *r.req.Base
	}
	return r.req.Head
}

// tipHoldsRegistry reports whether the target's tip holds a registry already:
// then the defaults are its policy, and the head's config is a change of it.
func (r *run) tipHoldsRegistry() (bool, error) {
	root, err := r.tipRoot()
	var two *snapshot.AmbiguousRoot
	switch {
	case errors.As(err, &two):
		return two.Holds == r.policy.Paths.Registry, nil
	case errors.Is(err, snapshot.ErrNotGoverned):
		return false, nil
	case err != nil:
		return false, err
	}
	return snapshot.HoldsRegistry(r.tip().FS, root, r.policy.Paths)
}

// ReadConfig reads a tree's config. name "" is the default path, whose absence
// means the defaults; a config that the user named must be there.
func ReadConfig(fsys fs.FS, name string, named bool, rules []*check.Rule) (*config.Config, error) {
	r := &run{Judge: &Judge{Rules: rules}, req: Request{ConfigPath: name}}
	c, present, err := r.config(Tree{FS: fsys})
	if err == nil && !present && named {
		err = fmt.Errorf("%w: %q is not there", ErrNoConfig, name)
	}
	return c, err
}

func (r *run) configPath() string {
	if r.req.ConfigPath != "" {
		return r.req.ConfigPath
	}
	return DefaultConfig
}

// config reads a tree's config; without one the defaults hold.
func (r *run) config(t Tree) (c *config.Config, present bool, err error) {
	name := r.configPath()
	if !fs.ValidPath(name) {
		return nil, false, badConfig(name, "leads out of the repository")
	}
	info, err := fs.Lstat(t.FS, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return config.Default(), false, nil
	case err != nil:
		return nil, false, fmt.Errorf("read %s: %w", name, err)
	case !info.Mode().IsRegular():
		return nil, false, badConfig(name, "is no regular file")
	case info.Size() > maxConfig:
		return nil, false, badConfig(name, "is larger than 1 MiB")
	}
	src, err := fs.ReadFile(t.FS, name)
	if err != nil {
		return nil, false, fmt.Errorf("read %s: %w", name, err)
	}
	c, err = config.Parse(name, src, Vocabulary(r.Rules))
	return c, err == nil, err
}

func badConfig(name, why string) error {
	return fmt.Errorf("%w: %q %s", ErrNoConfig, name, why)
}

// Vocabulary is what a config may name, given the rules there are.
func Vocabulary(rules []*check.Rule) config.Vocabulary {
	list := make([]diag.Rule, len(rules))
	for i, r := range rules {
		list[i] = r.Rule
	}
	return config.VocabularyOf(list)
}

// same reports whether two configs say the same, wherever they say it.
func same(a, b *config.Config) bool {
	return reflect.DeepEqual(meaning(a), meaning(b))
}

func sortedUnique(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}
