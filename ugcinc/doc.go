// Package ugcinc is the client of the UGC Inc API, which manages fleets of
// TikTok and Instagram accounts: their profiles, the tasks that warm them up,
// the posts that they publish and the statistics that come back.
//
// # Calls
//
// [New] makes a client with the key and the base URL from its options, or from
// the environment variables UGC_API_KEY and UGC_BASE_URL. One client per key is
// enough: it is safe for use by many goroutines and keeps up to 256 idle
// connections. Its calls form four groups: [Client.Accounts], [Client.Tasks],
// [Client.Posts] and [Client.Stats]. Each method is one operation of the API:
//
//	client, err := ugcinc.New()
//	post, err := client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{
//		AccountID: "acc_1",
//		VideoURL:  "https://cdn.example.com/v.mp4",
//		Caption:   new("Good morning"),
//	}, ugcinc.WithReconcile(30*time.Second))
//
// A [CallOption] given to New is the default of every call; one given to a call
// overrides it. The types of parameters and responses are generated from the API
// document; package [github.com/ugcinc/ugcinc-go/gen] documents their fields,
// with units and limits. Parameters are checked against these limits before they
// are sent. A call does nothing in the background after it has returned.
//
// # Optional values
//
// An optional parameter is a pointer or a slice. Nil leaves it out of the
// request; new("x"), new(false) and new(time.Now()) send the value, even if it is
// zero, and an empty slice that is not nil is sent as []. So "strict": false can
// be sent, which is not the same as leaving it out.
//
// In a response, a field that may be null is a pointer or a slice, and null
// becomes nil. Counts are *int64: nil means "not known", not zero. Times keep
// their offset; without one they are UTC, and a date alone is midnight UTC.
//
// Types and statuses are strings with constants for the known values. Others are
// kept unchanged, so a switch needs a default. Models print themselves with the
// values behind pointers. The example of [WithMiddleware] reads unknown fields.
//
// # Errors
//
// Invalid parameters and options fail with a [*ParamError] before anything is
// sent. Every other failure is an [*Error], whose [Error.Outcome] says how far
// the call got. One error may match several sentinels: a create that ends with
// the 502 of a gateway is [ErrOutcomeUnknown] and [ErrServer], and it may have
// posted. So test with [errors.Is] and [errors.As] in this order:
//
//   - Check what happened: [ErrOutcomeUnknown] on a write. It may have been done.
//     Read the state before you retry, whatever else the error matches; its text
//     says what to read. [WithReconcile] does so for CreateSlideshow and
//     CreateVideo.
//   - Stop: your context has ended, by its own ctx.Err(). An error that matches
//     [context.DeadlineExceeded] may also come from a time limit of the network.
//   - Wait: a [*CooldownError], until its Next; [ErrRateLimited], for
//     [Error.RetryAfter].
//   - Fix the input: [*ParamError], [ErrBadRequest], [ErrNotFound].
//   - Give up: [ErrUnauthorized] needs a valid key; [ErrRedirect] the right base
//     URL; [ErrResponseTooLarge] a narrower filter or a stream; for any other
//     [OutcomeRejected], have someone read the message.
//   - Call again later: [OutcomeNotSent], on any call; on a read also
//     [ErrServer] and [ErrOutcomeUnknown], which need no check. If
//     [ErrInvalidResponse] persists, a newer version of this package may help.
//
// # Retries
//
// An API of POSTs without idempotency keys cannot be retried by status alone: a
// 502 may come from a gateway that had already passed the request on. So a retry
// depends on how far the attempt got and on what the operation does:
//
//	outcome of the attempt          reads                writes
//	not sent (no byte left)         retried              retried
//	429 (not with ok: true)         retried              retried
//	any other 4xx                   not retried          not retried
//	5xx, cut, timed out, invalid    retried (not 501)    never retried
//	3xx, too large                  not retried          not retried
//
// Here UpdateInfo, ProfileSync and PreviewSchedule count as reads: a second call
// is harmless. Never means never, not inside net/http either; only
// [WithReconcile] retries a create. [WithMaxRetries] has the delays,
// [WithAttemptTimeout] limits an attempt; the context limits the call.
//
// A second call of Retry or Delete is rejected with 400 or 404 if the first one
// did the work. After a lost response, read the posts' or tasks' status.
//
// # Reconcile
//
// Within one process, [WithReconcile] makes the creates effectively once. If a
// response is lost, the client lists the account's posts, returns the post if it
// is there, and retries the create if nothing new has appeared in time. A new
// post with other content stops the retry, and the error names it. The option
// documents the costs and the cases that remain, such as a program that is killed.
//
// # Waiting
//
// A create or a profile edit only queues work. [PostsService.Wait],
// [PostsService.WaitAll], [TasksService.WaitAll] and [AccountsService.WaitIdle]
// return when the work has ended, [AccountsService.UpdateSocialAndWait] edits a
// profile and waits, [PostsService.DeleteAndWait] deletes posts and waits, and
// [PostsService.Watch] yields each change of status. They
// poll many posts in one call, at growing intervals. WaitAll and Watch also
// follow posts that are given by their ID alone, such as the saved IDs of a
// program that was restarted. If the API does not show the work in the first 30
// seconds, the wait ends with [ErrNotFound]. [WaitOptions] sets the pace and the
// limits; its zero value works.
//
// A wait that ends early is a [*WaitError] that says what is left:
// [ErrWaitInterrupted] (the context), [ErrMaxWait], [ErrPollsFailed], or the
// error of a poll that polling again would not change. Waiting for a draft ends
// at once: a draft is not scheduled. Work that failed or was deleted is
// [ErrWorkFailed], a [*PostFailedError] or a [*TaskFailedError]. The last known
// state of the work is returned with each of them.
//
// # Streams
//
// A list is one response of any length, without pages. Each list has a twin that
// yields one record at a time from the connection, in constant memory:
//
//	for stat, err := range client.Stats.AllPosts(ctx, params) {
//		if err != nil {
//			return err
//		}
//		// use stat
//	}
//
// An error is the last thing that a stream yields. It is retried until its first
// record has arrived, but not after that, since records would come twice:
// [Error.Records] says how many came. Breaking out of the loop frees the
// connection. Each range over a stream is a new call.
//
// # Changes of the API
//
// The API may change without notice. Decoding is lenient, so that one unusual
// record does not fail a list of thousands: unknown fields are skipped, a missing field
// is its zero value, times have several forms, a number or a boolean can be a
// string, and one string an array. Counts are exact in every form (12.0, 1e3,
// "12"). A value that cannot be kept is an error that names record and field.
// [WithDriftObserver] reports the differences.
//
// No source says whether a date bound is inclusive and which column it filters;
// whether an empty list of ids means none or all; whether an empty string clears
// a tag or a group; the limits on requests and on the ids of a filter; the order
// of lists; the status that rejects an exact time, and the default of
// Strict. This package does not guess: what you give is sent unchanged. Use
// [WithLimiter] to limit the rate of requests, and expect 429.
//
// # Compatibility
//
// Semantic versions cover the exported names of this package and of
// [github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest], a fake of the API for tests,
// with the types of gen that they alias; what is retried and what never is; and
// what an error matches. They do not cover texts of errors and logs, numbers of
// the retry policy, the rest of gen, and new fields and constants: write struct
// literals with field names, and compare records by field. Until 1.0 a minor
// version may break. It needs one of the last two minors of Go.
//
// This version speaks version 1.0.9 of the API, with the operations and fields
// that are documented after it; their comments say so. For UpdateInfo,
// UpdateSocial and Refresh newer documentation shows another form. No source says
// which one the API accepts: this package sends the form of 1.0.9, and a
// response of another form is an error that names the difference.
package ugcinc
