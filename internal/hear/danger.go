package hear

// danger looks for danger and for worries short of it, whatever else a text says.
// The order of the lists in the file decides which kind is named first.
func (r *reading) danger() {
	best := listID(-1)
	for _, h := range r.hits {
		if h.from < 0 {
			continue
		}
		l := r.ear.lists[h.list]
		switch {
		case h.list == lColdHome:
			r.cold(h)
		case l.worry:
			r.worry(l.kind, h)
		case l.means == Danger && r.denied(h):
			// "not suicidal" still tells that somebody thought of it
			r.worry(l.kind, h)
		case l.means == Danger && (best < 0 || h.list < best):
			best = h.list
			r.heard.Danger = l.kind
			r.why("danger " + l.kind + ": " + h.text)
		}
	}
}

func (r *reading) worry(kind string, h hit) {
	if r.heard.Worry == "" {
		r.heard.Worry = kind
		r.why("worry " + kind + ": " + h.text)
	}
}

// cold hears of a home without heating: danger when somebody tells of their own,
// a worry when a volunteer mentions it beside a finished task, but for somebody old.
func (r *reading) cold(h hit) {
	kind := r.ear.lists[lColdHome].kind
	if (r.has(lDone) || r.c.Asked == "minutes" || r.c.Asked == "outcome") && !r.tellsOfOld() {
		r.worry(kind, h)
		return
	}
	if r.heard.Danger == "" {
		r.heard.Danger = kind
		r.why("danger " + kind + ": " + h.text)
	}
}

// byMistake makes an emergency of what was swallowed by mistake.
func (r *reading) byMistake() {
	if h := &r.heard; h.Danger == "self_harm" && r.has(lByMistake) {
		h.Danger = "medical"
	}
}

// denied reports whether a phrase is said not to be so.
func (r *reading) denied(h hit) bool {
	for i := h.from; i > h.from-3 && i > 0 && r.tokens[i].before == space; i-- {
		if r.endsAt(lDenial, i) {
			return true
		}
	}
	return false
}
