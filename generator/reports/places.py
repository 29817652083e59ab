"""Where a finding stands, as somebody outside of the content folder would look for it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..diagnostics import Span
from ..sources.workbook.book import column_name


@dataclass(frozen=True, slots=True)
class Places:
    """The folders that the paths of findings are relative to.

    Those of the forms are relative to one of the `templates`, all others to `content`.
    """

    content: Path
    templates: Sequence[Path] = ()

    def file(self, span: Span) -> str:
        """The file's path from the working directory, with forward slashes."""
        roots = (self.content, *self.templates)
        root = next((r for r in roots if (r / span.path).exists()), self.content)
        try:
            return Path(os.path.relpath(root / span.path)).as_posix()
        except ValueError:  # another drive of Windows
            return (root / span.path).as_posix()


def cell_name(span: Span) -> str:
    """A workbook's cell as Excel calls it: B3. Empty for a text."""
    return f"{column_name(span.column)}{span.line}" if span.in_workbook else ""
