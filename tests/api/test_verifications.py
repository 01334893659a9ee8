"""Institutions that ask by machine, the key that an administrator gives them, and the keys that sign documents."""

import re

import pytest
from sqlalchemy import text

from app.workflows import verify_documents
from tests.features.test_checking import printed
from tests.site import Site
from tests.world import World


async def test_an_institution_gets_a_key_asks_is_written_down_and_loses_it(
    site: Site, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, read = await printed(world, (await world.register()).case_id)
    async with site.pages("administrator") as office:
        refused = await office.post("/institutions", data={"name": ""})
        assert refused.status_code == 422
        page = (
            await office.post("/institutions", data={"name": "Caja de prueba", "scopes": "document.verify"})
        ).text
        client_id, secret = re.findall(r"<code[^>]*>([^<]+)</code>", page)
        # Shown once.
        assert secret not in (await office.get("/institutions")).text
    async with site.api() as machine:
        credentials = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        token = (await machine.post("/api/v1/token", data=credentials)).json()["access_token"]
        machine.headers["Authorization"] = f"Bearer {token}"
        one = (await machine.post("/api/v1/verifications", json={"number": paper.number})).json()
        assert (one["valid"], one["may_work"]) == (True, True)
        asked = {"documents": [{"token": read}, {"number": "199999999999"}, {"number": "no es un número"}]}
        many = (await machine.post("/api/v1/verifications/batch", json=asked)).json()["answers"]
        assert [each["valid"] for each in many] == [True, False, False]
        assert many[1] == many[2]
        wrongs: list[dict[str, object]] = [{}, {"number": "1", "token": "2"}, {"documents": []}]
        for wrong in wrongs:
            assert (await machine.post("/api/v1/verifications", json=wrong)).status_code == 422
        assert (
            await machine.get("/api/v1/removal-check", params={"number": paper.number})
        ).status_code == 403
        monkeypatch.setattr(verify_documents, "MOST_A_MINUTE", 5)
        often = await machine.post("/api/v1/verifications/batch", json=asked)
        assert (often.status_code, often.headers["retry-after"]) == (429, "60")

        async with world.system.reading(world.actor("data_protection_officer")) as db:
            written = await db.rows(
                text(
                    "select r.subject, r.detail from access_records r join api_clients c on c.id = r.actor_id"
                    " where c.client_id = :id and r.action = 'document.verify' order by r.id"
                ),
                {"id": client_id},
            )
        assert [row.detail["valid"] for row in written] == [True, True, False, False]
        # The same document twice, by number and by code: the same mark, and no number in it.
        assert written[0].subject == written[1].subject != written[2].subject
        assert paper.number not in written[0].subject

        async with site.api("administrator") as office:
            (client,) = [
                c for c in (await office.get("/api/v1/clients")).json() if c["client_id"] == client_id
            ]
            async with site.pages("administrator") as pages:
                address = f"/institutions/{client['id']}/withdrawal"
                assert f'href="{address}"' in (await pages.get("/institutions")).text
                # A second look, that names whose it is and what follows.
                asked_again = (await pages.get(address)).text
                assert "Caja de prueba" in asked_again
                assert "No se puede deshacer" in asked_again
            gone = await office.post(f"/api/v1/clients/{client['id']}/withdrawal")
            async with site.pages("administrator") as pages:
                assert (await pages.get(address)).status_code == 404
            assert gone.status_code == 204
            assert (await office.post(f"/api/v1/clients/{client['id']}/withdrawal")).status_code == 409
        assert (await machine.post("/api/v1/verifications", json={"number": paper.number})).status_code == 401


async def test_an_administrator_changes_the_key_and_revokes_one_with_a_reason(
    site: Site, world: World
) -> None:
    await printed(world, (await world.register()).case_id)
    async with site.pages("administrator") as office, site.api("administrator") as api:
        before = next(k for k in (await api.get("/api/v1/signing-keys")).json() if k["signs"])
        assert (await office.post("/signing-keys")).status_code == 303
        held = (await api.get("/api/v1/signing-keys")).json()
        assert {before["kid"]} < {k["kid"] for k in held}
        address = f"/signing-keys/{before['kid']}/revocation"
        assert (await office.post(address, data={"because": " "})).status_code == 422
        assert (await office.post(address, data={"because": "Disco perdido"})).status_code == 303
        assert "Disco perdido" in (await office.get("/signing-keys")).text
        assert (await api.post(f"/api/v1{address}", json={"because": "Otra vez"})).status_code == 409
        new = (await api.post("/api/v1/signing-keys")).json()["kid"]
        assert any(k["kid"] == new and k["here"] for k in (await api.get("/api/v1/signing-keys")).json())
