package app

import (
	"fmt"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/goodturn/goodturn/internal/post"
)

// A queueCollector tells the metrics what waits for the providers, at the moment
// that it is asked.
type queueCollector struct {
	office *post.Office
	clock  post.Clock
}

var (
	lettersWaiting = prometheus.NewDesc("goodturn_letters_waiting", "Letters that wait in this process to be stepped, or are being stepped.", nil, nil)
	queueWaiting   = prometheus.NewDesc("goodturn_queue_waiting", "Texts and Slack messages that wait to be delivered by this process.", []string{"sender"}, nil)
	queueOldest    = prometheus.NewDesc("goodturn_queue_oldest_seconds", "How long the oldest of them has waited.", []string{"sender"}, nil)
	queueDoubtful  = prometheus.NewDesc("goodturn_queue_unknown", "Of those, posted ones of which nobody knows yet whether they went out.", []string{"sender"}, nil)
	queueInFlight  = prometheus.NewDesc("goodturn_posts_in_flight", "Posts under way at the provider.", []string{"sender"}, nil)
	gateState      = prometheus.NewDesc("goodturn_gate", "1 for the state that the sender is in: open; held, at the provider's wish; down.", []string{"sender", "state"}, nil)
)

// Describe implements prometheus.Collector.
func (c queueCollector) Describe(all chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{lettersWaiting, queueWaiting, queueOldest, queueDoubtful, queueInFlight, gateState} {
		all <- d
	}
}

// Collect implements prometheus.Collector.
func (c queueCollector) Collect(all chan<- prometheus.Metric) {
	all <- prometheus.MustNewConstMetric(lettersWaiting, prometheus.GaugeValue, float64(c.office.Letters()))
	for _, q := range c.office.Queues() {
		gauge := func(d *prometheus.Desc, v float64, more ...string) {
			all <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, append([]string{q.Sender}, more...)...)
		}
		oldest := 0.0
		if q.Waiting > 0 {
			oldest = max(0, c.clock.Now().Sub(q.Oldest).Seconds())
		}
		gauge(queueWaiting, float64(q.Waiting))
		gauge(queueOldest, oldest)
		gauge(queueDoubtful, float64(q.Doubtful))
		gauge(queueInFlight, float64(q.InFlight))
		for _, state := range []string{post.GateOpen, post.GateHeld, post.GateDown} {
			is := 0.0
			if state == q.State {
				is = 1
			}
			gauge(gateState, is, state)
		}
	}
}

// providers are the senders as an operator knows them.
var providers = []struct{ sender, name string }{{"text", "twilio"}, {"slack", "slack"}}

// observe counts what the office tells of. A provider that took something answers.
func (a *App) observe(e post.Event) {
	a.metrics.observe(e)
	if e.What == "sent" {
		a.silent.Delete(e.Kind)
	}
}

// outlook says in one line how the providers are, as in "twilio: down since
// 12:03, 812 wait, the oldest 14 min; slack: ok".
func (a *App) outlook() string {
	now := a.clock.Now()
	queues := map[string]post.Queue{}
	for _, q := range a.office.Queues() {
		queues[q.Sender] = q
	}
	var all []string
	for _, p := range providers {
		q := queues[p.sender]
		said := "ok"
		if at, silent := a.silent.Load(p.sender); silent {
			said = "no answer since " + at.(time.Time).In(a.org.Location).Format("15:04")
		}
		if q.State != post.GateOpen {
			said = q.State + " since " + q.Since.In(a.org.Location).Format("15:04")
		}
		if q.Waiting > 0 {
			said += fmt.Sprintf(", %d wait, the oldest %d min", q.Waiting, int(max(0, now.Sub(q.Oldest))/time.Minute))
		}
		all = append(all, p.name+": "+said)
	}
	return strings.Join(all, "; ")
}
