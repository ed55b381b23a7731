package ugcinctest

import (
	"slices"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// spacing is the least time between two posts of one account.
const spacing = 2 * time.Hour

// slot returns the first free time for a post of an account: at, or later if that
// has passed or is too close to another post. A nil time stays nil.
func (f *fleet) slot(accountID, postID string, at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	return new(firstFree(later(*at, f.now), f.taken(accountID, []string{postID})))
}

// taken returns the times of an account's posts that are published or will be, in
// order. A post without ScheduledAt, which [Server.AddPost] may add, takes no time.
func (f *fleet) taken(accountID string, excluded []string) (times []time.Time) {
	for _, p := range f.posts.rows {
		if p.AccountID != accountID || p.ScheduledAt == nil || slices.Contains(excluded, p.ID) {
			continue
		}
		switch p.Status {
		case gen.PostStatusFailed, gen.PostStatusDraft, gen.PostStatusDeleting, gen.PostStatusDeleted:
		default:
			times = append(times, *p.ScheduledAt)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	return times
}

// firstFree returns the first time from at on that is not too close to a taken one,
// or at if there is none before the year 10000, which RFC 3339 does not have.
func firstFree(at time.Time, taken []time.Time) time.Time {
	free := at
	i, _ := slices.BinarySearchFunc(taken, at.Add(1-spacing), time.Time.Compare)
	for ; i < len(taken) && taken[i].Sub(free) < spacing; i++ {
		free = taken[i].Add(spacing)
	}
	if free.Year() > 9999 {
		return at
	}
	return free
}

// PreviewSchedule implements fakeapi.Server. An account that is not in the fleet
// has no posts.
func (f *fleet) PreviewSchedule(p *gen.PreviewScheduleParams) ([]gen.ScheduledEntry, error) {
	excluded := take(&p.ExcludePostIDs)
	taken := map[string][]time.Time{}
	var placed []gen.ScheduledEntry
	for i := range p.Entries {
		id, requested := take(&p.Entries[i].AccountID), take(&p.Entries[i].PostTime)
		if _, known := taken[id]; !known {
			taken[id] = f.taken(id, excluded)
		}
		at := firstFree(later(requested, f.now), taken[id])
		place, _ := slices.BinarySearchFunc(taken[id], at, time.Time.Compare)
		taken[id] = slices.Insert(taken[id], place, at)
		placed = append(placed, gen.ScheduledEntry{AccountID: id, RequestedTime: requested, ScheduledTime: at, Bumped: !at.Equal(requested)})
	}
	return placed, nil
}
