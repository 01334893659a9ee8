"""Reading a scenario: a case told in plain Spanish.

    Una madre hondureña y su hijo piden protección          the title
    País: CRI                                                heads: País, Versión, Oficina, Con (an override file)
    Persona 1: madre, solicitante principal                  the persons in order, with their flags
    2026-03-02 10:00 · oficial de registro · Solicitud registrada
        dato entry = 2026-02-20                              what the event says
        => etapa: Registrada                                 what must be so afterwards
    2026-05-20 · esperar                                     nothing but time

`#` begins a comment. What the words mean in a profile is for `wording`; here is only the form.
"""

import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

from app.procedure.errors import NoSuchProfile, ScenarioInvalid
from app.procedure.faults import Fault
from app.procedure.files.loading import load
from app.procedure.law.schema import Profile
from app.procedure.scenarios.plain import plain
from app.procedure.scenarios.scenario import MORNING, Expected, Person, Scenario, Written

FLAGS = {
    "menor de edad": "child",
    "niño": "child",
    "niña": "child",
    "sola": "unaccompanied",
    "solo": "unaccompanied",
    "no acompañada": "unaccompanied",
    "no acompañado": "unaccompanied",
}
_HEADS = {"pais": "country", "version": "version", "oficina": "office", "con": "overrides"}
_STEP = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d{1,2}):(\d\d))?\s*[·|]\s*(.+)")
_PERSON = re.compile(r"persona (\d+)", re.IGNORECASE)
_EXPECTED = re.compile(r"([^:=]+?)(?: (\d+))?\s*:\s*(.+)")
_DETAIL = re.compile(
    r"(?:(?P<fact>dato)\s+(?P<name>\S+)|(?P<outcome>resultado)(?:\s+(?P<person>\d+))?)\s*=\s*(?P<value>.+)"
    r"|(?P<list>personas?|faltan?)\s*:\s*(?P<items>.+)",
    re.IGNORECASE,
)


def read_scenario(path: Path) -> Scenario:
    """The scenario of a file. Raises ScenarioInvalid with every line that cannot be read."""
    return parse_scenario(path.read_text(encoding="utf-8-sig"), path)


def parse_scenario(text: str, file: Path) -> Scenario:
    """The scenario in a text; `file` is for the faults. Raises ScenarioInvalid with every line that cannot be read."""
    read = _Reader(Scenario(file))
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            read.line(number, line)
    read.whole()
    if read.faults:
        raise ScenarioInvalid(read.faults)
    return read.scenario


def profile_for(scenario: Scenario) -> Profile:
    """The profile in which a scenario happens: that of its head, else the version in force on its first day.

    Raises ScenarioInvalid where no such profile is shipped, ProfileInvalid for a fault in its override file.
    """
    country, version, over = (scenario.head(name) for name in ("country", "version", "overrides"))
    day = None if version else scenario.steps[0].day
    overrides = scenario.file.parent / over if over else None
    try:
        return load(country or "", version=version, on=day, overrides=overrides)
    except NoSuchProfile as missing:
        line = scenario.heads["version" if version else "country"][1]
        es = f"no hay perfil de {country} {version or f'para el {day}'}"
        en = f"there is no profile of {country} {version or f'on {day}'}"
        raise ScenarioInvalid([Fault("no_such_profile", es, en, file=scenario.file, line=line)]) from missing


class _Reader:
    """Reads line by line and goes on after a fault, so that all of them are told at once."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.faults: list[Fault] = []

    def fault(self, line: int | None, code: str, es: str, en: str) -> None:
        self.faults.append(Fault(code, es, en, file=self.scenario.file, line=line))

    def line(self, number: int, line: str) -> None:
        text = line.strip()
        if not self.scenario.title:
            self.scenario.title = text
        elif line[0].isspace() or text.startswith("=>"):
            self._detail(number, text)
        elif step := _STEP.fullmatch(text):
            self._step(number, step)
        else:
            self._head(number, text)

    def whole(self) -> None:
        """What can only be said at the end."""
        if "country" not in self.scenario.heads:
            self.fault(1, "no_country", "falta «País: …»", "'País: …' is missing")
        if not self.scenario.persons:
            self.fault(1, "no_person", "falta «Persona 1: …»", "'Persona 1: …' is missing")
        if not self.scenario.steps:
            self.fault(1, "no_step", "no ocurre nada", "nothing happens")

    def _head(self, number: int, text: str) -> None:
        word, colon, value = text.partition(":")
        person, head = _PERSON.fullmatch(word.strip()), _HEADS.get(plain(word))
        if colon and person:
            self._person(number, int(person[1]), value)
        elif colon and head:
            self.scenario.heads[head] = (value.strip(), number)
        else:
            self.fault(
                number,
                "unreadable_line",
                f"no se entiende «{text}»: un paso es «2026-03-02 10:00 · rol · evento»",
                f"cannot read '{text}': a step is '2026-03-02 10:00 · role · event'",
            )

    def _person(self, line: int, number: int, words: str) -> None:
        if number != len(self.scenario.persons) + 1:
            self.fault(
                line,
                "persons_out_of_order",
                f"se esperaba la persona {len(self.scenario.persons) + 1}",
                f"person {len(self.scenario.persons) + 1} was to come",
            )
        name, *rest = (part.strip() for part in words.split(","))
        flags = frozenset(
            FLAGS[word] for word in (name.casefold(), *(w.casefold() for w in rest)) if word in FLAGS
        )
        self.scenario.persons.append(Person(number, name, flags))

    def _step(self, number: int, step: re.Match[str]) -> None:
        try:
            day = date.fromisoformat(step[1])
            hour = time(int(step[2]), int(step[3])) if step[2] else MORNING
        except ValueError:
            self.fault(number, "no_such_day", f"«{step[1]}» no es un día", f"'{step[1]}' is no day")
            return
        words = [part.strip() for part in re.split(r"[·|]", step[4])]
        if len(words) == 1 and plain(words[0]) == "esperar":
            self.scenario.steps.append(Written(number, day, hour))
        elif len(words) == 2 and all(words):
            self.scenario.steps.append(Written(number, day, hour, words[0], words[1]))
        else:
            self.fault(
                number,
                "unreadable_step",
                "un paso es «día · rol · evento» o «día · esperar»",
                "a step is 'day · role · event' or 'day · esperar'",
            )

    def _detail(self, number: int, text: str) -> None:
        if not self.scenario.steps:
            self.fault(number, "detail_without_step", "aquí no hay paso todavía", "there is no step yet")
        elif text.startswith("=>"):
            self._expected(number, text)
        elif detail := _DETAIL.fullmatch(text):
            self._said(number, detail)
        else:
            self.fault(
                number,
                "unreadable_detail",
                f"no se entiende «{text}»: personas, dato, resultado, falta o =>",
                f"cannot read '{text}': personas, dato, resultado, falta or =>",
            )

    def _said(self, number: int, detail: re.Match[str]) -> None:
        step = self.scenario.steps[-1]
        if detail["fact"]:
            step.data[detail["name"]] = detail["value"].strip()
            step.lines[detail["name"]] = number
        elif detail["outcome"]:
            step.outcomes[int(detail["person"]) if detail["person"] else None] = detail["value"].strip()
            step.lines["outcome"] = number
        elif detail["list"].casefold().startswith("falta"):
            step.lacking += [each.strip() for each in detail["items"].split(",")]
            step.lines["lacking"] = number
        else:
            self._concerns(number, step, detail["items"])

    def _concerns(self, number: int, step: Written, items: str) -> None:
        known = {person.number for person in self.scenario.persons}
        for each in re.split(r"\s*(?:,|\by\b)\s*", items.strip()):
            if each.isdecimal() and int(each) in known:
                step.persons.append(int(each))
            else:
                self.fault(
                    number, "no_such_person", f"no hay persona «{each}»", f"there is no person '{each}'"
                )

    def _expected(self, number: int, text: str) -> None:
        for part in _parts(text):
            expected = _EXPECTED.fullmatch(part)
            if expected is None:
                self.fault(
                    number,
                    "unreadable_expectation",
                    f"no se entiende «=> {part}»",
                    f"cannot read '=> {part}'",
                )
                continue
            person = int(expected[2]) if expected[2] else None
            self.scenario.steps[-1].expected.append(
                Expected(number, plain(expected[1]), expected[3].strip(), person)
            )


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split("=>")[1:])
