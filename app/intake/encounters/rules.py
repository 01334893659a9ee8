"""What must hold of a contact before it is written. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from app.core.errors import FieldError, said
from app.intake.screening.rules import age_group
from app.people import public as people
from app.procedure.public import Label

REGISTERED, REFERRED, ADMITTED, REFUSED = "registered", "referred", "admitted", "refused_entry"
OUTCOMES = (REGISTERED, REFERRED, ADMITTED, REFUSED)
# A contact that never was: typed twice, or at the wrong post. It stays on record and counts nowhere.
MISTAKE = "mistake"
AGE_GROUPS = ("0-4", "5-11", "12-17", "18-59", "60+", "unknown")
SEXES = ("female", "male", "other", "unknown")
NOBODY_KNOWS = "XXX"
STATELESS = "XXA"
MOST_AT_ONCE = 50
LONGEST = 1000
# What is older comes in as a count on paper, or with a registration.
BACK = timedelta(days=31)

# On what ground somebody who said that they are afraid was not let in. None of them answers the fear.
GROUNDS: Mapping[str, Label] = MappingProxyType(
    {
        "no_document": Label(es="Sin documento de viaje", en="No travel document"),
        "no_visa": Label(es="Sin visa", en="No visa"),
        "false_document": Label(es="Documento dudoso o falso", en="Doubtful or false document"),
        "entry_ban": Label(es="Impedimento de ingreso", en="Entry ban"),
        "security_alert": Label(es="Alerta de seguridad", en="Security alert"),
        "no_means": Label(es="Sin medios económicos", en="No means of support"),
        "came_through_other_country": Label(es="Pasó por otro país", en="Came through another country"),
        "not_heard": Label(es="No se le escuchó el motivo", en="The reason was not heard"),
        "other": Label(es="Otro motivo", en="Another ground"),
    }
)
# What a supervisor finds on a second look at a refusal.
FINDINGS: Mapping[str, Label] = MappingProxyType(
    {
        "let_in": Label(es="Se ubicó a la persona y se le recibe", en="The person was found and is received"),
        "being_followed": Label(
            es="Se busca a la persona y se da seguimiento",
            en="The person is looked for, and it is followed up",
        ),
        "in_order": Label(es="No había temor que atender", en="There was no fear to attend to"),
    }
)


@dataclass(frozen=True, slots=True)
class NewEncounter:
    """One person at the border who expressed fear. The name is not needed; of the age, the years where they were said, else the group."""

    outcome: str
    nationality: str
    sex: str
    age: int | None = None
    age_group: str = "unknown"
    name: str = ""
    referred_to: str = ""
    refusal_ground: str = ""
    refusal_words: str = ""

    @property
    def group(self) -> str:
        return self.age_group if self.age is None else age_group(self.age)


@dataclass(frozen=True, slots=True)
class NewCount:
    """So many people of a sheet on paper, alike in everything that it counts by."""

    outcome: str
    nationality: str
    sex: str
    age_group: str
    number: int
    refusal_ground: str = ""


def broken_rules(
    seen: Sequence[NewEncounter],
    at: datetime,
    now: datetime,
    *,
    path: str = "encounters",
    mistake: bool = False,
) -> list[FieldError]:
    """The rules that the contacts break, each at its field (`encounters.2.nationality`)."""
    broken = list(_moment(at, now))
    if not seen:
        broken.append(FieldError(path, "required", "Anote al menos una persona."))
    if len(seen) > MOST_AT_ONCE:
        broken.append(
            FieldError(path, "too_many", "Anote %(limit)s personas como máximo.", {"limit": MOST_AT_ONCE})
        )
    for n, one in enumerate(seen):
        for field, rule, message in _of_one(one, mistake=mistake):
            broken.append(FieldError(f"{path}.{n}.{field}", rule, message))
    return broken


def _moment(at: datetime, now: datetime) -> Iterator[FieldError]:
    if at > now:
        yield FieldError("at", "in_the_future", "Elija una hora que ya haya pasado.")
    elif at < now - BACK:
        yield FieldError("at", "too_old", "Lo que tiene más de un mes se anota como conteo en papel.")


def _of_one(one: NewEncounter, *, mistake: bool) -> Iterator[tuple[str, str, str]]:
    if one.outcome not in (*OUTCOMES, MISTAKE) or (one.outcome == MISTAKE and not mistake):
        yield "outcome", "unknown", said("Elija qué pasó.")
    yield from _who(one.nationality, one.sex, one.group)
    if one.age is not None and not 0 <= one.age <= people.OLDEST_YEARS:
        yield "age", "too_old", said("Escriba una edad en años.")
    if one.outcome == REFERRED and not one.referred_to.strip():
        yield "referred_to", "required", said("Escriba a quién se derivó.")
    if one.outcome == REFUSED and one.refusal_ground not in GROUNDS:
        yield "refusal_ground", "required", said("Elija por qué no se le dejó entrar.")
    if one.outcome == REFUSED and one.refusal_ground == "other" and not one.refusal_words.strip():
        yield "refusal_words", "required", said("Escriba con qué palabras se le rechazó.")
    if any(len(text) > LONGEST for text in (one.name, one.referred_to, one.refusal_words)):
        yield "name", "too_long", said("El texto es demasiado largo.")


def _who(nationality: str, sex: str, group: str) -> Iterator[tuple[str, str, str]]:
    if nationality not in people.codes.countries() | {NOBODY_KNOWS, STATELESS}:
        yield "nationality", "unknown_country", said("Elija la nacionalidad, o que no consta.")
    if sex not in SEXES:
        yield "sex", "unknown", said("Elija una opción.")
    if group not in AGE_GROUPS:
        yield "age", "unknown", said("Escriba la edad en años, o el grupo.")


def broken_counts(
    counts: Sequence[NewCount], day: date, number: str, today: date, *, path: str = "counts"
) -> list[FieldError]:
    """The rules that a sheet breaks, each at its field (`counts.0.number`). The same cell stands on it once."""
    broken: list[FieldError] = []
    if not number.strip() or len(number) > 60:
        broken.append(FieldError("number", "required", "Escriba el número de la hoja."))
    if day > today:
        broken.append(FieldError("day", "in_the_future", "El día no puede ser futuro."))
    if not counts:
        broken.append(FieldError(path, "required", "Anote al menos una cantidad."))
    seen: set[tuple[str, ...]] = set()
    for n, one in enumerate(counts[:1000]):
        for field, rule, message in _of_count(one):
            broken.append(FieldError(f"{path}.{n}.{field}", rule, message))
        cell = (one.outcome, one.refusal_ground, one.nationality, one.sex, one.age_group)
        if cell in seen:
            broken.append(FieldError(f"{path}.{n}.number", "twice", "Esta combinación ya está en la hoja."))
        seen.add(cell)
    return broken


def _of_count(one: NewCount) -> Iterator[tuple[str, str, str]]:
    if one.outcome not in OUTCOMES:
        yield "outcome", "unknown", said("Elija qué pasó.")
    yield from _who(one.nationality, one.sex, one.age_group)
    if one.refusal_ground and (one.refusal_ground not in GROUNDS or one.outcome != REFUSED):
        yield "refusal_ground", "unknown", said("El motivo es solo para quienes no se dejó entrar.")
    if not 1 <= one.number <= 100_000:
        yield "number", "out_of_range", said("Escriba cuántas personas, de 1 a 100000.")
