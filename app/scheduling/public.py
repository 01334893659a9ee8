"""What other rooms may use of scheduling."""

from app.scheduling.about import AboutView, standing_about
from app.scheduling.actions.book import LENGTH, NO_SHOW_CHECK, REMIND, book, next_reminder
from app.scheduling.actions.cancel import call_off, cancel
from app.scheduling.actions.checks import Waiver
from app.scheduling.actions.freed import FILL, SUMMONS
from app.scheduling.actions.hold import HELD_FOR, block, hold, release
from app.scheduling.actions.miss import judge_absence, keep, miss, note_unanswered
from app.scheduling.actions.move import move
from app.scheduling.actions.rooms import RoomFacts, keep_room, open_room
from app.scheduling.actions.series import SeriesTime, book_series
from app.scheduling.actions.undo import undo_series
from app.scheduling.errors import (
    ABSOLUTE,
    LACKS,
    THEIRS,
    AlreadyBooked,
    AlreadyWaiting,
    HoldEnded,
    NotBooked,
    NotFitting,
    NotMissed,
    NotWaiting,
    RatedAlready,
)
from app.scheduling.feeds.actions import FeedView, close_feed, feed_of, open_feed, read_feed
from app.scheduling.finding.day import Planned, plan_day
from app.scheduling.finding.instead import Instead, instead_of
from app.scheduling.finding.needs import Needs, needs_of
from app.scheduling.finding.rules import WhyNot
from app.scheduling.finding.search import Offer, Slot, earliest, free_slots, offer
from app.scheduling.holding import HoldView, holds_at
from app.scheduling.hours.actions import Owner, announce, keep_hours, withdraw_change
from app.scheduling.hours.affected import Affected, absent_in, affected
from app.scheduling.hours.queries import (
    DayChangeView,
    day_changes,
    owner_name,
    timetable_version,
    timetables,
)
from app.scheduling.hours.rules import ORDINARY_WEEK, Span, Timetable, Week, typed_day, typed_of
from app.scheduling.models import Appointment
from app.scheduling.queries import (
    AppointmentView,
    RoomView,
    appointment,
    appointments_at,
    appointments_in,
    appointments_of,
    appointments_with,
    busy_times,
    cases_with_a_time,
    room,
    rooms,
)
from app.scheduling.rules import ABSENCES, JUSTIFIED, KINDS, MOVES, RoomNeeds, length_of, room_for, room_needs
from app.scheduling.staff.actions import (
    InterpreterFacts,
    add_interpreter,
    keep_interpreter,
    keep_interviewer,
    rate,
)
from app.scheduling.staff.queries import (
    ConflictView,
    RatingView,
    asked_sex,
    conflicts_with,
    interpreter,
    interpreters,
    interviewer,
    interviewers,
    interviewers_of,
    ratings_of,
    wishes_of,
)
from app.scheduling.staff.rules import SEXES, TRAININGS, InterpreterView, Interviewer, Wishes, wrong_sex
from app.scheduling.staff.wishes import CONFLICTS, end_conflict, note_conflict, note_wishes
from app.scheduling.waiting.actions import fill, leave, wait
from app.scheduling.waiting.queries import WaitingView, waiting

appointment_table = Appointment.__table__

__all__ = [
    "ABSENCES",
    "ABSOLUTE",
    "CONFLICTS",
    "FILL",
    "HELD_FOR",
    "JUSTIFIED",
    "KINDS",
    "LACKS",
    "LENGTH",
    "MOVES",
    "NO_SHOW_CHECK",
    "ORDINARY_WEEK",
    "REMIND",
    "SEXES",
    "SUMMONS",
    "THEIRS",
    "TRAININGS",
    "AboutView",
    "Affected",
    "AlreadyBooked",
    "AlreadyWaiting",
    "Appointment",
    "AppointmentView",
    "ConflictView",
    "DayChangeView",
    "FeedView",
    "HoldEnded",
    "HoldView",
    "Instead",
    "InterpreterFacts",
    "InterpreterView",
    "Interviewer",
    "Needs",
    "NotBooked",
    "NotFitting",
    "NotMissed",
    "NotWaiting",
    "Offer",
    "Owner",
    "Planned",
    "RatedAlready",
    "RatingView",
    "RoomFacts",
    "RoomNeeds",
    "RoomView",
    "SeriesTime",
    "Slot",
    "Span",
    "Timetable",
    "WaitingView",
    "Waiver",
    "Week",
    "WhyNot",
    "Wishes",
    "absent_in",
    "add_interpreter",
    "affected",
    "announce",
    "appointment",
    "appointment_table",
    "appointments_at",
    "appointments_in",
    "appointments_of",
    "appointments_with",
    "asked_sex",
    "block",
    "book",
    "book_series",
    "busy_times",
    "call_off",
    "cancel",
    "cases_with_a_time",
    "close_feed",
    "conflicts_with",
    "day_changes",
    "earliest",
    "end_conflict",
    "feed_of",
    "fill",
    "free_slots",
    "hold",
    "holds_at",
    "instead_of",
    "interpreter",
    "interpreters",
    "interviewer",
    "interviewers",
    "interviewers_of",
    "judge_absence",
    "keep",
    "keep_hours",
    "keep_interpreter",
    "keep_interviewer",
    "keep_room",
    "leave",
    "length_of",
    "miss",
    "move",
    "needs_of",
    "next_reminder",
    "note_conflict",
    "note_unanswered",
    "note_wishes",
    "offer",
    "open_feed",
    "open_room",
    "owner_name",
    "plan_day",
    "rate",
    "ratings_of",
    "read_feed",
    "release",
    "room",
    "room_for",
    "room_needs",
    "rooms",
    "standing_about",
    "timetable_version",
    "timetables",
    "typed_day",
    "typed_of",
    "undo_series",
    "wait",
    "waiting",
    "wishes_of",
    "withdraw_change",
    "wrong_sex",
]
