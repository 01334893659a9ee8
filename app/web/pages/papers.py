"""Documents to print."""

from fastapi import Request
from starlette.responses import Response

from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.workflows.print_document import print_document

router = Router()


@router.get("/documents/{number}.pdf", dependencies=[requires("document.read")])
async def document(request: Request, db: Db, number: str) -> Response:
    printed = await print_document(db, number)
    return await handed_over(request, db, printed, "document")
