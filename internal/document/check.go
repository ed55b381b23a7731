package document

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// Finding is one thing that is wrong with a document.
type Finding struct {
	File string
	Line int
	// Rule names the check that failed.
	Rule string
	// Problem says what is wrong, Remedy what to do about it.
	Problem, Remedy string
}

// Error formats the finding as compilers do, so that editors find the line.
func (f *Finding) Error() string {
	return fmt.Sprintf("%s:%d: %s: %s [%s]", f.File, f.Line, f.Problem, f.Remedy, f.Rule)
}

// notYAML makes a finding of an error of the YAML parser, which often names the
// line where the block began: the first line that cannot be read is the last one
// of the shortest part of the document that cannot.
func notYAML(file string, source []byte, err error) *Finding {
	lines := bytes.SplitAfter(source, []byte("\n"))
	n := sort.Search(len(lines)-1, func(n int) bool {
		return yaml.Unmarshal(bytes.Join(lines[:n+1], nil), new(yaml.Node)) != nil
	})
	problem := strings.TrimPrefix(err.Error(), "yaml: ")
	if _, after, ok := strings.Cut(problem, ": "); ok && strings.HasPrefix(problem, "line ") {
		problem = after
	}
	return &Finding{
		File: file, Line: n + 1, Rule: "yaml", Problem: problem,
		Remedy: "write YAML: indent with blanks, close quotes and brackets, and quote a text that has a colon and a blank or begins with a special character",
	}
}

// checker collects what the checks find.
type checker struct {
	*Document
	// openapi is the document as kin-openapi loads it, or nil if it cannot.
	openapi *openapi3.T
	roles   map[string]role
	// lost says that a reference does not lead where it should, so that something
	// else looks unused.
	lost     bool
	rule     string
	findings []*Finding
}

// Check returns what is wrong with the document, by line. Reserved are the names
// that hand-written Go declares in the packages that the document generates into.
func (d *Document) Check(reserved ...string) []*Finding {
	c := &checker{Document: d, roles: d.roles()}
	loaded, err := openapi3.NewLoader().LoadFromData(d.source)
	if err == nil {
		c.openapi = loaded
		err = loaded.Validate(context.Background(), openapi3.DisableExamplesValidation())
	}
	for _, step := range []struct {
		rule  string
		check func()
	}{
		{"yaml", c.yaml},
		{"profile", c.profile},
		{"operation", c.operations},
		{"reference", c.references},
		{"schema", c.schemaRules},
		{"name", func() { c.names(reserved) }},
		{"example", c.examples},
	} {
		// A wrong schema makes examples look wrong, and a document that ends early
		// everything.
		if c.rule = step.rule; len(c.findings) > 0 && (step.rule == "example" || at(c.root, "components", "schemas") == nil) {
			break
		}
		step.check()
	}
	if c.rule = "openapi"; err != nil && len(c.findings) == 0 {
		c.report(nil, "correct what it names", "the document is not valid OpenAPI: %v", err)
	}
	slices.SortStableFunc(c.findings, func(a, b *Finding) int { return cmp.Compare(a.Line, b.Line) })
	return c.findings
}

// report adds a finding at the line of n; the problem is a format. A line has
// one finding, because what else is found there is mostly the same mistake.
func (c *checker) report(n *yaml.Node, remedy, problem string, args ...any) {
	f := &Finding{File: c.File, Line: 1, Rule: c.rule, Problem: fmt.Sprintf(problem, args...), Remedy: remedy}
	if n != nil && n.Line > 0 {
		f.Line = n.Line
	}
	if !c.found(&yaml.Node{Line: f.Line}) {
		c.findings = append(c.findings, f)
	}
}

// found reports whether a finding is on the line of n.
func (c *checker) found(n *yaml.Node) bool {
	return n != nil && slices.ContainsFunc(c.findings, func(f *Finding) bool { return f.Line == n.Line })
}
