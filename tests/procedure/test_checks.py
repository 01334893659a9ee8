"""What a check finds: each weak spot is put into the test country and found there, at its place and in both languages."""

from pathlib import Path

import pytest

from app.procedure.checks import findings
from app.procedure.public import check, load, read_profile
from tests.procedure.scenes import HERE, toy

TOY = (HERE / "toy.toml").read_text(encoding="utf-8")

REVIEWING = """
[[stages]]
name = "read_again"
is_a = "review"
label = { es = "Revisión", en = "Review" }
body = "authority"
open = true
track = true
removal_barred = { verification = "unknown" }
[[events]]
name = "written"
label = { es = "Escrita", en = "Written" }
from = ["filed"]
to = "read_again"
by = ["eligibility_officer"]
verification = "recalled"
[[events]]
name = "approved"
label = { es = "Avalada", en = "Approved" }
from = ["read_again"]
to = "ruling"
by = ["supervisor"]
needs = ["not_the_author"]
verification = "recalled"
[[abandonment]]
name = "absences"
label = { es = "Inasistencias", en = "Absences" }
event = "noted"
threshold = { is = 2, verification = "recalled" }
proposes = "given_up"
spares = ["child"]
verification = "recalled"
[[stages]]
name = "archived"
is_a = "abandoned"
label = { es = "Archivada", en = "Archived" }
open = false
track = false
removal_barred = { verification = "unknown" }
[[events]]
name = "given_up"
label = { es = "Archivo", en = "Archived" }
from = ["filed"]
to = "archived"
by = ["supervisor"]
spares = ["child"]
verification = "recalled"
[duties.decides]
body = "authority"
verification = "recalled"
[children]
no_lapse = { is = true, verification = "recalled" }
"""
LONGER = (
    TOY.replace(
        "[labels]\n",
        '[labels]\nnot_the_author = { es = "que revise otra persona", en = "another reader" }\n'
        'reasons = { es = "las razones", en = "reasons" }\n',
    )
    + REVIEWING
)


def found_in(tmp_path: Path, text: str) -> dict[tuple[str, str], findings.Finding]:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return {(each.kind, each.subject): each for each in check(read_profile(path))}


def test_the_longer_test_country_has_no_defect(tmp_path: Path) -> None:
    assert [f for f in found_in(tmp_path, LONGER).values() if f.severity == "defect"] == []


@pytest.mark.parametrize(
    ("old", "new", "kind", "subject"),
    [
        ('to = "read_again"', 'to = "ruling"', "unreachable_stage", "stages.read_again"),
        ('from = ["read_again"]\nto = "ruling"', 'from = ["read_again"]', "stage_without_exit", "stages.read_again"),
        ('from = ["read_again"]\nto = "ruling"', 'from = ["read_again"]', "trap", "stages.read_again"),
        ('needs = ["not_the_author"]\n', 'spares = ["child"]\n', "trap_for_some", "stages.read_again"),
        ('needs = ["not_the_author"]\n', "", "reviewed_by_author", "events.approved.needs"),
        ('by = ["supervisor"]\nneeds', 'by = ["eligibility_officer"]\nneeds', "own_work", "events.approved.by"),
        ('outcome = ["granted"]', 'outcome = ["refused"]', "target_may_fail", "events.notified.to"),
        ('result = ["overturned"]', 'result = ["upheld"]', "target_may_fail", "events.court_ruled.to"),
        ('when = { result = ["overturned"] }', 'when = { result = ["overturned"], instance = ["first"] }',
         "combination_refused", "events.court_ruled.to"),
        ('missed = "lapsed"', 'missed = "given_up"\nruns_in = ["contestable"]', "proposal_impossible", "limits.challenge.missed"),
        ('remind = ["2 calendar_days"]', 'remind = ["1 year"]', "reminder_before_start", "limits.challenge.remind"),
        ('threshold = { is = 2, verification = "recalled" }', 'threshold = { verification = "unknown" }',
         "trigger_without_threshold", "abandonment.absences"),
        ('spares = ["child"]\nverification = "recalled"\n[duties', 'verification = "recalled"\n[duties',
         "lapse_against_a_child", "events.given_up.spares"),
        ("is = true, verification = \"recalled\" }\n", "is = true, verification = \"recalled\" }\n",
         "time_against_a_child", "limits.challenge.missed"),
        ('body = "court"\nfile_within', 'body = "authority"\nfile_within', "judge_of_own_decision", "remedies.challenge.body"),
        ('body = "court"\nfile_within', 'body = "authority"\nfile_within', "no_other_body", "outcomes.refused"),
        ('independent_of = ["authority"]\n', "", "independence_not_stated", "bodies.court"),
    ],
)  # fmt: skip
def test_a_weak_spot_is_found(tmp_path: Path, old: str, new: str, kind: str, subject: str) -> None:
    assert old in LONGER
    text = LONGER.replace(old, new, 1)
    before = set(found_in(tmp_path, LONGER))
    found = found_in(tmp_path, text)
    assert (kind, subject) in found, sorted(found)
    if old != new:
        assert (kind, subject) not in before
    said = found[kind, subject]
    assert said.said("es") != said.said("en")


def test_a_remedy_whose_body_decided_is_fair_where_it_is_a_reconsideration(tmp_path: Path) -> None:
    own = LONGER.replace('body = "court"\nfile_within', 'body = "authority"\nfile_within')
    assert ("judge_of_own_decision", "remedies.challenge.body") in found_in(tmp_path, own)
    put = own.replace('instance = "appeal"', 'instance = "reconsideration"').replace(
        'name = "before_court"\nlabel = { es = "En el juzgado", en = "Before the court" }\nbody = "court"',
        'name = "before_court"\nlabel = { es = "En el juzgado", en = "Before the court" }\nbody = "authority"',
    )
    assert ("judge_of_own_decision", "remedies.challenge.body") not in found_in(tmp_path, put)


def test_who_decides_a_remedy_before_an_office_took_no_part_before(tmp_path: Path) -> None:
    office = LONGER.replace('kind = "tribunal"', 'kind = "office"').replace(
        'name = "before_court"\n', 'name = "before_court"\nis_a = "under_remedy"\n'
    )
    subject = "events.court_ruled.needs"
    assert ("remedy_by_the_same", subject) in found_in(tmp_path, office)
    needing = office.replace(
        'by = ["appeals_judge"]\nmeets', 'by = ["appeals_judge"]\nneeds = ["not_involved_before"]\nmeets'
    )
    assert needing != office
    assert ("remedy_by_the_same", subject) not in found_in(tmp_path, needing)


def test_a_refusal_without_a_remedy_is_a_gap_where_nobody_knows_the_remedies(tmp_path: Path) -> None:
    before, _, rest = LONGER.partition("[[remedies]]")
    without = "remedies = []\n" + before + rest[rest.index("[documents.slip]") :]
    assert found_in(tmp_path, without)["remedy_not_on_record", "outcomes.refused"].severity == "gap"
    known = without.replace(
        "remedies = []\n", 'remedies = []\nremedy_chain = { is = true, verification = "recalled" }\n'
    )
    assert found_in(tmp_path, known)["refusal_without_remedy", "outcomes.refused"].severity == "defect"


def test_a_procedure_that_notes_no_passed_limit_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.procedure.checks.road_checks.LIMIT_PASSED", "another_name")
    assert "limit_passed_not_recorded" in {each.kind for each in check(toy())}


def test_every_unknown_value_is_listed_with_its_place_and_the_profiles_own_note() -> None:
    unknown = {f.subject: f for f in check(load("CRI")) if f.kind == "unknown_value"}
    quorum = unknown["bodies.commission.quorum"]
    assert quorum.note
    assert quorum.said("es") == f"no consta un valor ({quorum.note})"
    assert len(unknown) > 10


def test_defects_come_first_and_every_kind_has_its_words_in_both_languages() -> None:
    severities = [finding.severity for finding in check(load("PAN"))]
    assert severities == sorted(severities, key=("defect", "gap", "unverified").index)
    for severity, es, en in findings._KINDS.values():
        assert severity in {"defect", "gap", "unverified"}
        assert es != en
