"""Why a household cannot be changed so."""

from app.core.errors import Conflict


class TooFarOn(Conflict):
    message = (
        "En la etapa «%(stage)s» las solicitudes del grupo van juntas: hay un análisis o una resolución que las toma a todas."
        " Si el análisis está en revisión, puede devolverse primero."
    )


class NobodyLeft(Conflict):
    message = "Si salen todas, no hay nada que separar: el expediente ya es suyo."


class NobodyThere(Conflict):
    message = "Ninguna de esas personas tiene una solicitud abierta en este expediente."


class ChildrenWouldBeAlone(Conflict):
    message = (
        "Quedarían personas menores de edad sin quien responda por ellas. Registre su tutela primero, o avise a protección de la"
        " niñez en este mismo paso."
    )


class SameFile(Conflict):
    message = "Es el mismo expediente."


class OtherOffice(Conflict):
    message = "Los dos expedientes tienen que estar en la misma oficina. Traslade primero uno de ellos."


class OtherProcedure(Conflict):
    message = "Los dos expedientes van por versiones distintas del procedimiento."


class NotTheSameStage(Conflict):
    message = "Las dos solicitudes tienen que estar en la misma etapa: una está en «%(one)s» y la otra en «%(other)s»."


class SealedFile(Conflict):
    message = "Uno de los expedientes es reservado: no se junta con otro."


class ThereAlready(Conflict):
    message = "Esa persona ya tiene una solicitud en el otro expediente."


class PrincipalAlready(Conflict):
    message = "Esa persona ya es la principal."


class ChildBeforeAdults(Conflict):
    message = "La persona principal es mayor de edad mientras haya una persona adulta en el grupo."


class PrincipalHasNone(Conflict):
    message = "La persona principal no tiene relación consigo misma: cambie la de las otras, o quién es la principal."
