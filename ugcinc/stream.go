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
		var none, record T
		c := newCall(core, &e.Operation, cfg)
		c.stream = true
		c.read = func(a *answer) {
			record = none
			if a.Next() {
				e.Decode(a.decoder, &record)
			}
		}
		a, whole := &c.answer, false
		defer func() { // also if the logger panics, within roundTrip
			if c.open {
				transport.Free(a.resp, whole)
				a.decoder.Release()
			}
		}()
		if err := roundTrip(ctx, c, e.Send, p); err != nil {
			yield(none, err)
			return
		}
		if !c.open {
			return // an empty list, read to its end
		}
		var ended error
		yielded := 0
		for a.decoder.Err() == nil {
			if ended = ctx.Err(); ended != nil {
				break
			}
			if !yield(record, nil) {
				return
			}
			if yielded++; !a.Next() {
				whole = true
				break
			}
			record = none
			e.Decode(a.decoder, &record)
		}
		if err := c.endOfStream(ctx, yielded, ended); err != nil {
			yield(none, err)
		}
	}
}

// endOfStream is the error that a stream ends with, if it does.
func (c *call) endOfStream(ctx context.Context, yielded int, ended error) error {
	resp := c.answer.resp
	verdict := c.judge(&c.answer, resp.StatusCode)
	if ended != nil {
		verdict = transport.Verdict{Outcome: transport.Unknown, Code: resp.StatusCode, Err: ended}
	}
	if verdict.Err == nil {
		return nil
	}
	e := c.fail(c.core.transport.Broke(ctx, &c.Call, verdict, resp))
	e.Records = yielded
	return e
}
