package ugcinc

import (
	"hash/maphash"
	"sync"
	"time"

	"github.com/ugcinc/ugcinc-go/internal/show"
	"github.com/ugcinc/ugcinc-go/internal/wire"
)

// DriftKind says how a response differs from the API document.
type DriftKind string

const (
	// DriftUnknownField is a field that the document does not have.
	DriftUnknownField = DriftKind(wire.UnknownMember)
	// DriftUnknownValue is an enum value that the document does not have.
	DriftUnknownValue = DriftKind(wire.UnknownValue)
	// DriftNull is a null in a field that is not nullable in the document.
	DriftNull = DriftKind(wire.Null)
	// DriftMissingField is a required field that the response does not have.
	DriftMissingField = DriftKind(wire.Missing)
	// DriftType is a value that was kept although the document gives the field
	// another type: a number for a string, one string for an array of strings, or
	// a string for a number or a boolean.
	DriftType = DriftKind(wire.Type)
	// DriftEnvelope is a response that does not have the envelope's form.
	DriftEnvelope = DriftKind(wire.Outside)
)

// Drift is one way in which the API's responses differ from the document.
type Drift struct {
	// Operation is the operationId.
	Operation string
	// Path is the place, such as data[].status, without an index. The API key is
	// redacted if the server puts it into the name of a field.
	Path string
	// Kind says how it differs.
	Kind DriftKind
	// Value is an unknown enum value, or the JSON type of an unknown field or of
	// an unexpected type. It has at most 64 bytes and never contains the API key.
	Value string
	// First is the time at which this client first saw it.
	First time.Time
}

// WithDriftObserver calls observe when a response differs from the API document
// that this version was generated from: once per client for each kind and path,
// and for each unknown enum value. It does not change what a call returns. The
// function is called from the goroutine of the call, by one goroutine at a time;
// it must not call the client.
func WithDriftObserver(observe func(Drift)) Option {
	return clientOption(func(c *config) error {
		if observe == nil {
			return &ParamError{Field: "WithDriftObserver", Reason: "must not be nil"}
		}
		c.observe = observe
		return nil
	})
}

var hashSeed = maphash.MakeSeed()

// maxDrift limits the memory for a server that invents field names.
const maxDrift = 4096

// driftLog records what has been reported.
type driftLog struct {
	observe func(Drift)
	redact  func(string) string

	mu   sync.Mutex
	seen map[uint64]struct{} // hashes take less memory than paths
}

func newDriftLog(observe func(Drift), redact func(string) string) *driftLog {
	if observe == nil {
		return nil
	}
	return &driftLog{observe: observe, redact: redact, seen: map[uint64]struct{}{}}
}

// observer returns the observer of one response, or nil without a log.
func (l *driftLog) observer(operation string) wire.Observer {
	if l == nil {
		return nil
	}
	return func(kind wire.Drift, path, value string) {
		l.report(Drift{Operation: operation, Path: path, Kind: DriftKind(kind), Value: value})
	}
}

func (l *driftLog) report(d Drift) {
	place := d // without First
	if place.Kind != DriftUnknownValue {
		place.Value = ""
	}
	key := maphash.Comparable(hashSeed, place)
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, old := l.seen[key]; old || len(l.seen) >= maxDrift {
		return
	}
	l.seen[key] = struct{}{}
	d.Path, d.Value, d.First = l.redact(d.Path), show.Cut(l.redact(d.Value), 64), time.Now()
	l.observe(d)
}
