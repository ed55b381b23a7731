package transport

import "net/http"

// fresh gives each attempt a body from its beginning and headers that no
// earlier attempt has touched.
func fresh(next handler, userAgent string) handler {
	return func(req *http.Request, call *Call) Result {
		header := make(http.Header, len(req.Header)+len(call.Header)+1)
		for key, values := range req.Header {
			header[key] = values[:len(values):len(values)]
		}
		header["User-Agent"] = []string{userAgent}
		for _, h := range call.Header {
			header.Set(h.Key, h.Value)
		}
		req.Header = header
		if call.Attempts > 1 {
			body, err := req.GetBody()
			if err != nil {
				return Result{Outcome: NotSent, Err: err, Final: true}
			}
			req.Body = body
		}
		return next(req, call)
	}
}
