"""The card, read back as a camera, a phone and an eye without its glasses read it: in grey, at 300 dots an inch, at its worst."""

from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import segno
import zxingcpp

from app.documents.papers.provisional import (
    Form,
    ProvisionalPaper,
    provisional_document,
    provisional_documents,
)
from app.documents.papers.values import Birth, Language
from tests.documents.test_papers import ARABIC, DOCUMENT, LONG_NAME, TELLING, catalogue_of, reader, text_of

# The longest that a signed text is: letters of Base45, so that the code is at version 13.
SIGNED = "AC1:" + ("6BF+70790T9WJWG.FKY*4GO0.O1CV2" * 12)[:340]
WORST = replace(
    DOCUMENT,
    surnames=LONG_NAME,
    given_names=LONG_NAME,
    native_name=ARABIC,
    birth=Birth(date(1960, 1, 1), "year"),
    nationality={"es": "República Bolivariana de Venezuela, República de Colombia, Haití"},
    verify_url=SIGNED,
)
DOTS = 300
MILLIMETRES = 25.4


def drawn(paper: bytes, page: int) -> memoryview:
    found = pypdfium2.PdfDocument(paper)[page].render(scale=DOTS / 72, grayscale=True)
    return memoryview(bytes(found.buffer)).cast("B", shape=[found.height, found.stride])


def codes(paper: bytes, page: int) -> list[Any]:
    return list(zxingcpp.read_barcodes(drawn(paper, page)))


def letters_under(paper: bytes, least: float) -> set[str]:
    """What is printed smaller than `least` points."""
    small = set()
    for page in pypdfium2.PdfDocument(paper):
        text = page.get_textpage()
        for at in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text.raw, at))
            if letter.strip() and pdfium.FPDFText_GetFontSize(text.raw, at) < least - 0.01:
                small.add(letter)
    return small


@pytest.mark.parametrize(("form", "page"), [("a4", 0), ("card", 1), ("card_sheet", 0)])
@pytest.mark.parametrize("language", ["es", "ht"])
def test_the_code_is_read_from_grey_paper_and_its_modules_are_large_enough_for_a_phone(
    form: Form, page: int, language: Any
) -> None:
    paper = provisional_document(WORST, language=language, form=form)
    (code,) = codes(paper, page)
    assert code.text == SIGNED
    made = segno.make(SIGNED, error="q", micro=False)
    assert int(made.version) <= 13
    side = code.position.top_right.x - code.position.top_left.x
    module = side / (17 + 4 * int(made.version)) / DOTS * MILLIMETRES
    assert module >= 0.33
    assert letters_under(paper, 6.5) == set()


def test_a_card_has_two_pages_of_its_own_size_and_nothing_that_tells() -> None:
    paper = provisional_document(WORST, language="fr", form="card")
    pages = pypdfium2.PdfDocument(paper)
    sizes = [tuple(round(side / 72 * MILLIMETRES, 1) for side in page.get_size()) for page in pages]
    assert sizes == [(85.6, 54.0), (85.6, 54.0)]
    text = text_of(paper)
    assert not TELLING.search(text)
    order = ["Apellidos", "Nombres", "1960", "Nacionalidad", "Vence", "1862 2931 0427", "Puede trabajar"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    catalogue = catalogue_of(paper)
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in catalogue["/Metadata"].get_data().decode()


def test_what_the_card_shortens_the_sheet_says_whole() -> None:
    whole = " ".join(LONG_NAME.split())
    assert whole not in text_of(provisional_document(WORST, form="card"))
    assert text_of(provisional_document(WORST)).count(whole) == 2


def test_a_batch_is_one_file_in_the_order_that_was_asked_for() -> None:
    batch: list[tuple[ProvisionalPaper, Language]] = [
        (replace(DOCUMENT, number=f"18629310000{n}"), "es") for n in range(9)
    ]
    sheet = provisional_documents(batch, form="card_sheet")
    assert len(reader(sheet).pages) == 3
    text = text_of(sheet)
    places = [text.index(f"1862 9310 000{n}") for n in range(9)]
    assert places == sorted(places)
    assert len(reader(provisional_documents(batch)).pages) == 9


def test_a_number_of_another_form_and_a_paper_of_another_kind_are_printed_as_they_are() -> None:
    paper = replace(DOCUMENT, number="PA-0000123", title="Carné de residencia")
    text = text_of(provisional_document(paper, form="card"))
    assert "PA-0000123" in text
    assert "Carné de residencia" in text


def test_a_name_in_letters_that_nothing_draws_is_left_out_instead_of_printed_as_boxes() -> None:
    text = text_of(provisional_document(replace(DOCUMENT, native_name="\U0001e900\U0001e902"), form="card"))
    assert "En su escritura" not in text
    assert "□" not in text
