"""A refusal of the engine in words that an officer reads."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from app.procedure.errors import (
    NeedsUnmet,
    NotExtendable,
    NotInForce,
    NotYetPassed,
    ProcedureRefusal,
    Spared,
    UnknownOutcome,
    WrongRole,
    WrongStage,
)
from app.procedure.law.basis import Label
from app.procedure.law.roles import ROLES
from app.procedure.law.schema import Profile


def refusal_in_words(profile: Profile, refusal: ProcedureRefusal, language: str = "es") -> str:
    """Why the engine did not allow the event, in Spanish or English."""
    tell = _TELL.get(type(refusal))
    return str(refusal) if tell is None else tell(_Tongue(profile, language), refusal)


class _Tongue:
    """The words of one profile in one language."""

    def __init__(self, profile: Profile, language: str) -> None:
        self.profile, self.language = profile, language

    def say(self, es: str, en: str) -> str:
        return en if self.language == "en" else es

    def stage(self, name: str) -> str:
        known = self.profile.stages_by_name.get(name)
        return self.label(known.label if known else None, name)

    def limit(self, name: str) -> str:
        known = self.profile.limits.get(name)
        return self.label(known.label if known else None, name)

    def label(self, label: Label | None, name: str) -> str:
        return label.in_(self.language) if label else name

    def list(self, words: Iterable[str]) -> str:
        return ", ".join(words) or self.say("ninguna parte", "nowhere")


def _wrong_role(in_: _Tongue, refusal: WrongRole) -> str:
    who = in_.list(in_.label(ROLES.get(role), role) for role in refusal.allowed)
    return in_.say(f"esto lo registra: {who}", f"this is recorded by: {who}")


def _wrong_stage(in_: _Tongue, refusal: WrongStage) -> str:
    here = in_.stage(refusal.stage) if refusal.stage else in_.say("antes del registro", "before registration")
    where = in_.list(in_.stage(name) for name in refusal.allowed)
    return in_.say(
        f"no es posible en: {here}; solo en: {where}", f"not possible at: {here}; only at: {where}"
    )


def _needs_unmet(in_: _Tongue, refusal: NeedsUnmet) -> str:
    what = in_.list(in_.label(in_.profile.labels.get(need), need) for need in refusal.missing)
    return in_.say(f"falta: {what}", f"missing: {what}")


def _unknown_outcome(in_: _Tongue, refusal: UnknownOutcome) -> str:
    return in_.say(f"no hay tal resultado: {refusal.outcome}", f"no such outcome: {refusal.outcome}")


def _spared(in_: _Tongue, refusal: Spared) -> str:
    who = in_.list(in_.label(_FACTS.get(fact), fact) for fact in refusal.facts)
    return in_.say(f"nunca para {who}", f"never for {who}")


def _not_yet_passed(in_: _Tongue, refusal: NotYetPassed) -> str:
    what = in_.list(in_.limit(name) for name in refusal.limits)
    return in_.say(f"solo cuando haya vencido: {what}", f"only once it has passed: {what}")


def _not_in_force(in_: _Tongue, refusal: NotInForce) -> str:
    return in_.say(
        f"la norma no estaba vigente el {refusal.day}", f"the norm was not in force on {refusal.day}"
    )


def _not_extendable(in_: _Tongue, refusal: NotExtendable) -> str:
    return f"{in_.limit(refusal.limit)}: {in_.label(_EXTENSION.get(refusal.rule), refusal.rule)}"


_TELL: Mapping[type[ProcedureRefusal], Callable[[_Tongue, Any], str]] = MappingProxyType(
    {
        WrongRole: _wrong_role,
        WrongStage: _wrong_stage,
        NeedsUnmet: _needs_unmet,
        UnknownOutcome: _unknown_outcome,
        Spared: _spared,
        NotYetPassed: _not_yet_passed,
        NotInForce: _not_in_force,
        NotExtendable: _not_extendable,
    }
)
_FACTS: Mapping[str, Label] = MappingProxyType(
    {
        "child": Label(es="una persona menor de edad", en="a child"),
        "unaccompanied": Label(es="una persona no acompañada", en="someone unaccompanied"),
    }
)
_EXTENSION: Mapping[str, Label] = MappingProxyType(
    {
        "times": Label(es="no se prorroga otra vez", en="it is not extended again"),
        "cause": Label(
            es="esa causa de prórroga no está en la lista", en="that cause of extension is not listed"
        ),
        "length": Label(es="no se prorroga tanto", en="it is not extended by so much"),
        "not_running": Label(es="no corre", en="it is not running"),
    }
)
