// Package generate turns the API document into Go, as api/generate.yaml says:
// gen, the interface of the fake API, and the type names of package ugcinc.
package generate

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/util"
	"go.yaml.in/yaml/v3"
)

// Files generates the files of the module at root from a document. It returns
// the content of each file by its name, or only of the files with these names.
// An older document may lack what api/overlay.yaml changes.
func Files(root string, source []byte, older bool, names ...string) (map[string]string, error) {
	configs, err := readConfigs(root)
	if err != nil {
		return nil, err
	}
	annotated, err := annotate(source)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		names = slices.Collect(maps.Keys(configs))
	}
	texts, errs := make([]string, len(names)), make([]error, len(names))
	var group sync.WaitGroup
	for i, name := range names {
		group.Go(func() {
			if texts[i], errs[i] = file(root, annotated, older, configs[name]); errs[i] != nil {
				errs[i] = fmt.Errorf("%s: %w", name, errs[i])
			}
		})
	}
	group.Wait()
	files := map[string]string{}
	for i, name := range names {
		files[name] = texts[i]
	}
	return files, errors.Join(errs...)
}

// oapi-codegen keeps its state in package variables.
var generator sync.Mutex

// file generates one file. It loads the document itself, because Generate changes it.
func file(root string, source []byte, older bool, config codegen.Configuration) (string, error) {
	config = config.UpdateDefaults()
	if err := config.Validate(); err != nil {
		return "", err
	}
	document, err := load(root, source, older)
	if err != nil {
		return "", err
	}
	generator.Lock()
	defer generator.Unlock()
	return codegen.Generate(document, config)
}

// load reads a document with the overlay.
func load(root string, source []byte, older bool) (*openapi3.T, error) {
	input, err := os.CreateTemp("", "openapi-*.yaml")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(input.Name()) }()
	_, err = input.Write(source)
	if err := errors.Join(err, input.Close()); err != nil {
		return nil, err
	}
	return util.LoadSwaggerWithOverlay(input.Name(), util.LoadSwaggerWithOverlayOpts{
		Path: filepath.Join(root, "api/overlay.yaml"), Strict: !older, AllowRemoteRefsFrom: []string{},
	})
}

// readConfigs reads the configuration of each file, with paths from root.
func readConfigs(root string) (map[string]codegen.Configuration, error) {
	text, err := os.ReadFile(filepath.Join(root, "api/generate.yaml"))
	if err != nil {
		return nil, err
	}
	var all struct {
		Files map[string]codegen.Configuration
	}
	if err := yaml.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("api/generate.yaml: %w", err)
	}
	version, err := generatorVersion(root)
	if err != nil {
		return nil, err
	}
	for name, config := range all.Files {
		config.NoVCSVersionOverride = &version
		for template, path := range config.OutputOptions.UserTemplates {
			config.OutputOptions.UserTemplates[template] = filepath.Join(root, path)
		}
		all.Files[name] = config
	}
	return all.Files, nil
}

// generatorVersion is the version of oapi-codegen, which is in the header of each
// generated file. It comes from go.mod, because a test does not know which
// versions it links.
func generatorVersion(root string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", err
	}
	m := regexp.MustCompile(`oapi-codegen/v2 (v\S+)`).FindSubmatch(text)
	if m == nil {
		return "", errors.New("go.mod does not require oapi-codegen")
	}
	return string(m[1]), nil
}
