"""What checkers fetch, in public and without saying about whom they ask: the public keys and the list of states."""

from typing import Annotated, Any

from fastapi import Path, Request
from starlette.responses import JSONResponse, Response

from app.api.v1.shapes import PROBLEMS
from app.documents import public as documents
from app.edge.access import public
from app.edge.routing import Router
from app.edge.transaction import Db
from app.overrides import public as overrides

router = Router(prefix="/.well-known", tags=["verification"], responses=PROBLEMS)
# Seconds that a cache may keep the answer. A revoked key is known everywhere so long after.
KEYS_KEPT = 300
LIST_KEPT = 120
# Public, and of use to pages of other sites.
_OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def _says(media_type: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {media_type: {}}}, 304: {"description": "Nothing new"}}


@router.get(
    "/document-keys.json",
    dependencies=[public()],
    response_class=Response,
    responses=_says("application/jwk-set+json"),
)
async def keys(request: Request, db: Db) -> Response:
    """The public keys that documents and lists are signed with (JWKS, RFC 7517), with what a checker needs besides."""
    profile = overrides.shipped()
    found = await documents.json_key_set(db, issuer=profile.country, time_zone=profile.time_zone)
    answer = JSONResponse(found, media_type="application/jwk-set+json")
    return _cached(request, answer, KEYS_KEPT)


@router.get(
    "/document-keys.cbor",
    dependencies=[public()],
    response_class=Response,
    responses=_says("application/cose-key-set"),
)
async def cose_keys(request: Request, db: Db) -> Response:
    """The same keys as a COSE key set (RFC 9052), without those that are revoked."""
    answer = Response(await documents.cose_key_set(db), media_type="application/cose-key-set")
    return _cached(request, answer, KEYS_KEPT)


@router.get(
    "/document-status/{number}",
    dependencies=[public()],
    response_class=Response,
    responses=_says("application/statuslist+cwt"),
)
async def status(request: Request, db: Db, number: Annotated[int, Path(ge=0, le=4095)]) -> Response:
    """The states of a million documents (Token Status List, CWT form): compressed already, at most two minutes old."""
    found = await documents.status_list(db, number, issuer=overrides.shipped().country)
    answer = Response(found.content, media_type="application/statuslist+cwt", headers={"ETag": found.etag})
    return _cached(request, answer, LIST_KEPT)


def _cached(request: Request, answer: Response, seconds: int) -> Response:
    etag = answer.headers.get("ETag") or documents.etag_of(bytes(answer.body))
    headers = _OPEN | {"ETag": etag, "Cache-Control": f"public, max-age={seconds}"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer
