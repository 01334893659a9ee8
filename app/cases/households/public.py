"""What other rooms may use of households."""

from app.cases.households.errors import (
    ChildBeforeAdults,
    ChildrenWouldBeAlone,
    NobodyLeft,
    NobodyThere,
    NotTheSameStage,
    OtherOffice,
    OtherProcedure,
    PrincipalAlready,
    PrincipalHasNone,
    SameFile,
    SealedFile,
    ThereAlready,
    TooFarOn,
)
from app.cases.households.join import join
from app.cases.households.rules import may_part
from app.cases.households.split import Split, split
from app.cases.households.standing import change_principal, change_relation

__all__ = [
    "ChildBeforeAdults",
    "ChildrenWouldBeAlone",
    "NobodyLeft",
    "NobodyThere",
    "NotTheSameStage",
    "OtherOffice",
    "OtherProcedure",
    "PrincipalAlready",
    "PrincipalHasNone",
    "SameFile",
    "SealedFile",
    "Split",
    "ThereAlready",
    "TooFarOn",
    "change_principal",
    "change_relation",
    "join",
    "may_part",
    "split",
]
