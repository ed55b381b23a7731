package ugcinc

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// Sentinels for the ways in which a wait ends without success. An error matches
// at most one of them; if it matches none, its cause is the reason, such as
// [ErrNotFound].
var (
	// ErrWaitInterrupted means that the context ended. The error also matches
	// context.Canceled or context.DeadlineExceeded, and the context's cause if it
	// has one.
	ErrWaitInterrupted = errors.New("ugcinc: the context of the wait ended")
	// ErrMaxWait means that WaitOptions.MaxWait has passed.
	ErrMaxWait = errors.New("ugcinc: MaxWait has passed")
	// ErrPollsFailed means that more polls in a row failed than
	// WaitOptions.Tolerate allows. The error also matches the error of the last
	// poll.
	ErrPollsFailed = errors.New("ugcinc: too many polls in a row failed")
	// ErrWorkFailed means that all work has ended and some of it failed or was
	// deleted. The error is a [*PostFailedError] or a [*TaskFailedError].
	ErrWorkFailed = errors.New("ugcinc: the work failed")
)

// WaitError reports that a wait ended early. The last known state of the work is
// returned with it. It matches [ErrWaitInterrupted], [ErrMaxWait] or
// [ErrPollsFailed], or none of them if a poll failed with an error that is not
// transient, such as [ErrNotFound] or [ErrUnauthorized].
type WaitError struct {
	// Operation is the operationId of the polls, such as listPosts.
	Operation string
	// Left lists the ids of the posts or tasks that have not ended, in the order
	// given.
	Left []string
	// Last is the last known progress. Its Err is the error of the last poll, if
	// that failed.
	Last Progress

	causes []error // a sentinel of this file comes first, if there is one
}

// Error returns why the wait ended, what is left and the last known statuses.
func (e *WaitError) Error() string {
	text := "ugcinc: waiting with " + e.Operation
	for _, cause := range e.causes {
		text += ": " + withoutPrefix(cause)
	}
	text += "; left: " + idList(e.Left)
	if len(e.Last.Counts) > 0 {
		text += "; last seen: " + e.Last.counts()
	}
	if e.Last.Err != nil && !slices.Contains(e.causes, e.Last.Err) {
		text += "; the last poll failed: " + withoutPrefix(e.Last.Err)
	}
	return text
}

func withoutPrefix(err error) string { return strings.TrimPrefix(err.Error(), "ugcinc: ") }

// Unwrap returns the sentinel, if there is one, and the causes.
func (e *WaitError) Unwrap() []error { return e.causes }

// LogValue returns the error's fields.
func (e *WaitError) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("operation", e.Operation)}
	for _, cause := range e.causes {
		attrs = append(attrs, slog.Any("cause", cause))
	}
	return slog.GroupValue(append(attrs,
		slog.String("left", idList(e.Left)),
		slog.String("lastSeen", e.Last.counts()),
		slog.Int("polls", e.Last.Polls),
	)...)
}

// PostFailedError reports that all posts have ended and some of them failed or
// were deleted. The API does not report why. It matches [ErrWorkFailed].
type PostFailedError struct {
	// Failed lists the ids of the posts that failed, in the order given.
	Failed []string
	// Deleted lists the ids of the posts that were deleted, in the order given.
	Deleted []string
	// Last is the last known progress: nothing is left.
	Last Progress
}

// Error returns which posts failed or were deleted.
func (e *PostFailedError) Error() string {
	return "ugcinc: posts " + failedText(e.Failed, e.Deleted, &e.Last)
}

// Is matches [ErrWorkFailed].
func (e *PostFailedError) Is(target error) bool { return target == ErrWorkFailed }

// LogValue returns the error's fields.
func (e *PostFailedError) LogValue() slog.Value { return failedValue(e.Failed, e.Deleted, &e.Last) }

// TaskFailedError reports that all tasks have ended and some of them failed or
// were deleted. The API does not report why. It matches [ErrWorkFailed].
type TaskFailedError struct {
	// Failed lists the ids of the tasks that failed, in the order given.
	Failed []string
	// Deleted lists the ids of the tasks that were deleted, in the order given.
	Deleted []string
	// Last is the last known progress: nothing is left.
	Last Progress
}

// Error returns which tasks failed or were deleted.
func (e *TaskFailedError) Error() string {
	return "ugcinc: tasks " + failedText(e.Failed, e.Deleted, &e.Last)
}

// Is matches [ErrWorkFailed].
func (e *TaskFailedError) Is(target error) bool { return target == ErrWorkFailed }

// LogValue returns the error's fields.
func (e *TaskFailedError) LogValue() slog.Value { return failedValue(e.Failed, e.Deleted, &e.Last) }

func postsFailed(failed, deleted []string, last Progress) error {
	return &PostFailedError{Failed: failed, Deleted: deleted, Last: last}
}

func tasksFailed(failed, deleted []string, last Progress) error {
	return &TaskFailedError{Failed: failed, Deleted: deleted, Last: last}
}

func failedText(failed, deleted []string, last *Progress) string {
	text := "failed: " + idList(failed)
	switch {
	case len(failed) == 0 && len(deleted) > 0:
		text = "deleted: " + idList(deleted)
	case len(deleted) > 0:
		text += ", deleted: " + idList(deleted)
	}
	return text + "; last seen: " + last.counts()
}

func failedValue(failed, deleted []string, last *Progress) slog.Value {
	return slog.GroupValue(
		slog.String("failed", idList(failed)),
		slog.String("lastSeen", last.counts()),
		slog.String("deleted", idList(deleted)),
	)
}

// idList returns the number of ids and the first few of them: there may be
// thousands.
func idList(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	const maxShown = 3
	var shown []string
	for _, id := range ids[:min(len(ids), maxShown)] {
		shown = append(shown, printable(id))
	}
	if len(ids) > maxShown {
		shown = append(shown, "...")
	}
	return fmt.Sprintf("%d (%s)", len(ids), strings.Join(shown, ", "))
}

func (p *Progress) counts() string {
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(p.Counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", p.Counts[status], cmp.Or(status, `""`)))
	}
	return strings.Join(parts, ", ")
}

const (
	// maxPrinted is the length of an id or a status in error texts.
	maxPrinted = 64
	// maxRedacted is how much of a status is searched for the key.
	maxRedacted = 512
)

// printable returns an id or a status for error texts and logs, of at most
// maxPrinted bytes. It escapes what does not print, and shows an empty one as
// two quotes.
func printable(text string) string {
	return cmp.Or(show.Cut(show.Line(show.Cut(text, maxPrinted)), maxPrinted), `""`)
}
