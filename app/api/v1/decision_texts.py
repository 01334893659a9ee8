"""A decision's text, its public check, and the certificates that decisions are signed with."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import File, Form, Path, Request, Response, UploadFile
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.attachments import AttachmentAnswer
from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.decisions import public as decisions
from app.documents import public as documents
from app.documents.public import papers
from app.edge.access import public, requires
from app.edge.guesses import one_more_certificate, one_more_guess
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.workflows import keep_certificates
from app.workflows.print_decision import preview_decision

router = Router(tags=["decisions"], responses=PROBLEMS)


class ParagraphAnswer(BaseModel):
    """`words` is what stands; `composed` what was composed; a `fixed` one nobody edits."""

    id: str
    words: str
    composed: str
    fixed: bool
    changed: bool


class PartAnswer(BaseModel):
    key: str
    title: str
    paragraphs: list[ParagraphAnswer]


class TextAnswer(BaseModel):
    """`spoken`: the languages of the page in plain words. `version` goes into an edit and into a signature."""

    language: str
    template: str
    template_version: str
    version: int
    spoken: list[str]
    parts: list[PartAnswer]

    @classmethod
    def of(cls, text: decisions.Text) -> "TextAnswer":
        return cls(
            language=text.language,
            template=text.template,
            template_version=text.template_version,
            version=text.version,
            spoken=list(text.spoken),
            parts=[
                PartAnswer(
                    key=part.key,
                    title=part.title,
                    paragraphs=[
                        ParagraphAnswer.model_validate(one, from_attributes=True) for one in part.paragraphs
                    ],
                )
                for part in text.parts
            ],
        )


class EditBody(Body):
    """Paragraphs by their identifiers; an empty one is struck out."""

    version: int
    paragraphs: Annotated[dict[str, Annotated[str, Field(max_length=20_000)]], Field(max_length=400)]


class AgainBody(Body):
    """`version` of the text that was read."""

    version: int


class WithdrawalBody(Body):
    """`leaving`: who voted and signs no more; not where what is decided changed. `version` of the text that was read."""

    cause: Literal["changed", "left", "recused"]
    reasons: Annotated[str, Field(max_length=2000)]
    leaving: UUID | None = None
    version: int


class WithdrawalAnswer(BaseModel):
    """A text that was taken back, and whose signatures count no more."""

    at: datetime
    by: str
    cause: str
    reasons: str
    leaving: str | None
    signed: list[str]


class SummaryAnswer(BaseModel):
    language: str
    title: str
    parts: list[dict[str, Any]]


class CheckedDecisionAnswer(BaseModel):
    """What anyone may know of a decision."""

    number: str
    signed_at: datetime
    digest: str


class SignatureCheckAnswer(BaseModel):
    """`verdict`: good, changed, added_to, not_a_signatory or not_believed."""

    field: str
    verdict: str
    at: datetime | None
    stamped: bool


class CheckedFileAnswer(BaseModel):
    """`verdict`: authentic, earlier, altered, not_believed or unknown."""

    verdict: str
    decision: CheckedDecisionAnswer | None
    signatures: list[SignatureCheckAnswer]


class CertificateAnswer(BaseModel):
    id: UUID
    owner: str
    kind: str
    fingerprint: str
    subject: str
    issuer: str
    since: datetime
    until: datetime
    state: str


class RevocationBody(Body):
    """`distrusted_from`: what was signed from then on is not believed; now where it is left out."""

    because: Annotated[str, Field(max_length=2000)]
    distrusted_from: AwareDatetime | None = None


@router.get(
    "/decisions/{decision_id}/preview.pdf",
    dependencies=[requires("decision.read")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def read_preview(request: Request, db: Db, decision_id: UUID) -> Response:
    """A draft as it would be signed, with a word across each page that says that it is no decision."""
    return await handed_over(request, db, await preview_decision(db, decision_id), "decision")


@router.get("/decisions/{decision_id}/text", dependencies=[requires("decision.read")])
async def read_text(db: Db, decision_id: UUID) -> TextAnswer:
    """What the decision says, paragraph by paragraph, and what was composed."""
    await decisions.decision(db, decision_id)
    return TextAnswer.of(await decisions.compose(db, decision_id))


@router.put("/decisions/{decision_id}/text", dependencies=[requires("decision.draft")])
async def edit_text(db: Db, decision_id: UUID, body: EditBody) -> TextAnswer:
    """Rewrite paragraphs of a draft that nobody has signed."""
    return TextAnswer.of(
        await decisions.edit_text(db, db.actor, decision_id, paragraphs=body.paragraphs, version=body.version)
    )


@router.post("/decisions/{decision_id}/composition", dependencies=[requires("decision.compose")])
async def compose_again(db: Db, decision_id: UUID, body: AgainBody) -> TextAnswer:
    """Compose a draft anew, where what is decided changed since (`outcome_changed`). What was edited goes; nobody has signed it."""
    return TextAnswer.of(await decisions.compose_again(db, db.actor, decision_id, version=body.version))


@router.post("/decisions/{decision_id}/withdrawals", dependencies=[requires("decision.compose")])
async def withdraw_text(db: Db, decision_id: UUID, body: WithdrawalBody) -> TextAnswer:
    """Take back a text that some signed and the rest cannot. Its signatures count no more and are kept; all sign the new one."""
    return TextAnswer.of(await decisions.withdraw_text(db, db.actor, decision_id, **body.model_dump()))


@router.get("/decisions/{decision_id}/withdrawals", dependencies=[requires("decision.read")])
async def read_withdrawals(db: Db, decision_id: UUID) -> list[WithdrawalAnswer]:
    """The texts that were taken back, in their order."""
    await decisions.decision(db, decision_id)
    found = await decisions.withdrawals_of(db, decision_id)
    return [WithdrawalAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/decisions/{decision_id}/scan", status_code=201, dependencies=[requires("attachment.add")])
async def keep_scan(db: Db, decision_id: UUID, file: Annotated[UploadFile, File()]) -> AttachmentAnswer:
    """Keep the scan of the sheet that was signed by hand: PDF, JPEG or PNG. It is listed with the case's attachments."""
    kept = await decisions.keep_scan(
        db, db.actor, decision_id, name=file.filename or "", content=await file.read()
    )
    found = await documents.attachment(db, kept)
    await audit.looked(db, "attachment.kept", str(kept), case_id=found.case_id)
    return AttachmentAnswer.of(found)


@router.get("/decisions/{decision_id}/summary/{language}", dependencies=[requires("decision.read")])
async def read_summary(db: Db, decision_id: UUID, language: papers.Language) -> SummaryAnswer:
    """The decision in plain words to the person, in one of five languages; with the last day for a remedy once it was served."""
    found = await decisions.decision(db, decision_id)
    text = await decisions.compose(db, decision_id)
    return SummaryAnswer(
        language=language,
        title=decisions.PLAIN_TITLES[language],
        parts=[
            {"title": part.title, "paragraphs": list(part.words)}
            for part in text.summary(language, until=found.remedy_until)
        ],
    )


@router.get("/verify/decisions/{code}", dependencies=[public()])
async def check_decision(
    request: Request, db: Db, code: Annotated[str, Path(max_length=64)]
) -> CheckedDecisionAnswer | None:
    """Is there a signed decision with this code? For anyone; `null` where there is none. Who guesses too often waits (429)."""
    found = await one_more_guess(request, db, decisions.check_code(db, code))
    return CheckedDecisionAnswer.model_validate(found, from_attributes=True) if found else None


@router.post("/verify/decisions", dependencies=[public()])
async def check_file(
    request: Request,
    db: Db,
    file: Annotated[UploadFile, File()],
    code: Annotated[str, Form(max_length=64)] = "",
) -> CheckedFileAnswer:
    """Is this PDF the decision that was signed? By its digest and by each signature in it. The file is not kept."""
    one_more_certificate(request, db)
    checked = await decisions.check_file(db, await file.read(), code=code)
    return CheckedFileAnswer.model_validate(checked, from_attributes=True)


@router.get("/signing-certificates", dependencies=[requires("key.own")])
async def read_certificates(db: Db) -> list[CertificateAnswer]:
    """One's own; everybody's for who manages keys."""
    return [
        CertificateAnswer.model_validate(one, from_attributes=True)
        for one in await decisions.certificates(db)
    ]


@router.post("/signing-certificates", status_code=201, dependencies=[requires("key.own")])
async def enrol(
    request: Request,
    db: Db,
    file: Annotated[UploadFile, File()],
    passphrase: Annotated[str, Form(max_length=1000)],
) -> UUID:
    """Sign with this PKCS#12 from now on. The passphrase proves that it is one's own and is not kept."""
    return await keep_certificates.enrol(
        db,
        db.actor,
        content=await file.read(),
        passphrase=passphrase,
        request_id=request.state.request_id,
    )


@router.post(
    "/signing-certificates/{certificate_id}/revocation",
    status_code=204,
    dependencies=[requires("key.own")],
)
async def revoke(request: Request, db: Db, certificate_id: UUID, body: RevocationBody) -> None:
    """Believe no longer what is signed with it. Its owner, or who manages keys."""
    await keep_certificates.revoke(
        db,
        db.actor,
        certificate_id,
        because=body.because,
        distrusted_from=body.distrusted_from,
        request_id=request.state.request_id,
    )
