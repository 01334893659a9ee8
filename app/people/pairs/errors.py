"""Why a pair cannot be judged, merged or told apart now."""

from app.core.errors import Conflict, Forbidden, Stale


class PairChanged(Stale):
    """Somebody answered meanwhile."""


class AlreadyLooked(Forbidden):
    message = "Usted ya respondió sobre este posible duplicado: la segunda mirada es de otra persona."


class NotTheirLook(Forbidden):
    message = "Esta mirada le toca a otra función: la segunda y la tercera son de la supervisión."


class NothingToJudge(Conflict):
    message = "Este posible duplicado ya está resuelto, o vuelve más adelante."


class NotConfirmed(Conflict):
    message = "Solo se unifica lo que dos personas confirmaron que es una sola."


class MergedSince(Conflict):
    message = "Los dos registros ya son uno: alguien los unificó."


class PrincipalStays(Conflict):
    message = (
        "En el expediente que tiene a las dos, la solicitud de la persona principal es la que sigue."
        " Elija ese registro como el que queda."
    )


class SealedSide(Conflict):
    message = "Uno de los expedientes es reservado: los unifica quien lo ve."


class NoUndoAsked(Conflict):
    message = "Nadie pidió deshacer esta unificación, o ya se deshizo."


class AskedForIt(Forbidden):
    message = "Quien pidió deshacer la unificación no la deshace: lo hace otra persona."


class MergedFurther(Conflict):
    message = "El registro que quedó se unificó después con otro. Deshaga primero esa unificación."
