package document

import (
	"regexp"

	"go.yaml.in/yaml/v3"
)

var (
	statusForm = regexp.MustCompile(`^([1-5]\d\d|default)$`)
	// documented are the responses that every operation may give.
	documented = []string{"200", "400", "401", "404", "500", "default"}
)

// responses checks that each operation describes its responses, in the envelope.
func responses(c *checker) {
	for _, o := range c.Operations() {
		list := at(o.node, "responses")
		for _, status := range documented {
			if list != nil && at(list, status) == nil {
				c.report(list, "add it: every operation may respond with "+status, "%s has no response %s", o.Name(), status)
			}
		}
		for status, response := range members(list) {
			switch {
			case !statusForm.MatchString(status.Value):
				c.report(status, "write a status of three digits or default", "%s has the response %s", o.Name(), status.Value)
			case status.Value == "200":
				c.success(o, response)
			case status.Value[0] == '2':
				c.report(status, "describe it as 200: the client reads data from no other status", "%s has the response %s", o.Name(), status.Value)
			default:
				c.failure(o, status, response)
			}
		}
	}
	for _, response := range members(at(c.root, "components", "responses")) {
		c.onlyJSON(at(response, "content"))
	}
}

func (c *checker) success(o Operation, response *yaml.Node) {
	response = c.resolve(response)
	c.onlyJSON(at(response, "content"))
	schema := at(response, "content", "application/json", "schema")
	if schema == nil {
		return
	}
	name := successEnvelope(o)
	if o.ID != "" && (at(schema, "$ref") == nil || c.target(schema) != name) {
		c.report(schema, "name it "+name+" under components.schemas and refer to it with $ref: generators call its type so", "the response of %s has no schema of its own", o.Name())
	}
	if schema = c.resolve(schema); schema == nil {
		return
	}
	const remedy = "write allOf: the SuccessEnvelope, and an object with required: [data] and the property data"
	parts := items(at(schema, "allOf"))
	if len(parts) != 2 || c.target(parts[0]) != "SuccessEnvelope" {
		c.report(schema, remedy, "the response of %s does not come in the SuccessEnvelope", o.Name())
		return
	}
	payload := parts[1]
	if at(payload, "properties", "data") == nil || text(at(payload, "type")) != "object" {
		c.report(payload, remedy, "the response of %s has no data", o.Name())
		return
	}
	if need := items(at(payload, "required")); len(need) != 1 || need[0].Value != "data" {
		c.report(payload, remedy, "the response of %s may lack its data", o.Name())
	}
	for name := range members(at(payload, "properties")) {
		if name.Value != "data" {
			c.report(name, "move it into data: the client drops what stands beside it", "the response of %s has %s beside its data", o.Name(), name.Value)
		}
	}
	data := c.data(o.node)
	if c.mayBeNull(data) {
		c.report(data, "refer to a schema that is not nullable", "the data of %s may be null", o.Name())
	}
	if text(at(data, "type")) == "array" {
		data = at(data, "items")
	}
	object := c.target(data)
	if object == "" || text(at(c.root, "components", "schemas", object, "type")) != "object" {
		c.report(data, "name the object under components.schemas, and make data a $ref to it or an array of them", "the data of %s is no named object", o.Name())
	}
}

func (c *checker) failure(o Operation, status, response *yaml.Node) {
	resolved := c.resolve(response)
	if resolved == nil {
		return
	}
	c.onlyJSON(at(resolved, "content"))
	schema := at(resolved, "content", "application/json", "schema")
	if schema != nil && c.target(schema) != "ErrorEnvelope" {
		c.report(schema, "refer to the ErrorEnvelope", "the response %s of %s does not come in the ErrorEnvelope", status.Value, o.Name())
	}
}
