"""Documents to print."""

from fastapi import APIRouter
from starlette.responses import Response

from app.edge.access import requires
from app.edge.transaction import Db
from app.workflows.print_document import print_document

router = APIRouter()


@router.get("/documents/{number}.pdf", dependencies=[requires("document.read")])
async def document(db: Db, number: str) -> Response:
    printed = await print_document(db, number)
    return Response(
        printed.content,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{printed.filename}"'},
    )
