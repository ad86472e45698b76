package gate

import (
	"errors"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/schema"
)

// ErrReport is a file that is no report of this program.
var ErrReport = errors.New("is no report of modelgate")

// CheckReport checks that a text is a JSON report, strictly: one that another
// program might read differently is refused.
func (j *Judge) CheckReport(name string, src []byte, limit int64) error {
	doc, bad := jsondoc.Parse(name, src, jsondoc.Limits{Bytes: limit})
	if len(bad) > 0 {
		return fmt.Errorf("%s %w: %s", name, ErrReport, bad[0].Message)
	}
	if v := j.Validator.Validate(schema.Schema("report.schema.json"), doc.Root); len(v) > 0 {
		return fmt.Errorf("%s %w: %s", name, ErrReport, v[0].Message)
	}
	return nil
}
