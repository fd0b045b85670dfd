package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// triggerLife is how long a trigger may be exchanged for a modal.
const triggerLife = 3 * time.Second

// trigger lets the application open a modal before the person who acted.
type trigger struct {
	user    string
	expires time.Time
	used    bool
}

// View is a modal that is open before a person.
type View struct {
	ID, User                     string
	Title, SubmitText, CloseText string // SubmitText is "" in a modal without a form
	CallbackID, ExternalID       string
	PrivateMetadata, Hash        string
	Blocks                       []Block   // not to be changed
	Fields                       []Control // everything to fill in, choose or press, with what it holds now
}

// Field finds a control of the modal by label, action id, block id or "block/action".
func (v View) Field(name string) (Control, bool) {
	i := slices.IndexFunc(v.Fields, func(c Control) bool { return c.named(name) })
	if i < 0 {
		return Control{}, false
	}
	return v.Fields[i], true
}

// view is a stored modal, guarded by Slack.mu.
type view struct {
	id, user, hash string
	root, previous string
	request        map[string]any // as the application sent it, its blocks named
	blocks         []Block
	state          viewState
	problems       map[string]string // by block id
}

// trigger makes a trigger id for what a person did. The caller holds s.mu.
func (s *Slack) trigger(user string) string {
	id := fmt.Sprintf("%d.%s.%s", s.opts.Now().UnixMilli(), SlackTeam, s.ids.hex(""))
	s.triggers[id] = &trigger{user: user, expires: s.opts.Now().Add(triggerLife)}
	return id
}

// exchange takes a trigger. The caller holds s.mu.
func (s *Slack) exchange(id string) (*trigger, error) {
	t := s.triggers[id]
	switch {
	case t == nil:
		return nil, fails("invalid_trigger_id")
	case t.used:
		return nil, fails("exchanged_trigger_id")
	case s.opts.Now().After(t.expires):
		return nil, fails("expired_trigger_id")
	}
	t.used = true
	return t, nil
}

// readView reads and checks the view of a call.
func readView(a args) (map[string]any, error) {
	raw, present, err := a.decoded("view")
	request, isObject := raw.(map[string]any)
	if err != nil || !present || !isObject {
		return nil, slackError{"invalid_arguments", []string{"missing required field: view [json-pointer:]"}}
	}
	return request, checkedView(request)
}

func checkedView(request map[string]any) error {
	if whole, err := json.Marshal(request); err != nil || len(whole) > maxViewBytes {
		return fails("view_too_large")
	}
	if problems := CheckView(request); len(problems) > 0 {
		return slackError{"invalid_arguments", problems}
	}
	return nil
}

// newView makes and files a modal. The caller holds s.mu.
func (s *Slack) newView(user string, request map[string]any) (*view, error) {
	if external := TextAt(request, "external_id"); external != "" && s.byExternal(external) != nil {
		return nil, fails("duplicate_external_id")
	}
	v := &view{id: s.ids.slack("V", 10), user: user}
	v.root = v.id
	s.dress(v, request)
	s.views[v.id] = v
	return v, nil
}

func (s *Slack) byExternal(id string) *view {
	for _, v := range s.views {
		if TextAt(v.request, "external_id") == id {
			return v
		}
	}
	return nil
}

// dress gives a modal new contents. What a control held stays if its block and
// action keep their ids. The caller holds s.mu.
func (s *Slack) dress(v *view, request map[string]any) {
	items, _ := request["blocks"].([]any)
	blocks := asBlocks(items)
	s.nameBlocks(blocks)
	before := v.state
	v.request, v.blocks, v.state, v.problems = request, blocks, viewState{}, nil
	v.hash = fmt.Sprintf("%d.%s", s.opts.Now().Unix(), s.ids.slack("", 8))
	for _, p := range placedElements(blocks) {
		kind := TextAt(p.element, "type")
		if !stateful(kind) {
			continue
		}
		state, kept := before[p.block][p.action].(map[string]any)
		if !kept || TextAt(state, "type") != kind {
			state = initialState(p.element)
		}
		v.state.set(p.block, p.action, state)
	}
}

// placed is an element that a person can use, and where it stands.
type placed struct {
	block, action string
	element       map[string]any
}

// placedElements lists the usable elements of blocks, in the order of Controls.
func placedElements(blocks []Block) []placed {
	var found []placed
	add := func(b Block, e map[string]any) {
		if e != nil && TextAt(e, "type") != "image" {
			found = append(found, placed{TextAt(b, "block_id"), TextAt(e, "action_id"), e})
		}
	}
	for _, b := range blocks {
		switch TextAt(b, "type") {
		case "section":
			add(b, ObjectAt(b, "accessory"))
		case "input":
			add(b, ObjectAt(b, "element"))
		case "actions":
			for _, e := range ObjectsAt(b, "elements") {
				add(b, e)
			}
		}
	}
	return found
}

func (s *Slack) viewsOpen(a args) (map[string]any, error) {
	return s.show(a, func(t *trigger, v *view) error {
		s.closeStack(t.user)
		s.stacks[t.user] = []*view{v}
		return nil
	})
}

func (s *Slack) viewsPush(a args) (map[string]any, error) {
	return s.show(a, func(t *trigger, v *view) error { return s.push(t.user, v) })
}

// push puts a modal on top of a person's others. The caller holds s.mu.
func (s *Slack) push(user string, v *view) error {
	stack := s.stacks[user]
	switch {
	case len(stack) == 0:
		return fails("invalid_trigger_id")
	case len(stack) >= maxViewDepth:
		return fails("push_limit_reached")
	}
	v.root, v.previous = stack[0].id, stack[len(stack)-1].id
	s.stacks[user] = append(stack, v)
	return nil
}

func (s *Slack) show(a args, place func(*trigger, *view) error) (map[string]any, error) {
	request, err := readView(a)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t, err := s.exchange(a.text("trigger_id"))
	if err != nil {
		return nil, err
	}
	v, err := s.newView(t.user, request)
	if err != nil {
		return nil, err
	}
	if err := place(t, v); err != nil {
		delete(s.views, v.id)
		return nil, err
	}
	s.changed()
	return map[string]any{"view": v.json()}, nil
}

func (s *Slack) viewsUpdate(a args) (map[string]any, error) {
	request, err := readView(a)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.views[a.text("view_id")]
	if external := a.text("external_id"); v == nil && external != "" {
		v = s.byExternal(external)
	}
	if v == nil {
		return nil, fails("not_found")
	}
	if hash := a.text("hash"); hash != "" && hash != v.hash {
		return nil, fails("hash_conflict")
	}
	if other := s.byExternal(TextAt(request, "external_id")); other != nil && other != v && TextAt(request, "external_id") != "" {
		return nil, fails("duplicate_external_id")
	}
	s.dress(v, request)
	s.changed()
	return map[string]any{"view": v.json()}, nil
}

// closeStack closes every modal of a person. The caller holds s.mu.
func (s *Slack) closeStack(user string) {
	for _, v := range s.stacks[user] {
		delete(s.views, v.id)
	}
	delete(s.stacks, user)
}

// closeView closes a modal and those above it. The caller holds s.mu.
func (s *Slack) closeView(v *view) {
	stack := s.stacks[v.user]
	i := slices.Index(stack, v)
	if i < 0 {
		return
	}
	for _, above := range stack[i:] {
		delete(s.views, above.id)
	}
	if s.stacks[v.user] = stack[:i:i]; i == 0 {
		delete(s.stacks, v.user)
	}
}

// json is a modal as the API and payloads show it. The caller holds s.mu.
func (v *view) json() map[string]any {
	o := map[string]any{
		"id": v.id, "team_id": SlackTeam, "type": "modal", "blocks": v.blocks, "hash": v.hash,
		"title": v.request["title"], "close": v.request["close"], "submit": v.request["submit"],
		"private_metadata": TextAt(v.request, "private_metadata"), "callback_id": TextAt(v.request, "callback_id"),
		"external_id": TextAt(v.request, "external_id"), "state": v.state.payload(),
		"clear_on_close": v.request["clear_on_close"] == true, "notify_on_close": v.request["notify_on_close"] == true,
		"root_view_id": v.root, "previous_view_id": nil,
		"app_id": SlackApp, "bot_id": SlackBot, "app_installed_team_id": SlackTeam,
	}
	if v.previous != "" {
		o["previous_view_id"] = v.previous
	}
	return o
}

// copy is the modal as it is given away. The caller holds s.mu.
func (v *view) copy() View {
	out := View{
		ID: v.id, User: v.user, Hash: v.hash, Blocks: v.blocks, Fields: Controls(v.blocks),
		Title: TextAt(ObjectAt(v.request, "title"), "text"), SubmitText: TextAt(ObjectAt(v.request, "submit"), "text"),
		CloseText: TextAt(ObjectAt(v.request, "close"), "text"), CallbackID: TextAt(v.request, "callback_id"),
		ExternalID: TextAt(v.request, "external_id"), PrivateMetadata: TextAt(v.request, "private_metadata"),
	}
	for i, c := range out.Fields {
		if state, ok := v.state[c.BlockID][c.ActionID].(map[string]any); ok {
			out.Fields[i].Value = stateText(state)
		}
		out.Fields[i].Problem = v.problems[c.BlockID]
	}
	return out
}
