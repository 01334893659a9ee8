"""Who is acting: one person or machine, in one role, at one place."""

from dataclasses import dataclass, field
from uuid import UUID

SYSTEM_ID = UUID("00000000-0000-7000-8000-000000000001")
ANONYMOUS_ID = UUID("00000000-0000-7000-8000-000000000000")

# By what a role is given its cases: its office, its own name, or its body.
BY_OFFICE = frozenset({"registration_officer", "supervisor", "documentation_officer"})
BY_NAME = frozenset({"eligibility_officer", "commission_member", "legal_representative", "quality_assessor"})
BY_BODY = frozenset({"commission_secretary", "appeals_clerk", "appeals_judge"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in user, a machine client or the system itself.

    `audience` is what the database compares with a case's audience: a case is visible exactly when they share a key.
    """

    user_id: UUID
    name: str
    role: str
    office_id: UUID | None = None
    post_id: UUID | None = None
    body: str | None = None
    seat: str | None = None
    place: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)

    @property
    def audience(self) -> tuple[str, ...]:
        """The keys that open cases to this actor, from the role alone and never from anything the caller sends."""
        if self.role == "border_liaison_officer":
            return (f"post:{self.post_id}",)
        if self.role in BY_OFFICE:
            return (f"office:{self.office_id}",)
        if self.role in BY_NAME:
            return (f"{self.role}:{self.user_id}",)
        if self.role in BY_BODY:
            return (f"body:{self.body}",)
        if self.role in ("child_protection_officer", "system"):
            return (f"role:{self.role}",)
        return ()


SYSTEM = Actor(SYSTEM_ID, "Acogida", "system")
ANONYMOUS = Actor(ANONYMOUS_ID, "", "anonymous")
SIGN_IN = Actor(ANONYMOUS_ID, "", "sign_in")
