package action

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"

	"github.com/cmmv-hive/modelgate/internal/ghub"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// maxArtifact is the size in bytes beyond which a report is refused.
const maxArtifact = 32 << 20

// errComment is a report that could not be posted.
var errComment = errors.New("the report was not posted")

// comment posts a report that an unprivileged run left as an artifact. The
// artifact is hostile input: its form is checked, its text is inert wherever it
// is shown, and the pull request is found from the run's head, never from it.
func (r runner) comment(ctx context.Context) error {
	run := r.event.WorkflowRun
	switch {
	case run == nil:
		return fmt.Errorf("%w: mode comment needs the workflow_run event, this is %q", ErrInput, r.event.Name)
	case r.in.ReportFile == "":
		return fmt.Errorf("%w: mode comment needs report-file, the report that the artifact holds", ErrInput)
	case r.api == nil:
		return fmt.Errorf("%w: mode comment needs a token", ErrInput)
	}
	told, err := r.artifact()
	if err != nil {
		return err
	}
	numbers, err := r.api.PullsOf(ctx, run.HeadRepository.Owner.Login, run.HeadBranch, run.HeadSHA)
	if err != nil {
		return err
	}
	if named := run.among(numbers); len(named) > 0 {
		numbers = named
	}
	if len(numbers) != 1 {
		why := "no open pull request has this head any more"
		if len(numbers) > 1 {
			why = fmt.Sprintf("%d open pull requests have this head, and which of them was checked is not known", len(numbers))
		}
		_, err = fmt.Fprintf(r.env.Stdout, "modelgate: %s; nothing is posted\n", why)
		return err
	}
	number := numbers[0]
	if res := r.summaryComment(number, run.HeadSHA).Post(ctx, told); res.Notice != "" {
		return fmt.Errorf("%w: %s", errComment, res.Notice)
	}
	if r.in.Comment != "review" {
		return nil
	}
	return r.commentReview(ctx, number, run.HeadSHA, told)
}

// artifact reads the report below the workspace, through no link.
func (r runner) artifact() (report.Run, error) {
	var none report.Run
	root, err := os.OpenRoot(r.env.Getenv("GITHUB_WORKSPACE"))
	if err != nil {
		return none, err
	}
	defer root.Close()
	name := path.Clean(r.in.ReportFile)
	info, err := root.Lstat(name)
	switch {
	case err != nil:
		return none, fmt.Errorf("read the report: %w", err)
	case !info.Mode().IsRegular():
		return none, fmt.Errorf("read the report: %s is no regular file", name)
	}
	f, err := root.Open(name)
	if err != nil {
		return none, fmt.Errorf("read the report: %w", err)
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxArtifact+1))
	if err != nil {
		return none, fmt.Errorf("read the report: %w", err)
	}
	if err := r.env.Judge.CheckReport(name, src, maxArtifact); err != nil {
		return none, err
	}
	return report.Decode(src)
}

func (r runner) commentReview(ctx context.Context, number int, head string, told report.Run) error {
	tip, err := r.api.PullBase(ctx, number)
	if err != nil {
		return err
	}
	base, err := r.api.MergeBase(ctx, tip, head)
	if err != nil {
		return err
	}
	c := &ghub.Comments{Client: r.api, Number: number, HeadSHA: head, Key: r.key()}
	if c.Base, err = r.api.Tree(ctx, base); err != nil {
		return err
	}
	if c.Head, err = r.api.Tree(ctx, head); err != nil {
		return err
	}
	res := c.Post(ctx, told)
	if res.Notice != "" {
		return fmt.Errorf("%w: %s", errComment, res.Notice)
	}
	for _, note := range unplaced(res.Unplaced) {
		if _, err := fmt.Fprintln(r.env.Stdout, "modelgate: "+note); err != nil {
			return err
		}
	}
	return nil
}
