package ledger

import (
	"strings"

	"github.com/ugcinc/ugcinc-go/gen"
)

// Content is what a post consists of. A new post with the content of a create is
// the one that the create made.
type Content struct {
	Account, Type, Media, Caption, Music, Audio string
}

// OfPost returns the content of a post.
func OfPost(p *gen.Post) Content {
	return newContent(p.AccountID, p.Type, p.MediaURLs, p.Caption, p.MusicPostID, p.SocialAudioID)
}

// OfSlideshow returns the content of the post that a create asks for.
func OfSlideshow(p *gen.CreateSlideshowParams) Content {
	return newContent(p.AccountID, gen.PostTypeSlideshow, p.ImageURLs, p.Caption, p.MusicPostID, p.SocialAudioID)
}

// OfVideo returns the content of the post that a create asks for.
func OfVideo(p *gen.CreateVideoParams) Content {
	return newContent(p.AccountID, gen.PostTypeVideo, []string{p.VideoURL}, p.Caption, p.MusicPostID, p.SocialAudioID)
}

// newContent takes an absent text as the empty one: it is not known which of
// them the API returns for a post that has none.
func newContent(account string, kind gen.PostType, media []string, caption, music, audio *string) Content {
	c := Content{Account: account, Type: string(kind), Media: strings.Join(media, "\n")}
	if caption != nil {
		c.Caption = *caption
	}
	if music != nil {
		c.Music = *music
	}
	if audio != nil {
		c.Audio = *audio
	}
	return c
}
