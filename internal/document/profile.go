package document

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v3"

	"github.com/ugcinc/ugcinc-go/api"
)

// compiler has api/profile.schema.json, and looks up its parts.
var (
	compiler     = sync.OnceValue(newCompiler)
	compilerLock sync.Mutex
)

func newCompiler() *jsonschema.Compiler {
	source, err := jsonschema.UnmarshalJSON(bytes.NewReader(api.Profile))
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := errors.Join(err, compiler.AddResource("profile.schema.json", source)); err != nil {
		panic(err)
	}
	return compiler
}

// profilePart returns the part of the profile at a URL, or an empty one.
func profilePart(location string) *jsonschema.Schema {
	compilerLock.Lock()
	defer compilerLock.Unlock()
	if schema, err := compiler().Compile(location); err == nil {
		return schema
	}
	return new(jsonschema.Schema)
}

// profile checks the document against the profile.
func (c *checker) profile() {
	for _, v := range violations(profilePart("profile.schema.json").Validate(value(c.root))) {
		key, n := follow(c.root, v.InstanceLocation)
		where := place(v.InstanceLocation)
		c.lost = c.lost || strings.HasSuffix(where, "$ref")
		switch k := v.ErrorKind.(type) {
		case *kind.Required:
			if slices.ContainsFunc(v.InstanceLocation, func(key string) bool { return key == "schemas" || key == "responses" || key == "content" }) {
				key = n // an operation is found by its key, a schema by its first line
			}
			c.lost = c.lost || slices.Contains(k.Missing, "$ref") || slices.Contains(k.Missing, "schema")
			c.report(key, "add it: "+cmp.Or(remedy(v.schema.Properties[k.Missing[0]]), v.remedy, "it is required"), "%s has no %s", where, strings.Join(k.Missing, ", "))
		case *kind.DependentRequired:
			key, _ := entry(n, k.Prop)
			c.report(key, "add it: "+remedy(v.schema.Properties[k.Missing[0]]), "%s has %s without %s", where, k.Prop, k.Missing[0])
		case *kind.AdditionalProperties:
			known := "correct or remove it; known here are " + strings.Join(slices.Sorted(maps.Keys(v.schema.Properties)), ", ")
			for _, name := range k.Properties {
				c.lost = c.lost || name == "$ref"
				key, _ := entry(n, name)
				c.report(key, cmp.Or(remedy(profilePart("profile.schema.json#/$defs/refused").Properties[name]), v.remedy, known), "%s has %s, which is not allowed here", where, name)
			}
		case *kind.Type:
			c.report(key, cmp.Or(v.remedy, "write it as "+strings.Join(k.Want, " or ")), "%s: %s", where, v.reason())
		case *kind.Const:
			want, _ := json.Marshal(k.Want)
			c.report(key, cmp.Or(v.remedy, "correct it"), "%s: it must be %s", where, want)
		case *kind.Not:
			c.report(key, v.remedy, "%s is not allowed here", where)
		default:
			c.report(key, cmp.Or(v.remedy, "correct it"), "%s: %s", where, v.reason())
		}
	}
}

// violation is an error of a JSON Schema that has no further cause.
type violation struct {
	*jsonschema.ValidationError
	schema *jsonschema.Schema
	// remedy is the description of the innermost schema about the value that has one.
	remedy string
}

// reason is the error without the place, which its text begins with.
func (v violation) reason() string {
	_, reason, _ := strings.Cut(v.Error(), "': ")
	return reason
}

// violations returns what is wrong with a value, sorted by place. It leaves out
// consequences: errors inside a value of the wrong type or length, and a missing
// name beside an unknown one, which is mostly the same name, misspelt.
func violations(err error) []violation {
	all := leaves(err, "")
	slices.SortStableFunc(all, func(a, b violation) int { return slices.Compare(a.InstanceLocation, b.InstanceLocation) })
	return slices.DeleteFunc(slices.Clone(all), func(v violation) bool {
		return slices.ContainsFunc(all, func(other violation) bool {
			outer := len(other.InstanceLocation)
			if outer > len(v.InstanceLocation) || !slices.Equal(other.InstanceLocation, v.InstanceLocation[:outer]) {
				return false
			}
			switch other.ErrorKind.(type) {
			case *kind.Type, *kind.MinItems, *kind.MaxItems:
				return outer < len(v.InstanceLocation)
			case *kind.AdditionalProperties:
				_, missing := v.ErrorKind.(*kind.Required)
				return missing && outer == len(v.InstanceLocation)
			}
			return false
		})
	})
}

func leaves(err error, inherited string) []violation {
	e, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok {
		return nil
	}
	schema := profilePart(e.SchemaURL)
	own := cmp.Or(remedy(schema), inherited)
	if len(e.Causes) == 0 {
		return []violation{{e, schema, own}}
	}
	var out []violation
	for _, cause := range e.Causes {
		if len(cause.InstanceLocation) > len(e.InstanceLocation) {
			out = append(out, leaves(cause, "")...)
		} else {
			out = append(out, leaves(cause, own)...)
		}
	}
	return out
}

// remedy is the description of a schema, or of the one that it refers to, as a
// part of a sentence.
func remedy(schema *jsonschema.Schema) string {
	switch {
	case schema == nil:
		return ""
	case schema.Description == "":
		return remedy(schema.Ref)
	}
	return strings.ToLower(schema.Description[:1]) + strings.TrimSuffix(schema.Description[1:], ".")
}

// follow walks a path of keys and indexes as far as it exists. The key is the node
// at which a person finds the value.
func follow(n *yaml.Node, path []string) (key, value *yaml.Node) {
	key = n
	for _, step := range path {
		k, v := entry(n, step)
		if i, err := strconv.Atoi(step); err == nil && i < len(items(n)) {
			k, v = items(n)[i], items(n)[i]
		}
		if v == nil {
			break
		}
		key, n = k, v
	}
	return key, n
}

// place names a path for people.
func place(path []string) string {
	return cmp.Or(strings.NewReplacer("components.schemas.", "", "paths.", "", ".post", "", ".content.application/json", "", ".properties.", ".").Replace(strings.Join(path, ".")), "the document")
}
