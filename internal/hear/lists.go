package hear

// listID is a list's place in an ear.
type listID int16

// The lists that rules name. Each must be in the file; their plain sentences
// there say what they hold.
const (
	lCourtesy listID = iota
	lYes
	lAccept
	lWeakYes
	lNo
	lAfterNo
	lDecline
	lCant
	lRelease
	lSoft
	lUnsure
	lBut
	lCounter
	lCorrection
	lBoth
	lNeither
	lOptOut
	lNotOptOut
	lStopWord
	lNearlyStop
	lNearlyCancel
	lOptIn
	lWrongNumber
	lNegation
	lDenial
	lColdHome
	lDone
	lQuestion
	lNeed
	lJoin
	lThanks
	lGreeting
	lNext
	lGotIt
	lAgree
	lOver18
	lUnder18
	lAnything
	lNothing
	lNotWanted
	lGivesUp
	lOnlyKind
	lTextOnly
	lCall
	lUrgent
	lNoRush
	lNameCue
	lNameAfter
	lSignOff
	lFirstName
	lNotName
	lStreet
	lFlat
	lPlaceCue
	lNotPostcode
	lAgeCue
	lAgeUnit
	lTitle
	lConnector
	lPlease
	lNumber
	lDay
	lMonth
	lDayWord
	lMonthPart
	lPart
	lClockWord
	lUnit
	lTimeCue
	lClockPast
	lAmount
	lAndHalf
	lPastTo
	lAmPm
	lOclock
	lOrdinal
	lTimeFiller
	lRange
	lWindow
	lTransport
	lLanguageName
	lCheck
	lOutcome
	lTopic
	lChoice
	lKindWord
	lNotKind
	lWhose
	lFear
	lDoneBeside
	lReleaseBeside
	lHarmless
	lUnderWay
	lNeedless
	lNoShow
	lShares
	lTurnsOut
	lSwaps
	lWhom
	lKeen
	lSameTime
	lAnother
	lTheirMoney
	lEitherWay
	lDeafOther
	lAtTheDoor
	lSamePlace
	lRung
	lByMistake
	lLate
	lNear
	lTakesBack
	lCondition
	lHours
	lStandIn
	lLeftWith
	lSharedPhone
	lEither
	lOfPerson
	lOfPlace
	lWentElsewhere
	lAsBefore
	lReservation
	lOwnOrShop
	lAsksOfUs
	lSamePerson
	lHoursOf
	lTheirAge
	lAllBut
	lAboard
	lastKnown
)

var listNames = [lastKnown]string{
	lCourtesy: "courtesy", lYes: "yes", lAccept: "accept", lWeakYes: "weak_yes", lNo: "no", lAfterNo: "after_no",
	lDecline: "decline", lCant: "cant", lRelease: "release", lSoft: "soft", lUnsure: "unsure", lBut: "but",
	lCounter: "counter", lCorrection: "correction", lBoth: "both", lNeither: "neither",
	lOptOut: "opt_out", lNotOptOut: "not_opt_out", lStopWord: "stop_word", lNearlyStop: "nearly_stop", lNearlyCancel: "nearly_cancel",
	lOptIn: "opt_in", lWrongNumber: "wrong_number", lNegation: "negation", lDenial: "denial", lColdHome: "cold_home",
	lDone: "done", lQuestion: "question", lNeed: "need", lJoin: "join", lThanks: "thanks", lGreeting: "greeting",
	lNext: "next", lGotIt: "got_it", lAgree: "agree", lOver18: "over_18", lUnder18: "under_18",
	lAnything: "anything", lNothing: "nothing", lNotWanted: "not_wanted", lGivesUp: "gives_up", lSwaps: "swaps", lWhom: "whom", lAnother: "another", lOnlyKind: "only_kind", lTextOnly: "text_only", lCall: "call",
	lUrgent: "urgent", lNoRush: "no_rush", lNameCue: "name_cue", lNameAfter: "name_after", lSignOff: "sign_off", lFirstName: "first_name", lNotName: "not_name",
	lStreet: "street", lFlat: "flat", lPlaceCue: "place_cue", lNotPostcode: "not_postcode",
	lAgeCue: "age_cue", lAgeUnit: "age_unit", lTitle: "title", lConnector: "connector", lPlease: "please",
	lNumber: "number", lDay: "day", lMonth: "month", lDayWord: "day_word", lMonthPart: "month_part", lPart: "part_of_day",
	lClockWord: "clock_word", lUnit: "unit", lTimeCue: "time_cue", lClockPast: "clock_past", lAmount: "amount", lAndHalf: "and_a_half",
	lPastTo: "past_to", lAmPm: "am_pm", lOclock: "oclock", lOrdinal: "ordinal", lTimeFiller: "time_filler", lRange: "range",

	lWindow: "window", lTransport: "transport", lLanguageName: "language_name", lCheck: "check",
	lHoursOf: "hours_of", lTheirAge: "their_age", lAllBut: "all_but", lOutcome: "outcome", lTopic: "topic", lChoice: "choice", lKindWord: "kind_word", lNotKind: "not_kind", lWhose: "whose", lFear: "fear", lDoneBeside: "done_beside", lReleaseBeside: "release_beside", lHarmless: "harmless", lUnderWay: "under_way", lNeedless: "needless", lNoShow: "no_show", lShares: "shares", lTurnsOut: "turns_out", lKeen: "keen", lSameTime: "same_time", lTheirMoney: "their_money",
	lEitherWay: "either_way", lDeafOther: "deaf_other", lAtTheDoor: DoorList, lSamePlace: "same_place", lTakesBack: "takes_back", lCondition: "condition", lHours: "hours", lStandIn: "stand_in", lLeftWith: "left_with", lSharedPhone: "shared_phone", lRung: "rung", lByMistake: "by_mistake", lLate: "late", lNear: "near", lEither: "either",
	lOfPerson: PersonList, lOfPlace: PlaceList, lWentElsewhere: "went_elsewhere", lAsBefore: "as_before", lReservation: "reservation", lOwnOrShop: "own_or_shop", lAsksOfUs: "asks_of_us", lSamePerson: "same_person", lAboard: "aboard",
}
