"""The scale as it is defined, and the instruments as they are in the files."""

import hashlib
from fractions import Fraction
from importlib.resources import files

import pytest

from app.quality.rules.instruments import current, every_version
from app.quality.rules.scale import Marked, missing, score, unusable

INTERVIEW = current()["interview"]
ALL_CORRECT = {each.id: Marked("correct") for each in INTERVIEW.indicators}
# A version that was in use never changes: another is added.
DIGESTS = {
    "decision-1.toml": "b827198ee11819c5",
    "interview-1.toml": "131020bac4e78242",
    "notification-1.toml": "52298f85dd11af52",
    "registration-1.toml": "8c7dc6e2c33ad2a8",
}


def test_a_version_that_was_in_use_is_never_changed() -> None:
    folder = files("app.quality.instruments")
    now = {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest()[:16]
        for each in folder.iterdir()
        if each.name.endswith(".toml")
    }
    assert now == DIGESTS


def test_the_instruments_have_the_blocks_that_the_models_have() -> None:
    assert [b.id for b in INTERVIEW.blocks] == ["opening", "conducting", "substance", "closing", "record"]
    assert [len(INTERVIEW.of_block(b.id)) for b in INTERVIEW.blocks] == [4, 3, 5, 1, 1]
    assert [b.id for b in current()["decision"].blocks] == [
        "introduction", "basis", "credibility", "risk", "legal", "form", "efficiency",
    ]  # fmt: skip
    for each in every_version().values():
        assert len({i.id for i in each.indicators}) == len(each.indicators)
        assert all(
            i.question.es and i.question.en and i.guidance.es and i.guidance.en for i in each.indicators
        )
        assert any(i.critical for i in each.indicators)
        assert all(each.of_block(b.id) for b in each.blocks)


def test_the_score_is_the_correct_ones_among_those_that_apply() -> None:
    ids = [each.id for each in INTERVIEW.indicators if not each.critical]
    marks = ALL_CORRECT | {
        ids[0]: Marked("not_applicable"),
        ids[1]: Marked("minor_error", "Falta la hora de la pausa."),
        ids[2]: Marked("significant_error", "Sugiere la respuesta."),
    }
    found = score(INTERVIEW, marks)
    assert (found.correct, found.minor, found.significant, found.applicable) == (11, 1, 1, 13)
    assert found.share == Fraction(11, 13)
    assert not found.failed
    assert found.passed is False
    assert score(INTERVIEW, ALL_CORRECT).passed is True


@pytest.mark.parametrize(
    ("critical", "mark", "failed"),
    [
        (True, "significant_error", True),
        (True, "minor_error", False),
        (True, "not_applicable", False),
        (False, "significant_error", False),
    ],
)
def test_only_a_significant_error_in_a_critical_indicator_fails_the_file_whatever_the_score(
    critical: bool, mark: str, failed: bool
) -> None:
    one = next(each.id for each in INTERVIEW.indicators if each.critical == critical)
    found = score(INTERVIEW, ALL_CORRECT | {one: Marked(mark, "Ver la página 3.")})
    assert found.failed is failed
    assert found.share is not None
    assert found.share > Fraction(9, 10)
    assert found.passed is not failed


def test_where_nothing_applies_there_is_no_score() -> None:
    found = score(INTERVIEW, {each.id: Marked("not_applicable") for each in INTERVIEW.indicators})
    assert (found.applicable, found.share, found.passed) == (0, None, None)


def test_an_error_needs_a_comment_and_every_indicator_a_mark() -> None:
    one, two, *rest = [each.id for each in INTERVIEW.indicators]
    marks = {name: Marked("correct") for name in rest} | {one: Marked("minor_error", "  ")}
    assert {(e.field, e.rule) for e in missing(INTERVIEW, marks)} == {
        (f"marks.{one}.comment", "required"),
        (f"marks.{two}", "required"),
    }
    assert missing(INTERVIEW, ALL_CORRECT) == []


def test_what_is_not_of_the_instrument_is_not_kept() -> None:
    wrong = unusable(INTERVIEW, {"nobody.knows": Marked("correct"), "opening.needs": Marked("perfect")})
    assert {e.field for e in wrong} == {"marks.nobody.knows", "marks.opening.needs"}
