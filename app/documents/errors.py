"""What can be wrong with a document."""

from app.core.errors import Conflict


class NoActiveDocument(Conflict):
    message = "Esta solicitud no tiene un documento vigente."
