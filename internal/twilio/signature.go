package twilio

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
)

// validSignature reports whether Twilio signed the form for the address: the
// HMAC-SHA1, by the account's token, of the address and each key with its
// value, sorted. Of a repeated key each different value counts once, in order,
// with the key before it (as in Twilio's Node library; twilio-go takes the
// first value only). The address may have been signed with its standard port
// or without.
func validSignature(token, address string, form url.Values, signature string) bool {
	var pairs strings.Builder
	keys := make([]string, 0, len(form))
	for k := range form {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		values := slices.Clone(form[k])
		slices.Sort(values)
		for _, v := range slices.Compact(values) {
			pairs.WriteString(k)
			pairs.WriteString(v)
		}
	}
	for _, a := range ports(address) {
		h := hmac.New(sha1.New, []byte(token))
		h.Write([]byte(a))
		h.Write([]byte(pairs.String()))
		if hmac.Equal([]byte(base64.StdEncoding.EncodeToString(h.Sum(nil))), []byte(signature)) {
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
