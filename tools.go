//go:build tools

// Package tools pins the version of oapi-codegen, whose packages make generate
// uses, so that every checkout generates the same files.
package tools

import _ "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
