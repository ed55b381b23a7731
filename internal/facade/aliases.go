package facade

import (
	"go/ast"
	"go/token"
)

// Aliases returns the types of package gen that the packages in folders alias, as
// in type Post = gen.Post.
func Aliases(folders ...string) (map[string]bool, error) {
	aliases := map[string]bool{}
	for _, folder := range folders {
		files, err := sources(token.NewFileSet(), folder)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
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
