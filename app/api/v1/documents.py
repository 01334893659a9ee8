"""Documents on paper, and the public check."""

from fastapi import Request
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.workflows.print_document import print_document

router = Router(tags=["documents"], responses=PROBLEMS)


@router.get(
    "/documents/{number}.pdf",
    dependencies=[requires("document.read")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def read_document(request: Request, db: Db, number: str) -> Response:
    """The document as a PDF (PDF/UA-1), by its twelve digits."""
    printed = await print_document(db, number)
    return await handed_over(request, db, printed, "document")
