package git

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A room is the empty bare repository in which git runs.
type room struct {
	git string // path of the program
	dir string // GIT_DIR and HOME
}

func program() (string, error) {
	name, err := exec.LookPath("git")
	if errors.Is(err, exec.ErrNotFound) {
		return "", errors.New("git is not installed: there is no program git in PATH")
	}
	if err != nil {
		return "", fmt.Errorf("find git: %w", err)
	}
	return name, nil
}

func newRoom(git string, f format, stores, shallow []string) (*room, error) {
	dir, err := os.MkdirTemp("", "modelgate-git-")
	if err != nil {
		return nil, err
	}
	c := &room{git: git, dir: dir}
	if err := c.furnish(f, stores, shallow); err != nil {
		return nil, errors.Join(fmt.Errorf("make clean room: %w", err), c.remove())
	}
	return c, nil
}

func (c *room) furnish(f format, stores, shallow []string) error {
	for _, name := range []string{"refs", filepath.Join("objects", "info")} {
		if err := os.MkdirAll(filepath.Join(c.dir, name), 0o700); err != nil {
			return err
		}
	}
	files := map[string]string{
		"HEAD":   "ref: refs/heads/none\n",
		"config": roomConfig(f),
		filepath.Join("objects", "info", "alternates"): alternates(stores),
	}
	if len(shallow) > 0 {
		files["shallow"] = strings.Join(shallow, "\n") + "\n"
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// roomConfig turns off the commit-graph because it is a copy of history beside the objects, which may say otherwise.
func roomConfig(f format) string {
	text := "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tcommitGraph = false\n" +
		"[gc]\n\tauto = 0\n[protocol]\n\tallow = never\n"
	if f == formatSHA256 {
		text = strings.Replace(text, "version = 0", "version = 1", 1) + "[extensions]\n\tobjectFormat = sha256\n"
	}
	return text
}

// environ is all that a git child knows of the world. GIT_CONFIG_GLOBAL is from git 2.32, before it HOME is what
// counts; GIT_NO_LAZY_FETCH is from 2.44, before it the missing remote of the room keeps git from fetching.
func (c *room) environ() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + c.dir,
		"LC_ALL=C",
		"GIT_DIR=" + c.dir,
		"GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_GLOBAL=" + os.DevNull,
		"GIT_ATTR_NOSYSTEM=1",
		"GIT_NO_REPLACE_OBJECTS=1",
		"GIT_OPTIONAL_LOCKS=0",
		"GIT_TERMINAL_PROMPT=0",
		"GIT_ALLOW_PROTOCOL=",
		"GIT_NO_LAZY_FETCH=1",
	}
}

func (c *room) remove() error {
	if c == nil {
		return nil
	}
	return os.RemoveAll(c.dir)
}
