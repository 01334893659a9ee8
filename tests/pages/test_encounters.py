"""The log of a post on its pages and by the programming interface: quick, corrected in the open, counted without anybody's name."""

import re

from tests.site import Site
from tests.web_foundation.soundness import assert_sound


async def test_a_post_writes_down_corrects_counts_and_the_supervisor_looks_again(site: Site) -> None:
    two = {
        "rows": "3", "do": "log",
        "e-0-nationality": "NIC", "e-0-sex": "female", "e-0-age": "31", "e-0-outcome": "refused_entry",
        "e-2-nationality": "VEN", "e-2-sex": "male", "e-2-age": "12-17", "e-2-outcome": "referred",
    }  # fmt: skip
    async with site.pages("border_liaison_officer") as pages:
        assert_sound((await pages.get("/encounters")).text)
        refused = await pages.post("/encounters", data=two)
        assert refused.status_code == 422
        assert_sound(refused.text)
        assert 'id="e-0-refusal_ground-error"' in refused.text
        assert 'id="e-2-detail-error"' in refused.text
        two |= {"e-0-refusal_ground": "other", "e-0-detail": "Que vuelva", "e-2-detail": "PANI"}
        sent = await pages.post("/encounters", data=two)
        assert sent.status_code == 303, sent.text
        listed = await pages.get("/encounters")
        assert "falta una segunda mirada" in listed.text
        wrong = re.search(r'href="(/encounters/[0-9a-f-]{36})"', listed.text.split('id="last"')[1])
        assert wrong is not None
        assert_sound((await pages.get(wrong[1])).text)
        bare = {"nationality": "NIC", "sex": "female", "age": "32", "outcome": "referred", "detail": "ACNUR"}
        again = await pages.post(f"{wrong[1]}/correction", data=bare)
        assert again.status_code == 422
        corrected = await pages.post(f"{wrong[1]}/correction", data=bare | {"reason": "Era 32"})
        assert corrected.status_code == 303
        assert "Era 32" in (await pages.get(corrected.headers["location"])).text
        sheet = {
            "rows": "6", "do": "enter", "number": "PB-7", "day-day": "3", "day-month": "10", "day-year": "2026",
            "c-0-outcome": "admitted", "c-0-nationality": "XXX", "c-0-sex": "unknown", "c-0-age_group": "unknown", "c-0-number": "14",
        }  # fmt: skip
        assert (await pages.post("/encounters/paper", data=sheet)).status_code == 303
        twice = await pages.post("/encounters/paper", data=sheet)
        assert twice.status_code == 422
        assert "ya se ingresó" in twice.text
        assert_sound(twice.text)
        counted = await pages.get("/metrics/access")
        assert_sound(counted.text)
        assert "oct 2026" in counted.text
    async with site.api("border_liaison_officer") as api:
        body = {
            "encounters": [
                {"outcome": "refused_entry", "nationality": "NIC", "sex": "male", "refusal_ground": "no_visa"}
            ]
        }
        first = await api.post("/api/v1/encounters", json=body, headers={"Idempotency-Key": "a"})
        assert first.status_code == 201
        assert (
            await api.post("/api/v1/encounters", json=body, headers={"Idempotency-Key": "a"})
        ).json() == first.json()
    async with site.pages("supervisor") as pages:
        waiting = await pages.get("/encounters?outcome=refused_entry")
        assert 'name="do" value="log"' not in waiting.text
        found = re.findall(
            r'href="(/encounters/[0-9a-f-]{36})"',
            waiting.text.split('id="second-look"')[1].split('id="last"')[0],
        )
        assert len(found) == 2
        one = found[0]
        done = await pages.post(
            f"{one}/look", data={"finding": "being_followed", "note": "Se avisó al puesto."}
        )
        assert done.status_code == 303
        assert "Se avisó al puesto." in (await pages.get(one)).text
    async with site.api("auditor") as api:
        figures = (await api.get("/api/v1/metrics/access")).json()
        assert figures["exact"] is False
        assert figures["all"]["people"] % 5 == 0
        assert (await api.get("/api/v1/encounters")).status_code == 403
        sheet_text = (await api.get("/api/v1/metrics/access?format=csv")).text
        assert sheet_text.lstrip("\ufeff").startswith(
            "by,value,people,registered,referred,admitted,refused_entry"
        )


async def test_who_was_met_before_is_registered_with_what_is_known_and_leads_to_the_case(site: Site) -> None:
    async with site.api("border_liaison_officer") as api:
        body = {
            "encounters": [
                {
                    "outcome": "referred",
                    "nationality": "HTI",
                    "sex": "female",
                    "name": "Mirlande",
                    "referred_to": "DGME",
                }
            ]
        }
        made = await api.post("/api/v1/encounters", json=body, headers={"Idempotency-Key": "b"})
    seen = made.json()["ids"][0]
    async with site.pages("border_liaison_officer") as pages:
        form = await pages.get(f"/register?encounter={seen}")
        assert re.search(r'name="people-0-given_names" value="Mirlande"', form.text)
        assert f'name="people-0-encounter" value="{seen}"' in form.text
        sent = await pages.post(
            "/register",
            data={
                "rows": "1", "key": "k1", "do": "register", "language": "es", "office": str(site.world.office), "people-0-encounter": seen,
                "people-0-given_names": "Mirlande", "people-0-family_names": "Joseph", "people-0-birth-year": "1990",
                "people-0-sex": "female", "people-0-nationality": "HTI", "people-0-relation": "principal",
            },
        )  # fmt: skip
        assert sent.status_code == 303, sent.text
        reference = sent.headers["location"].split("/")[2].split("?")[0]
        assert reference in (await pages.get(f"/encounters/{seen}")).text
