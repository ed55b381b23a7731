// Command generate turns api/openapi.yaml into Go, as api/generate.yaml says:
// gen, the interface of the fake API, and the type names of package ugcinc. Run
// it from the root of the module, with the files to write as arguments if not
// all are wanted.
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/util"
	"go.yaml.in/yaml/v3"
)

func main() {
	document := flag.String("document", "api/openapi.yaml", "the API document")
	out := flag.String("out", ".", "the folder to write the files to")
	flag.Parse()
	if err := generate(*document, *out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(document, out string, files []string) error {
	configs, err := readConfigs("api/generate.yaml")
	if err != nil {
		return err
	}
	source, err := os.ReadFile(document)
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
	if err := os.WriteFile(input, annotated, 0o600); err != nil {
		return err
	}
	if len(files) == 0 {
		files = slices.Sorted(maps.Keys(configs))
	}
	for _, file := range files {
		config, ok := configs[file]
		if !ok {
			return fmt.Errorf("api/generate.yaml has no file %s", file)
		}
		code, err := run(input, config)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		file = filepath.Join(out, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(code), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// readConfigs reads the configuration of each generated file.
func readConfigs(name string) (map[string]codegen.Configuration, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var all struct {
		Files map[string]codegen.Configuration
	}
	if err := yaml.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all.Files, nil
}

// run generates one file, as the command oapi-codegen would.
func run(input string, config codegen.Configuration) (string, error) {
	config = config.UpdateDefaults()
	config.NoVCSVersionOverride = generatorVersion()
	if err := config.Validate(); err != nil {
		return "", err
	}
	document, err := util.LoadSwaggerWithOverlay(input, util.LoadSwaggerWithOverlayOpts{
		Path: config.OutputOptions.Overlay.Path, Strict: true, AllowRemoteRefsFrom: config.AllowRemoteRefsFrom,
	})
	if err != nil {
		return "", err
	}
	return codegen.Generate(document, config)
}

// generatorVersion is the version of oapi-codegen that this program links. It
// stands in the header of each generated file.
func generatorVersion() *string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	for _, module := range info.Deps {
		if module.Path == "github.com/oapi-codegen/oapi-codegen/v2" {
			return &module.Version
		}
	}
	return nil
}
