"""A text as the paper that is signed."""

from collections.abc import Sequence
from datetime import date, datetime

from app.decisions.signing.addresses import check_address
from app.decisions.texts import plain
from app.decisions.texts.compose import Text, shown_code
from app.documents.public import papers

_NOT_A_DECISION = {"es": "PROYECTO", "en": "DRAFT"}
# What the paper has a table for.
_IN_TABLES = frozenset({"remedies"})


def drawn(
    text: Text,
    *,
    signatories: Sequence[papers.Signatory],
    dissents: Sequence[tuple[str, str]],
    dated: datetime,
    draft: bool,
) -> bytes:
    """The PDF/UA-1 before any signature. `dated` is in the zone of the body; a draft has a word across each page and no code."""
    told = text.told
    paper = papers.DecisionPaper(
        number=told["number"],
        reference=told["reference"],
        country=told["country"],
        body=told["body"],
        instance=told["instance"],
        place=told["country"],
        dated=dated,
        outcomes=[
            papers.ClaimOutcome(
                one["name"],
                papers.Birth(date.fromisoformat(one["born"]), one["precision"]),
                one["basis"],
                outcome["outcome"],
                outcome["article"],
            )
            for one, outcome in zip(told["persons"], told["outcomes"], strict=True)
        ],
        sections=[
            papers.Section(part.title, part.words) for part in text.parts if part.key not in _IN_TABLES
        ],
        signatories=signatories,
        remedies=[
            papers.RemedyNotice(
                label=one["label"],
                body=one["body"],
                days=one["count"],
                unit=one["length"].partition(" ")[2] if one["count"] is not None else "",
                counted_from=one["counted_from"],
                basis=one["basis"],
                verification="recalled" if one["unverified"] else "confirmed",
                suspends_removal=one["suspends"],
            )
            for one in told["remedies"]
        ],
        sitting=told["sitting"],
        sitting_date=date.fromisoformat(told["sitting_on"]) if told["sitting_on"] else None,
        dissents=dissents,
        plain=[
            papers.PlainPage(
                language,
                plain.TITLES[language],
                [papers.Section(part.title, part.words) for part in text.summary(language)],
            )
            for language in text.spoken
        ],
        check=None if draft else papers.Check(check_address(text.code), shown_code(text.code)),
        mark=_NOT_A_DECISION[text.language] if draft else "",
    )
    return papers.decision(paper, language=text.language)
