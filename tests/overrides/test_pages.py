"""The administrator's pages: upload, look, put in force, withdraw; what is broken is said with its line, and what was typed is kept."""

from datetime import timedelta
from typing import Any

import pytest

from tests.overrides.texts import BECAUSE, UNBARRED, WITH_A_DEFECT, override
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import also_holds

BASE = "/procedure/overrides"


@pytest.fixture
async def two(site: Site) -> Site:
    await also_holds(site.world, "auditor", "administrator", "second_administrator")
    return site


async def get(site: Site, path: str, who: str = "administrator", status: int = 200, **query: str) -> str:
    async with site.pages(who) as pages:
        answer = await pages.get(path, params=query, follow_redirects=True)
    assert answer.status_code == status, answer.text
    if status == 200:
        assert_sound(answer.text)
    return answer.text


async def post(
    site: Site, path: str, who: str = "administrator", file: Any = None, **typed: Any
) -> tuple[int, str, str]:
    """(status, where it leads, body)"""
    files = {"file": ("ajuste.toml", file, "application/toml")} if file is not None else None
    async with site.pages(who) as pages:
        answer = await pages.post(path, data=typed, files=files)
    if answer.status_code in (409, 422):
        assert_sound(answer.text)
    return answer.status_code, answer.headers.get("location", ""), answer.text


async def upload(site: Site, content: str = "") -> tuple[int, str, str]:
    return await post(site, f"{BASE}/new", file=(content or override()).encode(), because=BECAUSE, content="")


def from_day(day: str) -> dict[str, str]:
    year, month, number = day.split("-")
    return {"valid_from-day": number, "valid_from-month": month, "valid_from-year": year, "because": BECAUSE}


async def test_from_the_file_to_a_case_that_is_counted_by_it(two: Site) -> None:
    assert "Ningún ajuste todavía." in await get(two, "/")
    status, where, _ = await upload(two)
    assert (status, where) == (303, f"{BASE}/1?said=uploaded")
    mine = await get(two, where)
    assert "Usted lo subió" in mine
    assert "Auditor" in mine
    assert "Afecta a 1 plazo: «Resolver en primera instancia»" in mine
    assert "limits.first_decision" in mine
    theirs = await get(two, f"{BASE}/1", "second_administrator")
    assert "Poner en vigor…" in theirs
    asked = await get(two, f"{BASE}/1/entry-into-force", "second_administrator")
    assert "Los expedientes en trámite conservan" in asked
    done = await post(two, f"{BASE}/1/entry-into-force", "second_administrator", **from_day("2026-11-11"))
    assert done[:2] == (303, f"{BASE}/1?said=put_in_force")
    assert "rige desde el 11 nov 2026" in await get(two, BASE, "supervisor")
    two.world.clock.advance(timedelta(days=1))
    assert "Hoy rige 2024-06+1." in await get(two, BASE, "legal_representative")
    assert "Trial override" in await get(two, "/procedure", "supervisor", lang="en")
    filed = await two.world.register()
    assert "2024-06+1" in (await _case(two, filed.reference))["procedure"]


async def _case(site: Site, reference: str) -> dict[str, Any]:
    async with site.api("registration_officer") as api:
        return dict((await api.get(f"/api/v1/cases/{reference}")).json())


async def test_pasted_text_does_as_well_as_a_file_whatever_the_line_ends(two: Site) -> None:
    typed = override().replace("\n", "\r\n")
    assert (await post(two, f"{BASE}/new", content=typed, because=BECAUSE))[0] == 303
    async with two.pages("administrator") as pages:
        file = await pages.get(f"{BASE}/1.toml")
    assert file.text == override()
    assert file.headers["content-disposition"] == 'attachment; filename="2024-06+1.toml"'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Elija el archivo"),
        (b"[override\nof =", "1"),
        (override(of="MEX/2011-01").encode(), "MEX/2011-01"),
        (override(of="CRI/1990-01").encode(), "1990-01"),
        (override().replace("5 months", "-5 months").encode(), "first_decision"),
        (override().replace("5 months", "five moons").encode(), "first_decision"),
        (override(more="\n[limits.unheard_of]\nlength = '2 days'\n").encode(), "unheard_of"),
        (b'title = "no mark"\n', "override"),
        ("[override]\nof = 'CRI'\n# español".encode("latin-1"), "UTF-8"),
        (b"# " + b"x" * 300_000, "256 KB"),
        (b"a = " + b"[" * 5000, "1"),
        (b"\0" * 20, ""),
    ],
    ids=["empty", "no_toml", "country", "version", "negative", "no_length", "half_a_limit", "no_mark", "latin1", "long", "deep", "nul"],
)  # fmt: skip
async def test_a_broken_upload_says_why_and_keeps_what_was_typed(
    two: Site, content: bytes, words: str
) -> None:
    status, _, body = await post(
        two, f"{BASE}/new", file=content, because=BECAUSE, title="Mi título", content=""
    )
    assert status == 422, body
    assert words in body
    assert BECAUSE in body
    assert "Mi título" in body
    assert "Ningún ajuste todavía." in await get(two, BASE)


async def test_a_fault_stands_with_its_line_its_place_and_its_reason(two: Site) -> None:
    broken = override().replace('"5 months"', '"five moons"')
    line = broken.splitlines().index('length       = "five moons"') + 1
    status, _, body = await post(two, f"{BASE}/new", content=broken, because=BECAUSE)
    assert status == 422
    assert "Qué hay que corregir en el archivo" in body
    assert f'<th scope="row" role="rowheader">{line}</th>' in body
    assert "limits.first_decision.length" in body
    assert "five moons" in body


async def test_reasons_are_asked_for_at_their_field(two: Site) -> None:
    status, _, body = await post(two, f"{BASE}/new", content=override(), because="corto")
    assert status == 422
    assert "Escriba las razones" in body
    assert "first_decision" in body


async def test_the_same_text_again_is_told_which_it_is(two: Site) -> None:
    await upload(two)
    status, _, body = await upload(two)
    assert status == 409
    assert "es el ajuste 1" in body


async def test_a_day_in_the_past_stands_at_its_field_and_the_day_is_kept(two: Site) -> None:
    await upload(two)
    path = f"{BASE}/1/entry-into-force"
    status, _, body = await post(two, path, "second_administrator", **from_day("2026-11-09"))
    assert status == 422
    assert "Elija hoy o un día que venga" in body
    assert 'value="09"' in body
    assert BECAUSE in body
    assert (await post(two, path, "second_administrator", **from_day("2026-11-31")))[0] == 422


async def test_the_one_who_uploaded_it_is_told_who_else_may(two: Site) -> None:
    await upload(two)
    status, _, body = await post(two, f"{BASE}/1/entry-into-force", **from_day("2026-11-11"))
    assert status == 403
    assert "otra persona de administración" in body


async def test_the_only_administrator_is_told_that_it_will_be_noted(site: Site) -> None:
    await upload(site)
    assert "quedará anotado" in await get(site, f"{BASE}/1/entry-into-force")
    assert (await post(site, f"{BASE}/1/entry-into-force", **from_day("2026-11-10")))[0] == 303
    assert "una sola persona" in await get(site, BASE, "supervisor")
    assert "la misma persona" in await get(site, f"{BASE}/1", "auditor")


async def test_a_defect_is_shown_and_there_is_no_button(two: Site) -> None:
    await upload(two, WITH_A_DEFECT)
    shown = await get(two, f"{BASE}/1", "second_administrator")
    assert "stages.nowhere" in shown
    assert "Poner en vigor…" not in shown
    status, _, body = await post(
        two, f"{BASE}/1/entry-into-force", "second_administrator", **from_day("2026-11-11")
    )
    assert status == 409
    assert "encontró defectos" in body


async def test_withdrawn_with_the_consequence_named_before(two: Site) -> None:
    await upload(two)
    await post(two, f"{BASE}/1/entry-into-force", "second_administrator", **from_day("2026-11-10"))
    asked = await get(two, f"{BASE}/1/withdrawal")
    assert "desde este momento quedan bajo 2024-06." in asked
    assert (await post(two, f"{BASE}/1/withdrawal", because="no"))[0] == 422
    assert (await post(two, f"{BASE}/1/withdrawal", because=BECAUSE))[:2] == (303, f"{BASE}/1?said=withdrawn")
    assert (await post(two, f"{BASE}/1/withdrawal", because=BECAUSE))[0] == 409
    assert "Hoy rige 2024-06." in await get(two, BASE)


async def test_a_second_administrator_who_had_the_page_open_is_told_that_it_changed(two: Site) -> None:
    await upload(two)
    page = await get(two, f"{BASE}/1/entry-into-force", "second_administrator")
    version = page.split('name="version" value="')[1].split('"')[0]
    await post(two, f"{BASE}/1/withdrawal", because=BECAUSE)
    status, _, body = await post(
        two, f"{BASE}/1/entry-into-force", "second_administrator", version=version, **from_day("2026-11-11")
    )
    assert status == 412
    assert "Otra persona cambió este ajuste" in body


async def test_other_roles_see_what_is_in_force_and_no_draft_and_nothing_to_press(two: Site) -> None:
    await upload(two)
    assert "Subir un ajuste" not in await get(two, BASE, "supervisor")
    await get(two, f"{BASE}/1", "supervisor", 404)
    await get(two, f"{BASE}/new", "supervisor", 403)
    await get(two, f"{BASE}/1/entry-into-force", "supervisor", 403)
    assert (await post(two, f"{BASE}/new", "supervisor", content=override(6), because=BECAUSE))[0] == 403
    assert "Ajuste de prueba" in await get(two, f"{BASE}/1", "auditor")


async def test_every_page_is_there_in_english(two: Site) -> None:
    await upload(two, WITH_A_DEFECT)
    for path in (BASE, f"{BASE}/new", f"{BASE}/1", f"{BASE}/1/entry-into-force", f"{BASE}/1/withdrawal"):
        assert 'lang="en"' in await get(two, path, "second_administrator", lang="en")


async def test_the_acts_stand_in_the_record(two: Site) -> None:
    two.world.clock.advance(timedelta(days=7300))
    await upload(two)
    record = await get(two, "/record", "auditor")
    assert "Subió un ajuste del procedimiento" in record
    assert "2024-06+1" in record


async def test_a_procedure_that_cannot_be_read_stops_the_work_and_not_the_page_that_puts_it_right(
    two: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.procedure import public as procedure  # noqa: PLC0415

    await upload(two)
    await post(two, f"{BASE}/1/entry-into-force", "second_administrator", **from_day("2026-11-10"))
    two.world.app.kept.clear()

    def broken(*_: object, **__: object) -> procedure.Profile:
        raise procedure.ProfileInvalid("this version of the program reads it no more")

    monkeypatch.setattr(procedure, "load_edition", broken)
    async with two.pages("registration_officer") as pages:
        assert (await pages.get("/")).status_code == 503
    assert "reads it no more" in await get(two, f"{BASE}/1")
    monkeypatch.undo()
    assert (await post(two, f"{BASE}/1/withdrawal", because=BECAUSE))[0] == 303
    async with two.pages("registration_officer") as pages:
        assert (await pages.get("/")).status_code == 200


async def test_what_protects_less_is_said_first_and_the_only_administrator_has_no_button(site: Site) -> None:
    _, where, _ = await upload(site, override(more=UNBARRED))
    page = await get(site, where)
    assert page.index("Qué protege menos que la norma publicada") < page.index('id="changes"')
    assert "aquí deja de impedirse la devolución" in page
    assert "no lo pone en vigor una persona sola" in page
    assert "/entry-into-force" not in page
    number = where.partition("?")[0]
    status, _, body = await post(site, f"{number}/entry-into-force", **from_day("2026-11-10"))
    assert status == 403
    assert "quita garantías" in body
