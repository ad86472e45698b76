package report_test

import (
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/report/reporttest"
)

const (
	registryFile = reporttest.RegistryFile
	hostile      = reporttest.Hostile
)

func rich() report.Run { return reporttest.Rich() }

// clean is a run without anything to tell.
func clean() report.Run {
	return report.Run{Version: "1.2.3", Repo: report.Repo{Root: "."}, Scope: "all", FailOn: "error", Pass: true}
}

func place(file string, start, end diag.Position, pointer string) diag.Place {
	return diag.Place{File: file, Start: start, End: end, Pointer: pointer}
}
