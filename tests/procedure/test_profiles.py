"""Profiles as files: found by country, version and day, overlaid, strict, and honest about what is not known."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.procedure.law.basis import Fact, Span, marked_values
from app.procedure.public import NoSuchProfile, ProfileInvalid, check, load, read_profile
from tests.procedure.scenes import DEMONSTRATION, HERE, costa_rica, toy

TOY = (HERE / "toy.toml").read_text(encoding="utf-8")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    assert old in TOY
    path = tmp_path / "changed.toml"
    path.write_text(TOY.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_profile_is_found_by_the_day_of_filing() -> None:
    assert load("CRI", on=date(2024, 6, 14)).version == "2024-06"
    assert load("CRI", on=date(2026, 11, 21)) is load("CRI", on=date(2026, 11, 21))
    assert load("CRI", on=date(2022, 11, 30)).version == "2011"
    with pytest.raises(NoSuchProfile):
        load("CRI", on=date(2011, 1, 1))
    for country, version in (("XXX", None), ("CRI", "1999-01")):
        with pytest.raises(NoSuchProfile):
            load(country, version=version)


def test_nothing_in_a_profile_can_be_changed() -> None:
    with pytest.raises(ValidationError):
        costa_rica().version = "2025-01"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        costa_rica().stage("registered").open = False  # type: ignore[misc]


def test_the_quorum_is_unknown_until_a_deployment_sets_it() -> None:
    quorum = costa_rica().bodies["commission"].quorum
    assert quorum is not None
    assert (quorum.value, quorum.verification) == (None, "unknown")
    demonstration = load("CRI", overrides=DEMONSTRATION)
    quorum = demonstration.bodies["commission"].quorum
    assert quorum is not None
    assert (quorum.value, quorum.verification, quorum.synthetic) == (2, "unknown", True)
    assert demonstration.overridden_by[0].synthetic
    assert demonstration.bodies["commission"].label == costa_rica().bodies["commission"].label
    assert len(demonstration.bodies["commission"].members) == 3
    assert costa_rica().overridden_by == ()


def test_an_override_is_for_one_profile(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[override]\nof = "CRI/1999"\nlabel = { es = "x", en = "x" }\n', encoding="utf-8")
    with pytest.raises(ProfileInvalid, match="CRI/1999"):
        load("CRI", overrides=wrong)
    wrong.write_text("[limits.appeal]\n", encoding="utf-8")
    with pytest.raises(ProfileInvalid, match="override"):
        load("CRI", overrides=wrong)


def test_an_override_changes_one_event_and_one_stage_and_nothing_else(tmp_path: Path) -> None:
    over = tmp_path / "over.toml"
    over.write_text(
        '[override]\nof = "ZZZ/1"\nlabel = { es = "x", en = "x" }\n'
        '[[events]]\nname = "heard"\nby = ["appeals_judge"]\n'
        '[limits.challenge]\nlength = "20 days"\nverification = "confirmed"\nsource = "ACT"\n',
        encoding="utf-8",
    )
    profile = read_profile(HERE / "toy.toml", overrides=over)
    assert profile.event("heard").by == ("appeals_judge",)
    assert profile.event("heard").to == toy().event("heard").to
    assert [event.name for event in profile.events] == [event.name for event in toy().events]
    assert profile.limit("challenge").length == Span(20, "day")
    missed = profile.limit("challenge").missed
    assert missed is not None
    assert missed.proposes == "lapsed"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('to = "ruling"', 'to = "nowhere"', "no stage 'nowhere'"),
        ('meets = ["stay"]', 'meets = ["day"]', "no limit 'day'"),
        ('issues = ["slip"]', 'issues = ["passport"]', "no document 'passport'"),
        ('against = ["refused"]', 'against = ["lost"]', "no outcome 'lost'"),
        ('body = "court"', 'body = "senate"', "no body 'senate'"),
        ('forum = "court"', 'forum = "fair"', "no calendar 'fair'"),
        ('source = "ACT"', 'source = "BOOK"', "no source 'BOOK'"),
        ('name = "heard"', 'name = "registered"', "'registered' is written twice"),
        ('length = "1 month"', 'length = "one month"', "no length of time"),
        ('length = "1 month"', 'length = "0 months"', "no length of time"),
        ('length = "1 month"', "length = 1", "has no unit"),
        ("open = true", 'open = "yes"', "true or false"),
        ('verification = "recalled"', 'verification = "sure"', "confirmed"),
        ('{ is = 21, verification = "recalled" }', "{ is = 21 }", "verification"),
        (
            '{ is = 21, verification = "recalled" }',
            '{ is = 21, verification = "confirmed" }',
            "names its source",
        ),
        ('{ is = 21, verification = "recalled" }', '{ is = 21, verification = "unknown" }', "synthetic"),
        ('{ is = 21, verification = "recalled" }', '{ verification = "recalled" }', "unknown"),
        ('{ is = 21, verification = "recalled" }', '{ is = 21.0, verification = "recalled" }', "integer"),
        ('time_zone    = "America/Santiago"', 'time_zone = "America/Nowhere"', "Nowhere"),
        ("weekend = [5, 6]", "weekend = [1, 2, 3, 4, 5, 6, 7]", "weekend"),
        ("to = 2026-06-10", "to = 2026-05-10", "ends before it begins"),
        ('country      = "ZZZ"', 'country = "ZZZ"\ncapital = "Z"', "no key 'capital'"),
        ('from = ["filed"]\nto = "ruling"', 'to = "ruling"', "from which stages"),
        ('creates = true\nto = "filed"', "creates = true", "at which stage"),
        ('country      = "ZZZ"', "country = ", "Invalid value"),
    ],
)
def test_a_profile_with_a_fault_is_not_loaded(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(ProfileInvalid, match=fault):
        read_profile(changed(tmp_path, old, new))


def test_every_value_says_how_sure_it_is_and_since_when() -> None:
    seen = 0
    for place, value in marked_values(costa_rica()):
        seen += 1
        # What nobody wrote down is unknown, and since no day.
        assert value.checked_on is not None or value.verification == "unknown", place
        if value.verification in {"confirmed", "secondary"}:
            assert value.source in costa_rica().sources, place
        if isinstance(value, Fact) and value.verification == "unknown":
            assert value.value is None, place
    assert seen > 100


def test_no_target_of_the_office_is_presented_as_law() -> None:
    for name, limit in costa_rica().limits.items():
        if limit.kind == "internal":
            assert limit.source is None, name
        if limit.kind == "standard":
            assert limit.source == "UNHCR", name
        if limit.kind == "legal":
            assert limit.source not in {None, "UNHCR"}, name


def test_everything_on_a_screen_has_its_words_in_both_languages() -> None:
    profile = costa_rica()
    labels = [
        *(stage.label for stage in profile.stages),
        *(event.label for event in profile.events),
        *(limit.label for limit in profile.limits.values()),
        *(outcome.label for outcome in profile.outcomes.values()),
        *(remedy.label for remedy in profile.remedies),
        *(document.label for document in profile.documents.values()),
        *(body.label for body in profile.bodies.values()),
    ]
    assert len(labels) > 80
    assert all(label.es.strip() and label.en.strip() for label in labels)
    assert all(stage.applicant_label for stage in profile.stages)
    assert profile.stage("final").label.in_("en") == "Final"
    assert profile.stage("final").label.in_("es") == "Firme"


def test_nothing_on_the_document_says_refugee() -> None:
    document = costa_rica().document("applicant_document")
    assert document.number.digits == 12
    assert document.valid.value == Span(2, "year")
    assert document.work.begins == "issue"
    assert not any(
        word in f"{document.label.es} {document.label.en}".lower() for word in document.never_prints
    )


def test_the_places_of_the_deployment() -> None:
    profile = costa_rica()
    assert [office.code for office in profile.offices] == [
        "san_jose",
        "upala",
        "liberia",
        "paso_canoas",
        "limon",
    ]
    assert {post.code: post.kind for post in profile.posts} == {
        "penas_blancas": "land",
        "los_chiles": "land",
        "tablillas": "land",
        "paso_canoas": "land",
        "golfito": "sea",
        "limon": "sea",
        "caldera": "sea",
        "juan_santamaria": "air",
        "daniel_oduber": "air",
    }
    assert next(post.office for post in profile.posts if post.code == "penas_blancas") == "liberia"


def test_the_shipped_profile_has_no_defect() -> None:
    findings = check(costa_rica())
    assert [finding for finding in findings if finding.severity == "defect"] == []
    gaps = {finding.subject for finding in findings if finding.severity == "gap"}
    assert gaps >= {"bodies.commission.quorum", "limits.file_claim", "stages.abandoned.removal_barred"}
    assert any(f.subject == "outcomes.inadmissible" and f.severity == "unverified" for f in findings)
    synthetic = [
        f.subject for f in check(load("CRI", overrides=DEMONSTRATION)) if f.kind == "synthetic_value"
    ]
    elsewhere = [subject for subject in synthetic if not subject.startswith("notification.channels.")]
    assert {subject.partition(".criteria")[0] for subject in elsewhere} == {
        "bodies.commission.quorum",
        "bodies.commission.sittings.remote",
        "bodies.tribunal.quorum",
        "groups.synthetic_group",
    }


CONTESTABLE = '  { when = { outcome = ["refused"] }, to = "contestable" },\n'
MISSED = 'length = "1 month"\nbinds = "authority"\nmissed = "shown_as_late"\n'
RULED = 'name = "court_ruled"\n'


@pytest.mark.parametrize(
    ("old", "new", "kind", "subject"),
    [
        (CONTESTABLE, "", "unreachable_stage", "stages.contestable"),
        (RULED, f'{RULED}except = ["before_court"]\n', "stage_without_exit", "stages.before_court"),
        (MISSED, 'length = "1 month"\nbinds = "authority"\n', "limit_without_consequence", "limits.rule"),
        ('against = ["refused"]', "against = []", "refusal_without_remedy", "outcomes.refused"),
        ('meets = ["stay"]\n', "", "limit_never_met", "limits.stay"),
        ('starts = ["stay"]\n', "", "limit_never_starts", "limits.stay"),
        ('file_within = "challenge"\n', "", "remedy_without_limit", "remedies.challenge"),
        ("heard = {", "listened = {", "need_without_words", "labels.heard"),
        ('independent_of = ["authority"]\n', "", "independence_not_stated", "bodies.court"),
    ],
)
def test_a_weak_spot_is_found(tmp_path: Path, old: str, new: str, kind: str, subject: str) -> None:
    assert (kind, subject) not in {(f.kind, f.subject) for f in check(toy())}
    found = check(read_profile(changed(tmp_path, old, new)))
    assert (kind, subject) in {(f.kind, f.subject) for f in found}


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2008, 11, 21), date(2026, 11, 20), 17),
        (date(2008, 11, 21), date(2026, 11, 21), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_in_completed_years(birth: date, day: date, age: int) -> None:
    assert costa_rica().age_on(birth, day) == age
    assert costa_rica().is_child_on(birth, day) is (age < 18)


def test_a_claim_follows_the_version_in_force_on_its_filing_day() -> None:
    versions = {day: load("CRI", on=day).version for day in (date(2024, 6, 13), date(2024, 6, 14))}
    assert versions == {date(2024, 6, 13): "2022-12", date(2024, 6, 14): "2024-06"}


def test_the_earlier_version_has_its_own_filing_limit_and_no_work_with_the_document() -> None:
    earlier, later = load("CRI", version="2022-12"), load("CRI", version="2024-06")
    assert str(earlier.limits["file_claim"].length) == "1 month"
    assert later.limits["file_claim"].length is None
    assert earlier.document("applicant_document").work.begins == "separate_permit"
    assert earlier.stages == later.stages
