package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v3"

	"github.com/ugcinc/ugcinc-go/api"
)

const profileURL = "profile.schema.json"

// profileSource is the profile as JSON, in which remedies are looked up.
var profileSource = sync.OnceValue(func() any {
	source, err := jsonschema.UnmarshalJSON(bytes.NewReader(api.Profile))
	if err != nil {
		panic(err)
	}
	return source
})

var compiledProfile = sync.OnceValue(func() *jsonschema.Schema {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(profileURL, profileSource()); err != nil {
		panic(err)
	}
	return compiler.MustCompile(profileURL)
})

// profile checks the document against api/profile.schema.json.
func (c *checker) profile() {
	err, ok := compiledProfile().Validate(value(c.root)).(*jsonschema.ValidationError)
	if !ok {
		return
	}
	found := violations(err, "")
	slices.SortStableFunc(found, func(a, b violation) int { return slices.Compare(a.InstanceLocation, b.InstanceLocation) })
	var outer []string
	for _, v := range found {
		// What is inside a value of the wrong type or length is not reported: it moves
		// or goes when the value is corrected.
		if outer != nil && len(v.InstanceLocation) > len(outer) && slices.Equal(outer, v.InstanceLocation[:len(outer)]) {
			continue
		}
		switch v.ErrorKind.(type) {
		case *kind.Type, *kind.MinItems, *kind.MaxItems:
			outer = v.InstanceLocation
		case *kind.Required:
			// Beside an unknown name, the missing one is mostly its correct spelling.
			if slices.ContainsFunc(found, func(other violation) bool {
				_, unknown := other.ErrorKind.(*kind.AdditionalProperties)
				return unknown && slices.Equal(other.InstanceLocation, v.InstanceLocation)
			}) {
				continue
			}
		}
		c.violation(v)
	}
}

// violation is an error of the profile that has no further cause. Its remedy is
// the description of the innermost schema that has one.
type violation struct {
	*jsonschema.ValidationError
	schema map[string]any
	remedy string
}

func violations(err *jsonschema.ValidationError, remedy string) []violation {
	schema := schemaAt(err.SchemaURL)
	if own := description(schema); own != "" {
		remedy = own
	}
	if len(err.Causes) == 0 {
		return []violation{{err, schema, remedy}}
	}
	var out []violation
	for _, cause := range err.Causes {
		inherited := remedy
		if len(cause.InstanceLocation) > len(err.InstanceLocation) {
			inherited = ""
		}
		out = append(out, violations(cause, inherited)...)
	}
	return out
}

func (v violation) in(key string) bool { return slices.Contains(v.InstanceLocation, key) }

func (v violation) at(key string) bool {
	return len(v.InstanceLocation) > 0 && v.InstanceLocation[len(v.InstanceLocation)-1] == key
}

// violation reports v in words.
func (c *checker) violation(v violation) {
	key, n := follow(c.root, v.InstanceLocation)
	c.lost = c.lost || v.at("$ref")
	where := place(v.InstanceLocation)
	last := where[strings.LastIndex(where, ".")+1:]
	switch k := v.ErrorKind.(type) {
	case *kind.Required:
		if v.at("properties") {
			key, _ = follow(c.root, v.InstanceLocation[:len(v.InstanceLocation)-1])
		} else if v.in("schemas") || v.in("responses") || v.in("content") {
			key = n
		}
		for _, name := range k.Missing {
			c.lost = c.lost || name == "$ref"
			c.report(key, "add it: "+orElse(description(property(v.schema, name)), orElse(v.remedy, "it is required")), "%s has no %s", where, name)
		}
	case *kind.DependentRequired:
		key, _ := entry(n, k.Prop)
		for _, name := range k.Missing {
			c.report(key, "add it: "+description(property(v.schema, name)), "%s has %s without %s", where, k.Prop, name)
		}
	case *kind.AdditionalProperties:
		for _, name := range slices.Sorted(slices.Values(k.Properties)) {
			known := maps.Keys(mapping(v.schema["properties"]))
			remedy := orElse(v.remedy, "correct or remove it; known here are "+strings.Join(slices.Sorted(known), ", "))
			key, _ := entry(n, name)
			c.report(key, orElse(description(property(schemaAt("#/$defs/refused"), name)), remedy), "%s has %s, which is not allowed here", where, name)
		}
	case *kind.Type:
		c.report(key, orElse(v.remedy, "write a value of type "+strings.Join(k.Want, " or ")), "%s is of type %s, not %s", where, k.Got, strings.Join(k.Want, " or "))
	case *kind.MinItems, *kind.MaxItems:
		c.report(key, v.remedy, "%s has %d items", where, len(n.Content))
	case *kind.MinProperties, *kind.MaxProperties:
		c.report(key, v.remedy, "%s has %d members", where, len(n.Content)/2)
	case *kind.UniqueItems:
		c.report(key, v.remedy, "%s has %s twice", where, shown(n.Content[k.Duplicates[0]]))
	case *kind.Not:
		if n.Kind != yaml.ScalarNode {
			c.report(key, v.remedy, "%s is not allowed here", last)
			return
		}
		c.report(key, v.remedy, "%s is %s", where, shown(n))
	default:
		c.report(key, v.remedy, "%s is %s", where, shown(n))
	}
}

// schemaAt returns the part of the profile at a URL with a JSON pointer.
func schemaAt(location string) map[string]any {
	_, pointer, _ := strings.Cut(location, "#/")
	at := profileSource()
	for step := range strings.SplitSeq(pointer, "/") {
		if list, ok := at.([]any); ok {
			i, _ := strconv.Atoi(step)
			at = list[i]
			continue
		}
		if name, err := url.PathUnescape(step); err == nil && pointer != "" {
			at = mapping(at)[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)]
		}
	}
	return mapping(at)
}

func property(schema map[string]any, name string) map[string]any {
	return mapping(mapping(schema["properties"])[name])
}

// description returns the description of a schema or of the one it refers to, as
// a part of a sentence.
func description(schema map[string]any) string {
	text, _ := schema["description"].(string)
	if ref, ok := schema["$ref"].(string); ok && text == "" {
		return description(schemaAt(ref))
	}
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:1]) + strings.TrimSuffix(text[1:], ".")
}

func mapping(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// follow walks a path of keys and indexes as far as it leads. The key is what a
// finding about the value points to: the value of a mapping is found by its key.
func follow(n *yaml.Node, path []string) (key, value *yaml.Node) {
	key = n
	for _, step := range path {
		if list := items(n); list != nil {
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(list) {
				break
			}
			key, n = list[i], list[i]
			continue
		}
		k, v := entry(n, step)
		if v == nil {
			break
		}
		key, n = k, v
	}
	return key, n
}

// place names what is at a path: Schema.field, or /path.requestBody.
func place(path []string) string {
	if len(path) > 2 && path[0] == "components" || len(path) > 1 && path[0] == "paths" {
		path = path[1:]
	}
	if len(path) > 1 && (path[0] == "schemas" || path[0] == "responses") {
		path = path[1:]
	}
	var out []string
	for i, step := range path {
		switch {
		case len(path) > i+1 && (step == "properties" || step == "post" || step == "content"):
		case len(path) > i+1 && step == "allOf", step == "application/json" && i > 0:
		case i > 0 && strings.Trim(step, "0123456789") == "" && len(step) < 3:
		default:
			out = append(out, step)
		}
	}
	if len(out) == 0 {
		return "the document"
	}
	return strings.Join(out, ".")
}

// shown returns a value in one short line.
func shown(n *yaml.Node) string {
	out := n.Value
	if n.Kind != yaml.ScalarNode {
		encoded, _ := json.Marshal(value(n))
		out = string(encoded)
	}
	const limit = 60
	if line := []rune(strings.Join(strings.Fields(out), " ")); len(line) > limit {
		return fmt.Sprintf("%s...", string(line[:limit]))
	}
	if strings.TrimSpace(out) == "" {
		return "empty"
	}
	return strings.Join(strings.Fields(out), " ")
}
