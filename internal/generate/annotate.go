package generate

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// annotate moves each success envelope into the response that refers to it, so
// that it becomes no Go type, and adds what the templates need:
//
//   - x-order on each property, so that struct fields and JSON keep the
//     document's order instead of the alphabetical one;
//   - nullable on each property whose allOf refers to a nullable schema;
//   - x-go-type on items: {}, whose form is not documented and which stays JSON;
//   - x-identity on the property that identifies a record: id, or the first
//     property if its name ends in _id;
//   - x-role on each schema: request or response, by what refers to it.
func annotate(source []byte) ([]byte, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(source, &root); err != nil {
		return nil, err
	}
	if len(root.Content) == 0 {
		return nil, errors.New("the document is empty")
	}
	schemas := document.At(root.Content[0], "components", "schemas")
	if schemas == nil {
		return nil, errors.New("the document has no components.schemas")
	}
	if err := inlineEnvelopes(document.At(root.Content[0], "paths"), schemas); err != nil {
		return nil, err
	}
	order(schemas)
	for _, schema := range values(schemas) {
		identify(document.At(schema, "properties"))
		for _, property := range values(document.At(schema, "properties")) {
			mayBeNull(property, schemas)
			if items := document.At(property, "items"); items != nil && len(items.Content) == 0 {
				set(items, "x-go-type", "json.RawMessage", "!!str")
			}
		}
	}
	roles := map[string]string{}
	for _, path := range values(document.At(root.Content[0], "paths")) {
		for _, operation := range values(path) {
			if err := mark(document.At(operation, "requestBody"), "request", schemas, roles); err != nil {
				return nil, err
			}
			if err := mark(document.At(operation, "responses", "200"), "response", schemas, roles); err != nil {
				return nil, err
			}
		}
	}
	for name, role := range roles {
		if !strings.HasSuffix(name, "Envelope") && name != "DateOrTime" {
			set(document.At(schemas, name), "x-role", role, "!!str")
		}
	}
	return yaml.Marshal(&root)
}

func identify(properties *yaml.Node) {
	if id := document.At(properties, "id"); id != nil {
		set(id, "x-identity", "true", "!!bool")
	} else if properties != nil && len(properties.Content) > 1 && strings.HasSuffix(properties.Content[0].Value, "_id") {
		set(properties.Content[1], "x-identity", "true", "!!bool")
	}
}

// inlineEnvelopes moves the schema of each successful response into it.
func inlineEnvelopes(paths, schemas *yaml.Node) error {
	for _, path := range values(paths) {
		for _, operation := range values(path) {
			schema := document.At(operation, "responses", "200", "content", "application/json", "schema")
			ref := document.At(schema, "$ref")
			if ref == nil {
				continue
			}
			name := strings.TrimPrefix(ref.Value, "#/components/schemas/")
			envelope := document.At(schemas, name)
			if envelope == nil {
				return fmt.Errorf("line %d: %s names no schema of its own", ref.Line, ref.Value)
			}
			*schema = *envelope
			remove(schemas, name)
		}
	}
	return nil
}

// mayBeNull copies nullable to a property from the schema that its allOf refers
// to, because the generator only looks at the property.
func mayBeNull(property, schemas *yaml.Node) {
	allOf := document.At(property, "allOf")
	if allOf == nil || len(allOf.Content) != 1 {
		return
	}
	ref := document.At(allOf.Content[0], "$ref")
	if ref == nil {
		return
	}
	target := document.At(schemas, strings.TrimPrefix(ref.Value, "#/components/schemas/"))
	if nullable := document.At(target, "nullable"); nullable != nil && document.At(property, "nullable") == nil {
		set(property, "nullable", nullable.Value, nullable.Tag)
	}
}

// order numbers the members of every properties mapping below n.
func order(n *yaml.Node) {
	if n == nil {
		return
	}
	for i, property := range values(document.At(n, "properties")) {
		set(property, "x-order", strconv.Itoa(i+1), "!!int")
	}
	for _, c := range n.Content {
		order(c)
	}
}

// mark sets the role of every schema that n refers to, directly or through
// other schemas. If a schema has both roles, response wins, because it needs a
// decoder.
func mark(n *yaml.Node, role string, schemas *yaml.Node, roles map[string]string) error {
	if n == nil {
		return nil
	}
	if ref := document.At(n, "$ref"); ref != nil {
		name, ok := strings.CutPrefix(ref.Value, "#/components/schemas/")
		if !ok {
			return nil
		}
		target := document.At(schemas, name)
		if target == nil {
			return fmt.Errorf("line %d: %s names no schema", ref.Line, ref.Value)
		}
		if roles[name] == role || roles[name] == "response" {
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

func remove(n *yaml.Node, name string) {
	for key := range document.Members(n) {
		if key.Value == name {
			i := slices.Index(n.Content, key)
			n.Content = slices.Delete(n.Content, i, i+2)
			return
		}
	}
}

func set(n *yaml.Node, key, value, tag string) {
	n.Content = append(n.Content,
		&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key},
		&yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value})
}

func values(n *yaml.Node) []*yaml.Node {
	var out []*yaml.Node
	for _, value := range document.Members(n) {
		out = append(out, value)
	}
	return out
}
