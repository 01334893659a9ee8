"""What a file is, told by its content and never by its name. Pictures are made anew without what came with them. Pure."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from app.core.errors import Invalid

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
_SOUNDS = {
    b"OggS": "audio/ogg",
    b"\x1a\x45\xdf\xa3": "audio/webm",
    b"ID3": "audio/mpeg",
    b"fLaC": "audio/flac",
}
# A scanned page at 600 dots to the inch has 35 million points.
MOST_POINTS = 80_000_000
QUALITY = 90
ENDINGS = {
    PDF: ".pdf",
    JPEG: ".jpg",
    PNG: ".png",
    "audio/ogg": ".ogg",
    "audio/webm": ".webm",
    "audio/mpeg": ".mp3",
    "audio/flac": ".flac",
    "audio/wav": ".wav",
    "audio/mp4": ".m4a",
}


@dataclass(frozen=True, slots=True)
class Medium:
    """A file as it is kept."""

    content: bytes
    media_type: str


def kept(content: bytes, *, sound: bool) -> Medium:
    """Read the type from the content, and make pictures anew. `sound`: a recording is welcome.

    A PDF and a recording are kept byte for byte: they are evidence, and their digest must be that of what was handed in.
    Raises `Invalid` at `file`.
    """
    if not content:
        raise Invalid.at("file", "required", "Elija un archivo que tenga contenido.")
    if content.startswith(b"%PDF-"):
        return Medium(content, PDF)
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _picture(content)
    found = _sound(content)
    if found is None:
        raise Invalid.at(
            "file", "media_type", "Solo se reciben PDF, fotografías JPEG o PNG y grabaciones de sonido."
        )
    if not sound:
        raise Invalid.at("file", "no_sound", "Aquí no se reciben grabaciones: elija un PDF o una fotografía.")
    return Medium(content, found)


def _sound(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp":
        # The same box holds films; only those that say that they are sound are one.
        return "audio/mp4" if content[8:11] in {b"M4A", b"M4B"} else None
    for start, media_type in _SOUNDS.items():
        if content.startswith(start):
            return media_type
    # A frame of MPEG layer III without a tag in front: eleven set bits, then version and layer.
    mpeg = len(content) > 2 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2
    return "audio/mpeg" if mpeg else None


def _picture(content: bytes) -> Medium:
    """The picture upright and alone: where and with which telephone it was taken is nobody's business."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            found = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if found.width * found.height > MOST_POINTS:
                raise Invalid.at("file", "too_many_points", "La imagen es demasiado grande para abrirla.")
            form, media_type = ("PNG", PNG) if found.format == "PNG" else ("JPEG", JPEG)
            found.load()
            upright = ImageOps.exif_transpose(found)
            out = io.BytesIO()
            if form == "JPEG":
                upright.convert("RGB").save(out, "JPEG", quality=QUALITY)
            else:
                # A new canvas: what the file carried beside the points stays behind.
                clean = upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
                clean.info.clear()
                clean.save(out, "PNG")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Invalid.at("file", "too_many_points", "La imagen es demasiado grande para abrirla.") from bomb
    except (OSError, SyntaxError, ValueError) as broken:
        raise Invalid.at(
            "file", "unreadable", "La imagen está dañada o incompleta: tómela de nuevo."
        ) from broken
    return Medium(out.getvalue(), media_type)
