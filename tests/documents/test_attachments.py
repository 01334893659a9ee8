"""Files of a case: what they are is told by their content, who reads each is asked by the database, and what was handed in stays."""

import hashlib
import io

import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.errors import Invalid
from app.documents import public as documents
from app.documents.attachments.media import kept
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World

PDF = b"%PDF-1.7\n% una prueba\n"
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt "


def picture(form: str) -> bytes:
    out = io.BytesIO()
    made = Image.new("RGB", (40, 30), "navy")
    exif = Image.Exif()
    exif[0x010E] = "donde se tomó"
    made.save(out, form, exif=exif)
    return out.getvalue()


def refused(content: bytes, *, sound: bool = False) -> str:
    with pytest.raises(Invalid) as caught:
        kept(content, sound=sound)
    return caught.value.fields[0].rule


def test_a_file_is_what_its_content_says() -> None:
    assert kept(PDF, sound=False).content == PDF
    assert kept(WAV, sound=True).media_type == "audio/wav"
    assert kept(b"\x00\x00\x00\x20ftypM4A ", sound=True).media_type == "audio/mp4"
    for form in ("JPEG", "PNG"):
        clean = kept(picture(form), sound=False)
        assert clean.media_type == f"image/{form.lower()}"
        assert not Image.open(io.BytesIO(clean.content)).getexif()
    assert refused(b"") == "required"
    assert refused(WAV) == "no_sound"
    assert refused(b"MZ\x90\x00 un programa") == "media_type"
    assert refused(b"\x00\x00\x00\x20ftypmp42 una pel\xc3\xadcula", sound=True) == "media_type"
    assert refused(b"<html><script>") == "media_type"
    assert refused(picture("PNG")[:60]) == "unreadable"


async def test_evidence_goes_in_by_page_and_interface_and_out_as_it_came(site: Site) -> None:
    filed = await site.world.register()
    base = f"/cases/{filed.reference}/attachments"
    async with site.pages("registration_officer") as page:
        first = await page.get(base)
        assert first.status_code == 200
        assert_sound(first.text)
        empty = await page.post(base, data={"kind": "evidence"})
        assert empty.status_code == 422
        assert "Elija un archivo" in empty.text
        sent = {"file": ("../../denuncia.exe", PDF, "application/x-msdownload")}
        for _twice in range(2):
            assert (await page.post(base, data={"kind": "evidence"}, files=sent)).status_code == 303
        wrong = await page.post(base, data={"kind": "internal"}, files=sent)
        assert wrong.status_code == 422
        filled = await page.get(base)
        assert filled.status_code == 200
        assert_sound(filled.text)
    async with site.api("registration_officer") as api:
        (found,) = (await api.get(f"/api/v1{base}")).json()
        assert found["name"] == "denuncia.pdf"
        assert found["digest"] == hashlib.sha256(PDF).hexdigest()
        got = await api.get(f"/api/v1{base}/{found['id']}")
        assert got.content == PDF
        assert got.headers["content-disposition"].startswith("attachment")
    async with site.api("border_liaison_officer") as api:
        assert (await api.get(f"/api/v1{base}/{found['id']}")).status_code == 403
    async with site.api("supervisor") as api:
        other = await site.world.register()
        astray = f"/api/v1/cases/{other.reference}/attachments/{found['id']}"
        assert (await api.get(astray)).status_code == 404
        assert (
            await api.post(f"/api/v1{base}/{found['id']}/withdrawal", json={"reasons": "no es mío"})
        ).status_code == 404
    async with site.pages("registration_officer") as page:
        gone = f"{base}/{found['id']}/withdrawal"
        assert (await page.post(gone, data={"reasons": " "})).status_code == 422
        assert (await page.post(gone, data={"reasons": "De otra persona"})).status_code == 303
        assert (await page.post(gone, data={"reasons": "otra vez"})).status_code == 409
        assert (await page.get(f"{base}/{found['id']}")).status_code == 404
        assert "De otra persona" in (await page.get(base)).text


async def test_an_internal_file_is_hidden_from_others_by_the_database_and_nothing_rewrites_it(
    world: World,
) -> None:
    filed = await world.register()
    async with world.acting("supervisor") as db:
        inside = await documents.attach(
            db, db.actor, filed.case_id, kind="internal", name="consulta.pdf", content=PDF
        )
    async with world.acting("registration_officer") as db:
        assert await documents.attachments_of(db, filed.case_id) == []
    async with world.acting("supervisor") as db:
        assert [a.id for a in await documents.attachments_of(db, filed.case_id)] == [inside]
        assert await documents.attachment_content(db, inside) == PDF
        with pytest.raises(IntegrityError, match="does not change"):
            async with db.attempt():
                await db.execute(
                    text("update attachments set digest = 'otro' where id = :id"), {"id": inside}
                )
