"""The code on a paper that a camera reads."""

import io

import segno


def qr_svg(text: str) -> str:
    """An SVG drawing of `text` as QR, level Q (a quarter of it may be dirty or torn), with the quiet margin."""
    drawing = io.BytesIO()
    segno.make(text, error="q", micro=False).save(drawing, kind="svg", xmldecl=False, border=4, scale=1)
    return drawing.getvalue().decode()
