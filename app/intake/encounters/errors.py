"""What the log of encounters refuses."""

from app.core.errors import Conflict


class AlreadyCorrected(Conflict):
    """Another row stands in its place."""

    message = "Esa anotación ya se corrigió. Corrija la que la reemplazó."


class SheetEnteredAlready(Conflict):
    """The number of a sheet stands once at a post."""

    message = "Esa hoja ya se ingresó. Si hay que cambiarla, corríjala."


class HasACase(Conflict):
    """An encounter leads to one case."""

    message = "Esa atención ya está vinculada a un expediente."


class NotARefusal(Conflict):
    """Only a refusal is looked at a second time."""

    message = "Solo un rechazo tras un temor manifestado se mira por segunda vez."


class NoPost(Conflict):
    """Encounters are written down at a post."""

    message = "Las atenciones se anotan en un puesto fronterizo."
