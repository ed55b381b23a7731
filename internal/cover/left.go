package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// explained says of functions why tests leave statements of them. It names
// functions and not lines, which every edit moves.
//
//go:embed left.txt
var explained string

// reasons reads lines of the form "file function because why".
func reasons(text string) (map[string]string, error) {
	why := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		function, because, ok := strings.Cut(line, " because ")
		if !ok || because == "" || len(strings.Fields(function)) != 2 {
			return nil, fmt.Errorf("%q does not say \"file function because why\"", line)
		}
		why[function] = because
	}
	return why, nil
}

// function is where a block stands: "file name", or "file Receiver.name".
func (b block) function(root string, files map[string]*source) (string, error) {
	name, span, _ := strings.Cut(b.place, ":")
	name = strings.TrimPrefix(name, modulePath+"/")
	file, ok := files[name]
	if !ok {
		var err error
		if file, err = read(filepath.Join(root, filepath.FromSlash(name))); err != nil {
			return "", err
		}
		files[name] = file
	}
	first, _, _ := strings.Cut(span, ".")
	line, err := strconv.Atoi(first)
	if err != nil {
		return "", err
	}
	return name + " " + file.at(line), nil
}

// source is the functions of a file, in its order.
type source struct{ functions []extent }

type extent struct {
	name        string
	first, last int
}

func read(name string) (*source, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	file := &source{}
	for _, declaration := range parsed.Decls {
		e := extent{"variables", set.Position(declaration.Pos()).Line, set.Position(declaration.End()).Line}
		if f, ok := declaration.(*ast.FuncDecl); ok {
			e.name = receiver(f) + f.Name.Name
		}
		file.functions = append(file.functions, e)
	}
	return file, nil
}

// at is the function around a line. What a variable is set to may hold
// functions without a name.
func (s *source) at(line int) string {
	for _, f := range s.functions {
		if f.first <= line && line <= f.last {
			return f.name
		}
	}
	return "nothing"
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	x := f.Recv.List[0].Type
	for {
		switch t := x.(type) {
		case *ast.StarExpr:
			x = t.X
		case *ast.IndexExpr:
			x = t.X
		case *ast.IndexListExpr:
			x = t.X
		case *ast.Ident:
			return t.Name + "."
		default:
			return ""
		}
	}
}

// left prints how much of which function no test reached, and why. That nothing
// says why is no error, nor is a reason whose function is reached: what a busy
// machine reaches differs from run to run.
func left(w io.Writer, blocks []block, root string, why map[string]string) error {
	statements, files := map[string]int{}, map[string]*source{}
	for _, b := range blocks {
		if b.reached {
			continue
		}
		function, err := b.function(root, files)
		if err != nil {
			return err
		}
		statements[function] += b.statements
	}
	for _, f := range slices.Sorted(maps.Keys(statements)) {
		because := cmp.Or(why[f], "NOT EXPLAINED: test it, or say in internal/cover/left.txt why no test does")
		fmt.Fprintf(w, "  not reached: %d of %s: %s\n", statements[f], f, because)
	}
	return gone(root, why)
}

// gone is an error where a reason is that of no function.
func gone(root string, why map[string]string) error {
	for _, function := range slices.Sorted(maps.Keys(why)) {
		name, want, _ := strings.Cut(function, " ")
		file, err := read(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return fmt.Errorf("internal/cover/left.txt: %w", err)
		}
		if !slices.ContainsFunc(file.functions, func(e extent) bool { return e.name == want }) {
			return fmt.Errorf("internal/cover/left.txt: %s has no %s: remove the line", name, want)
		}
	}
	return nil
}
