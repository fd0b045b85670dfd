package sqlite

// Upgrades sets the upgrades of the schema, and returns what puts them back.
func Upgrades(to ...string) (back func()) {
	before := upgrades
	upgrades = to
	return func() { upgrades = before }
}
