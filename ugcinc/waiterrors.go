package ugcinc

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
)

// How a wait can end without success, each for errors.Is. At most one of them
// matches; where none does, the cause alone says it, as [ErrNotFound] does.
var (
	// ErrWaitInterrupted means that the context ended. The error matches
	// context.Canceled or context.DeadlineExceeded as well, and the context's
	// cause where it has one.
	ErrWaitInterrupted = errors.New("ugcinc: the context of the wait ended")
	// ErrMaxWait means that WaitOptions.MaxWait has passed.
	ErrMaxWait = errors.New("ugcinc: MaxWait has passed")
	// ErrPollsFailed means that more polls in a row failed than
	// WaitOptions.Tolerate allows. The error matches what the last one failed
	// with as well.
	ErrPollsFailed = errors.New("ugcinc: too many polls in a row failed")
	// ErrWorkFailed means that all work has ended, and some of it failed. The
	// error is a [*PostFailedError] or a [*TaskFailedError].
	ErrWorkFailed = errors.New("ugcinc: the work failed")
)

// WaitError is a wait that ended before the work did. What the work had come
// to is returned beside it. It matches [ErrWaitInterrupted], [ErrMaxWait] or
// [ErrPollsFailed]; or none of them where a poll failed in a way that another
// one would too, as with [ErrNotFound] and [ErrUnauthorized].
type WaitError struct {
	// Operation is the operationId of the polls: listPosts.
	Operation string
	// Left are the ids of the posts or tasks that have not ended, in the order
	// given.
	Left []string
	// Last is what was last seen. Its Err is the error of the last poll where
	// that failed.
	Last Progress

	end    error // the sentinel; may be nil
	causes []error
}

// Error says why the wait ended, what is left and what was last seen.
func (e *WaitError) Error() string {
	var b strings.Builder
	b.WriteString("ugcinc: waiting with " + e.Operation)
	if e.end != nil {
		b.WriteString(": " + strings.TrimPrefix(e.end.Error(), "ugcinc: "))
	}
	for _, cause := range e.causes {
		b.WriteString(": " + strings.TrimPrefix(cause.Error(), "ugcinc: "))
	}
	fmt.Fprintf(&b, "; left: %s", idList(e.Left))
	if len(e.Last.Counts) > 0 {
		b.WriteString("; last seen: " + e.Last.counts())
	}
	if e.Last.Err != nil && !slices.Contains(e.causes, e.Last.Err) {
		b.WriteString("; the last poll failed: " + strings.TrimPrefix(e.Last.Err.Error(), "ugcinc: "))
	}
	return b.String()
}

// Unwrap is how the wait ended, and why.
func (e *WaitError) Unwrap() []error {
	if e.end == nil {
		return e.causes
	}
	return append([]error{e.end}, e.causes...)
}

// LogValue is the error's fields.
func (e *WaitError) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("operation", e.Operation)}
	if e.end != nil {
		attrs = append(attrs, slog.String("end", strings.TrimPrefix(e.end.Error(), "ugcinc: ")))
	}
	for _, cause := range e.causes {
		attrs = append(attrs, slog.Any("cause", cause))
	}
	return slog.GroupValue(append(attrs,
		slog.String("left", idList(e.Left)),
		slog.String("lastSeen", e.Last.counts()),
		slog.Int("polls", e.Last.Polls),
	)...)
}

// PostFailedError is posts that have all ended, some of them as failed. The API
// does not tell why. It matches [ErrWorkFailed].
type PostFailedError struct {
	// Failed are the ids of the posts that failed, in the order given.
	Failed []string
	// Last is what was last seen: nothing is left.
	Last Progress
}

// Error says which posts failed.
func (e *PostFailedError) Error() string {
	return "ugcinc: posts failed: " + idList(e.Failed) + "; last seen: " + e.Last.counts()
}

// Is matches [ErrWorkFailed].
func (e *PostFailedError) Is(target error) bool { return target == ErrWorkFailed }

// LogValue is the error's fields.
func (e *PostFailedError) LogValue() slog.Value { return failedValue(e.Failed, e.Last) }

// TaskFailedError is tasks that have all ended, some of them as failed. The API
// does not tell why. It matches [ErrWorkFailed].
type TaskFailedError struct {
	// Failed are the ids of the tasks that failed, in the order given.
	Failed []string
	// Last is what was last seen: nothing is left.
	Last Progress
}

// Error says which tasks failed.
func (e *TaskFailedError) Error() string {
	return "ugcinc: tasks failed: " + idList(e.Failed) + "; last seen: " + e.Last.counts()
}

// Is matches [ErrWorkFailed].
func (e *TaskFailedError) Is(target error) bool { return target == ErrWorkFailed }

// LogValue is the error's fields.
func (e *TaskFailedError) LogValue() slog.Value { return failedValue(e.Failed, e.Last) }

func failedPosts(ids []string, last Progress) error {
	return &PostFailedError{Failed: ids, Last: last}
}

func failedTasks(ids []string, last Progress) error {
	return &TaskFailedError{Failed: ids, Last: last}
}

func failedValue(failed []string, last Progress) slog.Value {
	return slog.GroupValue(slog.String("failed", idList(failed)), slog.String("lastSeen", last.counts()))
}

// idList counts ids and shows the first of them: there may be thousands.
func idList(ids []string) string {
	const shown = 3
	switch {
	case len(ids) == 0:
		return "none"
	case len(ids) > shown:
		return fmt.Sprintf("%d (%s, ...)", len(ids), strings.Join(ids[:shown], ", "))
	}
	return fmt.Sprintf("%d (%s)", len(ids), strings.Join(ids, ", "))
}

func (p *Progress) counts() string {
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(p.Counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", p.Counts[status], status))
	}
	return strings.Join(parts, ", ")
}
