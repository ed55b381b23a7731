// Command generate turns api/openapi.yaml into Go: gen/, the interface of the
// fake API, and the type names of package ugcinc. Run it from the root of the
// module; make generate does.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

// outputs names each generator configuration in api/ and the file that comes
// out of it.
var outputs = []struct{ config, file string }{
	{"models", "gen/models.gen.go"},
	{"decoders", "gen/decoders.gen.go"},
	{"checks", "gen/checks.gen.go"},
	{"client", "gen/client.gen.go"},
	{"server", "internal/fakeapi/server.gen.go"},
	{"facade", "ugcinc/types.gen.go"},
}

const generator = "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"

func main() {
	document := flag.String("document", "api/openapi.yaml", "the API document")
	out := flag.String("out", ".", "the folder below which the files are written")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := generate(ctx, *document, *out)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(ctx context.Context, document, out string) error {
	source, err := os.ReadFile(document) //nolint:gosec // a file of the checkout, or one that the developer names
	if err != nil {
		return err
	}
	annotated, err := annotate(source)
	if err != nil {
		return fmt.Errorf("%s: %w", document, err)
	}
	scratch, err := os.MkdirTemp("", "ugcinc-generate-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	input := filepath.Join(scratch, "openapi.yaml")
	if err := os.WriteFile(input, annotated, 0o600); err != nil { //nolint:gosec // a folder that the developer names
		return err
	}
	for _, o := range outputs {
		file := filepath.Join(out, filepath.FromSlash(o.file))
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			return err
		}
		cmd := exec.CommandContext(ctx, "go", "run", generator, "-config", "api/"+o.config+".yaml", "-o", file, input) //nolint:gosec // a program of the Go distribution, or one of this repository
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w", o.file, err)
		}
	}
	return nil
}
