"""Serves the built assets: named by their content, so kept for a year; compressed once, at build time."""

from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web import assets

FOREVER = "public, max-age=31536000, immutable"


class BuiltFiles(StaticFiles):
    """Mount at `/static/built`. Sends the `.gz` beside a file to whoever takes it."""

    def __init__(self, directory: Path | None = None) -> None:
        super().__init__(directory=directory or assets.BUILT, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        packs = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        answer = await super().get_response(path, scope)
        if answer.status_code != 200 or not isinstance(answer, FileResponse):
            return answer
        if packs:
            answer = FileResponse(f"{answer.path}.gz", media_type=answer.media_type)
            answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Cache-Control"] = FOREVER
        answer.headers["Vary"] = "Accept-Encoding"
        return answer
