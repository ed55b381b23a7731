package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// operator decides what the demo may write.
type operator interface {
	// allows says whether to go on with a write.
	allows(write string) bool
	// media returns the URLs to publish; none means not to publish.
	media(what string, example ...string) []string
}

// rehearsal agrees to everything: nothing that the fake does can hurt.
type rehearsal struct{}

func (rehearsal) allows(string) bool                         { return true }
func (rehearsal) media(_ string, example ...string) []string { return example }

// terminal asks a person. Whatever is not a clear yes is a no.
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
	return strings.Fields(t.ask("Public URL of " + what + ", several with blanks between, nothing to skip: "))
}

func (t *terminal) ask(question string) string {
	fmt.Fprint(t.out, "   ", question)
	if !t.in.Scan() {
		// The input has ended, so the question stays without an answer.
		fmt.Fprintln(t.out)
		return ""
	}
	return strings.TrimSpace(t.in.Text())
}
