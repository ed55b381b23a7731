package ugcinc

import (
	"context"
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/transport"
	"github.com/ugcinc/ugcinc-go/internal/wire"
)

// A call, in the order of events:
//
//   - posts.go and the other groups: one statement for each operation;
//   - call.go: object and list; stream.go: stream; reconcile.go: create;
//   - calloptions.go: the options of the call, which override the client's;
//   - call.go: send, which has package transport make the attempts;
//   - response.go: the response of each attempt, decoded by package wire;
//   - errors.go: the error of a call that failed.
//
// The waiters, in the files wait*.go, are made of such calls.

// object makes a call whose data is one record.
func object[P params, T any](ctx context.Context, core *core, e *gen.Endpoint[P, T], p P, opts []CallOption) (*T, error) {
	cfg, err := prepare(ctx, core, e, p, opts)
	if err != nil {
		return nil, err
	}
	var value T
	if _, err = send(ctx, core, e, p, cfg, readOne(e, &value)); err != nil {
		return nil, err
	}
	return &value, nil
}

// list makes a call whose data is an array, and collects it.
func list[P params, T any](ctx context.Context, core *core, e *gen.Endpoint[P, T], p P, opts []CallOption) ([]T, error) {
	cfg, err := prepare(ctx, core, e, p, opts)
	if err != nil {
		return nil, err
	}
	var values wire.Records[T]
	_, err = send(ctx, core, e, p, cfg, func(r *response) {
		values = wire.Records[T]{} // an earlier attempt may have left some
		for r.Next() {
			e.Decode(r.decoder, values.Add(r.decoder))
		}
	})
	if err != nil {
		return nil, err
	}
	return values.Slice(), nil
}

// readOne reads a response whose data is one record.
func readOne[P, T any](e *gen.Endpoint[P, T], value *T) func(*response) {
	return func(r *response) {
		for decodeNext(r, e.Decode, value) {
		}
	}
}

// params are the parameters of an operation, which check themselves.
type params interface {
	Check() (field, reason string)
}

// prepare resolves the options of a call and checks its parameters.
func prepare[P params, T any](ctx context.Context, core *core, e *gen.Endpoint[P, T], p P, opts []CallOption) (callConfig, error) {
	cfg, err := core.configure(&e.Operation, opts)
	if err != nil {
		return cfg, err
	}
	if cfg.settle != core.defaults.settle { // as a default it has no effect on other calls
		return cfg, &ParamError{Operation: e.ID, Field: "WithReconcile", Reason: "is for CreateSlideshow and CreateVideo"}
	}
	return cfg, check(ctx, e, p)
}

func check[P params, T any](ctx context.Context, e *gen.Endpoint[P, T], p P) error {
	if field, reason := p.Check(); reason != "" {
		return &ParamError{Operation: e.ID, Field: field, Reason: reason}
	}
	if ctx == nil {
		return &ParamError{Operation: e.ID, Field: "ctx", Reason: "must not be nil"}
	}
	return nil
}

// call is one call with its attempts.
type call struct {
	transport.Call

	core     *core
	op       *gen.Operation
	cfg      callConfig
	readData func(*response)
	response response // of the last attempt
	result   transport.Result
}

// send makes a call. readData reads the data of a response; it is called for each
// attempt that gets a response with a 2xx status.
func send[P, T any](ctx context.Context, core *core, e *gen.Endpoint[P, T], p P, cfg callConfig, readData func(*response)) (*call, error) {
	op := &e.Operation
	c := &call{core: core, op: op, cfg: cfg, readData: readData}
	c.Call = transport.Call{
		Operation:      op.ID,
		Safe:           op.Retry == gen.RetrySafe,
		MaxRetries:     cfg.maxRetries,
		AttemptTimeout: cfg.timeout(op),
		Long:           op.List,
		Header:         cfg.header,
		Read:           c.readResponse,
	}
	if cfg.responseInto != nil {
		*cfg.responseInto = nil // it may hold the response of an earlier call
	}
	req, err := e.NewRequest(ctx, core.server, p)
	if err != nil {
		return c, &ParamError{Operation: op.ID, Field: unencodable(err), Reason: "cannot be encoded as JSON"}
	}
	c.result = core.transport.Do(req, &c.Call)
	if c.result.Err != nil {
		return c, c.newError(&c.result)
	}
	return c, nil
}

// unencodable returns the field that cannot be encoded: a string that is not
// UTF-8, or a time outside the years 0 to 9999.
func unencodable(err error) string {
	var pointer jsontext.Pointer
	if semantic := (*json.SemanticError)(nil); errors.As(err, &semantic) {
		pointer = semantic.JSONPointer
	} else if syntactic := (*jsontext.SyntacticError)(nil); errors.As(err, &syntactic) {
		pointer = syntactic.JSONPointer
	}
	for field := range pointer.Tokens() {
		return field
	}
	return ""
}
