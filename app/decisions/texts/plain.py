"""A decision in plain words, to the person: what was decided, why, what they can do, until when, where to get help.

Short sentences, in the five languages that the house speaks to people in. It says nothing that the decision does not say.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.decisions.texts import engine
from app.decisions.texts.reasons import in_plain_words
from app.decisions.texts.shapes import Part
from app.documents.public import papers

LANGUAGES: tuple[papers.Language, ...] = ("es", "en", "ht", "pt", "fr")
TITLES: Mapping[papers.Language, str] = {
    "es": "Su resolución en palabras sencillas",
    "en": "Your decision in plain words",
    "ht": "Desizyon ou an mo ki fasil",
    "pt": "Sua decisão em palavras simples",
    "fr": "Votre décision en mots simples",
}
MOST_SENTENCES = 2
# One of it and several.
_UNITS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "hour": {"es": ("hora", "horas"), "en": ("hour", "hours"), "ht": ("èdtan", "èdtan"), "pt": ("hora", "horas"), "fr": ("heure", "heures")},
    "day": {"es": ("día", "días"), "en": ("day", "days"), "ht": ("jou", "jou"), "pt": ("dia", "dias"), "fr": ("jour", "jours")},
    "calendar_day": {"es": ("día, contando todos", "días, contando todos"), "en": ("day, counting every day", "days, counting every day"), "ht": ("jou, konte tout jou", "jou, konte tout jou"), "pt": ("dia, contando todos", "dias, contando todos"), "fr": ("jour, en comptant tous les jours", "jours, en comptant tous les jours")},
    "working_day": {"es": ("día hábil", "días hábiles"), "en": ("working day", "working days"), "ht": ("jou ouvrab", "jou ouvrab"), "pt": ("dia útil", "dias úteis"), "fr": ("jour ouvrable", "jours ouvrables")},
    "week": {"es": ("semana", "semanas"), "en": ("week", "weeks"), "ht": ("semèn", "semèn"), "pt": ("semana", "semanas"), "fr": ("semaine", "semaines")},
    "month": {"es": ("mes", "meses"), "en": ("month", "months"), "ht": ("mwa", "mwa"), "pt": ("mês", "meses"), "fr": ("mois", "mois")},
    "year": {"es": ("año", "años"), "en": ("year", "years"), "ht": ("ane", "ane"), "pt": ("ano", "anos"), "fr": ("an", "ans")},
}  # fmt: skip
_WHY: Mapping[str, Mapping[str, str]] = {
    "recognised": {
        "es": "Lo que contó y lo que se sabe de su país muestran que corre peligro si vuelve.",
        "en": "What you told us and what is known of your country show that you are in danger if you go back.",
        "ht": "Sa ou te rakonte a ak sa moun konnen sou peyi ou montre ou an danje si ou retounen.",
        "pt": "O que você contou e o que se sabe do seu país mostram que corre perigo se voltar.",
        "fr": "Votre récit et ce que l'on sait de votre pays montrent que vous êtes en danger si vous rentrez.",
    },
    "complementary": {
        "es": "No es por los motivos que la ley de refugio protege, pero su vida o su integridad corren peligro si vuelve.",
        "en": "It is not for the reasons that refugee law protects, but your life or safety is in danger if you go back.",
        "ht": "Se pa pou rezon lwa sou refijye yo pwoteje, men lavi ou oswa sekirite ou an danje si ou retounen.",
        "pt": "Não é pelos motivos que a lei de refúgio protege, mas sua vida ou segurança corre perigo se voltar.",
        "fr": "Ce n'est pas pour les raisons que la loi protège, mais votre vie ou votre sécurité est en danger si vous rentrez.",
    },
    "closed": {
        "es": "El procedimiento terminó antes de examinar su historia.",
        "en": "The procedure ended before your story was examined.",
        "ht": "Pwosedi a fini anvan yo egzamine istwa ou.",
        "pt": "O procedimento terminou antes de examinar a sua história.",
        "fr": "La procédure s'est terminée avant l'examen de votre récit.",
    },
    "judgment": {
        "es": "La autoridad que revisó su caso explica sus razones en el fallo.",
        "en": "The authority that reviewed your case explains its reasons in the judgment.",
        "ht": "Otorite ki te revize dosye ou a eksplike rezon li yo nan jijman an.",
        "pt": "A autoridade que revisou o seu caso explica as razões na decisão.",
        "fr": "L'autorité qui a revu votre dossier explique ses raisons dans la décision.",
    },
}


def languages_for(spoken: Sequence[str], written: papers.Language) -> tuple[papers.Language, ...]:
    """The languages of the page: the first that the person has and we write, and the decision's own."""
    own = next((each for code in spoken for each in LANGUAGES if each == code[:2]), written)
    return tuple(dict.fromkeys((own, written)))


def summary(
    told: Mapping[str, Any], language: papers.Language, *, until: date | None = None
) -> tuple[Part, ...]:
    """The parts of the summary; `until` is the last day for the remedy, once the decision was served."""
    kinds = [one["kind"] for one in told["outcomes"]]
    data = {
        "outcomes": told["outcomes"],
        "result": told["decided_as"],
        "why": list(_why(told, language)),
        "protected": any(kind in ("recognised", "complementary") for kind in kinds),
        "remedies": _remedies(told, language),
        "suspends": told["suspends"],
        "until": until.isoformat() if until else "",
        "office": told["office"],
        "reference": told["reference"],
    }
    return engine.render(f"{language}.txt", data, language=language, folder=engine.PLAIN)


def _why(told: Mapping[str, Any], language: papers.Language) -> Iterator[str]:
    """Two sentences at most: the categories of who was refused, else what the outcome rests on."""
    codes = dict.fromkeys(c["code"] for one in told["outcomes"] for c in one["categories"])
    named = [code for code in codes if code != "follows_principal"] or list(codes)
    if told["decided_as"] or not named:
        kind = "judgment" if told["decided_as"] else next((o["kind"] for o in told["outcomes"]), "closed")
        yield _WHY.get(kind, _WHY["closed"])[language]
    for code in named[: MOST_SENTENCES - bool(told["decided_as"])]:
        yield in_plain_words(code, language)


def _remedies(told: Mapping[str, Any], language: papers.Language) -> list[dict[str, str]]:
    """Each length of time once: remedies that go in one writing have the same."""
    lengths = dict.fromkeys(_length(one, language) for one in told["remedies"])
    return [{"length": length} for length in lengths]


def _length(remedy: Mapping[str, Any], language: papers.Language) -> str:
    if remedy["count"] is None:
        return ""
    one, several = _UNITS[remedy["unit"]][language]
    return f"{remedy['count']} {one if remedy['count'] == 1 else several}"
