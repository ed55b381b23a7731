package document

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Finding is one thing that is wrong with a document.
type Finding struct {
	File string
	Line int
	// Rule names the rule that was broken.
	Rule string
	// Problem says what is wrong, Remedy what to do about it.
	Problem, Remedy string
}

// Error prints the finding the way compilers do, so that editors find the line.
func (f *Finding) Error() string {
	return fmt.Sprintf("%s:%d: %s: %s [%s]", f.File, f.Line, f.Problem, f.Remedy, f.Rule)
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// notYAML makes a finding of what the YAML reader says.
func notYAML(file string, err error) *Finding {
	f := &Finding{File: file, Line: 1, Rule: "yaml", Remedy: "write the document as YAML, indented with blanks"}
	f.Problem = strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(f.Problem); m != nil {
		f.Line, _ = strconv.Atoi(m[1])
		f.Problem = strings.Replace(f.Problem, m[0], "", 1)
	}
	return f
}

// checker collects what one run of the rules finds.
type checker struct {
	*Document
	rule     string
	roles    map[string]role
	findings []*Finding
}

// report adds a finding at the line of n; the problem is a format.
func (c *checker) report(n *yaml.Node, remedy, problem string, args ...any) {
	line := 1
	if n != nil && n.Line > 0 {
		line = n.Line
	}
	c.findings = append(c.findings, &Finding{
		File: c.File, Line: line, Rule: c.rule,
		Problem: fmt.Sprintf(problem, args...), Remedy: remedy,
	})
}
