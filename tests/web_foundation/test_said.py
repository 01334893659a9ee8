"""What is said after an act: the sentence of its code, with a moment, a day or a count, and never with words from an address."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from app.web import said
from app.web.i18n import speaking

PAGES = Path(said.__file__).parent / "pages"


def shown(address: str) -> str | None:
    return said.sentence(dict(parse_qsl(urlsplit(address).query)))


def test_the_next_page_says_when() -> None:
    at = datetime(2027, 3, 3, 15, tzinfo=UTC)
    address = said.with_it("/cases/CR27-AAAA-11/interviews#book", said.done("booked", at=at))
    assert address.endswith("#book")
    with speaking("es"):
        assert shown(address) == "La cita quedó reservada para el 3 mar 2027, 09:00."
    with speaking("en"):
        assert shown(address) == "The appointment is booked for 3 Mar 2027, 09:00."


def test_what_is_not_known_is_left_out_of_the_sentence() -> None:
    with speaking("es"):
        assert shown(said.with_it("/x?tab=2", said.done("served", on=None))) == "Notificación registrada."
        told = shown(said.with_it("/x", said.done("served", on=date(2028, 2, 29))))
        assert told == "Notificación registrada. El plazo para recurrir termina el mar 29 feb 2028."
        assert (
            shown(said.with_it("/x", said.done("signed_one", n=1))) == "Su firma quedó puesta. Falta 1 más."
        )


@pytest.mark.parametrize(
    "fact", ["at=Llame+al+900", "at=2027-03-03T15:00", "at=9999-99-99", "on=x", "n=<b>", "at=", "n=99999999"]
)
def test_nobody_makes_a_page_say_words_of_their_own(fact: str) -> None:
    with speaking("es"):
        assert shown(f"/x?said=booked&said-{fact}") == "Cita reservada."
        assert shown("/x?said=Llame") is None


def test_every_act_of_the_pages_has_its_sentence() -> None:
    codes: set[str] = set()
    for page in PAGES.rglob("*.py"):
        text = page.read_text()
        codes |= set(re.findall(r'\bdone\(\s*"([a-z_]+)"', text)) | set(
            re.findall(r'\bsaid="([a-z_]+)"', text)
        )
        codes |= set(re.findall(r'\b(?:Act|SideStep)\([^()]*"([a-z_]+)"\)', text))
    with speaking("es"):
        assert len(codes) > 80
        assert [code for code in sorted(codes) if said.sentence({"said": code}) is None] == []
