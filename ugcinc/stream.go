package ugcinc

import (
	"context"
	"iter"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// stream makes a call whose data is an array, and yields one record at a time
// from the connection. Each range over it is a call of its own.
func stream[P params, T any](ctx context.Context, core *core, e *gen.Endpoint[P, T], p P, opts []CallOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		cfg, err := core.configure(&e.Operation, opts)
		if err != nil {
			yield(*new(T), err)
			return
		}
		streamCall(ctx, newCall(core, &e.Operation, cfg), e, p)(yield)
	}
}

func streamCall[P params, T any](ctx context.Context, c *call, e *gen.Endpoint[P, T], p P) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		a := new(answer)
		c.stream = a
		if err := roundTrip(ctx, c, e.Send, p); err != nil {
			yield(none, err)
			return
		}
		if !a.first {
			return // an empty list, read to its end
		}
		defer a.decoder.Release()
		defer transport.Free(a.body)
		var ended error
		for more := true; more; more = a.Next() {
			var record T
			if ended = ctx.Err(); ended != nil {
				break
			}
			if e.Decode(a.decoder, &record); a.decoder.Err() != nil {
				break
			}
			if !yield(record, nil) {
				return
			}
		}
		if err := c.endOfStream(a, ended); err != nil {
			yield(none, err)
		}
	}
}

// endOfStream is the error that a stream ends with, if it does.
func (c *call) endOfStream(a *answer, ended error) error {
	verdict := c.judge(a, a.status)
	records := a.Records()
	if a.decoder.Err() != nil || ended != nil {
		records-- // the last one announced did not come whole
	}
	if ended != nil {
		verdict = transport.Verdict{Outcome: transport.Unknown, Code: a.status, Err: ended}
	}
	if verdict.Err == nil {
		return nil
	}
	e := c.fail(&transport.Failure{Attempts: c.Attempts, Result: transport.Result{
		Outcome: verdict.Outcome,
		Status:  a.status,
		Code:    verdict.Code,
		Err:     verdict.Err,
	}})
	e.Records = max(records, 0)
	return e
}
