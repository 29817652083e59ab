"""With what a PDF was made: same content and same versions give the same bytes."""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from ..pages import find_template

STYLE: Final = "styles/print.css"
_STACK: Final = re.compile(r'"([^"]+)"|([\w\u4e00-\u9fff-]+)')


def versions(roots: tuple[Path, ...]) -> dict[str, str]:
    """Versions by name: WeasyPrint, Pango, HarfBuzz, and each font of the style that is here."""
    import weasyprint  # here, since it needs Pango, which Windows lacks

    from .engine import pango_version

    found = {
        "WeasyPrint": str(weasyprint.VERSION),
        "Pango": pango_version(),
        "HarfBuzz": _harfbuzz(),
    }
    return {name: text for name, text in (found | _fonts(roots)).items() if text}


def _harfbuzz() -> str:
    name = ctypes.util.find_library("harfbuzz")
    if name is None:
        return ""
    version = ctypes.CDLL(name).hb_version_string
    version.restype = ctypes.c_char_p
    text: bytes = version()
    return text.decode("ascii")


def _fonts(roots: tuple[Path, ...]) -> dict[str, str]:
    """The installed fonts that the style names, with the version that fontconfig reads."""
    if shutil.which("fc-list") is None:
        return {}
    style = find_template(roots, STYLE).read_text("utf-8")
    named = {a or b for a, b in _STACK.findall(style)}
    listed = subprocess.run(
        ["fc-list", "--format", "%{family[0]}\t%{fontversion}\n"],
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    rows = sorted({tuple(line.split("\t", 1)) for line in listed.splitlines() if "\t" in line})
    return {family: version for family, version in rows if family in named}
