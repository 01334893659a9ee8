"""What a photograph must be, and how it is made anew: only the picture itself is kept, nothing that came with it. Pure."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from app.core.errors import Invalid

# 23 by 29 mm on paper (docs: provisional document) at 380 dots to the inch and more.
LEAST = (345, 435)
KEPT = (690, 870)
MOST_BYTES = 4 * 1024 * 1024
# A telephone's largest pictures have 50 million points; more is no photograph of a face but an attack on memory.
MOST_POINTS = 50_000_000
TYPES = ("JPEG", "PNG", "WEBP")
QUALITY = 85


@dataclass(frozen=True, slots=True)
class Picture:
    """A portrait as it is kept: JPEG, upright, 23:29, without metadata."""

    jpeg: bytes
    width: int
    height: int


def picture(content: bytes) -> Picture:
    """Read, check and make the picture anew. The type is told by the content, never by a name. Raises `Invalid` at `photo`."""
    if not content:
        raise Invalid.at("photo", "required", "Elija una fotografía.")
    if len(content) > MOST_BYTES:
        raise Invalid.at(
            "photo",
            "too_large",
            "La fotografía pesa demasiado: use una de %(megabytes)s MB como máximo.",
            megabytes=4,
        )
    upright = _read(content)
    if upright.width < LEAST[0] or upright.height < LEAST[1]:
        raise Invalid.at(
            "photo",
            "too_small",
            "La fotografía es muy pequeña: hacen falta al menos %(width)s por %(height)s puntos.",
            width=LEAST[0],
            height=LEAST[1],
        )
    portrait = _portrait(upright)
    out = io.BytesIO()
    portrait.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), portrait.width, portrait.height)


def _read(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            found = Image.open(io.BytesIO(content), formats=TYPES)
            if found.width * found.height > MOST_POINTS:
                raise Invalid.at(
                    "photo", "too_many_points", "La fotografía es demasiado grande para abrirla."
                )
            found.load()
            upright = ImageOps.exif_transpose(found)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Invalid.at(
            "photo", "too_many_points", "La fotografía es demasiado grande para abrirla."
        ) from bomb
    except (OSError, SyntaxError, ValueError) as unreadable:
        raise Invalid.at(
            "photo", "not_a_photo", "El archivo no es una fotografía JPEG, PNG o WebP."
        ) from unreadable
    if upright.has_transparency_data:
        ground = Image.new("RGBA", upright.size, "white")
        ground.alpha_composite(upright.convert("RGBA"))
        upright = ground
    # A new image of the same points: profiles, places, dates and thumbnails stay behind.
    return Image.frombytes("RGB", upright.size, upright.convert("RGB").tobytes())


def _portrait(upright: Image.Image) -> Image.Image:
    """The middle of the picture in the paper's proportion, no larger than it is printed."""
    scale = min(upright.width / KEPT[0], upright.height / KEPT[1], 1)
    size = (max(LEAST[0], round(KEPT[0] * scale)), max(LEAST[1], round(KEPT[1] * scale)))
    return ImageOps.fit(upright, size, Image.Resampling.LANCZOS, centering=(0.5, 0.4))
