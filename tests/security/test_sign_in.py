"""Signing in, staying signed in, signing out; and forms that no page of ours sent."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.edge.identification import cookie_name
from app.settings import settings
from tests.site import Site
from tests.world import PASSWORD, also_holds

WRONG = "una frase larga equivocada"


async def sign_in(
    site: Site, who: str = "supervisor", password: str = PASSWORD, **fields: str
) -> httpx.Response:
    async with site.pages() as browser:
        form = {"username": site.world.username(who), "password": password} | fields
        return await browser.post("/sign-in", data=form)


async def token(
    site: Site, who: str = "supervisor", password: str = PASSWORD, scope: str = ""
) -> httpx.Response:
    async with site.api() as api:
        form = {
            "grant_type": "password",
            "username": site.world.username(who),
            "password": password,
            "scope": scope,
        }
        return await api.post("/api/v1/token", data=form)


async def rows(site: Site, statement: str, **values: Any) -> Any:
    async with site.world.system.reading(SYSTEM) as db:
        return await db.scalar(text(statement), values)


async def test_the_right_password_opens_a_session_in_a_cookie_that_no_script_reads(site: Site) -> None:
    answer = await sign_in(site, next="/cases")
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{cookie_name()}=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    kept = cookie.split("=", 1)[1].split(";", 1)[0]
    # What is stored opens nothing.
    assert await rows(site, "select count(*) from sign_ins where token_digest = :token", token=kept) == 0


def test_over_tls_the_cookie_belongs_to_this_host_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACOGIDA_PUBLIC_BASE_URL", "https://acogida.example")
    settings.cache_clear()
    try:
        assert settings().secure_cookies
        assert cookie_name() == "__Host-acogida"
    finally:
        monkeypatch.undo()
        settings.cache_clear()


async def test_five_wrong_passwords_lock_the_account_for_fifteen_minutes(site: Site) -> None:
    for _ in range(5):
        answer = await token(site, password=WRONG)
        assert answer.status_code == 401
    # The count was committed although each request was refused; now not even the right one helps.
    locked = await token(site)
    assert (locked.status_code, locked.json()["type"]) == (429, "urn:acogida:problem:too_many_failures")
    assert (await sign_in(site)).status_code == 429
    site.world.clock.advance(timedelta(minutes=16))
    assert (await token(site)).status_code == 200


async def test_nobody_learns_whether_a_user_exists(site: Site) -> None:
    wrong = await token(site, password=WRONG)
    site.world.clock.advance(timedelta(minutes=1))
    async with site.api() as api:
        form = {"grant_type": "password", "username": "nobody.at.all", "password": WRONG}
        unknown = await api.post("/api/v1/token", data=form)
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())


async def test_who_holds_two_roles_acts_in_one_and_changes_over(site: Site) -> None:
    world = site.world
    await also_holds(
        world, "supervisor", "registration_officer", "supervisor_registering", office_id=world.office
    )
    assert (await sign_in(site)).headers["location"] == "/account"
    assert (await token(site, scope="role:registration_officer")).json()["role"] == "registration_officer"
    assert (await token(site, scope="role:auditor")).status_code == 401
    async with site.pages("supervisor") as browser:
        assert (await browser.get("/register")).status_code == 403
        mine = await rows(
            site,
            "select id::text from role_grants where user_id = :user and role = 'registration_officer'",
            user=world.actor("supervisor").user_id,
        )
        foreign = await rows(
            site,
            "select id::text from role_grants where user_id = :user",
            user=world.actor("auditor").user_id,
        )
        assert (await browser.post("/account/role", data={"grant": foreign})).status_code == 303
        assert (await browser.get("/register")).status_code == 403
        await browser.post("/account/role", data={"grant": mine})
        assert (await browser.get("/register")).status_code == 200


async def test_a_right_that_was_taken_away_is_gone_with_the_next_request(site: Site) -> None:
    async with site.api("auditor") as api, site.pages("auditor") as browser:
        assert (await api.get("/api/v1/procedure")).status_code == 200
        assert (await browser.get("/procedure")).status_code == 200
        async with site.world.system.writing(SYSTEM) as db:
            await db.execute(
                text("update role_grants set until = :now where user_id = :user"),
                {"now": db.now(), "user": site.world.actor("auditor").user_id},
            )
        assert (await api.get("/api/v1/procedure")).status_code == 401
        assert (await browser.get("/procedure")).status_code == 303


async def test_an_idle_session_ends_after_half_an_hour_and_a_used_one_goes_on(site: Site) -> None:
    async with site.pages("supervisor") as browser:
        for _ in range(4):
            site.world.clock.advance(timedelta(minutes=20))
            assert (await browser.get("/procedure")).status_code == 200
        site.world.clock.advance(timedelta(minutes=31))
        assert (await browser.get("/procedure")).headers["location"] == "/sign-in?next=/procedure"


async def test_reading_alone_keeps_a_session_alive(site: Site) -> None:
    """Pages that only read run in a transaction that cannot write: the last use is noted beside it."""
    async with site.pages("supervisor") as browser:
        for _ in range(3):
            site.world.clock.advance(timedelta(minutes=25))
            assert (await browser.get("/cases")).status_code == 200


async def test_no_session_outlives_the_working_day(site: Site) -> None:
    async with site.pages("supervisor") as browser:
        for _ in range(36):
            site.world.clock.advance(timedelta(minutes=20))
            answer = await browser.get("/account")
        assert answer.status_code == 303


async def test_signing_out_ends_the_session_on_the_server(site: Site) -> None:
    async with site.pages("supervisor") as browser:
        kept = browser.cookies[cookie_name()]
        answer = await browser.post("/sign-out")
        assert answer.headers["location"].startswith("/sign-in")
        assert "Max-Age=0" in answer.headers["set-cookie"]
        browser.cookies.set(cookie_name(), kept)
        assert (await browser.get("/account")).status_code == 303


async def test_a_form_that_no_page_of_ours_sent_does_nothing(site: Site) -> None:
    forged: tuple[dict[bytes, bytes], ...] = (
        {b"X-CSRF-Token": b""},
        {b"X-CSRF-Token": b"wrong"},
        {b"X-CSRF-Token": "ñ".encode("latin-1")},
        {b"Sec-Fetch-Site": b"cross-site"},
        {b"Sec-Fetch-Site": b"same-site"},
    )
    async with site.pages("supervisor") as browser:
        for headers in forged:
            assert (await browser.post("/sign-out", headers=headers)).status_code == 403, headers
            assert (await browser.get("/account")).status_code == 200


async def test_a_form_without_any_token_does_nothing_and_one_with_its_field_does(site: Site) -> None:
    async with site.pages("supervisor") as browser:
        csrf = browser.headers.pop("X-CSRF-Token")
        assert (await browser.post("/sign-out")).status_code == 403
        assert (await browser.post("/sign-out", data={"csrf_token": "wrong"})).status_code == 403
        assert (await browser.post("/sign-out", json={"csrf_token": csrf})).status_code == 403
        assert (await browser.post("/sign-out", data={"csrf_token": csrf})).status_code == 303


async def test_another_site_cannot_sign_somebody_in(site: Site) -> None:
    async with site.pages() as browser:
        form = {"username": site.world.username("supervisor"), "password": PASSWORD}
        answer = await browser.post("/sign-in", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_signing_in_leads_nowhere_else(site: Site) -> None:
    for address in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/\t/evil.example",
        "/\n/evil.example",
        "http:evil.example",
        " //evil.example",
    ):
        answer = await sign_in(site, next=address)
        location = answer.headers["location"]
        # What a browser makes of it, seen from our own page.
        assert urljoin("http://127.0.0.1/sign-in", location).startswith("http://127.0.0.1/"), (
            address,
            location,
        )
        assert not re.search(r"[\t\n\\]", location), (address, location)


async def test_a_cookie_opens_no_api_and_a_token_no_page(site: Site) -> None:
    async with site.pages("supervisor") as browser:
        assert (await browser.get("/api/v1/procedure")).status_code == 401
    async with site.api("supervisor") as api:
        assert (await api.get("/procedure")).status_code == 303
