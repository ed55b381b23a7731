package ugcinc

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// Version is the version of this package's source. A program built from a
// tagged module reports that tag instead.
const Version = "0.1.0-dev"

const modulePath = "github.com/ugcinc/ugcinc-go"

// defaultUserAgent names the module with the version that the program was
// built with, and the Go that built it.
var defaultUserAgent = sync.OnceValue(func() string {
	version := Version
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range append(info.Deps, &info.Main) {
			if dep.Path == modulePath && dep.Version != "" && dep.Version != "(devel)" {
				version = dep.Version
			}
		}
	}
	return "ugcinc-go/" + version + " (" + runtime.Version() + ")"
})
