"""Places for signatures in a paper, as PDF/UA-1 wants them: each a form field that a screen reader is told of.

ISO 14289-1, 7.18: a widget that is seen stands in a `Form` element of the structure, and has a name in words.
"""

import io
from collections.abc import Sequence
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from app.documents.public import papers


def field_name(number: int) -> str:
    """The field of the signatory at that place of the list, from 0."""
    return f"Firma{number + 1}"


def with_fields(content: bytes, names: Sequence[str]) -> bytes:
    """The paper with an empty field for each signatory, in their order. It stays PDF/UA-1."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    for number, (name, box) in enumerate(zip(names, papers.boxes(len(names)), strict=True)):
        corners: Any = box.corners
        spec = fields.SigFieldSpec(
            field_name(number), on_page=box.page, box=corners, readable_field_name=name
        )
        fields.append_signature_field(writer, spec)
    for _, _, reference in fields.enumerate_sig_fields(writer):
        _tag(writer, reference)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _tag(writer: Any, reference: Any) -> None:
    """Put a field into the structure of the document: a `Form` element that holds the widget."""
    tree = writer.root["/StructTreeRoot"]
    widget = reference.get_object()
    widget["/Contents"] = generic.TextStringObject(widget["/TU"])
    document = tree["/K"][0].get_object() if isinstance(tree["/K"], generic.ArrayObject) else tree["/K"]
    key = int(tree["/ParentTreeNextKey"])
    element = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): _reference(document),
                pdf_name("/Alt"): generic.TextStringObject(widget["/TU"]),
                pdf_name("/Pg"): widget.raw_get("/P"),
                pdf_name("/K"): generic.DictionaryObject(
                    {
                        pdf_name("/Type"): pdf_name("/OBJR"),
                        pdf_name("/Obj"): reference,
                        pdf_name("/Pg"): widget.raw_get("/P"),
                    }
                ),
            }
        )
    )
    widget["/StructParent"] = generic.NumberObject(key)
    document["/K"].append(element)
    writer.update_container(document["/K"])
    numbers = tree["/ParentTree"]["/Nums"]
    numbers.extend([generic.NumberObject(key), element])
    writer.update_container(numbers)
    tree["/ParentTreeNextKey"] = generic.NumberObject(key + 1)
    writer.update_container(tree)


def _reference(kept: Any) -> Any:
    """The reference to an object that is kept by itself."""
    found = kept.container_ref
    return generic.IndirectObject(found.idnum, found.generation, found.pdf)
