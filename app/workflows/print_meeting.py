"""The paper of a month's coordination meeting: quality's figures beside those of statistics, which know nothing of each other."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from babel.dates import format_date

from app.core.database import ReadSession
from app.core.errors import Invalid
from app.documents.public import papers
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.quality import public as quality
from app.settings import settings
from app.statistics import public as statistics
from app.workflows import quality_said as said
from app.workflows import words_on_paper as words
from app.workflows.print_document import Printed
from app.workflows.words_on_paper import Language

# So many of what recurs and of what is overdue: a meeting has an hour.
MOST = 10
YEARS = range(2000, 2200)
_TOTALS = {
    "implemented": {
        "es": "{done} de {total} recomendaciones implementadas; {overdue} pasaron su fecha.",
        "en": "{done} of {total} recommendations implemented; {overdue} past their date.",
    },
    "late": {
        "es": "{late} de {total} casos pendientes pasaron el límite legal de su instancia.",
        "en": "{late} of {total} pending cases are past the legal limit of their instance.",
    },
}


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month; written `2026-10`."""

    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> "Month":
        """Raises `Invalid` for what is no month, or one of a time without this system."""
        try:
            day = datetime.strptime(f"{text}-01", "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError as wrong:
            raise Invalid.at("month", "not_a_month", "Elija un mes, por ejemplo 2026-10.") from wrong
        if day.year not in YEARS:
            raise Invalid.at("month", "not_a_month", "Elija un mes, por ejemplo 2026-10.")
        return cls(day.year, day.month)

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def before(self) -> "Month":
        return Month.of(self.first - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


async def meeting_of(db: ReadSession, month: Month, *, language: Language = "es") -> papers.MeetingPaper:
    """What the meeting has before it: for a supervisor of the own office. Late cases and recommendations are as they stand now."""
    identity.demand(db.actor, "quality_figures.meet")
    profile = await procedure_in_force(db)
    today = profile.today(db.now())
    found = await quality.quality_figures(
        db, since=month.first, until=month.last, zone=profile.time_zone, office=_own_office(db)
    )
    board = await quality.board(db, today)
    overdue = await quality.recommendations(db, overdue_on=today, limit=MOST)
    pending = await statistics.pending(db, statistics.Filters(office=_own_office(db)))
    return papers.MeetingPaper(
        country=words.country_name(profile.country, language),
        month=format_date(month.first, "MMMM 'de' y" if language == "es" else "MMMM y", locale=language),
        made_at=db.now().astimezone(profile.zone),
        made_on=papers.short_date(today, language),
        samples=[[sample, str(files)] for sample, files in found.samples],
        scores=[_score(each, language) for each in found.instruments],
        blocks=[row for each in found.instruments for row in _blocks(each, language)],
        agreement=[_agreed(each, language) for each in found.instruments if each.agreed.files],
        recurring=[_recurring(each, language) for each in found.recurring[:MOST]],
        implemented=_TOTALS["implemented"][language].format(
            done=board.done, total=board.total, overdue=board.overdue
        ),
        overdue=[_overdue(each, language) for each in overdue],
        late_total=_TOTALS["late"][language].format(late=pending.late, total=pending.total),
        late=_late(pending, profile, language),
        calibrations=await _calibrations(db, month, profile, language),
        demonstration=settings().environment == "demo",
    )


async def print_meeting(db: ReadSession, month: Month, *, language: Language = "es") -> Printed:
    """The agenda paper as PDF/UA-1."""
    paper = await meeting_of(db, month, language=language)
    name = {"es": "reunion", "en": "meeting"}[language]
    return Printed(f"{name}-{month}.pdf", papers.meeting(paper, language=language), None)


def _own_office(db: ReadSession) -> UUID | None:
    return db.actor.office_id if db.actor.role == "supervisor" else None


def _score(each: quality.InstrumentFigures, language: Language) -> list[str]:
    title = said.instrument_title(each.instrument, language)
    passed, whole = said.share(each.passed.share, language), said.share(each.whole.share, language)
    return [title, str(each.files), passed, whole]


def _blocks(each: quality.InstrumentFigures, language: Language) -> list[list[str]]:
    title = said.instrument_title(each.instrument, language)
    return [
        [
            title,
            said.block_title(each.instrument, b.key, language),
            str(b.files),
            said.share(b.share, language),
        ]
        for b in each.blocks
    ]


def _agreed(each: quality.InstrumentFigures, language: Language) -> list[str]:
    agreed = each.agreed
    return [
        said.instrument_title(each.instrument, language),
        str(agreed.files),
        said.NONE if agreed.same is None else said.percent(agreed.same, language),
        said.agreement(agreed.kappa, language),
        said.agreement(agreed.alpha, language),
    ]


def _recurring(each: quality.Recurring, language: Language) -> list[str]:
    return [
        said.instrument_title(each.instrument, language),
        said.indicator_question(each.instrument, each.indicator, language),
        said.of(each.files, each.of_files, language),
        str(each.significant),
    ]


def _overdue(each: quality.RecommendationView, language: Language) -> list[str]:
    return [
        f"R-{each.number}",
        each.what,
        said.addressee(each.addressee, each.office, language),
        papers.short_date(each.due_on, language),
        said.state(each.state, language),
    ]


def _late(pending: statistics.Pending, profile: procedure.Profile, language: Language) -> list[list[str]]:
    return [
        [profile.stage(each.key).label.in_(language), str(each.cases), str(each.late)]
        for each in pending.by_stage
        if each.late
    ]


async def _calibrations(
    db: ReadSession, month: Month, profile: procedure.Profile, language: Language
) -> list[list[str]]:
    """Those settled in the month, for whoever may read them."""
    if not identity.may(db.actor, "calibration.read"):
        return []
    since = datetime.combine(month.first, time(), profile.zone)
    until = datetime.combine(month.last + timedelta(days=1), time(), profile.zone)
    rows = []
    for line in await quality.calibrations_settled(db, since, until):
        session = await quality.calibration(db, line.id)
        alpha = said.agreement(session.agreement, language) if session.agreement else said.NONE
        rows.append([line.title, said.instrument_title(line.instrument, language), alpha])
    return rows
