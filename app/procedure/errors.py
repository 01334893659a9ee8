"""Refusals of the procedure engine, and what can be wrong with a profile.

    ProcedureRefusal
    ├── UnknownEvent      the profile has no such event
    ├── WrongRole         the event is not this role's to record
    ├── WrongStage        the event does not fit where the claim stands
    ├── NeedsUnmet        something the event rests on is missing
    ├── UnknownOutcome    the profile has no such outcome
    ├── Spared            the law keeps this person from such an event
    ├── NotInForce        the norm behind the event did not hold on that day
    ├── NotYetPassed      the event waits for a limit that has not passed
    └── NotExtendable     the limit may not run longer, not so long, not again, or not for that cause
    ProfileError
    ├── NoSuchProfile     no shipped profile for that country, day or version
    ├── ProfileInvalid    the file does not say what a profile must say
    └── ScenarioInvalid   the file does not say what a scenario must say

Nothing here knows HTTP or languages: the attributes carry what a screen needs, the message is for logs and tests.
"""

from collections.abc import Iterable
from datetime import date

from app.procedure.faults import Fault, listed


class ProcedureRefusal(Exception):
    """The profile does not allow this event here; nothing has changed."""


class UnknownEvent(ProcedureRefusal):
    """The profile has no event of this name."""

    def __init__(self, name: str) -> None:
        self.name = self.event = name
        super().__init__(f"the procedure has no event '{name}'")


class WrongRole(ProcedureRefusal):
    """The event exists, but not for this role."""

    def __init__(self, event: str, role: str, allowed: Iterable[str]) -> None:
        self.event, self.role, self.allowed = event, role, tuple(allowed)
        super().__init__(f"'{event}' is not recorded by '{role}' but by {_listed(self.allowed)}")


class WrongStage(ProcedureRefusal):
    """The event does not leave from the stage at which the claim stands (`stage` is None before registration)."""

    def __init__(self, event: str, stage: str | None, allowed: Iterable[str]) -> None:
        self.event, self.stage, self.allowed = event, stage, tuple(allowed)
        here = f"at stage '{stage}'" if stage else "before registration"
        super().__init__(f"'{event}' is not possible {here}, only at {_listed(self.allowed)}")


class NeedsUnmet(ProcedureRefusal):
    """The event rests on something that has not been shown: `missing` names each."""

    def __init__(self, event: str, missing: Iterable[str]) -> None:
        self.event, self.missing = event, tuple(missing)
        super().__init__(f"'{event}' lacks {_listed(self.missing)}")


class UnknownOutcome(ProcedureRefusal):
    """A claim was given an outcome that this procedure does not have."""

    def __init__(self, event: str, outcome: str, known: Iterable[str]) -> None:
        self.event, self.outcome, self.known = event, outcome, tuple(known)
        super().__init__(f"'{event}' names the outcome '{outcome}'; the procedure has {_listed(self.known)}")


class Spared(ProcedureRefusal):
    """The event is never recorded for any of these claims: `facts` are what spares them."""

    def __init__(self, event: str, facts: Iterable[str]) -> None:
        self.event, self.facts = event, tuple(facts)
        super().__init__(f"'{event}' is never recorded for a claim that is: {_listed(self.facts)}")


class NotInForce(ProcedureRefusal):
    """The norm behind the event did not hold on that day."""

    def __init__(self, event: str, day: date) -> None:
        self.event, self.day = event, day
        super().__init__(f"'{event}' rests on a norm that was not in force on {day}")


class NotYetPassed(ProcedureRefusal):
    """The event is possible only once one of these limits has passed unmet."""

    def __init__(self, event: str, limits: Iterable[str]) -> None:
        self.event, self.limits = event, tuple(limits)
        super().__init__(f"'{event}' waits until one of these limits has passed: {_listed(self.limits)}")


class NotExtendable(ProcedureRefusal):
    """The limit may not be prolonged so. `rule` is one of `times`, `cause`, `length`, `not_running`."""

    def __init__(self, event: str, limit: str, rule: str) -> None:
        self.event, self.limit, self.rule = event, limit, rule
        super().__init__(f"'{event}' may not prolong '{limit}': {rule}")


class ProfileError(Exception):
    """A profile cannot be found or read."""


class NoSuchProfile(ProfileError, LookupError):
    """No shipped profile answers to this country, version or day."""


class ProfileInvalid(ProfileError, ValueError):
    """The file is not a valid profile: `faults` says where and why, each with its file and line where they are known."""

    def __init__(self, faults: str | Iterable[Fault]) -> None:
        self.faults = (Fault("invalid", faults, faults),) if isinstance(faults, str) else tuple(faults)
        super().__init__(listed(self.faults))


class ScenarioInvalid(ProfileError, ValueError):
    """The file is not a scenario, or one of its words means nothing in the profile; `faults` says where and why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(listed(self.faults))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "nothing"
