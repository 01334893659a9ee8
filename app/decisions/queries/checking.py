"""The public check of a decision: whether it is authentic, its number, its day and its digest. Never about whom, nor what was decided."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import text

from app.core.database import ReadSession
from app.core.errors import Invalid
from app.decisions.signing.inspection import (
    LARGEST,
    NotAPdf,
    Signer,
    Verdict,
    digests_of,
    judged,
    signatures_apart,
)
from app.decisions.texts.compose import typed_code

_CHECK = text("select * from check_decision(:code, :digests) limit 40")
_SIGNERS = text("select * from signers_of_decision(:decision)")


@dataclass(frozen=True, slots=True)
class CheckedDecision:
    """A decision that exists and is signed. `digest` is SHA-256 of its file, in hexadecimal."""

    number: str
    signed_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """What one signature of an uploaded file is worth, when it was given by the record, and whether its time is stamped."""

    field: str
    verdict: Verdict
    at: datetime | None
    stamped: bool


FileVerdict = Literal["authentic", "earlier", "altered", "not_believed", "unknown"]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """`authentic`: byte for byte the decision. `earlier`: a true copy from before the last signature. `altered`: it says that it is
    one and is not. `not_believed`: signed with a certificate that was revoked. `unknown`: none of this office's."""

    verdict: FileVerdict
    decision: CheckedDecision | None
    signatures: tuple[CheckedSignature, ...]


async def check_code(db: ReadSession, typed: str) -> CheckedDecision | None:
    """By the code on the paper; `None` for one that nobody signed."""
    code = typed_code(typed)
    if not code:
        return None
    row = await db.row(_CHECK, {"code": code, "digests": []})
    return CheckedDecision(row.number, row.signed_at, row.digest) if row else None


async def check_file(db: ReadSession, content: bytes, *, code: str = "") -> CheckedFile:
    """By the file itself. `code`: of the decision that it claims to be, where one was typed. Nothing of it is kept.

    Raises `Invalid` at `file` for nothing, more than 5 MB, or what is no PDF.
    """
    if not content:
        raise Invalid.at("file", "required", "Elija el archivo PDF de la resolución.")
    if len(content) > LARGEST:
        raise Invalid.at("file", "too_large", "El archivo pesa demasiado: se reciben hasta 5 MB.")
    try:
        found = await asyncio.to_thread(signatures_apart, content)
    except NotAPdf as fault:
        raise Invalid.at("file", "not_a_pdf", "Ese archivo no es un PDF que se pueda leer.") from fault
    digests = digests_of(content, found)
    rows = await db.rows(_CHECK, {"code": typed_code(code), "digests": digests})
    if not rows:
        return CheckedFile(
            "unknown",
            None,
            tuple(CheckedSignature(f.field, "not_a_signatory", None, f.stamped) for f in found),
        )
    # The revision that is in the file, or the newest of the decision that was named by its code.
    known = {row.digest: row for row in rows}
    row = next((known[digest] for digest in digests if digest in known), rows[0])
    last = next((one for one in rows if one.decision_id == row.decision_id and one.last), row)
    signers = await _signers(db, row.decision_id)
    signatures = tuple(
        CheckedSignature(
            f.field, judged(f, signers), signers[f.field].at if f.field in signers else None, f.stamped
        )
        for f in found
    )
    decision = CheckedDecision(row.number, row.signed_at, last.digest)
    return CheckedFile(_verdict(digests[0], row, known, signatures), decision, signatures)


def _verdict(
    digest: str, row: object, known: dict[str, object], signatures: tuple[CheckedSignature, ...]
) -> FileVerdict:
    if digest not in known:
        return "altered"
    if any(one.verdict == "not_believed" for one in signatures):
        return "not_believed"
    return "authentic" if getattr(row, "last", False) else "earlier"


async def _signers(db: ReadSession, decision_id: UUID) -> dict[str, Signer]:
    rows = await db.rows(_SIGNERS, {"decision": decision_id})
    return {row.field: Signer(row.fingerprint, row.at, row.distrusted_from) for row in rows}
