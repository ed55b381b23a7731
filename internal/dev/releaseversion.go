package main

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/changes"
)

const (
	releasedVersion = "testdata/released/VERSION"
	versionFile     = "ugcinc/version.go"
)

// majorFits refuses what the go command would: from v2 on the path of a module
// ends in its major version.
func majorFits(next version) error {
	if next.major < 2 {
		return nil
	}
	return fmt.Errorf("a version from v2 on needs the module path %s/v%d: change it in go.mod and in every import first", modulePath, next.major)
}

// sourceSays holds the constant that the User-Agent carries against the version.
// It is read from the source, since this command also runs where package ugcinc
// does not build.
func sourceSays(name string, next version) error {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	var value string
	ast.Inspect(file, func(node ast.Node) bool {
		if spec, ok := node.(*ast.ValueSpec); ok && spec.Names[0].Name == "Version" && len(spec.Values) == 1 {
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok {
				value, err = strconv.Unquote(literal.Value)
			}
		}
		return true
	})
	if want := next.String()[1:]; err == nil && value != want {
		return fmt.Errorf("%s says Version = %q: set it to %q and commit", name, value, want)
	}
	return err
}

// fits holds the step from the last release to this one against what changed.
func fits(ctx context.Context, next version) error {
	last, err := released(releasedVersion)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Println("the first release: any version fits")
		return nil
	}
	if err != nil {
		return err
	}
	report, err := compare(ctx, releasedDocument, documentFile, acknowledgements)
	if err != nil {
		return err
	}
	names, err := compareSurface(ctx)
	if err != nil {
		return err
	}
	return stepFits(last, next, max(report.Level(), names.Level()))
}

func stepFits(last, next version, needed changes.Level) error {
	switch step := next.step(last); {
	case step == changes.None:
		return fmt.Errorf("%s is not after %s, which is released", next, last)
	case step < needed:
		return fmt.Errorf("what changed since %s is %s, and %s is only a %s step: see make breaking and make surface", last, needed, next, step)
	}
	return nil
}

// released is the version that was released last.
func released(name string) (version, error) {
	text, err := os.ReadFile(name) //nolint:gosec // a file of the checkout, or one that the developer names
	if err != nil {
		return version{}, err
	}
	last, err := parseVersion(strings.TrimSpace(string(text)))
	if err != nil {
		return version{}, fmt.Errorf("%s: %w", name, err)
	}
	return last, nil
}
