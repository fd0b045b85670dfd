package sandbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// taskForm is a modal in which a coordinator makes a task.
func taskForm() slack.ModalViewRequest {
	places := slack.NewNumberInputBlockElement(plainText("20"), "places", false)
	places.MinValue = "1"
	what := slack.NewPlainTextInputBlockElement(plainText("Fill sandbags"), "what")
	what.MaxLength = 40
	kind := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText("Kind"), "kind",
		slack.NewOptionBlockObject("packing", plainText("Packing parcels"), nil),
		slack.NewOptionBlockObject("dogs", plainText("Dog walking"), nil))
	needs := slack.NewCheckboxGroupsBlockElement("needs",
		slack.NewOptionBlockObject("car", plainText("A car"), nil),
		slack.NewOptionBlockObject("dbs", plainText("A DBS check"), nil))
	needs.InitialOptions = []*slack.OptionBlockObject{needs.Options[0]}
	optional := slack.NewInputBlock("needs", plainText("It needs"), nil, needs)
	optional.Optional = true
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainText("A new task"), Submit: plainText("Make it"), Close: plainText("Leave it"),
		CallbackID: "task", PrivateMetadata: "CHUB", NotifyOnClose: true,
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewInputBlock("what", plainText("What is it?"), plainText("In a few words"), what),
			slack.NewInputBlock("places", plainText("How many people?"), nil, places),
			slack.NewInputBlock("kind", plainText("What kind?"), nil, kind),
			optional,
			slack.NewInputBlock("day", plainText("Which day?"), nil, slack.NewDatePickerBlockElement("day")),
			slack.NewActionBlock("more", slack.NewButtonBlockElement("map", "x", plainText("Show a map"))),
		}},
	}
}

// opened is a workspace with an app whose command opens the form for Joe.
func opened(t *testing.T) (*sandbox.Slack, *slack.Client, *slackApp, sandbox.View) {
	t.Helper()
	s, client := hub(t, sandbox.SlackOptions{})
	a := newSlackApp(t, s)
	a.onCommand = func(_ http.ResponseWriter, c slack.SlashCommand) {
		if _, err := client.OpenView(c.TriggerID, taskForm()); err != nil {
			t.Errorf("open: %v", err)
		}
	}
	if _, err := s.Command(t.Context(), "joe", "CHUB", "/goodturn", "task"); err != nil {
		t.Fatal(err)
	}
	v, ok := s.TopView("joe")
	if !ok {
		t.Fatal("no modal is open")
	}
	return s, client, a, v
}

var filled = map[string]string{
	"What is it?": "Fill sandbags", "places/places": "20", "kind": "Dog walking", "It needs": "car\nA DBS check", "Which day?": "2026-03-14",
}

func TestModalIsShown(t *testing.T) {
	_, _, _, v := opened(t)
	var fields []string
	for _, f := range v.Fields {
		fields = append(fields, fmt.Sprintf("%s %s=%q", f.Type, f.Label, f.Value))
	}
	want := `plain_text_input What is it?="", number_input How many people?="", static_select What kind?="", ` +
		`checkboxes It needs="car", datepicker Which day?="", button Show a map="x"`
	if got := strings.Join(fields, ", "); got != want || v.Title != "A new task" || v.SubmitText != "Make it" || v.PrivateMetadata != "CHUB" {
		t.Errorf("shows %s\n%+v", got, v)
	}
	if f, ok := v.Field("What kind?"); !ok || len(f.Options) != 2 || f.Options[1].Label != "Dog walking" || !f.Input {
		t.Errorf("field %+v", f)
	}
}

func TestModalSubmit(t *testing.T) {
	s, _, a, v := opened(t)
	result, err := s.Submit(t.Context(), "joe", v.ID, map[string]string{"What is it?": strings.Repeat("x", 41), "places": "0", "It needs": ""})
	if err != nil || len(result.Errors) != 4 || result.Closed {
		t.Fatalf("Slack's own checks: %+v, %v", result, err)
	}
	if len(a.actions) != 0 {
		t.Fatal("a form with faults was sent")
	}
	a.onAction = func(w http.ResponseWriter, _ slack.InteractionCallback) {
		_ = json.NewEncoder(w).Encode(slack.NewErrorsViewSubmissionResponse(map[string]string{"day": "That is past."}))
	}
	result, err = s.Submit(t.Context(), "joe", v.ID, filled)
	if err != nil || result.Errors["day"] != "That is past." || result.Closed {
		t.Fatalf("errors: %+v, %v", result, err)
	}
	if f, _ := result.View.Field("day"); f.Problem != "That is past." || f.Value != "2026-03-14" {
		t.Errorf("field with an error: %+v", f)
	}
	got := a.lastAction()
	values := got.View.State.Values
	if got.Type != slack.InteractionTypeViewSubmission || got.View.CallbackID != "task" || got.View.PrivateMetadata != "CHUB" || got.View.ID != v.ID || got.View.Hash == "" ||
		values["what"]["what"].Value != "Fill sandbags" || values["places"]["places"].Value != "20" || values["kind"]["kind"].SelectedOption.Value != "dogs" ||
		len(values["needs"]["needs"].SelectedOptions) != 2 || values["day"]["day"].SelectedDate != "2026-03-14" {
		t.Errorf("submitted %+v", got.View.State)
	}
	a.onAction = nil
	result, err = s.Submit(t.Context(), "joe", v.ID, nil)
	if err != nil || !result.Closed || result.View != nil || len(result.Errors) != 0 {
		t.Fatalf("accepted: %+v, %v", result, err)
	}
	if _, err := s.Submit(t.Context(), "joe", v.ID, nil); !errors.Is(err, sandbox.ErrUnknown) {
		t.Errorf("submitted a closed modal: %v", err)
	}
}

func TestModalStack(t *testing.T) {
	s, client, a, v := opened(t)
	next := taskForm()
	next.Title, next.CallbackID = plainText("Are you sure?"), "sure"
	a.onAction = func(w http.ResponseWriter, _ slack.InteractionCallback) {
		_ = json.NewEncoder(w).Encode(slack.NewPushViewSubmissionResponse(&next))
	}
	result, err := s.Submit(t.Context(), "joe", v.ID, filled)
	if err != nil || result.Closed || result.View.CallbackID != "sure" {
		t.Fatalf("push: %+v, %v", result, err)
	}
	var pushed []error
	a.onAction = func(_ http.ResponseWriter, c slack.InteractionCallback) {
		_, err := client.PushView(c.TriggerID, next)
		pushed = append(pushed, err)
	}
	for range 2 {
		top, _ := s.TopView("joe")
		if _, err := s.PressView(t.Context(), "joe", top.ID, "Show a map"); err != nil {
			t.Fatal(err)
		}
	}
	if pushed[0] != nil || !isError(pushed[1], "push_limit_reached") {
		t.Errorf("pushes: %v", pushed)
	}
	if got := a.lastAction(); got.Container.Type != "view" || got.View.PreviousViewID == "" || got.View.RootViewID != v.ID {
		t.Errorf("press in a modal: %+v", got.Container)
	}
	top, _ := s.TopView("joe")
	a.onAction = nil
	if _, err := s.CloseView(t.Context(), "joe", top.ID); err != nil {
		t.Fatal(err)
	}
	if got := a.lastAction(); got.Type != slack.InteractionTypeViewClosed || got.IsCleared {
		t.Errorf("closing told %+v", got)
	}
	if n := len(s.Snapshot().Views["UJOE"]); n != 2 {
		t.Errorf("%d modals left, want 2", n)
	}
	a.onAction = func(w http.ResponseWriter, _ slack.InteractionCallback) {
		_ = json.NewEncoder(w).Encode(slack.NewClearViewSubmissionResponse())
	}
	top, _ = s.TopView("joe")
	if result, err := s.Submit(t.Context(), "joe", top.ID, filled); err != nil || !result.Closed || result.View != nil {
		t.Errorf("clear: %+v, %v", result, err)
	}
}

func TestModalUpdate(t *testing.T) {
	s, client, _, v := opened(t)
	if err := s.Fill("joe", v.ID, "What is it?", "Half a thou"); err != nil {
		t.Fatal(err)
	}
	again := taskForm()
	again.Blocks.BlockSet = again.Blocks.BlockSet[:2]
	if _, err := client.UpdateView(again, "", "stale", v.ID); !isError(err, "hash_conflict") {
		t.Errorf("stale hash: %v", err)
	}
	updated, err := client.UpdateView(again, "", v.Hash, v.ID)
	if err != nil || updated.Hash == v.Hash {
		t.Fatalf("update: %+v, %v", updated, err)
	}
	top, _ := s.TopView("joe")
	if f, _ := top.Field("what"); len(top.Fields) != 2 || f.Value != "Half a thou" {
		t.Errorf("after the update: %+v", top.Fields)
	}
	if _, err := client.UpdateView(again, "", "", "VNONE"); !isError(err, "not_found") {
		t.Errorf("unknown view: %v", err)
	}
}

func TestModalTrouble(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter, slack.InteractionCallback){
		"error page": func(w http.ResponseWriter, _ slack.InteractionCallback) { w.WriteHeader(http.StatusBadGateway) },
		"not json":   func(w http.ResponseWriter, _ slack.InteractionCallback) { _, _ = w.Write([]byte("thanks")) },
		"error on no input": func(w http.ResponseWriter, _ slack.InteractionCallback) {
			_, _ = w.Write([]byte(`{"response_action":"errors","errors":{"more":"x"}}`))
		},
		"update to nonsense": func(w http.ResponseWriter, _ slack.InteractionCallback) {
			_, _ = w.Write([]byte(`{"response_action":"update","view":{"type":"modal"}}`))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, _, a, v := opened(t)
			a.onAction = answer
			result, err := s.Submit(t.Context(), "joe", v.ID, filled)
			if !errors.Is(err, sandbox.ErrTrouble) || result.Closed {
				t.Errorf("%+v, %v", result, err)
			}
		})
	}
}

func TestTriggersEnd(t *testing.T) {
	now := time.Now()
	var mu sync.Mutex
	s, client := hub(t, sandbox.SlackOptions{
		Now:      func() time.Time { mu.Lock(); defer mu.Unlock(); return now },
		SignedAt: time.Now,
	})
	a := newSlackApp(t, s)
	if _, err := s.Command(t.Context(), "joe", "CHUB", "/goodturn", "task"); err != nil {
		t.Fatal(err)
	}
	trigger := a.commands[0].TriggerID
	pass := func(d time.Duration) {
		mu.Lock()
		now = now.Add(d)
		mu.Unlock()
	}
	if _, err := client.OpenView("12.34.56", taskForm()); !isError(err, "invalid_trigger_id") {
		t.Errorf("made-up trigger: %v", err)
	}
	pass(3 * time.Second)
	if _, err := client.OpenView(trigger, taskForm()); err != nil {
		t.Errorf("at three seconds: %v", err)
	}
	if _, err := client.OpenView(trigger, taskForm()); !isError(err, "exchanged_trigger_id") {
		t.Errorf("a second time: %v", err)
	}
	if _, err := s.Command(t.Context(), "joe", "CHUB", "/goodturn", "task"); err != nil {
		t.Fatal(err)
	}
	pass(3001 * time.Millisecond)
	if _, err := client.OpenView(a.commands[1].TriggerID, taskForm()); !isError(err, "expired_trigger_id") {
		t.Errorf("too late: %v", err)
	}
}
