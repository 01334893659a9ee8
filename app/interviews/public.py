"""What other rooms may use of interviews."""

from app.interviews.actions.append import add_addendum
from app.interviews.actions.attend import add_participant, remove_participant, take_oath
from app.interviews.actions.enter import Saved, record_entry
from app.interviews.actions.read_back import correct, mark_read, start_read_back
from app.interviews.actions.rest import pause, resume
from app.interviews.actions.row import Row, record_exchange
from app.interviews.actions.sign import Signed, sign
from app.interviews.actions.start import Present, start
from app.interviews.errors import EntryChanged, InterviewChanged
from app.interviews.exchanges import Exchange, Line
from app.interviews.passages import AdversePoint, Passage, adverse_points, passage, passages
from app.interviews.queries import (
    AddendumView,
    EntryView,
    InterviewView,
    ParticipantView,
    SignatureView,
    Transcript,
    digest_of,
    interview,
    interviews_of,
    transcript,
)
from app.interviews.rules import METHODS, ROLES
from app.interviews.topics import Coverage, Topic, coverage, topics

__all__ = [
    "METHODS",
    "ROLES",
    "AddendumView",
    "AdversePoint",
    "Coverage",
    "EntryChanged",
    "EntryView",
    "Exchange",
    "InterviewChanged",
    "InterviewView",
    "Line",
    "ParticipantView",
    "Passage",
    "Present",
    "Row",
    "Saved",
    "SignatureView",
    "Signed",
    "Topic",
    "Transcript",
    "add_addendum",
    "add_participant",
    "adverse_points",
    "correct",
    "coverage",
    "digest_of",
    "interview",
    "interviews_of",
    "mark_read",
    "passage",
    "passages",
    "pause",
    "record_entry",
    "record_exchange",
    "remove_participant",
    "resume",
    "sign",
    "start",
    "start_read_back",
    "take_oath",
    "topics",
    "transcript",
]
