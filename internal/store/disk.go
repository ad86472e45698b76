package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// A disk is the file-system calls that a store makes, below one folder and
// never out of it. Tests make each of them fail in turn.
type disk interface {
	Lstat(name string) (fs.FileInfo, error)
	Stat(name string) (fs.FileInfo, error)
	ReadFile(name string) ([]byte, error)
	ReadDir(name string) ([]fs.DirEntry, error)
	Mkdir(name string, mode fs.FileMode) error
	// Create makes a file that must not be there yet.
	Create(name string, mode fs.FileMode) (file, error)
	Rename(from, to string) error
	Remove(name string) error
	// SyncFolder makes what happened to the names in a folder durable.
	SyncFolder(name string) error
}

// A file is one that is being written.
type file interface {
	io.WriteCloser
	Chmod(mode fs.FileMode) error
	Sync() error
}

// A rootDisk is the real one.
type rootDisk struct{ *os.Root }

func (d rootDisk) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(d.FS(), name) }

func (d rootDisk) Create(name string, mode fs.FileMode) (file, error) {
	f, err := d.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return nil, err // not f: a nil pointer in an interface is not nil
	}
	return f, nil
}

func (d rootDisk) SyncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil // FlushFileBuffers takes no folder; NTFS journals names itself
	}
	f, err := d.Open(name)
	if err != nil {
		return err
	}
	err = f.Sync()
	// fsync(2): EINVAL from a file system that has no flushing of this kind.
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, f.Close())
}

// bare strips the operation and the path from a file-system error: they name
// temporary files, while the caller names the one that is meant.
func bare(err error) error {
	var inPath *fs.PathError
	var inLink *os.LinkError
	switch {
	case errors.As(err, &inPath):
		return inPath.Err
	case errors.As(err, &inLink):
		return inLink.Err
	}
	return err
}
