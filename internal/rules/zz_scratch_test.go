package rules_test

import ("flag";"fmt";"os";"testing";"time"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/rules"
	"github.com/cmmv-hive/modelgate/internal/schema"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)
var dir = flag.String("zzdir", "", "")
func TestZZ(t *testing.T) {
	if *dir=="" {t.Skip("x")}
	root, _ := os.OpenRoot(*dir)
	c := config.Default()
	at, err := snapshot.DetectRoot(root.FS(), c.Paths)
	if err != nil { t.Fatal(err) }
	s, err := snapshot.Load(root.FS(), snapshot.NewLayout(at, c))
	if err != nil { t.Fatal(err) }
	v, _ := schema.New()
	for _, f := range check.Run(check.Input{Head: s, Config: c, Validator: v, Full: true, Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}, rules.All()) {
		fmt.Printf("%s %s %s %s:%d:%d [%s]\n    %s\n    help: %s\n", f.Severity, f.Rule, f.Subject, f.Place.File, f.Place.Start.Line, f.Place.Start.Column, f.Key, f.Message, f.Help)
	}
}
