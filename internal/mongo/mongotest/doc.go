// Package mongotest is a pretend MongoDB server: it speaks the wire protocol
// on a TCP port, keeps collections in memory, and fails when it is told to.
//
// It knows the commands, filters, sorts and options that package mongo sends,
// with a server's own meaning, and answers anything else with an error, so
// that a test fails where a real server might not. A command runs whole under
// one lock, and any number of connections run at once. It shows itself as the
// primary of a replica set with one member, so that drivers retry writes, and
// it knows a retried write again as servers do, by session and number.
//
// Three things are stricter than on a server: a find that no index can serve
// in its order is refused, an update with upsert is refused, and so is a write
// that does not wait for the journals of a majority.
package mongotest
