// Package changes reports what a change of the API document means for users of
// this client, at the levels of semantic versioning.
//
// It joins three views. oasdiff compares requests and responses; the levels are
// this client's own, because an open enum takes a new value, and a removed
// constant breaks a build. apidiff compares the Go names that the generator
// makes of the two documents. The package itself compares the operations and the
// project's extensions of OpenAPI, which oasdiff does not know.
package changes

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// Level is the part of the version number that a change increments.
type Level int

const (
	// None means that nothing changed.
	None Level = iota
	// Patch means that no program can notice the change.
	Patch
	// Minor means that something is new, and that existing programs keep working.
	Minor
	// Major means that a program may fail to build or behave differently.
	Major
)

// String returns the level's name in semantic versioning.
func (l Level) String() string { return [...]string{"none", "patch", "minor", "major"}[l] }

// Change is one difference between two documents.
type Change struct {
	Level Level
	// Where is the operation, type or part of the document that changed.
	Where string
	// What describes the change.
	What string
	// Because is why a breaking change is intended, empty if it is not acknowledged.
	Because string
	// Entry is the sentence for CHANGELOG.md. It is empty if the entry of another
	// change covers this one, or if users do not notice it.
	Entry string

	of string // the Go type, if Where is a Go type or one of its constants
}

// Line returns the change as one line. Acknowledgements repeat it.
func (c Change) Line() string { return c.Where + ": " + c.What }

// Report lists the differences between two versions.
type Report struct {
	// Subject is what was compared, and From and To are its versions.
	Subject, From, To string
	Changes           []Change
}

// Level returns the highest level of the changes.
func (r *Report) Level() Level {
	level := None
	for _, c := range r.Changes {
		level = max(level, c.Level)
	}
	return level
}

// At returns the changes of one level.
func (r *Report) At(level Level) []Change {
	var out []Change
	for _, c := range r.Changes {
		if c.Level == level {
			out = append(out, c)
		}
	}
	return out
}

// Unacknowledged returns the breaking changes that are not acknowledged.
func (r *Report) Unacknowledged() []Change {
	return slices.DeleteFunc(r.At(Major), func(c Change) bool { return c.Because != "" })
}

// Add adds changes that the report does not hold yet, and sorts all by level.
func (r *Report) Add(list []Change) {
	for _, c := range list {
		if !slices.ContainsFunc(r.Changes, func(known Change) bool { return known.Line() == c.Line() }) {
			r.Changes = append(r.Changes, c)
		}
	}
	slices.SortStableFunc(r.Changes, func(a, b Change) int { return cmp.Compare(b.Level, a.Level) })
}

// Acknowledge marks the breaking changes that a file says are intended. Each of
// its lines is a change as the report prints it, " because " and the reason; lines
// that start with # are comments. It returns the lines that match no change.
func (r *Report) Acknowledge(file []byte) (stale []string, err error) {
	reasons := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(file))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		change, because, _ := strings.Cut(line, " because ")
		if strings.TrimSpace(because) == "" {
			return nil, fmt.Errorf("line %d has no reason: write the change, \" because \" and the reason", n)
		}
		reasons[change] = because
	}
	for i, c := range r.Changes {
		if because, ok := reasons[c.Line()]; ok {
			r.Changes[i].Because = because
			delete(reasons, c.Line())
		}
	}
	return slices.Sorted(maps.Keys(reasons)), lines.Err()
}

// compare reports what changed from base to revision. wire is what oasdiff found
// between [Align] of the two and revision, names what apidiff found.
func compare(base, revision *document.Document, wire []WireChange, names []Change) *Report {
	for i := range names {
		names[i].Entry = entry(names[i], base, revision)
	}
	r := &Report{Subject: "API", From: base.Version(), To: revision.Version()}
	r.Add(slices.Concat(operations(base, revision), extensions(base, revision), onWire(wire, names, Pairs(base, revision)), names))
	if len(r.Changes) == 0 && string(base.Source()) != string(revision.Source()) {
		r.Changes = []Change{{Level: Patch, Where: "document", What: "only texts, examples or comments changed, or their order"}}
	}
	return r
}
