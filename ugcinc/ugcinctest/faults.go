package ugcinctest

import (
	"cmp"
	"fmt"
	"time"
)

// Fault is a way for a call to fail. [Server.FailNth] and [Server.FailRandomly]
// inject it. Faults are comparable; the zero Fault injects nothing. Durations are
// in real time, or in the virtual time of a [testing/synctest] bubble;
// [Clock.Advance] does not shorten them.
type Fault struct {
	kind    faultKind
	applies bool // the operation runs before the fault occurs
	wait    time.Duration
	text    string // the Retry-After or Location header
	variant string // the end of the name
}

// faultKind is what a fault does. A new one needs a function that returns it, and
// an effect in respond.go or, before the request is read, in handler.go.
type faultKind string

const (
	noFault          faultKind = ""
	refuseConnection faultKind = "refuse connection"
	cutBefore        faultKind = "cut before reading"
	cutAfter         faultKind = "cut after applying"
	applyLate        faultKind = "apply late"
	delay            faultKind = "delay"
	empty500         faultKind = "empty 500"
	html502          faultKind = "HTML 502"
	html503          faultKind = "HTML 503"
	tooManyRequests  faultKind = "429"
	truncatedBody    faultKind = "truncated body"
	garbageBody      faultKind = "garbage body"
	slowDrip         faultKind = "slow drip"
	endlessBody      faultKind = "endless body"
	redirect         faultKind = "redirect"
)

// RefuseConnection refuses the connection: the dial fails and nothing is sent.
// This works for the clients of [Server.Client] and [Server.HTTPClient]; the
// connection of any other client is cut before its request is read.
func RefuseConnection() Fault { return Fault{kind: refuseConnection} }

// CutBeforeReading resets the connection after the header of the request arrived.
// The server does not read the body, and does not run the operation.
func CutBeforeReading() Fault { return Fault{kind: cutBefore} }

// CutAfterApplying runs the operation, and resets the connection instead of
// responding.
func CutAfterApplying() Fault { return Fault{kind: cutAfter, applies: true} }

// ApplyLate resets the connection at once, and runs the operation d later unless
// the server has closed by then.
func ApplyLate(d time.Duration) Fault { return Fault{kind: applyLate, wait: d} }

// Delay runs the operation d later and responds. The operation runs even if the
// client has closed the connection by then.
func Delay(d time.Duration) Fault { return Fault{kind: delay, wait: d} }

// Empty500 responds with 500 without a body.
func Empty500() Fault { return Fault{kind: empty500} }

// HTML502 responds like a gateway that cannot reach the API: 502 with a page.
func HTML502() Fault { return Fault{kind: html502} }

// Unavailable503 responds like an overloaded gateway: 503 with a page.
func Unavailable503() Fault { return Fault{kind: html503} }

// TooManyRequests responds with 429 and the given Retry-After header, or without
// the header if retryAfter is empty.
func TooManyRequests(retryAfter string) Fault {
	return Fault{kind: tooManyRequests, text: retryAfter}
}

// TruncatedBody runs the operation and closes the connection halfway through the
// response.
func TruncatedBody() Fault { return Fault{kind: truncatedBody, applies: true} }

// GarbageBody runs the operation and responds with 200 and a body that is not
// JSON, although its Content-Type says so.
func GarbageBody() Fault { return Fault{kind: garbageBody, applies: true} }

// SlowDrip runs the operation and sends the response one byte per interval.
func SlowDrip(interval time.Duration) Fault {
	return Fault{kind: slowDrip, applies: true, wait: interval}
}

// EndlessBody runs the operation and sends the response without its last bracket,
// then spaces until the client closes the connection.
func EndlessBody() Fault { return Fault{kind: endlessBody, applies: true} }

// Redirect responds with 307 and url as its Location.
func Redirect(url string) Fault { return Fault{kind: redirect, text: url} }

// AfterApplying returns the variant of the fault that runs the operation first,
// such as a gateway's 502 after the API behind it has done the work. It returns a
// fault that always or never runs the operation unchanged.
func (f Fault) AfterApplying() Fault {
	switch f.kind {
	case cutBefore:
		return CutAfterApplying()
	case empty500, html502, html503, redirect:
		f.applies, f.variant = true, " after applying"
	default:
	}
	return f
}

// String returns a name for messages.
func (f Fault) String() string {
	name := cmp.Or(string(f.kind), "none")
	if f.wait != 0 {
		name += fmt.Sprintf(" (%v)", f.wait)
	}
	if f.text != "" {
		name += " (" + f.text + ")"
	}
	return name + f.variant
}
