package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// nestedModules says of each module below the root why it gets no tag, and
// refuses one that users could import: it would need a tag of its own.
func nestedModules(folders []string) (untagged []string, err error) {
	var refusals []error
	for _, folder := range folders {
		folder := filepath.ToSlash(folder)
		top, _, _ := strings.Cut(folder, "/")
		switch {
		case folder == ".":
		case top == "internal":
			untagged = append(untagged, folder+": nobody outside of this repository can import it")
		case top == "testdata":
			untagged = append(untagged, folder+": the go command leaves it out, it is for tests")
		default:
			refusals = append(refusals, fmt.Errorf("the module %s is not below internal or testdata: it would need a tag %s/v1.2.3, which nothing here checks", folder, folder))
		}
	}
	return untagged, errors.Join(refusals...)
}
