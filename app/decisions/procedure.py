"""What the deployment's procedure says about a body."""

from app.decisions import errors
from app.procedure import public as procedure


def quorum_of(profile: procedure.Profile, body: str) -> procedure.Fact[int] | None:
    """How many members a body needs, with its mark. Without a value the law, or we, do not know."""
    return profile.bodies[body].quorum


def known_quorum(profile: procedure.Profile, body: str) -> int:
    """Raises `QuorumUnknown`: nobody decides on a number that somebody guessed."""
    quorum = quorum_of(profile, body)
    if quorum is None or quorum.value is None:
        raise errors.QuorumUnknown
    return quorum.value
