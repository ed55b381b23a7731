package ugcinctest

import (
	"math"
	"sync"
	"time"
)

// clockStart is when a clock that is moved by hand begins: a fixed moment, so
// that the dates in a test's responses are the same on every run.
var clockStart = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)

// Clock is the time that a [Server] lives by: what it writes into created_at,
// what cooldowns are counted against, and when scheduled work is due. It
// stands still until [Clock.Advance] moves it, or follows [time.Now] under
// [WithRealTime].
type Clock struct {
	mu   sync.Mutex
	base func() time.Time
	gone time.Duration
}

func newClock(realTime bool) *Clock {
	if realTime {
		return &Clock{base: time.Now}
	}
	return &Clock{base: func() time.Time { return clockStart }}
}

// Now returns the server's time, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base().Add(c.gone).UTC().Round(0)
}

// Advance moves the clock on by d. Work that falls due in that time is done in
// its order, each piece at its own moment. A clock does not go back: a
// negative d moves nothing. Under [WithRealTime] the clock runs ahead of
// [time.Now] by d from then on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gone += min(max(d, 0), math.MaxInt64-c.gone)
}

// insideBubble reports whether the caller runs in a [testing/synctest] bubble.
// The clock of a bubble starts at 2000-01-01, long before this package existed.
func insideBubble() bool {
	year := time.Now().Year()
	return year >= 2000 && year < 2020
}
