package document

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// plainYAML refuses what YAML can do and other readers of the document cannot,
// or read differently.
func plainYAML(c *checker) {
	walk(c.root, func(n *yaml.Node) {
		switch {
		case n.Kind == yaml.AliasNode:
			c.report(n, "write the value out, or give it a name under components and refer to it with $ref", "the alias *%s", n.Value)
		case n.Anchor != "":
			c.report(n, "remove it", "the anchor &%s", n.Anchor)
		case n.Kind == yaml.ScalarNode && n.Style&yaml.TaggedStyle != 0:
			c.report(n, "remove the tag and quote the value where it is a text", "the tag %s", n.Tag)
		case n.Tag == "!!timestamp":
			c.report(n, "quote it", "%s is a time to some readers of YAML and a text to others", n.Value)
		}
		for key := range members(n) {
			if key.Kind != yaml.ScalarNode || key.Tag != "!!str" {
				c.report(key, "quote it", "the key %s is not a text", key.Value)
			}
		}
	})
	for i, line := range strings.Split(string(c.source), "\n") {
		if line == "---" && i > 0 || line == "..." {
			c.report(&yaml.Node{Line: i + 1}, "keep one document in the file", "a second YAML document starts here")
		}
	}
}

// duplicateKeys: readers of YAML keep one of two equal keys and drop the other
// without a word, and not all of them the same one.
func duplicateKeys(c *checker) {
	walk(c.root, func(n *yaml.Node) {
		first := map[string]int{}
		for key := range members(n) {
			if line, ok := first[key.Value]; ok {
				c.report(key, "keep one of the two", "the key %s stands on line %d already", key.Value, line)
				continue
			}
			first[key.Value] = key.Line
		}
	})
}

func walk(n *yaml.Node, visit func(*yaml.Node)) {
	if n == nil {
		return
	}
	visit(n)
	for _, child := range n.Content {
		walk(child, visit)
	}
}
