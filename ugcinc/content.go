package ugcinc

import "strings"

// content is what a post consists of, by which it is recognised in a list.
type content struct {
	account, kind, media, caption, music string
}

func slideshowContent(p CreateSlideshowParams) content {
	return newContent(p.AccountID, PostTypeSlideshow, p.ImageURLs, p.Caption, p.MusicPostID)
}

func videoContent(p CreateVideoParams) content {
	return newContent(p.AccountID, PostTypeVideo, []string{p.VideoURL}, p.Caption, p.MusicPostID)
}

func contentOf(p *Post) content {
	return newContent(p.AccountID, p.Type, p.MediaURLs, p.Caption, p.MusicPostID)
}

// newContent takes an absent text as the empty one: it is not known which of
// them the API answers with for a post that has none.
func newContent(account string, kind PostType, media []string, caption, music *string) content {
	c := content{account: account, kind: string(kind), media: strings.Join(media, "\n")}
	if caption != nil {
		c.caption = *caption
	}
	if music != nil {
		c.music = *music
	}
	return c
}
