package facade

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"strings"
)

// Declared returns the exported names that a schema of the document must not have.
// Hand-written files, the templates and oapi-codegen declare them in the packages
// of the module at root that the document generates into.
func Declared(root string) ([]string, error) {
	var names []string
	for _, folder := range []string{"ugcinc", "gen", "internal/fakeapi"} {
		if err := inspect(filepath.Join(root, folder), func(node ast.Node, position string) {
			file, _, _ := strings.Cut(filepath.Base(position), ":")
			switch file {
			case "types.gen.go", "models.gen.go", "decoders.gen.go", "checks.gen.go":
				return // they hold what the document names
			}
			switch node := node.(type) {
			case *ast.FuncDecl:
				if node.Recv == nil {
					names = append(names, node.Name.Name)
				}
			case *ast.TypeSpec:
				names = append(names, node.Name.Name)
			case *ast.GenDecl:
				// The variables of client.gen.go are the operations.
				if node.Tok == token.CONST || node.Tok == token.VAR && file != "client.gen.go" {
					for _, spec := range node.Specs {
						for _, name := range spec.(*ast.ValueSpec).Names {
							names = append(names, name.Name)
						}
					}
				}
			}
		}); err != nil {
			return nil, err
		}
	}
	exported := names[:0]
	for _, name := range names {
		if ast.IsExported(name) {
			exported = append(exported, name)
		}
	}
	return exported, nil
}
