package document

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A kind of node: its own members, or one kind that all its members or items
// have. A scalar has neither.
type kind struct {
	name    string
	members map[string]*kind
	must    []string
	each    *kind
	list    bool
	// tags are the YAML tags that a scalar may have; none means any value at all.
	tags []string
	// refer says that a $ref may stand in its place.
	refer bool
}

// methods are the keys of a path item that hold an operation.
var methods = map[string]bool{
	"get": true, "put": true, "post": true, "delete": true, "options": true, "head": true, "patch": true, "trace": true,
}

// known but refused: what OpenAPI allows and nothing here understands, and what
// to write instead.
var refused = map[string]string{
	"oneOf":                "give each form its own field, or say with minProperties how many fields there must be: unions make poor Go",
	"anyOf":                "give each form its own field, or say with minProperties how many fields there must be: unions make poor Go",
	"not":                  "say what is allowed instead",
	"discriminator":        "remove it: there are no unions here",
	"additionalProperties": "remove it: fields that the document does not know are allowed everywhere and ignored",
	"readOnly":             "remove it: requests and responses have schemas of their own",
	"writeOnly":            "remove it: requests and responses have schemas of their own",
	"title":                "remove it: a schema is called by its key",
	"parameters":           "move each parameter into the request body: no operation takes any elsewhere",
	"callbacks":            "remove it: the API calls nobody back",
	"links":                "remove it",
	"headers":              "remove it: generated parsers fail where a declared header is missing",
	"externalDocs":         "put the link into the description",
	"servers":              "keep servers at the root: the client has one base URL",
	"security":             "keep security at the root: every operation takes the same key",
	"x-enum-varnames":      "remove it: Go names come from the values",
	"example":              "write examples: with a name, a summary and a value",
}

// keywords holds every node against the grammar.
func keywords(c *checker) { c.grammar(c.root, rootKind, c.root) }

func (c *checker) grammar(n *yaml.Node, k *kind, at *yaml.Node) {
	if n == nil {
		return
	}
	if k.refer {
		if key, _ := entry(n, "$ref"); key != nil {
			c.loneReference(n)
			return
		}
	}
	switch {
	case k.list:
		c.sequence(n, k, at)
	case k.members != nil || k.each != nil:
		c.mapping(n, k, at)
	case len(k.tags) > 0 && (n.Kind != yaml.ScalarNode || !slices.Contains(k.tags, n.Tag)):
		c.report(at, "write "+k.name, "%s is not %s", label(at), k.name)
	}
}

func (c *checker) sequence(n *yaml.Node, k *kind, at *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		c.report(at, "write a list", "%s is not a list", label(at))
		return
	}
	if len(n.Content) == 0 && k != securityKind {
		c.report(at, "fill the list or remove it", "%s is empty", label(at))
	}
	for _, item := range n.Content {
		c.grammar(item, k.each, item)
	}
}

func (c *checker) mapping(n *yaml.Node, k *kind, at *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		c.report(at, "write "+k.name+" as keys and values", "%s is not a mapping", label(at))
		return
	}
	if k.each != nil {
		for key, value := range members(n) {
			c.grammar(value, k.each, key)
		}
		return
	}
	for _, name := range k.must {
		if key, _ := entry(n, name); key == nil {
			c.report(at, "add "+name, "%s has no %s", k.name, name)
		}
	}
	for key, value := range members(n) {
		member, ok := k.members[key.Value]
		if ok {
			c.grammar(value, member, key)
			continue
		}
		c.unknown(key, k)
	}
}

func (c *checker) unknown(key *yaml.Node, k *kind) {
	remedy, known := refused[key.Value]
	switch {
	case methods[key.Value] && k == pathKind:
		c.report(key, "write post: every operation of the API is a POST", "the method %s", key.Value)
	case known:
		c.report(key, remedy, "%s has %s, which nothing here understands", k.name, key.Value)
	case strings.HasPrefix(key.Value, "x-"):
		c.report(key, "correct or remove it; the extensions of "+k.name+" are "+extensions(k), "%s has the unknown extension %s", k.name, key.Value)
	default:
		c.report(key, "correct or remove it; known here are "+strings.Join(sortedKeys(k.members), ", "), "%s has the unknown keyword %s", k.name, key.Value)
	}
}

// loneReference: OpenAPI 3.0 ignores whatever stands beside a $ref.
func (c *checker) loneReference(n *yaml.Node) {
	for key := range members(n) {
		if key.Value == "nullable" {
			c.report(key, "write it at the schema that the reference names", "nullable stands beside a $ref and is ignored")
		} else if key.Value != "$ref" {
			c.report(key, "wrap the reference: allOf: [{ $ref: ... }]", "%s stands beside a $ref and is ignored", key.Value)
		}
	}
}

func label(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode {
		return "the value"
	}
	return n.Value
}

func extensions(k *kind) string {
	var names []string
	for _, name := range sortedKeys(k.members) {
		if strings.HasPrefix(name, "x-") {
			names = append(names, name)
		}
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ", ")
}
