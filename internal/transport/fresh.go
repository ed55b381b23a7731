package transport

import "net/http"

// fresh gives each attempt a request of its own: a body from its beginning and
// headers that no earlier attempt has touched.
func fresh(next handler, userAgent string) handler {
	return func(req *http.Request, call *Call) Result {
		attempt := new(http.Request)
		*attempt = *req
		attempt.Header = make(http.Header, len(req.Header)+len(call.Header)+1)
		for key, values := range req.Header {
			attempt.Header[key] = values[:len(values):len(values)]
		}
		attempt.Header["User-Agent"] = []string{userAgent}
		for _, h := range call.Header {
			attempt.Header.Set(h.Key, h.Value)
		}
		body, err := req.GetBody()
		if err != nil {
			return Result{Outcome: NotSent, Err: err, Final: true}
		}
		attempt.Body = body
		return next(attempt, call)
	}
}
