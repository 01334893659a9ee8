"""What people's records refuse."""

from app.core.errors import Conflict


class NeedEnded(Conflict):
    """It ended already, and stays on record as it is."""

    message = "Esa necesidad ya terminó."
