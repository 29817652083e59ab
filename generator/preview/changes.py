"""What a save touches: content, forms, pages, styles, or only what is printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..build import Settings
from ..config import SITE_FILE

_FORMS: Final = ("forms/", "tables/")
_SITE_STYLE: Final = "styles/site/"
PREVIEW: Final = "preview/"
PREVIEW_STYLE: Final = "styles/preview.css"
_PRINT: Final = ("print/", "styles/print.css")
# What no page of the preview is made of: the checklist's page, the ZIP for a CMS.
_ELSEWHERE: Final = ("report/", "styles/report.css", "bundle/")


@dataclass(frozen=True, slots=True)
class Change:
    """The files that were saved, by their paths in the content folder (in NFC, as findings
    have them) and in their template roots."""

    content: frozenset[str] = frozenset()
    templates: frozenset[str] = frozenset()

    @property
    def is_of_styles(self) -> bool:
        """Whether a stylesheet changed that a page loads."""
        return any(t.startswith((_SITE_STYLE, PREVIEW_STYLE)) for t in self.templates)

    @property
    def is_of_forms(self) -> bool:
        return any(t.startswith(_FORMS) for t in self.templates)

    @property
    def is_of_pages(self) -> bool:
        """Whether templates or scripts of the site's pages changed."""
        others = (_SITE_STYLE, PREVIEW, PREVIEW_STYLE, *_FORMS, *_PRINT, *_ELSEWHERE)
        return any(not t.startswith(others) for t in self.templates)

    @property
    def is_of_all(self) -> bool:
        """Whether every disclosure is made of what changed."""
        return self.is_of_forms or self.is_of_pages or SITE_FILE in self.content

    @property
    def is_of_prints(self) -> bool:
        """Whether every PDF is made of what changed."""
        return self.is_of_all or any(t.startswith(_PRINT) for t in self.templates)

    @property
    def is_of_work(self) -> bool:
        """Whether anything has to be examined or rendered anew."""
        return bool(self.content) or self.is_of_all


def change(saved: Iterable[str], settings: Settings) -> Change:
    """Sort out what was saved."""
    content, templates = set(), set()
    for path in map(Path, saved):
        if path.is_relative_to(settings.content):
            content.add(_relative(path, settings.content))
            continue
        root = next((r for r in settings.templates if path.is_relative_to(r)), None)
        if root is not None:
            templates.add(_relative(path, root))
    return Change(frozenset(content), frozenset(templates))


def _relative(path: Path, root: Path) -> str:
    return unicodedata.normalize("NFC", path.relative_to(root).as_posix())
