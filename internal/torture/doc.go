// Package torture runs real processes of Goodturn, and kills them.
//
// [Run] is the world outside: a pretend Twilio and a pretend Slack, a balancer
// in front of the processes, hundreds of scripted people with phones,
// coordinators who press buttons, and a ledger of everything that was sent and
// taken. None of these is ever killed. The processes are: at random moments and
// at chosen ones, such as between the provider's taking a text and its answer.
// Webhooks are lost, repeated and overtaken meanwhile.
//
// Then the killing stops, everything comes to rest, and the ledger is looked
// through: every text was answered, and once; nothing left twice or out of
// order; one place went to one volunteer; nothing followed an opt-out; and the
// store is at rest. What a process is (a re-executed test binary, or the real
// command) is told by a [Config], and so is the store.
package torture
