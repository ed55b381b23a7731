package main

import (
	"errors"
	"flag"
	"testing"
)

func TestHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"help"}, {"-h"}, {"--help"}} {
		if err := run(t.Context(), args); err != nil {
			t.Errorf("%q returns %v", args, err)
		}
	}
	if err := run(t.Context(), []string{"breaking", "-h"}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h of a command returns %v", err)
	}
	if err := run(t.Context(), []string{"brake"}); err == nil {
		t.Error("an unknown command returns no error")
	}
}
