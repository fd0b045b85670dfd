package twilio_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
	"github.com/goodturn/goodturn/internal/sandbox"
	"github.com/goodturn/goodturn/internal/twilio"
)

// faults are how the pretend Twilio makes each trouble.
var faults = map[posttest.Trouble]sandbox.Fault{
	posttest.Refuses:      {Kind: sandbox.Refuse, Code: 21610},
	posttest.TooMany:      {Kind: sandbox.RateLimited, RetryAfter: posttest.Pause},
	posttest.CutOffBefore: {Kind: sandbox.CutBefore},
	posttest.CutOffAfter:  {Kind: sandbox.CutAfter},
	posttest.BreaksBefore: {Kind: sandbox.ServerError},
	posttest.BreaksAfter:  {Kind: sandbox.BadGateway, Taken: true},
	posttest.Garbles:      {Kind: sandbox.WrongJSON},
	posttest.Hangs:        {Kind: sandbox.Hang, Taken: true},
}

// phones are the people whom the suite's documents text.
var phones = map[string]string{"person/p": "+447700900123", "person/q": "+447700900124"}

func TestTwilioIsASender(t *testing.T) {
	const service = "MG00000000000000000000000000000001"
	for _, c := range []struct {
		name    string
		channel string // before every number
		service string
		queued  bool // texts wait at Twilio, without the date on which they were sent
	}{
		{name: "from a number"},
		{name: "from a messaging service", service: service},
		{name: "on WhatsApp", channel: "whatsapp:"},
		{name: "texts that wait in a queue", queued: true},
		{name: "texts that wait until the service has chosen a number", service: service, queued: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			posttest.Sender(t, func(t *testing.T) posttest.Rig {
				there := sandbox.NewTwilio(sandbox.TwilioOptions{MessagingServiceSID: c.service})
				t.Cleanup(there.Close)
				there.HoldStatuses(c.queued)
				o := twilio.Options{
					AccountSID: there.AccountSID(), AuthToken: there.AuthToken(), MessagingServiceSID: c.service,
					APIURL: "http://twilio.test", HTTP: posttest.Wire(t, there), Rate: 10,
				}
				if c.service == "" {
					o.From = there.From()
				}
				channel, err := twilio.New(o)
				if err != nil {
					t.Fatal(err)
				}
				return posttest.Rig{
					Sender: channel,
					Entry: func(id, words string, at time.Time) post.Outgoing {
						document, _, _ := strings.Cut(id, "@")
						body, err := json.Marshal(twilio.Text{To: c.channel + phones[document], Body: words})
						if err != nil {
							t.Fatal(err)
						}
						return post.Outgoing{Entry: post.Entry{ID: id, Lane: post.LaneText, Kind: "text", Body: body, At: at}}
					},
					Next: func(trouble posttest.Trouble) { there.Fail(faults[trouble]) },
					Taken: func() int {
						n := 0
						for _, number := range phones {
							n += len(there.Messages(c.channel + number))
						}
						return n
					},
				}
			})
		})
	}
}
