"""Why somebody may not act on a case, or a declaration was not taken."""

from app.core.errors import Conflict, Forbidden, Stale


class HasConflict(Conflict):
    message = "Esta persona tiene un conflicto de interés en el expediente: que actúe otra."


class DeclaredAlready(Conflict):
    message = "Ese conflicto de interés ya está declarado."


class NotYoursToAnswer(Forbidden):
    message = "Nadie responde a un conflicto de interés que es suyo."


class OfAnotherInstance(Forbidden):
    message = "Este conflicto de interés es de otra instancia o de otra función, y solo ella lo responde. Mientras tanto cuenta."


class AnsweredAlready(Conflict):
    message = "Este conflicto de interés ya se respondió."


class DeclarationChanged(Stale):
    """The version that the caller read is not the current one."""
