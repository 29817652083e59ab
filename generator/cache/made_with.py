"""What all jobs are made with: our own code, the libraries, forms, templates and fonts."""

from __future__ import annotations

import ctypes
import hashlib
import platform
import shutil
import subprocess
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from ..files import files_below, is_leftover
from .digests import Digests

_LIBRARIES: Final = (
    "cssselect2", "fonttools", "jinja2", "lxml", "markdown-it-py", "markupsafe", "openpyxl",
    "pillow", "pydyf", "pyphen", "pyyaml", "tinycss2", "weasyprint",
)  # fmt: skip
# By the names under which Linux and macOS load them, with what tells their version.
_SYSTEM: Final = {
    "libpango-1.0": "pango_version_string",
    "libharfbuzz": "hb_version_string",
}
_FORMS: Final = ("forms", "tables")
# What is in the page that a PDF is made of already, or never gets there.
_PAGES: Final = ("charts", "pages", "parts", "preview", "report", "scripts")
_OUR_OWN: Final = (".py", ".yaml")  # of the templates that a wheel carries, `templates` tells
_PACKAGE: Final = Path(__file__).resolve().parents[1]


def code() -> str:
    """A digest of our own modules and words, Python, and the libraries that we use."""
    modules = sorted(p for end in _OUR_OWN for p in _PACKAGE.rglob(f"*{end}"))
    told = [platform.python_version(), zlib.ZLIB_RUNTIME_VERSION, *map(_version, _LIBRARIES)]
    read = (f"{p.relative_to(_PACKAGE)} {_sha256(p.read_bytes())}" for p in modules)
    return _together((*told, *read))


def _version(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return library


@dataclass(frozen=True, slots=True)
class Templates:
    """Digests of what the template roots hold: of the definitions of forms and tables, of
    everything else, and of that which the style of a PDF may name."""

    forms: str
    pages: str
    print_styles: str


def templates(roots: Sequence[Path], digests: Digests) -> Templates:
    """Take the digests; an earlier root hides what a later one has."""
    files = list(_files(roots, digests))
    return Templates(
        _together(line for folder, line in files if folder in _FORMS),
        _together(line for folder, line in files if folder not in _FORMS),
        _together(line for folder, line in files if folder not in (*_FORMS, *_PAGES)),
    )


def _files(roots: Sequence[Path], digests: Digests) -> Iterator[tuple[str, str]]:
    """Each file of the roots: its folder at the top; a line with root, path and digest."""
    for number, root in enumerate(roots):
        for place in files_below(root):
            if place.is_file() and not is_leftover(place.name):
                path = place.relative_to(root)
                yield path.parts[0], f"{number} {path.as_posix()} {digests.of(place)}"


@cache
def pdf_parts() -> str:
    """A digest of what lays PDFs out: Pango, HarfBuzz, every font that there is.

    Neither WeasyPrint nor Pango's bindings are imported for it, which would take a second.
    """
    return _together((*_system(), _fonts()))


def _system() -> Iterator[str]:
    for name, function in _SYSTEM.items():
        for file in (f"{name}.so.0", f"{name}.0.dylib"):
            with suppress(OSError, AttributeError):
                call = getattr(ctypes.CDLL(file), function)
                call.restype = ctypes.c_char_p
                yield f"{name} {call().decode('ascii')}"
                break


def _fonts() -> str:
    if shutil.which("fc-list") is None:
        return ""
    asked = ["fc-list", "--format", "%{file} %{family} %{fontversion} %{index}\n"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return "\n".join(sorted(listed.splitlines()))


def together(*told: str) -> str:
    """One digest of several."""
    return _together(told)


def _together(lines: Iterable[str]) -> str:
    return _sha256("\n".join(lines).encode("utf-8", "surrogateescape"))[:32]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
