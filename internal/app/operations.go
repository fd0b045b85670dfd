package app

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/goodturn/goodturn/internal/post"
)

// handler serves the outside contract.
func (a *App) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /twilio/message", a.gate(http.HandlerFunc(a.inbound)))
	mux.Handle("POST /twilio/status", a.gate(http.HandlerFunc(a.status)))
	if a.opt.SlackSigningSecret != "" {
		mux.Handle("/slack/", a.gate(a.slack.Handler(a)))
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{}))
	return a.contain(mux)
}

// contain keeps a panic to the request that caused it.
func (a *App) contain(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler { //nolint:errorlint // a panic's value, compared as net/http does
					panic(p)
				}
				a.log.Error("a request panicked", "path", r.URL.Path, "panic", fmt.Sprintf("%T", p))
				http.Error(w, "something went wrong here; please send it again", http.StatusServiceUnavailable)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// clockSkew is how far a process's clock may be from the store's.
const clockSkew = 5 * time.Second

func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	at, err := a.store.Time(ctx)
	if err == nil {
		_, err = a.store.Due(ctx, a.clock.Now(), 1)
	}
	switch skew := a.clock.Now().Sub(at).Abs(); {
	case err != nil:
		http.Error(w, "not ready: the store does not answer", http.StatusServiceUnavailable)
	case a.store.refuses():
		http.Error(w, "not ready: the store takes or confirms no writes; texts are refused, and fetched from Twilio's list when it does", http.StatusServiceUnavailable)
	case a.behind.Load():
		http.Error(w, "not ready: what was texted since the backup is being fetched from Twilio's list", http.StatusServiceUnavailable)
	case skew > clockSkew:
		http.Error(w, fmt.Sprintf("not ready: this machine's clock is %s from the store's", skew.Round(time.Second)), http.StatusServiceUnavailable)
	default:
		fmt.Fprintln(w, "ready; "+a.outlook())
	}
}

// metrics are what an operator watches. No label holds anything personal.
type metrics struct {
	registry *prometheus.Registry
	texts    *prometheus.CounterVec
	statuses *prometheus.CounterVec
	refused  *prometheus.CounterVec
	shed     *prometheus.CounterVec
	letters  *prometheus.CounterVec
	commits  *prometheus.HistogramVec
	failures prometheus.Counter
	sends    *prometheus.CounterVec
	waits    *prometheus.HistogramVec
	parked   prometheus.Counter
	stuck    *prometheus.CounterVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		texts:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "goodturn_texts_received_total", Help: "Texts that came in, by what they were."}, []string{"what"}),
		statuses: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "goodturn_text_reports_total", Help: "Twilio's reports on our texts, by status."}, []string{"status"}),
		refused:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "goodturn_requests_refused_total", Help: "Requests without a good signature, or malformed."}, []string{"door"}),
		shed:     prometheus.NewCounterVec(prometheus.CounterOpts{Name: "goodturn_requests_shed_total", Help: "Requests turned away to protect the others: too many in all, too many from one number, or too large."}, []string{"why"}),
		letters:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "goodturn_letters_total", Help: "Letters handled, by kind of document."}, []string{"document"}),
		commits:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "goodturn_commit_seconds", Help: "From taking letters out of a mailbox to their durable commit.", Buckets: prometheus.ExponentialBuckets(0.0005, 2, 14)}, []string{"document"}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{Name: "goodturn_commits_failed_total", Help: "Writes that the store refused, or did not confirm."}),
		sends:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "goodturn_deliveries_total", Help: "Texts and Slack messages, by how their delivery went."}, []string{"sender", "outcome"}),
		waits:    prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "goodturn_delivery_seconds", Help: "From the decision to send to the provider's yes.", Buckets: prometheus.ExponentialBuckets(0.005, 2, 18)}, []string{"sender"}),
		parked:   prometheus.NewCounter(prometheus.CounterOpts{Name: "goodturn_letters_parked_total", Help: "Letters that wait in their document for a process of a newer version."}),
		stuck:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "goodturn_letters_stuck_total", Help: "Letters that could not be stepped, by kind of document. Each is a case."}, []string{"document"}),
	}
	m.registry.MustRegister(m.texts, m.statuses, m.refused, m.shed, m.letters, m.commits, m.failures, m.sends, m.waits, m.parked, m.stuck,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) observe(e post.Event) {
	switch e.What {
	case "commit":
		m.letters.WithLabelValues(e.Kind).Add(float64(e.Letters))
		m.commits.WithLabelValues(e.Kind).Observe(e.Took.Seconds())
	case "sent":
		m.waits.WithLabelValues(e.Kind).Observe(e.Took.Seconds())
		m.sends.WithLabelValues(e.Kind, e.What).Inc()
	case "stuck":
		m.stuck.WithLabelValues(e.Kind).Inc()
	default:
		m.sends.WithLabelValues(e.Kind, e.What).Inc()
	}
}
