package document

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// role says on which side of a call a schema is used; a schema may have both.
type role uint8

const (
	inRequest role = 1 << iota
	inAnswer
)

// references finds those that lead nowhere, and the components that nothing
// refers to.
func references(c *checker) {
	used := map[string]bool{}
	walk(c.root, func(n *yaml.Node) {
		key, ref := entry(n, "$ref")
		if key == nil {
			return
		}
		target := text(ref)
		switch {
		case !strings.HasPrefix(target, "#/"):
			c.report(ref, "move what it names into this document", "the reference %s leaves the document", target)
		case c.resolve(n) == nil:
			c.report(ref, "correct the name or add the component", "the reference %s names nothing", target)
		}
		used[target] = true
	})
	for _, section := range []string{"schemas", "responses"} {
		for name, component := range members(at(c.root, "components", section)) {
			if !used["#/components/"+section+"/"+name.Value] {
				c.report(name, "refer to it or remove it", "nothing refers to %s", name.Value)
			}
			if key, _ := entry(component, "$ref"); key != nil {
				c.report(key, "refer to the other component where this one is used", "%s is only another name", name.Value)
			}
		}
	}
	c.circles()
}

// resolve follows a $ref by one step; other nodes are themselves.
func (d *Document) resolve(n *yaml.Node) *yaml.Node {
	key, ref := entry(n, "$ref")
	if key == nil {
		return n
	}
	way, ok := strings.CutPrefix(text(ref), "#/")
	if !ok {
		return nil
	}
	return at(d.root, strings.Split(way, "/")...)
}

// target is the name of the schema that n stands for: by $ref, or by an allOf
// that wraps a single one.
func (d *Document) target(n *yaml.Node) string {
	if parts := items(at(n, "allOf")); len(parts) == 1 {
		n = parts[0]
	}
	name, _ := strings.CutPrefix(text(at(n, "$ref")), "#/components/schemas/")
	return name
}

// roles marks each named schema with the sides that it is used on.
func (d *Document) roles() map[string]role {
	roles := map[string]role{}
	for _, o := range d.Operations() {
		d.mark(at(o.node, "requestBody"), inRequest, roles)
		d.mark(at(o.node, "responses"), inAnswer, roles)
	}
	return roles
}

func (d *Document) mark(n *yaml.Node, r role, roles map[string]role) {
	walk(n, func(n *yaml.Node) {
		key, ref := entry(n, "$ref")
		if key == nil {
			return
		}
		name := strings.TrimPrefix(text(ref), "#/components/")
		if roles[name]&r != 0 {
			return
		}
		roles[name] |= r
		d.mark(d.resolve(n), r, roles)
	})
}

// role is the role of a named schema.
func (c *checker) role(s Schema) role { return c.roles["schemas/"+s.Name] }

// circles finds schemas that hold themselves: their Go type would have no size.
func (c *checker) circles() {
	for _, s := range c.Schemas() {
		if c.reaches(s.node, s.Name, map[string]bool{}) {
			c.report(s.key, "break the circle", "%s holds itself", s.Name)
		}
	}
}

func (c *checker) reaches(n *yaml.Node, name string, seen map[string]bool) bool {
	found := false
	walk(n, func(n *yaml.Node) {
		next := c.target(n)
		if found || next == "" || seen[next] {
			return
		}
		seen[next] = true
		found = next == name || c.reaches(at(c.root, "components", "schemas", next), name, seen)
	})
	return found
}
