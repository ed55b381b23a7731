// Package changes says what a change of the API document means for the users of
// this client, at the levels of semantic versioning.
//
// It joins two views. oasdiff compares what travels on the wire; the levels are
// this client's own, since an open enum takes a new value and a lost constant
// breaks a build. The package itself compares what oasdiff does not know: the
// names in Go, and the project's extensions of OpenAPI.
package changes

import (
	"cmp"
	"slices"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// Level is what a change asks of the next version.
type Level int

const (
	// None says that the documents are the same.
	None Level = iota
	// Patch is nothing that a program could notice.
	Patch
	// Minor is something new, and every program goes on as before.
	Minor
	// Major means that a program may fail to build, or do something else than before.
	Major
)

// String is the word of semantic versioning.
func (l Level) String() string { return [...]string{"none", "patch", "minor", "major"}[l] }

// Change is one difference between two documents.
type Change struct {
	Level Level
	// Where is the operation, type or part of the document that changed.
	Where string
	// What says how.
	What string
	// Parameter says that the change is a parameter that appeared, written
	// Params.Field in Where.
	Parameter bool
	// Because says why a breaking change is meant; empty where nobody said.
	Because string
}

// Line is the change in one line; acknowledgements repeat it.
func (c Change) Line() string { return c.Where + ": " + c.What }

// Report is everything that differs between two versions.
type Report struct {
	// Subject is what changed, and From and To are its versions.
	Subject, From, To string
	Changes           []Change
}

// Level is the highest level of the changes.
func (r *Report) Level() Level {
	level := None
	for _, c := range r.Changes {
		level = max(level, c.Level)
	}
	return level
}

// At lists the changes of one level.
func (r *Report) At(level Level) []Change {
	var out []Change
	for _, c := range r.Changes {
		if c.Level == level {
			out = append(out, c)
		}
	}
	return out
}

// Unacknowledged lists the breaking changes that nobody has said to be meant.
func (r *Report) Unacknowledged() []Change {
	return slices.DeleteFunc(r.At(Major), func(c Change) bool { return c.Because != "" })
}

// Compare reports what changed from base to revision. The wire is the part that
// oasdiff found between [Align] of the two and revision.
func Compare(base, revision *document.Document, wire []WireChange) *Report {
	r := &Report{Subject: "API", From: base.Version(), To: revision.Version()}
	r.Changes = slices.Concat(
		operations(base, revision),
		rules(base, revision),
		onWire(wire, len(revision.Operations())),
		names(base.GoDeclarations(), revision.GoDeclarations()),
	)
	if len(r.Changes) == 0 && string(base.Source()) != string(revision.Source()) {
		r.Changes = []Change{{Level: Patch, Where: "document", What: "only texts, examples or comments changed"}}
	}
	slices.SortStableFunc(r.Changes, func(a, b Change) int { return cmp.Compare(b.Level, a.Level) })
	return r
}
