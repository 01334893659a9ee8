"""What the log of encounters refuses."""

from app.core.errors import Conflict, Forbidden


class AlreadyCorrected(Conflict):
    """Another row stands in its place."""

    message = "Esa anotación ya se corrigió. Corrija la que la reemplazó."


class SheetEnteredAlready(Conflict):
    """The number of a sheet stands once at a post."""

    message = "Esa hoja ya se ingresó. Si hay que cambiarla, corríjala."


class HasACase(Conflict):
    """An encounter leads to one case."""

    message = "Esa atención ya está vinculada a un expediente."


class OwnRefusal(Forbidden):
    """Whoever wrote a refusal down does not look at it a second time, whatever their function of today."""

    message = "Quien anotó el rechazo no lo mira por segunda vez: lo hace otra persona."


class NotARefusal(Conflict):
    """Only a refusal is looked at a second time."""

    message = "Solo un rechazo tras un temor manifestado se mira por segunda vez."


class NoPost(Conflict):
    """Encounters are written down at a post."""

    message = "Las atenciones se anotan en un puesto fronterizo."
