"""Scenario files: read whole, every fault told with its line, and an expectation that does not come true is seen."""

from pathlib import Path

import pytest

from app.procedure.public import (
    Checked,
    ScenarioInvalid,
    load,
    parse_scenario,
    profile_for,
    read_profile,
    read_scenario,
    run,
)
from app.procedure.scenarios.expectations import due_day
from tests.procedure.scenes import HERE, toy

FILE = Path("caso.txt")
HEAD = "Un caso de prueba\nPaís: ZZZ\nPersona 1: ella\nPersona 2: su hija, menor de edad, no acompañada\n"
FILED = "2026-03-02 · oficial de registro · Recibida\n"


def walked(text: str) -> tuple[Checked, ...]:
    return run(parse_scenario(HEAD + text, FILE), toy())


def misses(text: str) -> list[tuple[int, str, str]]:
    return [(m.line, m.expected, m.came.es) for checked in walked(text) for m in checked.misses]


def test_persons_have_their_flags_and_the_title_is_the_first_line() -> None:
    scenario = parse_scenario("# una nota\n\n" + HEAD + FILED, FILE)
    assert scenario.title == "Un caso de prueba"
    assert [(p.number, p.name, p.flags) for p in scenario.persons] == [
        (1, "ella", frozenset()),
        (2, "su hija", frozenset({"child", "unaccompanied"})),
    ]


def test_a_step_without_an_hour_is_at_ten_in_the_morning() -> None:
    steps = parse_scenario(HEAD + FILED + "2026-03-03 16:30 · oficial de elegibilidad · Oída\n", FILE).steps
    assert [(step.hour.hour, step.hour.minute) for step in steps] == [(10, 0), (16, 30)]


def test_what_is_expected_and_comes_is_silent() -> None:
    text = (
        FILED
        + "    => etapa: Recibida   => vence: Resolver · 2026-04-01  => documento: Constancia\n"
        + "    => etapa 2: recibida   => no se devuelve: sí  => no corre: Impugnar\n"
        + "2026-03-03 · oficial de elegibilidad · Se piden razones\n    => suspendido: Resolver\n"
        + "2026-03-12 · esperar\n    => vencido: Dar razones\n"
        + "2026-03-12 · appeals_judge · Oída\n    => se rechaza: WrongRole\n"
        + "2026-03-12 · oficial de elegibilidad · Oída\n    falta: heard\n    => se rechaza: la audiencia\n"
    )
    assert misses(text) == []


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        ("etapa: Cerrada", "Recibida"),
        ("etapa 2: En resolución", "Recibida"),
        ("vence: Resolver · 2026-04-03", "2026-04-01"),
        ("vence: Impugnar · 2026-04-03", "no corre"),
        ("no corre: Resolver", "corre y vence el 2026-04-01"),
        ("suspendido: Resolver", "corre"),
        ("suspendido: Impugnar", "no corre"),
        ("vencido: Resolver", "no ha vencido"),
        ("sin plazo: Resolver", "1 month"),
        ("no se devuelve: no", "sí"),
        ("se rechaza: rol", "se registró"),
        ("propone: Venció el plazo", "nada"),
    ],
)
def test_what_is_expected_and_does_not_come_is_told(expected: str, came: str) -> None:
    assert misses(f"{FILED}    => {expected}\n") == [(6, expected, came)]


def test_a_refusal_that_nobody_expected_is_told() -> None:
    assert misses(FILED + "2026-03-02 · appeals_judge · Oída\n") == [
        (6, "", "se rechaza: esto lo registra: Oficial de elegibilidad")
    ]


def test_a_refusal_changes_nothing() -> None:
    last = walked(FILED + "2026-03-02 · appeals_judge · Oída\n")[-1].happened
    assert last.situation.stage == "filed"
    assert [clock.rule for clock in last.situation.deadlines] == ["rule"]


def test_an_outcome_is_per_person_and_stays_known() -> None:
    text = (
        FILED
        + "2026-03-03 · oficial de elegibilidad · Oída\n"
        + "2026-03-04 · oficial de elegibilidad · Notificada\n    resultado 1 = Denegada\n    resultado 2 = Concedida\n"
        + "    => etapa 1: Impugnable\n    => etapa 2: Cerrada\n"
        + "    => no se devuelve 1: no   => no se devuelve 2: sí\n"
    )
    assert misses(text) == []


def test_who_is_named_in_a_later_creation_is_not_there_before() -> None:
    text = FILED + "2026-03-03 · oficial de registro · Integrante agregado\n    personas: 2\n"
    happened = [checked.happened for checked in walked(text)]
    assert [len(one.situation.claims) for one in happened] == [1, 2]


def test_a_passed_limit_is_noted_at_its_own_end_before_the_step_that_comes_after() -> None:
    happened = [c.happened for c in walked(FILED + "2026-04-10 · oficial de elegibilidad · Oída\n")]
    assert [(one.event, one.at.isoformat()) for one in happened] == [
        ("registered", "2026-03-02T13:00:00+00:00"),
        ("deadline_missed", "2026-04-02T03:00:00+00:00"),
        ("heard", "2026-04-10T14:00:00+00:00"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("Título\nPersona 1: x\n2026-03-02 · oficial de registro · Recibida\n", 1, "País"),
        ("Título\nPaís: ZZZ\n2026-03-02 · oficial de registro · Recibida\n", 1, "Persona 1"),
        (HEAD, 1, "no ocurre nada"),
        (HEAD + "Ciudad: Upala\n", 5, "no se entiende «Ciudad: Upala»"),
        (HEAD + "    dato x = 1\n", 5, "no hay paso"),
        (HEAD + "2026-02-30 · oficial de registro · Recibida\n", 5, "no es un día"),
        (HEAD + "2026-03-02 · Recibida\n", 5, "día · rol · evento"),
        (HEAD + FILED + "    cosa: 1\n", 6, "no se entiende «cosa: 1»"),
        (HEAD + FILED + "    personas: 1, 3\n", 6, "no hay persona «3»"),
        (HEAD + FILED + "    => etapa\n", 6, "no se entiende «=> etapa»"),
        ("Título\nPaís: ZZZ\nPersona 2: x\n" + FILED, 3, "se esperaba la persona 1"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, line: int, reason: str) -> None:
    with pytest.raises(ScenarioInvalid) as raised:
        parse_scenario(text, FILE)
    assert any(f.line == line and reason in f.es and f.en for f in raised.value.faults), raised.value.faults


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("2026-03-02 · mayordomo · Recibida\n", 5, "no hay rol «mayordomo»"),
        ("2026-03-02 · oficial de registro · Resivida\n", 5, "¿quiso decir «Recibida»"),
        (FILED + "    => etapa: Nirvana\n", 6, "no tiene la etapa «Nirvana»"),
        (FILED + "    => vence: Rezolver · 2026-01-01\n", 6, "¿quiso decir «Resolver»"),
        (FILED + "    => vence: Resolver · mañana\n", 6, "«mañana» no es un día"),
        (FILED + "    => milagro: sí\n", 6, "no se entiende «milagro»"),
        (FILED + "    resultado = Perdida\n", 6, "no tiene el resultado «Perdida»"),
        (FILED + "    falta: ganas\n", 6, "ningún evento exige «ganas»"),
        (FILED + "2026-03-01 · oficial de elegibilidad · Oída\n", 6, "anterior al de arriba"),
    ],
)
def test_a_word_that_the_profile_does_not_know_is_named_with_its_line(
    text: str, line: int, reason: str
) -> None:
    with pytest.raises(ScenarioInvalid) as raised:
        walked(text)
    assert [(f.line, f.file) for f in raised.value.faults] == [(line, FILE)]
    assert reason in raised.value.faults[0].es


def test_every_fault_of_a_file_is_told_at_once() -> None:
    with pytest.raises(ScenarioInvalid) as raised:
        parse_scenario("Título\nCiudad: x\nRío: y\n", FILE)
    assert [fault.line for fault in raised.value.faults] == [2, 3, 1, 1, 1]


def consequences(text: str) -> list[tuple[int, str, str]]:
    profile = read_profile(HERE / "toy.toml", overrides=HERE / "toy_consequences.toml")
    return [
        (m.line, m.expected, m.came.es)
        for checked in run(parse_scenario(HEAD + text, FILE), profile)
        for m in checked.misses
    ]


def test_causes_and_choices_may_be_told_by_their_labels() -> None:
    asked = (
        FILED
        + "2026-03-03 · oficial de elegibilidad · Plazo prorrogado\n    dato cause = falta de interprete\n"
    )
    assert consequences(asked + "    => vence: Resolver · 2026-05-01\n") == []
    unheard = asked.replace("falta de interprete", "pereza")
    assert consequences(unheard + "    => se rechaza: esa causa de prórroga no está en la lista\n") == []


def test_a_claim_is_in_time_late_or_nobody_may_say() -> None:
    for entry, said in (("2026-03-01", "sí"), ("2025-01-01", "no"), ("ayer", "no consta")):
        assert consequences(f"{FILED}    dato entry = {entry}\n    => en plazo: {said}\n") == []
    assert consequences(f"{FILED}    dato entry = 2025-01-01\n    => en plazo: sí\n") == [
        (7, "en plazo: sí", "no")
    ]


def test_the_hour_is_the_offices_own() -> None:
    """Half past ten at night in Tijuana is the next day already in Mexico City."""
    mexico = load("MEX")
    dues = {}
    for office, moment in (
        ("Tijuana, Baja California", "2026-03-02 22:30"),
        ("Ciudad de México", "2026-03-02 10:00"),
    ):
        text = f"Caso\nPaís: MEX\nOficina: {office}\nPersona 1: ella\n{moment} · oficial de registro · registered\n"
        (checked,) = run(parse_scenario(text, FILE), mexico)
        situation = checked.happened.situation
        dues[office] = {clock.rule: due_day(mexico, clock, situation.office) for clock in situation.deadlines}
        assert checked.happened.at.isoformat() == (
            "2026-03-03T06:30:00+00:00" if "Tijuana" in office else "2026-03-02T16:00:00+00:00"
        )
    assert dues["Tijuana, Baja California"] == dues["Ciudad de México"]
    with pytest.raises(ScenarioInvalid, match="no office 'Macondo'"):
        run(parse_scenario(text.replace("Ciudad de México", "Macondo"), FILE), mexico)


def test_an_override_file_beside_the_scenario_is_laid_over_its_profile(tmp_path: Path) -> None:
    (tmp_path / "over.toml").write_text(
        '[override]\nof = "CRI"\nlabel = { es = "x", en = "x" }\n[limits.first_decision]\nlength = "4 months"\n',
        encoding="utf-8",
    )
    case = tmp_path / "caso.txt"
    case.write_text(
        "Caso\nPaís: CRI\nVersión: 2024-06\nCon: over.toml\nPersona 1: ella\n"
        "2026-03-02 · oficial de registro · Solicitud registrada\n    => vence: Resolver en primera instancia · 2026-07-02\n",
        encoding="utf-8",
    )
    scenario = read_scenario(case)
    assert [miss for checked in run(scenario, profile_for(scenario)) for miss in checked.misses] == []


def test_the_version_is_that_of_the_first_day_unless_one_is_named() -> None:
    def version(day: str) -> str:
        text = f"Caso\nPaís: CRI\nPersona 1: ella\n{day} · oficial de registro · Solicitud registrada\n"
        return profile_for(parse_scenario(text, FILE)).version

    assert (version("2023-01-10"), version("2026-03-02")) == ("2022-12", "2024-06")
