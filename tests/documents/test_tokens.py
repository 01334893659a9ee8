"""The token in the QR code: read back by another library than the one that wrote it, and small enough for a cheap camera."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import cbor2
import pypdfium2
import pytest
import zxingcpp
from pycose.keys.ec2 import EC2Key
from pycose.messages.cosemessage import CoseMessage

from app.core.secrets import new_pem
from app.documents import public as documents
from app.documents.papers.provisional import provisional_document
from app.documents.papers.qr import qr_svg
from app.documents.tokens import keys, token
from app.procedure import public as procedure
from tests.documents.test_papers import DOCUMENT

ZONE = ZoneInfo("America/Costa_Rica")
CLAIMS = token.Claims(
    "CRI",
    "186229310427",
    "Y. B. G. M.",
    "applicant_document",
    True,
    date(2026, 11, 21),
    date(2027, 11, 20),
    77,
)
LONGEST = replace(CLAIMS, number="GOMC901112MCSZRR09", initials="Ñ. Ü. Ж. م.", index=2**24)
SOURCES = Path(token.__file__).parents[2] / "web/static/src/js"
PAGE = "https://comprobar.acogida.migracion.go.cr/verify"


@pytest.fixture(scope="module")
def pem() -> bytes:
    return new_pem()


def made(pem: bytes, claims: token.Claims = CLAIMS) -> str:
    return token.signed(claims, pem, keys.raw_kid(keys.kid_of(keys.public_jwk(pem))), ZONE)


def by_another_library(text: str, pem: bytes) -> dict[int, Any]:
    """As pycose reads and verifies it."""
    read = token.opened(text, ZONE)
    public = keys.public_jwk(pem)
    message: Any = CoseMessage.decode(read.message)
    message.key = EC2Key(
        crv="P_256", x=keys.from_base64url(str(public["x"])), y=keys.from_base64url(str(public["y"]))
    )
    assert message.verify_signature()
    return dict(cbor2.loads(message.payload))


def test_another_library_verifies_what_was_signed(pem: bytes) -> None:
    claims = by_another_library(made(pem), pem)
    assert claims[1] == "CRI"
    # From the first moment of the first day to the first one after the last, where the paper was given.
    assert datetime.fromtimestamp(claims[5], UTC) == datetime(2026, 11, 21, 6, tzinfo=UTC)
    assert datetime.fromtimestamp(claims[4], UTC) == datetime(2027, 11, 21, 6, tzinfo=UTC)
    assert claims[token.DOCUMENT] == [186229310427, "YBGM", 0, True, 77]
    assert token.opened(made(pem, LONGEST), ZONE).claims == LONGEST


def test_the_longest_contents_fit_a_code_that_a_cheap_camera_reads(pem: bytes) -> None:
    for _ in range(20):
        # Raises where it needs more than version 13 at level Q.
        text = token.address(made(pem, LONGEST), PAGE)
        qr_svg(text)
        assert re.fullmatch(r"[0-9A-Z$%*+\-./:]+", text.partition("#")[2])
        # Beyond every bound the token stands alone, and is still read.
        alone = token.address(made(pem, replace(LONGEST, kind="a_kind_of_24_characters_")), PAGE + "/" * 40)
        assert alone.startswith("ACO1:")
        qr_svg(alone)


def test_the_code_on_the_paper_is_read_by_another_library_and_proves_the_document(pem: bytes) -> None:
    written = made(pem)
    paper = provisional_document(replace(DOCUMENT, verify_url=token.address(written, PAGE)), language="ht")
    page = pypdfium2.PdfDocument(io.BytesIO(paper))[0].render(scale=3).to_pil()
    (code,) = zxingcpp.read_barcodes(page)
    assert code.text.startswith(f"{PAGE}#ACO1:")
    assert token.bare(code.text) == written
    assert by_another_library(code.text, pem)[token.DOCUMENT][0] == 186229310427


@pytest.mark.parametrize(
    "wrong", ["", "ACO1:", "ACO1:ABC", "ACO2:00", "https://host/verify#x", "ACO1:%%%", "ACO1:" + "9" * 9000]
)
def test_what_is_no_token_is_told_so(wrong: str) -> None:
    with pytest.raises(token.NotAToken):
        token.opened(wrong, ZONE)


def test_a_changed_token_and_another_key_prove_nothing(pem: bytes) -> None:
    read = token.opened(made(pem), ZONE)
    # "May work" turned round.
    changed = replace(read, message=read.message.replace(b"\x00\xf5\x18\x4d", b"\x00\xf4\x18\x4d"))
    assert changed != read
    own, other = keys.public_jwk(pem), keys.public_jwk(new_pem())
    assert token.proved(read, own) == CLAIMS
    for opened, key in ((read, other), (changed, own)):
        with pytest.raises(token.WrongSignature):
            token.proved(opened, key)


def test_every_kind_of_document_that_can_be_given_has_a_short_name() -> None:
    kinds = {
        k for country in procedure.countries() for each in procedure.versions(country) for k in each.documents
    }
    assert kinds == set(token.KINDS)


def test_initials_are_enough_to_compare_and_no_name() -> None:
    assert documents.initials("Yorlenis Beatriz", "Guédez Marcano") == "Y. B. G. M."
    assert documents.initials("María de los Ángeles", "de la Cruz-Peña y Soto") == "M. Á. C. P."
    assert documents.initials("La", "") == "L."


def test_the_two_lists_of_kinds_are_the_same_and_in_the_same_order() -> None:
    script = (SOURCES / "document_token.js").read_text("utf-8")
    found = re.search(r"export const KINDS = \[(.*?)\];", script, re.DOTALL)
    assert found
    assert tuple(re.findall(r'"([a-z_]+)"', found[1])) == token.KINDS
