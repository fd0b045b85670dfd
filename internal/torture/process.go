package torture

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// readyWithin is how long a process may take from its start to its first
// request, on a machine that is busy with everything else.
const readyWithin = 60 * time.Second

// A process is one running Goodturn.
type process struct {
	cmd     *exec.Cmd
	begin   io.WriteCloser // of one that stands by: closed without a line, it ends
	ready   chan string    // the address, once it listens
	done    chan struct{}  // closed when it has ended
	address string
	tail    tail
}

// tail is the end of what a process wrote, for when it ends by itself.
type tail struct {
	mu    sync.Mutex
	lines []string
}

func (t *tail) add(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lines = append(t.lines, line); len(t.lines) > 20 {
		t.lines = slices.Delete(t.lines, 0, 1)
	}
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.lines, "\n")
}

// launch starts the command. One that stands by does nothing before [process.goOn].
func launch(ctx context.Context, command, env []string, heard func(logLine)) (*process, error) {
	p := &process{ready: make(chan string, 1), done: make(chan struct{})}
	p.cmd = exec.CommandContext(ctx, command[0], command[1:]...)
	p.cmd.Env = append(os.Environ(), env...)
	var err error
	if p.begin, err = p.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start a process: %w", err)
	}
	said, err := p.cmd.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("start a process: %w", err)
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a process: %w", err)
	}
	go p.listen(said, heard)
	return p, nil
}

// logLine is what is read of a process's log.
type logLine struct {
	Level  string `json:"level"`
	Msg    string `json:"msg"`
	Listen string `json:"listen"`
	Error  string `json:"error"`
}

// listen reads what the process says until it ends.
func (p *process) listen(said io.Reader, heard func(logLine)) {
	defer close(p.done)
	lines := bufio.NewScanner(said)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		p.tail.add(lines.Text())
		var l logLine
		if json.NewDecoder(bytes.NewReader(lines.Bytes())).Decode(&l) != nil {
			continue
		}
		if l.Msg == "ready" {
			select {
			case p.ready <- l.Listen:
			default:
			}
		}
		heard(l)
	}
	_ = p.cmd.Wait()
}

// goOn has a process that stands by begin, and waits until it is ready.
func (p *process) goOn(ctx context.Context, how string) error {
	_, _ = io.WriteString(p.begin, how+"\n") // one that does not stand by reads nothing
	timeout := time.NewTimer(readyWithin)
	defer timeout.Stop()
	select {
	case p.address = <-p.ready:
		return nil
	case <-p.done:
		return fmt.Errorf("a process ended before it was ready: %s", p.tail.String())
	case <-timeout.C:
		return fmt.Errorf("a process was not ready within %s: %s", readyWithin, p.tail.String())
	case <-ctx.Done():
		return fmt.Errorf("wait for a process: %w", ctx.Err())
	}
}

// signal sends the process a signal; one that has ended does not mind.
func (p *process) signal(s os.Signal) { _ = p.cmd.Process.Signal(s) }

// kill ends it as a power cut would, and waits until it is gone.
func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	<-p.done
}

// stopWithin is how long a process may take to deliver what it took.
const stopWithin = 45 * time.Second

// stop asks the process to end, and says how it did.
func (p *process) stop() error {
	p.signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(stopWithin):
		p.kill()
		return fmt.Errorf("a process did not end within %s of SIGTERM: %s", stopWithin, p.tail.String())
	}
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		return fmt.Errorf("a process that was asked to stop ended with %d: %s", code, p.tail.String())
	}
	return nil
}
