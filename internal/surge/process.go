package surge

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A Process is a server in a process of its own.
type Process struct {
	URL string

	command *exec.Cmd
	said    *tail
	ended   chan error
	stop    sync.Once
	err     error
}

// Start starts the program with the arguments, and GOODTURN_LISTEN and
// GOODTURN_PUBLIC_URL set to a free port of this machine beside the
// environment given.
func Start(ctx context.Context, program string, arguments, environment []string) (*Process, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("find a free port: %w", err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, fmt.Errorf("find a free port: %w", err)
	}
	p := &Process{URL: "http://" + address, said: &tail{}, ended: make(chan error, 1)}
	p.command = exec.CommandContext(ctx, program, arguments...) //nolint:gosec // the program is our own
	p.command.Env = append(os.Environ(), environment...)
	p.command.Env = append(p.command.Env, "GOODTURN_LISTEN="+address, "GOODTURN_PUBLIC_URL="+p.URL)
	p.command.Stderr = p.said
	p.command.Cancel = func() error { return p.command.Process.Signal(syscall.SIGTERM) }
	p.command.WaitDelay = 30 * time.Second
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	go func() { p.ended <- p.command.Wait() }()
	return p, nil
}

// ready waits until the server can take a text.
func (p *Process) ready(ctx context.Context) error {
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL+"/readyz", http.NoBody)
		if err != nil {
			return fmt.Errorf("ask the server: %w", err)
		}
		answer, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case err := <-p.ended:
			p.ended <- err
			return fmt.Errorf("the server did not start: %s", p.said)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Stop has the server end as an operator would, and waits for it.
func (p *Process) Stop() error {
	p.stop.Do(func() {
		_ = p.command.Process.Signal(syscall.SIGTERM)
		if err := <-p.ended; err != nil {
			p.err = fmt.Errorf("the server ended with %w: %s", err, p.said)
		}
	})
	return p.err
}

// processor is what the process took of the processors, once it has ended.
func (p *Process) processor() time.Duration {
	state := p.command.ProcessState
	return state.UserTime() + state.SystemTime()
}

// A Memory is what the server's process holds, in bytes; 0 where the system
// does not say.
type Memory struct{ Most, Last int64 }

// watch looks at the process's memory until the function that it returns is called.
func (p *Process) watch() func() Memory {
	stop, looked := make(chan struct{}), make(chan Memory)
	go func() {
		var m Memory
		for {
			m.Last = p.resident()
			m.Most = max(m.Most, m.Last)
			select {
			case <-stop:
				looked <- m
				return
			case <-time.After(250 * time.Millisecond):
			}
		}
	}()
	return func() Memory {
		close(stop)
		return <-looked
	}
}

// resident is the process's resident memory, as Linux tells it.
func (p *Process) resident() int64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(p.command.Process.Pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(status) {
		if rest, ok := bytes.CutPrefix(line, []byte("VmRSS:")); ok {
			kb, err := strconv.ParseInt(strings.Fields(string(rest))[0], 10, 64)
			if err != nil {
				return 0
			}
			return kb << 10
		}
	}
	return 0
}

// A tail keeps the end of what a process says.
type tail struct {
	mu  sync.Mutex
	end []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end = append(t.end, b...)
	if n := len(t.end); n > 4096 {
		t.end = append(t.end[:0], t.end[n-2048:]...)
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.end))
}

var _ io.Writer = (*tail)(nil)
