package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium finds the browser, or skips the test.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no chromium here: install it, or name it in CHROMIUM, to try the page in a browser")
	return ""
}

// A tab is a browser that looks at the demo.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	problems []string
	asked    map[string]bool // hosts that were asked for something
}

// patience is how long a thing on the page may take on a busy machine.
const patience = 30 * time.Second

func newTab(t *testing.T) *tab {
	t.Helper()
	browser := chromium(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.WindowSize(1440, 900))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, asked: map[string]bool{}}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	_, err := chromedp.Call(ctx, log.Enable, cdp.Empty{})
	_, err2 := chromedp.Call(ctx, runtime.Enable, cdp.Empty{})
	_, err3 := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	if err := errors.Join(err, err2, err3); err != nil {
		t.Fatalf("listen to the browser: %v", err)
	}
	return b
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, fmt.Sprintf("exception: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			b.problems = append(b.problems, fmt.Sprintf("console: %s %v", e.Type, e.Args))
		}
	case *log.EventEntryAdded:
		b.problems = append(b.problems, fmt.Sprintf("log: %s %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err == nil && strings.HasPrefix(u.Scheme, "http") {
			b.asked[u.Host] = true
		}
	}
}

func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v%s", what, err, b.heard())
	}
}

// until waits for an expression to become true.
func (b *tab) until(what, expression string) {
	b.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		yes, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if err != nil {
			b.t.Fatalf("%s: %v", what, err)
		}
		if yes {
			return
		}
		if time.Now().After(deadline) {
			shown, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
			b.t.Fatalf("%s did not happen%s\nthe page shows:\n%s", what, b.heard(), shown)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (b *tab) heard() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(append([]string{""}, b.problems...), "\n")
}

func (b *tab) value(expression string) string {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// shows is whether something on the page holds words.
func shows(selector, words string) string {
	return fmt.Sprintf("[...document.querySelectorAll(%q)].some((e) => e.innerText.includes(%q))", selector, words)
}

func TestDemoInABrowser(t *testing.T) {
	b := newTab(t)
	ctx, stop := context.WithCancel(context.Background())
	d, err := NewDemo(ctx, DemoOptions{Listen: "127.0.0.1:0", Dir: t.TempDir(), Start: ordinaryDay})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the demo did not end as it should: %v", err)
		}
	}()
	b.do("open the page", chromedp.Navigate(d.URL()))

	// A phone is added and texts; an answer comes.
	b.do("add a phone", chromedp.SendKeys("#add-name", "Noor Ali\r"))
	const noor = "#p--447700900103"
	b.until("Noor's phone takes the focus", `document.activeElement.id === "p--447700900103-text"`)
	b.do("text", chromedp.SendKeys(noor+"-text", "hello, who is this?\r"))
	b.until("an answer to Noor", shows(noor+"-log .bubble:not(.mine)", "Leeds Goodturn"))

	// What somebody is typing stays while others text.
	b.do("begin a text", chromedp.SendKeys(noor+"-text", "half a sen"))
	const pam = "+447700900102"
	if _, err := d.Scene().Twilio.Text(ctx, pam, "broke my wrist, can anyone get my tablets from boots b4 4. Pam Hirst 12 Ash Rd LS6 2AB"); err != nil {
		t.Fatal(err)
	}
	b.until("Pam's text is shown", shows("#p--447700900102-log .mine", "broke my wrist"))
	b.until("the request is in Slack", shows("#log .said", "Pam, LS6"))
	b.do("go on typing", chromedp.SendKeys(noor+"-text", "tence"))
	if got := b.value(`document.getElementById("p--447700900103-text").value`); got != "half a sentence" {
		t.Errorf("the half text became %q", got)
	}

	// A coordinator decides, and writes in the thread.
	b.do("approve", chromedp.Click(`#log button[data-control$="/approve"]`))
	b.until("the card has changed", `!document.querySelector('#log button[data-control$="/approve"]')`)
	b.do("open the thread", chromedp.Click("#log .thread summary"))
	b.do("reply", chromedp.SendKeys("#log .thread[open] textarea", "The boiler man comes at 5.\r"))
	b.until("the reply stands in the thread", shows("#log .thread .said", "boiler man"))
	b.until("Pam has it as a text", shows("#p--447700900102-log .bubble:not(.mine)", "boiler man"))

	// A task is made in a form.
	cards := b.value(`document.querySelectorAll("#log > .message").length`)
	b.do("ask for the form", chromedp.Click(".shortcuts button"))
	b.until("the form opens", `document.querySelector("dialog.form[open]")`)
	b.do("leave it", chromedp.KeyEvent("\x1b"))
	b.until("the form has closed", `!document.querySelector("dialog.form")`)
	b.do("ask again", chromedp.SendKeys("#composer-text", "/goodturn task\r"))
	b.until("the form opens again", `document.querySelector("dialog.form[open]")`)
	b.do("name the task", chromedp.SendKeys(`dialog.form input[name$="title/value"], dialog.form input[name$="name/value"]`, "fill sandbags"))
	b.do("make it", chromedp.Click("dialog.form .primary"))
	b.until("the form is gone", `!document.querySelector("dialog.form")`)
	b.until("the task is in Slack", shows("#log .said", "sandbags"))
	if now := b.value(`document.querySelectorAll("#log > .message").length`); now == cards {
		t.Errorf("there are still %s messages", now)
	}

	// Time goes by.
	before := b.value(`document.querySelector("#clock time").innerText`)
	b.do("move the clock", chromedp.Click("#clock-1h"))
	b.until("the clock says what happened", `document.querySelector("#clock .moved").innerText`)
	if after := b.value(`document.querySelector("#clock time").innerText`); after <= before {
		t.Errorf("the clock went from %s to %s", before, after)
	}

	// Starting again is asked about first.
	b.do("start again", chromedp.Click("#again"))
	b.until("it is asked about", `document.querySelector("#sure").open`)
	b.do("do not", chromedp.Click(`#sure button[value="no"]`))
	b.until("nothing is lost", shows(noor+"-log", "hello, who is this?"))

	// The story is played, and ends.
	b.do("play the story", chromedp.Click("#story-play"))
	b.until("the story has ended", shows("#caption", "That was the whole of it."))
	b.until("somebody was told something", `document.querySelector("#phones .bubble:not(.mine)")`)
	b.do("start again", chromedp.Click("#again"))
	b.until("it is asked about again", `document.querySelector("#sure").open`)
	b.do("do", chromedp.Click(`#sure button[value="yes"]`))
	b.until("all is empty", `!document.querySelector(".bubble") && document.querySelector(".hint")`)

	// On a phone the panes are tabs, and nothing stands beside the screen.
	b.do("hold it like a phone", chromedp.EmulateViewport(390, 844))
	b.do("show the phones", chromedp.Click(`[data-show="phones"]`))
	b.until("the phones are there alone", `document.querySelector("#phones").checkVisibility() && !document.querySelector("#desk").checkVisibility()`)
	b.do("show Slack", chromedp.Click(`[data-show="desk"]`))
	b.until("Slack is there alone", `!document.querySelector("#phones").checkVisibility() && document.querySelector("#desk").checkVisibility()`)
	b.until("nothing is cut off", `document.documentElement.scrollWidth <= innerWidth`)

	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		t.Error(p)
	}
	for host := range b.asked {
		if "http://"+host != d.URL() {
			t.Errorf("the page asked %s for something", host)
		}
	}
}
