"""A paper as the answer to a request: what is read on paper is in the record of access, as what is read on a page is."""

from fastapi import Request
from starlette.responses import Response

from app.audit import public as audit
from app.core.database import Session
from app.quality.public import ReadHereOnly
from app.workflows.print_document import Printed

# What is printed of no single file, and so goes to whoever may print it.
OF_NO_FILE = frozenset({"meeting"})


async def handed_over(request: Request, db: Session, printed: Printed, kind: str) -> Response:
    """The PDF, shown in the browser. `kind` is what was printed (`decision`), for the record of access. Raises
    `ReadHereOnly`: a sampled file is not taken away.
    """
    if db.actor.role == "quality_assessor" and kind not in OF_NO_FILE:
        raise ReadHereOnly
    await audit.looked(
        db,
        f"{kind}.print",
        printed.filename.removesuffix(".pdf"),
        case_id=printed.case_id,
        request_id=getattr(request.state, "request_id", None),
    )
    return Response(
        printed.content,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{printed.filename}"'},
    )
