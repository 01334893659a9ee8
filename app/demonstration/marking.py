"""How invented assessors mark invented files: what is often wrong, and where two of them differ. Pure, by a given chance.

The shares are the demonstration's own and say nothing of any real office; what a comment says was not read in the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from app.quality.public import Indicator, Instrument, Marked

CORRECT, MINOR, SIGNIFICANT, NOT_APPLICABLE = "correct", "minor_error", "significant_error", "not_applicable"
MADE_UP = "(comentario ficticio)"


@dataclass(frozen=True, slots=True)
class Habit:
    """Of a hundred files: in how many it is wrong, in how many of those badly, and to how many it does not apply; what is said then."""

    wrong: int
    badly: int = 15
    apart: int = 0
    said: tuple[str, ...] = ()


USUAL = Habit(6)
HABITS: Mapping[str, Habit] = {
    "opening.needs": Habit(9, 20, 45, ("Consta una necesidad en el expediente y no consta que se ofreciera apoyo.",)),
    "opening.information": Habit(10, 5, 0, ("No se explicó el papel de quien interpreta.",)),
    "opening.understanding": Habit(
        18, 12, 0,
        ("Se preguntó si se entienden, pero no consta la respuesta de quien interpreta.", "La pregunta no consta en el acta."),
    ),
    "opening.fitness": Habit(12, 5, 0, ("Se anotó cansancio y no se ofreció una pausa.",)),
    "conducting.technique": Habit(
        20, 8, 0, ("Varias preguntas sugieren la respuesta.", "Se hicieron tres preguntas a la vez y solo se respondió una."),
    ),
    "substance.facts": Habit(16, 18, 0, ("No se preguntó por la protección de las autoridades.", "Falta saber cuándo fue la segunda amenaza.")),
    "substance.documents": Habit(8, 10, 35, ("Se recibió una constancia y no se preguntó de dónde viene.",)),
    "substance.inconsistencies": Habit(
        30, 22, 10,
        ("La contradicción sobre la fecha pesa después y nunca se le planteó a la persona.",
         "Se planteó la duda de forma que acusa; no hubo ocasión real de aclarar."),
    ),
    "substance.exclusion": Habit(2, 50, 90),
    "substance.guidelines": Habit(8, 10, 40, ("No consta que se siguiera la directriz sobre género.",)),
    "closing.steps": Habit(14, 3, 0, ("No se dijo cómo presentar más pruebas.",)),
    "record.rules": Habit(22, 8, 0, ("Falta la hora de la pausa.", "La corrección al leer el acta no quedó escrita.")),
    "basis.facts": Habit(9, 20, 0, ("Un hecho sustancial del acta no aparece en la decisión.",)),
    "credibility.indicators": Habit(
        17, 20, 0, ("Se descarta un hecho por cómo se comportó la persona.", "Se dice que no es creíble sin decir por qué indicador."),
    ),
    "credibility.circumstances": Habit(14, 10, 20, ("No se consideró la edad al valorar las lagunas.",)),
    "credibility.put": Habit(24, 25, 25, ("Pesa en contra una discrepancia que no se planteó en la entrevista.",)),
    "credibility.doubt": Habit(10, 10, 30, ("No se dice si se aplicó el beneficio de la duda.",)),
    "risk.coi": Habit(26, 10, 0, ("La información del país tiene más de dos años.", "Se cita una sola fuente y no es la más cercana al caso.")),
    "risk.protection": Habit(12, 15, 15, ("Se afirma que hay otra parte del país sin examinar si es razonable.",)),
    "legal.cartagena": Habit(15, 20, 20, ("No se examinó la definición regional.",)),
    "legal.complementary": Habit(20, 15, 55, ("Se rechaza sin examinar la protección complementaria.",)),
    "legal.exclusion": Habit(2, 50, 92),
    "form.remedy": Habit(5, 40, 40, ("No dice hasta qué día se puede recurrir.",)),
    "efficiency.time": Habit(28, 4, 0, ("Pasó el plazo y no consta por qué.",)),
    "efficiency.steps": Habit(12, 2, 0, ("El expediente esperó tres semanas entre dos pasos sin causa escrita.",)),
    "content.language": Habit(13, 15, 0, ("No consta en qué lengua se explicó.",)),
    "content.remedy": Habit(17, 30, 35, ("No consta que se dijera qué ayuda hay para recurrir.",)),
    "service.proof": Habit(11, 10, 0, ("Falta la firma de quien notificó.",)),
    "service.time": Habit(25, 3, 0, ("Se notificó más de dos semanas después.",)),
}  # fmt: skip
ANY_ERROR = (
    "Consta solo en parte.",
    "Se hizo, pero no consta en el expediente.",
    "Falta una parte de lo que pide la guía.",
)
CONCLUSIONS = (
    "En conjunto está bien llevado; conviene mirar los puntos señalados. (texto ficticio)",
    "Sigue la guía y se entiende por qué se hizo cada paso. (texto ficticio)",
    "Lo señalado se puede corregir con la lista de preguntas de la unidad. (texto ficticio)",
)
# Some files go well and some badly, as a whole.
DAYS = (0.2, 0.5, 0.8, 1.0, 1.3, 2.2)
# How often a second assessor sees an indicator otherwise.
OTHERWISE = 0.07
_NEAR = {CORRECT: MINOR, MINOR: CORRECT, SIGNIFICANT: MINOR, NOT_APPLICABLE: CORRECT}


def as_it_is(instrument: Instrument, chance: Random) -> dict[str, str]:
    """What a file deserves in each indicator."""
    day = chance.choice(DAYS)
    return {each.id: _deserved(each, day, chance) for each in instrument.indicators}


def _deserved(indicator: Indicator, day: float, chance: Random) -> str:
    habit = HABITS.get(indicator.id, USUAL)
    applies, wrong, badly = (chance.random() * 100 for _ in range(3))
    if applies < habit.apart:
        return NOT_APPLICABLE
    if wrong >= habit.wrong * day:
        return CORRECT
    return SIGNIFICANT if badly < habit.badly else MINOR


def as_seen(
    deserved: Mapping[str, str], chance: Random, *, otherwise: float = OTHERWISE
) -> dict[str, Marked]:
    """What one assessor says of it, with a comment at each error."""
    return {name: _said(name, mark, chance, otherwise) for name, mark in deserved.items()}


def said_of(indicator: str, mark: str, chance: Random) -> Marked:
    """A mark, with why where it is an error."""
    if mark not in (MINOR, SIGNIFICANT):
        return Marked(mark)
    comment = chance.choice(HABITS.get(indicator, USUAL).said or ANY_ERROR)
    return Marked(mark, f"{comment} {MADE_UP}")


def _said(indicator: str, mark: str, chance: Random, otherwise: float) -> Marked:
    return said_of(indicator, _NEAR[mark] if chance.random() < otherwise else mark, chance)
