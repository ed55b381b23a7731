package document

// The grammar of the document: the part of OpenAPI 3.0 that this project's
// generator, fake API and reports understand, and its own extensions.
var (
	textKind  = &kind{name: "a text", tags: []string{"!!str"}}
	boolKind  = &kind{name: "true or false", tags: []string{"!!bool"}}
	wholeKind = &kind{name: "a whole number", tags: []string{"!!int"}}
	numKind   = &kind{name: "a number", tags: []string{"!!int", "!!float"}}
	anyKind   = &kind{name: "a value"}
	namesKind = &kind{name: "a list of names", list: true, each: textKind}

	rootKind = &kind{name: "the document", must: []string{"openapi", "info", "servers", "security", "tags", "paths", "components"}, members: map[string]*kind{
		"openapi": textKind, "info": infoKind, "security": securityKind, "components": componentsKind,
		"servers":           {name: "servers", list: true, each: serverKind},
		"x-irregular-names": {name: "x-irregular-names", each: namesKind},
		"tags":              {name: "tags", list: true, each: tagKind},
		"paths":             {name: "paths", each: pathKind},
	}}
	infoKind = &kind{name: "info", must: []string{"title", "version", "description", "contact", "license"}, members: map[string]*kind{
		"title": textKind, "version": textKind, "description": textKind, "termsOfService": textKind,
		"license": {name: "license", must: []string{"name"}, members: map[string]*kind{"name": textKind, "url": textKind}},
		"contact": {name: "contact", must: []string{"name", "url"}, members: map[string]*kind{"name": textKind, "url": textKind, "email": textKind}},
	}}
	serverKind   = &kind{name: "a server", must: []string{"url"}, members: map[string]*kind{"url": textKind, "description": textKind}}
	securityKind = &kind{name: "security", list: true, each: &kind{name: "a security requirement", each: anyKind}}
	tagKind      = &kind{name: "a tag", must: []string{"name", "description"}, members: map[string]*kind{"name": textKind, "description": textKind}}

	pathKind      = &kind{name: "a path", must: []string{"post"}, members: map[string]*kind{"post": operationKind}}
	operationKind = &kind{
		name: "the operation", must: []string{"operationId", "tags", "summary", "description", "x-retry", "requestBody", "responses"},
		members: map[string]*kind{
			"operationId": textKind, "tags": namesKind, "summary": textKind, "description": textKind, "deprecated": boolKind,
			"x-retry": textKind, "x-attempt-timeout": wholeKind, "x-if-unknown": textKind, "x-newer-form": textKind, "x-stream": boolKind,
			"requestBody": {name: "the request body", must: []string{"required", "content"}, members: map[string]*kind{
				"required": boolKind, "content": contentKind, "description": textKind,
			}},
			"responses": {name: "responses", each: responseKind},
		},
	}
	responseKind = &kind{name: "a response", refer: true, must: []string{"description", "content"}, members: map[string]*kind{
		"description": textKind, "content": contentKind,
	}}
	contentKind = &kind{name: "content", must: []string{"application/json"}, members: map[string]*kind{
		"application/json": {name: "application/json", must: []string{"schema"}, members: map[string]*kind{
			"schema": schemaKind, "examples": {name: "examples", each: exampleKind},
		}},
	}}
	exampleKind = &kind{name: "an example", must: []string{"summary", "value"}, members: map[string]*kind{
		"summary": textKind, "description": textKind, "value": anyKind,
	}}
	componentsKind = &kind{name: "components", must: []string{"schemas", "securitySchemes"}, members: map[string]*kind{
		"schemas":   {name: "schemas", each: schemaKind},
		"responses": {name: "responses", each: responseKind},
		"securitySchemes": {name: "securitySchemes", each: &kind{name: "a security scheme", must: []string{"type"}, members: map[string]*kind{
			"type": textKind, "scheme": textKind, "bearerFormat": textKind, "description": textKind,
		}}},
	}}
	schemaKind = &kind{name: "a schema", refer: true}
)

// Schemas hold schemas, which a Go variable cannot say of itself.
func init() {
	schemaKind.members = map[string]*kind{
		"type": textKind, "format": textKind, "nullable": boolKind, "description": textKind, "deprecated": boolKind,
		"enum": {name: "enum", list: true, each: anyKind}, "x-extensible-enum": {name: "x-extensible-enum", list: true, each: anyKind}, "default": anyKind, "example": anyKind,
		"pattern": textKind, "minLength": wholeKind, "maxLength": wholeKind,
		"minimum": numKind, "maximum": numKind, "exclusiveMinimum": boolKind, "exclusiveMaximum": boolKind, "multipleOf": numKind,
		"items": schemaKind, "minItems": wholeKind, "maxItems": wholeKind, "uniqueItems": boolKind,
		"properties": {name: "properties", each: schemaKind}, "required": namesKind, "minProperties": wholeKind, "maxProperties": wholeKind,
		"allOf":     {name: "allOf", list: true, each: schemaKind},
		"x-ordered": namesKind, "x-repeats": boolKind, "x-accepts": textKind,
	}
}
