package ugcinc

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/show"
	"github.com/ugcinc/ugcinc-go/internal/transport"
	"github.com/ugcinc/ugcinc-go/internal/wire"
)

// Posts and tasks share these statuses.
const (
	statusScheduled = string(TaskStatusScheduled)
	statusPending   = string(TaskStatusPending)
	statusComplete  = string(TaskStatusComplete)
	statusFailed    = string(TaskStatusFailed)
)

// notEnded reports whether work with this status is still to end. A status that
// the API document does not know counts as not ended: otherwise the wait could
// report work as done that is not.
func notEnded(status string) bool { return status != statusComplete && status != statusFailed }

// endRank orders the statuses of a record that one poll shows more than once:
// an ended one wins, and complete wins over failed.
func endRank(status string) int {
	switch status {
	case statusComplete:
		return 2
	case statusFailed:
		return 1
	}
	return 0
}

// work is what a wait follows.
type work[T any] struct {
	key     func(*T) (id, status string)
	account func(*T) string
	// open reports whether the wait is still for this record.
	open   func(*T) bool
	redact func(string) string

	items      []*item[T]
	byID       map[string]*item[T]
	polls      int
	lastChange time.Time
	unknown    map[string]bool // labels of unknown statuses, true once a poll has shown one
	unreported []string        // those that OnProgress has not got yet
}

// item is one post or task as it was last seen.
type item[T any] struct {
	id       string
	account  string // empty if it is not known
	status   string
	label    string // of the status, for Progress
	record   T
	latest   *T   // the record as the current poll shows it
	seen     bool // by a poll of this wait
	seenPoll int  // the last poll that showed it
	absences int  // polls in a row that did not show it
	lookups  int  // how often it was asked for by id
}

// change is a new status.
type change[T any] struct {
	record T
	before string
}

// follow adds the records that a wait is for.
func (w *work[T]) follow(given []T) {
	for _, record := range given {
		id, status := w.key(&record)
		known := w.byID[id] != nil
		it := w.itemOf(&record)
		if !known {
			it.status, it.label, it.record = status, w.label(status), record
		}
		if it.account == "" {
			it.account = w.account(&record)
		}
	}
}

// itemOf returns the item of a record. It adds an empty one if there is none.
func (w *work[T]) itemOf(record *T) *item[T] {
	id, _ := w.key(record)
	it := w.byID[id]
	if it == nil {
		it = &item[T]{id: id}
		w.byID[id] = it
		w.items = append(w.items, it)
	}
	return it
}

// update takes in records that the current poll has read. Work that has ended
// keeps its status; any other status may follow any other, also an earlier one.
func (w *work[T]) update(found []T) (changed []change[T]) {
	var shown []*item[T]
	for i := range found {
		it := w.itemOf(&found[i])
		if it.latest == nil {
			shown = append(shown, it)
			it.latest = &found[i]
			continue
		}
		_, latest := w.key(it.latest)
		if _, status := w.key(&found[i]); endRank(status) >= endRank(latest) {
			it.latest = &found[i]
		}
	}
	for _, it := range shown {
		record := *it.latest
		it.latest, it.seen, it.seenPoll, it.absences = nil, true, w.polls, 0
		if !notEnded(it.status) {
			continue
		}
		before := it.status
		_, it.status = w.key(&record)
		it.record = record
		if account := w.account(&record); account != "" {
			it.account = account
		}
		if it.status != before {
			w.lastChange = time.Now()
			changed = append(changed, change[T]{record, before})
			it.label = w.label(it.status)
		}
		if shown, unknown := w.unknown[it.label]; unknown && !shown {
			w.unknown[it.label] = true
			w.unreported = append(w.unreported, it.label)
		}
	}
	return changed
}

// missing returns the open work that the current poll has not shown.
func (w *work[T]) missing() (missing []*item[T]) {
	for _, it := range w.items {
		if w.open(&it.record) && it.seenPoll != w.polls {
			missing = append(missing, it)
		} else {
			it.absences = 0
		}
	}
	return missing
}

// ofItem adds the id of an item to an error about it.
func (w *work[T]) ofItem(it *item[T], err error) error {
	return fmt.Errorf("%w (%s)", err, printable(w.redact(it.id)))
}

// follows reports whether a record belongs to the work.
func (w *work[T]) follows(record *T) bool {
	id, _ := w.key(record)
	return w.byID[id] != nil
}

// waitsFor reports whether the record with this id belongs to the work that is
// left.
func (w *work[T]) waitsFor(id string) bool {
	it := w.byID[id]
	return it != nil && w.open(&it.record)
}

// accounts returns the known accounts of the work that is left, each once.
func (w *work[T]) accounts() (accounts []string) {
	named := map[string]bool{"": true}
	for _, it := range w.items {
		if w.open(&it.record) && !named[it.account] {
			named[it.account] = true
			accounts = append(accounts, it.account)
		}
	}
	return accounts
}

// left counts the work that has not ended.
func (w *work[T]) left() (n int) {
	for _, it := range w.items {
		if w.open(&it.record) {
			n++
		}
	}
	return n
}

// leftIDs returns the ids of the work that is left, in the order given, without
// the key.
func (w *work[T]) leftIDs() (ids []string) {
	for _, it := range w.items {
		if w.open(&it.record) {
			ids = append(ids, w.redact(it.id))
		}
	}
	return ids
}

// failed returns the ids of the work that failed, in the order given, without
// the key.
func (w *work[T]) failed() (ids []string) {
	for _, it := range w.items {
		if it.status == statusFailed {
			ids = append(ids, w.redact(it.id))
		}
	}
	return ids
}

func (w *work[T]) counts() map[string]int {
	counts := map[string]int{}
	for _, it := range w.items {
		if it.status != "" || it.seen {
			counts[it.label]++
		}
	}
	return counts
}

// records returns the work as it was last seen, in the order of the records
// given.
func (w *work[T]) records(given []T) []T {
	records := make([]T, len(given))
	for i := range given {
		records[i] = w.itemOf(&given[i]).record
	}
	return records
}

// maxStatuses limits the statuses of a [Progress]: the four that the document
// knows, otherStatus, and the first of all others.
const (
	maxStatuses = 64
	otherStatus = "other"
)

// label returns how [Progress] writes a status.
func (w *work[T]) label(status string) string {
	switch status {
	case statusScheduled, statusPending, statusComplete, statusFailed, "":
		return status
	}
	label := printable(w.redact(show.Cut(status, maxRedacted)))
	if _, known := w.unknown[label]; known {
		return label
	}
	if len(w.unknown) >= maxStatuses-5 {
		label = otherStatus
	}
	if _, known := w.unknown[label]; !known {
		w.unknown[label] = false
	}
	return label
}

// maxAccounts is how many accounts one list call names: about 40 KB of request
// with ids of the usual length. The API documents no limit.
const maxAccounts = 1000

// maxKept is the memory for the records that one list call keeps, unless the
// response limit is larger: a list may have any number of due tasks.
const maxKept = 64 << 20

// pollLists reads the lists of these accounts, or of all if accounts is nil, and
// keeps the wanted records while it reads: a list holds everything that the
// accounts ever did. With an error it returns the records read before it.
func pollLists[P params, T any](ctx context.Context, w *wait[T], e *gen.Endpoint[P, T], accounts []string, filter func(accounts []string) P, wanted func(*T) bool) ([]T, error) {
	cfg := w.core.defaults
	cfg.maxRetries, cfg.perRecord = 0, true
	var found []T
	var invalid error // the first record that the wait is for and that cannot be decoded
	for {
		n := min(len(accounts), w.accountsPerCall)
		before := len(found)
		room := max(cfg.maxResponseBytes, maxKept)
		var record T
		_, err := send(ctx, w.core, e, filter(accounts[:n:n]), cfg, func(r *response) {
			for decodeNext(r, e.Decode, &record) {
				if err := r.decoder.Err(); err == nil {
					if wanted(&record) {
						found = append(found, record)
						wire.Keep[T](r.decoder, &room)
					}
				} else if r.decoder.SkipRecord() {
					if id := r.decoder.SkippedID(); invalid == nil && w.waitsFor(id) {
						invalid = w.invalidRecord(r, id, err)
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
		if accounts = accounts[n:]; len(accounts) == 0 {
			w.growCalls()
			return found, invalid
		}
	}
}

// invalidRecord returns the error of a record in a list that can be read
// otherwise.
func (w *wait[T]) invalidRecord(r *response, id string, err error) *Error {
	d := &detail{
		safe:            true,
		effectiveStatus: r.http.StatusCode,
		excerpt:         w.core.redact.CutText(string(r.decoder.Excerpt())),
		cause:           w.core.redact.Error(fmt.Errorf("%w: %s: %w", ErrInvalidResponse, printable(id), err)),
	}
	e := &Error{
		Operation:  w.operation,
		StatusCode: r.http.StatusCode,
		Attempts:   1,
		Outcome:    OutcomeUnknown,
	}
	return e.with(d)
}

// shrinkCalls halves the accounts per call after a call for n accounts failed
// because it was too large or took too long. It reports whether the same poll
// can continue; a server that is slow gets a pause first.
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
