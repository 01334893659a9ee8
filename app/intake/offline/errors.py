"""Why something from a laptop is not taken in."""

from collections.abc import Mapping
from typing import Any

from app.core.errors import Conflict, Refusal, TooMany


class LaptopLost(Conflict):
    message = "Ese equipo está declarado perdido: su llave y sus números ya no sirven."


class KeyOver(Conflict):
    message = "La llave de ese equipo cumplió su año. Envíe lo que le queda y prepárelo de nuevo."


class AnotherItem(Refusal):
    kind = "unprocessable"
    message = "Ese registro ya llegó con otros datos. Lo que llegó primero no se cambia."


class NumberTaken(Refusal):
    kind = "unprocessable"
    message = "Este equipo ya envió otro registro con ese lugar en el orden."


class EarlierMissing(Conflict):
    """An item came before one that the same person typed earlier on the same laptop; `waits_for` is that one's place."""

    message = "Falta un registro anterior de este equipo. Envíe primero el número %(waits_for)s."

    def more(self, language: str) -> Mapping[str, Any]:  # noqa: ARG002 - a number has no language
        return {"waits_for": self.values["waits_for"]}


class WrongOffset(Conflict):
    """A piece of a photograph that does not begin where the last one ended; `offset` is where to go on."""

    message = "La fotografía sigue en el byte %(offset)s."

    def more(self, language: str) -> Mapping[str, Any]:  # noqa: ARG002 - the same
        return {"offset": self.values["offset"]}


class PhotoDamaged(Refusal):
    kind = "unprocessable"
    message = (
        "La fotografía llegó dañada: no es la que el equipo anunció. Envíela otra vez desde el principio."
    )


class AlreadyDecidedHere(Conflict):
    message = "Alguien ya decidió sobre este registro."


class TooManyItems(TooMany):
    message = "Este usuario envió demasiados registros hoy. Espere a mañana o avise a supervisión."
