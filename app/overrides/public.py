"""What other rooms may use of overrides."""

from app.overrides.editions import edition, edition_in_force, procedure_in_force, shipped
from app.overrides.errors import ProcedureUnreadable

__all__ = [
    "ProcedureUnreadable",
    "edition",
    "edition_in_force",
    "procedure_in_force",
    "shipped",
]
