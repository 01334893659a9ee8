"""When a hearing is held: the earliest times that fit all who are called, booking one, moving it with reasons, calling it off."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.remedies import public as remedies
from app.scheduling import public as scheduling
from app.web.formats import language_name
from app.web.offer_shown import offer_shown
from app.web.pages.appointment_form import at_the_slot, chosen_slot, minutes_of, waivers_of
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import go, page, refused_status
from app.web.said import Said, done
from app.web.schedule_words import move_words, waive_words

router = Router()
BOOKS = [requires("hearing.book")]
# What is heard: its kind, the address of its page, and the name of its identifier there.
HEARD = (
    (remedies.REMEDY, "/remedies", "remedy_id", remedies.remedy),
    (remedies.LOSS, "/losses", "loss_id", remedies.loss),
)
Load = Callable[[Session, UUID], Awaitable[Any]]


def _add(kind: str, base: str, key: str, load: Load) -> None:
    address = f"{base}/{{{key}}}/hearing/times"

    @router.get(address, dependencies=BOOKS)
    async def times(
        request: Request,
        db: Db,
        thing_id: Annotated[UUID, Path(alias=key)],
        language: str = "",
        video: str = "",
    ) -> HTMLResponse:
        return await _shown(request, db, kind, base, await load(db, thing_id), asked=(language, bool(video)))

    @router.post(address, dependencies=BOOKS)
    async def take(request: Request, db: Db, thing_id: Annotated[UUID, Path(alias=key)]) -> Response:
        """Book the time chosen; move the hearing to it, where one is booked."""

        async def act(typed: Typed) -> Said:
            when = _when(typed)
            if (await remedies.to_hear(db, kind, thing_id)).booked is None:
                await remedies.book_hearing(
                    db,
                    db.actor,
                    kind,
                    thing_id,
                    when,
                    language=typed.text("language") or "es",
                    minutes=int(minutes_of(typed).total_seconds() // 60) if typed.text("minutes") else None,
                    waivers=waivers_of(typed),
                )
                return done("hearing_booked", at=when.starts_at)
            await remedies.move_hearing(
                db,
                db.actor,
                kind,
                thing_id,
                when,
                cause=typed.text("cause"),
                reasons=typed.text("reasons"),
            )
            return done("hearing_moved", at=when.starts_at)

        return await _take(request, db, kind, base, await load(db, thing_id), act)

    @router.post(f"{address}/cancellation", dependencies=BOOKS)
    async def call_off(request: Request, db: Db, thing_id: Annotated[UUID, Path(alias=key)]) -> Response:
        async def act(typed: Typed) -> Said:
            await remedies.call_off_hearing(db, db.actor, kind, thing_id, reasons=typed.text("off_reasons"))
            return done("hearing_off")

        return await _take(request, db, kind, base, await load(db, thing_id), act, reasons="off_reasons")


for _heard in HEARD:
    _add(*_heard)


def _when(typed: Typed) -> remedies.When:
    slot = chosen_slot(typed.text("slot"))
    return remedies.When(slot.room_id, slot.starts_at, slot.interpreter_id, slot.video_room_id)


async def _take(
    request: Request,
    db: Session,
    kind: str,
    base: str,
    thing: Any,
    act: Callable[[Typed], Awaitable[Said]],
    *,
    reasons: str = "reasons",
) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            told = await act(typed)
    except Refusal as refusal:
        return await _shown(request, db, kind, base, thing, refusal=refusal, typed=typed, reasons=reasons)
    return go(f"{base}/{thing.id}/hearing/times", said=told)


async def _shown(
    request: Request,
    db: Session,
    kind: str,
    base: str,
    thing: Any,
    *,
    asked: tuple[str, bool] = ("", False),
    refusal: Refusal | None = None,
    typed: Typed | None = None,
    reasons: str = "reasons",
) -> HTMLResponse:
    header = await case_header(request, db, thing.reference, tab="decisions")
    found = await remedies.to_hear(db, kind, thing.id)
    values: dict[str, Any] = dict(typed.values) if typed else {}
    spoken = asked[0] or str(values.get("language", "")) or _spoken(header, found)
    video = asked[1] or bool(values.get("video"))
    offer = await remedies.offer_hearing(db, kind, thing.id, language=spoken, video=video)
    return page(
        request,
        db,
        "hearings/times.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        back=f"{base}/{thing.id}",
        address=f"{base}/{thing.id}/hearing/times",
        found=found,
        person=header.persons[offer.needs.person_id].name,
        offer=offer_shown(header.case, offer),
        languages=_languages(header),
        causes=list(move_words().items()),
        waivable=list(waive_words().items()),
        values={"language": spoken, "video": "1" if video else ""} | values,
        errors=_errors(refusal, reasons) if refusal else {},
    )


def _errors(refusal: Refusal, reasons: str) -> dict[str, str]:
    """At this page's fields: why it is moved or called off stands beside its own box, what is waived beside the boxes for that."""
    errors = at_the_slot(refusal)
    if isinstance(refusal, Invalid) and not isinstance(refusal, scheduling.NotFitting):
        return {reasons if name == "reasons_to_waive" else name: words for name, words in errors.items()}
    return errors


def _spoken(header: CaseHeader, found: remedies.ToHear) -> str:
    if found.booked is not None:
        return found.booked.language
    claim = next((c for c in header.case.claims if c.id == found.claim_id), header.case.claims[0])
    person = header.persons.get(claim.person_id)
    return (person.languages if person and person.languages else ["es"])[0]


def _languages(header: CaseHeader) -> list[tuple[str, str]]:
    codes = dict.fromkeys([*(code for p in header.persons.values() for code in p.languages), "es"])
    return [(code, language_name(code)) for code in codes]
