"""Reading records: those of a case, one whole, what is said where, what was put to the person, and the child's instrument."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request, Response

from app.api.v1.interview_acts.answers import (
    AddendumAnswer,
    AdversePointAnswer,
    BlockAnswer,
    EntryAnswer,
    FoundAnswer,
    InterviewAnswer,
    ParticipantAnswer,
    PassageAnswer,
    SessionAnswer,
    SignatureAnswer,
    TranscriptAnswer,
)
from app.api.v1.interview_acts.bodies import CONDUCTS
from app.api.v1.shapes import PROBLEMS
from app.audit import public as audit
from app.cases import public as cases
from app.edge.access import requires
from app.edge.concurrency import etag
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.interviews import public as interviews
from app.workflows.print_interview import print_interview, written

router = Router(tags=["interviews"], responses=PROBLEMS)


@router.get("/cases/{reference}/interviews", dependencies=[requires("interview.read", reads=True)])
async def list_interviews(db: ReadDb, reference: str) -> list[InterviewAnswer]:
    """The interviews of a case that the caller may read, newest first: a draft is the office's alone."""
    case_id = await cases.case_id_of(db, reference)
    return [
        InterviewAnswer.model_validate(i, from_attributes=True)
        for i in await interviews.interviews_of(db, case_id)
    ]


# Before the record itself: the path with its ending would fit there, too.
@router.get(
    "/interviews/{interview_id}.pdf",
    dependencies=[requires("interview.read")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def paper(
    request: Request, db: Db, interview_id: UUID, written_in: Literal["es", "en"] | None = None
) -> Response:
    """The record on paper (PDF/UA-1): its own words in Spanish or English (the caller's, when left out), what was said as it was said."""
    printed = await print_interview(db, interview_id, language=written(written_in or request.state.language))
    return await handed_over(request, db, printed, "interview")


@router.get("/interviews/{interview_id}", dependencies=[requires("interview.read")])
async def read(request: Request, response: Response, db: Db, interview_id: UUID) -> TranscriptAnswer:
    """The whole record. The look is written into the record of access."""
    record = await interviews.transcript(db, interview_id)
    view = record.view
    await audit.looked(
        db,
        "interview.read",
        str(interview_id),
        case_id=view.case_id,
        request_id=request.state.request_id,
    )
    etag(response, view.version)
    head = InterviewAnswer.model_validate(view, from_attributes=True)
    return TranscriptAnswer(
        **head.model_dump(),
        intact=interviews.intact(record),
        sessions=[SessionAnswer.model_validate(one, from_attributes=True) for one in record.sessions],
        participants=[ParticipantAnswer.model_validate(p, from_attributes=True) for p in record.participants],
        entries=[EntryAnswer.model_validate(e, from_attributes=True) for e in record.entries],
        signatures=[SignatureAnswer.model_validate(s, from_attributes=True) for s in record.signatures],
        addenda=[AddendumAnswer.model_validate(a, from_attributes=True) for a in record.addenda],
    )


@router.get("/interviews/{interview_id}/search", dependencies=[requires("interview.read", reads=True)])
async def search(
    db: ReadDb, interview_id: UUID, find: Annotated[str, Query(max_length=200)] = ""
) -> list[FoundAnswer]:
    """Where that is said, in Spanish or in the language spoken, without minding accents."""
    record = await interviews.transcript(db, interview_id)
    return [
        FoundAnswer(
            number=e.number or 0,
            question=e.final(e.question) if e.question else "",
            answer=e.final(e.answer) if e.answer else "",
            words=e.final_words(e.answer) if e.answer else None,
            entries=[line.id for line in e.lines],
        )
        for e in interviews.found_in(record.exchanges, find)
    ]


@router.get("/interviews/{interview_id}/passages", dependencies=[requires("interview.read", reads=True)])
async def passages(db: ReadDb, interview_id: UUID) -> list[PassageAnswer]:
    """What may be quoted, each with the digest that a citation keeps."""
    found = await interviews.passages(db, interview_id)
    return [PassageAnswer.model_validate(one, from_attributes=True) for one in found]


@router.get("/cases/{reference}/adverse-points", dependencies=[requires("interview.read", reads=True)])
async def adverse_points(db: ReadDb, reference: str) -> list[AdversePointAnswer]:
    """The points against the claim that were put to the person: no other may count against them later."""
    found = await interviews.adverse_points(db, await cases.case_id_of(db, reference))
    return [AdversePointAnswer.model_validate(one, from_attributes=True) for one in found]


@router.get("/interview-instruments/child", dependencies=[CONDUCTS])
async def child_instrument() -> list[BlockAnswer]:
    """The blocks and questions with which a child is heard."""
    return [
        BlockAnswer(
            code=block.code,
            es=block.es,
            en=block.en,
            topics=list(block.topics),
            questions=[{"es": q.es, "en": q.en} for q in block.questions],
        )
        for block in interviews.blocks()
    ]
