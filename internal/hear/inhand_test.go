package hear

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Answers of tasks in hand and of offers: "in hand / offered | the text | what is said
// of each".
const textsInHand = `
1 / 2 | cant 1 | 1 release
1 / 2 | cant do 1 sorry | 1 release
1 / 2 | sorry cant make 1 now | 1 release
1 / 2 | 1 no longer | 1 release
1 / 2 | no to 1 | 1 release
1 / 2 | release 1 | 1 release
1 / 2 | i'll have to give 1 back | 1 release
1 / 2 | i cant do number 1 any more | 1 release
1 / 2 | cant do the prescription any more | 1 release
1 / 2 | cant do the tablets | 1 release
1 / 2 | done 1 | 1 done
1 / 2 | 1 done | 1 done
1 / 2 | 1 done 25 mins | 1 done
1 / 2 | done 1 20 mins | 1 done
1 / 2 | done 1, 25 | 1 done
1 / 2 | finished number 1 | 1 done
1 / 2 | ive done the prescription | 1 done
1 / 2 | tablets done 20 mins | 1 done
1 / 2 | done 1, yes to 2 | 1 done, 2 accept
1 / 2 | cant 1 but yes to 2 | 1 release, 2 accept
1 / 2 | yes 2 | 2 accept
1 / 2 | 2 yes | 2 accept
1 / 2 | yes to the dog | 2 accept
1 / 2 | cant do 2 | 2 decline
1 / 2 | actually no to 2 | 2 decline
1 / 2 | no to 2 sorry | 2 decline
1 / 2 | no to both | 1 release, 2 decline
1 / 2 | not done 1 yet |
1 / 2 | on my way now |
1 / 2 | im running late for 1 |
1 / 2 | done 2 |
1 / 2 | cant, im walking the dog |
1,2 / | cant 1 | 1 release
1,2 / | done 1 20mins | 1 done
1,2 / | both done | 1 done, 2 done
1,2 / | done both | 1 done, 2 done
1,2 / | cant do either | 1 release, 2 release
1,2 / | dog done 45 | 2 done
1,2 / | tablets done 20 | 1 done
1,2 / | release 2 | 2 release
1,2 / | no to 2 sorry | 2 release
1,2 / | cant do 2 any more, done 1 | 1 done, 2 release
1,2 / 1 | yes 1 | 1 accept
1,2 / 1 | cant do 1 | 1 release
1,2 / 1 | no to 1 | 1 release
1,2 / 1 | done 2 | 2 done
1,2 / 3 | done 1, cant do 2, yes 3 | 1 done, 2 release, 3 accept
1,2 / 3 | cant 3 | 3 decline
1 / | done 20 mins |
1 / | done. saw 2 neighbours |
 / 1,2 | can do the tablets but not the dog | 1 accept, 2 decline
 / 1,2 | the dog one | 2 accept
 / 1,2 | tablets pls | 1 accept
 / 1,2 | cant, walking my dog |
 / 1,2 | need tablets |
 / 1 | yes the dog |
`

func TestTasksInHand(t *testing.T) {
	for line := range strings.Lines(strings.TrimSpace(textsInHand)) {
		part := strings.Split(line, "|")
		held, offered, _ := strings.Cut(part[0], "/")
		c := Context{Asked: "offer", Now: now, Kinds: kinds, Held: numbersIn(held), Offers: numbersIn(offered), OfferKinds: map[int]string{1: "prescription", 2: "dogs", 3: "shopping"}}
		c.Holding = len(c.Held) > 0
		if len(c.Offers) == 0 {
			c.Asked = "any"
		}
		h := english.ruled(strings.TrimSpace(part[1]), c).heard
		var got []string
		for _, a := range h.Answers {
			got = append(got, strconv.Itoa(a.Number)+" "+string(a.Meaning))
		}
		slices.Sort(got)
		if want := strings.TrimSpace(part[2]); strings.Join(got, ", ") != want {
			t.Errorf("%s\n\tgot %v, %s because %q", strings.TrimSpace(line), got, h.Meaning, h.Why)
		}
	}
}

func numbersIn(list string) (all []int) {
	for s := range strings.SplitSeq(strings.TrimSpace(list), ",") {
		if n, err := strconv.Atoi(s); err == nil {
			all = append(all, n)
		}
	}
	return all
}
