"""Pictures for tests, drawn here: of every mode that files have, whole, torn and monstrous."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image

_PLACE = 0x8825


def drawn(mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> Image.Image:
    """A picture in two colours, where the mode has them; half of it shines through in an RGBA."""
    half = Image.new("RGB", (size[0] // 2, size[1]), "#981b1e")
    picture = Image.new("RGB", size, "#fbeceb")
    picture.paste(half)
    if mode in ("RGBA", "LA"):
        picture.putalpha(Image.linear_gradient("L").resize(size))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def png(mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> bytes:
    return saved(drawn(mode, size))


def jpeg(mode: str = "RGB", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    return saved(drawn(mode, size), "JPEG", **options)


def from_a_phone() -> bytes:
    """A photograph that says where it was taken."""
    tags = Image.Exif()
    tags.get_ifd(_PLACE)[1] = "N"
    return jpeg(exif=tags)


def turned() -> bytes:
    """A photograph that lies on its side: it is shown upright, higher than wide."""
    tags = Image.Exif()
    tags[0x0112] = 6
    return jpeg(exif=tags)


def moving() -> bytes:
    return saved(drawn(), save_all=True, append_images=[drawn().rotate(180)])


def bomb() -> bytes:
    """A few hundred bytes that would unpack to 1.8 GB."""
    head = struct.pack(">IIBBBBB", 30000, 20000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def torn() -> bytes:
    return png(size=(200, 200))[:-60]


def of_another_kind() -> bytes:
    return saved(drawn(), "GIF")


NAMED: dict[str, Callable[[], bytes]] = {
    "好图": png,
    "手机照片": from_a_phone,
    "动图": moving,
    "炸弹": bomb,
    "断图": torn,
    "别的格式": of_another_kind,
}
"""What the broken inputs call them (`tests/invalid/`)."""
