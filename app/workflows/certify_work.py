"""A certificate for an employer: that a document is valid and allows work now. Nothing of it is kept."""

import asyncio
from zoneinfo import ZoneInfo

from app.core.database import ReadSession
from app.core.errors import Conflict, Invalid
from app.documents import public as documents
from app.documents.public import papers
from app.overrides import public as overrides
from app.settings import settings
from app.workflows.print_document import Printed, country_name

LONGEST_EMPLOYER = 120


class NothingToCertify(Conflict):
    """Of a document that is not valid, or does not allow work, there is no certificate; why is not said."""

    message = "De este documento no hay constancia: no vale, o no permite trabajar."


async def certify_work(
    db: ReadSession, checked: documents.Checked, *, employer: str = "", language: papers.Language = "es"
) -> Printed:
    """The signed PDF for what has just been checked. `employer` stands on it and nowhere else. Raises `NothingToCertify`."""
    if not (checked.valid and checked.may_work and checked.number and checked.initials):
        raise NothingToCertify
    if len(employer) > LONGEST_EMPLOYER:
        raise Invalid.at(
            "employer", "too_long", "Use %(limit)s caracteres como máximo.", limit=LONGEST_EMPLOYER
        )
    profile = await overrides.procedure_in_force(db)
    seal = documents.seal(db.now(), name=f"Acogida {profile.country}")
    paper = papers.WorkCertificatePaper(
        number=documents.shown(profile, checked.number),
        initials=checked.initials,
        valid_until=checked.valid_until,
        checked_at=db.now().astimezone(ZoneInfo(profile.time_zone)),
        country=country_name(profile.country, "fr" if language == "ht" else language),
        authority=profile.document("applicant_document").issuer,
        verify_host=f"{settings().public_base_url.rstrip('/')}/verify".split("//", 1)[-1],
        fingerprint=seal.fingerprint,
        employer=employer.strip(),
    )
    content = await asyncio.to_thread(_written, paper, seal, language)
    return Printed(f"{checked.number}.pdf", content, None)


def _written(paper: papers.WorkCertificatePaper, seal: documents.Seal, language: papers.Language) -> bytes:
    return documents.sealed(papers.work_certificate(paper, language=language), seal)
