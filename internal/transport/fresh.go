package transport

import (
	"context"
	"net/http"
)

// fresh gives each attempt a request of its own, with a body from its beginning
// and headers that no earlier attempt has touched.
func fresh(next handler, userAgent string) handler {
	return func(ctx context.Context, req *http.Request, call *Call) Result {
		header := make(http.Header, len(req.Header)+len(call.Header)+1)
		for key, values := range req.Header {
			header[key] = values[:len(values):len(values)]
		}
		own := req.WithContext(ctx)
		own.Header = header
		own.Header["User-Agent"] = []string{userAgent}
		addHeader(own, call)
		if err := rewind(own, call); err != nil {
			return Result{Outcome: NotSent, Err: err, Final: true}
		}
		return next(ctx, own, call)
	}
}

func addHeader(req *http.Request, call *Call) {
	for _, h := range call.Header {
		req.Header.Set(h.Key, h.Value)
	}
}

// rewind gives an attempt after the first its body from the beginning.
func rewind(req *http.Request, call *Call) (err error) {
	if call.Attempts > 1 {
		req.Body, err = req.GetBody()
	}
	return err
}
