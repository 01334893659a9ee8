"""Is this file the decision that was signed? By its digest, and by each signature in it.

Found: bytes that changed, anything added after the last signature, a signature that belongs to another decision, one by somebody who
did not sign this one, and one with a certificate that is not believed any more. The file is looked at in memory and never kept.
"""

import hashlib
import io
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from app.core.apart import MEGABYTE, TooMuch, answer, read_apart

LARGEST = 5 * MEGABYTE
MOST_SIGNATURES = 40
# A decision of forty signatures takes a second and 200 MB beside the libraries.
MOST_MEMORY = 1024 * MEGABYTE
MOST_SECONDS = 10

# `whole`: as signed. `changed`: its bytes are not those that were signed. `added_to`: something other than a signature came after it.
Integrity = Literal["whole", "changed", "added_to"]


# What reading a file that somebody made to break it ends in, its own assertions among them.
_BROKEN = (
    PdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


class NotAPdf(Exception):
    """Not a PDF that can be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """One signature in a file. `revision_digest` is that of the file up to the end of what it signed."""

    field: str
    fingerprint: str
    integrity: Integrity
    revision_digest: str
    stamped: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed by the record: with which certificate, when, and from when on that certificate is not believed."""

    fingerprint: str
    at: datetime
    distrusted_from: datetime | None


Verdict = Literal["good", "changed", "added_to", "not_a_signatory", "not_believed"]


def signatures_in(content: bytes) -> tuple[Found, ...]:
    """Every signature in a PDF, in the order of its revisions. Raises `NotAPdf`."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        embedded = reader.embedded_signatures
        if len(embedded) > MOST_SIGNATURES:
            raise NotAPdf
        return tuple(_found(one, content) for one in embedded)
    except _BROKEN as fault:
        raise NotAPdf from fault


def signatures_apart(content: bytes) -> tuple[Found, ...]:
    """The same, in a process of its own with limits: what anybody sends may unpack to anything. Raises `NotAPdf`."""
    try:
        said = json.loads(read_apart(__name__, content, seconds=2 * MOST_SECONDS))
    except TooMuch as fault:
        raise NotAPdf from fault
    if said is None:
        raise NotAPdf
    return tuple(Found(**one) for one in said)


def _as_json(content: bytes) -> bytes:
    try:
        found = [asdict(one) for one in signatures_in(content)]
    except NotAPdf:
        found = None
    return json.dumps(found).encode()


def digests_of(content: bytes, found: tuple[Found, ...]) -> list[str]:
    """Of the whole file, and of what it was at each signature: by one of them a decision is known again."""
    return [hashlib.sha256(content).hexdigest(), *(one.revision_digest for one in found)]


def judged(one: Found, signers: Mapping[str, Signer]) -> Verdict:
    """What a signature is worth, next to who signed that decision by the record: field → signer."""
    if one.integrity != "whole":
        return one.integrity
    signer = signers.get(one.field)
    if signer is None or signer.fingerprint != one.fingerprint:
        return "not_a_signatory"
    if signer.distrusted_from is not None and signer.at >= signer.distrusted_from:
        return "not_believed"
    return "good"


def _found(one: EmbeddedPdfSignature, content: bytes) -> Found:
    end = _end_of(one)
    fingerprint = hashlib.sha256(one.signer_cert.dump()).hexdigest()
    return Found(
        one.field_name,
        fingerprint,
        _integrity(one),
        hashlib.sha256(content[:end]).hexdigest(),
        any(extract_tst_data_iter(one.signer_info, signed=False)),
    )


def _end_of(one: EmbeddedPdfSignature) -> int:
    ranges = [int(each) for each in one.byte_range]
    return ranges[-2] + ranges[-1]


def _integrity(one: EmbeddedPdfSignature) -> Integrity:
    try:
        one.compute_integrity_info()
        intact, valid = validate_sig_integrity(
            one.signer_info, one.signer_cert, expected_content_type="data", actual_digest=one.compute_digest()
        )
    except (SignatureValidationError, *_BROKEN):
        return "changed"
    if not (intact and valid):
        return "changed"
    covers: SignatureCoverageLevel = one.evaluate_signature_coverage()
    if covers < SignatureCoverageLevel.ENTIRE_REVISION:
        return "changed"
    if covers == SignatureCoverageLevel.ENTIRE_FILE:
        return "whole"
    level = getattr(one.diff_result, "modification_level", ModificationLevel.OTHER)
    return "added_to" if level > ModificationLevel.FORM_FILLING else "whole"


if __name__ == "__main__":
    answer(_as_json, memory=MOST_MEMORY, seconds=MOST_SECONDS)
