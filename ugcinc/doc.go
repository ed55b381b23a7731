// Package ugcinc is the client of the UGC Inc API, which manages fleets of
// TikTok and Instagram accounts: their profiles, the tasks that warm them up,
// the posts that they publish and the statistics that come back.
//
// # Construct
//
// [New] makes a client. It takes the key from [WithAPIKey] or the environment
// variable UGC_API_KEY, and the base URL from [WithBaseURL] or UGC_BASE_URL; the
// option wins:
//
//	client, err := ugcinc.New()
//
// One client per key is enough. It is safe for use by many goroutines, keeps
// connections, and cannot be changed once it is made. Its calls form four
// groups: [Client.Accounts], [Client.Tasks], [Client.Posts], [Client.Stats].
//
// # Call
//
// Each method is one operation of the API. It takes a context, parameters by
// value and, where wanted, options:
//
//	post, err := client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{
//		AccountID: "acc_1",
//		VideoURL:  "https://cdn.example.com/v.mp4",
//		Caption:   new("Good morning"),
//	}, ugcinc.WithReconcile(30*time.Second))
//
// A [CallOption] given to New is the default of every call; one given to the
// call overrides it. There are no pages: a list is one array of any length.
//
// The types of parameters and responses are generated from the API document. Here
// they are aliases; package [github.com/ugcinc/ugcinc-go/gen] documents their
// fields, with units and limits.
//
// # Optional values, nil and null
//
// An optional parameter is a pointer, or a slice. Nil leaves it out of the
// request; new("x"), new(false), new(time.Now()) send that value, a zero value
// too. A slice that is empty and not nil is sent as []. So "strict": false can
// be sent, and so can nothing at all, which is not the same here.
//
// In a response, a field that the API may leave null is a pointer, or a slice,
// and null becomes nil. Counts are *int64: nil means "not known", which is not
// zero. Times keep the offset they came with; one without an offset is UTC. A
// date alone is midnight UTC.
//
// Types and statuses are open sets of strings, with constants for the known
// values. A value that this version does not know is kept unchanged, so a
// switch over them needs a default.
//
// Every model has a String method that prints its fields with their values in
// one line. A field that this version does not know is skipped; the example of
// [WithMiddleware] shows how to read it.
//
// # Errors
//
// Invalid parameters and options fail with a [*ParamError] before anything is
// sent. Every other failure of a call is an [*Error], which says how far the call
// got ([Error.Outcome]). One error may match several sentinels: a create that
// ends with a gateway's 502 is [ErrOutcomeUnknown] and [ErrServer] both, and it
// may have posted. So test in this order:
//
//   - Look at what happened: [ErrOutcomeUnknown] on a create, UpdateSocial or
//     Refresh. It may have been done. Read the state before you retry,
//     whatever else the error matches. [WithReconcile] does so for creates.
//   - Stop: your context has ended, by its own ctx.Err().
//   - Wait: a [*CooldownError], until its Next; [ErrRateLimited], for
//     [Error.RetryAfter].
//   - Fix the input: [*ParamError], [ErrBadRequest], [ErrNotFound].
//   - Give up: [ErrUnauthorized] needs a valid key; [ErrRedirect] the right base
//     URL; [ErrResponseTooLarge] a narrower filter or a stream; for any
//     other [OutcomeRejected], have someone read the message.
//   - Call again later: [OutcomeNotSent], on any call; on a read or UpdateInfo
//     also [ErrServer] and [ErrOutcomeUnknown], which leave nothing to look at.
//     If [ErrInvalidResponse] stays, a newer version of this package may help.
//
// Use [errors.Is] for the sentinels and [errors.As] for the types. The end of
// the context shows as [context.Canceled] or [context.DeadlineExceeded] behind
// the Error; a time limit of the network may match the latter as well.
//
// A response has two codes, the HTTP status and one in the envelope. With a 2xx
// status the envelope's ok decides, or its code if it has no ok; if both codes
// report a failure, the less certain one wins. If the status is 4xx and the
// envelope reports success, or if the envelope has ok or code twice with
// different values, the outcome is unknown. A response is complete only if its
// body ends properly: bytes after the envelope, a wrong gzip checksum or a cut
// body make it [ErrInvalidResponse]. The client reads on for that end for at most
// 25 ms and 64 KiB.
//
// No error shows the key, even if a server echoes it escaped for JSON, HTML or a
// URL, or in base64. The text of an error is one line: control characters are
// escaped. [Error.Message] keeps them.
//
// # Retries
//
// An API of POSTs without idempotency keys cannot be retried by status alone:
// a 502 may come from a gateway that had already passed the call on. Two things
// decide: how far the attempt got, and what the operation does to the server.
//
//	outcome of the attempt         reads, UpdateInfo    creates, UpdateSocial, Refresh
//	not sent (no byte left)        again                again
//	429 (not with ok: true)        again                again
//	any other 4xx                  no                   no
//	5xx, cut, timed out, garbled   again (501: no)      never
//	3xx, too long                  no                   no
//
// All operations not named here are reads. UpdateInfo is treated as one,
// because the same call twice leaves the same state. "Never" means just that:
// not after a 502 or 503, not after a cut connection, and not inside net/http
// either. The one exception is asked for by name, see Reconcile.
//
// A call is retried up to 3 times ([WithMaxRetries]), after a random time
// between zero and 0.5 s, 1 s, 2 s and so on up to 8 s. A Retry-After header is
// obeyed exactly when it asks for a minute or less. If it asks for more, or if
// the context would end before the wait does, the error comes back at
// once. A client whose calls mostly fail stops retrying: a retry costs 5 of 500
// tokens, a success gives back what its retries took, or 1 if it needed none.
//
// Each attempt has a time limit of its own, see [WithAttemptTimeout]; the
// context bounds the call with its attempts and waits.
//
// # Reconcile
//
// Within one process, [WithReconcile] makes the creates effectively once. If the
// response of a create is lost, the client lists the account's posts, returns
// the post if it is there, and retries if nothing new has appeared in time. Any
// new post that it cannot recognise stops the retry, and the error names it. A
// post with exactly the same content that somebody else created in the last ten
// minutes is taken for this one. The option's comment says what that costs and which cases remain. A program that
// is killed and started again must look for itself.
//
// # Waiting
//
// A create or a profile edit only queues work. [PostsService.Wait],
// [PostsService.WaitAll], [TasksService.WaitAll] and [AccountsService.WaitIdle]
// return when the work has ended, [AccountsService.UpdateSocialAndWait] follows
// a profile edit through, and [PostsService.Watch] yields each change of
// status. They poll at growing intervals, many posts in one call. WaitAll and
// Watch also follow posts that are given by their ID alone, such as the saved IDs
// of a program that was restarted. Work that the API does not show yet is waited
// for during the first 30 seconds before the wait ends with [ErrNotFound].
// [WaitOptions] sets the pace and the limits; its zero value works.
//
// A wait that ends before the work does is a [*WaitError], which says what is
// left: [ErrWaitInterrupted] (the context), [ErrMaxWait], [ErrPollsFailed], or
// the error of a poll, where polling again would not help. Work that failed is
// [ErrWorkFailed], a [*PostFailedError] or a [*TaskFailedError]. What was last
// seen of the work is returned with each of them.
//
// # Streaming
//
// Each list has a twin that yields one record at a time from the connection,
// in constant memory: [StatsService.AllPosts] reads a year of statistics as
// [StatsService.Posts] reads a day.
//
//	for stat, err := range client.Stats.AllPosts(ctx, params) {
//		if err != nil {
//			return err
//		}
//		// use stat
//	}
//
// An error ends the stream, and is the last thing it yields. It is retried as
// any call is until the first record is whole; after that it is not, as records
// would come twice: [Error.Records] says how many came. Leaving the loop early
// frees the connection. Each range over the same stream is a new call.
//
// # Concurrency
//
// Call from as many goroutines as you like: up to 256 idle connections are
// kept. Nothing is sent in the background; what a call starts has ended when it
// returns. The API documents no limit on the rate of requests: hold calls back
// with [WithLimiter], and be ready for 429 all the same.
//
// # Logging, tracing
//
// [WithLogger] logs each attempt by its metadata: operation, number, status,
// duration, outcome, wait. No body, header or URL is ever logged, and no error,
// log or print of this package shows the key. [WithMiddleware] wraps the
// transport, for tracing and metrics; it sees each attempt, without the key.
// [WithResponseInto] gives a call's last status and headers.
//
// # Limits
//
// Responses are limited to 512 MiB after decompression ([WithMaxResponseBytes]).
// A record that takes more memory than its JSON counts with its size in memory.
// In a stream, and in a list that a waiter polls, the limit applies to each
// record. Redirects are not followed, since that would send a call twice, and the
// key with it. Base URLs are https, unless the host is loopback. Parameters are
// checked against the limits of the API document before they are sent: 1 to 35
// images, captions of 500 characters.
//
// # Drift
//
// The API may change without notice. Reading is lenient, so that one odd record
// does not fail a list of thousands: unknown fields are skipped, a missing one
// is its zero value, times come in several forms, a number or a boolean is kept
// as text where the document has a string, and one string is a list of one.
// Counts are exact in every form (12.0, 1e3, "12"). A value that cannot be kept
// is an error that names record and field. [WithDriftObserver] reports each such
// difference from the API document once.
//
// # What the API leaves open
//
// No source says, and this package does not guess:
//
//   - whether a date bound is inclusive, and which column it filters;
//   - whether an empty list of ids means none or all;
//   - whether an empty string clears a tag or a group;
//   - how often one may call, and how many ids a filter may hold;
//   - in which order lists come;
//   - with which status an exact time ([CreateVideoParams] Strict) is rejected,
//     and what holds if Strict is left out: send it if it matters.
//
// What you give is passed on as it is.
//
// # Tests
//
// Package [github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest] is a fake of the API
// that runs in your test's process, keeps state, checks requests against the
// API document and injects faults.
//
// # Compatibility
//
// Semantic versions cover the exported names of this package and of ugcinctest
// with the types of package gen that they alias, what is sent again and what
// never is, and what an error matches. They do not cover texts of errors and
// logs, the retry policy's numbers, the rest of gen, and new fields and
// constants: write struct literals with field names. Until 1.0 a minor version
// may break. This version speaks version 1.0.9 of the API, and needs one of the
// last two minor versions of Go.
package ugcinc
