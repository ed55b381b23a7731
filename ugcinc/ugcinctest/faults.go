package ugcinctest

import (
	"fmt"
	"time"
)

// Fault is a way for a call to fail. [Server.FailNth] and [Server.FailRandomly]
// inject it. Faults are comparable; the zero Fault is no fault. Their durations
// are real time, or the virtual time of a [testing/synctest] bubble; [Clock] does
// not move them.
type Fault struct {
	kind          faultKind
	afterApplying bool
	wait          time.Duration
	text          string
}

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

// CutBeforeReading resets the connection when the header of the request has
// arrived. The body is not read and nothing is done.
func CutBeforeReading() Fault { return Fault{kind: cutBefore} }

// CutAfterApplying does what the request asks, then resets the connection
// instead of responding.
func CutAfterApplying() Fault { return Fault{kind: cutAfter} }

// ApplyLate resets the connection at once and does what the request asks d later.
// Work that is still due when the server closes is not done.
func ApplyLate(d time.Duration) Fault { return Fault{kind: applyLate, wait: d} }

// Delay handles the request d later, and responds. The work is done even if the
// client has gone by then.
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

// TruncatedBody does what the request asks and closes the connection halfway
// through the response.
func TruncatedBody() Fault { return Fault{kind: truncatedBody} }

// GarbageBody does what the request asks and responds with 200 and a body that
// is not JSON, although its Content-Type says so.
func GarbageBody() Fault { return Fault{kind: garbageBody} }

// SlowDrip does what the request asks and sends the response byte by byte, one
// per interval.
func SlowDrip(interval time.Duration) Fault { return Fault{kind: slowDrip, wait: interval} }

// EndlessBody does what the request asks and sends the response without its last
// bracket, then spaces until the client closes the connection.
func EndlessBody() Fault { return Fault{kind: endlessBody} }

// Redirect responds with 307 with url as its Location.
func Redirect(url string) Fault { return Fault{kind: redirect, text: url} }

// AfterApplying returns the fault in the form that occurs after the operation
// took effect: for example a gateway's 502 when the API behind it has done the
// work. Faults that always or never apply the operation stay as they are.
func (f Fault) AfterApplying() Fault {
	switch f.kind {
	case cutBefore:
		f.kind = cutAfter
	case empty500, html502, html503, redirect:
		f.afterApplying = true
	default:
	}
	return f
}

// applies reports whether the operation takes effect before the fault occurs.
func (f Fault) applies() bool {
	switch f.kind {
	case cutAfter, truncatedBody, garbageBody, slowDrip, endlessBody:
		return true
	default:
		return f.afterApplying
	}
}

// String names the fault for people.
func (f Fault) String() string {
	name := string(f.kind)
	if f.kind == noFault {
		name = "none"
	}
	if f.wait != 0 {
		name += fmt.Sprintf(" (%v)", f.wait)
	}
	if f.text != "" {
		name += fmt.Sprintf(" (%s)", f.text)
	}
	if f.afterApplying {
		name += " after applying"
	}
	return name
}
