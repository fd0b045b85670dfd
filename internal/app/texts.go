package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/twilio"
)

// inbound takes a text from Twilio's webhook. It is acknowledged only after it
// is stored; 503 has Twilio try again.
func (a *App) inbound(w http.ResponseWriter, r *http.Request) {
	m, err := a.twilio.Inbound(r)
	if err != nil {
		a.refuse(w, err)
		return
	}
	if a.floods(r.Context(), w, m) {
		return
	}
	if a.behind.Load() {
		// What was texted since the backup comes first: it is in Twilio's list, and
		// so will this be.
		a.alertWithoutStore(r.Context(), m)
		a.shed(w, "behind")
		return
	}
	alarm := time.AfterFunc(alarmAfter, func() { a.alertWithoutStore(r.Context(), m) })
	err = a.take(r.Context(), m)
	alarm.Stop()
	if errors.Is(err, post.ErrBusy) {
		a.alertWithoutStore(r.Context(), m)
		a.shed(w, "busy")
		return
	} else if err != nil {
		a.log.Error("a text could not be stored; Twilio is asked to send it again", "sid", m.SID, "error", err)
		a.alertWithoutStore(r.Context(), m)
		http.Error(w, "not stored; please send it again", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	fmt.Fprint(w, twilio.Empty)
}

func (a *App) refuse(w http.ResponseWriter, err error) {
	var bad *twilio.RequestError
	if !errors.As(err, &bad) {
		bad = &twilio.RequestError{Code: http.StatusBadRequest, Reason: "the request could not be read"}
	}
	a.metrics.refused.WithLabelValues("twilio").Inc()
	http.Error(w, bad.Reason, bad.Code)
}

// numbers that a text can be answered to: E.164, or WhatsApp's form of it.
var answerable = regexp.MustCompile(`^(whatsapp:)?\+[1-9][0-9]{6,14}$`)

// causeOf is the id of the letter that a text is.
func causeOf(sid string) string { return "twilio:" + sid }

// take hands a text to its sender's document: the one door for webhooks and
// for what is fetched from Twilio's list.
func (a *App) take(ctx context.Context, m twilio.Message) error {
	cause := causeOf(m.SID)
	if !answerable.MatchString(m.From) {
		// A short code or a word as sender: a robot that cannot be answered.
		a.metrics.texts.WithLabelValues("unanswerable").Inc()
		return a.office.Note(ctx, post.Fact{ID: cause, Kind: "unanswerable", At: a.clock.Now(), Data: json.RawMessage(`{"reason":"the sender is not a phone number"}`)})
	}
	body, err := json.Marshal(bot.Text{From: m.From, Body: strings.ToValidUTF8(m.Body, ""), Media: m.Media, OptOut: m.OptOut})
	if err != nil {
		return fmt.Errorf("encode a text: %w", err)
	}
	a.metrics.texts.WithLabelValues("in").Inc()
	_, err = a.office.Handle(ctx, post.Letter{ID: cause, To: a.personID(m.From), Kind: bot.LetterText, Data: body})
	if err != nil {
		return fmt.Errorf("take a text: %w", err)
	}
	return nil
}

// danger says which danger a text speaks of, where nothing is known of who
// sent it, and whether it speaks of any.
func (a *App) danger(body string) (kind string, ok bool) {
	heard := a.bot.Ears.Hear(body, hear.Context{Now: a.clock.Now().In(a.org.Location)})
	return heard.Danger, heard.Danger != "" || heard.Meaning == hear.Danger
}

// parked looks at a text that waits for a newer program: danger does not wait.
func (a *App) parked(l post.Letter) {
	a.metrics.parked.Inc()
	var in bot.Text
	if l.Kind != bot.LetterText || l.Read(&in) != nil {
		return
	}
	go a.alertWithoutStore(context.Background(), twilio.Message{SID: l.ID, From: in.From, Body: in.Body})
}

// alarmAfter is how long danger waits for the store before the people on call
// are told without it: they are promised to hear of it within five seconds.
const alarmAfter = 2 * time.Second

// alertWithoutStore tells the people on call of danger when its case cannot be
// opened. The text may come again, to another process too, and so may the alarm:
// twice beats never. This process tells of a text once, if Twilio takes it.
func (a *App) alertWithoutStore(ctx context.Context, m twilio.Message) {
	if _, danger := a.danger(m.Body); !danger {
		return
	}
	if told, _ := a.porch.alarmed.ContainsOrAdd(m.SID, true); told {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	text := a.say("alarm.without_store", map[string]any{"Signature": a.org.Signature, "From": m.From})
	var calls sync.WaitGroup // one that hangs keeps nobody else from hearing
	for i, p := range a.org.OnCall.People {
		body, err := json.Marshal(bot.Outgoing{To: p.Phone, Body: text})
		if err != nil {
			return
		}
		calls.Go(func() {
			id := fmt.Sprintf("alarm/%s@0/%d", m.SID, i)
			if _, err := a.twilio.Send(ctx, post.Outgoing{Entry: post.Entry{ID: id, Lane: post.LaneUrgent, Kind: "text", Body: body, At: a.clock.Now()}}); err != nil {
				a.log.Error("the people on call could not be told of danger that could not be made a case", "error", err)
				a.porch.alarmed.Remove(m.SID)
			}
		})
	}
	calls.Wait()
}

// status takes Twilio's report of what became of a text. What arrived is a
// fact; what never will is a letter to the person's document.
func (a *App) status(w http.ResponseWriter, r *http.Request) {
	s, err := a.twilio.Status(r)
	if err != nil {
		a.refuse(w, err)
		return
	}
	if err := a.report(r.Context(), s); err != nil {
		a.log.Error("a report from Twilio could not be stored", "sid", s.SID, "error", err)
		http.Error(w, "not stored; please send it again", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (a *App) report(ctx context.Context, s twilio.Status) error {
	id := "twilio-status:" + s.SID + "/" + s.Status
	if s.Entry != "" {
		a.office.Settle(s.Entry, s.SID)
	}
	a.metrics.statuses.WithLabelValues(known(s.Status)).Inc()
	if s.Failed() {
		a.twilio.Undelivered(s.ErrorCode)
	}
	doc, _, ok := strings.Cut(s.Entry, "@")
	if s.Failed() && ok && post.KindOf(doc) == "person" {
		data, err := json.Marshal(bot.Failed{Code: s.ErrorCode})
		if err != nil {
			return fmt.Errorf("encode a report: %w", err)
		}
		if _, err := a.office.Handle(ctx, post.Letter{ID: id, To: doc, Kind: bot.LetterFailed, Data: data}); err != nil {
			return fmt.Errorf("report a failure: %w", err)
		}
	}
	data, err := json.Marshal(map[string]string{"status": s.Status, "code": s.ErrorCode, "entry": s.Entry})
	if err != nil {
		return fmt.Errorf("encode a report: %w", err)
	}
	return a.office.Note(ctx, post.Fact{ID: id, Kind: "text_" + known(s.Status), At: a.clock.Now(), Data: data})
}

// known keeps a status to the words that Twilio uses, so that a stranger
// cannot fill the metrics with names.
func known(status string) string {
	if twilio.Rank(status) == 0 {
		return "other"
	}
	return status
}
