//go:build unix

package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestADeviceIsWrittenAndNeverRead(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]error{"/dev/null": nil, "/dev/zero": nil, "/dev/full": syscall.ENOSPC} {
		if _, err := os.Stat(name); err != nil {
			continue // not every system has them all
		}
		if err := WriteOutput(name, []byte("report")); !errors.Is(err, want) {
			t.Errorf("WriteOutput(%q): got error %v, want %v", name, err, want)
		}
	}
}

func TestAPipeIsWrittenToWhoeverReadsIt(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skipf("no pipe can be made here: %v", err)
	}
	if err := WriteOutput(name, []byte("lost")); !errors.Is(err, errNoReader) {
		t.Errorf("without a reader: got error %v, want %v", err, errNoReader)
	}
	reader, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	// With a writer from the start, reading waits instead of meeting the end.
	keep, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer keep.Close()
	if err := reader.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds, so that the writer has to wait for the reader.
	report := strings.Repeat("report\n", 20_000)
	done := make(chan error, 1)
	go func() { done <- WriteOutput(name, []byte(report)) }()
	got := make([]byte, len(report))
	if _, err := io.ReadFull(reader, got); err != nil || string(got) != report {
		t.Errorf("read %d bytes that equal the report: %v, error %v", len(got), string(got) == report, err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if info, err := os.Lstat(name); err != nil || info.Mode().IsRegular() {
		t.Errorf("the pipe is %v, %v, want a pipe still", info, err)
	}
}

func TestALinkToADeviceIsStillALink(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(os.DevNull, name); err != nil {
		t.Skipf("no link can be made here: %v", err)
	}
	if err := WriteOutput(name, []byte("report")); !errors.Is(err, ErrForbidden) {
		t.Errorf("got error %v, want %v", err, ErrForbidden)
	}
}
