package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot/bottest"
)

// ChatOptions say how a phone in the terminal is set up.
type ChatOptions struct {
	Org fs.FS
	Log *slog.Logger
	// Now is the real time; the chat begins then, to the minute.
	Now func() time.Time
	// Save is a file for the transcript; empty writes it with the rest.
	Save string
	// Cache is the folder in which what was learned to hear is kept; empty for none.
	Cache string
}

// chatPhone is the number of the phone in the terminal.
const chatPhone = "+447700900123"

const chatHelp = `Type a text and press Enter. Besides:
  /later 1h        an hour goes by (or 20m, 3d)
  /tomorrow        it is nine o'clock tomorrow
  /slack           what stands in the coordinators' channels
  /do LINE         a line of a transcript, like: /do Joe presses Approve on "Pam" in north
  /quit            the end; the conversation is printed as a transcript, which is a test
`

// Chat is one phone in the terminal, with everything else pretended. The clock
// goes with the real one, in whole minutes, so that the transcript at the end
// can be played again as it was.
func Chat(ctx context.Context, o ChatOptions, in io.Reader, out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "goodturn-chat-")
	if err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	c := &chat{ChatOptions: o, out: out, since: o.Now()}
	if err := c.begin(ctx, dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.stage.Close()) }()
	fmt.Fprint(out, chatHelp)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<10)
	for fmt.Fprint(out, "> "); lines.Scan(); fmt.Fprint(out, "> ") {
		line := strings.TrimSpace(lines.Text())
		if line == "/quit" {
			break
		}
		if err := c.line(ctx, line); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read the terminal: %w", err)
	}
	return c.save()
}

type chat struct {
	ChatOptions
	out   io.Writer
	stage *Stage
	world *stageWorld
	play  *bottest.Rehearsal
	since time.Time // the real time up to which the stage's clock has gone
}

func (c *chat) begin(ctx context.Context, dir string) error {
	settings, _, _, err := Read(c.Org, c.Cache)
	if err != nil {
		return err
	}
	opening := "at " + c.since.In(settings.Location).Format("2006-01-02 15:04") + "\nphone You " + chatPhone
	t, err := bottest.Parse("chat.txt", opening)
	if err != nil {
		return fmt.Errorf("begin the chat: %w", err)
	}
	if c.stage, err = setStage(ctx, StageOptions{Org: c.Org, Dir: dir, Log: c.Log}, t); err != nil {
		return err
	}
	c.world = newWorld(c.stage)
	if c.play, err = bottest.Rehearse(ctx, c.world, "chat.txt"); err != nil {
		return errors.Join(err, c.stage.Close())
	}
	if _, err := c.play.Do(ctx, opening); err != nil {
		return errors.Join(err, c.stage.Close())
	}
	return nil
}

// line does what was typed. An error ends the chat; what is only mistyped is
// said and passed over.
func (c *chat) line(ctx context.Context, line string) error {
	if err := c.catchUp(ctx); err != nil {
		return err
	}
	word, rest, _ := strings.Cut(line, " ")
	var came []string
	var err error
	switch word {
	case "":
		return nil
	case "/later":
		var by string
		if by, err = laterBy(rest); err == nil {
			came, err = c.play.Do(ctx, "+ "+by)
		}
	case "/tomorrow":
		came, err = c.play.Do(ctx, "at tomorrow 09:00")
	case "/slack":
		return c.slack(ctx)
	case "/do":
		came, err = c.play.Do(ctx, rest)
	default:
		if strings.HasPrefix(line, "/") {
			fmt.Fprint(c.out, chatHelp)
			return nil
		}
		came, err = c.play.Text(ctx, "You", line)
	}
	for _, l := range came {
		fmt.Fprintln(c.out, l)
	}
	if err != nil && ctx.Err() == nil {
		fmt.Fprintln(c.out, "!", err)
		return nil
	}
	return err
}

// catchUp lets the minutes go by that went by outside.
func (c *chat) catchUp(ctx context.Context) error {
	minutes := int(c.Now().Sub(c.since) / time.Minute)
	if minutes < 1 {
		return nil
	}
	c.since = c.since.Add(time.Duration(minutes) * time.Minute)
	came, err := c.play.Do(ctx, "+ "+several(strconv.Itoa(minutes), "minute"))
	for _, l := range came {
		fmt.Fprintln(c.out, l)
	}
	return err
}

// laterBy puts "1h" as transcripts do: "1 hour".
func laterBy(s string) (string, error) {
	s = strings.TrimSpace(s)
	units := map[string]string{"m": "minute", "h": "hour", "d": "day", "w": "week"}
	if len(s) > 1 && units[s[len(s)-1:]] != "" && strings.Trim(s[:len(s)-1], "0123456789") == "" {
		return several(s[:len(s)-1], units[s[len(s)-1:]]), nil
	}
	return "", errors.New("how much later? Like: /later 20m, /later 1h or /later 3d")
}

func several(n, unit string) string {
	if n == "1" {
		return n + " " + unit
	}
	return n + " " + unit + "s"
}

// slack shows what stands in the coordinators' channels.
func (c *chat) slack(ctx context.Context) error {
	sight, err := c.world.Look(ctx)
	if err != nil {
		return err
	}
	for _, channel := range sight.Channels {
		for _, card := range channel.Cards {
			fmt.Fprintf(c.out, "[%s] %s\n", channel.Name, strings.Join(card.Lines, "\n    "))
			for _, said := range card.Thread {
				fmt.Fprintf(c.out, "    > %s\n", strings.Join(said.Lines, "\n      "))
			}
		}
	}
	return nil
}

// save writes the conversation as a transcript.
func (c *chat) save() error {
	text := c.play.Transcript().String()
	if c.Save == "" {
		fmt.Fprintf(c.out, "\n# The conversation, as a transcript. In fixtures/transcripts it is a test.\n%s", text)
		return nil
	}
	if err := os.WriteFile(c.Save, []byte(text), 0o600); err != nil {
		return fmt.Errorf("--save: %w", err)
	}
	fmt.Fprintf(c.out, "\nThe conversation is in %s. In fixtures/transcripts it is a test.\n", c.Save)
	return nil
}
