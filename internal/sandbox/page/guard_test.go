package page_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goodturn/goodturn/internal/sandbox/page"
)

func TestOtherWebsitesPressNothing(t *testing.T) {
	s := newStand(t)
	at := open(t, s).URL
	try := func(change func(*http.Request)) int {
		r, err := http.NewRequest(http.MethodPost, at+"/again", nil)
		if err != nil {
			t.Fatal(err)
		}
		change(r)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		return resp.StatusCode
	}
	for name, change := range map[string]func(*http.Request){
		"another site":          func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"another port":          func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"another origin":        func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"no origin to speak of": func(r *http.Request) { r.Header.Set("Origin", "null") },
		"a name that leads here": func(r *http.Request) {
			r.Host = "evil.example:8080"
			r.Header.Set("Sec-Fetch-Site", "same-origin")
		},
		"a name like ours": func(r *http.Request) { r.Host = "localhost.evil.example" },
	} {
		if code := try(change); code != http.StatusForbidden {
			t.Errorf("%s: %d", name, code)
		}
	}
	if s.done() != "" {
		t.Fatalf("another website did: %s", s.done())
	}
	for _, host := range []string{"localhost:8080", "127.0.0.1", "[::1]:8080"} {
		if code := try(func(r *http.Request) { r.Host = host; r.Header.Set("Sec-Fetch-Site", "same-origin") }); code != http.StatusNoContent {
			t.Errorf("%s: %d", host, code)
		}
	}
}

func TestThePageAsksNobodyElse(t *testing.T) {
	s := newStand(t)
	s.cardWithButtons(t)
	server := open(t, s)
	resp, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	policy := resp.Header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %s", part)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is unsafe: %s", policy)
	}
	html := get(t, server.URL)
	if found := regexp.MustCompile(`(?i)(<script[^>]*>[^<]|\son[a-z]+=|style="|<style|(src|href|hx-[a-z]+)="(https?:)?//)`).FindString(html); found != "" {
		t.Errorf("the page holds %q", found)
	}
	for _, m := range regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"`).FindAllStringSubmatch(html, -1) {
		if body := get(t, server.URL+m[1]); body == "" {
			t.Errorf("%s is empty", m[1])
		}
	}
}

func TestVendoredFilesAreAsTheyWereTaken(t *testing.T) {
	notes, err := os.ReadFile("VENDOR.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("`(static/[^`]+\\.js)`.*`([0-9a-f]{64})`").FindAllStringSubmatch(string(notes), -1)
	if len(rows) != 2 {
		t.Fatalf("%d files are noted", len(rows))
	}
	for _, row := range rows {
		raw, err := os.ReadFile(filepath.FromSlash(row[1]))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != row[2] {
			t.Errorf("%s is not the file that was taken", row[1])
		}
	}
}

func TestWhileTheStoryPlaysNobodyElseActs(t *testing.T) {
	s := newStand(t)
	at := open(t, s).URL
	s.story = page.Story{Playing: true, Step: 3, Steps: 12, Caption: "Amina offers to help", Phone: "+447700900101"}
	wants(t, get(t, at), "Amina offers to help", "3 of 12", `data-look="p--447700900101"`, "Pause")
	if code, _ := send(t, at+"/phones", url.Values{"name": {"X"}}); code != http.StatusConflict {
		t.Errorf("a phone could be added: %d", code)
	}
	for _, do := range []string{"pause", "stop"} {
		if code, said := send(t, at+"/story/"+do, nil); code != http.StatusNoContent {
			t.Errorf("%s: %d %s", do, code, said)
		}
	}
	if s.done() != "pause stop" {
		t.Errorf("did %q", s.done())
	}
}

func TestTheClockMovesAndSaysWhatHappened(t *testing.T) {
	s := newStand(t)
	at := open(t, s).URL
	for _, step := range [][2]string{{"20m", "Tuesday 10:20"}, {"1h", "Tuesday 11:20"}, {"tomorrow", "Wednesday 09:00"}} {
		if code, said := send(t, at+"/clock", url.Values{"by": {step[0]}}); code != http.StatusNoContent {
			t.Fatalf("%s: %d %s", step[0], code, said)
		}
		wants(t, get(t, at+"/bar"), step[1]+": nothing was due")
	}
}

func TestTheBrowserIsToldWhatChanged(t *testing.T) {
	s := newStand(t)
	server := open(t, s)
	ctx := t.Context()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	next := func() string {
		for lines.Scan() {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok && name != "beat" {
				return name
			}
		}
		t.Fatal("the events ended")
		return ""
	}
	for _, want := range []string{"bar", "phones", "desk"} {
		if got := next(); got != want {
			t.Fatalf("at first %s, want %s", got, want)
		}
	}
	s.scene.Twilio.AddPhone("+447700900101")
	if got := next(); got != "phones" {
		t.Errorf("after a phone: %s", got)
	}
	s.post(t, "chat.postMessage", map[string]any{"channel": hub, "text": "hello"})
	if got := next(); got != "desk" {
		t.Errorf("after a card: %s", got)
	}
	s.changed <- struct{}{}
	if got := next(); got != "bar" {
		t.Errorf("after the story moved: %s", got)
	}
}
