"""What every answer carries, what no template contains, and what no line of the log says."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.web.csp import CONTENT_SECURITY_POLICY
from tests.journeys.road import FAMILY, Road
from tests.site import Site
from tests.world import PASSWORD

TEMPLATES = Path("app/web/templates")


def test_no_template_holds_a_script_a_style_or_a_handler() -> None:
    templates = sorted(TEMPLATES.rglob("*.html"))
    assert len(templates) > 30
    inline = re.compile(
        r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\ssrc=)[^>]*>\s*\S",
        re.IGNORECASE,
    )
    found = {
        f"{path}: {hit.group()}"
        for path in templates
        for hit in inline.finditer(re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL))
    }
    assert found == set()


def test_the_policy_allows_our_own_files_and_nothing_inline() -> None:
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    for word in ("unsafe", "*", "http:", "https:"):
        assert word not in CONTENT_SECURITY_POLICY
    assert {"frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} <= set(
        CONTENT_SECURITY_POLICY.split("; ")
    )


async def test_every_answer_is_protected_and_kept_by_nobody(site: Site) -> None:
    async with site.pages("supervisor") as browser, site.api("supervisor") as api, site.pages() as nobody:
        answers = [
            await browser.get("/"),
            await browser.get("/cases/CR26-0000-00"),
            await browser.get("/no-such-page"),
            await browser.post("/sign-out", headers={"X-CSRF-Token": "wrong"}),
            await nobody.get("/"),
            await nobody.get("/sign-in"),
            await nobody.get("/verify/100000000009"),
            await api.get("/api/v1/cases"),
            await api.get("/api/v1/nothing"),
            await api.post("/api/v1/registrations", content=b"{"),
        ]
    for answer in answers:
        where = f"{answer.request.method} {answer.request.url} {answer.status_code}"
        assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY, where
        assert answer.headers["cache-control"] == "no-store", where
        assert answer.headers["x-content-type-options"] == "nosniff", where
        assert answer.headers["x-frame-options"] == "DENY", where
        assert answer.headers["referrer-policy"] == "same-origin", where
        assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", answer.headers["x-request-id"]), where
        assert "server" not in answer.headers


async def test_a_request_id_from_outside_is_kept_only_when_it_is_one(site: Site) -> None:
    async with site.pages() as nobody:
        kept = await nobody.get("/sign-in", headers={"X-Request-Id": "desk-7.41_ab"})
        forged = await nobody.get(
            "/sign-in",
            headers={
                "X-Request-Id": "Yorlenis Guédez".encode()
                .decode("latin-1")
                .encode("ascii", "ignore")
                .decode()
            },
        )
    assert kept.headers["x-request-id"] == "desk-7.41_ab"
    assert " " not in forged.headers["x-request-id"]


async def test_no_line_of_the_log_is_about_a_person(
    site: Site, capfd: pytest.CaptureFixture[str], caplog: Any
) -> None:
    road = Road(site)
    await road.register(FAMILY)
    claim = (await road.claims("border_liaison_officer"))[0]
    number = claim["document"]["number"]
    async with site.pages("border_liaison_officer") as browser:
        await browser.get(f"/cases/{road.reference}")
        await browser.get("/cases", params={"q": "Guédez"})
        await browser.get(f"/verify/{number}")
    async with site.pages() as nobody:
        form = {"username": site.world.username("supervisor"), "password": PASSWORD}
        await nobody.post("/sign-in", data=form)
    async with site.api("border_liaison_officer") as api:
        await api.get("/api/v1/people/alike", params={"family_names": "Guédez", "birth_date": "1991-03-14"})
        # What fails is told apart by its kind, not by its content.
        await api.post("/api/v1/registrations", json={"persons": [{"given_names": "Yorlenis\0"}]})
        await api.get("/api/v1/cases", params={"after": "Guédez"})
    captured = capfd.readouterr()
    said = captured.out + captured.err + caplog.text
    assert said.count('"event": "request"') > 8
    about = [
        "Yorlenis",
        "Gu\\u00e9dez",
        "Guédez",
        "Gu%C3%A9dez",
        "1991-03-14",
        number,
        road.reference,
        "6000 0142",
    ]
    secrets = [PASSWORD, "Bearer ", "acogida=", site.world.username("supervisor"), "127.0.0.1"]
    assert [word for word in about + secrets if word in said] == []
