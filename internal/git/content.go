package git

import (
	"context"
	"fmt"
	"strings"
)

// ContentCommit returns the commit of head's history that gave a file its present content, with exact renames
// followed: a commit that only moved the file is passed over. It is "" where the history is shallow, because then the
// first commit at hand seems to have written every file. The path is relative to Prefix.
func (r *Repo) ContentCommit(ctx context.Context, head, name string) (string, error) {
	if r.IsShallow() {
		return "", nil
	}
	if err := r.mustHave(ctx, head); err != nil {
		return "", fmt.Errorf("find the commit of %q: %w", name, err)
	}
	specs, err := r.pathspecs("literal", []string{name})
	if err != nil || len(specs) != 1 {
		return "", fmt.Errorf("find the commit of %q: it is no file", name)
	}
	out, err := r.room.run(ctx, "log", "--follow", "--raw", "--no-abbrev", "--find-renames=100%", "--format=commit %H",
		"--end-of-options", head, "--", specs[0])
	if err != nil {
		return "", err
	}
	return contentCommit(out), nil
}

// contentCommit reads the log: the first commit whose raw line is no exact rename.
func contentCommit(log string) string {
	commit := ""
	for line := range strings.Lines(log) {
		line = strings.TrimSpace(line)
		if id, ok := strings.CutPrefix(line, "commit "); ok {
			commit = id
			continue
		}
		// ":100644 100644 <old> <new> R100\told\tnew"
		fields := strings.Fields(line)
		if len(fields) > 4 && strings.HasPrefix(fields[0], ":") && fields[4] != "R100" {
			return commit
		}
	}
	return ""
}
