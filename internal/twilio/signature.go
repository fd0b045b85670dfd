package twilio

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"net/url"
	"slices"
	"strings"
)

// signedContent is what Twilio signs of a form: each key with its value,
// sorted. Of a repeated key each different value counts once, in order, with
// the key before it (as in Twilio's Node library; twilio-go takes the first
// value only).
func signedContent(form url.Values) []byte {
	keys, size := make([]string, 0, len(form)), 0
	for k, values := range form {
		keys = append(keys, k)
		for _, v := range values {
			size += len(k) + len(v)
		}
	}
	slices.Sort(keys)
	content := make([]byte, 0, size)
	for _, k := range keys {
		values := form[k]
		if len(values) > 1 {
			values = slices.Compact(slices.Sorted(slices.Values(values)))
		}
		for _, v := range values {
			content = append(append(content, k...), v...)
		}
	}
	return content
}

// validSignature reports whether Twilio signed the content for the address: the
// HMAC-SHA1 of both, by the account's token. The address may have been signed
// with its standard port or without.
func validSignature(token, address string, content []byte, signature string) bool {
	given, err := base64.StdEncoding.DecodeString(signature)
	if err != nil {
		return false
	}
	for _, a := range ports(address) {
		h := hmac.New(sha1.New, []byte(token))
		_, _ = io.WriteString(h, a)
		h.Write(content)
		if hmac.Equal(h.Sum(nil), given) {
			return true
		}
	}
	return false
}

// ports returns the address without a port and with one, its other characters
// untouched.
func ports(address string) []string {
	scheme, rest, found := strings.Cut(address, "://")
	if !found {
		return []string{address}
	}
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	host, port := authority, ""
	user := strings.LastIndexByte(authority, '@')
	if i := strings.LastIndexByte(authority, ':'); i > max(user, strings.LastIndexByte(authority, ']')) {
		host, port = authority[:i], authority[i:]
	}
	if port == "" {
		port = ":443"
		if strings.EqualFold(scheme, "http") {
			port = ":80"
		}
	}
	return []string{scheme + "://" + host + path, scheme + "://" + host + port + path}
}
