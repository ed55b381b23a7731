package facade

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// Aliases are the types of package gen that the packages in folders give a name
// to, as in type Post = gen.Post: what users of the packages see of gen.
func Aliases(folders ...string) (map[string]bool, error) {
	aliases := map[string]bool{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, fmt.Errorf("read the aliases: %w", err)
			}
			ast.Inspect(file, func(node ast.Node) bool {
				if spec, ok := node.(*ast.TypeSpec); ok && spec.Assign.IsValid() && spec.Name.IsExported() {
					if name, ok := fromGen(spec.Type); ok {
						aliases[name] = true
					}
				}
				return true
			})
		}
	}
	return aliases, nil
}

func fromGen(x ast.Expr) (name string, ok bool) {
	selector, ok := x.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	from, ok := selector.X.(*ast.Ident)
	return selector.Sel.Name, ok && from.Name == "gen"
}
