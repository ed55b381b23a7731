// Package ugcinctest is a fake of the UGC Inc API for the tests of programs that
// use package ugcinc. It runs inside the test's process.
//
// A fake server keeps accounts, tasks, posts and statistics, and behaves as the
// API does: it validates each request against the API document, filters, runs
// scheduled work, rejects profile edits under cooldown, and writes new
// statistics on a refresh. A test needs no network, no key and no mocks of its
// own:
//
//	func TestPublishing(t *testing.T) {
//		server := ugcinctest.NewServer(t)
//		account := server.AddAccount(ugcinc.Account{})
//		publish(t.Context(), server.Client(), account.ID) // the code under test
//		server.Clock().Advance(time.Hour)
//		// check server.Posts(), or server.Requests()
//	}
//
// # State
//
// A server starts empty, or with a made-up fleet if [WithFleet] is given. The
// Add methods of [Server] add single records; Accounts, Tasks and Posts return
// copies of what the server has. Ids and numbers follow from [WithSeed], so they
// are the same on every run.
//
// # Requests
//
// Field names are case-sensitive. The server ignores a field that the document
// does not know, as the API does; [StrictFields] makes it reject the request
// instead. A request body may have 8 MiB, which is room for more than
// 200,000 ids of 36 characters in a filter.
//
// # Time
//
// The server's clock stands at 2026-01-05 09:00 UTC until [Clock.Advance] moves
// it. A post without a PostTime is pending at once; a post with a PostTime in
// the future is scheduled, and becomes pending at that time. Pending posts and
// profile edits end after [WithProcessingTime]; the posts that [FailPosts]
// selects end as failed. With [WithRealTime] the clock follows [time.Now].
//
// Code that waits is tested in a [testing/synctest] bubble, where a week takes
// no time. Make the server inside the bubble, with [InBubble], and use only
// clients from [Server.Client] or [Server.HTTPClient]:
//
//	synctest.Test(t, func(t *testing.T) {
//		server := ugcinctest.NewServer(t, ugcinctest.InBubble())
//		// ...
//	})
//
// # Faults
//
// [Server.FailNth] and [Server.FailRandomly] make calls fail on the wire:
// connections that are refused, or cut before or after the work is done, and
// responses that are late, empty, corrupt, endless or from a gateway. If both
// choose a fault for one call, FailNth wins. [Server.Received] and
// [Server.Applied] count the requests that arrived and those that took effect,
// so that a test can prove that nothing is done twice.
//
//	server.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
//
// Operations have the ids of the API document, such as listAccounts and
// createVideo.
//
// # Where the fake had to choose
//
// The API leaves some things open. The fake decides:
//   - date bounds are inclusive, a date alone as endDate includes its whole
//     day, and a time without a zone is in UTC;
//   - the dates filter tasks and posts by the time they are scheduled for, or
//     else by their creation, and statistics by created_at;
//   - an empty list of ids matches nothing, and so does an unknown id;
//   - an empty string is kept as an empty string, and null is rejected;
//   - a field that is given twice is rejected;
//   - a media URL is an absolute http or https URL, percent-encoded where RFC
//     3986 asks for it;
//   - a strict postTime that has passed is rejected with 400;
//   - posts that are not published have statistics without counts;
//   - error texts are made up, except the three of the cooldowns.
//
// A program that depends on one of these depends on the fake, not on the API.
package ugcinctest
