package snapshot

import (
	"fmt"
	"path"
	"strings"
)

// unsafe tells what stands in place of a file, or of a folder above it: that once,
// however many governed files would be below.
func (ld *loader) unsafe(name string, f found) { ld.unsafeKind(name, f, "a regular file") }

func (ld *loader) unsafeKind(name string, f found, want string) {
	if ld.unsafeTold[f.at] {
		return
	}
	ld.unsafeTold[f.at] = true
	if f.at != name {
		want = "a folder"
	}
	ld.Faults = append(ld.Faults, unsafeFinding(f.at, "kind", f.unsafe+", so nothing is read from it", "put "+want+" there"))
}

// reportTwins tells the entries beside a file, and beside each folder it stands
// in, that differ only by case: on macOS and Windows one of them would replace
// the other. They are told once, beside the one that is read first.
func (ld *loader) reportTwins(name string) error {
	for p := name; p != "." && !ld.twinsTold[fold(p)]; p = path.Dir(p) {
		ld.twinsTold[fold(p)] = true
		twins, err := ld.twins(p)
		if err != nil {
			return err
		}
		for _, t := range twins {
			ld.twin(t, p, "keep one of the two: some file systems can't hold both")
		}
	}
	return nil
}

func (ld *loader) twin(name, of, help string) {
	ld.Faults = append(ld.Faults, unsafeFinding(name, "twin:"+strings.ToLower(of),
		fmt.Sprintf("%q differs from %q only by case", name, of), help))
}
