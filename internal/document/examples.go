package document

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// examples checks that requests and successful answers have them, and that they
// are what the document says.
func examples(c *checker) {
	for _, o := range c.Operations() {
		c.shown(at(o.node, "requestBody", "content", "application/json"), "the request of "+o.Name())
		c.shown(at(o.node, "responses", "200", "content", "application/json"), "the response of "+o.Name())
		c.exchange(at(o.node, "requestBody", "content", "application/json"), "")
		for status, response := range members(at(o.node, "responses")) {
			c.exchange(at(c.resolve(response), "content", "application/json"), status.Value)
		}
	}
	for _, p := range c.places() {
		if example := at(p.node, "example"); example != nil {
			for _, m := range c.mismatches(p.node, example) {
				c.report(m.at, "write one that the schema allows", "the example of %s: %s", p.name, m.reason)
			}
		}
	}
}

func (c *checker) shown(content *yaml.Node, name string) {
	if list := at(content, "examples"); content != nil && (list == nil || len(list.Content) == 0) {
		c.report(content, "add one under examples: contract tests and the document's readers use them", "%s has no example", name)
	}
}

// exchange checks the examples of one body. A response under components is
// checked once for each status that refers to it, so each finding is kept once.
func (c *checker) exchange(content *yaml.Node, status string) {
	schema := at(content, "schema")
	for name, example := range members(at(content, "examples")) {
		value := at(example, "value")
		if schema == nil || value == nil {
			continue
		}
		for _, m := range c.mismatches(schema, value) {
			c.once(m.at, "correct the example or the schema", "the example %s: %s", name.Value, m.reason)
		}
		c.strangers(value, schema, name.Value)
		c.status(value, status, name.Value)
	}
}

// status: an example that says another status than the one it stands under
// teaches the wrong thing, and the fake API serves it.
func (c *checker) status(value *yaml.Node, status, name string) {
	if status == "" || status == "default" {
		return
	}
	if code := at(value, "code"); code != nil && text(code) != status {
		c.once(code, "write "+status, "the example %s of the response %s has code %s", name, status, label(code))
	}
	ok := "false"
	if strings.HasPrefix(status, "2") {
		ok = "true"
	}
	if got := at(value, "ok"); got != nil && text(got) != ok {
		c.once(got, "write "+ok, "the example %s of the response %s has ok %s", name, status, label(got))
	}
}

// strangers finds the members of an example that its schema does not describe,
// mostly a misspelt name, and values without a meaning: a validator lets both
// through.
func (c *checker) strangers(value, schema *yaml.Node, name string) {
	c.meaning(value, schema, name)
	for _, element := range items(value) {
		c.strangers(element, at(c.resolve(schema), "items"), name)
	}
	known := c.properties(schema)
	for key, member := range members(value) {
		property, ok := known[key.Value]
		if !ok {
			c.once(key, "correct the name or describe the field", "the example %s has the unknown field %s", name, key.Value)
			continue
		}
		c.strangers(member, property, name)
	}
}

func (c *checker) properties(schema *yaml.Node) map[string]*yaml.Node {
	schema = c.resolve(schema)
	out := map[string]*yaml.Node{}
	for name, property := range members(at(schema, "properties")) {
		out[name.Value] = property
	}
	for _, part := range items(at(schema, "allOf")) {
		for name, property := range c.properties(part) {
			out[name] = property
		}
	}
	return out
}

func (c *checker) once(n *yaml.Node, remedy, problem string, args ...any) {
	c.report(n, remedy, problem, args...)
	last := c.findings[len(c.findings)-1]
	for _, f := range c.findings[:len(c.findings)-1] {
		if *f == *last {
			c.findings = c.findings[:len(c.findings)-1]
			return
		}
	}
}
