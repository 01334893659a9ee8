"""What other rooms may use of interviews."""

from app.interviews import drawings
from app.interviews.actions.adjourn import note_circumstances, postpone, postpone_before, reconvene
from app.interviews.actions.append import add_addendum
from app.interviews.actions.attend import add_participant, remove_participant, take_oath
from app.interviews.actions.codes import hand_code
from app.interviews.actions.drawn import rewrap_drawings
from app.interviews.actions.enter import Saved, record_entry
from app.interviews.actions.exhibit import exhibit
from app.interviews.actions.read_back import correct, mark_read, start_read_back
from app.interviews.actions.rest import pause, resume
from app.interviews.actions.row import Row, record_exchange
from app.interviews.actions.session import Present
from app.interviews.actions.sign import Signed, sign
from app.interviews.actions.start import hear_witness, start
from app.interviews.circumstances import FORMATS, LINES, Circumstances
from app.interviews.digests import digest_of, intact
from app.interviews.errors import EntryChanged, InterviewChanged, RecordSigned, SomebodySigned, WrongCode
from app.interviews.exchanges import Exchange, Line
from app.interviews.finding import found_in
from app.interviews.instruments import Block, asked_since, block_minutes, blocks, break_due
from app.interviews.instruments import covered as blocks_covered
from app.interviews.passages import AdversePoint, Passage, adverse_points, passage, passages
from app.interviews.queries import drawings_of, interview, interviews_of, transcript
from app.interviews.rules import CAUSES, METHODS, ROLES
from app.interviews.topics import Coverage, Topic, coverage, holding, topics
from app.interviews.views import (
    AddendumView,
    EntryView,
    InterviewView,
    ParticipantView,
    SessionView,
    SignatureView,
    Transcript,
)

__all__ = [
    "CAUSES",
    "FORMATS",
    "LINES",
    "METHODS",
    "ROLES",
    "AddendumView",
    "AdversePoint",
    "Block",
    "Circumstances",
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
    "RecordSigned",
    "Row",
    "Saved",
    "SessionView",
    "SignatureView",
    "Signed",
    "SomebodySigned",
    "Topic",
    "Transcript",
    "WrongCode",
    "add_addendum",
    "add_participant",
    "adverse_points",
    "asked_since",
    "block_minutes",
    "blocks",
    "blocks_covered",
    "break_due",
    "correct",
    "coverage",
    "digest_of",
    "drawings",
    "drawings_of",
    "exhibit",
    "found_in",
    "hand_code",
    "hear_witness",
    "holding",
    "intact",
    "interview",
    "interviews_of",
    "mark_read",
    "note_circumstances",
    "passage",
    "passages",
    "pause",
    "postpone",
    "postpone_before",
    "reconvene",
    "record_entry",
    "record_exchange",
    "remove_participant",
    "resume",
    "rewrap_drawings",
    "sign",
    "start",
    "start_read_back",
    "take_oath",
    "topics",
    "transcript",
]
