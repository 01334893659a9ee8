"""Whatever is wrong with a file is told with the file, the line, the place and the reason, in Spanish and English."""

import ast
import re
from pathlib import Path

import pytest

import app.procedure
from app.procedure.files import loading
from app.procedure.files.fault_words import sentence_words
from app.procedure.public import Fault, Layer, ProfileInvalid, examine_layer, load, read_profile, with_layer
from tests.procedure.scenes import HERE

ROOM = Path(app.procedure.__file__).parent
TOY = (HERE / "toy.toml").read_text(encoding="utf-8")
MARK = '[override]\nof = "ZZZ/1"\nlabel = { es = "x", en = "x" }\n'


def faults_of(path: Path, overrides: Path | None = None) -> tuple[Fault, ...]:
    with pytest.raises(ProfileInvalid) as raised:
        read_profile(path, overrides=overrides)
    assert all(fault.es and fault.en and fault.code for fault in raised.value.faults)
    return raised.value.faults


def written(tmp_path: Path, text: str, name: str = "own.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def only(faults: tuple[Fault, ...]) -> Fault:
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('length = "1 month"', 'length = "-3 days"', "negative", "limits.rule.length"),
        ('length = "1 month"', "length = -3", "negative", "limits.rule.length"),
        ('length = "1 month"', 'length = "30"', "no_unit", "limits.rule.length"),
        ('length = "1 month"', "length = 30", "no_unit", "limits.rule.length"),
        ('length = "1 month"', 'length = "a month"', "no_length", "limits.rule.length"),
        ("is = 21,", "is = -21,", "negative", "majority_age"),
        ('by = ["appeals_judge"]', 'by = ["butler"]', "no_such", "events.court_ruled"),
        ('meets = ["stay"]', 'meets = ["day"]', "no_such", "events.court_ruled"),
        ('to = "ruling"', 'to = "nowhere"', "no_such", "events.heard"),
        ('  { when = { outcome = ["refused"] }, to = "contestable" },',
         '  { when = { outcome = ["refused"] }, to = "nowhere" },', "no_such", "events.notified"),
        ('label = { es = "Recibida", en = "Filed" }', 'label = { es = "Recibida" }', "missing", "stages.filed.label.en"),
        ('label = { es = "Recibida", en = "Filed" }', 'lable = { es = "Recibida", en = "Filed" }',
         "unknown_key", "stages.filed.lable"),
        ('source = "ACT"', 'source = "BOOK"', "no_such", "stages.filed.removal_barred"),
        ("on = 2026-03-10", "on = 2025-03-10", "outside_its_year", "calendars.administration.years"),
        ('like = "administration"', 'like = "court"', "like_like", "calendars.court"),
        ("to = 2026-06-10", "to = 2026-05-10", "ends_before", "suspensions.2026-06-01"),
        ('verification = "recalled"', 'verification = "sure"', "not_one_of", "majority_age.verification"),
        ("open = true", 'open = "yes"', "not_boolean", "stages.filed.open"),
        ("weekend = [5, 6]", 'weekend = "Friday"', "not_a_list", "calendars.administration.weekend"),
        ('country      = "ZZZ"', 'country = "Zzz"', "wrong_form", "country"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_place(
    tmp_path: Path, old: str, new: str, code: str, place: str
) -> None:
    assert old in TOY
    text = TOY.replace(old, new, 1)
    line = TOY[: TOY.index(old)].count("\n") + 1
    path = written(tmp_path, text)
    fault = next(fault for fault in faults_of(path) if fault.code == code)
    assert (fault.place, fault.file) == (place, path)
    assert fault.line == line, str(fault)
    assert fault.in_words("es").startswith(f"{path}:{line}: {place}: ")


def test_reasons_are_plain_words_in_both_languages(tmp_path: Path) -> None:
    path = written(tmp_path, TOY.replace('length = "1 month"', 'length = "30"', 1))
    fault = only(faults_of(path))
    assert fault.reason("es") == "«30» no tiene unidad; escriba por ejemplo «3 working_days»"
    assert fault.reason("en") == "'30' has no unit; write for example '3 working_days'"


def test_two_pauses_that_lead_only_to_each_other_are_refused(tmp_path: Path) -> None:
    pauses = "".join(
        f'[[stages]]\nname = "{name}"\nlabel = {{ es = "x", en = "x" }}\nopen = true\ntrack = false\npause = true\n'
        'removal_barred = { verification = "unknown" }\n'
        f'[[events]]\nname = "to_{name}"\nlabel = {{ es = "x", en = "x" }}\nfrom = [{origins}]\nto = "{name}"\n'
        'by = ["supervisor"]\nverification = "recalled"\n'
        for name, origins in (("paused", '"filed", "halted"'), ("halted", '"paused"'))
    )
    path = written(tmp_path, TOY + pauses)
    faults = faults_of(path)
    assert {(fault.code, fault.place) for fault in faults} == {
        ("endless_pause", "stages.paused"),
        ("endless_pause", "stages.halted"),
    }
    lines = path.read_text(encoding="utf-8").splitlines()
    for fault in faults:
        assert fault.line is not None
        assert lines[fault.line] == f'name = "{fault.place.split(".")[1]}"'


def test_a_name_that_stands_twice_is_told_where_it_stands_again(tmp_path: Path) -> None:
    again = '[[stages]]\nname = "filed"\n'
    path = written(tmp_path, TOY + again)
    fault = only(faults_of(path))
    assert (fault.code, fault.place) == ("written_twice", "stages.filed")
    assert fault.line == (TOY + again).count("\n")
    first = TOY[: TOY.index('name = "filed"')].count("\n") + 1
    assert fault.es.endswith(f"la primera, en la línea {first}")


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    fault = only(faults_of(written(tmp_path, 'country = "ZZZ"\nversion = \n')))
    assert (fault.code, fault.line) == ("broken_toml", 2)
    fault = only(faults_of(written(tmp_path, 'country = "ZZZ"\nlist = [\n')))
    assert (fault.code, fault.line) == ("broken_toml", 3)
    path = tmp_path / "latin.toml"
    path.write_bytes('a = "x"\nb = "ñ"\n'.encode("latin-1"))
    fault = only(faults_of(path))
    assert (fault.code, fault.line) == ("not_utf8", 2)


def test_every_fault_of_a_file_is_told_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = TOY.replace('meets = ["stay"]', 'meets = ["day"]').replace('to = "ruling"', 'to = "nowhere"')
    faults = faults_of(written(tmp_path, text.replace('by = ["appeals_judge"]', 'by = ["butler"]')))
    assert [fault.en for fault in faults] == ["no stage 'nowhere'", "no role 'butler'", "no limit 'day'"]
    assert [fault.line for fault in faults] == sorted(fault.line or 0 for fault in faults)


@pytest.mark.parametrize(
    ("over", "line", "code"),
    [
        ('[[events]]\nname = "heard"\nby = ["butler"]\n', 6, "no_such"),
        ('[limits.challenge]\nlength = "-1 day"\n', 5, "negative"),
        ('[limits.novel]\nlength = "1 day"\n', 4, "missing"),
        ('[bodies.court]\nquorum = { is = 2, verification = "confirmed" }\n', 5, "no_source"),
        ('[[events]]\nby = ["supervisor"]\n', 4, "nameless"),
        ('absent = ["limits.nothing"]\n', 0, "nothing_to_take_away"),
    ],
)
def test_the_override_is_named_where_the_value_is_its_own(
    tmp_path: Path, over: str, line: int, code: str
) -> None:
    text = over + MARK if not line else MARK + over
    path = written(tmp_path, text, "over.toml")
    fault = next(fault for fault in faults_of(HERE / "toy.toml", path) if fault.code == code)
    assert (fault.file, fault.line) == (path, line or 1)


def test_the_file_below_is_named_where_the_value_is_its_own(tmp_path: Path) -> None:
    base = written(tmp_path, TOY.replace('to = "ruling"', 'to = "nowhere"'))
    over = written(tmp_path, MARK + '[[events]]\nname = "heard"\nby = ["supervisor"]\n', "over.toml")
    fault = only(faults_of(base, over))
    assert fault.file == base
    assert fault.line == TOY[: TOY.index('to = "ruling"')].count("\n") + 1


def test_the_version_it_differs_from_is_named_where_the_value_is_that_ones(tmp_path: Path) -> None:
    differing = (
        'country = "CRI"\nversion = "x"\ndiffers_from = "2024-06"\nin_force = { from = 1999-01-01, to = 1999-12-31 }\n'
        '[limits.appeal]\nlength = "4 moons"\n'
    )
    path = written(tmp_path, differing)
    assert (only(faults_of(path)).file, only(faults_of(path)).line) == (path, 6)
    without = written(
        tmp_path, differing.replace('length = "4 moons"', "") + '[bodies.commission]\nkind = "club"\n'
    )
    assert only(faults_of(without)).line == 8
    lost = written(tmp_path, differing.replace("2024-06", "1950"))
    assert (only(faults_of(lost)).code, only(faults_of(lost)).line) == ("nothing_to_differ_from", 3)
    # A stage that the difference takes away is missed by an event of the version below.
    gone = written(tmp_path, 'absent = ["stages.review"]\n' + differing.replace('length = "4 moons"', ""))
    files = {fault.file.name for fault in faults_of(gone) if fault.file is not None}
    assert files == {"cri-2024-06.toml"}


def test_an_uploaded_text_is_named_by_its_name() -> None:
    layer = Layer(
        "CRI+7", '[override]\nof = "CRI"\nlabel = { es = "x", en = "x" }\n[limits.appeal]\nlength = "3"\n'
    )
    with pytest.raises(ProfileInvalid) as raised:
        with_layer("CRI", "2024-06", layer=layer)
    assert (
        raised.value.faults[0].in_words("es").startswith("CRI+7:5: limits.appeal.length: «3» no tiene unidad")
    )
    for text, code in (("country = 'CRI'\n", "no_mark"), (layer.text.replace('"CRI"', '"MEX"'), "for_another"),
                       ("version = '3'\n" + layer.text, "fixed")):  # fmt: skip
        with pytest.raises(ProfileInvalid) as raised:
            with_layer("CRI", "2024-06", layer=Layer("CRI+7", text))
        assert raised.value.faults[0].code == code


def test_versions_of_a_country_that_overlap_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = TOY.replace('version      = "1"', 'version = "2"').replace(
        "from = 2000-01-01", "from = 2020-01-01"
    )
    written(tmp_path, TOY, "zzz-1.toml")
    newer = written(tmp_path, second, "zzz-2.toml")
    monkeypatch.setattr(loading, "SHIPPED", tmp_path)
    loading.forget()
    try:
        with pytest.raises(ProfileInvalid) as raised:
            load("ZZZ")
        fault = raised.value.faults[0]
        assert (fault.code, fault.file, fault.place) == ("overlapping", newer, "in_force.from")
        assert fault.line == second[: second.index("in_force")].count("\n") + 1
    finally:
        monkeypatch.undo()
        loading.forget()


def test_a_file_that_is_wrong_replaces_nothing(tmp_path: Path) -> None:
    before = load("CRI")
    over = written(
        tmp_path,
        '[override]\nof = "CRI"\nlabel = { es = "x", en = "x" }\n[limits.appeal]\nlength = "-1 day"\n',
    )
    with pytest.raises(ProfileInvalid):
        load("CRI", overrides=over)
    assert load("CRI") is before


def sentences() -> list[str]:
    """What the schema says when it refuses, with every name in it put as «x»."""
    found = []
    for module in (
        "basis",
        "flow",
        "timing",
        "institutions",
        "safeguards",
        "schema",
        "references",
        "screening",
    ):
        for node in ast.walk(ast.parse((ROOM / "law" / f"{module}.py").read_text(encoding="utf-8"))):
            match node:
                case (
                    ast.Call(func=ast.Name(id="ValueError"), args=[said])
                    | ast.Call(func=ast.Name(id="Loose"), args=[_, said])
                    | ast.Yield(
                        value=ast.Tuple(elts=[ast.Name(), (ast.JoinedStr() | ast.Constant()) as said])
                    )
                    | ast.Yield(value=(ast.JoinedStr() | ast.Constant()) as said)
                ):
                    found.append("".join(
                        str(part.value) if isinstance(part, ast.Constant) else "stage"
                        for part in (said.values if isinstance(said, ast.JoinedStr) else [said])
                    ))  # fmt: skip
    return found


def test_every_sentence_of_the_schema_has_its_spanish() -> None:
    assert len(sentences()) > 20
    for sentence in sentences():
        words = sentence_words(sentence)
        assert words.code != "invalid", sentence
        assert words.es != sentence
        assert not re.search(r"[{}]", words.es)


def test_a_finding_in_an_uploaded_text_carries_its_name_and_line() -> None:
    text = '[override]\nof = "CRI"\nlabel = { es = "x", en = "x" }\n[bodies.commission]\nquorum = { is = 2, verification = "recalled" }\n'
    found = examine_layer("CRI", "2024-06", Layer("CRI+7", text))
    (quorum,) = (each for each in found.findings if each.subject == "bodies.commission.quorum")
    assert (str(quorum.file), quorum.line, quorum.kind) == ("CRI+7", 5, "recalled")
