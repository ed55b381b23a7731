// Package facade compares the code that is written by hand for each operation of
// the API document with the document: methods, handlers of the fake, and tests. It
// reads source instead of compiled code, because the code does not compile after
// an operation was removed.
package facade

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
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
	var out []Method
	err := inspect(folder, func(node ast.Node, position string) {
		f, ok := node.(*ast.FuncDecl)
		if !ok || !f.Name.IsExported() {
			return
		}
		service, isService := strings.CutSuffix(receiver(f), "Service")
		m := Method{Name: service + "." + f.Name.Name, Endpoint: endpoint(f.Body), Doc: f.Doc.Text(), Position: position}
		if !isService || m.Endpoint == "" {
			return
		}
		for _, parameter := range f.Type.Params.List {
			if len(parameter.Names) == 1 && parameter.Names[0].Name == "params" {
				m.Params = types.ExprString(parameter.Type)
			}
		}
		if results := f.Type.Results; results != nil {
			m.Stream = strings.HasPrefix(types.ExprString(results.List[0].Type), "iter.Seq2[")
		}
		out = append(out, m)
	})
	return out, err
}

// Names returns the method of each operation, by its operationId.
func Names(methods []Method) map[string]string {
	names := map[string]string{}
	for _, m := range methods {
		if !m.Stream {
			names[strings.ToLower(m.Endpoint[:1])+m.Endpoint[1:]] = m.Name
		}
	}
	return names
}

// Aliases returns the types of package gen that the packages in folders alias, as
// in type Post = gen.Post.
func Aliases(folders ...string) (map[string]bool, error) {
	aliases := map[string]bool{}
	for _, folder := range folders {
		if err := inspect(folder, func(node ast.Node, _ string) {
			if spec, ok := node.(*ast.TypeSpec); ok && spec.Assign.IsValid() && spec.Name.IsExported() {
				if name, ok := strings.CutPrefix(types.ExprString(spec.Type), "gen."); ok {
					aliases[name] = true
				}
			}
		}); err != nil {
			return nil, err
		}
	}
	return aliases, nil
}

// inspect visits every node of the files in a folder, except its tests.
func inspect(folder string, visit func(node ast.Node, position string)) error {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for node := range ast.Preorder(file) {
			visit(node, set.Position(node.Pos()).String())
		}
	}
	return nil
}

// receiver returns T for a method of *T.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	return strings.TrimPrefix(types.ExprString(f.Recv.List[0].Type), "*")
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
		if name, ok := strings.CutPrefix(types.ExprString(argument), "&gen."); ok {
			return name
		}
	}
	return ""
}
