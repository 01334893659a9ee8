"""One more signature on a paper: PAdES B-B, or B-T where a time-stamping authority answers (ETSI EN 319 142-1), by pyHanko.

Each signature is appended: the bytes that were signed before stay as they are. The first certifies the document, so that readers say
so when anything but a signature is added to it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import content, layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle

_CLOSE = layout.SimpleBoxLayoutRule(
    x_align=layout.AxisAlignment.ALIGN_MIN,
    y_align=layout.AxisAlignment.ALIGN_MAX,
    margins=layout.Margins.uniform(0),
)


@dataclass(frozen=True, slots=True)
class Appended:
    """The paper with the signature, and whether an authority stamped the time."""

    content: bytes
    stamped: bool


class _Drawing(content.PdfContent):
    """The only page of another PDF, drawn with its own fonts."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        drawn: Any = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Seen"] = drawn
        x1, y1, x2, y2 = drawn.get_object()["/BBox"]
        self.box = layout.BoxConstraints(width=abs(x1 - x2), height=abs(y1 - y2))
        return b"/Seen Do"


def append(
    paper: bytes,
    *,
    field: str,
    signer: signers.Signer,
    seen: bytes,
    reason: str,
    stamper: TimeStamper | None = None,
) -> Appended:
    """Sign all of the paper in its empty `field`; `seen` is drawn there. Where the stamper does not answer, without its stamp."""
    first = not _signed_fields(paper)
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
        certify=first,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    style = StaticStampStyle(
        border_width=0, background=_Drawing(seen), background_layout=_CLOSE, background_opacity=1.0
    )
    if stamper is not None:
        try:
            return Appended(_signed(paper, metadata, signer, style, stamper), stamped=True)
        except OSError:
            # The authority did not answer, or not as such an authority does: the signature holds without it, and is said to.
            pass
    return Appended(_signed(paper, metadata, signer, style, None), stamped=False)


def _signed(
    paper: bytes,
    metadata: signers.PdfSignatureMetadata,
    signer: signers.Signer,
    style: StaticStampStyle,
    stamper: TimeStamper | None,
) -> bytes:
    signing = signers.PdfSigner(metadata, signer=signer, stamp_style=style, timestamper=stamper)
    out = io.BytesIO()
    signing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(paper)), existing_fields_only=True, output=out)
    return out.getvalue()


def _signed_fields(paper: bytes) -> Sequence[str]:
    reader = PdfFileReader(io.BytesIO(paper))
    return [name for name, value, _ in fields.enumerate_sig_fields(reader) if value is not None]
