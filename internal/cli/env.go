// Package cli is the command line: a file for each sub-command, which reads
// its flags, wires the calls and chooses the exit code.
package cli

import (
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"
)

// Env is the world that a command sees.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Environ        func() []string // KEY=value
	Dir            string          // the current folder; "" asks the system
	Now            func() time.Time
	Terminal       bool // Stdout is a terminal
}

// OS is the world of the process.
func OS() Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	return Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, Environ: os.Environ, Dir: dir, Now: time.Now,
		Terminal: isatty.IsTerminal(os.Stdout.Fd()),
	}
}
