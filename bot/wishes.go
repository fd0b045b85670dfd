package bot

import (
	"slices"
	"strings"

	"github.com/goodturn/goodturn/internal/hear"
)

// answersAndWishes does both parts of a text that begins with a plain yes or no to what
// is offered, and goes on with a wish of its own: "yes!! and can you stop sending me
// shopping ones". It reports whether the text was one.
func (r *run) answersAndWishes() bool {
	if len(r.offers()) == 0 || !slices.Contains([]hear.Meaning{hear.Change, hear.Accept, hear.Decline, hear.Unclear}, r.heard.Meaning) {
		return false
	}
	answer, wish, says := r.cutAnswer()
	if wish == "" {
		return false
	}
	as := r.context()
	as.Asked = ""
	wants := r.bot.Ears.Hear(wish, as)
	if wants.Meaning != hear.Change || wants.Likely || wants.Danger != "" || wants.Worry != "" {
		return false
	}
	whole, body := r.heard, r.body
	r.body, r.heard = answer, says
	r.toEach()
	r.route()
	r.body, r.heard = wish, wants
	r.route()
	r.body, r.heard = body, whole
	return true
}

// answerWords is how many words a plain answer has at most: "no thank you sorry".
const answerWords = 4

// cutAnswer cuts the first words of a text, where they are a plain yes or no, from what
// follows them.
func (r *run) cutAnswer() (answer, rest string, says hear.Heard) {
	words := strings.Fields(r.body)
	for n := min(answerWords, len(words)-1); n > 0; n-- {
		answer = strings.Join(words[:n], " ")
		if says = r.bot.Ears.Hear(answer, r.context()); says.Plain != "" {
			return answer, strings.Join(words[n:], " "), says
		}
	}
	return r.body, "", r.heard
}
