"""No clock without service that has effect: over every channel of every country's procedure."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.decisions.service.rules import CHANNELS, Known, Served, faults, takes_effect
from app.procedure import public as procedure

SIGNED = datetime(2026, 3, 2, 15, tzinfo=UTC)
ON = datetime(2026, 3, 13, 16, tzinfo=UTC)
PROFILES = [profile for country in procedure.countries() for profile in procedure.versions(country)]
KNOWN = Known(
    SIGNED,
    datetime(2026, 4, 30, 16, tzinfo=UTC),
    ("in_person", "in_person", "post"),
    child=False,
    electronic_since=date(2026, 1, 1),
)


def served(channel: str, **more: object) -> Served:
    given = {"published_from": date(2026, 3, 1)} | more
    return Served(channel, ON, "Ella", "Acta", **given)  # type: ignore[arg-type]


def wrong(profile: procedure.Profile, one: Served, known: Known = KNOWN) -> set[tuple[str, str]]:
    return {(f.field, f.rule) for f in faults(profile, one, known, profile.zone)}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: f"{profile.country}-{profile.version}")
def test_the_day_is_the_laws_or_a_persons_with_reasons_and_never_before_the_service(
    profile: procedure.Profile, channel: str
) -> None:
    rule = procedure.channel_of(profile, channel)
    effect = takes_effect(profile, served(channel), profile.zone)
    if rule is None or rule.effect == "unknown":
        assert effect is None
        assert ("effective_on", "not_on_record") in wrong(profile, served(channel))
        said = served(channel, effective_on=date(2026, 3, 16))
        assert ("reasons", "required") in wrong(profile, said)
        reasoned = served(
            channel, effective_on=date(2026, 3, 16), reasons="El día hábil siguiente, como más la favorece."
        )
        assert wrong(profile, reasoned) == set()
        assert ("effective_on", "before_service") in wrong(
            profile, served(channel, effective_on=date(2026, 3, 12), reasons="Porque sí, sin más razón.")
        )
    else:
        assert effect is not None
        assert effect.at >= ON
        assert effect.basis == profile.cite(rule)
        # What a person says does not move a day that the law gives.
        assert takes_effect(profile, served(channel, effective_on=date(2026, 4, 1)), profile.zone) == effect
        assert wrong(profile, served(channel)) == set()


def test_a_service_that_has_no_effect_yet_is_not_recorded_and_a_week_later_it_is() -> None:
    mexico = procedure.load("MEX")
    toy = mexico.model_copy(
        update={
            "notification": mexico.notification.model_copy(
                update={
                    "channels": tuple(
                        c.model_copy(update={"later": procedure.Span.parse("5 working_days")})
                        for c in mexico.notification.channels
                    )
                }
            )
        }
    )
    soon = Known(SIGNED, ON + timedelta(days=1), (), child=False, electronic_since=None)
    assert wrong(toy, served("in_person"), soon) == {("served_at", "not_in_effect_yet")}
    effect = takes_effect(toy, served("in_person"), toy.zone)
    # Friday 13 March, and five working days.
    assert effect is not None
    assert effect.at.date() == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("country", "channel", "failed", "published_from", "refused"),
    [
        ("MEX", "edict", (), date(2026, 3, 11), ("channel", "too_few_attempts")),
        ("MEX", "edict", ("in_person",), date(2026, 3, 12), ("published_from", "too_short")),
        ("MEX", "edict", ("in_person",), date(2026, 3, 11), None),
        ("MEX", "door_note", ("electronic_address",), None, ("channel", "too_few_attempts")),
        ("MEX", "door_note", ("in_person",), None, None),
        ("PAN", "door_note", ("in_person",), None, ("channel", "too_few_attempts")),
        ("PAN", "door_note", ("in_person", "in_person"), None, None),
    ],
)
def test_the_laws_substitutes_come_after_real_attempts_and_for_all_their_days(
    country: str,
    channel: str,
    failed: tuple[str, ...],
    published_from: date | None,
    refused: tuple[str, str] | None,
) -> None:
    known = Known(SIGNED, KNOWN.now, failed, child=False, electronic_since=None)
    found = wrong(procedure.load(country), served(channel, published_from=published_from), known)
    assert found == ({refused} if refused else set())


def test_a_child_is_served_through_a_guardian_and_electronic_means_only_where_accepted() -> None:
    mexico = procedure.load("MEX")
    child = Known(SIGNED, KNOWN.now, (), child=True, electronic_since=None)
    assert wrong(mexico, served("in_person"), child) == {("served_as", "child")}
    assert wrong(mexico, served("in_person", served_as="guardian"), child) == set()
    adult = Known(SIGNED, KNOWN.now, (), child=False, electronic_since=None)
    said = served(
        "electronic_address", effective_on=date(2026, 3, 13), reasons="Consta que lo abrió ese día."
    )
    assert wrong(mexico, said, adult) == {("channel", "not_accepted")}
