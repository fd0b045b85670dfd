package org_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/org"
)

// copied is the sample organisation's folder, to be spoiled.
func copied(t testing.TB) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{}
	err := fs.WalkDir(fixtures.Organisation, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fixtures.Organisation, name)
		folder[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// spoil replaces the first old after a landmark, and says which line it was on.
func spoil(t *testing.T, folder fstest.MapFS, file, landmark, old, with string) int {
	t.Helper()
	text := string(folder[file].Data)
	from := strings.Index(text, landmark)
	if from < 0 {
		t.Fatalf("no %q in %s", landmark, file)
	}
	at := strings.Index(text[from:], old)
	if at < 0 {
		t.Fatalf("no %q after %q in %s", old, landmark, file)
	}
	at += from
	folder[file] = &fstest.MapFile{Data: []byte(text[:at] + with + text[at+len(old):])}
	return 1 + strings.Count(text[:at], "\n")
}

func TestEachMistakeIsNamed(t *testing.T) {
	const settings, kinds, partners, places = "organisation.yaml", "kinds.yaml", "partners.yaml", "places.yaml"
	const words = "cy/words.yaml"
	for _, c := range []struct {
		name              string
		file, after, a, b string
		what, remedy      string
		in                string // where the problem is, if not in the file that was changed
		down              int    // lines from the change to the problem
		anyLine           bool
	}{
		{name: "unknown key", file: settings, after: "quiet_hours:", a: "from:", b: "form:", what: `"form" is not a setting in quiet_hours`, remedy: `did you mean "from"?`},
		{name: "unknown key at the top", file: settings, after: "\nname", a: "name: Leeds", b: "nmae: Leeds", what: `"nmae" is not a setting`, remedy: `did you mean "name"?`},
		{name: "unlike any key", file: settings, after: "quiet_hours:", a: "from:", b: "begins_at:", what: `"begins_at"`, remedy: "use one of: from, to"},
		{name: "missing at the top", file: settings, after: "\nprivacy", a: "privacy: goodturn.example/p", b: "", what: `"privacy" is missing`, remedy: "privacy: goodturn.example/p", anyLine: true},
		{name: "missing within", file: settings, after: "quiet_hours:", a: `to: "07:30"`, b: "", what: `"to" is missing in quiet_hours`, remedy: `to: "07:30"`, down: -1},
		{name: "twice", file: settings, after: "\nname", a: "signature: Leeds Goodturn ", b: "name: Leeds Goodturn ", what: `"name" stands twice`, remedy: "keep one"},
		{name: "in two files", file: partners, after: "partners:", a: "partners:", b: "name: Other\npartners:", what: `"name" is in organisation.yaml too`, remedy: "keep it in one file"},
		{name: "number for a list", file: settings, after: "id: north", a: "[LS6, LS7]", b: "6", what: "hubs[0].outward should be a list", remedy: "outward: [LS6, LS7]"},
		{name: "words for a number", file: settings, after: "offers:", a: "wave: 5", b: "wave: five", what: "offers.wave should be a whole number", remedy: "wave: 5"},
		{name: "words for true or false", file: kinds, after: "kinds:", a: "contact: true", b: "contact: maybe", what: "should be true or false", remedy: "contact: false"},
		{name: "nothing", file: settings, after: "\nsignature", a: "signature: Leeds Goodturn", b: "signature:", what: "signature is empty", remedy: "signature: Leeds Goodturn"},
		{name: "list for words", file: settings, after: "\nname", a: "name: Leeds Goodturn", b: "name: [Leeds]", what: "name should be words", remedy: "name: Leeds Goodturn"},
		{name: "words for a group", file: settings, after: "induction:\n", a: "induction:\n  minimum_version:", b: "induction:", what: "induction should be a group of settings"},
		{name: "no length of time", file: settings, after: "offers:", a: "45m", b: "45 minutes", what: "offers.expiry should be a length of time", remedy: "expiry: 45m"},
		{name: "time zone", file: settings, after: "timezone", a: "Europe/London", b: "Europe/Leeds", what: `"Europe/Leeds" is not a time zone`, remedy: "Europe/London"},
		{name: "quiet hours", file: settings, after: "quiet_hours:", a: `"21:30"`, b: "half nine", what: "quiet_hours.from should be a time of day", remedy: `from: "21:30"`},
		{name: "no quiet hours", file: settings, after: "quiet_hours:", a: `"07:30"`, b: `"21:30"`, what: "begin and end at the same time"},
		{name: "covered twice", file: settings, after: "id: east", a: "LS8", b: "LS7", what: "LS7 is covered by north already", remedy: "one hub"},
		{name: "no centre", file: settings, after: "id: east", a: "LS8", b: "LS99", what: "LS99 has no centre", remedy: "add it to places"},
		{name: "not an outward code", file: settings, after: "id: east", a: "LS8", b: "Roundhay", what: `"Roundhay" is not an outward code`},
		{name: "phone", file: settings, after: "on_call:", a: `"07700 900802"`, b: `"07700"`, what: "no phone can have this number", remedy: "all its figures"},
		{name: "partner's phone", file: partners, after: "teapot", a: `"07700 900813"`, b: "ring Gwen", what: "no phone can have this number"},
		{name: "Slack person's name", file: settings, after: "coordinators:", a: "U0JOE00001", b: "joe", what: `"joe" is not a Slack member's id`, remedy: "Copy member ID"},
		{name: "Slack channel", file: settings, after: "hubs:", a: "C0NORTH0001", b: "'#north'", what: `"#north" is not a Slack channel's id`, remedy: "Channel ID"},
		{name: "one channel for two hubs", file: settings, after: "hubs:", a: "C0EAST00001", b: "C0NORTH0001", what: "north and east have the same channel"},
		{name: "concerns in a hub's channel", file: settings, after: "safeguarding:", a: "C0SAFE00001", b: "C0NORTH0001", what: `channel of the hub "north"`, remedy: "private channel"},
		{name: "concerns in the on-call channel", file: settings, after: "safeguarding:", a: "C0SAFE00001", b: "C0ONCALL001", what: "on-call channel", remedy: "private channel"},
		{name: "unknown hub", file: settings, after: "name: Sam", a: "[east]", b: "[eats]", what: `there is no hub "eats"`, remedy: `did you mean "east"?`},
		{name: "wave of none", file: settings, after: "offers:", a: "wave: 5", b: "wave: 0", what: "offers.wave must be at least 1"},
		{name: "rate of none", file: settings, after: "\nmessages", a: "10 ", b: "0 ", what: "texts a second must be over 0"},
		{name: "clock that does not rise", file: settings, after: "triage:", a: "on_call: 20m", b: "on_call: 5m", what: "clocks.triage.on_call comes no later than hub"},
		{name: "a slow word to somebody in danger", file: settings, after: "danger: ", a: "tell_sender: 5m", b: "tell_sender: 1h", what: "over five minutes"},
		{name: "privacy page", file: settings, after: "\nprivacy", a: "goodturn.example/p", b: "https://goodturn.example/p", what: "not an address as texts print it", remedy: "without https://"},
		{name: "language", file: settings, after: "languages", a: "[en, cy]", b: "[english please]", what: "is not a language's code", remedy: "en for English"},
		{name: "induction too new", file: settings, after: "minimum_version", a: "2026-11-02", b: "2027-01-01", what: "nobody could be inducted", remedy: "2026-11-02"},
		{name: "induction without a date", file: settings, after: "minimum_version", a: "2026-11-02", b: "newest", what: `"newest" is not a handbook version`},
		{name: "code of conduct with a curly quote", file: settings, after: "code_of_conduct", a: "Be kind.", b: "Don’t be unkind.", what: "makes a text cost double", remedy: "plain keyboard"},

		{name: "kind twice", file: kinds, after: "kinds:", a: "id: shopping", b: "id: packing", what: `the id "packing" stands twice`},
		{name: "id with a space", file: kinds, after: "kinds:", a: "id: dogs", b: "id: Dog walks", what: `"Dog walks" is not an id`},
		{name: "door without identity", file: kinds, after: "id: prescription", a: "[identity]", b: "[]", what: `"prescription" asks for less than the law allows`, remedy: "add identity"},
		{name: "call without identity", file: kinds, after: "id: call", a: "[identity]", b: "[dbs_basic]", what: "asks for less than the law allows", remedy: "add identity"},
		{name: "lift to care without the barred list", file: kinds, after: "id: lift", a: "dbs_enhanced_adults_barred", b: "dbs_enhanced", what: "regulated activity, even once", remedy: "add dbs_enhanced_adults_barred"},
		{name: "lift without a licence", file: kinds, after: "id: lift", a: "licence, ", b: "", what: "asks for less than the law allows", remedy: "add licence"},
		{name: "lift to care called a lift", file: kinds, after: "id: lift", a: "lift_to_care", b: "lift", what: "lifts to health or social care", remedy: "counts_as: lift_to_care", down: -4},
		{name: "resident's money", file: kinds, after: "id: shopping", a: "supermarket]", b: "supermarket, with cash]", what: "speaks of the resident's money", remedy: "counts_as: money", down: -9},
		{name: "money without the barred list", file: kinds, after: "id: shopping", a: "counts_as: doorstep", b: "counts_as: money", what: "handling a resident's money is regulated activity", remedy: "add dbs_enhanced_adults_barred", down: 2},
		{name: "regular calls", file: kinds, after: "id: call", a: "contact: false", b: "regular: true\n    contact: false", what: "regular calls to a person who receives care", remedy: "add dbs_enhanced", down: 2},
		{name: "barred list where it may not be asked", file: kinds, after: "id: dogs", a: "[identity]", b: "[identity, dbs_enhanced_adults_barred]", what: "which the law does not let you ask for"},
		{name: "standard check", file: kinds, after: "id: dogs", a: "[identity]", b: "[identity, dbs_standard]", what: "a standard DBS check fits none", remedy: "take it out"},
		{name: "personal care", file: kinds, after: "id: call", a: "counts_as: phone", b: "counts_as: personal_care", what: "are not offered", remedy: "take the kind out"},
		{name: "children", file: kinds, after: "id: call", a: "counts_as: phone", b: "counts_as: children", what: "are not offered", remedy: "take the kind out"},
		{name: "personal care by another name", file: kinds, after: "id: outdoors", a: "hedge]", b: "hedge, bathing]", what: "speaks of personal care", down: -9},
		{name: "unknown row of the law", file: kinds, after: "id: call", a: "counts_as: phone", b: "counts_as: phones", what: `"phones" is no row`, remedy: `did you mean "phone"?`},
		{name: "row and place disagree", file: kinds, after: "id: call", a: "where: phone", b: "where: door", what: "not done at: door", remedy: "where: phone"},
		{name: "unknown place", file: kinds, after: "id: call", a: "where: phone", b: "where: moon", what: `"moon" is no place`, remedy: "door, hub, phone, trip"},
		{name: "unknown check", file: kinds, after: "id: call", a: "[identity]", b: "[identty, identity]", what: `"identty" is not a check`, remedy: `did you mean "identity"?`},
		{name: "unknown lesson", file: kinds, after: "id: call", a: "[worries,", b: "[worrys,", what: `the handbook has no lesson "worrys"`, remedy: `did you mean "worries"?`},
		{name: "no words", file: kinds, after: "id: dogs", a: "[dog, dogs, dog walking, dog walk, walkies, puppy]", b: "[]", what: "has no words"},
		{name: "one word for two kinds", file: kinds, after: "id: dogs", a: "[dog,", b: "[Milk,", what: `"milk" is a word for shopping already`},
		{name: "no time at all", file: kinds, after: "id: dogs", a: "minutes: 40", b: "minutes: 0", what: "minutes must be from 1"},
		{name: "template that does not parse", file: kinds, after: "id: dogs", a: "{{.Area}}", b: "{{.Area", what: "cannot be read", remedy: "{{.Area}}"},
		{name: "template's unknown field", file: kinds, after: "id: dogs", a: "{{.Area}}", b: "{{.Aera}}", what: "{{.Aera}} in kinds[4].offer does not exist", remedy: `did you mean "Area"?`},
		{name: "template that tells too much", file: kinds, after: "id: dogs", a: "{{.Area}}", b: "{{.Resident}}", what: "{{.Resident}} in kinds[4].offer may not be shown there"},
		{name: "template that does more", file: kinds, after: "id: dogs", a: "{{.Area}}", b: "{{printf .Area}}", what: "holds more than fields"},
		{name: "phrase too long", file: kinds, after: "id: dogs", a: "walk a dog in {{.Area}}", b: strings.Repeat("walk a dog ", 20), what: "kinds[4].offer is too long"},
		{name: "resident who is not told", file: kinds, after: "id: lift", a: "    told:", b: "    # told:", what: `"lift" does not tell the resident who comes`, down: -12},

		{name: "partner's unknown kind", file: partners, after: "southside", a: "shopping", b: "shoping", what: `there is no kind of task "shoping"`, remedy: `did you mean "shopping"?`},
		{name: "full for what it does not do", file: partners, after: "southside", a: "no_more: [dogs]", b: "no_more: [call]", what: `does not take on "call" at all`},
		{name: "no youth partner", file: partners, after: "youth", a: "youth: true", b: "youth: false", what: "there is no youth partner", anyLine: true},
		{name: "two youth partners", file: partners, after: "wheels", a: "kinds: [lift]", b: "youth: true", what: "youth is the youth partner already"},
		{name: "swapped", file: places, after: "places:", a: "lat: 53.80, lng: -1.55", b: "lat: -1.55, lng: 53.80", what: "the centre of LS1 is not in the United Kingdom", remedy: "swapped"},
		{name: "place twice", file: places, after: "places:", a: "LS3", b: "LS2", what: "LS2 stands twice"},
		{name: "name without a centre", file: places, after: "gazetteer:", a: "Adel: LS16", b: "Adel: LS66", what: "LS66 has no centre"},
		{name: "name that is no code", file: places, after: "gazetteer:", a: "Adel: LS16", b: "Adel: near", what: `"near", for Adel, is not an outward code`},

		{name: "tab", file: settings, after: "quiet_hours:", a: "  from:", b: "\tfrom:", what: "it is not YAML", remedy: "never tabs"},
		{name: "unclosed quote", file: partners, after: "teapot", a: `"07700 900813"`, b: `"07700 900813`, what: "it is not YAML", anyLine: true},
		{name: "wording without words", file: "wording/en.yaml", after: "# Our", a: "# Our", b: "offer.can_you:\n# Our", what: `"offer.can_you" has no words`},
		{name: "wording that does not parse", file: "wording/en.yaml", after: "# Our", a: "# Our", b: "offer.can_you: \"Can you, {{.Name?\"\n# Our", what: `"offer.can_you" cannot be read`},

		{name: "a language without words", file: settings, after: "languages", a: "[en, cy]", b: "[en, cy, pl]", what: `there is no file pl/words.yaml with your words in "pl"`, remedy: "or take the language out"},
		{name: "a folder of words that nobody chose", file: settings, after: "languages", a: "[en, cy]", b: "[en]", in: words, what: `"cy" is not among the languages`, remedy: "add it to languages", anyLine: true},
		{name: "words in the settings' language", file: settings, after: "languages", a: "[en, cy]", b: "[cy]", in: words, what: `"cy" is not among the languages besides the first`, anyLine: true},
		{name: "words of an unknown kind", file: words, after: "kinds:", a: "packing:", b: "paking:", what: `there is no kind of task "paking"`, remedy: `did you mean "packing"?`},
		{name: "a kind without words", file: words, after: "kinds:", a: "packing:", b: "paking:", what: `the kind of task "packing" has no words in "cy"`, remedy: "give it local_name"},
		{name: "a kind without all its words", file: words, after: "packing:", a: "    offer: pacio parseli gyda'r criw\n", b: "", what: `"offer" is missing in kinds.packing`, anyLine: true},
		{name: "a resident who is told nothing", file: words, after: "  dogs:", a: "    told:", b: "    tld:", what: `"dogs" does not tell the resident who comes`, anyLine: true},
		{name: "an unknown key among words", file: words, after: "packing:", a: "offer:", b: "offr:", what: `"offr" is not a setting in kinds.packing`, remedy: `did you mean "offer"?`},
		{name: "an unknown field among words", file: words, after: "prescription:", a: "{{.Area}}", b: "{{.Ardal}}", what: "{{.Ardal}} in kinds.prescription.offer does not exist"},
		{name: "a name in an offer among words", file: words, after: "prescription:", a: "{{.Area}}", b: "{{.Resident}}", what: "{{.Resident}} in kinds.prescription.offer may not be shown there"},
		{name: "words too long", file: words, after: "packing:", a: "pacio parseli gyda", b: strings.Repeat("pacio parseli ", 12) + "gyda", what: "kinds.packing.offer is too long"},
		{name: "a roof among words", file: words, after: "packing:", a: "criw", b: "tîm", what: "the character 'î' in kinds.packing.offer makes a text cost double"},
		{name: "a word for two kinds in two languages", file: words, after: "packing:", a: "[pacio,", b: "[tablets,", what: `"tablets" is a word for prescription already`, remedy: "leave it with one kind"},
		{name: "a word for two kinds in one language", file: words, after: "shopping:", a: "[siopa,", b: "[tabledi,", what: `"tabledi" is a word for prescription already`},
		{name: "the code with a roof", file: words, after: "code_of_conduct:", a: "Byddwch yn garedig.", b: "Byddwch yn gariad i bawb, fel tân.", what: "in code_of_conduct.text makes a text cost double"},
		{name: "a code that is missing", file: words, after: "code_of_conduct:", a: "text:", b: "txt:", what: `"text" is missing in code_of_conduct`, anyLine: true},
		{name: "words of an unknown partner", file: words, after: "partners:", a: "teapot:", b: "tebot:", what: `there is no partner "tebot"`, remedy: "teapot"},
		{name: "a partner without words", file: words, after: "partners:", a: "teapot:", b: "tebot:", what: `the partner "teapot" has no words in "cy"`, anyLine: true},
		{name: "a partner's words too long", file: words, after: "teapot:", a: "galwad", b: strings.Repeat("galwad ", 25), what: "partners.teapot.does is too long"},
		{name: "words of an unknown hub", file: words, after: "hubs:", a: "north:", b: "nort:", what: `there is no hub "nort"`, remedy: `did you mean "north"?`},
		{name: "words that are no YAML", file: words, after: "packing:", a: "  words:", b: "\twords:", what: "it is not YAML", anyLine: true},
		{name: "another answer right", file: "cy/handbook/05-money.md", after: "Question", a: "- [x] Dweud", b: "- [ ] Dweud", what: "0 answers are marked right", anyLine: true},
		{name: "another answer right than in the handbook", file: "handbook/05-money.md", after: "Question", a: "- [ ] Get it, and give her the receipt\n- [ ] Give her £20 of your own\n- [x]", b: "- [x] Get it, and give her the receipt\n- [ ] Give her £20 of your own\n- [ ]", in: "cy/handbook/05-money.md", what: "another answer is marked right than in handbook/05-money.md", anyLine: true},
		{name: "a lesson that has changed since", file: "handbook/05-money.md", after: "Version", a: "2026-11-02", b: "2026-11-20", in: "cy/handbook/05-money.md", what: "it is of 2026-11-02, and handbook/05-money.md of 2026-11-20", remedy: "the same date", anyLine: true},
		{name: "a lesson with a roof", file: "cy/handbook/05-money.md", after: "# Arian", a: "Bydd beth", b: "Bydd tâl am beth", what: "the character 'â' in this paragraph makes a text cost double"},
		{name: "lesson without a right answer", file: "handbook/05-money.md", after: "Question", a: "[x]", b: "[ ]", what: "0 answers are marked right", down: -2},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := copied(t)
			line := spoil(t, folder, c.file, c.after, c.a, c.b) + c.down
			_, problems := org.Load(folder)
			file := c.file
			if c.in != "" {
				file = c.in
			}
			for _, p := range problems {
				if p.File == file && (p.Line == line || c.anyLine) && strings.Contains(p.What, c.what) && strings.Contains(p.Remedy, c.remedy) {
					return
				}
			}
			t.Errorf("wanted %s:%d: %s — %s", file, line, c.what, c.remedy)
			for _, p := range problems {
				t.Log(p.Error())
			}
		})
	}
}

// What is missing from a language's folder is named once, whatever else is well.
func TestWhatALanguagesFolderLacks(t *testing.T) {
	for _, c := range []struct {
		name    string
		without []string // files, or all that begins so
		want    []string
	}{
		{"words", []string{"cy/words.yaml"}, []string{`there is no file cy/words.yaml`}},
		{"everything", []string{"cy/"}, []string{`there is no file cy/words.yaml`}},
		{"the handbook", []string{"cy/handbook/"}, []string{`cy/handbook: there is no handbook`}},
		{"a lesson", []string{"cy/handbook/05-money.md"}, []string{`cy/handbook: the lesson "money" is missing — say it in "cy", in a file of the same name: 05-money.md`}},
		{"a lesson in the settings' language", []string{"handbook/04-infection.md"}, []string{`cy/handbook/04-infection.md: the handbook itself has no lesson "infection"`, "kinds.yaml:", "kinds.yaml:", "kinds.yaml:"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := copied(t)
			for name := range folder {
				if slices.ContainsFunc(c.without, func(w string) bool { return strings.HasPrefix(name, w) }) {
					delete(folder, name)
				}
			}
			_, problems := org.Load(folder)
			if len(problems) != len(c.want) {
				t.Fatalf("%d problems: %v", len(problems), problems)
			}
			for i, p := range problems {
				if !strings.Contains(p.Error(), c.want[i]) {
					t.Errorf("got %s, want %s", p.Error(), c.want[i])
				}
			}
		})
	}
	folder := copied(t)
	folder["cy/handbook/15-money.md"] = folder["cy/handbook/05-money.md"]
	delete(folder, "cy/handbook/05-money.md")
	wants(t, folder, "cy/handbook/15-money.md", "the same lesson is 05-money.md in the handbook itself")
}

// A language that needs letters of its own has them, and pays for them.
func TestALanguageMayHaveItsOwnLetters(t *testing.T) {
	folder := copied(t)
	spoil(t, folder, "organisation.yaml", "languages", "[en, cy]", "[en, pl]")
	for name, file := range folder {
		if rest, ok := strings.CutPrefix(name, "cy/"); ok {
			folder["pl/"+rest] = file
			delete(folder, name)
		}
	}
	spoil(t, folder, "pl/words.yaml", "packing:", "pacio parseli gyda'r criw", "pakować paczki z zespołem")
	spoil(t, folder, "pl/handbook/05-money.md", "# Arian", "# Arian", "# Pieniądze")
	o, problems := org.Load(folder)
	if len(problems) > 0 {
		t.Error(problems)
	}
	if k, _ := o.In("pl").Kind("packing"); k.Offer != "pakować paczki z zespołem" {
		t.Errorf("offered as %q", k.Offer)
	}
}

func TestNobodyToRing(t *testing.T) {
	folder := copied(t)
	text := string(folder["organisation.yaml"].Data)
	start, end := strings.Index(text, "  people:\n"), strings.Index(text, "# Nobody is texted")
	folder["organisation.yaml"].Data = []byte(text[:start] + "  people: []\n" + text[end:])
	wants(t, folder, "organisation.yaml", "nobody is on call")

	folder = copied(t)
	start, end = strings.Index(text, "safeguarding:\n"), strings.Index(text, "# When somebody may be in danger")
	folder["organisation.yaml"].Data = []byte(text[:start] + text[end:])
	wants(t, folder, "organisation.yaml", `"safeguarding" is missing`)
}

func wants(t *testing.T, folder fs.FS, file, what string) {
	t.Helper()
	_, problems := org.Load(folder)
	for _, p := range problems {
		if p.File == file && strings.Contains(p.What, what) {
			return
		}
	}
	t.Errorf("no problem in %s with %q among %v", file, what, problems)
}

func TestEveryMistakeAtOnce(t *testing.T) {
	folder := copied(t)
	spoil(t, folder, "organisation.yaml", "timezone", "Europe/London", "Leeds")
	spoil(t, folder, "organisation.yaml", "offers:", "wave: 5", "wave: none")
	spoil(t, folder, "organisation.yaml", "on_call:", `"07700 900802"`, `"1"`)
	spoil(t, folder, "kinds.yaml", "id: dogs", "[identity]", "[]")
	spoil(t, folder, "partners.yaml", "teapot", "[call]", "[calls]")
	spoil(t, folder, "handbook/05-money.md", "Question:", "Question:", "Ask:")
	_, problems := org.Load(folder)
	files := map[string]int{}
	for _, p := range problems {
		if p.What == "" || p.Remedy == "" {
			t.Errorf("nothing to go by: %+v", p)
		}
		files[p.File]++
	}
	if files["organisation.yaml"] != 3 || files["kinds.yaml"] == 0 || files["partners.yaml"] != 1 || files["handbook/05-money.md"] == 0 {
		t.Errorf("%v", problems)
	}
}

func TestBrokenFileIsNotAlsoCalledEmpty(t *testing.T) {
	folder := copied(t)
	folder["partners.yaml"].Data = []byte("partners: [\n")
	_, problems := org.Load(folder)
	for _, p := range problems {
		if p.File != "partners.yaml" {
			t.Error(p.Error())
		}
	}
	if len(problems) == 0 {
		t.Error("nothing was said")
	}
}

func TestNoFolderAndEmptyFolder(t *testing.T) {
	for name, folder := range map[string]fs.FS{
		"none":  os.DirFS("there/is/no/such/folder"),
		"empty": fstest.MapFS{},
	} {
		_, problems := org.Load(folder)
		if len(problems) == 0 {
			t.Errorf("%s: nothing was said", name)
		}
		for _, p := range problems {
			if p.File == "" || p.What == "" || p.Remedy == "" {
				t.Errorf("%s: %+v", name, p)
			}
		}
	}
}

func TestOneLongFileIsAsGoodAsFour(t *testing.T) {
	folder := copied(t)
	var whole []byte
	for _, name := range []string{"organisation.yaml", "kinds.yaml", "partners.yaml", "places.yaml"} {
		whole = append(whole, folder[name].Data...)
		delete(folder, name)
	}
	folder["all.yaml"] = &fstest.MapFile{Data: whole}
	if _, problems := org.Load(folder); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestWordingMayCountAndHear(t *testing.T) {
	folder := copied(t)
	folder["wording/en.yaml"].Data = []byte("standing.done: {one: \"{{.Count}} task\", other: \"{{.Count}} tasks\"}\n")
	folder["wording/hearing.en.yaml"] = &fstest.MapFile{Data: []byte("yes: [go on then, aye]\n")}
	o, problems := org.Load(folder)
	if len(problems) > 0 || o.Wording == nil {
		t.Error(problems)
	}
}

func TestNumbersStayOutOfProblems(t *testing.T) {
	folder := copied(t)
	spoil(t, folder, "organisation.yaml", "on_call:", `"07700 900802"`, `"07700 9008021234567"`)
	_, problems := org.Load(folder)
	if len(problems) == 0 {
		t.Fatal("nothing was said")
	}
	for _, p := range problems {
		if strings.Contains(p.Error(), "9008021234567") {
			t.Error(p.Error())
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, name := range []string{"organisation.yaml", "kinds.yaml", "partners.yaml", "places.yaml"} {
		text, err := fs.ReadFile(fixtures.Organisation, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{"", "a", "a: [", "- x", "name: *a", "hubs: {}", "hubs: [null]", "? a\n: b", "!!binary x", "kinds: [{offer: '{{define \"x\"}}{{end}}'}]", "<<: {}", "---\n---\n", "\x00", "name: |\n  a\n"} {
		f.Add([]byte(text))
	}
	book := copied(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		folder := fstest.MapFS{"organisation.yaml": {Data: text}, "wording/en.yaml": {Data: text}, "handbook/01-a.md": book["handbook/01-staying-safe.md"]}
		o, problems := org.Load(folder)
		if o == nil || o.Location == nil {
			t.Fatal("no organisation")
		}
		for _, p := range problems {
			_ = p.Error()
		}
		o.HubFor("LS6")
		o.PartnersFor("LS6", "call")
	})
}
