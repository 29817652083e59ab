"""What a picture's bytes hold: of which kind it is, how large; whether it can be shown at all."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..limits import PIXEL_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

PNG, JPEG = "png", "jpeg"
SUFFIXES: Final = {".png": PNG, ".jpg": JPEG, ".jpeg": JPEG}
_ORIENTATION: Final = 0x0112
_LOCATION: Final = 0x8825
_TURNED: Final = frozenset({5, 6, 7, 8})  # orientations that change width and height
_REMEMBERED: Final = 256
# What Pillow raises of bytes that are no whole picture.
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError,
                  TypeError, AttributeError, OverflowError, ZeroDivisionError)  # fmt: skip
_WHOLE: Final = "用看图软件打开它，另存为 PNG 或 JPEG，再放进来。"


class PictureFault(Exception):
    """Why a picture cannot be shown, and what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """`kind` is png or jpeg; `width` and `height` in pixels, as it is shown upright.

    `has_place`: it says where it was taken, as pictures from phones do.
    """

    kind: str
    width: int
    height: int
    digest: str
    has_place: bool = False


_known: dict[str, PictureFacts] = {}


def picture_facts(data: bytes) -> PictureFacts:
    """Look at a picture whole, once; raises PictureFault where it is none that can be shown.

    The pixels are counted before any is unpacked.
    """
    digest = hashlib.sha256(data).hexdigest()
    if digest not in _known:
        if len(_known) >= _REMEMBERED:
            _known.clear()
        _known[digest] = _facts(data, digest)
    return _known[digest]


@contextmanager
def opened(data: bytes) -> Iterator[Image]:
    """The picture, not unpacked yet; PictureFault where it cannot be read."""
    # Here: most texts have no picture, and a command should not wait for this.
    from PIL import Image, ImageFile

    # Ours is counted first, and said in Chinese; torn pictures are taken for whole ones where
    # WeasyPrint was loaded before.
    settings = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = None, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd notes of a camera, which are not shown
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
                yield image
    except _BROKEN:
        raise PictureFault("图片打不开，文件坏了或者不完整。", _WHOLE) from None
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = settings


def _facts(data: bytes, digest: str) -> PictureFacts:
    kind = _kind(data)
    with opened(data) as image:
        width, height = image.size
        if width * height > PIXEL_LIMIT:
            raise PictureFault(
                f"图片有 {width}×{height} 个像素，超过 {PIXEL_LIMIT // 10000} 万个，没有打开。",
                "用看图软件缩小：宽 2000 像素的图，印在纸上也足够清楚。",
            )
        if getattr(image, "n_frames", 1) > 1:
            raise PictureFault("图片会动，印在纸上的只有一帧。", "另存为不动的 PNG 或 JPEG。")
        tags = image.getexif()
        turned = tags.get(_ORIENTATION) in _TURNED
        has_place = _LOCATION in tags
        if kind == JPEG:
            image.draft("RGB", (width // 8, height // 8))
        image.load()
    return PictureFacts(kind, *((height, width) if turned else (width, height)), digest, has_place)


def _kind(data: bytes) -> str:
    """By its first bytes, whatever its name says."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    raise PictureFault("文件的内容不是 PNG 或 JPEG 图片，改文件名没有用。", _WHOLE)
