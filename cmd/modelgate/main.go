// Command modelgate keeps a model registry in a git repository honest.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/cmmv-hive/modelgate/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, cli.OS(), os.Args[1:])
	stop()
	os.Exit(code)
}
