package document

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// examples compares every example with its schema.
func (c *checker) examples() {
	if c.openapi == nil {
		return // why it does not load is reported
	}
	for _, o := range c.Operations() {
		item := c.openapi.Paths.Value(o.Path)
		if item == nil || item.Post == nil {
			continue
		}
		if body := item.Post.RequestBody; body != nil && body.Value != nil {
			c.exchange(at(o.node, "requestBody"), body.Value.Content, "")
		}
		for status, response := range members(at(o.node, "responses")) {
			if loaded := item.Post.Responses.Value(status.Value); loaded != nil && loaded.Value != nil {
				c.exchange(c.resolve(response), loaded.Value.Content, status.Value)
			}
		}
	}
	for key, schema := range c.schemas() {
		loaded := c.openapi.Components.Schemas[key.Value]
		c.example(at(schema, "example"), loaded, "the example of "+key.Value)
		for field, property := range members(at(schema, "properties")) {
			c.example(at(property, "example"), loaded.Value.Properties[field.Value], "the example of "+key.Value+"."+field.Value)
			c.example(at(property, "default"), loaded.Value.Properties[field.Value], "the default of "+key.Value+"."+field.Value)
		}
	}
}

// exchange checks the examples of one body. A status is that of a response.
func (c *checker) exchange(body *yaml.Node, content openapi3.Content, status string) {
	media := content.Get("application/json")
	for name, example := range members(at(body, "content", "application/json", "examples")) {
		value := at(example, "value")
		if media == nil || value == nil {
			continue
		}
		c.example(value, media.Schema, "the example "+name.Value)
		if status == "" || status == "default" {
			continue
		}
		// The fake API serves the example of a status.
		for field, want := range map[string]string{"code": status, "ok": map[bool]string{true: "true", false: "false"}[status == "200"]} {
			if got := at(value, field); got != nil && text(got) != want {
				c.report(got, "write "+want, "the example %s of the response %s has %s %s", name.Value, status, field, shown(got))
			}
		}
	}
}

func (c *checker) example(example *yaml.Node, schema *openapi3.SchemaRef, name string) {
	if example == nil || schema == nil || schema.Value == nil {
		return
	}
	err := schema.Value.VisitJSON(value(example), openapi3.EnableFormatValidation(), openapi3.MultiErrors())
	c.mismatches(err, example, name)
	c.meaning(example, schema, name)
}

// mismatches reports the innermost parts of an example that a validator rejects.
func (c *checker) mismatches(err error, example *yaml.Node, name string) {
	if several, ok := errors.AsType[openapi3.MultiError](err); ok {
		for _, one := range several {
			c.mismatches(one, example, name)
		}
	} else if one, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		if _, ok := errors.AsType[*openapi3.SchemaError](one.Origin); ok {
			c.mismatches(one.Origin, example, name)
			return
		}
		key, _ := follow(example, one.JSONPointer())
		c.report(key, "correct it or the schema", "%s: %s", name, one.Reason)
	}
}

// meaning checks what a validator lets through: a field that the schema does not
// have, mostly misspelt; a day that the calendar does not have; an address that
// leads nowhere; a range that runs backwards.
func (c *checker) meaning(example *yaml.Node, schema *openapi3.SchemaRef, name string) {
	if schema == nil || schema.Value == nil || example.Tag == "!!null" {
		return
	}
	for _, element := range items(example) {
		c.meaning(element, schema.Value.Items, name)
	}
	fields := properties(schema)
	for key, member := range members(example) {
		if fields[key.Value] == nil {
			c.report(key, "correct the name or describe the field", "%s has the unknown field %s", name, key.Value)
			continue
		}
		c.meaning(member, fields[key.Value], name)
	}
	parts := schema.Value.AllOf
	date := schema.Value.Format == "date-time" || len(parts) == 1 && strings.HasSuffix(parts[0].Ref, "/"+dateOrTime)
	if day, _, _ := strings.Cut(strings.Replace(text(example), "T", " ", 1), " "); date {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			c.report(example, "write a day that exists", "%s has the date %s", name, shown(example))
		}
	}
	if u, err := url.Parse(text(example)); schema.Value.Format == "uri" && (err != nil || u.Scheme == "" || u.Host == "") {
		c.report(example, "write an address with scheme and host", "%s has the address %s", name, shown(example))
	}
	if pair, _ := schema.Value.Extensions["x-ordered"].([]any); len(pair) == 2 {
		first, _ := pair[0].(string)
		second, _ := pair[1].(string)
		if from, to := at(example, first), at(example, second); from != nil && to != nil && text(to) < text(from) {
			c.report(to, "write a range that runs forward", "%s has %s before %s", name, second, first)
		}
	}
}

// properties returns the properties of a schema and of those that its allOf joins.
func properties(schema *openapi3.SchemaRef) map[string]*openapi3.SchemaRef {
	all := map[string]*openapi3.SchemaRef{}
	for _, part := range append(slices.Clone(schema.Value.AllOf), schema) {
		for name, property := range part.Value.Properties {
			all[name] = property
		}
	}
	return all
}
