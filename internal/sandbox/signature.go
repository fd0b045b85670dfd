package sandbox

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// TwilioSignature is the X-Twilio-Signature of a form posted to address: the
// HMAC-SHA1, under the auth token, of the URL without its fragment, followed by
// each key and value of the form, sorted by key. A key with several different
// values contributes itself with each, sorted, as Twilio's own libraries do.
func TwilioSignature(authToken, address string, form url.Values) string {
	address, _, _ = strings.Cut(address, "#")
	mac := hmac.New(sha1.New, []byte(authToken))
	mac.Write([]byte(address))
	keys := make([]string, 0, len(form))
	for k := range form {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		values := slices.Clone(form[k])
		slices.Sort(values)
		for _, v := range slices.Compact(values) {
			mac.Write([]byte(k))
			mac.Write([]byte(v))
		}
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// SlackSignature is the X-Slack-Signature of a body sent at a time: "v0=" and
// the HMAC-SHA256, under the signing secret, of "v0:SECONDS:BODY".
func SlackSignature(signingSecret string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, []byte(signingSecret))
	mac.Write([]byte("v0:" + strconv.FormatInt(at.Unix(), 10) + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}
