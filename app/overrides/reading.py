"""What an override comes to: the procedure with it laid over, what it changes, and what the check finds."""

from dataclasses import dataclass
from typing import Any

from app.overrides import errors
from app.overrides.models import ProcedureOverride
from app.procedure import public as procedure
from app.settings import settings


@dataclass(frozen=True, slots=True)
class Preview:
    """An override against the procedure that it would follow. `blocking` are the defects that it brings with it, `weakened` the
    safeguards of its version that it takes away."""

    before: procedure.Profile
    after: procedure.Profile
    limits: tuple[str, ...]
    findings: tuple[procedure.Finding, ...]
    blocking: tuple[procedure.Finding, ...]
    weakened: tuple[procedure.Weakened, ...]

    def differences(self, language: str) -> tuple[procedure.Part, ...]:
        """What it says otherwise, part by part, in words."""
        return procedure.compare(self.before, self.after, language)


def read_anew(override: ProcedureOverride) -> procedure.Profile:
    """The procedure with the override laid over its version. Raises `BrokenOverride` where the text can no longer be read."""
    own = procedure.Plain(override.profile_version, override.number)
    layer = procedure.Layer(f"{override.country}+{override.number}", override.content)
    try:
        return procedure.load_edition(
            override.country,
            procedure.Edition(own),
            overrides=settings().profile_overrides,
            layers={override.number: layer},
        )
    except procedure.ProfileError as fault:
        raise errors.BrokenOverride(fault) from fault


def version_as_shipped(override: ProcedureOverride) -> procedure.Profile:
    """The version that the override is laid over, without it."""
    return procedure.load(
        override.country, version=override.profile_version, overrides=settings().profile_overrides
    )


def new_defects(override: ProcedureOverride, after: procedure.Profile) -> tuple[procedure.Finding, ...]:
    """The defects that the override brings with it: for those of the shipped version it cannot answer."""
    shipped = {(f.kind, f.subject) for f in procedure.check(version_as_shipped(override))}
    return tuple(
        f for f in procedure.check(after) if f.severity == "defect" and (f.kind, f.subject) not in shipped
    )


def weakened_by(override: ProcedureOverride, after: procedure.Profile) -> tuple[procedure.Weakened, ...]:
    """The safeguards of the version as shipped that the override takes away."""
    return procedure.weakened(version_as_shipped(override), after)


def preview_of(override: ProcedureOverride, before: procedure.Profile) -> Preview:
    """Raises `BrokenOverride` where the text can no longer be read."""
    after = read_anew(override)
    return Preview(
        before,
        after,
        _limits_apart(before, after),
        tuple(procedure.check(after)),
        new_defects(override, after),
        weakened_by(override, after),
    )


def _limits_apart(before: procedure.Profile, after: procedure.Profile) -> tuple[str, ...]:
    """The limits that are counted otherwise, come to be, or are no more."""
    names = [*before.limits, *(name for name in after.limits if name not in before.limits)]
    return tuple(n for n in names if _dumped(before.limits.get(n)) != _dumped(after.limits.get(n)))


def _dumped(limit: procedure.Limit | None) -> Any:
    return limit.model_dump(mode="json", exclude={"checked_on"}) if limit else None
