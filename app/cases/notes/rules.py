"""Whose notes are whose, and who is mentioned in a text. Pure."""

import re

from app.core.actor import Actor

FIRST, COMMISSION = "first", "commission"
# Who examines a case writes for its colleagues; who decides, or reviews, reads the file and not the corridor.
ROLES_OF = {
    FIRST: (
        "border_liaison_officer",
        "registration_officer",
        "eligibility_officer",
        "supervisor",
        "child_protection_officer",
    ),
    COMMISSION: ("commission_secretary", "commission_member"),
}
TRIBUNAL = ("appeals_clerk", "appeals_judge")
LONGEST_NOTE = 5000
LONGEST_TITLE = 200
# A name after a sign that follows a space or opens the text: an address of mail is no mention.
_MENTION = re.compile(r"(?<![\w@.])@([\w][\w.\-]{0,78}[\w])")


def side_of(actor: Actor) -> str:
    """Whose notes the actor writes and reads. One instance of remedy is not another's."""
    if actor.role in TRIBUNAL:
        return f"body:{actor.body}"
    return COMMISSION if actor.role in ROLES_OF[COMMISSION] else FIRST


def roles_of(side: str) -> tuple[str, ...]:
    return ROLES_OF.get(side, TRIBUNAL)


def mentioned(body: str) -> list[str]:
    """Usernames after an @, each once, in the order of the text."""
    return list(dict.fromkeys(found.lower() for found in _MENTION.findall(body)))
