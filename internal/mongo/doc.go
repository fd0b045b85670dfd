// Package mongo keeps documents and facts in a MongoDB database, for any
// number of processes on any number of machines.
//
// It uses only what holds on one server, on a replica set and on a sharded
// cluster: a commit is an insert, or a replacement of the one document with an
// _id and a version. There are no transactions, no change streams and no
// upserts.
//
// # What is safe
//
// Writes are acknowledged when they are in the journals of a majority, and what is decided by is read from
// the primary as a majority has it, so that nothing that is rolled back after
// a failover was ever acknowledged or read. A former primary that does not
// know yet that it is one may answer such a read with what was true a moment
// ago. That is safe: what is decided by it cannot be committed, since the
// version has moved on. What is found and what is due may come from another
// server and be a moment behind; every finding is looked at again by the
// document that it is about.
//
// # Writes that are sent again
//
// The driver numbers each write, and when the connection breaks or the primary
// goes it finds the new one and sends the write again, for as long as the
// call's time allows. A server that has the write in its log answers as it did
// the first time, so a conflict is a conflict: nothing of that write stands.
// When the driver gives up, it tells only how one of its attempts ended, and an
// earlier one may have landed. So attempts are counted here, and an error says
// that nothing was written only if none was sent, or one was and the server
// refused it before it began. All else is post.ErrUnknown, and the office
// reads before it decides. (With retryWrites=false in the address, or on a
// server alone, a broken connection is ErrUnknown at once.)
//
// # Time and pressure
//
// A call ends in time for a webhook to be refused within the 8 s that the
// office allows: 3 s to connect, 5 s to find a primary and a free connection
// to it, 7 s for a whole call whose context has no end of its own; a server is
// told the time that is left, and gives up too. The pool has up to 100
// connections a server (maxPoolSize). Calls beyond wait their turn, first come
// first served, and those whose 5 s pass fail without having been sent: the
// texts behind them are refused with 503, and come again. The address may set
// all of these.
//
// # Size
//
// MongoDB takes no document of more than 16 MB. A larger record is refused
// before it is sent, by an error that says so. Keys may be as long as a
// document may be: servers index them whole.
//
// # Sharding
//
// Shard both collections by the hash of _id:
//
//	sh.shardCollection("goodturn.documents", {_id: "hashed"})
//	sh.shardCollection("goodturn.facts", {_id: "hashed"})
//
// Every load and every write names the _id, so each goes to one shard; the
// hash spreads people evenly, where the ids of one campaign's tasks, or facts
// that begin alike, would heap up. _id stays unique, because it is the whole
// of the key. What is due, what stands under a key and what happened since are
// asked of every shard, which each answers from an index.
//
// Zones cannot follow places or kinds of document: a zone is a range of the
// shard key, and a hash keeps no order. Hashed chunks can be put into zones
// only as a whole (min and max key), to keep the collections on some shards of
// a cluster that others use too. Where law or distance asks that a region's
// people are kept in that region, give the region an organisation, and so a
// database or a cluster, of its own: one phone number is one store, and people
// of two stores never meet in one.
package mongo
