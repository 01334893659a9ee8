"""Why a file or a map was not taken, or an import did not go on."""

from collections.abc import Sequence

from app.core.errors import Conflict, FieldError, Forbidden, Invalid, Stale


class UnreadableFile(Invalid):
    """The file cannot be read as a table; the field `file` says why."""

    def __init__(self, message: str, rule: str, **values: object) -> None:
        super().__init__(FieldError("file", rule, message, values or None))


class BrokenMap(Invalid):
    """The column map says something that cannot be; each fault at its place in the file."""

    def __init__(self, faults: Sequence[FieldError]) -> None:
        super().__init__(*faults)


class NoSuchMap(Invalid):
    def __init__(self) -> None:
        super().__init__(
            FieldError("map", "no_such_map", "Elija una plantilla de columnas de la lista, o suba una.")
        )


class MapTaken(Conflict):
    message = "Ya hay una plantilla con ese nombre y esa versión, y dice otra cosa. Suba el cambio con otra versión."


class ImportOpenAlready(Conflict):
    message = "Ya hay una importación abierta de ese registro. Termínela o ciérrela antes de empezar otra."


class ImportNotReady(Conflict):
    message = "El archivo todavía se está revisando, o ya se importó o se cerró."


class ImportNotRunning(Conflict):
    message = "La importación no está en marcha."


class NothingToImport(Conflict):
    message = "No hay ninguna fila que se pueda importar."


class SecondPersonImports(Forbidden):
    message = (
        "Quien subió el archivo no lo importa: lo hace otra persona, de supervisión o de administración."
    )


class NoSupervisorImports(Forbidden):
    message = "De las dos personas, una tiene que ser de supervisión: en su nombre consta en cada expediente."


class NotADifference(Conflict):
    message = "Esa fila no es una diferencia por resolver."


class ImportChanged(Stale):
    """The version of the import that the caller read is not the current one."""
