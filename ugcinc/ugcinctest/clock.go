package ugcinctest

import (
	"math"
	"slices"
	"sync"
	"time"
)

// clockStart is the first time of a clock that is moved by hand. It is fixed, so
// that the dates in a test's responses are the same on every run.
var clockStart = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)

// Clock is the time of a [Server]: what it writes into created_at, measures
// cooldowns with, and starts scheduled work by. It stands still until
// [Clock.Advance] moves it, or follows [time.Now] under [WithRealTime].
type Clock struct {
	mu       sync.Mutex
	base     func() time.Time
	advanced time.Duration
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
	return c.base().Add(c.advanced).UTC().Round(0)
}

// Advance moves the clock forward by d. The work that becomes due is done in
// order, each piece at its own time. A negative d does nothing, since the clock
// does not go back. Under [WithRealTime] the clock is ahead of [time.Now] by d
// from then on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanced += min(max(d, 0), math.MaxInt64-c.advanced)
}

// insideBubble reports whether the caller runs in a [testing/synctest] bubble.
// The clock of a bubble starts at 2000-01-01, long before this package existed.
func insideBubble() bool {
	year := time.Now().Year()
	return year >= 2000 && year < 2020
}

// agenda holds future work, the earliest first. It has no goroutine or timer:
// each access to the fleet first does the work that is due, so it works the same
// with a clock moved by hand, the real clock and the virtual clock of a bubble.
type agenda []entry

type entry struct {
	at time.Time
	do func(at time.Time)
}

// job is the planned step of a post or a task, which has at most one.
type job struct{ steps int }

// cancel drops the planned step, if there is one.
func (j *job) cancel() { j.steps++ }

// plan replaces the planned step of a job. Steps with equal times are done in the
// order in which they were planned.
func (a *agenda) plan(j *job, at time.Time, step func(at time.Time)) {
	j.steps++
	current := j.steps
	i, _ := slices.BinarySearchFunc(*a, at.Add(1), func(e entry, at time.Time) int { return e.at.Compare(at) })
	*a = slices.Insert(*a, i, entry{at, func(at time.Time) {
		if j.steps == current {
			step(at)
		}
	}})
}

// settle does the work that is due, including work that this work plans.
func (a *agenda) settle(now time.Time) {
	for len(*a) > 0 && !(*a)[0].at.After(now) {
		due := (*a)[0]
		*a = (*a)[1:]
		due.do(due.at)
	}
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
