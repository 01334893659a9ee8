"""One entry of the menu for each part of the house, and tabs between its pages; who may open one page alone finds it by its name."""

from dataclasses import replace

import pytest

from app.core.actor import Actor
from app.identity import public as identity
from app.web.areas import AREAS, in_menu, metrics, quality, tabs_at
from tests.world import World

ONE_ENTRY = {
    "supervisor": {"/metrics", "/quality"},
    "auditor": {"/metrics", "/quality"},
    "quality_assessor": {"/metrics", "/quality"},
    "commission_secretary": {"/metrics", "/quality/board"},
    "eligibility_officer": {"/metrics/consistency", "/quality/mine"},
    "data_protection_officer": {"/publications"},
    "border_liaison_officer": {"/quality/mine"},
    "legal_representative": set(),
}


@pytest.mark.parametrize("who", ONE_ENTRY)
def test_each_role_has_one_entry_for_figures_and_one_for_quality(world: World, who: str) -> None:
    actor = world.actor(who)
    assert {item.href for make in AREAS if (item := in_menu(make(), actor))} == ONE_ENTRY[who]


def test_every_page_of_an_area_is_a_step_away_for_whoever_may_open_it(world: World) -> None:
    for who in ONE_ENTRY:
        actor = world.actor(who)
        for area in (metrics(), quality()):
            pages = area.open_to(actor)
            for page in pages if len(pages) > 1 else ():
                tabs = tabs_at(page.href, actor)
                assert tabs is not None
                assert tabs.current == page.href
                assert {item.href for item in tabs.items} == {each.href for each in pages}


def test_a_page_below_belongs_to_the_nearest_tab(world: World) -> None:
    def current(path: str, actor: Actor) -> str | None:
        tabs = tabs_at(path, actor)
        return tabs.current if tabs else None

    auditor, secretary = world.actor("auditor"), world.actor("commission_secretary")
    assert current("/metrics/pending/cases", auditor) == "/metrics"
    assert current("/metrics/access", auditor) == "/metrics/access"
    assert current("/quality/recommendations/new", secretary) == "/quality/board"
    assert current("/cases", auditor) is None
    assert current("/metrics/access", world.actor("border_liaison_officer")) is None
    assert not identity.may(replace(auditor, role="applicant"), "metrics.read")
