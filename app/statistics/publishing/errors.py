"""Why a release cannot be prepared or sealed."""

from app.core.errors import Conflict, Stale


class ReleaseChanged(Stale):
    message = (
        "Otra persona cambió esta publicación mientras usted la tenía abierta. Vuelva a cargarla y revise."
    )


class NotADraftRelease(Conflict):
    message = "Esta publicación ya no es un borrador."


class AlreadySealed(Conflict):
    message = "Ya está publicada, con el número %(number)s: no se cambia ni se retira."


class AnotherPersonSeals(Conflict):
    message = "Quien preparó una publicación no la sella: debe hacerlo otra persona."


class TooFewPeople(Conflict):
    message = "Son menos que el umbral en total: de tan pocos no se publica ningún cuadro."


class TellsTooMuch(Conflict):
    message = "Entre los cuadros elegidos se podría deducir una cifra redondeada. Quite un cuadro, o retenga las cifras pequeñas."


class AlreadyPublished(Conflict):
    message = "La publicación %(number)s ya cubre días de este período: la diferencia entre las dos diría de quién se trata."


class PendingPublished(Conflict):
    message = "La publicación %(number)s cuenta lo pendiente a menos de %(days)s días de esta: juntas dirían quién entró y quién salió."
