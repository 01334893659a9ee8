"""The papers, read back as a person, a screen reader and a camera read them."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pypdf
import pypdfium2
import pytest
import typst
import zxingcpp

from app.documents.papers import rendering
from app.documents.papers.decision import (
    Check,
    ClaimOutcome,
    DecisionPaper,
    PlainPage,
    RemedyNotice,
    Section,
    Signatory,
    decision,
)
from app.documents.papers.interview_record import (
    Addendum,
    Entry,
    InterviewPaper,
    Participant,
    Pause,
    Signature,
    interview_record,
)
from app.documents.papers.letters import LetterPaper, letters
from app.documents.papers.minutes import AgendaItem, Member, MinutesPaper, minutes
from app.documents.papers.provisional import NextDate, ProvisionalPaper, provisional_document
from app.documents.papers.qr import qr_svg
from app.documents.papers.slip import SlipPaper, appointment_slip
from app.documents.papers.values import Birth, Language

ZONE = ZoneInfo("America/Costa_Rica")
AT = datetime(2026, 11, 24, 10, 58, tzinfo=ZONE)
LANGUAGES: tuple[Language, ...] = get_args(Language)
URL = "http://127.0.0.1:8000/verify/7F3A90C211DE"
# Word stems, in the five languages, that would tell a passer-by why somebody holds the paper, or what ails them.
TELLING = re.compile(
    r"refu[gjx]|réfug|rafug|refij|asil|asyl|azil|perse[ck]|nee?ds|necesidad|besoin|necessid|bezwen",
    re.IGNORECASE,
)
LONG_NAME = ("D'Annunzio-Guédez O'Higgins Ñáñez " * 6)[:200]
ARABIC = "محمد عبد الله بن حسين"

DOCUMENT = ProvisionalPaper(
    number="186229310427",
    surnames="Guédez Marcano",
    given_names="Yorlenis Beatriz",
    birth=Birth(date(1991, 3, 14)),
    sex="F",
    nationality={"es": "Venezuela", "en": "Venezuela", "fr": "Vénézuéla"},
    issued_at=AT,
    valid_until=date(2028, 11, 23),
    may_work=True,
    country="República de Costa Rica",
    authority="Dirección General de Migración y Extranjería",
    verify_url=URL,
    verify_host="verificar.acogida.example",
    rights=(
        {"es": "Permanecer en todo el país.", "en": "Stay in the whole country."},
        {"es": "Abrir una cuenta."},
    ),
    next_date=NextDate(
        datetime(2026, 12, 14, 9, tzinfo=ZONE), "Oficina Regional Upala", "sala 1", "300 m norte"
    ),
    telephone="800 0000 100",
)
SLIP = SlipPaper(
    name="Yorlenis Beatriz Guédez Marcano",
    reference="CR26-7K4M-92",
    starts_at=datetime(2026, 12, 14, 9, tzinfo=ZONE),
    printed_at=AT,
    office="Oficina Regional Upala",
    country="República de Costa Rica",
    authority="Dirección General de Migración y Extranjería",
    room="1",
    interpreter_language={"es": "criollo haitiano", "ht": "kreyòl ayisyen"},
    people=("Yorlenis Guédez", "José Guédez"),
    bring=({"es": "Este papel"},),
    telephone="800 0000 100",
)
DECISION = DecisionPaper(
    number="134-2026",
    reference="CR26-7K4M-92",
    country="República de Costa Rica",
    body="Comisión de Visas Restringidas y Refugio",
    instance="Primera instancia",
    place="San José",
    dated=AT,
    outcomes=(
        ClaimOutcome("Yorlenis Guédez", Birth(date(1991, 3, 14)), "principal", "No reconocida", "art. 106"),
        ClaimOutcome("Abel Guédez", Birth(date(2015, 1, 1), "year"), "derivada", "No reconocida"),
    ),
    sections=(
        Section("Razones", ("Primera razón.", "Segunda razón.")),
        Section("Por tanto", ("Se rechaza.",)),
    ),
    signatories=(Signatory("Persona de ejemplo", "Trabajo y Seguridad Social"),),
    remedies=(
        RemedyNotice(
            "Apelación", "Tribunal", 3, "días hábiles", "la notificación", "LGAP 346", "secondary", True
        ),
        RemedyNotice("Revocatoria", "Comisión", None, "", "la notificación", "", "unknown"),
        RemedyNotice("Revisión", "Comisión", 10, "días naturales", "la notificación", "art. 1", "confirmed"),
    ),
    sitting="22-2026",
    sitting_date=date(2026, 11, 20),
    dissents=(("Otra persona", "Vota por reconocer."),),
    plain=(PlainPage("ht", "Sa yo deside", (Section("Poukisa", ("Paske.",)),)),),
    check=Check("http://127.0.0.1:8000/verify/decisions/7F3A90C211DE", "7F3A-90C2-11DE"),
)
MINUTES = MinutesPaper(
    number="22-2026",
    country="República de Costa Rica",
    body="Comisión",
    place="San José",
    opened_at=AT,
    closed_at=AT.replace(hour=12),
    members=(Member("Una", "Trabajo", "integrante", True), Member("Otro", "Seguridad", "integrante", False)),
    quorum=2,
    items=(AgendaItem("CR26-7K4M-92", "No reconocida", 2, 1, recusals=(("Otro", "Conoció el caso."),)),),
    signatories=(Signatory("Secretaría", "Secretaria de la Comisión"),),
)
INTERVIEW = InterviewPaper(
    reference="CR26-7K4M-92",
    country="República de Costa Rica",
    authority="Dirección General de Migración y Extranjería",
    name="Yorlenis Guédez",
    started_at=AT,
    ended_at=AT.replace(hour=12),
    place="Liberia, sala 1",
    language="español",
    format="ordinaria",
    participants=(Participant("Yorlenis Guédez", "solicitante"),),
    course=(
        Entry(AT, "¿Qué pasó?", "Me fui de noche."),
        Pause(AT.replace(hour=11, minute=0), AT.replace(hour=11, minute=10)),
        Entry(AT, "¿Y luego?", "Nada más."),
    ),
    signatures=(
        Signature("Yorlenis Guédez", "solicitante", AT),
        Signature("Intérprete", "intérprete", None, "se retiró"),
    ),
    oath="Juro interpretar fielmente.",
    read_back_at=AT.replace(hour=11, minute=50),
    read_back_language="español",
    addenda=(Addendum(AT, "Oficial", "Donde dice A, léase B."),),
)
NAME_OF_LETTER = "Yorlenis Guédez"
PAPERS: dict[str, Callable[[], bytes]] = {
    **{f"document-{each}": partial(provisional_document, DOCUMENT, language=each) for each in LANGUAGES},
    **{f"slip-{each}": partial(appointment_slip, SLIP, language=each) for each in LANGUAGES},
    "letters-es": lambda: letters(
        [
            LetterPaper(NAME_OF_LETTER, "Calle 3, San José", "CR26: hay una novedad.", each)
            for each in LANGUAGES
        ],
        country="Costa Rica",
        authority="Dirección General",
        printed_at=AT,
        title="Cartas por enviar",
    ),
    "decision-es": lambda: decision(DECISION),
    "decision-en": lambda: decision(DECISION, language="en"),
    "minutes-es": lambda: minutes(MINUTES),
    "minutes-en": lambda: minutes(MINUTES, language="en"),
    "interview-es": lambda: interview_record(INTERVIEW),
    "interview-en": lambda: interview_record(INTERVIEW, language="en"),
}


def reader(paper: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(paper))


def catalogue_of(paper: bytes) -> Any:
    return reader(paper).trailer["/Root"]


def text_of(paper: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in reader(paper).pages).replace("\u200b", "").split()
    )


def codes_on_first_page(paper: bytes) -> list[str]:
    page = pypdfium2.PdfDocument(paper)[0]
    drawn = page.render(scale=3, grayscale=True)
    rows = memoryview(bytes(drawn.buffer)).cast("B", shape=[drawn.height, drawn.stride])
    return [code.text for code in zxingcpp.read_barcodes(rows)]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_tagged_has_its_language_and_title_and_claims_the_standard(name: str) -> None:
    catalogue = catalogue_of(PAPERS[name]())
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/StructTreeRoot"]["/K"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    kind, language = name.split("-")
    assert catalogue["/Lang"].startswith("es" if kind == "document" else language)
    metadata = catalogue["/Metadata"].get_data().decode()
    assert "pdfuaid:part" in metadata
    described = reader(PAPERS[name]()).metadata
    assert described is not None
    assert described.title


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_values_give_the_same_bytes(name: str) -> None:
    assert PAPERS[name]() == PAPERS[name]()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_says_who_until_when_and_what_for(language: Language) -> None:
    text = text_of(provisional_document(DOCUMENT, language=language))
    for expected in (
        "1862 2931 0427",
        "Guédez Marcano",
        "14 mar 1991",
        "Venezuela",
        "23 nov 2028",
        "Puede trabajar",
    ):
        assert expected in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_the_holder_carries_tells_why(language: Language) -> None:
    for paper in (
        provisional_document(DOCUMENT, language=language),
        appointment_slip(SLIP, language=language),
    ):
        assert not TELLING.search(text_of(paper))
        assert not TELLING.search(str(reader(paper).metadata))


def test_the_pattern_of_telling_words_finds_them() -> None:
    for word in (
        "Refugiada",
        "refugee",
        "réfugié",
        "refúgio",
        "refijye",
        "asilo",
        "asylum",
        "azil",
        "special needs",
    ):
        assert TELLING.search(word.replace("ú", "u")), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_one_sheet_with_the_second_language_beside_the_spanish(language: Language) -> None:
    paper = provisional_document(DOCUMENT, language=language)
    assert len(reader(paper).pages) == 1
    title = {"en": "Provisional identity document", "ht": "Dokiman pwovizwa idantifikasyon"}.get(language, "")
    text = text_of(paper)
    assert "Documento provisional de identificación" in text
    assert title in text


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_document_is_printed_without_an_appointment_too(language: Language) -> None:
    text = text_of(provisional_document(replace(DOCUMENT, next_date=None), language=language))
    assert "Abrir una cuenta." in text
    assert "Sala" not in text


def test_a_right_without_a_translation_is_printed_once() -> None:
    text = text_of(provisional_document(DOCUMENT, language="en"))
    assert text.count("Abrir una cuenta.") == 1
    assert "Stay in the whole country." in text


def test_a_child_has_no_permission_to_work_on_the_paper() -> None:
    text = text_of(provisional_document(replace(DOCUMENT, may_work=False), language="en"))
    assert "Sin permiso de trabajo" in text
    assert "No permission to work" in text
    assert "Puede trabajar" not in text
    assert "permiso de trabajo. Gratuito" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_camera_reads_the_code_as_the_address_to_verify(language: Language) -> None:
    assert codes_on_first_page(provisional_document(DOCUMENT, language=language)) == [URL]


def test_the_code_of_a_long_signed_text_can_still_be_read() -> None:
    signed = "HC1:" + "6BF+70790T9WJWG.FKY*4GO0.O1CV2" * 10
    assert codes_on_first_page(provisional_document(replace(DOCUMENT, verify_url=signed))) == [signed]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_of_200_characters_with_apostrophes_and_an_arabic_one_stay_on_one_sheet(
    language: Language,
) -> None:
    long = replace(DOCUMENT, surnames=LONG_NAME, given_names=LONG_NAME, native_name=ARABIC)
    paper = provisional_document(long, language=language)
    assert len(reader(paper).pages) == 1
    assert text_of(paper).count(" ".join(LONG_NAME.split())) == 2
    assert codes_on_first_page(paper) == [URL]


def test_a_name_without_a_space_is_broken_rather_than_cut() -> None:
    paper = provisional_document(replace(DOCUMENT, surnames="X" * 200))
    assert text_of(paper).replace(" ", "").count("X" * 200) == 1


def test_what_looks_like_markup_in_a_name_is_printed_as_it_is() -> None:
    name = '#panic("x") $a$ *b* <c> @d \\ e'
    assert name in text_of(appointment_slip(replace(SLIP, name=name)))


def test_a_bare_machine_prints_arabic_with_the_fonts_that_come_along(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(rendering, "fonts", lambda: bare)
    rendering._families.cache_clear()
    try:
        paper = provisional_document(replace(DOCUMENT, native_name=ARABIC))
    finally:
        rendering._families.cache_clear()
    assert "Guédez Marcano" in text_of(paper)
    assert codes_on_first_page(paper) == [URL]


def test_a_script_that_no_font_draws_becomes_boxes_and_the_rest_is_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bare = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(rendering, "fonts", lambda: bare)
    rendering._families.cache_clear()
    try:
        text = text_of(provisional_document(replace(DOCUMENT, native_name="Petra ትግርኛ 王小明")))
    finally:
        rendering._families.cache_clear()
    assert "Petra □□□□ □□□" in text
    assert "Guédez Marcano" in text


def test_a_photograph_is_described() -> None:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    paper = provisional_document(replace(DOCUMENT, photo=pixel))
    assert "Fotografía" in str(alternatives(paper))


def alternatives(paper: bytes) -> list[str]:
    """The alternative text of every figure in the tags."""
    found: list[str] = []
    waiting = [catalogue_of(paper)["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                waiting.append(node["/K"])
    return found


def test_the_code_is_described_for_who_cannot_see_it() -> None:
    assert any(DOCUMENT.verify_host in said for said in alternatives(provisional_document(DOCUMENT)))


@pytest.mark.parametrize(
    ("language", "when"),
    [
        ("es", "lunes, 14 de diciembre de 2026, 09:00"),
        ("en", "Monday 14 December 2026, 09:00"),
        ("fr", "lundi 14 décembre 2026, 09:00"),
        ("pt", "segunda-feira, 14 de dezembro de 2026, 09:00"),
        ("ht", "lendi 14 desanm 2026, 09:00"),
    ],
)
def test_the_slip_says_the_day_in_the_persons_language_and_in_spanish(language: Language, when: str) -> None:
    text = text_of(appointment_slip(SLIP, language=language))
    assert when.replace(",", "") in text.replace(",", "")
    assert "lunes, 14 de diciembre de 2026, 09:00" in text
    assert "CR26-7K4M-92" in text


def test_a_decision_gives_each_outcome_and_each_remedy_with_its_mark() -> None:
    text = text_of(decision(DECISION))
    assert "Resolución 134-2026" in text
    for expected in (
        "Yorlenis Guédez",
        "No reconocida",
        "Primera razón.",
        "Se rechaza.",
        "Vota por reconocer.",
    ):
        assert expected in text
    assert "3 días hábiles" in text
    assert "LGAP 346 (sin verificar)" in text
    assert "plazo por confirmar" in text
    assert "art. 1 (sin" not in text
    assert "no puede ser expulsada ni devuelta" in text


def test_a_final_decision_says_that_no_remedy_is_left() -> None:
    text = text_of(decision(replace(DECISION, remedies=())))
    assert "no cabe recurso" in text
    assert "expulsada" not in text


@pytest.mark.parametrize(
    ("quorum", "words"), [(2, "quórum requerido: 2"), (None, "quórum requerido: sin verificar")]
)
def test_minutes_say_who_came_and_how_each_case_went(quorum: int | None, words: str) -> None:
    text = text_of(minutes(replace(MINUTES, quorum=quorum)))
    assert words in text
    assert "Presentes 1" in text
    assert "2 / 1 / 0" in text
    assert "Otro se inhibe. Conoció el caso." in text


def test_an_interview_record_keeps_the_order_the_breaks_and_the_refusal_to_sign() -> None:
    text = text_of(interview_record(INTERVIEW))
    parts = ["¿Qué pasó?", "Me fui de noche.", "Pausa de 11:00 a 11:10", "¿Y luego?", "se retiró", "léase B."]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "La acta" not in text
    assert "leída en español" in text


def test_a_long_interview_runs_over_pages_and_numbers_them() -> None:
    course = tuple(Entry(AT, f"Pregunta {n}", "Una respuesta larga. " * 30) for n in range(60))
    paper = interview_record(replace(INTERVIEW, course=course))
    pages = reader(paper).pages
    assert len(pages) > 5
    assert f"2 / {len(pages)}" in pages[1].extract_text()


def test_the_code_has_its_quiet_margin() -> None:
    assert 'd="M4 ' in qr_svg(URL)
