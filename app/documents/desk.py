"""The counter that the gate calls: issues, extends and closes applicants' documents in the transaction of the event."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.documents import issuing, telling
from app.documents.models import ProvisionalDocument
from app.documents.reserved import PrintedPaper
from app.documents.rules import last_day


class Desk:
    """One document for each claim: free, at once, with work permission for adults where the law gives it.

    `printed`: papers that are in the hand already, by the claim's position in the file. They are written as they were printed.
    """

    def __init__(self, printed: Mapping[int, PrintedPaper] | None = None) -> None:
        self._printed = dict(printed or {})
        # The positions whose paper was written down as it was printed.
        self.honoured: set[int] = set()

    async def issue(
        self, db: Session, actor: Actor, opened: cases.OpenCase, kind: str, claims: Sequence[cases.Claim]
    ) -> None:
        if opened.profile.document(kind).valid.value is None:
            # A paper whose term nobody knows is not printed; the deployment's override says it, and the checks say that it is missing.
            return
        printed = {c.person_id: self._printed[c.position] for c in claims if c.position in self._printed}
        await issuing.issue(db, actor, opened, kind, claims, reason="procedure", printed=printed)
        self.honoured |= {c.position for c in claims if c.person_id in printed}

    async def extend(self, db: Session, opened: cases.OpenCase, kind: str) -> date | None:
        """A remedy, or a law that the authority keeps waiting, keeps the document alive without a visit: what would end before
        a new full term ends then instead, and the holder is told. Returns the last day of that term, None where no term is on record.
        """
        rule, today = opened.profile.document(kind), opened.profile.today(db.now())
        if rule.valid.value is None:
            return None
        until = last_day(rule, today, opened.profile)
        longer = [d for d in await issuing.held(db, opened.id) if d.kind == kind and d.valid_until < until]
        for document in longer:
            prolong(db, document, until)
        await db.flush()
        await telling.tell(db, opened, "document_extended", longer)
        return until

    async def close(self, db: Session, opened: cases.OpenCase, claims: Sequence[cases.Claim]) -> None:
        """The claim is over, and the applicant's document with it."""
        closing = {c.id for c in claims}
        for document in await issuing.held(db, opened.id):
            if document.claim_id in closing:
                issuing.end(document, db, status="closed", reason="claim_ended")
        await db.flush()


def prolong(db: Session, document: ProvisionalDocument, until: date) -> None:
    """The document is valid until that later day, and its paper says an earlier one."""
    document.valid_until, document.extended_at = until, db.now()
