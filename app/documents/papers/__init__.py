"""Papers that people hold or files keep, as accessible PDF (PDF/UA-1). Pure: values in, bytes out, the same every time.

Other rooms say `from app.documents.public import papers`. A paper takes 3 to 10 ms (the first of a
process 50 ms) and is computed at once: whoever prints many leaves the event loop alone for as long.
"""

from app.documents.papers.decision import (
    Box,
    Check,
    ClaimOutcome,
    DecisionPaper,
    PlainPage,
    RemedyNotice,
    Section,
    Signatory,
    boxes,
    decision,
    stamp,
    stamped_on,
)
from app.documents.papers.interview_record import (
    Addendum,
    Entry,
    InterviewPaper,
    Participant,
    Pause,
    Session,
    Signature,
    interview_record,
)
from app.documents.papers.letters import LetterPaper, letters
from app.documents.papers.meeting import MeetingPaper, meeting
from app.documents.papers.minutes import AgendaItem, Member, MinutesPaper, minutes
from app.documents.papers.phrases import phrases
from app.documents.papers.pictures import png
from app.documents.papers.provisional import (
    Form,
    NextDate,
    ProvisionalPaper,
    provisional_document,
    provisional_documents,
)
from app.documents.papers.qr import qr_svg
from app.documents.papers.receipt import ReceiptPaper, ReceivedFile, receipt
from app.documents.papers.slip import SlipPaper, appointment_slip
from app.documents.papers.values import (
    Birth,
    Labels,
    Language,
    Verification,
    clock,
    full_date,
    short_date,
)
from app.documents.papers.work_certificate import WorkCertificatePaper, work_certificate

__all__ = [
    "Addendum",
    "AgendaItem",
    "Birth",
    "Box",
    "Check",
    "ClaimOutcome",
    "DecisionPaper",
    "Entry",
    "Form",
    "InterviewPaper",
    "Labels",
    "Language",
    "LetterPaper",
    "MeetingPaper",
    "Member",
    "MinutesPaper",
    "NextDate",
    "Participant",
    "Pause",
    "PlainPage",
    "ProvisionalPaper",
    "ReceiptPaper",
    "ReceivedFile",
    "RemedyNotice",
    "Section",
    "Session",
    "Signatory",
    "Signature",
    "SlipPaper",
    "Verification",
    "WorkCertificatePaper",
    "appointment_slip",
    "boxes",
    "clock",
    "decision",
    "full_date",
    "interview_record",
    "letters",
    "meeting",
    "minutes",
    "phrases",
    "png",
    "provisional_document",
    "provisional_documents",
    "qr_svg",
    "receipt",
    "short_date",
    "stamp",
    "stamped_on",
    "work_certificate",
]
