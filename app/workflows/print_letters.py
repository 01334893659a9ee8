"""The letters that an office has to post, in one PDF."""

from typing import cast

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.documents.public import papers
from app.notices import public as notices
from app.overrides.public import procedure_in_force
from app.workflows.print_document import Printed, country_name


async def print_letters(db: ReadSession) -> Printed:
    """Every letter that waits in the cases that the actor may see, the oldest first. Raises `NotFound` when there is none.

    Printing posts nothing: who puts them into the post says so of each.
    """
    waiting = await notices.letters_to_print(db)
    if not waiting:
        raise NotFound
    profile = await procedure_in_force(db)
    drawn = [
        papers.LetterPaper(
            each.message.addressee,
            each.message.address,
            each.message.body,
            cast("papers.Language", each.message.language),
        )
        for each in waiting
    ]
    content = papers.letters(
        drawn,
        country=country_name(profile.country, "es"),
        authority=next((d.issuer for d in profile.documents.values()), ""),
        printed_at=db.now().astimezone(profile.zone),
        title="Cartas por enviar",
    )
    return Printed("cartas.pdf", content, None)
