"""The engine's refusals as the case's, in the words of the country's procedure."""

from collections.abc import Callable, Mapping
from typing import Any

from app.cases import errors
from app.procedure import public as procedure

SPARED_WORDS = {"child": "menor de edad", "unaccompanied": "niña o niño sin compañía"}


def in_words(profile: procedure.Profile, refusal: procedure.ProcedureRefusal) -> Exception:
    """What to raise instead; the refusal itself where it is a fault of the caller and not of the case."""
    say = _SAID.get(type(refusal))
    return say(profile, refusal) if say else refusal


def _event(profile: procedure.Profile, refusal: Any) -> str:
    return profile.event(refusal.event).label.es


def _unknown_event(_profile: procedure.Profile, _refusal: Any) -> Exception:
    """A screen for a step that this country's law does not have, e.g. an admission in Guatemala."""
    return errors.NoSuchStep()


def _wrong_stage(profile: procedure.Profile, refusal: Any) -> Exception:
    stage = profile.stage(refusal.stage).label.es if refusal.stage else "—"
    return errors.WrongStage(event=_event(profile, refusal), stage=stage)


def _wrong_role(profile: procedure.Profile, refusal: Any) -> Exception:
    return errors.WrongRole(event=_event(profile, refusal))


def _needs_unmet(profile: procedure.Profile, refusal: Any) -> Exception:
    return errors.NeedsUnmet(event=_event(profile, refusal), missing=", ".join(sorted(refusal.missing)))


def _spared(profile: procedure.Profile, refusal: Any) -> Exception:
    facts = ", ".join(SPARED_WORDS.get(fact, fact) for fact in refusal.facts)
    return errors.Spared(event=_event(profile, refusal), facts=facts)


def _not_in_force(profile: procedure.Profile, refusal: Any) -> Exception:
    return errors.NotInForce(event=_event(profile, refusal), day=refusal.day.isoformat())


def _not_yet_passed(profile: procedure.Profile, refusal: Any) -> Exception:
    limits = ", ".join(f"«{profile.limit(name).label.es}»" for name in refusal.limits)
    return errors.NotYetPassed(event=_event(profile, refusal), limits=limits)


def _not_extendable(profile: procedure.Profile, refusal: Any) -> Exception:
    kind = errors.NOT_EXTENDABLE.get(refusal.rule, errors.NotExtendable)
    return kind(limit=profile.limit(refusal.limit).label.es)


_SAID: Mapping[type[Exception], Callable[[procedure.Profile, Any], Exception]] = {
    procedure.UnknownEvent: _unknown_event,
    procedure.WrongStage: _wrong_stage,
    procedure.WrongRole: _wrong_role,
    procedure.NeedsUnmet: _needs_unmet,
    procedure.Spared: _spared,
    procedure.NotInForce: _not_in_force,
    procedure.NotYetPassed: _not_yet_passed,
    procedure.NotExtendable: _not_extendable,
}
