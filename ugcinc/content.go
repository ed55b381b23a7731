package ugcinc

import (
	"hash/maphash"
	"slices"
	"strings"
)

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

var seed = maphash.MakeSeed()

func (c content) hash() uint64 { return maphash.Comparable(seed, c) }

// alike says whether a post with this content may be the one with the other,
// had the API rewritten media and music or trimmed the caption.
func (c content) alike(other content) bool {
	return c.account == other.account && c.kind == other.kind &&
		slices.Equal(strings.Fields(c.caption), strings.Fields(other.caption))
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
