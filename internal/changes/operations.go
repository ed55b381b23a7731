package changes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// operations reports operations that were added, removed, moved or renamed, and
// services, which are groups of operations.
func operations(base, revision *document.Document) []Change {
	var out []Change
	for _, p := range Pairs(base, revision) {
		was, is := p.Was, p.Is
		add := func(where *document.Operation, what, entry string) {
			out = append(out, Change{Level: Major, Where: address(where), What: what, Entry: entry})
		}
		switch {
		case is == nil:
			add(was, was.Name()+" is gone", code(was.ID)+" is gone")
			continue
		case was == nil:
			out = append(out, Change{Level: Minor, Where: address(is), What: is.Name() + " is new", Entry: code(is.ID) + " is new"})
			continue
		}
		if address(was) != address(is) {
			entry := code(is.ID) + " calls " + address(is)
			if was.ID != is.ID || was.Tag != is.Tag {
				entry = "" // the next one covers it
			}
			add(was, was.Name()+" moved to "+address(is), entry)
		}
		if was.ID != is.ID {
			add(is, fmt.Sprintf("the operationId changed from %s to %s", was.ID, is.ID), code(was.ID)+" is now "+code(is.ID))
		}
		if was.Tag != is.Tag {
			add(is, fmt.Sprintf("%s moved from the service %s to %s", is.Name(), was.Tag, is.Tag), fmt.Sprintf("%s moved from %s to %s", code(is.ID), code("Client."+was.Tag), code("Client."+is.Tag)))
		}
		params, data := signature(base, was)
		newParams, newData := signature(revision, is)
		if params != newParams {
			add(is, fmt.Sprintf("the parameters of %s changed from %s to %s", is.Name(), params, newParams), fmt.Sprintf("%s takes %s instead of %s", code(is.ID), code(newParams), code(params)))
		}
		if data != newData {
			add(is, fmt.Sprintf("the data of %s changed from %s to %s", is.Name(), data, newData), fmt.Sprintf("%s returns %s instead of %s", code(is.ID), code(newData), code(data)))
		}
		out = append(out, policy(was, is)...)
	}
	return append(out, services(base, revision)...)
}

func address(o *document.Operation) string { return o.Method + " " + o.Path }

func code(s string) string { return "`" + s + "`" }

// Pair is an operation of two documents. One side is nil if it was added or removed.
type Pair struct{ Was, Is *document.Operation }

// Pairs matches the operations of two documents. Two operations are the same if
// they have the same operationId, or else the same path and method.
func Pairs(base, revision *document.Document) []Pair {
	before, after := base.Operations(), revision.Operations()
	find := func(list []document.Operation, match func(document.Operation) bool) *document.Operation {
		if i := slices.IndexFunc(list, match); i >= 0 {
			return &list[i]
		}
		return nil
	}
	var out []Pair
	matched := map[*document.Operation]bool{}
	for i := range before {
		was := &before[i]
		is := find(after, func(o document.Operation) bool { return o.ID == was.ID })
		if is == nil {
			is = find(after, func(o document.Operation) bool {
				return address(&o) == address(was) && find(before, func(b document.Operation) bool { return b.ID == o.ID }) == nil
			})
		}
		matched[is] = true
		out = append(out, Pair{was, is})
	}
	for i := range after {
		if is := &after[i]; !matched[is] {
			out = append(out, Pair{Is: is})
		}
	}
	return out
}

// signature returns the schemas of an operation's parameters, and of its data or
// records. The data is a property of the response, or of a part of it.
func signature(d *document.Document, o *document.Operation) (params, data string) {
	operation := document.At(d.Root(), "paths", o.Path, strings.ToLower(o.Method))
	content := []string{"content", "application/json", "schema"}
	params, _ = resolve(d, document.At(document.At(operation, "requestBody"), content...))
	_, response := resolve(d, document.At(document.At(operation, "responses", "200"), content...))
	parts := []*yaml.Node{response}
	if allOf := document.At(response, "allOf"); allOf != nil {
		parts = append(parts, allOf.Content...)
	}
	for _, part := range parts {
		_, part = resolve(d, part)
		if found := document.At(part, "properties", "data"); found != nil {
			data, _ = resolve(d, cmp.Or(document.At(found, "items"), found))
		}
	}
	return params, data
}

// resolve returns the schema to which n refers, with its name, or n itself.
func resolve(d *document.Document, n *yaml.Node) (name string, schema *yaml.Node) {
	ref := document.At(n, "$ref")
	if ref == nil {
		return "", n
	}
	name = strings.TrimPrefix(ref.Value, "#/components/schemas/")
	return name, document.At(d.Root(), "components", "schemas", name)
}

// ClientTimeout is the client's limit of an attempt if the operation has none, in
// seconds.
const ClientTimeout = 30

// policy reports changes of retries and timeouts. Either change of a retry rule
// is breaking, because programs depend on what happens after a lost response.
func policy(was, is *document.Operation) []Change {
	var out []Change
	if was.Retry() != is.Retry() {
		entry := code(is.ID) + " is no longer retried after a lost response"
		if is.Retry() == "safe" {
			entry = code(is.ID) + " is now retried after a lost response"
		}
		out = append(out, Change{Level: Major, Where: address(is), What: fmt.Sprintf("x-retry changed from %s to %s", was.Retry(), is.Retry()), Entry: entry})
	}
	if was.AttemptTimeout() != is.AttemptTimeout() {
		a, b := cmp.Or(was.AttemptTimeout(), ClientTimeout), cmp.Or(is.AttemptTimeout(), ClientTimeout)
		c := Change{Level: Patch, Where: address(is), What: fmt.Sprintf("x-attempt-timeout changed from %s to %s", seconds(was), seconds(is))}
		if a != b {
			c.Level, c.Entry = Minor, fmt.Sprintf("An attempt of %s may take %d s instead of %d s", code(is.ID), b, a)
		}
		if b < a {
			c.Level = Major
		}
		out = append(out, c)
	}
	return out
}

func seconds(o *document.Operation) string {
	if o.AttemptTimeout() == 0 {
		return "the client's default"
	}
	return fmt.Sprintf("%d s", o.AttemptTimeout())
}

// services reports groups of operations that were added or removed. They are
// fields of the client. Their operations have the changelog's entries.
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

// sorted sorts changes by their lines, because they come from a map.
func sorted(list []Change) []Change {
	slices.SortFunc(list, func(a, b Change) int { return strings.Compare(a.Line(), b.Line()) })
	return list
}

// Align returns base with each operation at its path in revision. oasdiff
// identifies operations by their path, so it would otherwise report an operation
// that moved as removed and added.
func Align(base, revision *document.Document) ([]byte, error) {
	moves := map[string]string{}
	for _, p := range Pairs(base, revision) {
		if p.Was != nil && p.Is != nil && p.Was.Path != p.Is.Path {
			moves[p.Was.Path] = p.Is.Path
		}
	}
	return base.Move(moves)
}
