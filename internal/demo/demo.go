package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// demo is one run of the program.
type demo struct {
	client   *ugcinc.Client
	out      io.Writer
	operator operator
	ahead    time.Duration // how far ahead posts are scheduled
	interval time.Duration // between two polls of a post
	account  string        // the ID of the account that it works on
	posts    []ugcinc.Post // what it has published
}

func (d *demo) run(ctx context.Context) error {
	for i, step := range []struct {
		title string
		run   func(context.Context) error
	}{
		{"List the accounts", d.chooseAccount},
		{"Tag the account", d.tag},
		{"Change the bio, twice", d.changeBio},
		{"Schedule a slideshow and a video", d.publish},
		{"Watch them", d.watch},
		{"Refresh and read the statistics", d.readStats},
	} {
		fmt.Fprintf(d.out, "\n%d. %s\n", i+1, step.title)
		if err := step.run(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) say(format string, args ...any) {
	fmt.Fprintf(d.out, "   "+format+"\n", args...)
}

// chooseAccount chooses the first account that has a name.
func (d *demo) chooseAccount(ctx context.Context) error {
	accounts, err := d.client.Accounts.List(ctx, ugcinc.ListAccountsParams{})
	if err != nil {
		return err
	}
	if len(accounts) == 0 {
		return errors.New("this key has no accounts")
	}
	d.account = accounts[0].ID
	for _, a := range accounts {
		if a.Username != nil {
			d.account = a.ID
			break
		}
	}
	for _, a := range accounts[:min(len(accounts), 10)] {
		d.say("%s  %-9s  %-18s  tag %s", a.ID, a.Type, text(a.Username), text(a.Tag))
	}
	if more := len(accounts) - 10; more > 0 {
		d.say("and %d more", more)
	}
	d.say("The demo goes on with %s.", d.account)
	return nil
}

func (d *demo) tag(ctx context.Context) error {
	if !d.operator.allows("Set the tag of " + d.account + " to demo") {
		return nil
	}
	result, err := d.client.Accounts.UpdateInfo(ctx, ugcinc.UpdateAccountInfoParams{AccountID: d.account, Tag: new("demo")})
	if err != nil {
		return err
	}
	d.say("%s: its tag is now %s", result.Message, text(result.Account.Tag))
	return nil
}

// changeBio changes the bio twice. The second change comes within 24 hours, so
// the API rejects it and says when the bio may change again.
func (d *demo) changeBio(ctx context.Context) error {
	for _, bio := range []string{"Five minutes a day.", "Ten minutes a day."} {
		if !d.operator.allows(fmt.Sprintf("Change the bio of %s to %q", d.account, bio)) {
			return nil
		}
		result, err := d.client.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{AccountID: d.account, Bio: &bio})
		if cooldown, ok := errors.AsType[*ugcinc.CooldownError](err); ok {
			d.say("%q: rejected, as it may change once every %.0f hours; again on %s", bio, cooldown.Window.Hours(), cooldown.Next.Format(time.DateOnly))
		} else if err != nil {
			return err
		} else {
			d.say("%q: %s", bio, result.Message)
		}
	}
	return nil
}

// publish schedules a slideshow, and publishes a video as soon as possible: an
// account has 2 hours between two posts, so a second time would be moved. If a
// response is lost, the client does not retry at once: for up to 30 seconds it
// searches for the post.
func (d *demo) publish(ctx context.Context) error {
	settle := ugcinc.WithReconcile(30 * time.Second)
	images := d.operator.media("the images", "https://cdn.example.com/s/before.jpg", "https://cdn.example.com/s/after.jpg")
	if len(images) > 0 && d.operator.allows(fmt.Sprintf("Publish a slideshow of %d images on %s", len(images), d.account)) {
		post, err := d.client.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{
			AccountID: d.account,
			ImageURLs: images,
			Caption:   new("Before and after"),
			PostTime:  new(time.Now().Add(d.ahead)),
		}, settle)
		if err != nil {
			return err
		}
		d.posts = append(d.posts, *post)
	}
	videos := d.operator.media("the video", "https://cdn.example.com/v/stretch.mp4")
	if len(videos) > 0 && d.operator.allows("Publish the video "+videos[0]+" on "+d.account) {
		post, err := d.client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{
			AccountID: d.account,
			VideoURL:  videos[0],
			Caption:   new("Three stretches before coffee"),
		}, settle)
		if err != nil {
			return err
		}
		d.posts = append(d.posts, *post)
	}
	for _, post := range d.posts {
		d.say("%-9s  %s  %s", post.Type, post.ID, post.Status)
	}
	return nil
}

// watch shows each change of the posts until all have ended.
func (d *demo) watch(ctx context.Context) error {
	if len(d.posts) == 0 {
		d.say("Nothing was published.")
		return nil
	}
	began := time.Now()
	for event, err := range d.client.Posts.Watch(ctx, d.posts, ugcinc.WaitOptions{Interval: d.interval, MaxInterval: d.interval}) {
		if err != nil {
			return err
		}
		post := event.Post
		d.say("%5.1f s  %-9s  %s  %s", time.Since(began).Seconds(), post.Type, post.ID, post.Status)
		if post.Status == ugcinc.PostStatusFailed {
			return fmt.Errorf("post %s failed", post.ID)
		}
	}
	return nil
}

// readStats shows the counts of the account, and each of its posts beside its
// latest counts.
func (d *demo) readStats(ctx context.Context) error {
	if d.operator.allows("Read the statistics of " + d.account + " from the platform, which writes new records") {
		fresh, err := d.client.Stats.Refresh(ctx, ugcinc.RefreshStatsParams{AccountID: d.account})
		if err != nil {
			return err
		}
		d.say("%d posts counted", fresh.PostStatsCount)
	}
	accounts, err := d.client.Stats.Accounts(ctx, ugcinc.AccountStatsParams{AccountIDs: []string{d.account}})
	if err != nil {
		return err
	}
	for _, s := range accounts {
		d.say("%s followers, %s views and %s likes at %s", text(s.Followers), text(s.Views), text(s.Likes), s.CreatedAt.Format("2006-01-02 15:04 MST"))
	}
	posts, err := d.client.Posts.List(ctx, ugcinc.ListPostsParams{AccountIDs: []string{d.account}})
	if err != nil || len(posts) == 0 {
		return err
	}
	var ids []string
	for _, post := range posts {
		ids = append(ids, post.ID)
	}
	stats, err := d.client.Stats.Posts(ctx, ugcinc.PostStatsParams{PostIDs: ids})
	if err != nil {
		return err
	}
	latest := map[string]ugcinc.PostStat{}
	for _, s := range stats {
		latest[s.PostID] = s
	}
	w := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nPOST\tTYPE\tSTATUS\tVIEWS\tLIKES\tCOMMENTS\tSHARES\tSAVES\tCAPTION")
	for _, post := range posts {
		s := latest[post.ID]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", post.ID, post.Type, post.Status,
			text(s.Views), text(s.Likes), text(s.Comments), text(s.Shares), text(s.Saves), text(post.Caption))
	}
	return w.Flush()
}

// text prints a field that may be null.
func text[T any](field *T) string {
	if field == nil {
		return "-"
	}
	return fmt.Sprint(*field)
}
