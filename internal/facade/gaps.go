package facade

import (
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// Gaps lists the operations without a method and the methods without an
// operation, each with what to write or remove.
func Gaps(operations []document.Operation, methods []Method) []string {
	var gaps []string
	gap := func(format string, args ...any) { gaps = append(gaps, fmt.Sprintf(format, args...)) }
	for _, o := range operations {
		plain, streams := served(methods, o.ID, false), served(methods, o.ID, true)
		for _, missing := range []struct {
			kind string
			is   bool
		}{{"method", len(plain) == 0}, {"streaming method", o.Stream && len(streams) == 0}} {
			if missing.is {
				gap("operation %s (%s %s) has no %s: write one on %sService in ugcinc/%s.go", o.ID, o.Method, o.Path, missing.kind, o.Tag, strings.ToLower(o.Tag))
			}
		}
		if !o.Stream && len(streams) > 0 {
			gap("%s: %s streams operation %s, whose data is no list, or which has x-stream: false: remove it", streams[0].Position, streams[0].Name, o.ID)
		}
		for _, found := range [][]Method{plain, streams} {
			if len(found) > 1 {
				gap("%s: %s serves operation %s, which %s serves already: keep one", found[1].Position, found[1].Name, o.ID, found[0].Name)
			}
		}
		for _, m := range append(plain, streams...) {
			if m.Service() != o.Tag {
				gap("%s: %s serves operation %s of the tag %s: move it to %sService", m.Position, m.Name, o.ID, o.Tag, o.Tag)
			}
			if line := "Operation: " + o.Method + " " + o.Path + "."; !strings.Contains(m.Doc, line) {
				gap("%s: the doc comment of %s does not say %q: correct it", m.Position, m.Name, line)
			}
			if says := strings.Contains(m.Doc, "\n\nDeprecated: "); says != o.Deprecated() {
				gap("%s: the doc comment of %s and the document differ on whether it is deprecated: add or remove a paragraph that begins with \"Deprecated: \"", m.Position, m.Name)
			}
		}
	}
	for _, m := range methods {
		if !slices.ContainsFunc(operations, func(o document.Operation) bool { return strings.EqualFold(o.ID, m.Endpoint) }) {
			gap("%s: %s serves gen.%s, which the document no longer has: remove it, or deprecate it for its successor", m.Position, m.Name, m.Endpoint)
		}
	}
	return gaps
}

// served returns the methods of an operation. Its name in gen differs from that in
// the document only in case.
func served(methods []Method, operation string, stream bool) []Method {
	var out []Method
	for _, m := range methods {
		if strings.EqualFold(m.Endpoint, operation) && m.Stream == stream {
			out = append(out, m)
		}
	}
	return out
}

// Handlers lists the operations without a handler in the fake in folder, and the
// handlers without an operation. A handler is a method with the name of its
// operation; its receiver has no other exported methods.
func Handlers(folder string, operations []document.Operation) ([]string, error) {
	ids := map[string]string{} // by the name in lower case
	for _, o := range operations {
		ids[strings.ToLower(o.ID)] = o.ID
	}
	methods := map[string][]string{} // by receiver
	fake := ""
	if err := inspect(folder, func(node ast.Node, _ string) {
		if f, ok := node.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.IsExported() {
			methods[receiver(f)] = append(methods[receiver(f)], f.Name.Name)
			if ids[strings.ToLower(f.Name.Name)] != "" {
				fake = receiver(f)
			}
		}
	}); err != nil {
		return nil, err
	}
	var gaps []string
	for _, name := range methods[fake] {
		if ids[strings.ToLower(name)] == "" {
			gaps = append(gaps, fmt.Sprintf("the fake in %s handles %s, which the document no longer has: remove the handler", folder, name))
		}
		delete(ids, strings.ToLower(name))
	}
	for _, id := range slices.Sorted(maps.Values(ids)) {
		gaps = append(gaps, fmt.Sprintf("operation %s has no handler in the fake: write one in %s", id, folder))
	}
	return gaps, nil
}
