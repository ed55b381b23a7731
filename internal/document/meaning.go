package document

import (
	"net/url"
	"time"

	"go.yaml.in/yaml/v3"
)

// meaning checks what no schema can say of the value of an example: a day that
// the calendar has, an address that leads somewhere, a range that runs forward.
func (c *checker) meaning(value, schema *yaml.Node, name string) {
	if value == nil || value.Tag == "!!null" {
		return
	}
	format := text(at(schema, "format"))
	const date = len(time.DateOnly)
	switch {
	case c.target(schema) == dateOrTime || format == "date-time":
		if v := text(value); len(v) >= date {
			if _, err := time.Parse(time.DateOnly, v[:date]); err != nil {
				c.once(value, "write a day that exists", "the example %s has the date %s", name, v)
			}
		}
	case format == "uri":
		if u, err := url.Parse(text(value)); err != nil || u.Scheme == "" || u.Host == "" {
			c.once(value, "write an address with scheme and host", "the example %s has the address %s", name, label(value))
		}
	}
	if pair := items(at(c.resolve(schema), "x-ordered")); len(pair) == 2 {
		from, to := at(value, pair[0].Value), at(value, pair[1].Value)
		if from != nil && to != nil && text(to) < text(from) {
			c.once(to, "write a range that runs forward", "the example %s has %s before %s", name, pair[1].Value, pair[0].Value)
		}
	}
}
