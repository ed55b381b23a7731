package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
)

// help lists the targets of the Makefile with what their comments say.
func help(_ context.Context, args []string) error {
	if err := flags("help", args, nil); err != nil {
		return err
	}
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for line := range strings.Lines(string(makefile)) {
		target, what, ok := strings.Cut(strings.TrimSpace(line), ": ## ")
		if ok {
			fmt.Fprintf(w, "make %s\t%s\n", target, what)
		}
	}
	return w.Flush()
}
