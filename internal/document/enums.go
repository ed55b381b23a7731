package document

import "regexp"

var enumForm = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// enums checks the lists of values. Each becomes an open string type with a
// constant for each value, so it needs a name and values that give good ones.
func enums(c *checker) {
	for _, p := range c.places() {
		list := at(p.node, "enum")
		if list == nil {
			continue
		}
		if p.owner == nil || p.node != p.owner.node {
			c.report(list, "name it under components.schemas and refer to it: only a named enum gets its type in package ugcinc", "the enum of %s has no name", p.name)
		}
		if text(at(p.node, "type")) != "string" {
			c.report(list, "write type: string", "the enum %s is not of texts", p.name)
		}
		first := map[string]bool{}
		for _, value := range items(list) {
			switch {
			case value.Tag != "!!str":
				c.report(value, "quote it if it is a text, remove it otherwise", "the enum %s has the value %s, which is no text", p.name, label(value))
			case first[value.Value]:
				c.report(value, "list it once", "the enum %s has the value %s twice", p.name, value.Value)
			case !enumForm.MatchString(value.Value):
				c.report(value, "use small letters, digits and underscores, as the API does", "the enum %s has the value %q", p.name, value.Value)
			}
			first[value.Value] = true
		}
	}
}
