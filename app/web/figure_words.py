"""The words of figures: their topics, headlines, tables and columns, and the codes within them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.core.database import ReadSession
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.people.public import codes
from app.procedure import public as procedure
from app.statistics import public as statistics
from app.web import encounters_shown
from app.web.decision_shown import result_words
from app.web.formats import language_name, month_name, number, percent, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.notice_words import channel_words
from app.web.remedy_shown import reversal_words
from app.web.words import limit_name, modality_names, need_name, sex_name

TOPICS: Mapping[str, tuple[str, ...]] = {
    "times": (
        "time_to_document",
        "time_to_interview",
        "time_to_recommendation",
        "time_to_first_decision",
        "time_to_service",
        "time_to_final",
    ),
    "backlog": ("pending", "pending_over_time", "clearance", "disposition", "flow"),
    "outcomes": ("recognition", "outcomes_over_time", "closed_otherwise", "overturn"),
    "work": ("deadlines", "workload", "no_shows", "access"),
}


def topic_name(topic: str) -> str:
    return {
        "times": _("Cuánto se espera"),
        "backlog": _("Qué está pendiente"),
        "outcomes": _("Cómo se decide"),
        "work": _("Cómo se trabaja"),
    }[topic]


def value_name(key: str) -> str:
    """A headline's label."""
    names = {
        "claims": _("Solicitudes"),
        "with_event": _("Ya lo tienen"),
        "lower_quartile": _("Un cuarto, antes de"),
        "median": _("La mitad, antes de"),
        "upper_quartile": _("Tres cuartos, antes de"),
        "mean_of_decided": _("Media de las que ya lo tienen (referencia)"),
        "within_limit": _("Dentro del límite"),
        "pending": _("Pendientes"),
        "late": _("Fuera de plazo"),
        "median_age": _("Mediana de antigüedad"),
        "ninth_decile_age": _("Percentil 90 de antigüedad"),
        "incoming": _("Ingresadas"),
        "clearance_substantive": _("Resolución, solo de fondo"),
        "clearance_with_closures": _("Resolución, con cierres"),
        "disposition_substantive": _("Días de rezago, solo de fondo"),
        "disposition_with_closures": _("Días de rezago, con cierres"),
        "recognition_rate": _("Reconocimiento"),
        "total_protection_rate": _("Protección total"),
        "recognised": _("Reconocidas"),
        "other": _("Protección complementaria"),
        "rejected": _("Rechazadas"),
        "closed": _("Cerradas sin decisión de fondo"),
        "decided": _("Resueltos"),
        "overturn_rate": _("Con otro resultado"),
        "remitted": _("Devueltos"),
        "compliance": _("Plazos cumplidos"),
        "officers": _("Oficiales con casos"),
        "open_per_officer": _("Abiertos por oficial"),
        "without_officer": _("Sin oficial"),
        "interviews_per_week": _("Entrevistas por semana"),
        "no_show_rate": _("Ausencias"),
        "moves": _("Pasos de etapa"),
        "people": _("Personas"),
        "refused": _("No se les dejó entrar"),
        "became_case": _("Tienen expediente"),
        "on_paper": _("Contadas en papel"),
    }
    return names.get(key) or column_name(key)


def table_name(name: str) -> str:
    names = {
        "curve": _("Día por día"),
        "curves": _("Resultado por resultado"),
        "by_stage": _("Por etapa"),
        "by_age": _("Por antigüedad"),
        "by_month": _("Mes por mes"),
        "by_origin": _("Por país de origen"),
        "by_sex": _("Por sexo"),
        "by_age_group": _("Por edad"),
        "by_reason": _("Por motivo"),
        "by_result": _("Por instancia y resultado"),
        "by_ground": _("Por motivo de revocación"),
        "by_rule": _("Por plazo"),
        "by_officer": _("Por oficial"),
        "interviews": _("Entrevistas por semana"),
        "interpreters": _("Espera de intérprete"),
        "by_channel": _("Por canal del aviso"),
        "moves": _("De etapa a etapa"),
        "by_post": _("Por puesto"),
        "by_nationality": _("Por nacionalidad"),
        "by_refusal": _("Por qué no se les dejó entrar"),
    }
    return names.get(name, name.replace("_", " ").capitalize())


def column_name(key: str) -> str:
    names = {
        "day": _("Día"),
        "at_risk": _("En observación"),
        "events": _("Ese día"),
        "share_waiting": _("En espera"),
        "low": _("IC 95 %%, desde") % {},
        "high": _("IC 95 %%, hasta") % {},
        "share": _("Proporción"),
        "claims": _("Solicitudes"),
        "late": _("Fuera de plazo"),
        "month": _("Mes"),
        "incoming": _("Ingresadas"),
        "decided": _("De fondo"),
        "closed": _("Cerradas"),
        "rate_decided": _("Resolución de fondo"),
        "rate_with_closed": _("Resolución con cierres"),
        "recognised": _("Reconocidas"),
        "other": _("Complementaria"),
        "rejected": _("Rechazadas"),
        "recognition_rate": _("Reconocimiento"),
        "total_protection_rate": _("Protección total"),
        "closed_as": _("Motivo"),
        "instance": _("Instancia"),
        "result": _("Resultado"),
        "ground": _("Motivo"),
        "rule": _("Plazo"),
        "basis": _("Base legal"),
        "met": _("Cumplidos"),
        "missed": _("Fallados"),
        "channel": _("Canal"),
        "held": _("Celebradas"),
        "from": _("De"),
        "to": _("A"),
        "median": _("Mediana"),
        "median_days": _("Mediana de días allí"),
        "ninth_decile": _("Percentil 90"),
        "officer": _("Oficial"),
        "week": _("Semana del"),
        "interviews": _("Entrevistas"),
        "language": _("Idioma"),
        "appointments": _("Citas"),
        "age": _("Antigüedad en días"),
        "stage": _("Etapa"),
        "outcome": _("Resultado"),
        "origin": _("Origen"),
        "nationality": _("Nacionalidad"),
        "sex": _("Sexo"),
        "age_group": _("Edad"),
        "post": _("Puesto"),
        "refusal_ground": _("Motivo"),
        "people": _("Personas"),
        "registered": _("Se registró"),
        "referred": _("Se derivó"),
        "admitted": _("Se le dejó entrar"),
        "refused_entry": _("No se le dejó entrar"),
    }
    return names.get(key, key.replace("_", " ").capitalize())


def counts_as_name(code: str) -> str:
    return {
        "recognised": _("Reconocida"),
        "other": _("Protección complementaria"),
        "rejected": _("Rechazada"),
        "closed": _("Cerrada sin decisión de fondo"),
    }.get(code, code)


def instance_name(code: str) -> str:
    return {
        "first": _("Primera"),
        "reconsideration": _("Reconsideración"),
        "appeal": _("Apelación"),
    }.get(code, code)


def closing_name(code: str) -> str:
    return {
        "withdrawn": _("Desistida"),
        "abandoned": _("Abandonada"),
        "inadmissible": _("Inadmisible"),
        "deceased": _("Falleció"),
        "transferred": _("Trasladada"),
        "discontinued": _("Terminada sin decisión de fondo"),
        "closed": _("Cerrada"),
    }.get(code, code.replace("_", " "))


def modalities() -> dict[str, str]:
    return {"ordinary": _("ordinaria"), **modality_names()}


def age_words(label: str) -> str:
    """An age of pending cases: `91 a 181 días`."""
    if label.endswith("+"):
        return _("%(n)s días o más") % {"n": label[:-1]}
    first, last = label.split("-")
    return _("%(first)s a %(last)s días") % {"first": first, "last": last}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a code of a figure's table is called, in the reader's language."""

    profile: procedure.Profile
    posts: Mapping[UUID, str]
    offices: Mapping[UUID, str]
    users: Mapping[UUID, str]
    # What each post is, and to which office it belongs.
    places: Mapping[UUID, identity.PostPlace] = field(default_factory=dict)

    def code(self, words: str | None, code: str) -> str:
        if not code:
            return _("Sin oficial") if words == "user" else _("No consta")
        by_id = {"post": self.posts, "office": self.offices, "user": self.users}.get(words or "")
        if by_id is not None:
            return _named(by_id, code)
        return self._word(words, code)

    def _word(self, words: str | None, code: str) -> str:
        if words == "stage":
            return next((s.label.in_(language()) for s in self.profile.stages if s.name == code), code)
        if words == "rule":
            return limit_name(self.profile, code)
        said: Mapping[str, Callable[[str], str]] = {
            "country": encounters_shown.nationality_name,
            "sex": sex_name,
            "age_group": encounters_shown.age_group_name,
            "counts_as": counts_as_name,
            "outcome": encounters_shown.outcome_name,
            "instance": instance_name,
            "language": language_name,
            "closed_as": closing_name,
            "ground": lambda ground: reversal_words().get(ground) or encounters_shown.ground_name(ground),
            "result": lambda result: result_words().get(result, result.replace("_", " ")),
            "channel": lambda channel: {"none": _("sin aviso"), **channel_words()}.get(channel, channel),
            "need": need_name,
            "modality": lambda modality: modalities().get(modality, modality),
        }
        return said[words](code) if words and words in said else code.replace("_", " ")

    def cell(self, column: statistics.Column, cell: statistics.Cell) -> str:
        """A cell as people read it."""
        if column.key == "from" and not cell:
            return _("Ingreso")
        if column.kind == "code":
            return self.code(column.words, str(cell or ""))
        if column.key == "age" and isinstance(cell, str):
            return age_words(cell)
        if column.kind == "month" and isinstance(cell, date):
            return month(cell)
        if column.words == "month":
            return month_name(str(cell))
        return amount(column.kind, cell)


def _named(names: Mapping[UUID, str], code: str) -> str:
    try:
        return names.get(UUID(code), "–")
    except ValueError:
        return _("Oficial %(n)s") % {"n": code}


def month(day: date) -> str:
    return month_name(day.isoformat()[:7])


def amount(kind: str, value: statistics.Cell) -> str:
    """A value by its kind; an en dash for none."""
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if isinstance(value, date):
        return short_date(value)
    if value is None or isinstance(value, str):
        return value or "–"
    return _number_said(kind, value)


def _number_said(kind: str, value: float) -> str:
    if kind in ("share", "percent"):
        return percent(value if kind == "share" else value / 100, 1)
    return number(value, 0 if kind in ("count", "days") else 1)


def headline_said(value: statistics.Value) -> str:
    text = amount(value.kind, value.value)
    if value.kind == "days" and value.value is not None:
        return _("%(n)s días") % {"n": text}
    return text


def headline_note(value: statistics.Value) -> str:
    """What stands below a headline: its interval, and what it was made from."""
    notes = []
    # An interval of no breadth is none: of a share that nobody has reached yet, nothing is known but that.
    if (value.low is not None or value.high is not None) and value.low != value.high:
        low, high = amount(value.kind, value.low), amount(value.kind, value.high)
        notes.append(_("IC 95 %%: %(low)s a %(high)s") % {"low": low, "high": high})
    over = dict(value.over)
    if "limit_days" in over:
        notes.append(_("a %(n)s días") % {"n": amount("count", over["limit_days"])})
    elif len(over) >= 2:
        notes.append(" ÷ ".join(amount("count", number_) for number_ in list(over.values())[:2]))
    return " · ".join(notes)


async def wording(db: ReadSession, found: statistics.Figure | None = None) -> Wording:
    """The vocabulary for a figure: the procedure's stages and limits, the names of places, and of officers where they are told."""
    told = set()
    for table in found.tables if found else ():
        for n, column in enumerate(table.columns):
            if column.words == "user":
                told |= {str(row[n]) for row in table.rows if len(str(row[n])) == 36}
    posts = await identity.posts(db)
    return Wording(
        await procedure_in_force(db),
        {post.id: post.name for post in posts},
        {office.id: office.name for office in await identity.offices(db)},
        await identity.names(db, [UUID(one) for one in told]) if told else {},
        {post.id: post for post in posts},
    )


def post_kind(kind: str) -> str:
    return {"land": _("terrestre"), "air": _("aéreo"), "sea": _("marítimo")}.get(kind, kind)


def need_choices() -> list[tuple[str, str]]:
    """The categories of specific needs, for a list to choose from."""
    return [(code, need_name(code)) for code in codes.needs() if len(code) == 2]
