// Package api holds the document that describes the UGC Inc API.
package api

import _ "embed"

// Document is openapi.yaml.
//
//go:embed openapi.yaml
var Document []byte

// Profile is the JSON Schema of the document: the part of OpenAPI and the
// extensions that this project understands.
//
//go:embed profile.schema.json
var Profile []byte
