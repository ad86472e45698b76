package audit

import "slices"

// Newest returns the records that write a model and that no other record which
// writes it descends from, in the order of Records: more than one where changes
// are concurrent, none where the log never wrote the model.
func (l *Log) Newest(id string) []Record {
	var newest []Record
	for _, c := range l.outcome.candidates[id] {
		newest = append(newest, *c.rec)
	}
	return newest
}

// Gives reports whether a newest change of a model leaves this entry; nil is
// none. What a record only took up is given where no concurrent one changed it. A log that never wrote the model gives nothing, not even its absence.
func (l *Log) Gives(id string, entry []byte) bool { return l.outcome.Leaves(id, entry) }

// With returns the log that has these records too, whose names must be set.
func (l *Log) With(records []Record) (*Log, error) {
	return newLog(l.dir, append(slices.Clone(l.read), l.filesOf(records)...), slices.Clone(l.faults))
}

// Behind returns the log of these records and of all that they descend from.
func (l *Log) Behind(records []Record) (*Log, error) {
	var known []Record
	seen := map[string]bool{}
	for todo := slices.Clone(records); len(todo) > 0; {
		r := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[r.Name] {
			continue
		}
		seen[r.Name] = true
		known = append(known, r)
		for _, name := range r.Parents {
			if p, ok := l.sound[name]; ok {
				todo = append(todo, *p)
			}
		}
	}
	return newLog(l.dir, l.filesOf(known), nil)
}

// filesOf are the files that sound records stand in.
func (l *Log) filesOf(records []Record) []file {
	files := make([]file, len(records))
	for i, r := range records {
		files[i] = file{path: l.file(r), claim: r.Name, hash: r.Name, rec: r}
	}
	return files
}
