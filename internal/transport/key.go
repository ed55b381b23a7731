package transport

import (
	"errors"
	"fmt"
)

// Key holds an API key. It prints as [redacted], whatever holds it and however
// it is printed: the key itself is reachable by a call alone, which no printer
// by reflection makes.
type Key struct {
	bearer func() string
}

const bearer = "Bearer "

const redacted = "[redacted]"

// NewKey refuses what cannot stand in a header. The error does not show it.
func NewKey(key string) (Key, error) {
	if key == "" {
		return Key{}, errors.New("the API key is empty")
	}
	for i := range len(key) {
		if key[i] <= ' ' || key[i] >= 0x7f {
			return Key{}, errors.New("the API key has a blank, a control character or a character that is not ASCII: copy it again")
		}
	}
	header := bearer + key
	return Key{bearer: func() string { return header }}, nil
}

// IsZero reports whether the key is missing.
func (k Key) IsZero() bool { return k.bearer == nil }

// Reveal is the key itself.
func (k Key) Reveal() string {
	if k.bearer == nil {
		return ""
	}
	return k.bearer()[len(bearer):]
}

// String is the same for every key.
func (Key) String() string { return redacted }

// GoString keeps %#v from showing it.
func (Key) GoString() string { return redacted }

// Format prints the same for every verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// MarshalText keeps it out of JSON, logs and every other encoding by text.
func (Key) MarshalText() ([]byte, error) { return []byte(redacted), nil }
