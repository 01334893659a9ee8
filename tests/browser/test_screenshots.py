"""Pictures of the key pages for the documentation: `make screenshots`, and never in an ordinary run."""

import os
from pathlib import Path

import pytest

from app.cases import public as cases
from tests.browser.serving import NARROW, WIDE, Served
from tests.world import family_of_five

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        "ACOGIDA_SCREENSHOTS" not in os.environ, reason="only `make screenshots` takes pictures"
    ),
]
FOLDER = Path(__file__).parents[2] / "docs/screenshots"


async def test_take_pictures_of_the_key_pages(served: Served) -> None:
    world = served.world
    filed = await world.register(family_of_five(), booking=True)
    for who, step in (("registration_officer", cases.take_over), ("registration_officer", cases.admit)):
        async with world.acting(who) as db:
            await step(db, db.actor, filed.case_id)
    async with world.acting("supervisor") as db:
        officer = world.actor("eligibility_officer").user_id
        await cases.assign(db, db.actor, filed.case_id, officer_id=officer)
    FOLDER.mkdir(parents=True, exist_ok=True)
    pages = [
        ("my-day", "eligibility_officer", "/"),
        ("case", "eligibility_officer", f"/cases/{filed.reference}"),
        ("procedure", "eligibility_officer", f"/procedure?case={filed.reference}"),
        ("register", "border_liaison_officer", "/register"),
        ("record", "data_protection_officer", "/record"),
    ]
    for name, who, address in pages:
        for width in (WIDE, NARROW):
            async with served.seated(who, width=width) as visitor:
                await visitor.open(address)
                await visitor.page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
