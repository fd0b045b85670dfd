package sqlite_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/internal/post"
)

// A volunteer is shaped and filled as a person's document is after some weeks:
// three live conversations, six that have ended, about 3 kB.
type volunteer struct {
	Phone         string               `json:"phone"`
	Name          string               `json:"name"`
	Postcode      string               `json:"postcode"`
	Kinds         []string             `json:"kinds"`
	When          []string             `json:"when"`
	Agreed        time.Time            `json:"agreed"`
	Lessons       map[string]string    `json:"lessons"`
	Checks        map[string]time.Time `json:"checks"`
	Conversations []*conversation      `json:"conversations"`
	Ended         []outcome            `json:"ended"`
	Recent        []string             `json:"recent"`
	Heard         time.Time            `json:"heard"`
	Times         int                  `json:"times"`
}

type conversation struct {
	ID    string            `json:"id"`
	Flow  string            `json:"flow"`
	State string            `json:"state"`
	About string            `json:"about"`
	Slots map[string]string `json:"slots"`
	Asked time.Time         `json:"asked"`
}

type outcome struct {
	Number int       `json:"number"`
	Flow   string    `json:"flow"`
	State  string    `json:"state"`
	About  string    `json:"about"`
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
}

type text struct {
	To   string `json:"to"`
	Body string `json:"body"`
}

func newVolunteer(now time.Time) volunteer {
	v := volunteer{
		Phone: "+447700900123", Name: "Amina Khan", Postcode: "LS6 3HN", Agreed: now,
		Kinds: []string{"prescriptions", "shopping", "dogs", "phone"}, When: []string{"weekday evenings", "saturday", "sunday morning"},
		Lessons: map[string]string{}, Checks: map[string]time.Time{"identity": now.AddDate(1, 0, 0), "basic": now.AddDate(1, 0, 0)},
	}
	for _, lesson := range []string{"safe", "infection", "money", "privacy", "boundaries", "worries", "visits", "emergencies"} {
		v.Lessons[lesson] = "3f9a2c71"
	}
	for i := range 3 {
		v.Conversations = append(v.Conversations, &conversation{
			ID: fmt.Sprintf("offer-%d", i), Flow: "offer", State: "offered", About: "task/k3jq5x0zv8m2n4p6", Asked: now,
			Slots: map[string]string{"what": "collect a prescription in LS6 and leave it at the door", "by": "2026-11-23T16:00:00Z", "number": fmt.Sprint(i), "minutes": "25"},
		})
	}
	for i := range 6 {
		v.Ended = append(v.Ended, outcome{Number: i, Flow: "offer", State: "thanked", About: "task/v8m2n4p6k3jq5x0z", ID: fmt.Sprintf("offer-%d", i+3), At: now})
	}
	return v
}

var person = post.Machine[volunteer]{
	Name: "person", Start: "new",
	Table: post.NewTable("new", fsm.Events{
		{Name: "join", Src: []string{"new"}, Dst: "on"},
		{Name: "hear", Src: []string{"on"}, Dst: "on"},
	}),
	States:  map[string]string{"new": "never heard of", "on": "on duty"},
	Letters: map[string]string{"text": "a text came in", post.LetterRefused: "a text was refused"},
	Rules: []post.Rule[volunteer]{
		{On: "text", In: "new on", Do: hear},
		{On: post.LetterRefused, In: "*", Ignore: "nothing is ever refused here"},
	},
	Index: func(_ *post.Document, v *volunteer) post.Index {
		return post.Index{Keys: []string{"near:" + v.Postcode[:3], "phone:" + v.Phone}, Rank: 7, Summary: v.Kinds}
	},
}

func hear(t *post.Turn, v *volunteer) {
	var in struct {
		Said string `json:"said"`
	}
	if err := json.Unmarshal(t.Letter.Data, &in); err != nil {
		panic(err)
	}
	if t.State() == "new" {
		*v = newVolunteer(t.Now)
		t.Fire("join")
	} else {
		t.Fire("hear")
	}
	v.Times++
	v.Heard = t.Now
	v.Recent = append(v.Recent, in.Said)
	v.Recent = v.Recent[max(len(v.Recent)-6, 0):]
	offer := v.Conversations[v.Times%len(v.Conversations)]
	offer.State = "accepted"
	offer.Asked = t.Now
	t.Set(post.Timer{Name: "expire", Kind: "text", Due: t.Now.Add(2 * time.Hour)})
	t.Text(false, text{To: v.Phone, Body: "It's yours, thank you. Boots, Otley Rd. Take your ID. Knock and step back. Text DONE after."})
	t.Note("heard", map[string]string{"as": "yes", "flow": offer.Flow, "who": "r5k2m8"})
}
