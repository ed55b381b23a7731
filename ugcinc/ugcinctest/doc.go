// Package ugcinctest is a fake of the UGC Inc API for the tests of programs that
// use package ugcinc. It runs inside the test's process.
//
// A fake server keeps accounts, tasks, posts and statistics, and behaves as the
// API does: it validates each request against the API document, filters, runs
// scheduled work, rejects profile edits under cooldown, and writes new
// statistics on a refresh. A test needs no network, no key and no mocks:
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
// Add methods of [Server] add single records in any state, such as a failed post
// or a draft; Accounts, Tasks and Posts return copies of what the server has. Ids
// and numbers depend on [WithSeed], so they are the same on every run.
//
// # Requests
//
// Field names are case-sensitive. The server ignores a field that the document
// does not have, as the API does; [StrictFields] makes it reject the request
// instead. It never ignores a field of the document: if a new one is not
// implemented, a request with it fails with 500 and the field's name. A request
// body may have 8 MiB, which holds more than 200,000 ids of 36 characters.
//
// # Time
//
// The server's clock stands at 2026-01-05 09:00 UTC until [Clock.Advance] moves
// it. With [WithRealTime] it follows [time.Now].
//
// A post without a PostTime is pending at once; a post with a PostTime in the
// future is scheduled, and becomes pending at that time. Pending posts and
// profile edits end after [WithProcessingTime]; the posts that [FailPosts]
// selects fail. A retried post or task is scheduled for now, and starts when the
// clock next moves. A complete post that is deleted is deleting for
// [WithProcessingTime], and deleted after that; any other post is removed at once.
//
// An account has at least 2 hours between two posts. A PostTime that is closer to
// another post of the account is moved to the next free time, or rejected with
// 400 if Strict is true. Posts that are failed, deleting or deleted take no time.
//
// To test a program that waits, make the server in a [testing/synctest] bubble, in
// which a week passes at once, with [InBubble]. Use only clients from
// [Server.Client] or [Server.HTTPClient].
//
// # Faults
//
// [Server.FailNth] and [Server.FailRandomly] make calls fail on the wire:
// connections that are refused, or cut before or after the work is done, and
// responses that are late, empty, corrupt, endless or from a gateway. If both
// choose a fault for one call, FailNth wins. [Server.Received] and
// [Server.Applied] count the requests that arrived and the ones that took effect,
// so that a test can prove that nothing is done twice.
//
//	server.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
//
// Operations have the ids of the API document, such as listAccounts and
// createVideo.
//
// # Assumptions
//
// The API leaves some things open. The fake assumes that
//   - date bounds are inclusive, a date alone as endDate includes its whole
//     day, a time without a zone is in UTC, and an endDate before the startDate is
//     rejected;
//   - the dates filter tasks and posts by the time for which they are scheduled,
//     or else by their creation, and statistics by created_at;
//   - an empty list of ids matches nothing, an unknown id matches nothing, and an
//     id that is given twice counts once;
//   - an empty string is kept as an empty string, and null is rejected;
//   - a field that is given twice is rejected;
//   - a media URL is an absolute http or https URL, percent-encoded as RFC 3986
//     requires;
//   - a nickname or bio above the documented limit is rejected with 400, and a
//     title of a video is kept;
//   - a strict postTime that has passed is rejected with 400, and any other means
//     now;
//   - a post without a postTime and a retried post start now, even if the account
//     has another post within 2 hours;
//   - a draft can be updated, stays a draft, and is removed at once if deleted;
//   - an updated post keeps its time unless its postTime or its account changes,
//     and a failed one whose time has passed is published at the next free time;
//   - a post that is deleting or deleted can be deleted again, to no effect;
//   - every account has a custom provider and the host physical_iphone, and is
//     out of sync while an edit of its profile is scheduled or pending;
//   - a warm-up reset runs every warm-up task of the account again;
//   - daily and dashboard statistics have a row for each day in UTC, for at most
//     40,000 days, with the changes between the records of /stats/accounts or, for
//     the counts of posts on the dashboard, of /stats/posts; an account's first
//     record changes nothing, posts begin at zero, and a count that is null
//     changes nothing;
//   - the audio of a post on the dashboard is its social_audio_id;
//   - posts that are not published have statistics without counts;
//   - error texts are made up, except the three of the cooldowns.
//
// A program that depends on one of these depends on the fake, not on the API.
package ugcinctest
