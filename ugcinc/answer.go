package ugcinc

import (
	"net/http"

	"github.com/ugcinc/ugcinc-go/internal/transport"
	"github.com/ugcinc/ugcinc-go/internal/wire"
)

// answer is one answer as it is read.
type answer struct {
	wire.Answer

	decoder *wire.Decoder
	resp    *http.Response
}

func newAnswer(c *call, resp *http.Response) answer {
	d := wire.NewDecoder(resp.Body, c.cfg.maxResponseBytes, c.core.drift.observer(c.op.ID))
	return answer{
		Answer:  wire.NewAnswer(d, c.op.List, c.stream || c.perRecord),
		decoder: d,
		resp:    resp,
	}
}

// readEnd reads the body to its end after a complete envelope, within the limits
// of [transport.Drain].
func (a *answer) readEnd() {
	if a.Complete() {
		transport.Drain(a.resp)
		a.ReadEnd()
	}
}

// refusal is what an answer says that is not a success.
type refusal struct {
	code    int
	message string
	excerpt string
	cause   error
	final   bool
}

func (r *refusal) Error() string {
	if r.cause != nil {
		return r.cause.Error()
	}
	return r.message
}

func (r *refusal) Unwrap() error { return r.cause }

// interruptedError is a call whose context ended while it waited to be sent
// again.
type interruptedError struct{ ended, last error }

func (e *interruptedError) Error() string {
	if e.last == nil {
		return e.ended.Error() + " while it waited to be sent again"
	}
	return e.ended.Error() + " while it waited to be sent again after: " + e.last.Error()
}

func (e *interruptedError) Unwrap() []error {
	if e.last == nil {
		return []error{e.ended}
	}
	return []error{e.ended, e.last}
}
