// Package todo lists what a person has to do after a change of the API document:
// what no generator can write, and what the change may have made wrong.
package todo

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/changes"
	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
)

// List lists what is left to do in the module at root. methods are the methods of
// package ugcinc.
func List(root string, before, after *document.Document, report *changes.Report, methods []facade.Method) ([]string, error) {
	var todo []string
	add := func(format string, args ...any) { todo = append(todo, fmt.Sprintf(format, args...)) }
	methods = slices.Clone(methods)
	var known, added []string
	for _, p := range changes.Pairs(before, after) {
		switch {
		case p.Is == nil:
		case p.Was == nil:
			added = append(added, p.Is.ID)
		case p.Was.ID == p.Is.ID:
			known = append(known, p.Is.ID)
		default:
			add("operation %s is now %s: rename it in ugcinc, in the handler of the fake and in the tests", p.Was.ID, p.Is.ID)
			for i, m := range methods {
				if strings.EqualFold(m.Endpoint, p.Was.ID) {
					methods[i].Endpoint = p.Is.ID
				}
			}
		}
	}
	todo = append(todo, facade.Gaps(after.Operations(), methods)...)
	handlers, err := facade.Handlers(filepath.Join(root, "ugcinc/ugcinctest"), after.Operations())
	if err != nil {
		return nil, err
	}
	todo = append(todo, handlers...)
	texts, err := readTexts(root)
	if err != nil {
		return nil, err
	}
	todo = append(todo, untested(texts, known, added)...)
	for _, c := range report.At(changes.Minor) {
		params, field, _ := strings.Cut(c.Where, ".")
		for _, m := range methods {
			if m.Params == params && field != "" {
				add("%s is new: the doc comment of %s may have to mention it, and the fake rejects it until a handler reads it", c.Where, m.Name)
			}
		}
	}
	for _, l := range changes.Limits(before, after) {
		todo = append(todo, quotes(texts, l)...)
	}
	if report.Level() > changes.None && before.Version() == after.Version() {
		add("info.version of %s is still %s: change it if a newer version of the API brought the change", after.File, after.Version())
	}
	return todo, nil
}

// readTexts returns the hand-written files that may name an operation or a limit.
func readTexts(root string) (map[string]string, error) {
	texts := map[string]string{}
	for _, pattern := range []string{"README.md", "api/openapi.yaml", "ugcinc/*.go", "ugcinc/ugcinctest/*.go"} {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			source, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			if !strings.HasSuffix(name, ".gen.go") {
				texts[name] = string(source)
			}
		}
	}
	return texts, nil
}

// untested lists the tests that have a case for each known operation, but none for
// one that was added. A case names the operationId in quotes.
func untested(texts map[string]string, known, added []string) []string {
	var out []string
	for name, text := range texts {
		missing := func(id string) bool { return !strings.Contains(text, `"`+id+`"`) }
		for _, id := range added {
			if strings.HasSuffix(name, "_test.go") && missing(id) && !slices.ContainsFunc(known, missing) {
				out = append(out, fmt.Sprintf("%s has a case for every other operation: write one for %s", name, id))
			}
		}
	}
	slices.Sort(out)
	return out
}

// quotes lists the lines that may quote the old value of a limit.
func quotes(texts map[string]string, l changes.Limit) []string {
	number := `\b` + strconv.Itoa(l.Was) + `\b`
	if strings.HasSuffix(l.Keyword, "Length") {
		number += `[ -]char`
	}
	var out []string
	for name, text := range texts {
		for i, line := range strings.Split(text, "\n") {
			if regexp.MustCompile(number).MatchString(line) {
				out = append(out, fmt.Sprintf("%s of %s was %d, which %s:%d may quote: %s", l.Keyword, l.Where, l.Was, name, i+1, strings.TrimSpace(line)))
			}
		}
	}
	slices.Sort(out)
	return out
}
