package document

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

var (
	placeholder = regexp.MustCompile(`\b(TODO|FIXME|TBD|XXX)\b`)
	question    = regexp.MustCompile(`^(Which|What|Whose|Where|When|How) `)
)

// descriptions: they are the doc comments of the Go client.
func descriptions(c *checker) {
	for _, p := range c.places() {
		if p.owner == nil || !p.property && p.node != p.owner.node || p.name == p.owner.Name+".data" && p.inEnvelope() {
			continue
		}
		description := at(p.node, "description")
		switch {
		case description == nil:
			c.report(p.node, "say what it is: this becomes the doc comment", "%s has no description", p.name)
		case !p.property && strings.HasSuffix(p.name, "Params") && !question.MatchString(text(description)):
			c.report(description, "begin with Which, What or Whose: it continues \"says\" in a doc comment", "the description of %s", p.name)
		}
	}
	walk(c.root, func(n *yaml.Node) {
		for key, value := range members(n) {
			if key.Value != "description" && key.Value != "summary" || value.Kind != yaml.ScalarNode {
				continue
			}
			if strings.TrimSpace(value.Value) == "" {
				c.report(key, "write it", "an empty %s", key.Value)
			}
			if found := placeholder.FindString(value.Value); found != "" {
				c.report(key, "write it out", "the %s says %s", key.Value, found)
			}
		}
	})
	for _, o := range c.Operations() {
		if summary := at(o.node, "summary"); strings.Contains(strings.TrimSpace(text(summary)), "\n") || strings.HasSuffix(text(summary), ".") {
			c.report(summary, "write one line without a full stop: it continues the name in a doc comment", "the summary of %s", o.Name())
		}
	}
}
