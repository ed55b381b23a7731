package ugcinc_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func TestUnusualResponses(t *testing.T) {
	t.Parallel()
	created := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	task := ugcinc.Task{ID: "t", AccountID: "a", Type: "edit_profile", Status: "pending", CreatedAt: created}
	with := func(change func(*ugcinc.Task)) []ugcinc.Task {
		changed := task
		change(&changed)
		return []ugcinc.Task{changed}
	}
	record := func(fields string) string {
		return `{"ok":true,"code":200,"message":"Success","data":[{"id":"t","account_id":"a","type":"edit_profile","status":"pending","scheduled_time":null,"duration":null,"keywords":null,"edit_profile_info":null,"created_at":"2026-03-02T09:30:00Z"` + fields + `}]}`
	}
	bare := `[{"id":"t","account_id":"a","type":"edit_profile","status":"pending","created_at":"2026-03-02T09:30:00Z"}]`
	at := func(offset int) time.Time { return created.In(time.FixedZone("", offset)) }
	tests := map[string]struct {
		body string
		want []ugcinc.Task
	}{
		"as documented":             {record(""), []ugcinc.Task{task}},
		"none":                      {`{"ok":true,"code":200,"data":[]}`, []ugcinc.Task{}},
		"no ok":                     {`{"code":200,"data":` + bare + `}`, []ugcinc.Task{task}},
		"no ok, no code":            {`{"data":` + bare + `}`, []ugcinc.Task{task}},
		"ok is null":                {`{"ok":null,"data":` + bare + `}`, []ugcinc.Task{task}},
		"data first":                {`{"data":` + bare + `,"message":null,"code":200,"ok":true}`, []ugcinc.Task{task}},
		"unknown envelope field":    {`{"took":{"ms":[1,{}]},"ok":true,"data":` + bare + `}`, []ugcinc.Task{task}},
		"unknown field":             {record(`,"mood":{"a":[1,2,{"b":null}]}`), []ugcinc.Task{task}},
		"unknown values":            {record(`,"type":"dance","status":"paused"`), with(func(t *ugcinc.Task) { t.Type, t.Status = "dance", "paused" })},
		"escaped name":              {record(`,"\u0073tatus":"failed"`), with(func(t *ugcinc.Task) { t.Status = "failed" })},
		"lone surrogate":            {record(`,"keywords":"a\ud800b"`), with(func(t *ugcinc.Task) { t.Keywords = new("a\uFFFDb") })},
		"lone surrogate at the end": {record(`,"keywords":"\udfff"`), with(func(t *ugcinc.Task) { t.Keywords = new("\uFFFD") })},
		"a pair of surrogates":      {record(`,"keywords":"\ud83d\ude00"`), with(func(t *ugcinc.Task) { t.Keywords = new("😀") })},
		"invalid UTF-8":             {record(",\"keywords\":\"a\xffb\xc3\""), with(func(t *ugcinc.Task) { t.Keywords = new("a\uFFFDb\uFFFD") })},
		"invalid UTF-8 in a name":   {record(",\"k\xffy\":1"), []ugcinc.Task{task}},
		"keywords as a list":        {record(`,"keywords":["morning stretch","desk yoga"]`), with(func(t *ugcinc.Task) { t.Keywords = new("morning stretch, desk yoga") })},
		"no keywords":               {record(`,"keywords":[]`), with(func(t *ugcinc.Task) { t.Keywords = new("") })},
		"a negative count":          {record(`,"duration":-600`), with(func(t *ugcinc.Task) { t.Duration = new(int64(-600)) })},
		"a null where none is":      {record(`,"account_id":null`), with(func(t *ugcinc.Task) { t.AccountID = "" })},
		"time without zone":         {record(`,"created_at":"2026-03-02T09:30:00"`), []ugcinc.Task{task}},
		"time with a blank":         {record(`,"created_at":"2026-03-02 09:30:00.000"`), []ugcinc.Task{task}},
		"time with a short offset":  {record(`,"created_at":"2026-03-02 09:30:00+00"`), with(func(t *ugcinc.Task) { t.CreatedAt = at(0) })},
		"time east of Greenwich":    {record(`,"created_at":"2026-03-02T15:00:00+0530"`), with(func(t *ugcinc.Task) { t.CreatedAt = at(5*3600 + 1800) })},
		"time west of Greenwich":    {record(`,"created_at":"2026-03-02 01:30:00.0-08"`), with(func(t *ugcinc.Task) { t.CreatedAt = at(-8 * 3600) })},
		"time without seconds":      {record(`,"created_at":"2026-03-02T09:30Z"`), []ugcinc.Task{task}},
		"time in small letters":     {record(`,"created_at":"2026-03-02t09:30:00z"`), []ugcinc.Task{task}},
		"a date alone":              {record(`,"scheduled_time":"2026-03-02"`), with(func(t *ugcinc.Task) { t.ScheduledTime = new(created.Truncate(24 * time.Hour)) })},
		"a number in another form":  {record(`,"duration":6e2`), with(func(t *ugcinc.Task) { t.Duration = new(int64(600)) })},
		"a number with a fraction":  {record(`,"duration":600.0`), with(func(t *ugcinc.Task) { t.Duration = new(int64(600)) })},
		"a number as text":          {record(`,"duration":"9007199254740993"`), with(func(t *ugcinc.Task) { t.Duration = new(int64(9007199254740993)) })},
		"the smallest number":       {record(`,"duration":-9223372036854775808`), with(func(t *ugcinc.Task) { t.Duration = new(int64(-9223372036854775808)) })},
		"doubled name":              {record(`,"duration":1,"duration":2`), with(func(t *ugcinc.Task) { t.Duration = new(int64(2)) })},
		"an edit of nothing":        {record(`,"edit_profile_info":{}`), with(func(t *ugcinc.Task) { t.EditProfileInfo = &ugcinc.EditProfileInfo{} })},
		"an edit":                   {record(`,"edit_profile_info":{"nickName":"n","bio":null,"site":"s"}`), with(func(t *ugcinc.Task) { t.EditProfileInfo = &ugcinc.EditProfileInfo{NickName: new("n")} })},
		"white space all over":      {" \n{ \"data\" : " + bare + "\t}\r\n ", []ugcinc.Task{task}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/plain")
				_, _ = io.WriteString(w, tt.body)
			})
			c := s.client(t)
			got, err := both(t,
				func() ([]ugcinc.Task, error) { return c.Tasks.List(t.Context(), ugcinc.ListTasksParams{}) },
				c.Tasks.All(t.Context(), ugcinc.ListTasksParams{}))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("tasks (-want +got):\n%s", diff)
			}
		})
	}
}

// Responses that report success and are not valid.
func TestInvalidResponses(t *testing.T) {
	t.Parallel()
	lists := map[string]struct{ body, text string }{
		"empty body":          {"", "empty"},
		"blank body":          {" \n", "empty"},
		"an empty object":     {`{}`, "no data"},
		"no data":             {`{"ok":true,"code":200}`, "no data"},
		"null":                {`null`, "not a JSON object"},
		"an array":            {`[{"id":"t"}]`, "not a JSON object"},
		"text":                {`"ok"`, "not a JSON object"},
		"null data":           {`{"ok":true,"data":null}`, "data: got null, want an array"},
		"text data":           {`{"ok":true,"data":"none"}`, "data: got a string, want an array"},
		"object data":         {`{"ok":true,"data":{"id":"t"}}`, "data: got an object, want an array"},
		"a page":              {`<html><body>Welcome</body></html>`, "broken"},
		"cut in a name":       {`{"ok":true,"da`, "broken"},
		"cut in data":         {`{"ok":true,"data":[{"id":"t"`, "data[0]"},
		"cut after data":      {`{"ok":true,"data":[]`, "broken"},
		"a null record":       {`{"data":[{"id":"t"},null]}`, "data[1]: got null, want an object"},
		"a text record":       {`{"data":["t"]}`, "data[0]: got a string, want an object"},
		"a bad count":         {`{"data":[{"id":"t"},{"id":"u","duration":"soon"}]}`, "data[1].duration: got a string, want a whole number"},
		"a hexadecimal count": {`{"data":[{"duration":"0x1p4"}]}`, "data[0].duration: got a string, want a whole number"},
		"half a second":       {`{"data":[{"duration":0.5}]}`, "data[0].duration: got a number, want a whole number"},
		"too large a count":   {`{"data":[{"duration":9223372036854775808}]}`, "data[0].duration: got a number, want a whole number"},
		"a bad time":          {`{"data":[{"created_at":"soon"}]}`, "data[0].created_at: got a string, want a time"},
		"an impossible time":  {`{"data":[{"created_at":"2026-02-30T00:00:00Z"}]}`, "data[0].created_at: got a string, want a time"},
		"a time as a number":  {`{"data":[{"created_at":1772443800}]}`, "data[0].created_at: got a number, want a time"},
		"an object as text":   {`{"data":[{"id":{"a":1}}]}`, "data[0].id: got an object, want a string"},
		"keywords of all":     {`{"data":[{"keywords":["a",{}]}]}`, "data[0].keywords[1]: got an object, want a string"},
		"an edit as text":     {`{"data":[{"edit_profile_info":"bio"}]}`, "data[0].edit_profile_info: got a string, want an object"},
		"more than the body":  {`{"data":[]}<!-- served by edge -->`, "the body continues after the envelope"},
		"deep nesting":        {`{"data":[{"x":` + strings.Repeat("[", 20000), "broken"},
	}
	for name, tt := range lists {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(200, tt.body))
			c := s.client(t)
			_, err := both(t,
				func() ([]ugcinc.Task, error) { return c.Tasks.List(t.Context(), ugcinc.ListTasksParams{}) },
				c.Tasks.All(t.Context(), ugcinc.ListTasksParams{}))
			if !errors.Is(err, ugcinc.ErrInvalidResponse) {
				t.Fatalf("error is %v, want ErrInvalidResponse", err)
			}
			if !strings.Contains(err.Error(), tt.text) {
				t.Errorf("error is %q, want %q in it", err, tt.text)
			}
		})
	}
	objects := map[string]string{
		"array data":           `{"ok":true,"data":[]}`,
		"null data":            `{"ok":true,"data":null}`,
		"none of its members":  `{"ok":true,"data":{}}`,
		"no id":                `{"ok":true,"data":{"status":"pending","account_id":"a"}}`,
		"a null id":            `{"ok":true,"data":{"id":null,"account_id":"a"}}`,
		"data twice":           `{"ok":true,"data":{"id":"p"},"data":{"id":"q"}}`,
		"members of another":   `{"ok":true,"data":{"name":"x"}}`,
		"no data":              `{"ok":true,"code":200,"message":"Success"}`,
		"an empty object":      `{}`,
		"cut":                  `{"ok":true,"data":{"id":"p","status":"sch`,
		"cut before the brace": `{"ok":true,"data":{"id":"p"}`,
	}
	for name, body := range objects {
		t.Run("object/"+name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(200, body))
			post, err := s.client(t).Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"})
			if post != nil {
				t.Errorf("a post came back: %+v", post)
			}
			if !errors.Is(err, ugcinc.ErrInvalidResponse) || !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
				t.Errorf("error is %v, want ErrInvalidResponse with an unknown outcome", err)
			}
		})
	}
}

// Responses that report a failure.
func TestFailureResponses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status int
		body   string
		is     error
		want   ugcinc.Error
	}{
		"400":                    {400, `{"ok":false,"code":400,"message":"no"}`, ugcinc.ErrBadRequest, ugcinc.Error{StatusCode: 400, Code: 400, Message: "no", Outcome: ugcinc.OutcomeRejected}},
		"400 without message":    {400, `{"ok":false,"code":400}`, ugcinc.ErrBadRequest, ugcinc.Error{StatusCode: 400, Code: 400, Outcome: ugcinc.OutcomeRejected}},
		"400 without envelope":   {400, `nonsense`, ugcinc.ErrBadRequest, ugcinc.Error{StatusCode: 400, Outcome: ugcinc.OutcomeRejected}},
		"401":                    {401, `{"message":"key"}`, ugcinc.ErrUnauthorized, ugcinc.Error{StatusCode: 401, Message: "key", Outcome: ugcinc.OutcomeRejected}},
		"404":                    {404, `{"code":404}`, ugcinc.ErrNotFound, ugcinc.Error{StatusCode: 404, Code: 404, Outcome: ugcinc.OutcomeRejected}},
		"429":                    {429, ``, ugcinc.ErrRateLimited, ugcinc.Error{StatusCode: 429, Outcome: ugcinc.OutcomeRejected}},
		"418":                    {418, `{"message":"tea"}`, nil, ugcinc.Error{StatusCode: 418, Message: "tea", Outcome: ugcinc.OutcomeRejected}},
		"empty 500":              {500, ``, ugcinc.ErrServer, ugcinc.Error{StatusCode: 500, Outcome: ugcinc.OutcomeUnknown}},
		"a page with 502":        {502, `<html>Bad Gateway</html>`, ugcinc.ErrServer, ugcinc.Error{StatusCode: 502, Outcome: ugcinc.OutcomeUnknown}},
		"ok is false under 200":  {200, `{"ok":false,"code":404,"message":"gone"}`, ugcinc.ErrNotFound, ugcinc.Error{StatusCode: 200, Code: 404, Message: "gone", Outcome: ugcinc.OutcomeRejected}},
		"ok is false, no code":   {200, `{"ok":false,"message":"no"}`, ugcinc.ErrOutcomeUnknown, ugcinc.Error{StatusCode: 200, Message: "no", Outcome: ugcinc.OutcomeUnknown}},
		"ok is false, with data": {200, `{"data":{"post_id":"p","status":"x"},"code":500,"ok":false}`, ugcinc.ErrServer, ugcinc.Error{StatusCode: 200, Code: 500, Outcome: ugcinc.OutcomeUnknown}},
		"ok is false, then cut":  {200, `{"ok":false,"code":400,"message":"no"`, ugcinc.ErrInvalidResponse, ugcinc.Error{StatusCode: 200, Outcome: ugcinc.OutcomeUnknown}},
		"only a code under 200":  {200, `{"code":401}`, ugcinc.ErrUnauthorized, ugcinc.Error{StatusCode: 200, Code: 401, Outcome: ugcinc.OutcomeRejected}},
		"only a code, and data":  {200, `{"code":400,"message":"no","data":{"post_id":1}}`, ugcinc.ErrBadRequest, ugcinc.Error{StatusCode: 200, Code: 400, Message: "no", Outcome: ugcinc.OutcomeRejected}},
		"a 400 behind a 502":     {502, `{"ok":false,"code":400}`, ugcinc.ErrServer, ugcinc.Error{StatusCode: 502, Code: 400, Outcome: ugcinc.OutcomeUnknown}},
		"a 500 inside a 400":     {400, `{"ok":false,"code":500}`, ugcinc.ErrServer, ugcinc.Error{StatusCode: 400, Code: 500, Outcome: ugcinc.OutcomeUnknown}},
		"ok is true under 500":   {500, `{"ok":true,"code":200,"data":{"post_id":"p","status":"x"}}`, ugcinc.ErrServer, ugcinc.Error{StatusCode: 500, Code: 200, Outcome: ugcinc.OutcomeUnknown}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(tt.status, tt.body))
			var last *http.Response
			_, err := s.client(t).Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: "p"}, ugcinc.WithResponseInto(&last))
			var got *ugcinc.Error
			if !errors.As(err, &got) {
				t.Fatalf("error is %v, want a *Error", err)
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("error %v is not %v", err, tt.is)
			}
			exported := ugcinc.Error{Operation: got.Operation, StatusCode: got.StatusCode, Code: got.Code, Message: got.Message, Attempts: got.Attempts, Outcome: got.Outcome}
			tt.want.Operation, tt.want.Attempts = "getPostStatus", 1
			if diff := cmp.Diff(tt.want, exported, cmp.AllowUnexported(ugcinc.Error{})); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if got.Excerpt() != tt.body {
				t.Errorf("excerpt is %q, want %q", got.Excerpt(), tt.body)
			}
			if last == nil || last.StatusCode != tt.status {
				t.Errorf("WithResponseInto got %v", last)
			}
		})
	}
}

// An envelope may contradict itself, in any order. Then ok decides if it comes
// before the data, and a call that may have been done is not called rejected.
func TestEnvelopeOrder(t *testing.T) {
	t.Parallel()
	const data = `"data":{"post_id":"p","status":"complete"}`
	for _, members := range [][2]string{{`"ok":true`, `"code":404`}, {`"ok":false`, `"code":200`}} {
		ok, code := members[0], members[1]
		for _, order := range [][]string{{ok, code, data}, {ok, data, code}, {code, ok, data}, {code, data, ok}, {data, ok, code}, {data, code, ok}} {
			body := "{" + strings.Join(order, ",") + "}"
			t.Run(body, func(t *testing.T) {
				t.Parallel()
				s := serve(t, always(200, body))
				_, err := s.client(t).Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: "p"}, ugcinc.WithMaxRetries(0))
				if done := ok == `"ok":true` && (order[0] != code || order[1] != data); done && err != nil || !done && !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
					t.Errorf("error is %v", err)
				}
			})
		}
	}
}

func TestCooldown(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 3, 7, 0, 0, 0, 0, time.UTC)
	tests := map[string]*ugcinc.CooldownError{
		"Nickname can only be updated once every 7 days. Last update was 2 days ago. You can update again in 5 day(s) on 2026-03-07":    {Field: "nickName", Window: 7 * 24 * time.Hour, Next: day},
		"Avatar can only be updated once every 24 hours. Last update was 3 hours ago. You can update again in 21 hour(s) on 2026-03-07": {Field: "avatarUrl", Window: 24 * time.Hour, Next: day},
		"Bio can only be updated once every 24 hours. Last update was 0 hours ago. You can update again in 24 hour(s) on 2026-03-07":    {Field: "bio", Window: 24 * time.Hour, Next: day},
		"Bio can only be updated once every 24 hours. Last update was 0 hours ago. You can update again soon":                           nil,
		"Bio can only be updated once every 24 hours. Last update was 0 hours ago. You can update again in 24 hour(s) on 2026-02-30":    nil,
		"Banner can only be updated once every 24 hours. Last update was 3 hours ago. You can update again in 21 hour(s) on 2026-03-07": nil,
		"": nil,
	}
	for message, want := range tests {
		t.Run(message, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(400, `{"ok":false,"code":400,"message":"`+message+`"}`))
			_, err := s.client(t).Accounts.UpdateSocial(t.Context(), ugcinc.UpdateAccountSocialParams{AccountID: "a", Bio: new("b")})
			if !errors.Is(err, ugcinc.ErrBadRequest) || !strings.Contains(err.Error(), message) {
				t.Errorf("error is %v, want a 400 with its message", err)
			}
			var got *ugcinc.CooldownError
			errors.As(err, &got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("cooldown (-want +got):\n%s", diff)
			}
		})
	}
}

// A redirect is an error whatever its location, and with every http.Client.
func TestRedirectLocations(t *testing.T) {
	t.Parallel()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, location := range map[string]string{
		"elsewhere": "https://elsewhere.invalid/",
		"no URL":    "http://[::1:bad%zz",
		"long":      "http://%zz" + strings.Repeat("x", 100<<10),
		"none":      "",
	} {
		for kind, client := range map[string]*http.Client{"plain": {}, "jar": {Jar: jar}, "timeout": {Timeout: time.Minute}} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Location", location)
					w.WriteHeader(http.StatusFound)
				})
				c := s.client(t, ugcinc.WithHTTPClient(client), ugcinc.WithMaxRetries(3), ugcinc.WithInstantBackoff())
				_, err := c.Posts.List(t.Context(), ugcinc.ListPostsParams{})
				if !errors.Is(err, ugcinc.ErrRedirect) || len(err.Error()) > 200 {
					t.Errorf("error is %.200v, want ErrRedirect", err)
				}
				if n := len(s.requests()); n != 1 {
					t.Errorf("%d requests, want 1", n)
				}
			})
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			elsewhere := serve(t, always(200, `{"ok":true,"code":200,"data":[]}`))
			s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, elsewhere.URL, status)
			})
			_, err := s.client(t, ugcinc.WithMaxRetries(3)).Posts.List(context.Background(), ugcinc.ListPostsParams{})
			if !errors.Is(err, ugcinc.ErrRedirect) {
				t.Errorf("error is %v, want ErrRedirect", err)
			}
			if n := len(elsewhere.requests()); n != 0 {
				t.Errorf("%d requests followed the redirect", n)
			}
			if n := len(s.requests()); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}
