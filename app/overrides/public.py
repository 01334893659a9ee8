"""What other rooms may use of overrides."""

from app.overrides.actions.put_in_force import others_who_may_confirm, put_in_force
from app.overrides.actions.upload import upload
from app.overrides.actions.withdraw import withdraw
from app.overrides.editions import (
    edition,
    edition_in_force,
    edition_without,
    procedure_in_force,
    procedure_on,
    shipped,
)
from app.overrides.errors import (
    AlreadyUploaded,
    AlreadyWithdrawn,
    BrokenOverride,
    HasDefects,
    NotADraft,
    OverrideChanged,
    ProcedureUnreadable,
    SecondPersonNeeded,
    WeakensAlone,
)
from app.overrides.queries import OverrideLine, OverrideView, override, overrides
from app.overrides.reading import Preview
from app.overrides.rules import LONGEST_TEXT, text_of

__all__ = [
    "LONGEST_TEXT",
    "AlreadyUploaded",
    "AlreadyWithdrawn",
    "BrokenOverride",
    "HasDefects",
    "NotADraft",
    "OverrideChanged",
    "OverrideLine",
    "OverrideView",
    "Preview",
    "ProcedureUnreadable",
    "SecondPersonNeeded",
    "WeakensAlone",
    "edition",
    "edition_in_force",
    "edition_without",
    "others_who_may_confirm",
    "override",
    "overrides",
    "procedure_in_force",
    "procedure_on",
    "put_in_force",
    "shipped",
    "text_of",
    "upload",
    "withdraw",
]
