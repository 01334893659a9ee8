"""The procedure that a case is bound to: its country's, in the version of its filing date, with the deployment's overrides."""

from app.cases.models import Case
from app.procedure import public as procedure
from app.settings import settings


def profile_of(case: Case) -> procedure.Profile:
    return procedure.load(case.country, version=case.profile_version, overrides=settings().profile_overrides)
