// Command docs renders an OpenAPI document as one HTML file that needs no server
// and no network.
//
// It is a module of its own, so that the renderer's bundle is not part of what
// users of the client download.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	document := flag.String("document", "", "the OpenAPI document to read, in YAML")
	out := flag.String("out", "", "the HTML file to write")
	flag.Parse()
	if err := run(*document, *out); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

func run(document, out string) error {
	source, err := os.ReadFile(document)
	if err != nil {
		return err
	}
	page, err := render(source)
	if err != nil {
		return fmt.Errorf("%s: %w", document, err)
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o750); err != nil {
		return err
	}
	if err := os.WriteFile(out, page, 0o644); err != nil {
		return err
	}
	path, err := filepath.Abs(out)
	fmt.Println("Open", path)
	return err
}
