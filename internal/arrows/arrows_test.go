package arrows_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/goodturn/goodturn/"

// An arrow says which rooms of ours a room may import, and why no others.
type arrow struct {
	room  string
	knows []string
	why   string
}

// arrows are all the rooms, from the innermost outwards.
var arrows = []arrow{
	{"internal/post", nil, "the post office carries any document: it knows nothing of volunteering"},
	{"internal/place", nil, "how near is near is arithmetic"},
	{"internal/hear", nil, "what a text means does not depend on who runs the number; what it must know comes as a Context"},
	{"internal/handbook", nil, "a handbook can be read and tested without an organisation"},
	{"internal/org", []string{"internal/handbook", "internal/place"}, "settings are read before anything lives that could use them"},
	{"internal/match", []string{"internal/org", "internal/place"}, "who is asked is decided from plain values, so that the decision can be asked why"},
	{"internal/desk", []string{"internal/org", "internal/place", "internal/post"}, "a case serves everything that needs a coordinator, and knows none of it"},
	{"internal/task", []string{"internal/desk", "internal/match", "internal/org", "internal/place", "internal/post"}, "a task does not know whether a request or a coordinator made it, nor how people are spoken to"},
	{"internal/request", []string{"internal/desk", "internal/org", "internal/place", "internal/post", "internal/task"}, "a request makes tasks; how its resident is spoken to is the flows' affair"},
	{"bot", []string{"internal/desk", "internal/hear", "internal/match", "internal/org", "internal/post", "internal/request", "internal/task"}, "the engine of conversations runs any flow, and knows none of them"},
	{"flows/wording", []string{"internal/handbook", "internal/org"}, "sentences are data: only what fills them in is known"},
	{"flows", []string{"bot", "internal/desk", "internal/handbook", "internal/hear", "internal/match", "internal/org", "internal/place", "internal/post", "internal/request", "internal/task"}, "a conversation is one page of data: no channel, no store, no clock of its own"},
	{"internal/sqlite", []string{"internal/post"}, "a store keeps bytes: it knows no document"},
	{"internal/mongo", []string{"internal/post"}, "a store keeps bytes: it knows no document"},
	{"internal/mongo/mongotest", nil, "a pretend server that shared code with the store would share its mistakes"},
	{"internal/tongue", nil, "which language a text is in does not depend on what it says"},
	{"internal/twilio", []string{"internal/post"}, "texts come and go as strings: the channel does not know what they are about"},
	{"internal/slack", []string{"internal/desk", "internal/post"}, "a card is plain data by the time it is drawn"},
	{"internal/sandbox", nil, "a pretend vendor that shared code with the adapter would share its mistakes"},
	{"internal/sandbox/page", []string{"internal/sandbox"}, "the page shows phones and channels, as the real ones would: it sees no document"},
	{"fixtures", nil, "an organisation's folder is data"},
	{"internal/arrows", nil, "a test only"},
	{"internal/org/orgtest", []string{"fixtures", "internal/org"}, "tests of every room start from one organisation"},
	{"internal/post/posttest", []string{"internal/post"}, "every store is held to one suite, which favours none"},
	{"internal/desk/desktest", []string{"flows/wording", "internal/desk", "internal/match", "internal/org", "internal/org/orgtest", "internal/post", "internal/post/posttest", "internal/request", "internal/task"}, "requests, tasks and cases are tried together, without channels or people's conversations"},
	{"bot/bottest", []string{"bot", "internal/desk"}, "a drama is played on phones and channels, whatever stands behind them"},
	{"internal/torture", []string{"fixtures", "internal/app", "internal/sandbox"}, "it stands outside the processes that it kills: it sees what the world sees of them, and looks into their store through app"},
	{"internal/surge", []string{"internal/sandbox"}, "a surge sees what phones and providers see, and nothing inside"},
	{"cmd/goodturn", []string{"internal/app", "internal/surge", "fixtures"}, "flags and signals: what the program does can be embedded elsewhere through app"},
}

// wires is the only room that may know all others.
const wires = "internal/app"

// A driver is a package that talks to the world outside, and the rooms that may.
type driver struct {
	path  string
	rooms []string
	why   string
}

var drivers = []driver{
	{"github.com/twilio/twilio-go/client", []string{"internal/twilio"}, "one room speaks to Twilio"},
	{"github.com/twilio/twilio-go", nil, "the root package takes 99 s and 900 MB to build: import client and rest/api/v2010"},
	{"github.com/slack-go/slack", []string{"internal/slack"}, "one room speaks to Slack"},
	{"modernc.org/sqlite", []string{"internal/sqlite"}, "one room knows SQL"},
	{"database/sql", []string{"internal/sqlite"}, "one room knows SQL"},
	{"go.mongodb.org/mongo-driver/v2/mongo", []string{"internal/mongo"}, "one room speaks to MongoDB"},
	{"github.com/alecthomas/kong", []string{"cmd/goodturn"}, "flags are the command's"},
	{"github.com/prometheus/client_golang/prometheus", []string{wires}, "rooms report what happened; the wiring counts it"},
	{"github.com/pemistahl/lingua-go", []string{"internal/tongue"}, "one room knows the library that tells languages apart"},
	{"github.com/chromedp/chromedp", nil, "a browser is for tests"},
	{"testing", []string{"internal/org/orgtest", "internal/post/posttest", "internal/desk/desktest", "bot/bottest"}, "test code stays in tests"},
}

// pure are the rooms in which nothing reaches outside, not even through
// somebody else's package.
var pure = []string{
	"bot", "flows", "flows/wording", "internal/desk", "internal/handbook", "internal/hear", "internal/match", "internal/org",
	"internal/place", "internal/post", "internal/request", "internal/task",
}

type room struct {
	ImportPath    string
	Imports, Deps []string
}

func (r room) name() string { return strings.TrimPrefix(r.ImportPath, module) }

func rooms(t *testing.T) []room {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports,Deps", "./...")
	list.Dir = "../.."
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var all []room
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var r room
		if err := d.Decode(&r); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
}

func TestRoomsKnowOnlyWhatTheyMay(t *testing.T) {
	there := map[string]bool{}
	for _, r := range rooms(t) {
		there[r.name()] = true
		if r.name() == wires {
			continue
		}
		i := slices.IndexFunc(arrows, func(a arrow) bool { return a.room == r.name() })
		if i < 0 {
			t.Errorf("%s is a new room: say here what it may import, and why", r.name())
			continue
		}
		for _, path := range r.Imports {
			if known, ours := strings.CutPrefix(path, module); ours && !slices.Contains(arrows[i].knows, known) {
				t.Errorf("%s imports %s, and may not: %s", r.name(), known, arrows[i].why)
			}
		}
	}
	for _, a := range arrows {
		if !there[a.room] {
			t.Errorf("there is no room %s any more", a.room)
		}
	}
}

func TestDriversStayInTheirRooms(t *testing.T) {
	for _, r := range rooms(t) {
		for _, d := range drivers {
			if slices.Contains(r.Imports, d.path) && !slices.Contains(d.rooms, r.name()) {
				t.Errorf("%s imports %s, and may not: %s", r.name(), d.path, d.why)
			}
		}
		if !slices.Contains(pure, r.name()) {
			continue
		}
		for _, outside := range []string{"net/http", "database/sql", "os/exec"} {
			if slices.Contains(r.Deps, outside) {
				t.Errorf("%s comes to %s in the end, and may not: what it does is worked out, and others carry it out", r.name(), outside)
			}
		}
	}
}

// A newcomer finds the house's rooms at its door, and nothing else.
func TestTopLevelFolders(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			folders = append(folders, e.Name())
		}
	}
	want := []string{"bot", "cmd", "deploy", "fixtures", "flows", "internal"}
	if !slices.Equal(folders, want) {
		t.Errorf("the top-level folders are %v, and should be %v", folders, want)
	}
}
