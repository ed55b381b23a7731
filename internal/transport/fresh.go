package transport

import "net/http"

// fresh gives each attempt a body from its beginning and headers that no
// earlier attempt has touched.
// Where nothing stands between here and the signer, which makes its own, all
// attempts have the same headers.
func fresh(next handler, userAgent string, watched bool) handler {
	return func(req *http.Request, call *Call) Result {
		if watched {
			header := make(http.Header, len(req.Header)+len(call.Header)+1)
			for key, values := range req.Header {
				header[key] = values[:len(values):len(values)]
			}
			req.Header = header
		}
		req.Header["User-Agent"] = []string{userAgent}
		for _, h := range call.Header {
			req.Header.Set(h.Key, h.Value)
		}
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
