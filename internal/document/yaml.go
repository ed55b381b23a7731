package document

import (
	"math"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// ambiguous matches plain scalars that YAML 1.1, YAML 1.2 and JSON read
// differently: flags such as yes, and numbers with an underscore, in base 8 or
// 60, with an exponent, with an empty fraction, or infinite.
var ambiguous = regexp.MustCompile(`^(?i:y|yes|n|no|on|off|[-+]?(\d[\d_]*_[\d_]*|\d+(:[0-5]?\d)+|0[0-7]+|0[ox][0-9a-f]+|\d+\.0*|[\d.]+e[-+]?\d+|\.inf)|\.nan)$`)

// yaml refuses what YAML allows and other readers of the document do not
// understand, or understand differently.
func (c *checker) yaml() {
	walk(c.root, func(n *yaml.Node) {
		switch plain := n.Kind == yaml.ScalarNode && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0; {
		case n.Kind == yaml.AliasNode:
			c.report(n, "write the value out, or name it under components and refer to it with $ref", "the alias *%s", n.Value)
		case n.Anchor != "":
			c.report(n, "remove it", "the anchor &%s", n.Anchor)
		case n.Style&yaml.TaggedStyle != 0:
			c.report(n, "remove the tag, and quote the value if it is a text", "the tag %s", n.Tag)
		case n.Tag == "!!timestamp":
			c.report(n, "quote it", "%s is a time to some readers of YAML and a text to others", n.Value)
		case plain && ambiguous.MatchString(n.Value):
			c.report(n, "quote it if it is a text; otherwise write true or false, or a plain decimal number", "%s is not the same to all readers of YAML", n.Value)
		}
		first := map[string]int{}
		for key := range members(n) {
			if key.Kind != yaml.ScalarNode || key.Tag != "!!str" {
				c.report(key, "quote it", "the key %s is not a text", key.Value)
			}
			if line, ok := first[key.Value]; ok {
				c.report(key, "keep one of the two: readers of YAML keep one, and not all the same", "the key %s is already on line %d", key.Value, line)
				continue
			}
			first[key.Value] = key.Line
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

// value returns n as JSON decodes it. Of a duplicate key it keeps the first.
func value(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for key, member := range members(n) {
			if _, ok := out[key.Value]; !ok {
				out[key.Value] = value(member)
			}
		}
		return out
	case yaml.SequenceNode:
		out := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			out = append(out, value(item))
		}
		return out
	}
	var out any
	switch n.Tag {
	case "!!null", "!!bool":
		_ = n.Decode(&out)
	case "!!int", "!!float":
		var number float64
		if n.Decode(&number) == nil && !math.IsInf(number, 0) && !math.IsNaN(number) {
			return number
		}
	default:
		return n.Value
	}
	return out
}
