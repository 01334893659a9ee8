"""What goes with a remedy on paper: its receipt, and the evidence that is brought with it."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from app.audit import public as audit
from app.core.errors import Invalid, NotFound, Refusal
from app.documents import public as documents
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import files_of
from app.remedies import public as remedies
from app.web.pages.remedies import show_remedy
from app.web.pages.shown import go
from app.workflows.print_remedy_receipt import print_remedy_receipt

router = Router(prefix="/remedies/{remedy_id}")


@router.get("/receipt.pdf", dependencies=[requires("remedy.read")])
async def receipt(request: Request, db: Db, remedy_id: UUID) -> Response:
    """That the writing came, and when."""
    printed = await print_remedy_receipt(db, remedy_id, language=request.state.language)
    return await handed_over(request, db, printed, "remedy_receipt")


@router.post("/evidence", dependencies=[requires("attachment.add")])
async def evidence(request: Request, db: Db, remedy_id: UUID) -> Response:
    """New evidence, sealed with the case and marked as this remedy's."""
    remedy = await remedies.remedy(db, remedy_id)
    try:
        async with db.attempt():
            sent = await files_of(request)
            if not sent:
                raise Invalid.at("file", "required", "Elija un archivo que tenga contenido.")
            for one in sent:
                kept = await documents.attach(
                    db,
                    db.actor,
                    remedy.case_id,
                    kind="evidence",
                    name=one.name,
                    content=one.content,
                    about=f"remedy:{remedy_id}",
                )
                await audit.looked(db, "attachment.kept", str(kept), case_id=remedy.case_id)
    except NotFound:
        raise
    except Refusal as refusal:
        return await show_remedy(request, db, remedy_id, refusal)
    return go(f"/remedies/{remedy_id}", said="saved")
