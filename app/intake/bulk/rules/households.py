"""The rows of one case together: who is the principal applicant, where each claim stands, and all or nobody."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from app.core.errors import Invalid, Refusal, said
from app.intake import rules as desk
from app.intake.bulk.maps import ColumnMap
from app.intake.bulk.rules.cells import folded
from app.intake.bulk.rules.problems import Problem
from app.intake.bulk.rules.rows import ReadRow
from app.people import public as people
from app.procedure import public as procedure


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rows are held against: our offices by code and name, officers by office and name, whose rows may be imported.

    `own_office` None: of every office. `number` gives the number in the country's form, or raises `Refusal`.
    """

    today: date
    offices: Mapping[str, UUID]
    officers: Mapping[tuple[UUID, str], UUID]
    own_office: UUID | None
    number: Callable[[procedure.Profile, str], str]


@dataclass(slots=True)
class ReadHousehold:
    """The rows of one case, principal applicant first."""

    key: str
    rows: list[ReadRow]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def principal(self) -> ReadRow:
        return self.rows[0]

    @property
    def broken(self) -> bool:
        return any(row.broken for row in self.rows)


def households(rows: Iterable[ReadRow]) -> list[ReadHousehold]:
    """The rows by their case, in the order in which each case first appears; the principal applicant first."""
    found: dict[str, list[ReadRow]] = {}
    for row in rows:
        found.setdefault(row.household, []).append(row)
    return [ReadHousehold(key, _principal_first(members)) for key, members in found.items()]


def _principal_first(members: list[ReadRow]) -> list[ReadRow]:
    if len(members) == 1:
        members[0].values.setdefault("relation", "principal")
    principals = [row for row in members if row.values.get("relation") == "principal"]
    if len(principals) != 1:
        rule, words = (
            ("no_principal", said("En este grupo nadie es titular."))
            if not principals
            else ("two_principals", said("En este grupo hay más de una persona titular."))
        )
        (principals or members)[-1].problems.append(Problem("error", "relation", rule, words))
        return members
    return [*principals, *(row for row in members if row is not principals[0])]


def check(
    household: ReadHousehold, mapping: ColumnMap, profile: procedure.Profile | None, setting: Setting
) -> None:
    """Everything that is wrong with the household, at its rows; and the facts of its case where nothing is."""
    columns = {name: column.column for name, column in mapping.fields.items()}
    first = household.principal
    if profile is None:
        if "filed_on" in first.values:
            _say(
                first, columns, "filed_on", "no_procedure", said("No consta qué procedimiento regía ese día.")
            )
        elif not any(p.column == columns.get("filed_on") for p in first.problems):
            _say(first, columns, "filed_on", "required", said("Falta la fecha de presentación."))
    else:
        _check_case(household, columns, profile, setting)
        for row in household.rows:
            _check_person(row, columns, profile, setting, principal=row is first)
    if household.broken:
        for row in household.rows:
            if not row.broken:
                row.problems.append(
                    Problem(
                        "error",
                        "",
                        "household_broken",
                        said(
                            "Otra fila de este grupo (%(row)s) tiene un error: el grupo entra completo o no entra."
                        ),
                        {"row": next(r.number for r in household.rows if r.broken)},
                    )
                )


def _check_case(
    household: ReadHousehold, columns: Mapping[str, str], profile: procedure.Profile, setting: Setting
) -> None:
    first = household.principal
    filed_on = date.fromisoformat(first.values["filed_on"])
    for name in ("filed_on", "stage_since"):
        if (given := first.values.get(name)) and date.fromisoformat(given) > setting.today:
            _say(first, columns, name, "in_the_future", said("Esa fecha no puede ser futura."))
    since = first.values.get("stage_since")
    if since and date.fromisoformat(since) < filed_on:
        _say(first, columns, "stage_since", "before_filing", said("Es anterior a la presentación."))
    if not since:
        _say(
            first,
            columns,
            "stage_since",
            "unknown_day",
            said("Sin esta fecha no corre ningún plazo de la etapa: queda por completar."),
            warns=True,
        )
    for event, given in first.values.get("known", {}).items():
        if event not in profile.events_by_name:
            _say(
                first,
                columns,
                event,
                "unknown_event",
                said("El procedimiento no tiene el hecho «%(event)s»."),
                event=event,
            )
        elif date.fromisoformat(given) > setting.today:
            _say(first, columns, event, "in_the_future", said("Esa fecha no puede ser futura."))
    household.facts["office"] = _office(first, columns, setting)
    household.facts["officer"] = _officer(first, columns, setting, household.facts["office"])


def _office(row: ReadRow, columns: Mapping[str, str], setting: Setting) -> str | None:
    given = row.values.get("office")
    if given is None:
        if setting.own_office is not None:
            return str(setting.own_office)
        _say(row, columns, "office", "required", said("Falta la oficina."))
        return None
    office = setting.offices.get(folded(given))
    if office is None:
        _say(
            row,
            columns,
            "office",
            "unknown_office",
            said("No hay una oficina que se llame así."),
            cell=given[:60],
        )
        return None
    if setting.own_office not in (None, office):
        _say(
            row,
            columns,
            "office",
            "other_office",
            said("Es de otra oficina: la importa su supervisión o administración."),
        )
        return None
    return str(office)


def _officer(row: ReadRow, columns: Mapping[str, str], setting: Setting, office: str | None) -> str | None:
    given = row.values.get("officer")
    if given is None or office is None:
        return None
    found = setting.officers.get((UUID(office), folded(given)))
    if found is None:
        _say(
            row,
            columns,
            "officer",
            "unknown_officer",
            said("Nadie de elegibilidad de esa oficina se llama así: queda sin asignar."),
            warns=True,
        )
        return None
    return str(found)


def _check_person(
    row: ReadRow, columns: Mapping[str, str], profile: procedure.Profile, setting: Setting, *, principal: bool
) -> None:
    _check_standing(row, columns, profile)
    for name, words in (
        ("stage", said("Falta la etapa.")),
        ("relation", said("Falta el parentesco.")),
        ("birth_date", said("Falta la fecha de nacimiento.")),
        ("sex", said("Falta el sexo.")),
    ):
        if not row.values.get(name) and not _has(row, columns, name):
            _say(row, columns, name, "required", words)
    if (number := row.values.get("document_number")) is not None:
        _check_number(row, columns, profile, setting, str(number))
    if row.broken:
        return
    person = person_of(row.values, profile)
    for broken in people.broken_rules(person, today=setting.today, path=""):
        name = broken.field.lstrip(".").split(".")[0]
        at = "paper_number" if name == "papers" else name
        _say(row, columns, at, broken.rule, broken.message, **(broken.values or {}))
    if principal and profile.is_child_on(person.birth_date, setting.today):
        _say(
            row,
            columns,
            "relation",
            "child_in_charge",
            said("La titular es menor de edad: queda por completar quién asume su tutela."),
            warns=True,
        )


def _check_standing(row: ReadRow, columns: Mapping[str, str], profile: procedure.Profile) -> None:
    stage, outcome = row.values.get("stage"), row.values.get("outcome")
    if stage and stage not in profile.stages_by_name:
        words = said("No está en la plantilla ni es una etapa de %(version)s.")
        _say(row, columns, "stage", "unknown_stage", words, cell=str(stage)[:60], version=profile.version)
    if outcome and outcome not in profile.outcomes:
        words = said("No está en la plantilla ni es un resultado de %(version)s.")
        _say(
            row, columns, "outcome", "unknown_outcome", words, cell=str(outcome)[:60], version=profile.version
        )


def _check_number(
    row: ReadRow, columns: Mapping[str, str], profile: procedure.Profile, setting: Setting, number: str
) -> None:
    try:
        row.values["document_number"] = setting.number(profile, number)
    except Refusal as refusal:
        del row.values["document_number"]
        fields = refusal.fields if isinstance(refusal, Invalid) else ()
        _say(
            row, columns, "document_number", "wrong_number",
            said("No es un número en la forma del país: no se conserva. %(why)s"),
            why=(fields[0].message % (fields[0].values or {})) if fields else "",
            warns=True,
        )  # fmt: skip


def person_of(values: Mapping[str, Any], profile: procedure.Profile) -> people.NewPerson:
    """The person that a row's values describe."""
    papers = []
    if values.get("paper_number"):
        nations = values.get("nationalities") or []
        country = values.get("paper_country") or (nations[0] if nations else profile.country)
        papers.append(people.NewPaper(values.get("paper_kind") or "other", values["paper_number"], country))
    if values.get("document_number"):
        papers.append(people.NewPaper(people.OWN_DOCUMENT, values["document_number"], profile.country))
    return people.NewPerson(
        given_names=values.get("given_names", ""),
        family_names=values.get("family_names", ""),
        birth_date=date.fromisoformat(values["birth_date"]),
        birth_precision=values.get("birth_precision", "day"),
        sex=values["sex"],
        nationalities=tuple(values.get("nationalities", ())),
        stateless=bool(values.get("stateless", False)),
        aliases=tuple(values.get("aliases", ())),
        languages=tuple(values.get("languages", ())),
        phone=values.get("phone"),
        email=values.get("email"),
        lodging=values.get("lodging"),
        papers=tuple(papers),
        needs=tuple(values.get("needs", ())),
    )


def members_of(rows: Sequence[Mapping[str, Any]], profile: procedure.Profile) -> list[desk.Member]:
    """The household as the desk would have it, with the needs that it shows by itself (a child who is not theirs)."""
    return [desk.Member(person_of(values, profile), str(values["relation"])) for values in rows]


def _has(row: ReadRow, columns: Mapping[str, str], name: str) -> bool:
    """Something is already said at that column."""
    return any(p.severity == "error" and p.column == columns.get(name) for p in row.problems)


def _say(
    row: ReadRow,
    columns: Mapping[str, str],
    name: str,
    rule: str,
    message: str,
    *,
    warns: bool = False,
    cell: str = "",
    **values: Any,
) -> None:
    row.problems.append(
        Problem("warning" if warns else "error", columns.get(name, name), rule, message, values, cell)
    )
