package changes

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// rules reports changes of the project's extensions and of the base URL, which
// oasdiff does not compare.
func rules(base, revision *document.Document) []Change {
	var out []Change
	if base.Server() != revision.Server() {
		out = append(out, Change{Level: Major, Where: "servers", What: fmt.Sprintf("the base URL changed from %s to %s", base.Server(), revision.Server())})
	}
	before, after := base.Hints(), revision.Hints()
	for place, was := range before {
		is, ok := after[place]
		if ok && is != was || !ok && revision.Has(place.Where) {
			out = append(out, hint(place, was, is))
		}
	}
	for place, is := range after {
		if _, ok := before[place]; !ok && base.Has(place.Where) {
			out = append(out, hint(place, "", is))
		}
	}
	return sorted(out)
}

// hint returns the level of a changed extension. x-ordered makes requests invalid
// that were valid before, x-accepts makes responses valid that were errors, and
// x-repeats only saves memory.
func hint(place document.Hint, was, is string) Change {
	level := Patch
	switch {
	case place.Extension == "x-ordered" && is != "", place.Extension == "x-accepts" && was != "":
		level = Major
	case place.Extension == "x-ordered", place.Extension == "x-accepts":
		level = Minor
	}
	return Change{Level: level, Where: place.Where, What: fmt.Sprintf("%s changed from %s to %s", place.Extension, cmp.Or(was, "none"), cmp.Or(is, "none"))}
}

// sorted sorts changes by their lines, because they come from a map.
func sorted(list []Change) []Change {
	slices.SortFunc(list, func(a, b Change) int { return cmp.Compare(a.Line(), b.Line()) })
	return list
}
