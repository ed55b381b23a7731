package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// addPrograms measures the size of the programs below program/, and the time that
// their packages take before main.
func (m measured) addPrograms(ctx context.Context, scratch string) error {
	binaries := map[string]string{}
	for _, name := range []string{"floor", "ugcinc"} {
		binary := filepath.Join(scratch, name)
		if output, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "./program/"+name).CombinedOutput(); err != nil {
			return fmt.Errorf("go build: %w\n%s", err, output)
		}
		info, err := os.Stat(binary)
		if err != nil {
			return err
		}
		m.set("Program/"+name, "bytes", float64(info.Size()))
		binaries[name] = binary
	}
	for range 21 {
		floor, err := packageInits(ctx, binaries["floor"])
		if err != nil {
			return err
		}
		ours, err := packageInits(ctx, binaries["ugcinc"])
		if err != nil {
			return err
		}
		var added time.Duration
		for name, took := range ours {
			if _, there := floor[name]; !there {
				added += took
			}
		}
		m.set("Program/ugcinc", "init-us", float64(added)/float64(time.Microsecond))
	}
	return nil
}

// packageInits returns how long the initialization of each package took. The
// runtime writes lines such as
// init net/http @2.8 ms, 0.029 ms clock, 6320 bytes, 9 allocs.
func packageInits(ctx context.Context, binary string) (map[string]time.Duration, error) {
	cmd := exec.CommandContext(ctx, binary)
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		return nil, err
	}
	inits := map[string]time.Duration{}
	for line := range strings.Lines(trace.String()) {
		var name string
		var at, took float64
		if _, err := fmt.Sscanf(line, "init %s @%f ms, %f ms clock", &name, &at, &took); err == nil {
			inits[name] = time.Duration(took * float64(time.Millisecond))
		}
	}
	return inits, nil
}
