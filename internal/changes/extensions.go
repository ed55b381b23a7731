package changes

import (
	"cmp"
	"fmt"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// extensions reports changes of the project's extensions of schemas, and of the
// base URL, which oasdiff does not compare.
func extensions(base, revision *document.Document) []Change {
	var out []Change
	if base.Server() != revision.Server() {
		out = append(out, Change{Level: Major, Where: "servers", What: fmt.Sprintf("the base URL changed from %s to %s", base.Server(), revision.Server()), Entry: "The default base URL is " + code(revision.Server())})
	}
	before, after := base.Hints(), revision.Hints()
	for place, was := range before {
		if is, ok := after[place]; is != was && (ok || revision.Has(place.Where)) {
			out = append(out, extension(place, was, is))
		}
	}
	for place, is := range after {
		if _, ok := before[place]; !ok && base.Has(place.Where) {
			out = append(out, extension(place, "", is))
		}
	}
	return sorted(out)
}

// extension returns the level of a changed extension. x-ordered makes requests
// invalid that were valid before, x-accepts makes responses valid that were errors,
// and x-repeats only saves memory.
func extension(place document.Hint, was, is string) Change {
	c := Change{Level: Minor, Where: place.Where, What: fmt.Sprintf("%s changed from %s to %s", place.Extension, cmp.Or(was, "none"), cmp.Or(is, "none"))}
	switch place.Extension {
	case "x-ordered":
		c.Entry = code(place.Where) + " no longer needs its fields in order"
		if is != "" {
			c.Level, c.Entry = Major, code(place.Where)+" needs "+is+" in this order"
		}
	case "x-accepts":
		c.Entry = code(place.Where) + " also accepts a list of strings"
		if is == "" {
			c.Level, c.Entry = Major, code(place.Where)+" no longer accepts a list of strings"
		}
	default:
		c.Level = Patch
	}
	return c
}
