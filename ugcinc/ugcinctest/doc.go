// Package ugcinctest is a fake of the UGC Inc API, in process, for the tests of
// programs that use package ugcinc.
//
// A fake server keeps accounts, tasks, posts and statistics, and behaves as the
// API does: it checks each request against the API's document, filters, moves
// scheduled work on, refuses profile edits under cooldown, and writes new
// statistics on a refresh. A test needs no network, no key and no mocks of its
// own:
//
//	func TestPublishing(t *testing.T) {
//		server := ugcinctest.NewServer(t)
//		account := server.AddAccount(ugcinc.Account{})
//		publish(t.Context(), server.Client(), account.ID) // the code under test
//		server.Clock().Advance(time.Hour)
//		// look at server.Posts(), or at server.Requests()
//	}
//
// # State
//
// A server starts empty, or with a made-up fleet under [WithFleet]. The Add
// methods of [Server] put single records in; Accounts, Tasks and Posts read
// back what became of them. Ids and numbers follow from [WithSeed], so they are
// the same on every run.
//
// # Time
//
// The server's clock stands at 2026-01-05 09:00 UTC until [Clock.Advance] moves
// it. A post without a PostTime is pending at once; one with a PostTime ahead
// is scheduled, and pending when it comes. Pending posts and profile edits end
// after [WithProcessingTime], posts as failed where [FailPosts] says so.
// [WithRealTime] lets the clock follow [time.Now].
//
// Code that waits by itself is tested in a [testing/synctest] bubble, where a
// week takes no time. Make the server in the bubble, with [InMemory] and
// [WithRealTime]; use only clients from [Server.Client] or [Server.HTTPClient].
//
// # Faults
//
// [Server.FailNth] and [Server.FailRandomly] make calls go wrong on the wire:
// connections that are refused or cut before or after the work is done, answers
// that are late, empty, spoilt, endless or from a gateway. [Server.Received]
// and [Server.Applied] count what came in and what took effect, which is how to
// prove that nothing is done twice.
//
//	server.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
//
// Operations are named as in the document: listAccounts, getAccountStatus,
// updateAccountInfo, updateAccountSocial, listTasks, listPosts,
// createSlideshow, createVideo, getPostStatus, listAccountStats, listPostStats,
// refreshStats.
//
// # Where the fake had to choose
//
// The API leaves some things open. Here:
//   - date bounds are inclusive, a date alone as endDate includes its whole
//     day, and a time without a zone is in UTC;
//   - the dates filter tasks and posts by the time they are scheduled for, or
//     else by their creation, and statistics by created_at;
//   - an empty list of ids matches nothing, and so does an unknown id in one;
//   - an empty text is kept as an empty text, and null is refused;
//   - a strict postTime that has passed is refused with 400;
//   - posts that are not published have statistics without counts;
//   - error texts are made up, except the three of the cooldowns.
//
// A program that depends on one of these depends on the fake, not on the API.
package ugcinctest
