package document

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
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

var yamlLine = regexp.MustCompile(`line (\d+): `)

// notYAML makes a finding of an error of the YAML parser.
func notYAML(file string, err error) *Finding {
	f := &Finding{File: file, Line: 1, Rule: "yaml", Remedy: "write YAML: indent with blanks, and quote a text that has \": \" or begins with a special character"}
	f.Problem = strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(f.Problem); m != nil {
		f.Line, _ = strconv.Atoi(m[1])
		f.Problem = strings.Replace(f.Problem, m[0], "", 1)
	}
	return f
}

// checker collects what the checks find.
type checker struct {
	*Document
	// openapi is the document as kin-openapi loads it, or nil if it cannot.
	openapi  *openapi3.T
	roles    map[string]role
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
		{"reference", c.references},
		{"operation", c.operations},
		{"schema", c.schemaRules},
		{"name", func() { c.names(reserved) }},
		{"example", c.examples},
	} {
		// A wrong schema would make examples look wrong.
		if c.rule = step.rule; step.rule != "example" || len(c.findings) == 0 {
			step.check()
		}
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
	if !slices.ContainsFunc(c.findings, func(other *Finding) bool { return other.Line == f.Line }) {
		c.findings = append(c.findings, f)
	}
}
