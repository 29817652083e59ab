"""Pictures as Word holds them: in the line, as wide as the text at most."""

from __future__ import annotations

from typing import Final

from lxml import etree

from ...model.texts import Illustration
from .elements import LINKS, w

_PLACED: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_DRAWN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
# In English Metric Units: a pixel, of which there are 96 to the inch; the width of the text
# (156 mm) and two thirds of its height.
_PIXEL: Final = 9525
_WIDEST, _HIGHEST = 156 * 36000, 150 * 36000


def picture(shown: Illustration, number: int, relation: str) -> etree._Element:
    """A picture with its description; `number` is its own among all, `relation` leads to it.

    Its name is that of the file, so that an import gives it the same again.
    """
    width, height = _size(shown.of.width, shown.of.height)
    name = shown.of.file.rpartition("/")[2]
    properties = {"id": str(number), "name": name, "descr": shown.description}
    size = {"cx": str(width), "cy": str(height)}
    link = _of(_DRAWN, "blip")
    link.set(f"{{{LINKS}}}embed", relation)
    fill = _of(_PICTURE, "blipFill", link, _of(_DRAWN, "stretch", _of(_DRAWN, "fillRect")))
    form = _of(
        _PICTURE, "spPr",
        _of(_DRAWN, "xfrm", _of(_DRAWN, "off", x="0", y="0"), _of(_DRAWN, "ext", **size)),
        _of(_DRAWN, "prstGeom", _of(_DRAWN, "avLst"), prst="rect"),
    )  # fmt: skip
    named = _of(
        _PICTURE, "nvPicPr", _of(_PICTURE, "cNvPr", id=str(number), name=name),
        _of(_PICTURE, "cNvPicPr"),
    )  # fmt: skip
    data = _of(_DRAWN, "graphicData", _of(_PICTURE, "pic", named, fill, form), uri=_PICTURE)
    return w(
        "drawing",
        _of(
            _PLACED, "inline", _of(_PLACED, "extent", **size),
            _of(_PLACED, "docPr", **properties), _of(_DRAWN, "graphic", data),
            distT="0", distB="0", distL="0", distR="0",
        ),
    )  # fmt: skip


def _size(width: int, height: int) -> tuple[int, int]:
    """The size on paper of a picture of so many pixels, at least one of them either way."""
    share = min(1.0, _WIDEST / (width * _PIXEL), _HIGHEST / (height * _PIXEL))
    return max(1, round(width * _PIXEL * share)), max(1, round(height * _PIXEL * share))


def _of(space: str, name: str, /, *children: etree._Element, **values: str) -> etree._Element:
    element = etree.Element(
        f"{{{space}}}{name}", values, nsmap={"wp": _PLACED, "a": _DRAWN, "pic": _PICTURE}
    )
    element.extend(children)
    return element
