package document

import (
	"errors"
	"math"
	"net/url"
	"strings"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// examples compares every example and default with its schema.
func (c *checker) examples() {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	compiler.RegisterFormat(&jsonschema.Format{Name: "uri", Validate: isAddress})
	compiler.RegisterFormat(&jsonschema.Format{Name: "int64", Validate: isInt64})
	compiler.RegisterFormat(&jsonschema.Format{Name: dateOrTime, Validate: isTime})
	if compiler.AddResource("document", c.jsonSchema(c.root)) != nil {
		return // the document does not consist of schemas, which is reported
	}
	compare := func(name, pointer string, example *yaml.Node) {
		if example == nil {
			return
		}
		schema, err := compiler.Compile("document#" + pointer)
		if err != nil {
			return // the schema is damaged, which is reported
		}
		for _, v := range violations(schema.Validate(value(example))) {
			key, _ := follow(example, v.InstanceLocation)
			c.report(key, "correct it, or the schema", "%s: %s", strings.TrimSuffix(name+"."+strings.Join(v.InstanceLocation, "."), "."), v.reason())
		}
	}
	exchange := func(status string, body *yaml.Node) {
		media := At(body, "content", "application/json")
		name := c.target(At(media, "schema"))
		for key, example := range Members(At(media, "examples")) {
			example = At(example, "value")
			compare("the example "+key.Value, "/components/schemas/"+name, example)
			if code := At(example, "code"); code != nil && status != "default" && text(code) != status {
				c.report(code, "write "+status, "the example %s of the response %s has code %s", key.Value, status, text(code))
			}
			if pair := items(At(c.root, "components", "schemas", name, "x-ordered")); len(pair) == 2 {
				if from, to := At(example, pair[0].Value), At(example, pair[1].Value); from != nil && to != nil && text(to) < text(from) {
					c.report(to, "write a range that runs forward", "the example %s has %s before %s", key.Value, pair[1].Value, pair[0].Value)
				}
			}
		}
	}
	for _, o := range c.Operations() {
		exchange("default", At(o.node, "requestBody"))
		for status, response := range Members(At(o.node, "responses")) {
			exchange(status.Value, c.resolve(response))
		}
	}
	for key, schema := range c.schemas() {
		compare("the example of "+key.Value, "/components/schemas/"+key.Value, At(schema, "example"))
		for field, property := range Members(At(schema, "properties")) {
			pointer := "/components/schemas/" + key.Value + "/properties/" + field.Value
			compare("the example of "+key.Value+"."+field.Value, pointer, At(property, "example"))
			compare("the default of "+key.Value+"."+field.Value, pointer, At(property, "default"))
		}
	}
}

// jsonSchema returns a part of the document as JSON Schema, stricter than OpenAPI:
// an example has no field that its schema does not describe, and a date exists.
func (c *checker) jsonSchema(n *yaml.Node) any {
	if n.Kind != yaml.MappingNode {
		return value(n)
	}
	out := map[string]any{}
	for key, member := range Members(n) {
		out[key.Value] = c.jsonSchema(member)
	}
	if kind, ok := out["type"].(string); ok && out["nullable"] == true {
		out["type"] = []any{kind, "null"}
	}
	if At(n, "type") != nil && At(n, "properties") != nil {
		out["additionalProperties"] = false
	}
	if n == At(c.root, "components", "schemas", dateOrTime) {
		out["format"] = dateOrTime
	}
	// An envelope is two objects, which together describe every field.
	if parts := items(At(n, "allOf")); len(parts) == 2 {
		base, _ := c.jsonSchema(c.resolve(parts[0])).(map[string]any)
		fields, _ := base["properties"].(map[string]any)
		for name, field := range Members(At(parts[1], "properties")) {
			fields[name.Value] = c.jsonSchema(field)
		}
		base["required"] = []any{"code", "data"}
		return base
	}
	return out
}

// isTime rejects a date or a time that the calendar and the clock do not have.
func isTime(v any) error {
	text, _ := v.(string)
	text = strings.Replace(text, " ", "T", 1)
	var err error
	for _, clock := range []string{"", "T15:04", "T15:04:05"} {
		for _, zone := range []string{"", "Z07", "Z0700", "Z07:00"} {
			if _, err = time.Parse(time.DateOnly+clock+zone, text); err == nil {
				return nil
			}
		}
	}
	return err
}

// isInt64 rejects a whole number that overflows: the parser reads it as another
// type.
func isInt64(v any) error {
	switch v := v.(type) {
	case uint64:
		return errors.New("it overflows")
	case float64:
		if math.Abs(v) >= 1<<63 {
			return errors.New("it overflows")
		}
	}
	return nil
}

// isAddress rejects a URI that leads nowhere.
func isAddress(v any) error {
	text, ok := v.(string)
	if u, err := url.Parse(text); ok && (err != nil || u.Scheme == "" || u.Host == "" || strings.Contains(text, " ")) {
		return errors.New("it has no scheme or no host, or has a blank in it")
	}
	return nil
}
