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
		cfg, err := prepare(ctx, core, e, p, opts)
		if err != nil {
			yield(*new(T), err)
			return
		}
		cfg.keepOpen, cfg.perRecord = true, true
		var record T
		c, err := send(ctx, core, e, p, cfg, func(r *response) {
			decodeNext(r, e.Decode, &record) // the first record ends the retries
		})
		if err != nil {
			yield(*new(T), err)
			return
		}
		if !c.result.KeepOpen {
			return // an empty list, read to its end
		}
		// The first record is decoded, and the response is still open.
		r, yielded, ended := &c.response, 0, false
		defer func() {
			transport.CloseBody(r.http, ended)
			r.decoder.Release()
		}()
		for !ended && r.decoder.Err() == nil && ctx.Err() == nil {
			yielded++
			if !yield(record, nil) {
				return
			}
			ended = !decodeNext(r, e.Decode, &record)
		}
		end := transport.Result{Outcome: transport.Unknown, Code: r.http.StatusCode, Err: ctx.Err()}
		if ended || r.decoder.Err() != nil {
			end = c.finish()
		}
		if end.Err != nil {
			end = core.transport.Broken(ctx, &c.Call, c.result, end)
			failed := c.newError(&end)
			failed.Records = yielded
			yield(*new(T), failed)
		}
	}
}
