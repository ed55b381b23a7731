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
	older := flag.Bool("older", false, "accept an older version of the document, which may lack what api/overlay.yaml changes")
	check := flag.Bool("check", false, "write nothing, and fail if a file in -out differs")
	flag.Parse()
	files, err := generate(*document, !*older, flag.Args())
	if err == nil && *check {
		err = compare(files, *out)
	} else if err == nil {
		err = write(files, *out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// generate returns the content of each file, or of the named ones.
func generate(document string, strict bool, names []string) (map[string]string, error) {
	configs, err := readConfigs("api/generate.yaml")
	if err != nil {
		return nil, err
	}
	source, err := os.ReadFile(document)
	if err != nil {
		return nil, err
	}
	annotated, err := annotate(source)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", document, err)
	}
	scratch, err := os.MkdirTemp("", "ugcinc-generate-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	input := filepath.Join(scratch, "openapi.yaml")
	if err := os.WriteFile(input, annotated, 0o600); err != nil {
		return nil, err
	}
	if len(names) == 0 {
		names = slices.Sorted(maps.Keys(configs))
	}
	files := map[string]string{}
	for _, name := range names {
		config, ok := configs[name]
		if !ok {
			return nil, fmt.Errorf("api/generate.yaml has no file %s", name)
		}
		if files[name], err = run(input, strict, config); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return files, nil
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
func run(input string, strict bool, config codegen.Configuration) (string, error) {
	config = config.UpdateDefaults()
	config.NoVCSVersionOverride = generatorVersion()
	if err := config.Validate(); err != nil {
		return "", err
	}
	document, err := util.LoadSwaggerWithOverlay(input, util.LoadSwaggerWithOverlayOpts{
		Path: config.OutputOptions.Overlay.Path, Strict: strict, AllowRemoteRefsFrom: config.AllowRemoteRefsFrom,
	})
	if err != nil {
		return "", err
	}
	return codegen.Generate(document, config)
}

// generatorVersion is the version of oapi-codegen that this program links. It
// stands in the header of each generated file.
func generatorVersion() *string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "github.com/oapi-codegen/oapi-codegen/v2" {
			return &module.Version
		}
	}
	return nil
}
