"""The code on a paper that a camera reads."""

import io
from typing import Any

import segno
from segno import consts

# Denser ones are not read from a card by the cheap camera that most people have.
DENSEST = 13


class TooDense(ValueError):
    """More than a code of that size holds."""


def qr_svg(text: str) -> str:
    """An SVG drawing of `text` as QR, level Q (a quarter of it may be dirty or torn), with the quiet margin. Raises `TooDense`.

    An address with a token behind `#` is drawn in two parts: the token's letters take a third less room by themselves.
    """
    before, mark, token = text.partition("#")
    packed: Any = [(before + mark, consts.MODE_BYTE), (token, consts.MODE_ALPHANUMERIC)]
    drawn = segno.make(packed if mark else text, error="q", micro=False, boost_error=False)
    if int(drawn.version) > DENSEST:
        raise TooDense(drawn.version)
    drawing = io.BytesIO()
    drawn.save(drawing, kind="svg", xmldecl=False, border=4, scale=1)
    return drawing.getvalue().decode()
