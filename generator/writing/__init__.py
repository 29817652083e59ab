"""The model as text: one disclosure in any of its three shapes.

What is written reads back to the same disclosure. Where the text of a shape
cannot carry something, `Unwritable` says what and where.
"""

from __future__ import annotations

from ..forms import Family, with_added
from ..model.disclosure import Disclosure
from .entries import check_disclosure
from .faults import Unwritable
from .folder import folder_files
from .markdown import document_lines
from .yaml import disclosure_lines

__all__ = ["Unwritable", "attached_file", "write"]


def write(disclosure: Disclosure, family: Family, shape: str) -> dict[str, bytes]:
    """The files of a disclosure, by name relative to its year's folder.

    `shape` is one of `contents.SHAPES`, giving `scjg.yaml`, `scjg.md`, or files below `scjg/`.
    All are UTF-8 with LF; tables for Excel begin with a BOM. Raises `Unwritable`.
    """
    family = with_added(family, disclosure.added)
    check_disclosure(disclosure, family)
    if disclosure.attachments:
        raise Unwritable(
            "“附件”的清单不会自动换写法。",
            disclosure.attachments[0].title.span,
            disclosure.attachments[0].title.text,
            "保留原来的写法；不再要附件的，先移走文件，删去“附件”。",
        )
    name = _name(disclosure)
    match shape:
        case "yaml":
            texts = {f"{name}.yaml": disclosure_lines(disclosure, family)}
        case "md":
            texts = {f"{name}.md": document_lines(disclosure, family)}
        case "folder":
            texts = {f"{name}/{k}": v for k, v in folder_files(disclosure, family).items()}
        case _:
            raise ValueError(f"no such shape: {shape}")
    return {path: _bytes(lines, disclosure) for path, lines in texts.items()}


def attached_file(disclosure: Disclosure, file: str) -> str:
    """Where a file that the text calls 附件/… stands, whatever its shape."""
    return f"{_name(disclosure)}/{file}"


def _name(disclosure: Disclosure) -> str:
    return disclosure.id.replace("/", ".")


def _bytes(lines: list[str], disclosure: Disclosure) -> bytes:
    text = "".join(f"{line}\n" for line in lines)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        broken = text[error.start]
        raise Unwritable(
            f"文字里有不成字的编码（U+{ord(broken):04X}），任何文件都存不下。", disclosure.span
        ) from None
