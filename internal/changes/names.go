package changes

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/exp/apidiff"
)

// Names compares the exported Go names of two versions of gen/models.gen.go, as
// apidiff does. For oasdiff a field may stop being nullable without harm, but
// a Go program reads that field through a pointer.
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
		owner := typeOf(after, where)
		if what == nameRemoved {
			owner = typeOf(before, where)
		}
		out = append(out, name(Change{Level: level, Where: where, What: what, of: owner}))
	}
	return out, nil
}

// The texts of apidiff for a name, and for a struct with a new field that cannot
// be compared.
const (
	nameAdded     = "added"
	nameRemoved   = "removed"
	notComparable = "old is comparable, new is not"
)

// name returns a change of a name at its level. A new field is a minor change,
// even if the struct then cannot be compared with ==, which is not promised.
func name(c Change) Change {
	if c.What == notComparable {
		c.Level = Minor
	}
	return c
}

// typeOf returns the type that a name is, or that it is a field or a constant of.
func typeOf(pkg *types.Package, name string) string {
	owner, _, _ := strings.Cut(name, ".")
	if c, ok := pkg.Scope().Lookup(owner).(*types.Const); ok {
		return types.TypeString(c.Type(), func(*types.Package) string { return "" })
	}
	return owner
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

// ModulePath is the path of this module.
const ModulePath = "github.com/ugcinc/ugcinc-go"

// Surface reads what apidiff prints of two versions of this module, and leaves
// out the names that semantic versions do not cover: a name of gen counts if it is
// aliased. apidiff has to compare the whole module, because it takes an alias
// of a type of gen for unchanged if it compares package ugcinc alone.
func Surface(out string, aliased map[string]bool) *Report {
	r := &Report{Subject: "Go names", From: "the last release", To: "today"}
	level := Major
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if line == "Compatible changes:" {
			level = Minor
		}
		message, ok := strings.CutPrefix(line, "- ")
		if !ok {
			continue
		}
		where, what, _ := strings.Cut(message, ": ")
		if where, ok = covered(where, aliased); ok {
			r.Add([]Change{name(Change{Level: level, Where: where, What: what})})
		}
	}
	return r
}

// inPackage matches a package and the first name in it, as in
// "./gen.Post.Status" and "./ugcinc.(*Client).Do".
var inPackage = regexp.MustCompile(`^\./([a-z/]+)\.(\(?\*?(\w+).*)`)

// covered reports whether semantic versions cover a name, and returns it as
// [Names] writes it, so that one acknowledgement serves both.
func covered(where string, aliased map[string]bool) (string, bool) {
	if name, ok := strings.CutPrefix(where, "package "+ModulePath+"/"); ok {
		return where, name == "ugcinc" || name == "ugcinc/ugcinctest"
	}
	m := inPackage.FindStringSubmatch(where)
	if m == nil {
		return where, true // unknown: someone has to check it
	}
	switch m[1] {
	case "ugcinc":
		return m[2], true
	case "gen":
		return m[2], aliased[m[3]]
	}
	return where, m[1] == "ugcinc/ugcinctest"
}
