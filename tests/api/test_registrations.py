"""Registering a household by the programming interface."""

from typing import Any

from tests.site import Site


def household(site: Site, **changes: Any) -> dict[str, Any]:
    def person(given: str, born: str, relation: str, sex: str = "female") -> dict[str, Any]:
        return {
            "given_names": given,
            "family_names": "Guédez Marcano",
            "birth_date": born,
            "sex": sex,
            "nationalities": ["VEN"],
            "languages": ["es"],
            "relation": relation,
        }

    return {
        "persons": [
            person("Yorlenis Beatriz", "1991-03-14", "principal"),
            person("Darwin Alexis", "1988-11-02", "spouse", "male"),
            person("Sara Valentina", "2014-06-01", "child"),
            person("Jhoan Elías", "2019-01-19", "child", "male"),
            person("Keyla Dayana", "2012-05-20", "separated_child"),
        ],
        "arrival": {"entered_on": "2026-11-09", "entry_place": "Peñas Blancas", "circumstances": "A pie."},
        "office_id": str(site.world.office),
        "appointment": {"room_id": str(site.world.room), "starts_at": "2026-11-17T15:00:00Z"},
        **changes,
    }


async def test_a_household_is_registered_once_however_often_it_is_sent(site: Site) -> None:
    async with site.api("border_liaison_officer") as api:
        first = await api.post(
            "/api/v1/registrations", json=household(site), headers={"Idempotency-Key": "a1"}
        )
        again = await api.post(
            "/api/v1/registrations", json=household(site), headers={"Idempotency-Key": "a1"}
        )
        other = await api.post(
            "/api/v1/registrations",
            json=household(site, arrival={"route": "otra"}),
            headers={"Idempotency-Key": "a1"},
        )
        listed = (await api.get("/api/v1/cases")).json()["cases"]
    assert first.status_code == 201, first.text
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["type"]) == (422, "urn:acogida:problem:idempotency_key_reused")
    assert [row["reference"] for row in listed] == [first.json()["reference"]]


async def test_the_case_answers_with_people_documents_and_an_etag(site: Site) -> None:
    async with site.api("border_liaison_officer") as api:
        made = (
            await api.post("/api/v1/registrations", json=household(site), headers={"Idempotency-Key": "b1"})
        ).json()
        case = await api.get(f"/api/v1/cases/{made['reference']}")
        pdf = await api.get(f"/api/v1/documents/{case.json()['claims'][0]['document']['number']}.pdf")
        actions = (await api.get(f"/api/v1/cases/{made['reference']}/actions")).json()
        limits = (await api.get(f"/api/v1/cases/{made['reference']}/deadlines")).json()
    assert case.headers["ETag"] == f'"{case.json()["version"]}"'
    assert [c["document"]["may_work"] for c in case.json()["claims"]] == [True, True, False, False, False]
    assert pdf.content.startswith(b"%PDF-")
    assert {a["event"]: a["reason"] for a in actions}["taken_over"] == "wrong_role"
    assert all(limit["in_words"] for limit in limits)


async def test_broken_rules_come_back_at_their_fields_in_the_callers_language(site: Site) -> None:
    body = household(site)
    body["persons"][2]["birth_date"] = "2031-01-01"
    body["persons"][1]["nationalities"] = ["ZZZ"]
    async with site.api("border_liaison_officer") as api:
        answer = await api.post(
            "/api/v1/registrations",
            json=body,
            headers={"Idempotency-Key": "c1", "Accept-Language": "en"},
        )
        listed = (await api.get("/api/v1/cases")).json()["cases"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == 422
    errors = {e["field"]: e["message"] for e in answer.json()["errors"]}
    assert errors["persons.2.birth_date"] == "The date of birth cannot be in the future."
    assert "ZZZ" in errors["persons.1.nationalities"]
    assert listed == []


async def test_a_body_of_fifty_megabytes_is_refused(site: Site) -> None:
    async with site.api("border_liaison_officer") as api:
        answer = await api.post("/api/v1/registrations", content=b"x" * 50_000_000)
    assert answer.status_code == 413


async def test_nobody_without_a_token_and_nobody_in_another_role(site: Site) -> None:
    async with site.api() as nobody, site.api("auditor") as auditor:
        assert (await nobody.post("/api/v1/registrations", json={})).status_code == 401
        refused = await auditor.post("/api/v1/registrations", json=household(site))
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:acogida:problem:forbidden")


async def test_anyone_may_check_a_document_and_learns_no_more_than_the_paper_shows(site: Site) -> None:
    async with site.api("border_liaison_officer") as api:
        made = await api.post(
            "/api/v1/registrations", json=household(site), headers={"Idempotency-Key": "d1"}
        )
        case = (await api.get(f"/api/v1/cases/{made.json()['reference']}")).json()
    number = case["claims"][0]["document"]["number"]
    async with site.api() as nobody:
        valid = (await nobody.get(f"/api/v1/verify/{number}")).json()
        unknown = (await nobody.get("/api/v1/verify/199999999999")).json()
    assert valid == {
        "valid": True,
        "may_work": True,
        "number": number,
        "initials": "Y. B. G. M.",
        "valid_until": "2028-11-09",
    }
    assert unknown == {
        "valid": False,
        "may_work": False,
        "number": None,
        "initials": None,
        "valid_until": None,
    }
