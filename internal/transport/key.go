package transport

import (
	"errors"
	"fmt"
)

// Key holds an API key. It prints as [redacted] with every verb. The key sits
// behind a func, so that printing by reflection cannot reach it either.
type Key struct {
	bearer func() string
}

const bearer = "Bearer "

const redacted = "[redacted]"

// NewKey returns an error, which does not contain the key, if the key cannot be
// sent in a header.
func NewKey(key string) (Key, error) {
	if key == "" {
		return Key{}, errors.New("the API key is empty")
	}
	for i := range len(key) {
		if key[i] <= ' ' || key[i] >= 0x7f {
			return Key{}, errors.New("the API key has a space, a control character or a character that is not ASCII: copy it again")
		}
	}
	header := bearer + key
	return Key{bearer: func() string { return header }}, nil
}

// IsZero reports whether the key is missing.
func (k Key) IsZero() bool { return k.bearer == nil }

// Reveal returns the key itself.
func (k Key) Reveal() string {
	if k.bearer == nil {
		return ""
	}
	return k.bearer()[len(bearer):]
}

// String returns [redacted].
func (Key) String() string { return redacted }

// GoString is String for %#v.
func (Key) GoString() string { return redacted }

// Format prints [redacted] for every verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// MarshalText keeps the key out of JSON, logs and other text encodings.
func (Key) MarshalText() ([]byte, error) { return []byte(redacted), nil }
