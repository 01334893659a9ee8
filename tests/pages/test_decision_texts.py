"""A decision by pages and interface: its text read and edited, its draft seen, signed with one's own key, and checked by anyone."""

from tests.awaiting import case_awaiting_decision
from tests.features.test_decisions import draft
from tests.features.test_signatures import PHRASE, enrolled
from tests.site import Site
from tests.world import World


async def test_a_text_is_edited_signed_with_a_key_and_checked_by_anyone(site: Site, world: World) -> None:
    decision_id = await draft(world, await case_awaiting_decision(world))
    await enrolled(world, "commission_member_0")
    address = f"/decisions/{decision_id}"
    async with site.pages("commission_secretary") as pages:
        form = (await pages.get(f"{address}/text")).text
        assert "Derechos y deberes" in form
        fixed = await pages.post(
            f"{address}/text",
            data={"version": "1", "paragraphs.outcome.0": "Reconocida.", "paragraphs.claim.0": "X"},
        )
        assert fixed.status_code == 422
        assert "no se editan" in fixed.text
        done = await pages.post(
            f"{address}/text", data={"version": "1", "paragraphs.claim.0": "Pide que se le proteja."}
        )
        assert done.status_code == 303
        stale = await pages.post(f"{address}/text", data={"version": "1", "paragraphs.claim.0": "Otra cosa."})
        assert (stale.status_code, "Otra cosa." in stale.text) == (412, True)
        preview = await pages.get(f"{address}/preview.pdf")
        assert preview.content.startswith(b"%PDF")
    async with site.pages("commission_member_0") as pages:
        seen = (await pages.get(f"{address}?lang=en")).text
        assert "Summary in plain words" in seen
        assert "<ins>" in seen
        assert "Desizyon ou an mo ki fasil" in seen
        wrong = await pages.post(f"{address}/signature", data={"version": "2", "passphrase": "no es"})
        assert wrong.status_code == 422
        assert "passphrase-error" in wrong.text
        old = await pages.post(f"{address}/signature", data={"version": "1", "passphrase": PHRASE})
        assert old.status_code == 412
        signed = await pages.post(f"{address}/signature", data={"version": "2", "passphrase": PHRASE})
        assert signed.status_code == 303
        content = (await pages.get(f"{address}.pdf")).content
        own = (await pages.get("/signing-certificates")).text
        assert "signs now" in own
    async with site.api("commission_member_0") as api:
        text = (await api.get(f"/api/v1/decisions/{decision_id}/text")).json()
        assert any(one["changed"] for part in text["parts"] for one in part["paragraphs"])
        summary = await api.get(f"/api/v1/decisions/{decision_id}/summary/fr")
        assert summary.json()["title"] == "Votre décision en mots simples"
    async with site.pages() as anybody, site.api() as machine:
        asked = await anybody.post("/verify/decisions", files={"file": ("r.pdf", content, "application/pdf")})
        assert asked.status_code == 200, asked.text[:500]
        assert "Es auténtica" in asked.text
        assert "Yorlenis" not in asked.text
        altered = await machine.post(
            "/api/v1/verify/decisions", files={"file": ("r.pdf", content + b"\n%x\n", "application/pdf")}
        )
        assert altered.json()["verdict"] == "altered"
        code = _code(content)
        by_code = await anybody.get(f"/verify/decisions/{code}")
        assert "Es auténtica" in by_code.text
        assert (await anybody.get("/verify/decisions/AAAABBBBCCCCDDDDEEEE")).status_code == 404
        nothing = await anybody.post("/verify/decisions", data={"code": ""})
        assert nothing.status_code == 422


def _code(content: bytes) -> str:
    """The code to type, as it stands on the sheet of signatures."""
    import io  # noqa: PLC0415
    import re  # noqa: PLC0415

    import pypdf  # noqa: PLC0415

    words = pypdf.PdfReader(io.BytesIO(content)).pages[-1].extract_text()
    found = re.search(r"(?:[2-9A-HJ-NP-X]{4}-){4}[2-9A-HJ-NP-X]{4}", words)
    assert found is not None
    return found[0]
