package ugcinctest

import (
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

const (
	day = 24 * time.Hour
	// history is the number of days for which a seeded fleet has statistics.
	history = 7
)

// seed adds accounts, each with posts, tasks and a week of statistics that ends a
// day before now. All numbers come from the fleet's sequence.
func (s *Server) seed(accounts int) {
	f := s.fleet
	defer f.acquire()()
	now := f.now
	for i := range accounts {
		id := f.addAccount(f.seedAccount(i)).ID
		f.seedPosts(id, now)
		f.seedTasks(id, now)
		for back := history; back > 0; back-- {
			f.count(f.accounts.byID[id], now.Add(-time.Duration(back)*day))
		}
	}
}

// seedAccount returns an account. Every fifth one is new: only its platform is
// known.
func (f *fleet) seedAccount(i int) gen.Account {
	a := gen.Account{Type: gen.AccountTypeTiktok, WarmupEnabled: new(i%5 != 4)}
	if f.numbers.between("platform", 1, 2) == 2 {
		a.Type = gen.AccountTypeInstagram
	}
	if i%5 == 4 {
		return a
	}
	topic := f.pick("topic", "stretch", "coffee", "budget", "trail", "knit", "guitar", "pasta", "houseplant")
	a.Tag = f.pick("tag", "fitness", "food", "finance", "outdoors")
	a.OrgGroup = f.pick("org_group", "spring-launch", "evergreen")
	a.UserGroup = f.pick("user_group", "team-a", "team-b", "team-c")
	a.Username = new(fmt.Sprintf("daily%s%d", *topic, i+1))
	a.NickName = new("Daily " + *topic)
	a.WarmupVersion = f.pick("warmup_version", "original", "v1_smart")
	a.Description = new("Everything about " + *topic)
	a.Keywords = topic
	a.PfpURL = new(fmt.Sprintf("https://cdn.example.com/pfp/%d.jpg", i+1))
	return a
}

// seedPosts adds a published slideshow and video, half of the time a failed post,
// and a scheduled post. The published posts are older than the statistics.
func (f *fleet) seedPosts(accountID string, now time.Time) {
	published := now.Add(-(history + 1) * day)
	n := f.numbers.between("media", 1, 9999)
	f.addPost(gen.Post{
		AccountID:   accountID,
		Type:        gen.PostTypeSlideshow,
		Status:      gen.PostStatusComplete,
		ScheduledAt: new(published),
		Caption:     f.pick("caption", "Before and after", "Three things to try", "What nobody tells you"),
		MediaURLs: []string{
			fmt.Sprintf("https://cdn.example.com/s/%d-1.jpg", n),
			fmt.Sprintf("https://cdn.example.com/s/%d-2.jpg", n),
		},
	})
	video := gen.Post{
		AccountID:   accountID,
		Type:        gen.PostTypeVideo,
		Status:      gen.PostStatusComplete,
		ScheduledAt: new(published.Add(spacing)),
		MediaURLs:   []string{fmt.Sprintf("https://cdn.example.com/v/%d.mp4", n)},
	}
	f.addPost(video)
	if f.numbers.between("failure", 0, 1) == 1 {
		video.Status, video.ScheduledAt = gen.PostStatusFailed, new(published.Add(2*spacing))
		f.addPost(video)
	}
	video.Status, video.ScheduledAt = gen.PostStatusScheduled, new(now.Add(day))
	f.addPost(video)
}

// seedTasks adds a complete warm-up and a scheduled search.
func (f *fleet) seedTasks(accountID string, now time.Time) {
	f.addTask(gen.Task{
		AccountID:     accountID,
		Type:          gen.TaskTypeWarmupScroll,
		Status:        gen.TaskStatusComplete,
		ScheduledTime: new(now.Add(-day)),
		Duration:      new(60 * f.numbers.between("duration", 5, 20)),
		CreatedAt:     now.Add(-2 * day),
	})
	f.addTask(gen.Task{
		AccountID:     accountID,
		Type:          gen.TaskTypeWarmupSearchTerm,
		Status:        gen.TaskStatusScheduled,
		ScheduledTime: new(now.Add(time.Duration(f.numbers.between("hours", 1, 20)) * time.Hour)),
		Duration:      new(60 * f.numbers.between("duration", 5, 20)),
		Keywords:      f.pick("keywords", "morning stretch, desk yoga", "pour over, espresso", "weekly budget"),
		CreatedAt:     now.Add(-time.Hour),
	})
}

func (f *fleet) pick(name string, values ...string) *string {
	return new(values[f.numbers.between(name, 0, int64(len(values)-1))])
}
