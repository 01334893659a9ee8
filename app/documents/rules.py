"""What may be done with a document as it stands. Pure: values in, the refusal out."""

from datetime import date, timedelta

from app.core.errors import Refusal
from app.documents import errors
from app.people.public import age_on
from app.procedure import public as procedure

PENDING_CLAIM = "pending_claim"
HELD = ("active", "suspended")
FORMS = ("a4", "card", "card_sheet")
FIRST, REPRINTS = "first", ("copy", "spoilt", "jam")
# A file that a printer takes without a pause for breath: a hundred sheets are drawn in about a second.
MOST_IN_BATCH = 100
WANTS = ("renewal", "replacement", "pick_up", "first", "photo", "other")
OPEN_VISIT = ("requested", "waiting", "called")
LOSS = ("lost", "stolen", "damaged", "data_changed", "photo_changed")
# While a renewal that was asked for waits: how long the paper in hand goes on being valid at a time.
PENDING_RENEWAL = timedelta(days=30)
# When the holder is told that their document ends, and how far the counter looks ahead.
TOLD_BEFORE = timedelta(days=30)
LOOKS_AHEAD, LOOKS_BACK = timedelta(days=60), timedelta(days=30)


def why_not(act: str, status: str) -> Refusal | None:
    """Why `act` (renew, replace, suspend, reinstate, revoke, print, hand_over) is not possible at that status; None: it is."""
    if status not in HELD:
        return errors.DocumentEnded()
    if act == "reinstate":
        return None if status == "suspended" else errors.NotSuspendedDocument()
    if act == "revoke" or status == "active":
        return None
    return errors.DocumentSuspended()


def may_work(rule: procedure.Document, birth: date, today: date, profile: procedure.Profile) -> bool:
    """Does a document of that kind let somebody born then work, by the profile's majority age?"""
    majority = profile.majority_age.value or 18
    return rule.work.begins == "issue" and age_on(birth, today) >= majority


def last_day(rule: procedure.Document, first: date, profile: procedure.Profile) -> date:
    """The last day of validity of a document that begins on `first`. The profile's longest term, date to date."""
    span = rule.valid.value
    if span is None:
        raise ValueError(f"the profile {profile.country}/{profile.version} gives documents no validity")
    return procedure.shifted(first, span) - timedelta(days=1)


def keeps_alive(rule: procedure.Document, *, is_open: bool) -> bool:
    """Does the law keep the document valid while the holder of a pending claim waits for its renewal?"""
    return is_open and PENDING_CLAIM in rule.kept_alive_by


def kinds_for(profile: procedure.Profile, *, is_open: bool, protects: bool) -> tuple[str, ...]:
    """What can be issued at the counter to a claim: what pending claims are given while it is open, what comes with protection
    once it is granted. Only papers whose term is on record.

    The first kind that an event issues is the applicants'; any other is given with protection or by an event of its own.
    """
    applicants = [f.name for e in profile.events for f in e.issues if "outcome" not in f.when]
    known = [name for name, rule in profile.documents.items() if rule.valid.value is not None]
    if is_open:
        return tuple(name for name in dict.fromkeys(applicants) if name in known)
    return tuple(name for name in known if name not in applicants) if protects else ()
