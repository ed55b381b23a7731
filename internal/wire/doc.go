// Package wire reads the JSON that the API answers with.
package wire
