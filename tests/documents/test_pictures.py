"""A drawing as a picture."""

from io import BytesIO

import pytest
from PIL import Image

from app.documents.papers.pictures import MOST_POINTS, png


def drawing(width: int, height: int) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="100%" height="100%" fill="#fff"/></svg>'


def test_a_picture_is_twice_as_large_as_its_drawing_and_never_too_large_to_open() -> None:
    assert Image.open(BytesIO(png(drawing(300, 200)))).size == (600, 400)
    width, height = Image.open(BytesIO(png(drawing(9000, 3000)))).size
    assert 0.9 * MOST_POINTS < width * height < 1.01 * MOST_POINTS


def test_what_has_no_size_is_no_drawing() -> None:
    with pytest.raises(ValueError, match="without a width"):
        png('<svg xmlns="http://www.w3.org/2000/svg"/>')
