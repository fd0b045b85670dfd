// Package bottest reads and plays phone dramas: plain-text transcripts of
// phones and of coordinators' Slack channels, with jumps in time, that a
// coordinator can read and write. A drama is a test: whatever the phones and
// the channels show after each thing that somebody does must be exactly what
// the transcript says.
//
//	# Amina is asked, and takes it.
//	at 2026-11-24 10:00
//	phone Amina Khan +447700900101
//	phone Pam +447700900102
//	given Amina is a volunteer for prescription in LS6
//	given ID of Amina is seen
//
//	Pam > can anyone get my tablets b4 4. Pam Hirst 12 Ash Rd LS6 2AB
//	Pam < Leeds Goodturn: thank you Pam, we have it: …
//	[north] Pam, LS6: a prescription by 4pm. …
//	    (Approve) (Edit) (Ask them something)
//
//	Joe presses Approve on "Pam, LS6" in north
//	Amina < Amina, can you help? …
//
//	+ 30 minutes
//	(10:07)
//	Amina < Just once more: …
//
// A line that does something ("Pam > …", "Joe presses …") is followed by what
// came of it: texts, phones in order of their first appearance, then channels,
// then what a coordinator alone sees. A line that begins with # is a note. Long
// lines go on in the next, which then begins with spaces. A text that begins or
// ends with a space, holds a line break or is empty stands in double quotes,
// with \n for the break.
//
// What can be done:
//
//	at 2026-11-24 10:00            the first line: when it begins
//	at 16:30 · at tomorrow 09:00 · at Saturday 09:00
//	+ 20 minutes · + 2 hours · + 3 days · + 2 weeks
//	phone Amina Khan +447700900101 a phone, called Amina from here on
//	Amina > words                  a text from it
//	Amina sends a picture          with ": words" where there are some
//	Amina's last text comes again  the provider delivers it twice
//	Joe presses Approve on "Pam" in north
//	Joe presses the old Approve on "Pam" in north
//	                               a button that was there before the card changed
//	Joe fills in                   the form before him, a field a line below:
//	    What = tablets
//	Joe closes the form
//	Joe replies to "Pam" in north: words
//	Joe types /goodturn queue in north
//	given Amina is a volunteer for packing, prescription in LS6
//	                               signs up and reads every lesson, for real, unseen
//	given ID of Amina is seen      a coordinator's tap, unseen
//	given Pam > words              anything above, unseen
//	check Amina sent at most 8 texts
//
// What may come of it:
//
//	Amina < words                  the whole text, exactly
//	[north] a card's first line    the rest below it, buttons as (Approve) (Edit)
//	[north, changed] its first line
//	                               below it, lines that are new; lines that went, after "- "
//	[north] under "Pam, LS6": words
//	                               a message in a card's thread
//	Joe sees: words                a message for him alone
//	Joe sees a form: its title     its fields below, as "What = ", problems after "!"
//	(10:07)                        when it happened, where time went by
package bottest
