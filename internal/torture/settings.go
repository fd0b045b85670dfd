package torture

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/goodturn/goodturn/fixtures"
)

// organisation writes the sample organisation into a folder, with the settings
// under which much happens in little time: one short lesson, offers that stand
// for a minute, and quiet hours far from now.
func organisation(folder string, now time.Time) error {
	quiet := now.Add(12 * time.Hour)
	changes := map[string]string{
		"messages_per_second: 10 ": "messages_per_second: 1000 ",
		"from_one_number: 30 ":     "from_one_number: 1000 ",
		`from: "21:30"`:            `from: "` + quiet.Format("15:04") + `"`,
		`to: "07:30"`:              `to: "` + quiet.Add(time.Minute).Format("15:04") + `"`,
		"expiry: 45m ":             "expiry: 1m ",
		"urgent_expiry: 15m ":      "urgent_expiry: 1m ",
		"live_per_person: 2 ":      "live_per_person: 1 ",
		"active_per_person: 3 ":    "active_per_person: 1 ",
		"lessons: [staying-safe, worries, emergencies, infection, money, privacy, lone-visits]\n    minutes: 25": "lessons: [staying-safe]\n    minutes: 25",
	}
	found := map[string]int{}
	err := fs.WalkDir(fixtures.Organisation, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(folder, path), 0o755)
		}
		raw, err := fs.ReadFile(fixtures.Organisation, path)
		if err != nil {
			return err
		}
		for was, is := range changes {
			found[was] += bytes.Count(raw, []byte(was))
			raw = bytes.ReplaceAll(raw, []byte(was), []byte(is))
		}
		return os.WriteFile(filepath.Join(folder, path), raw, 0o644)
	})
	if err != nil {
		return fmt.Errorf("write an organisation's folder: %w", err)
	}
	for was := range changes {
		if found[was] == 0 {
			return fmt.Errorf("write an organisation's folder: %q is not in the sample any more", was)
		}
	}
	return nil
}
