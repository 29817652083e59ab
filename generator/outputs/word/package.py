"""The package of a Word file: what is the same in all of them, and the same bytes each time."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from ..pages import find_template

# The parts that are kept as data, in templates/word/.
_FIXED: Final = ("styles.xml", "fontTable.xml", "settings.xml", "footer-odd.xml", "footer-even.xml")
# A ZIP knows no earlier day.
_DATE: Final = (1980, 1, 1, 0, 0, 0)

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS: Final = {
    "document.xml": ("document.main", "officeDocument"),
    "styles.xml": ("styles", "styles"),
    "fontTable.xml": ("fontTable", "fontTable"),
    "settings.xml": ("settings", "settings"),
    "footer-odd.xml": ("footer", "footer"),
    "footer-even.xml": ("footer", "footer"),
    "comments.xml": ("comments", "comments"),
    "footnotes.xml": ("footnotes", "footnotes"),
}
# Parts that only some files have.
_OF_THE_TEXT: Final = ("comments.xml", "footnotes.xml")
_MEDIA: Final = "media"
_PICTURE_TYPES: Final = {"png": "image/png", "jpg": "image/jpeg"}
ODD, EVEN = "rId4", "rId5"


def package(
    roots: tuple[Path, ...],
    title: str,
    author: str,
    year: int,
    parts: dict[str, bytes],
    pictures: dict[str, bytes],
) -> bytes:
    """The bytes of a .docx. Its dates are the first day of its year, whatever the clock says.

    The `pictures` are related to the document in their order, under the ids of `picture_id`.
    """
    fixed = {name: find_template(roots, f"word/{name}").read_bytes() for name in _FIXED}
    own = {**fixed, **parts}
    files = {
        "[Content_Types].xml": _types(own, pictures).encode("utf-8"),
        "_rels/.rels": _relations(
            [
                ("officeDocument", "word/document.xml"),
                ("extended-properties", "docProps/app.xml"),
            ],
            core="docProps/core.xml",
        ).encode("utf-8"),
        "docProps/app.xml": _app().encode("utf-8"),
        "docProps/core.xml": _core(title, author, year).encode("utf-8"),
        "word/_rels/document.xml.rels": _relations(
            [(_KINDS[name][1], name) for name in (*_FIXED, *_OF_THE_TEXT) if name in own],
            pictures=pictures,
        ).encode("utf-8"),
        **{f"word/{name}": data for name, data in own.items()},
        **{f"word/{_MEDIA}/{name}": data for name, data in pictures.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, files[name])
    return out.getvalue()


def _types(parts: dict[str, bytes], pictures: dict[str, bytes]) -> str:
    suffixes = sorted({name.rpartition(".")[2] for name in pictures})
    shown = "".join(
        f'<Default Extension="{suffix}" ContentType="{_PICTURE_TYPES[suffix]}"/>'
        for suffix in suffixes
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_WORD_TYPE}.{_KINDS[name][0]}+xml"/>'
        for name in sorted(parts)
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    app = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{shown}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>'
        f'<Override PartName="/docProps/app.xml" ContentType="{app}"/>{overrides}</Types>'
    )


def picture_id(number: int) -> str:
    """The id of the relation to a picture, by its place among them."""
    return f"rIdPicture{number + 1}"


def _relations(targets: list[tuple[str, str]], core: str = "", pictures: Iterable[str] = ()) -> str:
    """Relations of a part; their ids count from rId1 in the order of the targets."""
    told = [
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    ]
    if core:
        kind = f"{_PACKAGE}/relationships/metadata/core-properties"
        told.append(f'<Relationship Id="rId{len(told) + 1}" Type="{kind}" Target="{core}"/>')
    told += [
        f'<Relationship Id="{picture_id(n)}" Type="{_OFFICE}/relationships/image"'
        f' Target="{_MEDIA}/{name}"/>'
        for n, name in enumerate(pictures)
    ]
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(told)}</Relationships>'


def _app() -> str:
    return (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>gongkai</Application></Properties>"
    )


def _core(title: str, author: str, year: int) -> str:
    date = f"{datetime.date(year, 1, 1).isoformat()}T00:00:00Z"
    stamps = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{date}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<dc:language>zh-CN</dc:language>{stamps}</cp:coreProperties>"
    )
