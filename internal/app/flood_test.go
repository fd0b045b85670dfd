package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/goodturn/goodturn/fixtures"
)

// Two thousand connections that say nothing, or half a request, keep nobody
// else's text from being answered.
func TestIdleAndSlowClients(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	dialer := net.Dialer{}
	for i := range 2000 {
		c, err := dialer.DialContext(t.Context(), "tcp", stage.App.Addr())
		if err != nil {
			t.Skipf("this machine opens only %d connections: %v", i, err)
		}
		defer c.Close()
		if i%2 == 0 {
			if _, err := io.WriteString(c, "POST /twilio/message HTTP/1.1\r\nHost: x\r\nX-Twilio-Signature: x\r\nContent-Length: 1000\r\n\r\nFrom="); err != nil {
				t.Fatal(err)
			}
		}
	}
	resp, err := stage.Twilio.Text(t.Context(), pam, "join")
	if err != nil || !resp.OK() {
		t.Fatalf("answered %d, %v", resp.Status, err)
	}
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := texts(stage, pam, 0); len(got) != 1 {
		t.Errorf("Pam got %q, want one answer", got)
	}
}

// counted counts what was read of it.
type counted struct {
	left, read int64
}

func (c *counted) Read(p []byte) (int, error) {
	n := min(int64(len(p)), c.left)
	if n == 0 {
		return 0, io.EOF
	}
	c.left -= n
	atomic.AddInt64(&c.read, n)
	return int(n), nil
}

// A huge body is refused with 413, whether it says its length or not, and most
// of it is never sent.
func TestHugeBodiesAreRefusedEarly(t *testing.T) {
	t.Parallel()
	stage, _ := stand(t, fixtures.Organisation)
	for _, path := range []string{"/twilio/message", "/twilio/status", "/slack/events"} {
		for _, length := range []int64{100 << 20, -1} {
			body := &counted{left: 100 << 20}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+stage.App.Addr()+path, body)
			if err != nil {
				t.Fatal(err)
			}
			r.ContentLength = length
			resp, err := http.DefaultClient.Do(r)
			if err == nil {
				_ = resp.Body.Close()
				if resp.StatusCode != http.StatusRequestEntityTooLarge {
					t.Errorf("%s: answered %d, want 413", path, resp.StatusCode)
				}
			}
			if n := atomic.LoadInt64(&body.read); n > 50<<20 {
				t.Errorf("%s: %d bytes were sent", path, n)
			}
		}
	}
}

// Bodies that strangers send and never end are held up to a bound. Beyond it they
// are refused, and texts have room of their own.
func TestUnendingBodiesAreHeldUpToABound(t *testing.T) {
	t.Parallel()
	stage, _ := stand(t, fixtures.Organisation)
	dialer, most := net.Dialer{}, strings.Repeat("x", slackBytes-1)
	for range bytesAtMost/slackBytes + 16 {
		c, err := dialer.DialContext(t.Context(), "tcp", stage.App.Addr())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", slackBytes)
		_, _ = io.WriteString(c, most) // one that is refused is cut off
	}
	until(t, "no more is held than may be", func() bool { return stage.App.porch.others.Load() <= bytesAtMost })
	resp, err := stage.Twilio.Text(t.Context(), pam, "join")
	if err != nil || !resp.OK() {
		t.Errorf("a text is answered %d, %v", resp.Status, err)
	}
}

// Hundreds of texts at once from one number are answered 503 beyond what it may
// send, with Retry-After, and another number's is taken.
func TestAFloodFromOneNumberIsShed(t *testing.T) {
	t.Parallel()
	stage, _ := stand(t, fixtures.Organisation)
	var taken, shed atomic.Int64
	each(t, 300, func(ctx context.Context, i int) error {
		resp, err := stage.Twilio.Text(ctx, amina, fmt.Sprintf("sofa %d", i))
		switch {
		case err != nil:
			return err
		case resp.OK():
			taken.Add(1)
		case resp.Status == http.StatusServiceUnavailable:
			shed.Add(1)
		default:
			return fmt.Errorf("answered %d", resp.Status)
		}
		return nil
	})
	if taken.Load() < numberBurst || shed.Load() == 0 {
		t.Errorf("%d taken and %d shed of 300", taken.Load(), shed.Load())
	}
	if resp, err := stage.Twilio.Text(t.Context(), pam, "join"); err != nil || !resp.OK() {
		t.Errorf("another's text was answered %d, %v", resp.Status, err)
	}
	found, err := stage.App.metrics.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range found {
		if strings.HasSuffix(family.GetName(), "requests_shed_total") {
			return
		}
	}
	t.Error("nothing counts what was shed")
}
