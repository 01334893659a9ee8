"""Refusals as problem documents (RFC 9457), in the caller's language."""

from collections.abc import Callable, Mapping
from typing import Any

import asyncpg
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.core.errors import Conflict, FieldError, Forbidden, Invalid, Refusal, TooMany, Unavailable, said
from app.procedure.public import ProcedureRefusal

STATUS: Mapping[str, int] = {
    "refused": 400,
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "stale": 412,
    "invalid": 422,
    "unprocessable": 422,
    "too_many": 429,
    "unavailable": 503,
}
MEDIA_TYPE = "application/problem+json"
Translate = Callable[[str, str], str]


class Replayed(Exception):
    """The request was answered before; this is that answer."""

    def __init__(self, response: Response) -> None:
        self.response = response


def status_of(refusal: Refusal) -> int:
    return STATUS[refusal.kind]


def as_refusal(error: Exception) -> Refusal:
    """What a caught exception means to the caller: a constraint of the database says no as a rule would."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, RequestValidationError):
        return Invalid(*(_field(e) for e in error.errors()))
    if isinstance(error, DBAPIError):
        return _of_database(error)
    if isinstance(error, PoolExhausted | ConnectionError):
        return Unavailable()
    return Conflict()


def _of_database(error: DBAPIError) -> Refusal:
    """By the SQLSTATE (PostgreSQL manual, appendix A). What is none of these is a defect, and is raised again."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state.startswith("22") or isinstance(getattr(error.orig, "__cause__", None), asyncpg.DataError):
        # A character or a number that no column can hold, and that no shape caught before.
        return Invalid.at("body", "not_storable", _NOT_STORABLE)
    if isinstance(error, IntegrityError) or state in _CONTENDED:
        return Conflict()
    if state == _NO_PRIVILEGE:
        return Forbidden()
    if state[:2] in _AWAY or error.connection_invalidated or _lost(error):
        return Unavailable()
    raise error


def _lost(error: DBAPIError) -> bool:
    cause = getattr(error.orig, "__cause__", None)
    return isinstance(cause, asyncpg.InterfaceError | asyncpg.ConnectionDoesNotExistError | OSError)


_NOT_STORABLE = said("Hay un carácter o un número que no se puede guardar.")
# serialization_failure, deadlock_detected, lock_not_available
_CONTENDED = frozenset({"40001", "40P01", "55P03"})
# Row-level security refuses a row outside the actor's scope.
_NO_PRIVILEGE = "42501"
# connection exceptions, insufficient resources, operator intervention (shutdown, and a statement that took too long)
_AWAY = frozenset({"08", "53", "57"})


def _field(error: Mapping[str, Any]) -> FieldError:
    path = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "header")]
    return FieldError(
        ".".join(path) or "body",
        str(error["type"]),
        _IN_WORDS.get(error["type"], said("Revise este dato: no tiene la forma esperada.")),
        {"most": error["ctx"]["max_length"]} if error["type"] == "string_too_long" else None,
    )


_IN_WORDS = {
    "missing": said("Falta este dato."),
    "extra_forbidden": said("Este dato no se conoce aquí."),
    "uuid_parsing": said("No es un identificador."),
    "date_from_datetime_parsing": said("Escriba una fecha, por ejemplo 2026-11-21."),
    "date_parsing": said("Escriba una fecha, por ejemplo 2026-11-21."),
    "datetime_parsing": said("Escriba fecha y hora, por ejemplo 2026-11-21T14:00:00Z."),
    "timezone_aware": said("Escriba también la zona horaria, por ejemplo 2026-11-21T14:00:00Z."),
    "json_invalid": said("El cuerpo no es JSON válido."),
    "unstorable_text": said("Tiene un carácter que no se puede guardar."),
    "string_unicode": said("Tiene un carácter que no se puede guardar."),
    "string_too_short": said("Es demasiado corto."),
    "string_too_long": said("Es demasiado largo: caben %(most)s caracteres."),
    "string_pattern_mismatch": said("No tiene la forma esperada."),
    "enum": said("Elija una de las opciones."),
    "literal_error": said("Elija una de las opciones."),
    "too_long": said("Son demasiados."),
    "too_short": said("Faltan."),
}


def problem(request: Request, refusal: Refusal) -> JSONResponse:
    """The problem document: `type` names the rule, `errors` the fields, each in words and with the article where a law says so."""
    translate: Translate = request.app.state.translate
    language = getattr(request.state, "language", "es")

    def words(text: str, values: Mapping[str, Any] | None) -> str:
        translated = translate(text, language)
        return translated % values if values else translated

    status = status_of(refusal)
    body: dict[str, Any] = {
        "type": f"urn:acogida:problem:{refusal.rule}",
        "title": words(refusal.text, refusal.values),
        "status": status,
        "instance": request.url.path,
        **refusal.more(language),
    }
    if isinstance(refusal, Invalid):
        body["errors"] = [
            {"field": f.field, "rule": f.rule, "message": words(f.message, f.values)}
            | ({"article": f.article} if f.article else {})
            for f in refusal.fields
        ]
    headers = dict(_HEADERS.get(status, {}))
    if isinstance(refusal, TooMany) and refusal.retry_after is not None:
        headers["Retry-After"] = str(refusal.retry_after)
    return JSONResponse(body, status, headers, MEDIA_TYPE)


_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}


async def answer_refusal(request: Request, error: Exception) -> Response:
    return problem(request, as_refusal(error))


async def answer_http(request: Request, error: Exception) -> Response:
    """The framework's own refusals (unknown path, wrong method) in the same form."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    body = {
        "type": "about:blank",
        "title": getattr(error, "detail", "Internal Server Error"),
        "status": status,
        "instance": request.url.path,
    }
    return JSONResponse(body, status, getattr(error, "headers", None), MEDIA_TYPE)


HANDLED: tuple[type[Exception], ...] = (
    Refusal,
    RequestValidationError,
    DBAPIError,
    PoolExhausted,
    ConnectionError,
    ProcedureRefusal,
)
