package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/show"
	"github.com/ugcinc/ugcinc-go/internal/transport"
	"github.com/ugcinc/ugcinc-go/internal/wire"
)

// work is what a wait can follow. Posts and tasks have the same statuses.
type work interface{ Post | Task | AccountTask }

// fields returns the fields of a record that a wait needs.
func fields[T work](record *T) (id, account string, status PostStatus) {
	switch r := any(record).(type) {
	case *Post:
		return r.ID, r.AccountID, r.Status
	case *Task:
		return r.ID, r.AccountID, PostStatus(r.Status)
	case *AccountTask:
		return r.ID, r.AccountID, PostStatus(r.Status)
	}
	panic("unreachable")
}

// endRank returns -1 for a status that does not end work, such as one that the
// API document does not know: otherwise a wait could report work as done that is
// not. If a poll shows a record more than once, the highest rank wins.
func endRank(status PostStatus) int {
	return slices.Index([]PostStatus{PostStatusFailed, PostStatusComplete, PostStatusDeleted}, status)
}

// unended reports whether a post or a task has not ended.
func unended[T work](record *T) bool {
	_, _, status := fields(record)
	return endRank(status) < 0
}

// item is one post or task as it was last seen.
type item[T work] struct {
	id       string
	account  string // empty if it is not known
	status   PostStatus
	label    string // of the status, for Progress
	record   T
	before   PostStatus // the status before the last poll that showed it
	lastSeen int        // the last poll that showed it; zero if none has
	misses   int        // polls in a row that did not show it
	lookups  int        // how often /post/status was asked for it
	deleting bool       // it has had the status deleting
}

func (it *item[T]) seen() bool { return it.lastSeen > 0 }

// follow adds the records that a wait is for.
func (w *wait[T]) follow(given ...T) {
	for i := range given {
		id, _, _ := fields(&given[i])
		if it := w.byID[id]; it == nil || it.account == "" {
			w.show(given[i])
		}
	}
}

// show takes in records that the current poll has read. Work that has ended
// keeps its status; any other status may follow any other.
func (w *wait[T]) show(found ...T) {
	for i := range found {
		id, account, status := fields(&found[i])
		it := w.byID[id]
		if it == nil {
			it = &item[T]{id: id}
			w.byID[id], w.items = it, append(w.items, it)
		}
		again := it.lastSeen == w.polls
		if !again {
			it.lastSeen, it.misses, it.before = w.polls, 0, it.status
		}
		ended := endRank(it.before) >= 0 && !w.open(&it.record)
		if ended || again && endRank(status) < endRank(it.status) {
			continue
		}
		if status != it.status {
			it.status, it.label = status, w.label(status)
		}
		it.record, it.account = found[i], cmp.Or(account, it.account)
		it.deleting = it.deleting || status == PostStatusDeleting
	}
}

// follows reports whether the wait follows this record.
func (w *wait[T]) follows(record *T) bool {
	id, _, _ := fields(record)
	return w.byID[id] != nil
}

// filter returns the items for which match returns true.
func (w *wait[T]) filter(match func(*item[T]) bool) (matching []*item[T]) {
	for _, it := range w.items {
		if match(it) {
			matching = append(matching, it)
		}
	}
	return matching
}

// left returns the work that the wait is still for.
func (w *wait[T]) left() []*item[T] {
	return w.filter(func(it *item[T]) bool { return w.open(&it.record) })
}

// missing returns the work that is left and that the current poll has not shown.
func (w *wait[T]) missing() []*item[T] {
	return w.filter(func(it *item[T]) bool { return w.open(&it.record) && it.lastSeen != w.polls })
}

// changed returns the work that the current poll has shown with a new status.
func (w *wait[T]) changed() []*item[T] {
	return w.filter(func(it *item[T]) bool { return it.lastSeen == w.polls && it.status != it.before })
}

// withStatus returns the ids of the work with this status.
func (w *wait[T]) withStatus(status PostStatus) []string {
	return w.ids(w.filter(func(it *item[T]) bool { return it.status == status }))
}

// ids returns the ids of items, without the key.
func (w *wait[T]) ids(items []*item[T]) (ids []string) {
	for _, it := range items {
		ids = append(ids, w.core.redact.Text(it.id))
	}
	return ids
}

// accounts returns the known accounts of the work that is left, each once.
func (w *wait[T]) accounts() (accounts []string) {
	named := map[string]bool{"": true}
	for _, it := range w.left() {
		if !named[it.account] {
			named[it.account] = true
			accounts = append(accounts, it.account)
		}
	}
	return accounts
}

// records returns the work as it was last seen, in the order of the records
// given.
func (w *wait[T]) records(given []T) []T {
	records := make([]T, len(given))
	for i := range given {
		id, _, _ := fields(&given[i])
		records[i] = w.byID[id].record
	}
	return records
}

// lost reports whether a wait gives up missing work; see [WaitOptions].
func (w *wait[T]) lost(it *item[T]) bool {
	if !it.seen() {
		return w.pollStart.Sub(w.start) >= 30*time.Second
	}
	return it.misses > 1
}

// findLost returns [ErrNotFound] if lists have not shown work for too long.
func (w *wait[T]) findLost() error {
	for _, it := range w.missing() {
		if it.misses++; w.lost(it) {
			return w.itemError(it, ErrNotFound)
		}
	}
	return nil
}

var errDraft = errors.New("ugcinc: a draft is not scheduled, so it does not end")

// findDraft returns an error if the wait is for a draft.
func (w *wait[T]) findDraft() error {
	for _, it := range w.left() {
		if it.status == PostStatusDraft {
			return w.itemError(it, errDraft)
		}
	}
	return nil
}

// itemError adds the id of an item to an error.
func (w *wait[T]) itemError(it *item[T], err error) error {
	return fmt.Errorf("%w (%s)", err, printable(w.core.redact.Text(it.id)))
}

// maxUnknown limits the unknown statuses of a [Progress] to what is left of 64
// after the eight known ones, the empty one and "other".
const maxUnknown = 64 - 10

// label returns how [Progress] writes a status.
func (w *wait[T]) label(status PostStatus) string {
	switch status {
	case PostStatusScheduled, PostStatusPending, PostStatusRetrying, PostStatusComplete, PostStatusFailed,
		PostStatusDraft, PostStatusDeleting, PostStatusDeleted, "":
		return string(status)
	}
	label := printable(w.core.redact.Text(show.Cut(string(status), maxRedacted)))
	if _, known := w.labels[label]; !known {
		if len(w.labels) >= maxUnknown {
			label = "other"
		}
		reported := w.labels[label] // "other" may be there already
		w.labels[label] = reported
	}
	return label
}

// maxAccounts is how many accounts one list call names: about 40 KB of request
// with ids of the usual length. The API documents no limit.
const maxAccounts = 1000

// maxKept is the memory for the records that one list call keeps, unless the
// response limit is larger: a list may have any number of due tasks.
const maxKept = 64 << 20

// readLists reads the lists of these accounts, or of all if accounts is nil, and
// keeps the wanted records while it reads: a list holds everything that the
// accounts ever did. With an error it returns the records read before it.
func readLists[P params, T work](ctx context.Context, w *wait[T], e *gen.Endpoint[P, T], accounts []string, filter func(accounts []string) P, wanted func(*T) bool) ([]T, error) {
	cfg := w.core.defaults
	cfg.maxRetries, cfg.perRecord = 0, true
	var found []T
	var invalid error // of the first record that the wait is for and that cannot be decoded
	for {
		n := min(len(accounts), w.accountsPerCall)
		before := len(found)
		room := max(cfg.maxResponseBytes, maxKept)
		var record T
		var broken error
		var excerpt string
		c, err := send(ctx, w.core, e, filter(accounts[:n:n]), cfg, func(r *response) {
			for decodeNext(r, e.Decode, &record) {
				if err := r.decoder.Err(); err == nil {
					if wanted(&record) {
						found = append(found, record)
						wire.Keep[T](r.decoder, &room)
					}
				} else if r.decoder.SkipRecord() {
					it := w.byID[r.decoder.SkippedID()]
					if broken == nil && it != nil && w.open(&it.record) {
						broken = fmt.Errorf("%w: %s: %w", ErrInvalidResponse, printable(it.id), err)
						excerpt = string(r.decoder.Excerpt())
					}
				}
			}
		})
		if err != nil {
			found = found[:before]
			if w.shrinkCalls(n, err) {
				continue
			}
			return found, err
		}
		if broken != nil && invalid == nil {
			c.result.Outcome, c.result.Err, c.result.Excerpt = transport.Unknown, broken, excerpt
			invalid = c.newError(&c.result)
		}
		if accounts = accounts[n:]; len(accounts) == 0 {
			w.growCalls()
			return found, invalid
		}
	}
}

// shrinkCalls halves the accounts per call after a call for n accounts was too
// large or took too long. It reports whether the same poll can continue; a
// server that is slow gets a pause first.
func (w *wait[T]) shrinkCalls(n int, err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || n < 2 {
		return false
	}
	status := e.details().effectiveStatus
	switch {
	case errors.Is(err, ErrResponseTooLarge), status == http.StatusRequestEntityTooLarge:
		w.accountsPerCall, w.maxAccountsPerCall = n/2, n/2
		return true
	case errors.As(err, new(*transport.TimeoutError)), status == http.StatusGatewayTimeout:
		w.accountsPerCall = n / 2
	}
	return false
}

// growCalls raises the accounts per call after a successful poll, slowly enough
// that a server that is always slow makes few polls fail.
func (w *wait[T]) growCalls() {
	const polls = 32 // from almost none to the most
	w.accountsPerCall = min(w.maxAccountsPerCall, w.accountsPerCall+w.maxAccountsPerCall/polls+1)
}
