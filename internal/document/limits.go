package document

import (
	"strconv"

	"go.yaml.in/yaml/v3"
)

// bounds are the pairs of keywords of which the first may not exceed the second.
var bounds = [][2]string{
	{"minimum", "maximum"}, {"minLength", "maxLength"}, {"minItems", "maxItems"}, {"minProperties", "maxProperties"},
}

// limits checks that a value can meet them.
func limits(c *checker) {
	for _, p := range c.places() {
		for _, b := range bounds {
			low, high := at(p.node, b[0]), at(p.node, b[1])
			for _, n := range []*yaml.Node{low, high} {
				if v, ok := number(n); ok && v < 0 && b[0] != "minimum" {
					c.report(n, "write 0 or more", "a limit of %s is %s", p.name, n.Value)
				}
			}
			from, some := number(low)
			to, limited := number(high)
			if some && limited && from > to {
				c.report(low, "exchange or correct them", "%s has %s %s above %s %s", p.name, b[0], low.Value, b[1], high.Value)
			}
			if limited && to == 0 && b[0] != "minimum" {
				c.report(high, "write 1 or more", "%s has %s 0, so that it is always empty", p.name, b[1])
			}
		}
		if step, ok := number(at(p.node, "multipleOf")); ok && step <= 0 {
			c.report(at(p.node, "multipleOf"), "write more than 0", "multipleOf of %s is %v", p.name, step)
		}
		c.strict(p, "exclusiveMinimum", "minimum")
		c.strict(p, "exclusiveMaximum", "maximum")
		c.count(p)
	}
}

func (c *checker) strict(p place, keyword, bound string) {
	if n := at(p.node, keyword); n != nil && at(p.node, bound) == nil {
		c.report(n, "add "+bound+" or remove it", "%s has %s without %s", p.name, keyword, bound)
	}
}

// count: "at least one besides the required ones" is the one rule of number
// that the generated checks know.
func (c *checker) count(p place) {
	need := at(p.node, "minProperties")
	n, ok := number(need)
	if !ok {
		return
	}
	must := len(items(at(p.node, "required")))
	all := 0
	for range members(at(p.node, "properties")) {
		all++
	}
	if int(n) != must+1 || all < must+1 {
		c.report(need, "write one more than the number of required properties, "+strconv.Itoa(must+1)+", and have an optional one: at least one of these must then be given",
			"minProperties of %s is %s with %d required and %d in all", p.name, need.Value, must, all)
	}
}

func number(n *yaml.Node) (float64, bool) {
	v, err := strconv.ParseFloat(text(n), 64)
	return v, err == nil
}
