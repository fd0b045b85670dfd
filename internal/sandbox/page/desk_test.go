package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func plainText(s string) map[string]any { return map[string]any{"type": "plain_text", "text": s} }

func mrkdwn(s string) map[string]any { return map[string]any{"type": "mrkdwn", "text": s} }

func (s *stand) cardWithButtons(t *testing.T) string {
	t.Helper()
	answer := s.post(t, "chat.postMessage", map[string]any{"channel": hub, "text": "Pam, LS6", "blocks": []any{
		map[string]any{"type": "section", "text": mrkdwn("*Pam, LS6: tablets by 4pm.* :pill: ask <@" + joe + "> in <#" + hub + ">")},
		map[string]any{"type": "section", "text": mrkdwn("> broke my wrist\n> any_one *here*?")},
		map[string]any{"type": "context", "elements": []any{mrkdwn("Beckside _Hub_"), plainText("since 10:00")}},
		map[string]any{"type": "actions", "block_id": "do", "elements": []any{
			map[string]any{"type": "button", "action_id": "approve", "style": "primary", "text": plainText("Approve"), "value": "1"},
			map[string]any{"type": "button", "action_id": "decline", "style": "danger", "text": plainText("Decline"), "value": "1",
				"confirm": map[string]any{"title": plainText("Sure?"), "text": plainText("She hears no."), "confirm": plainText("Decline"), "deny": plainText("Go back")}},
		}},
	}})
	return answer["ts"].(string)
}

func TestACardIsDrawnAndPressed(t *testing.T) {
	s := newStand(t)
	ts := s.cardWithButtons(t)
	at := open(t, s).URL
	html := get(t, at+"/desk?as="+joe+"&channel="+hub)
	wants(t, html, "<strong>Pam, LS6: tablets by 4pm.</strong> 💊", `<span class="named">@Joe</span>`, `<span class="named">#north-hub</span>`,
		"<blockquote>broke my wrist<br>any_one <strong>here</strong>?</blockquote>", "Beckside <em>Hub</em>", "button primary", "button danger",
		`data-sure="Sure?"`, `data-sure-text="She hears no."`, `data-control="do/approve"`, "Reply in thread")
	if code, said := send(t, at+"/desk/press", url.Values{"as": {joe}, "channel": {hub}, "ts": {ts}, "control": {"do/approve"}}); code != http.StatusNoContent {
		t.Fatalf("press: %d %s", code, said)
	}
	all := s.scene.Slack.Deliveries()
	if last := all[len(all)-1]; last.Kind != "interactions" || !strings.Contains(string(last.Body), "approve") {
		t.Errorf("the application got %s %s", last.Kind, last.Body)
	}
}

func TestAThreadIsOpenWhenSomebodyReplied(t *testing.T) {
	s := newStand(t)
	ts := s.cardWithButtons(t)
	at := open(t, s).URL
	before := get(t, at+"/desk")
	lacks(t, before, `data-count="1"`)
	if code, said := send(t, at+"/desk/say", url.Values{"as": {joe}, "channel": {hub}, "thread": {ts}, "body": {"on my way"}}); code != http.StatusNoContent {
		t.Fatalf("reply: %d %s", code, said)
	}
	wants(t, get(t, at+"/desk"), `data-count="1" open`, "1 reply", "on my way")
}

func TestWhoIsNotInAChannelSeesNothingOfIt(t *testing.T) {
	s := newStand(t)
	s.post(t, "chat.postMessage", map[string]any{"channel": locked, "text": "a grave matter"})
	at := open(t, s).URL
	html := get(t, at+"/desk?as="+joe+"&channel="+locked)
	lacks(t, html, "a grave matter")
	wants(t, html, "Joe is not in this channel")
	wants(t, get(t, at+"/desk?as="+ruth+"&channel="+locked), "a grave matter")
}

func TestAFormIsFilledInAndSent(t *testing.T) {
	s := newStand(t)
	at := open(t, s).URL
	if code, said := send(t, at+"/desk/say", url.Values{"as": {joe}, "channel": {hub}, "body": {"/goodturn task"}}); code != http.StatusNoContent {
		t.Fatalf("command: %d %s", code, said)
	}
	all := s.scene.Slack.Deliveries()
	form, err := url.ParseQuery(string(all[len(all)-1].Body))
	if err != nil || form.Get("text") != "task" {
		t.Fatalf("the application got %s", all[len(all)-1].Body)
	}
	field := func(id, label string, element map[string]any) map[string]any {
		element["action_id"] = "value"
		return map[string]any{"type": "input", "block_id": id, "label": plainText(label), "element": element}
	}
	option := func(value, label string) map[string]any {
		return map[string]any{"text": plainText(label), "value": value}
	}
	answer := s.post(t, "views.open", map[string]any{"trigger_id": form.Get("trigger_id"), "view": map[string]any{
		"type": "modal", "callback_id": "make", "title": plainText("Make a task"), "submit": plainText("Make it"), "close": plainText("Leave it"), "blocks": []any{
			field("kind", "What", map[string]any{"type": "static_select", "options": []any{option("pack", "Packing"), option("dogs", "Dogs")}}),
			field("day", "Which day", map[string]any{"type": "datepicker", "initial_date": "2026-11-24"}),
			field("say", "Say", map[string]any{"type": "plain_text_input", "multiline": true}),
			field("boxes", "Boxes", map[string]any{"type": "checkboxes", "options": []any{option("a", "A"), option("b", "B")}}),
		},
	}})
	id := answer["view"].(map[string]any)["id"].(string)
	wants(t, get(t, at+"/desk?as="+joe), "Make a task", "Make it", `name="f:kind/value"`, `type="date"`, `value="2026-11-24"`, `type="checkbox"`)
	lacks(t, get(t, at+"/desk?as="+ruth), "Make a task")

	fields := url.Values{"as": {joe}, "view": {id}, "f:kind/value": {"dogs"}, "f:day/value": {"2026-11-25"}, "f:boxes/value": {"b"}}
	if code, said := send(t, at+"/desk/form", fields); code != http.StatusNoContent {
		t.Fatalf("send: %d %s", code, said)
	}
	wants(t, get(t, at+"/desk?as="+joe), `class="problem"`, `aria-invalid="true"`, `value="dogs" selected`)
	fields.Set("f:say/value", "walk\r\nthem")
	if code, said := send(t, at+"/desk/form", fields); code != http.StatusNoContent {
		t.Fatalf("send: %d %s", code, said)
	}
	all = s.scene.Slack.Deliveries()
	last := string(all[len(all)-1].Body)
	body, err := url.ParseQuery(last)
	if err != nil || !strings.Contains(body.Get("payload"), `"value":"walk\nthem"`) || !strings.Contains(body.Get("payload"), "view_submission") {
		t.Errorf("the application got %s", last)
	}
	lacks(t, get(t, at+"/desk?as="+joe), "Make a task")
}

func TestWhatOnlyOneSeesCanBeDismissed(t *testing.T) {
	s := newStand(t)
	at := open(t, s).URL
	answer := s.post(t, "chat.postEphemeral", map[string]any{"channel": hub, "user": joe, "text": "Nothing waits."})
	wants(t, get(t, at+"/desk?as="+joe), "Nothing waits.", "Only you can see this")
	lacks(t, get(t, at+"/desk?as="+ruth+"&channel="+hub), "Nothing waits.")
	if code, said := send(t, at+"/desk/dismiss", url.Values{"as": {joe}, "ts": {answer["message_ts"].(string)}}); code != http.StatusNoContent {
		t.Fatalf("dismiss: %d %s", code, said)
	}
	lacks(t, get(t, at+"/desk?as="+joe), "Nothing waits.")
}
