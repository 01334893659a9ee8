"""What a PDF of a source gives: paragraphs with their pages to correct, or a sentence that says why it gives none."""

import io
import zlib
from collections.abc import Callable

import pypdf
import pytest
import typst
from pypdf.generic import ArrayObject, NameObject, StreamObject

from app.coi import public as coi
from app.coi.paragraphs import Line, Paragraph, joined, paragraphs
from app.core.errors import Invalid
from tests.site import Site
from tests.web_foundation.soundness import assert_sound

REPORT = """
#set page(paper: "a5", header: [Centro Inventado], footer: context [Página #counter(page).display()])
#set par(justify: true)
#set text(lang: "es", hyphenate: true)
= Denuncias que nadie recibe
#for n in range(5) [
#("Ayer", "Hoy", "Antes", "Tampoco", "Luego").at(n) la policía no recibió las denuncias en el distrito inventado número #n, según doce personas;
quienes insistieron fueron amenazados y varias detenciones duraron tres noches.

- Un punto de la lista #n.
- Otro punto.
#pagebreak()
]
#rect()
"""


@pytest.fixture(scope="module")
def report() -> bytes:
    made: bytes = typst.compile(REPORT.encode())
    return made


def _rewritten(pdf: bytes, *, password: str | None = None, keep: int | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages[:keep]:
        writer.add_page(page)
    if password is not None:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _bomb() -> bytes:
    """A few hundred bytes that unpack, layer by layer, to some hundred megabytes."""
    content = zlib.compress(zlib.compress(b"BT (a) Tj ET " * 2**24, 9), 9)
    writer = pypdf.PdfWriter()
    page = writer.add_page(pypdf.PdfReader(io.BytesIO(typst.compile(b"Una frase."))).pages[0])
    stream = StreamObject()
    stream.set_data(content)
    layers = ArrayObject([NameObject("/FlateDecode"), NameObject("/FlateDecode")])
    stream[NameObject("/Filter")] = layers
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_report_becomes_paragraphs_with_their_pages_without_what_stands_on_every_page(
    report: bytes,
) -> None:
    draft = coi.draft_of(report)
    assert (draft.pages, draft.unread) == (6, (6,))
    assert draft.paragraphs[0] == Paragraph("Denuncias que nadie recibe", 1)
    assert [p.page for p in draft.paragraphs if "la policía no recibió las denuncias" in p.text] == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert "denuncias en el distrito inventado número 4, según doce" in draft.text
    assert "Centro Inventado" not in draft.text
    assert "Página" not in draft.text
    assert paragraphs(draft.text) == list(draft.paragraphs)
    assert {p.page for p in coi.draft_of(report, first=2, last=3).paragraphs} == {2, 3}


def test_a_sentence_goes_on_over_a_page_and_a_passage_is_never_too_long() -> None:
    lines = {
        1: [Line("El informe de la defenso-", 50, 700, 11), Line("1 Una nota.", 50, 60, 8)],
        2: [Line("ría inventada termina aquí.", 50, 700, 11), Line("Otra cosa. " * 600, 60, 686, 11)],
    }
    found = joined(lines)
    assert found[0] == Paragraph("El informe de la defensoría inventada termina aquí.", 1)
    assert all(len(p.text) <= 4000 and p.text.endswith(".") for p in found)
    assert paragraphs("[p. 7] Uno\n\nDos\n\n[p. 9]\n\nTres") == [("Uno", 7), ("Dos", 7), ("Tres", 9)]


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("locked", lambda pdf: _rewritten(pdf, password="secreta")),
        ("no_pages", lambda pdf: _rewritten(pdf, keep=0)),
        ("no_text", lambda _: typst.compile(b"#rect(width: 3cm)")),
        ("broken", lambda _: b"%PDF-1.7\nnada de nada\n%%EOF\n"),
        ("too_much", lambda _: _bomb()),
        ("not_a_range", lambda pdf: pdf),
    ],
)
def test_a_file_without_text_locked_broken_or_made_to_break_is_refused_in_words(
    report: bytes, rule: str, change: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(Invalid) as refused:
        coi.draft_of(change(report), first=99 if rule == "not_a_range" else None)
    assert refused.value.fields[0].rule == rule


async def test_the_draft_comes_back_in_the_form_and_what_is_kept_says_its_page(
    site: Site, report: bytes
) -> None:
    tag = f"zp{site.world.tag}"
    file = {"file": ("informe.pdf", report, "application/pdf")}
    async with site.pages("coi_researcher") as page:
        drafted = await page.post("/coi/text", data={"title": "Nota", "text": "Escrito antes."}, files=file)
        assert_sound(drafted.text)
        assert (drafted.status_code, "[p. 5]" in drafted.text, "Escrito antes." in drafted.text) == (
            200,
            True,
            True,
        )
        nothing = await page.post("/coi/text", data={"title": "Nota"})
        assert_sound(nothing.text)
        assert (nothing.status_code, "Elija el archivo PDF" in nothing.text) == (422, True)
    async with site.api("coi_researcher") as api:
        read = await api.post("/api/v1/coi/text", files=file, data={"first_page": "2", "last_page": "2"})
        assert (read.status_code, read.json()["pages"]) == (200, 6), read.text
        source = {
            "title": f"Informe {tag}", "publisher": "Centro Inventado", "publisher_kind": "academic", "reliability": "moderate",
            "reliability_why": "Método", "published_on": "2026-03-03", "countries": ["NIC"], "topics": ["police"],
            "language": "es", "text": read.json()["text"], "expires_on": "2027-03-03",
        }  # fmt: skip
        made = await api.post("/api/v1/coi", json=source)
        assert {p["page"] for p in made.json()["passages"]} == {2}
        found = await api.get("/api/v1/coi", params={"q": f"{tag} amenazados noches"})
        assert found.json()["hits"][0]["passage"]["page"] == 2
        broken = await api.post("/api/v1/coi/text", files={"file": ("a.pdf", b"%PDF-1.7\nnada\n%%EOF\n")})
        assert (broken.status_code, broken.json()["errors"][0]["rule"]) == (422, "broken")
    async with site.pages("eligibility_officer") as page:
        assert (await page.post("/coi/text", data={}, files=file)).status_code == 403
        shown = await page.get(f"/coi/{made.json()['id']}")
        assert_sound(shown.text)
        assert "p. 2</span>" in shown.text
