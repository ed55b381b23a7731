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

// publish schedules a slideshow and a video.
func (d *demo) publish(ctx context.Context, accountID string) ([]*ugcinc.Post, error) {
	d.step("Schedule a slideshow and a video")
	var posts []*ugcinc.Post
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
		posts = append(posts, post)
	}
	videos := d.operator.media("the video", "https://cdn.example.com/v/stretch.mp4")
	if len(videos) > 0 && d.operator.allows("Publish the video "+videos[0]+" on "+accountID) {
		post, err := d.client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{
			AccountID: accountID,
			VideoURL:  videos[0],
			Caption:   new("Three stretches before coffee"),
			PostTime:  new(time.Now().Add(2 * d.ahead)),
		}, ugcinc.WithReconcile(settle))
		if err != nil {
			return nil, err
		}
		posts = append(posts, post)
	}
	for _, post := range posts {
		d.say("%-9s  %s  %s", post.Type, post.ID, post.Status)
	}
	return posts, nil
}

// follow looks at the posts until each has ended, and shows every change.
func (d *demo) follow(ctx context.Context, posts []*ugcinc.Post) error {
	if len(posts) == 0 {
		return nil
	}
	d.step("Watch them")
	began := time.Now()
	ticker := time.NewTicker(d.interval)
	defer ticker.Stop()
	for len(posts) > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
		var open []*ugcinc.Post
		for _, post := range posts {
			result, err := d.client.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: post.ID})
			if err != nil {
				return err
			}
			if result.Status != post.Status {
				post.Status = result.Status
				d.say("%5.1f s  %-9s  %s  %s", time.Since(began).Seconds(), post.Type, post.ID, post.Status)
			}
			switch post.Status {
			case ugcinc.PostStatusComplete:
			case ugcinc.PostStatusFailed:
				return fmt.Errorf("post %s failed", post.ID)
			default:
				open = append(open, post)
			}
		}
		posts = open
	}
	return nil
}
