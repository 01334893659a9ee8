"""What notices say: in every language, by every channel, and never more than the channel may carry."""

from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from app.notices.contact.rules import SAFETY, Contact, leaves_at, way_to
from app.notices.kinds import LANGUAGES, PLAIN, REFERENCE, Extent, kind_for, kinds, rendered
from app.procedure import public as procedure

EXTENTS: tuple[Extent, ...] = ("full", "discreet")
ZONE = ZoneInfo("America/Costa_Rica")
SAMPLES = {"text": "Upala", "day": "2026-12-03", "moment": "2026-12-03T16:00:00+00:00", "link": "x"}
PLANTED = {
    "claim": "persecución política",
    "outcome": "rechazada",
    "reasons": "no es creíble",
    "needs": "sobreviviente",
}
SECRET = (*PLANTED.values(), "CR26-3Q05-18")
PERSON = Contact(
    "Ana Ruiz", phone="+506 6000 0001", email="ana@example.org", lodging="Calle 3", languages=("ht", "es")
)


def facts_of(kind_name: str) -> dict[str, str]:
    return {name: SAMPLES[what] for name, what in kinds()[kind_name].facts.items()} | {
        REFERENCE: "CR26-3Q05-18"
    }


@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_kind_is_said_in_every_language_and_on_a_shared_channel_says_less(name: str) -> None:
    kind, facts = kinds()[name], facts_of(name)
    said = {}
    for extent, language in product(EXTENTS, LANGUAGES):
        assert set(kind.says[extent]) == set(LANGUAGES)
        text = rendered(kind, extent, language, facts | PLANTED, ZONE)
        assert not any(mark in text for mark in "{}[]"), text
        assert not any(secret in text for secret in PLANTED.values())
        if extent == "discreet":
            assert not any(secret in text for secret in SECRET)
        said[extent, language] = text
    assert len(set(said.values())) >= len(LANGUAGES)
    # Every fact that a kind declares is said somewhere, and none that it does not declare is asked for.
    for fact in kind.facts:
        assert any(f"{{{fact}}}" in text for each in kind.says.values() for text in each.values()), fact
    assert kind.needs() <= set(kind.facts)
    with_none = kind_for(name, {})
    assert with_none.name == (name if not kind.needs() else PLAIN)


def test_every_notice_of_every_procedure_has_its_words() -> None:
    named = {
        follow.name
        for country in procedure.countries()
        for profile in procedure.versions(country)
        for event in profile.events
        for follow in event.notices
    }
    assert named
    assert named <= set(kinds())


def test_no_way_is_used_that_was_called_unsafe_and_nothing_is_said_in_full_but_on_a_safe_one() -> None:
    for phone, email, letter, silent, reads in product(SAFETY, SAFETY, SAFETY, (False, True), (False, True)):
        told = replace(
            PERSON,
            phone_safety=phone,
            email_safety=email,
            letter_safety=letter,
            no_messages=silent,
            reads=reads,
        )
        for only in (None, "sms", "email", "letter", "call"):
            way = way_to(told, only=only)
            safety = {"sms": phone, "call": phone, "email": email, "letter": letter, "in_person": "safe"}[
                way.channel
            ]
            assert safety != "unsafe"
            assert way.extent == ("full" if safety == "safe" else "discreet")
            assert way.channel not in ("sms", "call") or not silent
            assert way.channel != "letter" or letter == "safe"
            assert reads or way.channel in ("call", "in_person")
            if only is None and reads and "safe" in (email, letter, phone if not silent else ""):
                assert way.extent == "full"


def test_the_hour_and_the_day_that_were_asked_for_are_waited_for() -> None:
    told = Contact("Ana", weekdays=frozenset({1, 3}), from_hour=time(14), to_hour=time(16))
    friday = datetime(2026, 11, 20, 12, tzinfo=UTC)
    monday = datetime(2026, 11, 23, 20, tzinfo=UTC)
    assert leaves_at(told, friday, ZONE) == monday
    inside = datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert leaves_at(told, inside, ZONE) == inside
    after = datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert leaves_at(told, after, ZONE) == datetime(2026, 11, 25, 20, tzinfo=UTC)
    assert PERSON.spoken == "ht"
