package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// annotate writes each named success envelope out in the response that refers to
// it, so that it becomes no Go type of its own, and adds to the document what the
// templates cannot work out themselves:
//
//   - x-order on each property, so that struct fields and the bytes on the
//     wire come in the document's order and not in the alphabet's;
//   - nullable on each property whose allOf refers to a nullable schema;
//   - x-identity on the property that names a record: id, or else the first
//     one where its name ends so;
//   - x-role on each schema: request or answer, by what refers to it.
func annotate(document []byte) ([]byte, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(document, &root); err != nil {
		return nil, err
	}
	if len(root.Content) == 0 {
		return nil, errors.New("the document is empty")
	}
	schemas := get(root.Content[0], "components", "schemas")
	if schemas == nil {
		return nil, errors.New("the document has no components.schemas")
	}
	if err := inlineEnvelopes(get(root.Content[0], "paths"), schemas); err != nil {
		return nil, err
	}
	order(schemas)
	for _, schema := range values(schemas) {
		identify(get(schema, "properties"))
		for _, property := range values(get(schema, "properties")) {
			mayBeNull(property, schemas)
		}
	}
	roles := map[string]string{}
	for _, path := range values(get(root.Content[0], "paths")) {
		for _, operation := range values(path) {
			if err := mark(get(operation, "requestBody"), "request", schemas, roles); err != nil {
				return nil, err
			}
			if err := mark(get(operation, "responses", "200"), "answer", schemas, roles); err != nil {
				return nil, err
			}
		}
	}
	for name, role := range roles {
		if !strings.HasSuffix(name, "Envelope") && name != "DateOrTime" {
			set(get(schemas, name), "x-role", role, "!!str")
		}
	}
	return yaml.Marshal(&root)
}

func identify(properties *yaml.Node) {
	if id := get(properties, "id"); id != nil {
		set(id, "x-identity", "true", "!!bool")
	} else if properties != nil && len(properties.Content) > 1 && strings.HasSuffix(properties.Content[0].Value, "_id") {
		set(properties.Content[1], "x-identity", "true", "!!bool")
	}
}

// inlineEnvelopes moves the schema of each successful response into it.
func inlineEnvelopes(paths, schemas *yaml.Node) error {
	for _, path := range values(paths) {
		for _, operation := range values(path) {
			schema := get(operation, "responses", "200", "content", "application/json", "schema")
			ref := get(schema, "$ref")
			if ref == nil {
				continue
			}
			name := strings.TrimPrefix(ref.Value, "#/components/schemas/")
			envelope := get(schemas, name)
			if envelope == nil {
				return fmt.Errorf("line %d: %s names no schema of its own", ref.Line, ref.Value)
			}
			*schema = *envelope
			remove(schemas, name)
		}
	}
	return nil
}

// mayBeNull says at a property what the schema that its allOf refers to says of
// null: the generator looks for it there.
func mayBeNull(property, schemas *yaml.Node) {
	allOf := get(property, "allOf")
	if allOf == nil || len(allOf.Content) != 1 {
		return
	}
	ref := get(allOf.Content[0], "$ref")
	if ref == nil {
		return
	}
	target := get(schemas, strings.TrimPrefix(ref.Value, "#/components/schemas/"))
	if nullable := get(target, "nullable"); nullable != nil && get(property, "nullable") == nil {
		set(property, "nullable", nullable.Value, nullable.Tag)
	}
}

// order numbers the members of every properties mapping below n.
func order(n *yaml.Node) {
	if n == nil {
		return
	}
	for i, property := range values(get(n, "properties")) {
		set(property, "x-order", strconv.Itoa(i+1), "!!int")
	}
	for _, c := range n.Content {
		order(c)
	}
}

// mark gives the role to every schema that n refers to, directly or through
// other schemas. An answer's role wins: what comes back needs a decoder.
func mark(n *yaml.Node, role string, schemas *yaml.Node, roles map[string]string) error {
	if n == nil {
		return nil
	}
	if ref := get(n, "$ref"); ref != nil {
		name, ok := strings.CutPrefix(ref.Value, "#/components/schemas/")
		if !ok {
			return nil
		}
		target := get(schemas, name)
		if target == nil {
			return fmt.Errorf("line %d: %s names no schema", ref.Line, ref.Value)
		}
		if roles[name] == role || roles[name] == "answer" {
			return nil
		}
		roles[name] = role
		return mark(target, role, schemas, roles)
	}
	for _, c := range n.Content {
		if err := mark(c, role, schemas, roles); err != nil {
			return err
		}
	}
	return nil
}

// get walks down mappings; it is nil if a key is missing.
func get(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		i := index(n, key)
		if i < 0 {
			return nil
		}
		n = n.Content[i+1]
	}
	return n
}

// index is where the key stands in the mapping n, or -1.
func index(n *yaml.Node, key string) int {
	if n == nil || n.Kind != yaml.MappingNode {
		return -1
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return i
		}
	}
	return -1
}

func remove(n *yaml.Node, key string) {
	if i := index(n, key); i >= 0 {
		n.Content = slices.Delete(n.Content, i, i+2)
	}
}

func set(n *yaml.Node, key, value, tag string) {
	n.Content = append(n.Content,
		&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key},
		&yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value})
}

func values(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	out := make([]*yaml.Node, 0, len(n.Content)/2)
	for i := 1; i < len(n.Content); i += 2 {
		out = append(out, n.Content[i])
	}
	return out
}
