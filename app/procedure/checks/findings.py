"""What a check finds in a profile, in words for a lawyer."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Severity = Literal["defect", "gap", "unverified"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: `defect` breaks the road or a safeguard, `gap` is something nobody knows or that somebody should
    look at, `unverified` rests on memory.

    `kind` is a code, `subject` the place in the profile, e.g. "limits.appeal"; `message` says it in English, `es` in Spanish;
    `note` is the profile's own, for the lawyer. File and line where the profile was read from a file.
    """

    severity: Severity
    kind: str
    subject: str
    message: str
    es: str = ""
    note: str = ""
    file: Path | None = None
    line: int | None = None

    def said(self, language: str = "es") -> str:
        """What was found, in Spanish or English, with the note behind it."""
        words = self.message if language == "en" or not self.es else self.es
        return f"{words} ({self.note})" if self.note else words

    def in_words(self, language: str = "es") -> str:
        """`file:line: place: what`, without what is not known."""
        where = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return ": ".join(part for part in (where, self.subject, self.said(language)) if part)


def finding(kind: str, subject: str, *, note: str | None = None, **names: str) -> Finding:
    """A finding of that kind; `names` fill its sentence."""
    severity, es, en = _KINDS[kind]
    return Finding(severity, kind, subject, en.format_map(names), es.format_map(names), note or "")


_KINDS: Mapping[str, tuple[Severity, str, str]] = MappingProxyType(
    {
        "unknown_number_form": (
            "gap",
            "no se conoce la forma de número «{form}»: los documentos llevarán un número propio",
            "the form of number '{form}' is not known: documents will carry a number of our own",
        ),
        "series_without_prefix": (
            "gap",
            "una serie propia sin prefijo puede confundirse con los números de otra autoridad",
            "a series of one's own without a prefix can be taken for another authority's numbers",
        ),
        "unreachable_stage": ("defect", "ningún evento lleva a esta etapa", "no event leads to this stage"),
        "stage_without_exit": (
            "defect",
            "ningún evento saca de esta etapa abierta",
            "no event leaves this open stage",
        ),
        "trap": (
            "defect",
            "desde aquí no se llega a ninguna etapa que cierre el caso",
            "from here no stage that closes the case can be reached",
        ),
        "trap_for_some": (
            "defect",
            "desde aquí no se llega a ningún cierre para quien está a salvo de ciertos eventos: {who}",
            "from here nobody who is spared some events reaches a close: {who}",
        ),
        "target_may_fail": (
            "defect",
            "ningún destino vale cuando {facts}: el evento no podría registrarse",
            "no target holds when {facts}: the event could not be recorded",
        ),
        "combination_refused": (
            "gap",
            "no hay destino cuando {facts}: el evento se rechaza; ¿es lo que se quiere?",
            "there is no target when {facts}: the event is refused; is that what is meant?",
        ),
        "limit_passed_not_recorded": (
            "defect",
            "falta el evento deadline_missed: nadie anotaría que un plazo venció",
            "there is no event deadline_missed: nobody would note that a limit passed",
        ),
        "limit_without_consequence": (
            "defect",
            "no se dice qué sigue cuando vence",
            "nothing follows when it is missed",
        ),
        "no_limit_on_record": (
            "gap",
            "no consta su duración: nunca se calcula una fecha",
            "there is no length, so no date is ever computed",
        ),
        "limit_never_starts": ("defect", "ningún evento lo inicia", "no event starts it"),
        "limit_never_met": ("defect", "ningún evento lo cumple", "no event meets it"),
        "proposal_impossible": (
            "defect",
            "propone «{event}», que no es posible en ninguna etapa en la que corre",
            "it proposes '{event}', which is not possible at any stage in which it runs",
        ),
        "reminder_before_start": (
            "gap",
            "el aviso de {span} antes nunca llega a darse: el plazo es de {length}",
            "the reminder {span} before is never given: the limit is {length} long",
        ),
        "extension_without_cause": (
            "defect",
            "se prorroga sin causas en la lista",
            "it is extended without listed causes",
        ),
        "trigger_without_threshold": (
            "gap",
            "no consta cuántas veces: no propone nada",
            "how many times is not on record: it proposes nothing",
        ),
        "refusal_without_remedy": (
            "defect",
            "ningún recurso procede contra este resultado",
            "no remedy lies against it",
        ),
        "remedy_not_on_record": (
            "gap",
            "no consta si procede un recurso contra este resultado",
            "whether a remedy lies against it is not known",
        ),
        "remedy_without_limit": (
            "gap",
            "no consta el plazo para presentarlo",
            "no time to file it is on record",
        ),
        "independence_not_stated": (
            "gap",
            "no se dice que sea independiente de {body}",
            "that it is independent of {body} is not said",
        ),
        "judge_of_own_decision": (
            "gap",
            "lo resuelve el mismo órgano que decidió, y no se presenta como reconsideración",
            "the body that decided hears it, and it is not put as a reconsideration",
        ),
        "no_other_body": (
            "gap",
            "todo recurso contra este resultado lo resuelve el órgano que lo decidió",
            "every remedy against it is heard by the body that decided it",
        ),
        "paper_without_term": (
            "gap",
            "se da un documento cuya vigencia no consta ({documents}): no se imprime ninguno hasta que una instalación la fije",
            "it gives a paper whose term is not on record ({documents}): none is printed until a deployment sets one",
        ),
        "own_work": (
            "defect",
            "solo revisan quienes escriben el análisis: {roles}",
            "only those who write the assessment review it: {roles}",
        ),
        "reviewed_by_author": (
            "defect",
            "no exige que revise otra persona (not_the_author)",
            "it does not need another person than the author (not_the_author)",
        ),
        "decided_by_author": (
            "defect",
            "puede decidir quien escribió el análisis: {roles}",
            "who wrote the assessment may decide: {roles}",
        ),
        "remedy_by_the_same": (
            "defect",
            "no exige que resuelva quien no intervino antes (not_involved_before)",
            "it does not need someone who took no part before (not_involved_before)",
        ),
        "reconsidered_by_the_same": (
            "gap",
            "lo reconsidera el mismo órgano, y no exige que sea otra persona (not_involved_before)",
            "the same body reconsiders, and another person is not needed (not_involved_before)",
        ),
        "lapse_against_a_child": (
            "defect",
            "la ley pone a salvo a las personas menores de edad, y «{event}» puede proponerse o registrarse contra ellas",
            "the law spares children, and '{event}' may be proposed or recorded against them",
        ),
        "time_against_a_child": (
            "gap",
            "la ley pone a salvo a las personas menores de edad, y este plazo también vence para ellas y propone «{event}»",
            "the law spares children, and this limit also runs out for them and proposes '{event}'",
        ),
        "group_not_protected": (
            "defect",
            "el resultado de un grupo debe proteger",
            "the outcome of a group must protect",
        ),
        "need_without_words": (
            "defect",
            "una negativa no podría decirse con palabras",
            "a refusal could not be put in words",
        ),
        "unknown_value": ("gap", "no consta un valor", "no value is on record"),
        "synthetic_value": (
            "gap",
            "valor inventado por la instalación; no es ley",
            "made up by the deployment; no law",
        ),
        "recalled": (
            "unverified",
            "de memoria; por confirmar en el texto",
            "from memory; to be confirmed in the text",
        ),
        "unknown": (
            "unverified",
            "sin fuente conocida; por confirmar",
            "no source is known; to be confirmed",
        ),
    }
)
