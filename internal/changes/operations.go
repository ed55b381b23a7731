package changes

import (
	"fmt"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// operations reports operations that were added, removed, moved or renamed. Two
// operations are the same if they have the same operationId, or else the same
// path and method.
func operations(base, revision *document.Document) []Change {
	var out []Change
	for _, p := range pairs(base, revision) {
		was, is := p.was, p.is
		switch {
		case is == nil:
			out = append(out, Change{Level: Major, Where: address(was), What: was.Name() + " is gone"})
			continue
		case was == nil:
			out = append(out, Change{Level: Minor, Where: address(is), What: is.Name() + " is new"})
			continue
		}
		if address(was) != address(is) {
			out = append(out, Change{Level: Major, Where: address(was), What: fmt.Sprintf("%s moved to %s", was.Name(), address(is))})
		}
		if was.ID != is.ID {
			out = append(out, Change{Level: Major, Where: address(is), What: fmt.Sprintf("the operationId changed from %s to %s", was.ID, is.ID)})
		}
		if was.Tag != is.Tag {
			out = append(out, Change{Level: Major, Where: address(is), What: fmt.Sprintf("%s moved from the service %s to %s", is.Name(), was.Tag, is.Tag)})
		}
		out = append(out, policy(was, is)...)
	}
	return append(out, services(base, revision)...)
}

func address(o *document.Operation) string { return o.Method + " " + o.Path }

type pair struct{ was, is *document.Operation }

// pairs matches the operations of two documents. One side of a pair is nil if the
// operation was added or removed.
func pairs(base, revision *document.Document) []pair {
	before, after := base.Operations(), revision.Operations()
	var out []pair
	matched := map[int]bool{}
	for i := range before {
		was := &before[i]
		j := find(after, func(o document.Operation) bool { return o.ID == was.ID })
		if j < 0 {
			j = find(after, func(o document.Operation) bool {
				return o.Path == was.Path && o.Method == was.Method && !has(before, o.ID)
			})
		}
		if j < 0 {
			out = append(out, pair{was: was})
			continue
		}
		matched[j] = true
		out = append(out, pair{was: was, is: &after[j]})
	}
	for j := range after {
		if !matched[j] {
			out = append(out, pair{is: &after[j]})
		}
	}
	return out
}

func find(list []document.Operation, match func(document.Operation) bool) int {
	for i, o := range list {
		if match(o) {
			return i
		}
	}
	return -1
}

func has(list []document.Operation, id string) bool {
	return find(list, func(o document.Operation) bool { return o.ID == id }) >= 0
}

// policy reports changes of retries and timeouts. Either change of a retry rule
// is breaking, because programs depend on what happens after a lost response.
func policy(was, is *document.Operation) []Change {
	var out []Change
	if was.Retry() != is.Retry() {
		out = append(out, Change{Level: Major, Where: address(is), What: fmt.Sprintf("x-retry changed from %s to %s", was.Retry(), is.Retry())})
	}
	if a, b := was.AttemptTimeout(), is.AttemptTimeout(); a != b {
		level := Minor
		if b < a && b != 0 {
			level = Major
		}
		out = append(out, Change{Level: level, Where: address(is), What: fmt.Sprintf("x-attempt-timeout changed from %s to %s", seconds(a), seconds(b))})
	}
	return out
}

func seconds(n int) string {
	if n == 0 {
		return "the client's default"
	}
	return fmt.Sprintf("%d s", n)
}

// services reports groups of operations that were added or removed. They are
// fields of the client.
func services(base, revision *document.Document) []Change {
	var out []Change
	before, after := base.Tags(), revision.Tags()
	for tag := range before {
		if !after[tag] {
			out = append(out, Change{Level: Major, Where: "tags", What: "the service " + tag + " is gone"})
		}
	}
	for tag := range after {
		if !before[tag] {
			out = append(out, Change{Level: Minor, Where: "tags", What: "the service " + tag + " is new"})
		}
	}
	return sorted(out)
}

// Align returns base with each operation at its path in revision. oasdiff
// identifies operations by their path, so it would otherwise report an operation
// that moved as removed and added.
func Align(base, revision *document.Document) ([]byte, error) {
	moves := map[string]string{}
	for _, p := range pairs(base, revision) {
		if p.was != nil && p.is != nil && p.was.Path != p.is.Path {
			moves[p.was.Path] = p.is.Path
		}
	}
	return base.Move(moves)
}
