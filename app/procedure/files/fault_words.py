"""What the schema says when a file is wrong, in words for a lawyer: each sentence has a code, Spanish and English.

The schema raises plain English sentences; here each is recognised by its form. A test holds that every sentence is.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Words(NamedTuple):
    """A reason with its code, in both languages."""

    code: str
    es: str
    en: str


_EXAMPLE = "3 working_days"
_PYDANTIC: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "missing": ("missing", "falta «{key}»", "'{key}' is missing"),
        "extra_forbidden": ("unknown_key", "no hay una clave «{key}»", "there is no key '{key}'"),
        "string_type": ("not_text", "se espera un texto entre comillas", "a text in quotes is wanted"),
        "int_type": (
            "not_whole",
            "se espera un número entero (integer)",
            "a whole number (integer) is wanted",
        ),
        "bool_type": (
            "not_boolean",
            "se espera true o false, sin comillas",
            "true or false is wanted, without quotes",
        ),
        "date_type": (
            "not_a_day",
            "se espera un día, por ejemplo 2024-06-14",
            "a day is wanted, e.g. 2024-06-14",
        ),
        "time_type": (
            "not_an_hour",
            "se espera una hora, por ejemplo 08:00:00",
            "an hour is wanted, e.g. 08:00:00",
        ),
        "literal_error": (
            "not_one_of",
            "se espera una de estas palabras: {expected}",
            "one of these is wanted: {expected}",
        ),
        "model_type": ("not_a_table", "se espera una tabla", "a table is wanted"),
        "model_attributes_type": ("not_a_table", "se espera una tabla", "a table is wanted"),
        "dict_type": ("not_a_table", "se espera una tabla", "a table is wanted"),
        "mapping_type": ("not_a_table", "se espera una tabla", "a table is wanted"),
        "tuple_type": ("not_a_list", "se espera una lista entre [ ]", "a list in [ ] is wanted"),
        "too_short": ("empty_list", "la lista no puede estar vacía", "the list may not be empty"),
        "string_too_short": ("empty_text", "el texto no puede estar vacío", "the text may not be empty"),
        "string_pattern_mismatch": (
            "wrong_form",
            "no tiene la forma {pattern}",
            "it has not the form {pattern}",
        ),
        "greater_than_equal": ("too_small", "no puede ser menor que {ge}", "it may not be less than {ge}"),
    }
)
_SENTENCES: tuple[tuple[str, str, str], ...] = (
    (
        "no_source",
        "un valor con la marca «{mark}» dice de qué fuente viene",
        "a {mark} value names its source",
    ),
    ("ends_before", "termina antes de empezar", "it ends before it begins"),
    (
        "wait_unknown",
        "lo que se espera tras un día desconocido es desconocido",
        "a wait after an unknown day is unknown",
    ),
    ("ends_before", "una suspensión termina antes de empezar", "a suspension ends before it begins"),
    (
        "unknown_value",
        'un valor sin «is» es desconocido: verification = "unknown"',
        "a value without 'is' is unknown",
    ),
    (
        "value_of_unknown",
        "un valor desconocido se deja fuera, o lleva synthetic = true",
        "an unknown value is left out, or marked synthetic = true",
    ),
    ("negative", "un número no puede ser negativo aquí", "a number is never negative here"),
    (
        "no_length",
        "«{text}» no es una duración; escriba por ejemplo «3 working_days»",
        "'{text}' is no length of time; write for example '3 working_days'",
    ),
    (
        "one_destination",
        "un destino tiene uno solo de: to, same_as_case, from_data",
        "a target has one of: to, same_as_case, from_data",
    ),
    ("from_data_among", "from_data y among van juntos", "from_data and among go together"),
    (
        "choices",
        "una pregunta «choice» tiene choices, y ninguna otra",
        "a choice has choices, and nothing else has",
    ),
    (
        "creates_nowhere",
        "«{name}» crea solicitudes y debe decir en qué etapa",
        "'{name}' creates claims and must say at which stage",
    ),
    (
        "leaves_nowhere",
        "«{name}» debe decir desde qué etapas es posible",
        "'{name}' must say from which stages it is possible",
    ),
    (
        "proposal_names_event",
        "una propuesta nombra el evento que propone, y nada más lo hace",
        "a proposal names the event that it proposes, and nothing else does",
    ),
    ("silence_means", "diga qué significa el silencio", "say what the silence means"),
    (
        "parts_or_cases",
        "una regla que pasa unas partes las nombra, y una que pasa casos no nombra ninguna",
        "a rule that moves parts names them, and one that moves cases names none",
    ),
    (
        "recounts_parts",
        "lo que pasa unas partes no cuenta de nuevo ningún plazo",
        "what moves parts counts no limit anew",
    ),
    ("no_such_day", "{day} no es un día de todos los años", "{day} is not a day of every year"),
    ("outside_its_year", "{day} no es un día de {year}", "{day} is not a day of {year}"),
    (
        "whole_weekend",
        "un fin de semana son algunos de los días 1 a 7, no todos",
        "a weekend is some of the ISO weekdays 1 to 7, not all",
    ),
    ("no_time_zone", "no hay una zona horaria «{name}»", "no time zone '{name}'"),
    (
        "no_extension",
        "el plazo «{name}» no tiene regla de prórroga",
        "limit '{name}' has no rule of extension",
    ),
    (
        "lodged_apart",
        "se presenta junto con «{name}» y sin embargo tiene otro plazo",
        "lodged with '{name}' and yet under another time limit",
    ),
    (
        "counts_what",
        "cuenta o un evento o un plazo vencido, uno de los dos",
        "it counts either an event or a limit that passed",
    ),
    (
        "group_refused",
        "un grupo se reconoce junto o no se decide; nunca se deniega",
        "a group is recognised together or not at all, never refused",
    ),
    ("like_like", "el calendario «{name}» es a su vez como otro", "calendar '{name}' is itself like another"),
    (
        "endless_pause",
        "una pausa de la que solo se llega a otras pausas, o a ninguna parte",
        "a pause from which events lead only to pauses, or nowhere",
    ),
    (
        "named_like_a_fact",
        "una pregunta no se llama como un dato de la solicitud",
        "a question is not named like a fact of the claim",
    ),
    (
        "moved_by_itself",
        "lo que puede registrar el sistema no mueve a nadie ni deja nada sin efecto",
        "what the system may record moves nobody and cancels nothing",
    ),
    (
        "kept_from_the_calendar",
        "el calendario lo registra en cualquier etapa, para todas las personas y sin exigencias",
        "the calendar records it at any stage, for everybody, without needs",
    ),
    (
        "named_like_a_fact",
        "una pregunta del formulario no se llama como un dato de la persona",
        "a question of the form is not named like a fact of the person",
    ),
    ("nothing_proposed", "una propuesta propone algo", "a proposal proposes something"),
    ("says_not_when", "una propuesta dice cuándo", "a proposal says when"),
    (
        "without_criterion",
        "una modalidad se propone por un criterio publicado",
        "a modality is proposed by a published criterion",
    ),
    (
        "against_the_person",
        "una categorización solo propone una modalidad por un criterio a favor de la persona",
        "a screening proposes a modality only by a criterion in the person's favour",
    ),
    (
        "silence_counts",
        "a quien no responde no se le propone nada",
        "who does not answer is proposed nothing",
    ),
    ("written_twice", "está escrito dos veces", "it is written twice"),
    ("no_such", "no hay {what} «{name}»", "no {what} '{name}'"),
)
_THINGS: Mapping[str, str] = MappingProxyType(
    {
        "stage": "etapa",
        "event": "evento",
        "limit": "plazo",
        "document": "documento",
        "role": "rol",
        "outcome": "resultado",
        "body": "órgano",
        "remedy": "recurso",
        "calendar": "calendario",
        "office": "oficina",
        "source": "fuente",
        "part": "parte",
        "section": "sección",
        "question": "pregunta",
        "answer": "respuesta",
        "need": "necesidad",
        "service": "servicio",
        "number": "pregunta de número",
    }
)


def in_words(kind: str, sentence: str, given: object, key: str, facts: Mapping[str, Any]) -> Words:
    """The reason in both languages. `kind` is the schema's own, `given` the wrong value, `facts` what goes with the kind."""
    if kind.startswith("dataclass"):
        return span_words(given)
    if kind in _PYDANTIC:
        code, es, en = _PYDANTIC[kind]
        told = {"key": key, **{name: str(value) for name, value in facts.items()}}
        return Words(code, es.format_map(told), en.format_map(told))
    return sentence_words(sentence.removeprefix("Value error, "))


def sentence_words(sentence: str) -> Words:
    """A sentence of the schema; one that nobody has put into Spanish is said as it is."""
    for code, es, en in _SENTENCES:
        if found := _form(en).fullmatch(sentence):
            told = found.groupdict()
            if code == "no_length":
                return span_words(told["text"])
            if code == "no_such":
                return Words(
                    code, es.format(what=_THINGS.get(told["what"], told["what"]), name=told["name"]), sentence
                )
            return Words(code, es.format_map(told), sentence)
    return Words("invalid", sentence, sentence)


def span_words(given: object) -> Words:
    """What is wrong with a length of time: negative, nothing, without a unit, or not to be read."""
    text = str(given).strip()
    if re.match(r"-\s*\d", text):
        return Words(
            "negative",
            f"«{text}» es negativo; un plazo tiene al menos una unidad",
            f"'{text}' is negative; a length of time is at least one unit",
        )
    if re.fullmatch(r"[\d.]+", text):
        return Words(
            "no_unit",
            f"«{text}» no tiene unidad; escriba por ejemplo «{_EXAMPLE}»",
            f"'{text}' has no unit; write for example '{_EXAMPLE}'",
        )
    return Words(
        "no_length",
        f"«{text}» no es una duración; escriba por ejemplo «{_EXAMPLE}»",
        f"'{text}' is no length of time; write for example '{_EXAMPLE}'",
    )


def _form(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(template)))
