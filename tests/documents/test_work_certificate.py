"""The certificate that an employer keeps: signed as any reader can check, naming nobody, and only of what is valid and allows work."""

import io
from datetime import timedelta
from typing import Any

import pypdf
import pypdfium2
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.documents import public as documents
from tests.features.test_checking import ended, printed
from tests.site import Site
from tests.world import World


async def test_an_employer_keeps_a_signed_certificate_that_names_nobody(site: Site, world: World) -> None:
    paper, read = await printed(world, (await world.register()).case_id)
    async with site.api() as nobody, site.pages() as page:
        made = await page.post(
            "/verify/certificate",
            data={"token": documents.check_address(read), "employer": "Taller de prueba"},
        )
        assert (made.status_code, made.headers["content-type"]) == (200, "application/pdf")
        by_number = await nobody.post(
            "/api/v1/verify/certificate", json={"number": paper.number, "language": "ht"}
        )
        assert by_number.status_code == 200

        text = "".join(
            each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(io.BytesIO(made.content))
        )
        assert "Taller de prueba" in text
        assert "Y. B. G. M." in text
        assert "Yorlenis" not in text
        # Still tagged for screen readers as PDF/UA-1, and the field of the signature hidden, as that standard asks.
        root: Any = pypdf.PdfReader(io.BytesIO(made.content)).root_object
        assert root["/MarkInfo"]["/Marked"]
        assert root["/AcroForm"]["/Fields"][0].get_object()["/F"] & 2

        await ended(world, paper.id, may_work=False)
        assert (await nobody.post("/api/v1/verify/certificate", json={"token": read})).status_code == 409
        assert (await page.post("/verify/certificate", data={"code": "199999999999"})).status_code == 409
        for _ in range(6):
            await nobody.post("/api/v1/verify/certificate", json={"token": read})
        often = await page.post("/verify/certificate", data={"token": read})
        assert often.status_code == 429
        assert "Demasiadas constancias" in often.text

    (signature,) = PdfFileReader(io.BytesIO(made.content)).embedded_signatures
    seal = documents.seal(world.clock.now(), name="Acogida CRI")
    trusted = ValidationContext(trust_roots=[seal.certificate], moment=world.clock.now() + timedelta(days=1))
    status = await async_validate_pdf_signature(signature, trusted)
    assert status.bottom_line
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    # One byte changed in the text, and every reader says so.
    changed = made.content.replace(b"/Marked true", b"/Marked tru ", 1)
    assert changed != made.content
    (broken,) = PdfFileReader(io.BytesIO(changed), strict=False).embedded_signatures
    assert not (await async_validate_pdf_signature(broken, trusted)).intact
