package facade

import (
	"fmt"
	"go/ast"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
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
		}{{"method", len(plain) == 0}, {"streaming method", o.List && len(streams) == 0}} {
			if missing.is {
				gap("operation %s (%s %s) has no %s: write one on %sService in ugcinc/%s.go", o.ID, o.Method, o.Path, missing.kind, o.Tag, strings.ToLower(o.Tag))
			}
		}
		if !o.List && len(streams) > 0 {
			gap("%s: %s streams operation %s, whose data is no list: remove it", streams[0].Position, streams[0].Name, o.ID)
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
	methods := map[string]map[string]string{} // positions by receiver and name
	if err := inspect(folder, func(node ast.Node, position string) {
		if f, ok := node.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.IsExported() {
			if methods[receiver(f)] == nil {
				methods[receiver(f)] = map[string]string{}
			}
			methods[receiver(f)][strings.ToLower(f.Name.Name)] = position
		}
	}); err != nil {
		return nil, err
	}
	var handlers map[string]string
	most := 0
	for _, named := range methods {
		n := 0
		for _, o := range operations {
			if named[strings.ToLower(o.ID)] != "" {
				n++
			}
		}
		if n > most {
			handlers, most = named, n
		}
	}
	var gaps []string
	for _, o := range operations {
		if handlers[strings.ToLower(o.ID)] == "" {
			gaps = append(gaps, fmt.Sprintf("operation %s has no handler in the fake: write one in %s", o.ID, folder))
		}
		delete(handlers, strings.ToLower(o.ID))
	}
	for _, name := range slices.Sorted(maps.Keys(handlers)) {
		gaps = append(gaps, fmt.Sprintf("%s: the fake handles %s, which the document no longer has: remove the handler", handlers[name], name))
	}
	return gaps, nil
}

// Tests lists the tests below folder that have a case for each operation in known,
// but none for one in added. A case names the operationId in quotes.
func Tests(folder string, known, added []string) ([]string, error) {
	var gaps []string
	err := filepath.WalkDir(folder, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		names := func(id string) bool { return strings.Contains(string(source), `"`+id+`"`) }
		for _, id := range added {
			if !names(id) && !slices.ContainsFunc(known, func(id string) bool { return !names(id) }) {
				gaps = append(gaps, fmt.Sprintf("%s has a case for every other operation: write one for %s", name, id))
			}
		}
		return nil
	})
	return gaps, err
}

// Quotes lists the lines that match a text, in the files that match the patterns
// and are written by hand.
func Quotes(patterns []string, text *regexp.Regexp) ([]string, error) {
	var lines []string
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range files {
			source, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			for i, line := range strings.Split(string(source), "\n") {
				if text.MatchString(line) && !strings.HasSuffix(name, ".gen.go") {
					lines = append(lines, fmt.Sprintf("%s:%d: %s", name, i+1, strings.TrimSpace(line)))
				}
			}
		}
	}
	return lines, nil
}
