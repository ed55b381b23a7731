package main

import (
	"context"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// settle is how long a lost answer is waited for. A create is not repeated
// blindly: the client looks first whether the post is there.
const settle = 30 * time.Second

// publish schedules a slideshow and publishes a video as soon as possible. An
// account has 2 hours between two posts, so a second time would be moved.
func (d *demo) publish(ctx context.Context, accountID string) ([]ugcinc.Post, error) {
	d.step("Schedule a slideshow, and publish a video")
	var posts []ugcinc.Post
	images := d.operator.media("the images",
		"https://cdn.example.com/s/before.jpg", "https://cdn.example.com/s/after.jpg")
	if len(images) > 0 && d.operator.allows(fmt.Sprintf("Publish a slideshow of %d images on %s", len(images), accountID)) {
		post, err := d.client.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{
			AccountID: accountID,
			ImageURLs: images,
			Caption:   new("Before and after"),
			PostTime:  new(time.Now().Add(d.ahead)),
		}, ugcinc.WithReconcile(settle))
		if err != nil {
			return nil, err
		}
		posts = append(posts, *post)
	}
	videos := d.operator.media("the video", "https://cdn.example.com/v/stretch.mp4")
	if len(videos) > 0 && d.operator.allows("Publish the video "+videos[0]+" on "+accountID) {
		post, err := d.client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{
			AccountID: accountID,
			VideoURL:  videos[0],
			Caption:   new("Three stretches before coffee"),
		}, ugcinc.WithReconcile(settle))
		if err != nil {
			return nil, err
		}
		posts = append(posts, *post)
	}
	for _, post := range posts {
		d.say("%-9s  %s  %s", post.Type, post.ID, post.Status)
	}
	return posts, nil
}

// follow shows each change of the posts until all have ended.
func (d *demo) follow(ctx context.Context, posts []ugcinc.Post) error {
	if len(posts) == 0 {
		return nil
	}
	d.step("Watch them")
	began := time.Now()
	wait := ugcinc.WaitOptions{Interval: d.interval, MaxInterval: d.interval}
	for event, err := range d.client.Posts.Watch(ctx, posts, wait) {
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
