"""What two profiles say otherwise, in words: by meaning, with marks, and nothing where they say the same."""

import typing
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel

from app.procedure.differences.values import SILENT
from app.procedure.differences.words import FIELDS, MARK_WORDS, PARTS, VALUES
from app.procedure.law.basis import Fact, Unit
from app.procedure.public import Part, Profile, compare, load, read_profile
from tests.procedure.scenes import DEMONSTRATION, HERE, toy

TOY = (HERE / "toy.toml").read_text(encoding="utf-8")
VERSIONS = [
    ("CRI", "2011"),
    ("CRI", "2022-12"),
    ("CRI", "2024-06"),
    ("MEX", None),
    ("PAN", None),
    ("GTM", None),
    ("HND", None),
    ("BLZ", None),
]


def told(before: Profile, after: Profile, language: str = "es") -> dict[str, list[str]]:
    return {
        part.name: [each.in_words(language) for each in part.differences]
        for part in compare(before, after, language)
    }


def changed(tmp_path: Path, old: str, new: str) -> Profile:
    assert old in TOY
    path = tmp_path / "changed.toml"
    path.write_text(TOY.replace(old, new, 1), encoding="utf-8")
    return read_profile(path)


def test_the_time_to_file_of_2022_and_2024_in_words() -> None:
    earlier, later = load("CRI", version="2022-12"), load("CRI", version="2024-06")
    spanish, english = told(earlier, later), told(earlier, later, "en")
    assert spanish["limits"][:2] == [
        "Presentar la solicitud · duración: antes 1 mes; ahora sin plazo en registro",
        "Presentar la solicitud · fundamento: antes D43810 14 (según fuente secundaria); ahora D44501 14 (según fuente secundaria)",
    ]
    assert english["limits"][0] == "File the claim · length: before 1 month; now no limit on record"
    work = "Documento provisional de persona solicitante · permite trabajar · desde: antes con un permiso aparte; ahora desde su emisión"
    assert work in spanish["documents"]


@pytest.mark.parametrize(
    ("old", "new", "part", "words"),
    [
        ('length = "14 days"', 'length = "10 working_days"', "limits", "Impugnar · duración: antes 14 días; ahora 10 días hábiles"),
        ('missed = "lapsed"', 'missed = "shown_as_late"', "limits", "Impugnar · si vence · sigue: antes se propone a una persona; ahora se muestra la demora"),
        ('remind = ["2 calendar_days"]', 'remind = ["3 calendar_days"]', "limits", "Impugnar · se recuerda: se quita: 2 días naturales"),
        ('by = ["registration_officer"]', 'by = ["registration_officer", "supervisor"]', "events", "Recibida · lo registra: se agrega: Supervisión"),
        ('needs = ["heard"]\n', "", "events", "Oída · exige: se quita: la audiencia"),
        ('to = "ruling"', 'to = "contestable"', "events", "Oída · lleva a: se quita: En resolución"),
        ("is = 21,", "is = 18,", "majority_age", "antes 21 [sin fuente (de memoria)]; ahora 18 [sin fuente (de memoria)]"),
        ("weekend = [5, 6]", "weekend = [6, 7]", "calendars", "administration · fin de semana: se quita: 5"),
        ('open = true\ntrack = true\nremoval_barred = { is = true, source = "ACT", verification = "confirmed" }\n[[stages]]\nname = "ruling"',
         'open = true\ntrack = true\nremoval_barred = { verification = "unknown" }\n[[stages]]\nname = "ruling"', "stages",
         "Recibida · no se devuelve: antes sí [ACT (confirmado)]; ahora no consta [sin fuente (por confirmar)]"),
        ('heard = { es = "la audiencia"', 'heard = { es = "la vista"', "labels", "la vista: antes la audiencia; ahora la vista"),
    ],
)  # fmt: skip
def test_one_change_is_told_in_its_part_and_nowhere_else(
    tmp_path: Path, old: str, new: str, part: str, words: str
) -> None:
    found = told(toy(), changed(tmp_path, old, new))
    assert words in found[part], found
    assert set(found) <= {part, "events"} if part == "labels" else set(found) == {part}


def test_what_is_new_and_what_is_gone_is_told_whole(tmp_path: Path) -> None:
    more = changed(
        tmp_path, "[limits.stay]",
        '[limits.extra]\nlabel = { es = "Otro plazo", en = "Another" }\nbegins = "notified"\nlength = "1 year"\n'
        'binds = "authority"\nverification = "confirmed"\nsource = "ACT"\narticle = "9"\n[limits.stay]',
    )  # fmt: skip
    (added,) = told(toy(), more)["limits"]
    assert (
        added
        == "Otro plazo: se agrega: desde: Notificada, duración: 1 año, obliga a: la autoridad [ACT 9 (confirmado)]"
    )
    (gone,) = told(more, toy(), "en")["limits"]
    assert (
        gone == "Another: gone: begins with: Served, length: 1 year, binds: the authority [ACT 9 (confirmed)]"
    )


def test_an_override_is_what_it_changes() -> None:
    found = told(load("CRI"), load("CRI", overrides=DEMONSTRATION))
    assert found["bodies"][0] == (
        "Comisión de Visas Restringidas y Refugio · quórum: antes no consta [sin fuente (por confirmar)]; "
        "ahora 2 [sin fuente (por confirmar, inventado por la instalación)]"
    )
    assert "limits" not in found


@pytest.mark.parametrize(("country", "version"), VERSIONS)
def test_a_profile_differs_from_itself_in_nothing(country: str, version: str | None) -> None:
    assert compare(load(country, version=version), load(country, version=version)) == ()


@pytest.mark.parametrize("language", ["es", "en"])
def test_any_two_profiles_can_be_told_apart_in_words(language: str) -> None:
    profiles = [load(country, version=version) for country, version in VERSIONS] + [toy()]
    for before, after in pairwise(profiles):
        parts = compare(before, after, language)
        assert parts
        for part in parts:
            for each in part.differences:
                words = each.in_words(language)
                assert words
                assert "{" not in words
                assert each.place.split(".")[0] == part.name


def test_a_change_and_its_way_back_are_as_many() -> None:
    earlier, later = load("CRI", version="2011"), load("CRI", version="2024-06")
    there, back = compare(earlier, later), compare(later, earlier)

    def count(parts: tuple[Part, ...], kind: str) -> int:
        return sum(each.kind == kind for part in parts for each in part.differences)

    assert count(there, "added") == count(back, "removed") > 0
    assert count(there, "changed") == count(back, "changed") > 0


def models(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if model not in seen:
        seen.add(model)
        for info in model.model_fields.values():
            for each in within(info.annotation):
                if isinstance(each, type) and issubclass(each, BaseModel):
                    models(each, seen)
    return seen


def within(annotation: object) -> set[object]:
    return {annotation, *(deeper for part in typing.get_args(annotation) for deeper in within(part))}


def test_every_part_field_and_word_of_the_schema_has_its_name_in_both_languages() -> None:
    every = models(Profile, set())
    assert len(every) > 30
    skipped = {"country", "version", "checked_on", "overridden_by", "house_stages", "house_events"}
    assert set(Profile.model_fields) - skipped == set(PARTS)
    fields = {name for model in every - {Profile} for name in model.model_fields}
    assert fields - SILENT - set(FIELDS) == set()
    literals = {
        each
        for model in every
        for info in model.model_fields.values()
        for each in within(info.annotation)
        if isinstance(each, str)
    }
    assert literals - set(VALUES) - set(MARK_WORDS) - set(typing.get_args(Unit)) == set()
    assert not issubclass(Fact, Profile)
