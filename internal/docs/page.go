package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"strings"
)

//go:embed redoc/redoc.standalone.js.gz
var compressedRedoc []byte

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Parse(pageSource))

// render returns the page, which is the same each time for the same document.
func render(source []byte) ([]byte, error) {
	document, err := toJSON(source)
	if err != nil {
		return nil, err
	}
	var head struct {
		OpenAPI string `json:"openapi"`
		Info    struct{ Title, Version string }
	}
	if err := json.Unmarshal(document, &head); err != nil {
		return nil, err
	}
	if head.OpenAPI == "" || head.Info.Title == "" {
		return nil, errors.New("not an OpenAPI document with a title")
	}
	redoc, err := renderer()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, map[string]any{
		"Title":    head.Info.Title + " " + head.Info.Version,
		"Redoc":    template.JS(redoc),
		"Document": template.JS(document),
	})
	return b.Bytes(), err
}

// renderer returns the script that makes a page of a document, in the browser.
func renderer() (string, error) {
	script, err := unpack()
	if err != nil {
		return "", err
	}
	// Redoc would fetch only its own logo.
	const logo = "https://cdn.redoc.ly/redoc/logo-mini.svg"
	if strings.Count(string(script), logo) != 1 {
		return "", errors.New("the bundle of Redoc does not name its logo once: check what it fetches")
	}
	// A text in the script must not end it.
	return strings.NewReplacer(logo, "data:,", "</script", `<\/script`, "<!--", `<\!--`).Replace(string(script)), nil
}

func unpack() ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(compressedRedoc))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
