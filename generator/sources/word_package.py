"""The package of a Word file, and the names of its elements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from .file_kinds import refusal_of
from .package import Package, Wanted
from .package import open_package as open_zip

WORD: Final = Wanted("Word 文件", "用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后再导入。")
_WORDS: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "urn:schemas-microsoft-com:vml": "v",
}


@dataclass(frozen=True)
class WordPackage:
    """A Word file's package, and the name of the part that holds its text."""

    package: Package
    main: str

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part; None where there is no such part."""
        return self.package.xml(name)

    def relation(self, id: str) -> bytes | None:
        """The bytes of what the document refers to under an id; None where it is not inside."""
        _, target = self.package.relations(self.main).get(id, ("", ""))
        return self.package.read(target) if target else None

    def related(self, kind: str) -> list[str]:
        """The parts that the document refers to as `kind` (styles, numbering, header …)."""
        return self.package.related(self.main, kind)


def open_package(data: bytes) -> WordPackage:
    """Open the bytes of a .docx; raises Refusal for anything else."""
    if not data.startswith(b"PK"):
        raise refusal_of(data, WORD)
    package = open_zip(data, WORD)
    main = package.main("word/document.xml")
    if not main or main.startswith("xl/"):
        raise refusal_of(data, WORD)
    return WordPackage(package, main)


@lru_cache(maxsize=2_000)
def _known(tag: str) -> str:
    namespace, _, local = tag.rpartition("}")
    if namespace[1:] in _WORDS:
        return local
    return f"{_PREFIXES.get(namespace[1:], '')}:{local}"


def name_of(element: etree._Element) -> str:
    """`p`, `tbl` for Word's own elements; `mc:…`, `m:…`, `v:…`, `:…` for the rest."""
    return _known(element.tag) if isinstance(element.tag, str) else "?"


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name."""
    if element is None:
        return None
    return next((e for e in element if name_of(e) == name), None)


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of an element, whatever its prefix."""
    if element is None:
        return None
    return next(
        (str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None
    )


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as <w:b/> is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")
