package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// modules checks every module of the repository: go.mod and go.sum say what is
// used and nothing else, and what they name is what was published.
func modules(ctx context.Context, args []string) error {
	if err := flags("modules", args, nil); err != nil {
		return err
	}
	folders, err := moduleFolders()
	if err != nil {
		return err
	}
	failed := false
	for _, folder := range folders {
		for _, args := range [][]string{{"mod", "tidy", "-diff"}, {"mod", "verify"}} {
			out, complaint, err := capture(ctx, folder, "go", args...)
			if err != nil {
				fmt.Fprintf(os.Stderr, "%s: go %s: %s%s\n", folder, strings.Join(args, " "), out, complaint)
				failed = true
			}
		}
	}
	if failed {
		fmt.Fprintln(os.Stderr, "Run go mod tidy in the modules named.")
		return errFound
	}
	fmt.Printf("%d modules are tidy and verified\n", len(folders))
	return licences(ctx)
}

func moduleFolders() ([]string, error) {
	var folders []string
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != "." && strings.HasPrefix(entry.Name(), ".") {
			return filepath.SkipDir
		}
		if entry.Name() == "go.mod" {
			folders = append(folders, filepath.Dir(path))
		}
		return nil
	})
	return folders, err
}

// allowed are the licences of what the modules of this repository link, each
// known by a sentence of its text.
var allowed = map[string]string{
	"Apache-2.0":   "Apache License",
	"BSD-2-Clause": "Redistributions in binary form must reproduce",
	"BSD-3-Clause": "Neither the name of",
	"ISC":          "Permission to use, copy, modify, and/or distribute this software",
	"MIT":          "Permission is hereby granted, free of charge",
	"MPL-2.0":      "Mozilla Public License",
}

// licences checks what a program links that imports the public packages, the
// fake among them. The tools are run and not linked.
func licences(ctx context.Context) error {
	linked, err := linkedModules(ctx, "./ugcinc/...", "./gen/...", "./api/...")
	if err != nil {
		return err
	}
	failed := false
	for _, module := range linked {
		licence, err := licence(module.Dir)
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", module.Path, err)
			failed = true
			continue
		}
		fmt.Printf("  %-14s %s\n", licence, module.Path)
	}
	if failed {
		return errFound
	}
	return nil
}

// linkedModule is another module that a program links with these packages.
type linkedModule struct{ Path, Version, Dir string }

func linkedModules(ctx context.Context, packages ...string) ([]linkedModule, error) {
	out, complaint, err := capture(ctx, "", "go", append([]string{"list", "-deps",
		"-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}"}, packages...)...)
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, complaint)
	}
	linked := map[string]linkedModule{}
	for line := range strings.Lines(out) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 3 {
			linked[fields[0]] = linkedModule{fields[0], fields[1], fields[2]}
		}
	}
	list := make([]linkedModule, 0, len(linked))
	for _, path := range sorted(linked) {
		list = append(list, linked[path])
	}
	return list, nil
}

func licence(folder string) (string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "LICEN[CS]E*"))
	if err != nil || len(files) == 0 {
		return "", fmt.Errorf("no licence: do without this module")
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		return "", err
	}
	plain := strings.Join(strings.Fields(string(text)), " ")
	for _, name := range []string{"Apache-2.0", "MPL-2.0", "BSD-3-Clause", "BSD-2-Clause", "ISC", "MIT"} {
		if strings.Contains(plain, allowed[name]) {
			return name, nil
		}
	}
	return "", fmt.Errorf("the licence in %s is none of %s: do without this module, or allow the licence", files[0], strings.Join(sorted(allowed), ", "))
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
