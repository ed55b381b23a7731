package document

import (
	"bytes"
	"regexp"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"
)

// notYAML makes a finding of an error of the YAML parser. The parser often names
// the line on which a block began, so notYAML looks for the first line that makes
// the text above it unreadable.
func notYAML(file string, source []byte, err error) *Finding {
	lines := bytes.SplitAfter(source, []byte("\n"))
	n := sort.Search(len(lines)-1, func(n int) bool {
		return yaml.Unmarshal(bytes.Join(lines[:n+1], nil), new(yaml.Node)) != nil
	})
	return &Finding{
		File: file, Line: n + 1, Rule: "yaml", Problem: parserLine.ReplaceAllString(err.Error(), ""),
		Remedy: "indent with blanks, close quotes and brackets, and quote a text with a colon and a blank in it, or a special character at its beginning",
	}
}

var parserLine = regexp.MustCompile(`^yaml: (line \d+: )?`)

// ambiguous matches plain scalars that YAML 1.1, YAML 1.2 and JSON read
// differently: flags such as yes, and numbers with an underscore, in base 8 or
// 60, with an exponent, with an empty fraction, or infinite.
var ambiguous = regexp.MustCompile(`^(?i:y|yes|n|no|on|off|[-+]?(\d[\d_]*_[\d_]*|\d+(:[0-5]?\d)+|0[0-7]+|0[ox][0-9a-f]+|\d+\.0*|[\d.]+e[-+]?\d+|\.inf)|\.nan)$`)

// yaml reports YAML that other readers of the document do not understand, or
// understand differently.
func (c *checker) yaml() {
	walk(c.root, func(n *yaml.Node) {
		switch {
		case n.Kind == yaml.AliasNode:
			c.report(n, "write the value out, or name it under components and refer to it with $ref", "the alias *%s", n.Value)
		case n.Anchor != "":
			c.report(n, "remove it", "the anchor &%s", n.Anchor)
		case n.Style&yaml.TaggedStyle != 0:
			c.report(n, "remove the tag, and quote the value if it is a text", "the tag %s", n.Tag)
		case n.Tag == "!!timestamp", n.Kind == yaml.ScalarNode && n.Style == 0 && ambiguous.MatchString(n.Value):
			c.report(n, "quote it if it is a text; otherwise write true or false, or a plain decimal number", "%s does not mean the same to all readers of YAML", n.Value)
		}
		first := map[string]int{}
		for key := range Members(n) {
			if key.Tag != "!!str" {
				c.report(key, "quote it", "the key %s is not a text", key.Value)
			}
			if line := first[key.Value]; line > 0 {
				c.report(key, "keep one of the two: readers of YAML keep one, and not all the same", "the key %s is already on line %d", key.Value, line)
			} else {
				first[key.Value] = key.Line
			}
		}
	})
	for i, line := range strings.Split(string(c.source), "\n") {
		if line == "---" && i > 0 || line == "..." {
			c.report(&yaml.Node{Line: i + 1}, "keep one document in the file", "a second YAML document begins here")
		}
	}
}

// walk visits n and the nodes below it. It does not follow aliases.
func walk(n *yaml.Node, visit func(*yaml.Node)) {
	if n == nil {
		return
	}
	visit(n)
	for _, child := range n.Content {
		walk(child, visit)
	}
}

// value returns n as JSON decodes it. What JSON cannot express is a string.
func value(n *yaml.Node) any {
	if n.Kind == yaml.MappingNode {
		out := map[string]any{}
		for key, member := range Members(n) {
			out[key.Value] = value(member)
		}
		return out
	}
	if n.Kind == yaml.SequenceNode {
		out := make([]any, len(n.Content))
		for i, item := range n.Content {
			out[i] = value(item)
		}
		return out
	}
	var out any
	if n.Tag == "!!timestamp" || n.Style == 0 && ambiguous.MatchString(n.Value) || n.Decode(&out) != nil {
		return n.Value
	}
	return out
}
