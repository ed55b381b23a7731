package document

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"
)

var (
	enumForm = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	openForm = regexp.MustCompile(`(?i)\bother values may appear\b`)
)

// enums checks the lists of values. Each becomes an open string type with a
// constant for each value, so it needs a name and values that give good ones.
func enums(c *checker) {
	for _, p := range c.places() {
		list, extensible := at(p.node, "enum"), at(p.node, "x-extensible-enum")
		if extensible != nil && list == nil {
			c.report(extensible, "add enum with the same values: the constants come from it", "%s has x-extensible-enum without enum", p.name)
		}
		if list == nil || p.inEnvelope() {
			continue
		}
		c.open(p, list, extensible)
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

// open checks that an enum says that it is open: to people in its description,
// and to generators in x-extensible-enum, which repeats the values.
func (c *checker) open(p place, list, extensible *yaml.Node) {
	if description := at(p.node, "description"); description != nil && !openForm.MatchString(text(description)) {
		c.report(description, "add: Other values may appear.", "the description of the enum %s does not say that it is open", p.name)
	}
	if extensible == nil {
		c.report(list, "add x-extensible-enum with the same values: the API adds values without notice", "the enum %s does not say that it is open", p.name)
		return
	}
	same := func(a, b *yaml.Node) bool { return a.Value == b.Value }
	if !slices.EqualFunc(items(list), items(extensible), same) {
		c.report(extensible, "list the values of enum, in the same order", "x-extensible-enum and enum of %s differ", p.name)
	}
}
