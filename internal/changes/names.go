package changes

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/exp/apidiff"
)

// Names compares the exported Go names of two versions of gen/models.gen.go, as
// apidiff judges them: oasdiff finds it harmless that a field may no longer be
// null, but a Go program reads that field through a pointer.
func Names(base, revision []byte) ([]Change, error) {
	before, err := typeCheck(base)
	if err != nil {
		return nil, err
	}
	after, err := typeCheck(revision)
	if err != nil {
		return nil, err
	}
	var out []Change
	for _, c := range apidiff.Changes(before, after).Changes {
		where, what, _ := strings.Cut(c.Message, ": ")
		if owner, _, _ := strings.Cut(where, "."); strings.HasSuffix(owner, "Envelope") {
			continue // package ugcinc does not show it
		}
		level := Major
		if c.Compatible {
			level = Minor
		}
		out = append(out, Change{Level: level, Where: where, What: what})
	}
	return out, nil
}

// typeCheck declares what a file declares. It skips the bodies of functions, and
// with them the packages of this module.
func typeCheck(source []byte) (*types.Package, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "models.gen.go", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	config := types.Config{IgnoreFuncBodies: true, Importer: library{importer.Default()}}
	return config.Check("gen", set, []*ast.File{file}, nil)
}

// library imports the standard library, and any other package as an empty one.
type library struct{ types.Importer }

func (l library) Import(path string) (*types.Package, error) {
	if !strings.Contains(path, ".") {
		return l.Importer.Import(path)
	}
	empty := types.NewPackage(path, path[strings.LastIndex(path, "/")+1:])
	empty.MarkComplete()
	return empty, nil
}
