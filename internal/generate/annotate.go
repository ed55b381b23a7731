package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// annotate adds to the document what the templates cannot work out themselves:
//
//   - x-order on each property, so that struct fields and the bytes on the
//     wire come in the document's order and not in the alphabet's;
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
	schemas := get(get(root.Content[0], "components"), "schemas")
	if schemas == nil {
		return nil, errors.New("the document has no components.schemas")
	}
	order(schemas)
	for _, schema := range values(schemas) {
		identify(get(schema, "properties"))
	}
	roles := map[string]string{}
	for _, path := range values(get(root.Content[0], "paths")) {
		for _, operation := range values(path) {
			if err := mark(get(operation, "requestBody"), "request", schemas, roles); err != nil {
				return nil, err
			}
			if err := mark(get(get(operation, "responses"), "200"), "answer", schemas, roles); err != nil {
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

func get(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
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
