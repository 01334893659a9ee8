"""A file made to break the public check is refused in words: anybody may send one."""

import pytest

from app.decisions.signing.inspection import NotAPdf, signatures_in

BEFORE = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/AcroForm 1 0 R>>\nendobj\n"
AFTER = b"trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n57\n%%EOF\n"


@pytest.mark.parametrize(
    "places",
    [
        b"xref\n0 2\n0000000000 65535 x \n0000000009 00000 q \n",
        b"xref\n0 -1\n",
        b"xref\n1 1\n0000000009 70000 n \n",
        b"",
    ],
)
def test_a_broken_file_is_no_pdf_and_no_fault_of_ours(places: bytes) -> None:
    with pytest.raises(NotAPdf):
        signatures_in(BEFORE + places + AFTER)
