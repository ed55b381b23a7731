package document

import (
	"cmp"
	"context"
	"fmt"
	"slices"

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

// checker collects what the checks find.
type checker struct {
	*Document
	roles map[string]role
	// lost says that a reference is wrong, so that its target may look unused.
	lost     bool
	rule     string
	findings []*Finding
}

// Check returns what is wrong with the document, by line. Reserved are the names
// that hand-written Go declares beside what the document generates.
func (d *Document) Check(reserved ...string) []*Finding {
	c := &checker{Document: d, roles: d.roles()}
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
		{"openapi", c.specification},
	} {
		// A wrong schema makes examples look wrong, and a document that ends early
		// everything.
		if c.rule = step.rule; len(c.findings) > 0 && (step.rule == "example" || step.rule == "openapi" || len(d.Operations()) == 0 || At(d.root, "components", "schemas") == nil) {
			break
		}
		step.check()
	}
	slices.SortStableFunc(c.findings, func(a, b *Finding) int { return cmp.Compare(a.Line, b.Line) })
	return c.findings
}

// specification asks kin-openapi, which knows all of OpenAPI but names no line.
func (c *checker) specification() {
	doc, err := openapi3.NewLoader().LoadFromData(c.source)
	if err == nil {
		err = doc.Validate(context.Background())
	}
	if err != nil {
		c.report(nil, "correct what it names", "the document is not valid OpenAPI: %v", err)
	}
}

// report adds a finding at the line of n; the problem is a format. A line has
// one finding, because what else is found there is mostly the same mistake.
func (c *checker) report(n *yaml.Node, remedy, problem string, args ...any) {
	if n == nil {
		n = &yaml.Node{Line: 1}
	}
	if !c.found(n) {
		c.findings = append(c.findings, &Finding{File: c.File, Line: n.Line, Rule: c.rule, Problem: fmt.Sprintf(problem, args...), Remedy: remedy})
	}
}

// found reports whether a finding is on the line of n.
func (c *checker) found(n *yaml.Node) bool {
	return slices.ContainsFunc(c.findings, func(f *Finding) bool { return f.Line == n.Line })
}
