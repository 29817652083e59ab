"""The site's style: the parts of one sheet, palettes, and what a theme adds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# The parts of the site's style, in the order in which they follow one another.
# A site of its own changes one by a file of the same name in its own templates.
SHEETS: Final = (
    "tokens", "base", "frame", "opening", "settings", "lists", "document", "tables", "grids",
    "list-tables", "charts", "search", "paper",
)  # fmt: skip
# Sets of colours that take the place of the tokens' on a screen, each by its file, with
# the cases in which it holds: the system asks for it and the reader has chosen nothing
# else, or the reader has chosen it. A later one wins.
PALETTES: Final = {
    "dark": (
        ("screen and (prefers-color-scheme: dark)", ":root:not([data-theme])"),
        ("screen", ':root[data-theme="dark"]'),
    ),
    "contrast-light": (
        ("screen and (prefers-contrast: more)", ":root:not([data-theme])"),
        ("screen and (prefers-contrast: more)", ':root[data-theme="light"]'),
    ),
    "contrast": (
        (
            "screen and (prefers-contrast: more) and (prefers-color-scheme: dark)",
            ":root:not([data-theme])",
        ),
        ("screen and (prefers-contrast: more)", ':root[data-theme="dark"]'),
        ("screen", ':root[data-theme="contrast"]'),
    ),
}
# What a site adds without copying a part; it comes last, and need not be there.
THEME: Final = "theme"
FILES: Final = (*SHEETS, *PALETTES)
_DECLARED: Final = re.compile(r"^(-{0,2}[a-z][\w-]*): ")
_OPENED: Final = re.compile(r" \{$")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


def style(texts: Mapping[str, str]) -> bytes:
    """All files of the style as one, without comments and needless blanks.

    `texts` holds the text of each of FILES, and of THEME where a site has one.
    """
    tokens, *parts = SHEETS
    palettes = (_palette(name, texts[name]) for name in PALETTES)
    text = "\n".join(
        [
            texts[tokens],
            *palettes,
            *(texts[part] for part in parts),
            _widths(),
            texts.get(THEME, ""),
        ]
    )
    lines = _COMMENT.sub("", text).splitlines()
    return "".join(f"{_tight(line)}\n" for line in lines if line.strip()).encode("utf-8")


def _tight(line: str) -> str:
    """A line without the blanks that a browser does not need."""
    return _OPENED.sub("{", _DECLARED.sub(r"\1:", line.strip()))


def _palette(name: str, text: str) -> str:
    """A palette's rule for :root, once for each case."""
    rule = _COMMENT.sub("", text)
    return "\n".join(
        f"@media {media} {{\n{rule.replace(':root', root)}}}" for media, root in PALETTES[name]
    )


def _widths() -> str:
    """Column widths as classes, since a strict policy refuses styles written into the page."""
    return "\n".join(f".w-{n}{{width:{n}%}}" for n in range(1, 101))
