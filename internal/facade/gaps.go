package facade

import (
	"fmt"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// Gaps lists the operations without a method and the methods without an
// operation, each with what to write or remove.
func Gaps(operations []document.Operation, methods []Method) []string {
	var gaps []string
	known := map[string]bool{}
	for _, o := range operations {
		known[strings.ToLower(o.ID)] = true
		plain, streams := served(methods, o.ID, false), served(methods, o.ID, true)
		gaps = append(gaps, wrong(o, "method", plain, true)...)
		gaps = append(gaps, wrong(o, "streaming method", streams, o.Stream)...)
		for _, m := range append(plain, streams...) {
			gaps = append(gaps, misplaced(o, m)...)
		}
	}
	for _, m := range methods {
		if !known[strings.ToLower(m.Endpoint)] {
			gaps = append(gaps, fmt.Sprintf("%s: %s serves gen.%s, which the document no longer has: remove it, or deprecate it for its successor", m.Position, m.Name, m.Endpoint))
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

func wrong(o document.Operation, kind string, found []Method, wanted bool) []string {
	switch {
	case wanted && len(found) == 0:
		return []string{fmt.Sprintf("operation %s (%s %s) has no %s: write one on %sService in ugcinc/%s.go",
			o.ID, o.Method, o.Path, kind, o.Tag, strings.ToLower(o.Tag))}
	case !wanted && len(found) > 0:
		return []string{fmt.Sprintf("%s: %s streams operation %s, whose data is no list, or which has x-stream: false: remove it", found[0].Position, found[0].Name, o.ID)}
	case len(found) > 1:
		return []string{fmt.Sprintf("%s: %s serves operation %s, which %s serves already: keep one", found[1].Position, found[1].Name, o.ID, found[0].Name)}
	}
	return nil
}

// misplaced compares the service of a method with the tag of its operation, and
// its doc comment with the path.
func misplaced(o document.Operation, m Method) []string {
	var gaps []string
	if m.Service() != o.Tag {
		gaps = append(gaps, fmt.Sprintf("%s: %s serves operation %s of the tag %s: move it to %sService", m.Position, m.Name, o.ID, o.Tag, o.Tag))
	}
	if line := "Operation: " + o.Method + " " + o.Path + "."; !strings.Contains(m.Doc, line) {
		gaps = append(gaps, fmt.Sprintf("%s: the doc comment of %s does not say %q: correct it", m.Position, m.Name, line))
	}
	return gaps
}
