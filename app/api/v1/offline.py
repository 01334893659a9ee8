"""Registration with no line: laptops, their numbers, and what they send when the line is back.

By a bearer token like the rest, or by the session of the page that registers (cookie and `X-CSRF-Token`).
"""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from app.api.v1.offline_shapes import (
    BlockAnswer,
    BlockBody,
    EnrolledAnswer,
    EntryAnswer,
    ItemBody,
    ItemsAnswer,
    ItemStateAnswer,
    LaptopAnswer,
    LaptopBody,
    LaptopsAnswer,
    LostAnswer,
    LostBody,
    PhotoStateAnswer,
    TakenAnswer,
    TypedBody,
    WordAnswer,
    WordBody,
)
from app.api.v1.shapes import PROBLEMS
from app.core.errors import Invalid, NotFound
from app.edge.access import requires
from app.edge.once import Key, once
from app.edge.problems import as_refusal, problem
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.edge.uploads import refuse_malware
from app.intake.public import offline
from app.workflows import laptops
from app.workflows.offline_kit import Kit, offline_kit
from app.workflows.take_in_item import Taken, take_in_item
from app.workflows.take_in_photo import take_in_piece

router = Router(prefix="/offline", tags=["offline"], responses=PROBLEMS)


@router.post(
    "/laptops", status_code=201, response_model=EnrolledAnswer, dependencies=[requires("laptop.enrol")]
)
async def enrol(request: Request, db: Db, body: LaptopBody, key: Key = None) -> Response:
    """Take a laptop into your post or office, with the public half of the key that it made and keeps."""

    async def do() -> EnrolledAnswer:
        laptop = await laptops.enrol_laptop(
            db, db.actor, label=body.label, public_key=body.public_key.model_dump()
        )
        return EnrolledAnswer(
            laptop_id=laptop.id, kid=laptop.kid, key_until=laptop.key_until, server_time=db.now()
        )

    return await once(request, db, key, do)


@router.get("/laptops", dependencies=[requires("laptop.list", reads=True)])
async def list_laptops(db: ReadDb) -> LaptopsAnswer:
    """The laptops of your post or office, with what each has not sent by its own last word."""
    return LaptopsAnswer(
        laptops=[
            LaptopAnswer(
                laptop_id=one.laptop.id,
                numbers_left=one.numbers_left,
                **{
                    name: getattr(one.laptop, name)
                    for name in LaptopAnswer.model_fields
                    if name not in ("laptop_id", "numbers_left")
                },
            )
            for one in await laptops.standing_laptops(db)
        ]
    )


@router.post(
    "/laptops/{laptop_id}/blocks",
    status_code=201,
    response_model=BlockAnswer,
    dependencies=[requires("laptop.enrol")],
)
async def take_numbers(
    request: Request, db: Db, laptop_id: UUID, body: BlockBody, key: Key = None
) -> Response:
    """Numbers, codes and places in the status list for papers printed with no line. None is ever given twice."""

    async def do() -> BlockAnswer:
        block = await laptops.take_numbers(db, db.actor, laptop_id, count=body.count)
        return BlockAnswer(
            block_id=block.id,
            entries=[
                EntryAnswer(core=e.core, code=e.code, status_index=e.status_index) for e in block.entries
            ],
            until=block.until,
        )

    return await once(request, db, key, do)


@router.put("/laptops/{laptop_id}/word", dependencies=[requires("laptop.enrol")])
async def hear(db: Db, laptop_id: UUID, body: WordBody) -> WordAnswer:
    """The laptop says how many households it has not sent yet, and since when the oldest waits."""
    await offline.hear_from(
        db, db.actor, laptop_id, unsent=body.unsent, oldest_unsent_at=body.oldest_unsent_at
    )
    return WordAnswer(server_time=db.now())


@router.post("/laptops/{laptop_id}/lost", dependencies=[requires("laptop.report_lost")])
async def report_lost(db: Db, laptop_id: UUID, body: LostBody) -> LostAnswer:
    """The laptop is gone: its key and its numbers are withdrawn, and papers that it did not send are not valid."""
    gone = await laptops.report_laptop_lost(db, db.actor, laptop_id, reasons=body.reasons)
    return LostAnswer(numbers_withdrawn=gone)


@router.get("/kit", dependencies=[requires("registration.create", reads=True)])
async def read_kit(db: ReadDb) -> Kit:
    """What the form needs with no line: lists, rules of papers and words, as they are in force. Nobody is in it."""
    return await offline_kit(db, db.actor)


@router.put(
    "/items/{item}",
    status_code=201,
    response_model=TakenAnswer,
    dependencies=[requires("registration.create")],
    responses={
        200: {"model": TakenAnswer, "description": "Sent back to the sender, with the reason"},
        202: {"model": TakenAnswer, "description": "Kept: a person has to look at it first"},
    },
)
async def send_item(request: Request, db: Db, item: UUID, body: ItemBody) -> Response:
    """Send one household, in its turn. The same item again gets the same answer and is done once.

    409 with `waits_for` when an earlier one has not come; 422 at the fields when a rule is broken: it may be corrected and sent
    again under the same identifier.
    """
    content, broken = body.model_dump(mode="json", exclude={"registration"}), None
    content["registration"] = body.registration
    try:
        content["registration"] = TypedBody.model_validate(body.registration).model_dump(mode="json")
    except ValidationError as wrong:
        refusal = as_refusal(RequestValidationError(wrong.errors(), body=content))
        broken = refusal if isinstance(refusal, Invalid) else None
    sent = offline.Sent(item, body.laptop_id, body.order, body.typed_at, body.sent_at, content)
    taken = await take_in_item(db, db.actor, sent, broken=broken)
    if taken.refusal is not None:
        # Not raised: that it came, and why it was refused, is written down.
        return problem(request, taken.refusal)
    return _taken(taken)


@router.get("/items", dependencies=[requires("registration.create", reads=True)])
async def list_items(db: ReadDb, laptop: Annotated[UUID | None, Query()] = None) -> ItemsAnswer:
    """What became of what you sent, from this laptop or from all."""
    found = await offline.items(db, laptop_id=laptop, user_id=db.actor.user_id)
    return ItemsAnswer(items=[_state_of(each) for each in found], server_time=db.now())


@router.head("/items/{item}/photos/{digest}", dependencies=[requires("registration.create", reads=True)])
async def photo_so_far(db: ReadDb, item: UUID, digest: Annotated[str, Path(max_length=64)]) -> Response:
    """How much of a photograph has come: `Upload-Offset` of `Upload-Length`, and its state."""
    for each in await offline.items(db, item_id=item, user_id=db.actor.user_id):
        for photo in each.photos:
            if photo.digest == digest:
                return Response(headers=_upload(photo))
    raise NotFound


@router.patch(
    "/items/{item}/photos/{digest}",
    status_code=204,
    dependencies=[requires("registration.create")],
    response_class=Response,
    openapi_extra={
        "requestBody": {
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        }
    },
)
async def send_piece(
    request: Request,
    db: Db,
    item: UUID,
    digest: Annotated[str, Path(max_length=64)],
    offset: Annotated[int, Header(alias="Upload-Offset", ge=0, le=offline.MOST_BYTES)] = 0,
) -> Response:
    """A piece of a photograph, from `Upload-Offset` on. A cut in the middle keeps what came; 409 says where to go on."""
    piece = bytearray()
    try:
        async for part in request.stream():
            piece += part
    except ClientDisconnect:
        # What came before the cut is kept: the next piece goes on from there.
        pass
    await refuse_malware(request, db, bytes(piece), "photo")
    photo = await take_in_piece(db, db.actor, item, digest, offset=offset, piece=bytes(piece))
    if photo.state == "refused":
        # Not raised: that it has to begin again is written down.
        return problem(request, offline.PhotoDamaged())
    return Response(status_code=204, headers=_upload(photo))


def _upload(photo: offline.PhotoState | offline.OfflinePhoto) -> dict[str, str]:
    return {
        "Upload-Offset": str(photo.received),
        "Upload-Length": str(photo.size),
        "Upload-State": photo.state,
    }


_STATUS = {offline.REGISTERED: 201, offline.JOINED: 201, offline.CLASH: 202, offline.SENT_BACK: 200}


def _taken(taken: Taken) -> Response:
    answer = TakenAnswer(state=taken.state, **_said(taken.answer))
    headers = {"Idempotency-Replayed": "true"} if taken.replayed else {}
    return Response(answer.model_dump_json(), _STATUS[taken.state], headers, "application/json")


def _said(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name in TakenAnswer.model_fields}


def _state_of(item: offline.ItemView) -> ItemStateAnswer:
    return ItemStateAnswer(
        **_said(item.answer),
        item=item.id,
        order=item.number,
        state=item.state,
        typed_at=item.typed_at,
        received_at=item.received_at,
        skew_seconds=item.skew_seconds,
        photos=[PhotoStateAnswer.model_validate(p, from_attributes=True) for p in item.photos],
    )
