// Package facade compares the hand-written methods of package ugcinc with the
// operations of the API document. It reads source instead of compiled code,
// because the code does not compile after an operation was removed.
package facade

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// Method is a method of a service that calls one operation.
type Method struct {
	// Name is Service.Method, as in Posts.CreateVideo.
	Name string
	// Endpoint is the variable of package gen that it passes on.
	Endpoint string
	// Params is the type of its parameters.
	Params string
	// Stream is true if it returns an iterator instead of a slice.
	Stream bool
	// Doc is its doc comment, and Position its place in the source.
	Doc, Position string
}

// Service returns the part of the name before the dot.
func (m Method) Service() string {
	service, _, _ := strings.Cut(m.Name, ".")
	return service
}

// Methods returns the methods of the services in a folder whose last statement
// returns the result of a function that takes &gen.Operation. Methods that wait,
// or use an operation earlier, do not count.
func Methods(folder string) ([]Method, error) {
	set := token.NewFileSet()
	files, err := sources(set, folder)
	if err != nil {
		return nil, err
	}
	var out []Method
	for _, file := range files {
		for _, declaration := range file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() {
				continue
			}
			service, endpoint := service(f), endpoint(f.Body)
			if service == "" || endpoint == "" {
				continue
			}
			out = append(out, Method{
				Name: service + "." + f.Name.Name, Endpoint: endpoint, Params: params(f), Stream: streams(f),
				Doc: f.Doc.Text(), Position: set.Position(f.Pos()).String(),
			})
		}
	}
	return out, nil
}

// sources parses the files of a folder, except its tests.
func sources(set *token.FileSet, folder string) ([]*ast.File, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("read the facade: %w", err)
		}
		files = append(files, file)
	}
	return files, nil
}

// service returns X for a method of *XService.
func service(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) != 1 {
		return ""
	}
	pointer, ok := f.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return ""
	}
	name, ok := pointer.X.(*ast.Ident)
	if !ok {
		return ""
	}
	service, ok := strings.CutSuffix(name.Name, "Service")
	if !ok {
		return ""
	}
	return service
}

// endpoint returns X if the last statement is return f(..., &gen.X, ...).
func endpoint(body *ast.BlockStmt) string {
	if body == nil || len(body.List) == 0 {
		return ""
	}
	last, ok := body.List[len(body.List)-1].(*ast.ReturnStmt)
	if !ok || len(last.Results) != 1 {
		return ""
	}
	call, ok := last.Results[0].(*ast.CallExpr)
	if !ok {
		return ""
	}
	for _, argument := range call.Args {
		address, ok := argument.(*ast.UnaryExpr)
		if !ok || address.Op != token.AND {
			continue
		}
		selector, ok := address.X.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		if pkg, ok := selector.X.(*ast.Ident); ok && pkg.Name == "gen" {
			return selector.Sel.Name
		}
	}
	return ""
}

// params returns the type of the parameter named params.
func params(f *ast.FuncDecl) string {
	for _, parameter := range f.Type.Params.List {
		if len(parameter.Names) == 1 && parameter.Names[0].Name == "params" {
			if name, ok := parameter.Type.(*ast.Ident); ok {
				return name.Name
			}
		}
	}
	return ""
}

// streams reports whether the first result is an iter.Seq2.
func streams(f *ast.FuncDecl) bool {
	if f.Type.Results == nil {
		return false
	}
	generic, ok := f.Type.Results.List[0].Type.(*ast.IndexListExpr)
	if !ok {
		return false
	}
	selector, ok := generic.X.(*ast.SelectorExpr)
	return ok && selector.Sel.Name == "Seq2"
}
