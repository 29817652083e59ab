"""Pictures as paper takes them: upright, on white, in colours that PDF/A allows, not too large."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from ...sources.picture_file import opened

if TYPE_CHECKING:
    from PIL.Image import Image

# Pixels: 260 to the inch over the width of the text, and over its height.
_WIDEST, _HIGHEST = 1600, 2300
_QUALITY: Final = 90
_PLAIN: Final = ("RGB", "L")


def for_paper(data: bytes) -> bytes:
    """The picture to be printed; the same bytes where nothing stands against them.

    PDF/A knows neither the CMYK of a printing works nor what shines through. What a camera
    noted (the place among it) is left behind.
    """
    from PIL import Image, ImageOps

    with opened(data) as picture:
        kind = str(picture.format)
        if kind == "JPEG":
            picture.draft("RGB" if picture.mode in ("RGB", "YCbCr") else "L", (_WIDEST, _HIGHEST))
        upright = ImageOps.exif_transpose(picture)
        plain = _on_white(upright)
        plain.thumbnail((_WIDEST, _HIGHEST), Image.Resampling.LANCZOS)
        clean = Image.new(plain.mode, plain.size)
        clean.paste(plain)
        made = io.BytesIO()
        if kind == "JPEG":
            clean.save(made, "JPEG", quality=_QUALITY)
        else:
            clean.save(made, "PNG")
        return made.getvalue()


def _on_white(picture: Image) -> Image:
    """The picture in grey or in colours, without anything that shines through."""
    from PIL import Image

    if picture.mode in _PLAIN and "transparency" not in picture.info:
        return picture.copy()
    if picture.mode in ("CMYK", "YCbCr"):
        return picture.convert("RGB")
    if picture.mode.startswith("I"):  # 16 bits a pixel, which convert() would cut off
        return picture.point(lambda grey: grey / 256).convert("L")
    shining = picture.convert("RGBA")
    white = Image.new("RGBA", shining.size, "white")
    return Image.alpha_composite(white, shining).convert("RGB")
