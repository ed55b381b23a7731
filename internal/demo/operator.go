package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// operator decides what the demo may write.
type operator interface {
	// allows reports whether to make a write.
	allows(write string) bool
	// media returns the URLs to publish, or nil to publish nothing.
	media(what string, example ...string) []string
}

// rehearsal agrees to everything, because the fake publishes nothing.
type rehearsal struct{}

func (rehearsal) allows(string) bool                         { return true }
func (rehearsal) media(_ string, example ...string) []string { return example }

// terminal asks a person. Everything but y and yes means no.
type terminal struct {
	in  *bufio.Scanner
	out io.Writer
}

func newTerminal(in io.Reader, out io.Writer) *terminal {
	return &terminal{in: bufio.NewScanner(in), out: out}
}

func (t *terminal) allows(write string) bool {
	answer := strings.ToLower(t.ask(write + "? [y/N] "))
	return answer == "y" || answer == "yes"
}

func (t *terminal) media(what string, _ ...string) []string {
	return strings.Fields(t.ask("Public URL of " + what + ", separate several with spaces, leave empty to skip: "))
}

func (t *terminal) ask(question string) string {
	fmt.Fprint(t.out, "   ", question)
	if !t.in.Scan() { // at the end of the input the reply is empty
		fmt.Fprintln(t.out)
	}
	return strings.TrimSpace(t.in.Text())
}
