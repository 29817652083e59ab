"""The marks in prose: pictures and footnotes, as they are typed.

    ![what is seen](附件/图.png "caption")      a picture, a paragraph by itself
    … text[^1] …                               a footnote where it is cited
    [^1]: what stands at the foot              on a line of its own, in the same text

Prose is read line by line and by these marks alone, not as Markdown: what else looks like
a sign of Markdown is text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Final

from .yaml_source import BLANK

FOOTNOTE: Final = re.compile(r"\[\^([^\[\]{}\s]{1,20})\]")
FOOTNOTE_LINE: Final = re.compile(rf"{FOOTNOTE.pattern}[:：](.*)")
# A mark, or a reference to a figure: signs of a mark in the name that it speaks of are its own.
_MARK: Final = re.compile(rf"\{{\{{[^{{}}]{{0,200}}\}}\}}|{FOOTNOTE.pattern}")
_PICTURE: Final = re.compile(r"!\[[^\]]{0,500}\]\([^)]{0,500}\)")
# One that was meant, with signs of the other width.
_LIKE_PICTURE: Final = re.compile(
    r"[!！]\s?[\[［【][^\]］】]{0,300}[\]］】]\s?[(（][^)）]{0,300}[)）]"
)

# What says nothing of a picture: its file's name, that it is one, what a program guessed.
_NO_DESCRIPTION: Final = re.compile(
    r"(?:图片?|照片|插图|截图|示意图|image|img|picture|photo|screenshot|微信图片)?[\s\d_.（()）-]*",
    re.IGNORECASE,
)
_FILE_NAME: Final = re.compile(r".*\.(?:png|jpe?g|gif|bmp|tiff?|webp|svg)", re.IGNORECASE)
_GUESSED: Final = re.compile("(?:描述|说明)已自动生成|automatically generated", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture's line without the blanks at its ends, and where it begins."""

    text: str
    place: int


def note_mark(mark: str | int) -> str:
    """The mark of a footnote as it is typed."""
    return f"[^{mark}]"


def footnote_marks(text: str) -> Iterator[re.Match[str]]:
    """The marks in a text; group 1 is what stands between `[^` and `]`."""
    return (match for match in _MARK.finditer(text) if match[1])


def without_marks(text: str, own: Container[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text without these marks; where each stood in what is left, and how long it was."""
    kept: list[str] = []
    marks: list[tuple[int, int]] = []
    at = length = 0
    for match in footnote_marks(text) if own else ():
        if match[1] in own:
            kept.append(text[at : match.start()])
            length += match.start() - at
            marks.append((length, len(match[0])))
            at = match.end()
    return "".join((*kept, text[at:])), tuple(marks)


def is_picture(text: str) -> bool:
    """Whether a paragraph is a picture, and nothing else."""
    return text.startswith("![") and text.endswith(")") and "](" in text


def is_like_picture(text: str) -> bool:
    """Whether a paragraph was meant to be one, with signs of the other width."""
    return not is_picture(text) and _LIKE_PICTURE.fullmatch(text) is not None


def has_picture(text: str) -> bool:
    """Whether a paragraph is, holds or was meant to be a picture."""
    return is_picture(text) or is_like_picture(text) or _PICTURE.search(text) is not None


def picture_parts(text: str) -> tuple[Part, Part, Part] | int:
    """Description, file and caption of a picture's line; where its caption's quotation marks
    have no partner, the place of the first."""
    middle, end = text.index("]("), len(text) - 1
    description = _part(text, len("!["), middle)
    begin = middle + len("](")
    quote = next((n for n in range(begin, end) if text[n] in '"“'), -1)
    if quote < 0:
        return description, _part(text, begin, end), Part("", end)
    closing = text[:end].rstrip(BLANK)
    last = len(closing) - 1
    if last <= quote or closing[-1] not in '"”':
        return quote
    return description, _part(text, begin, quote), _part(text, quote + 1, last)


def picture_line(description: str, file: str, caption: str) -> str:
    """The line that a picture is typed as."""
    quoted = f' "{caption}"' if caption else ""
    return f"![{description}]({file}{quoted})"


def says_nothing(description: str) -> bool:
    """Whether a description is a file's name or a word that all pictures could have."""
    bare = description.strip(BLANK)
    return bool(
        _FILE_NAME.fullmatch(bare) or _NO_DESCRIPTION.fullmatch(bare) or _GUESSED.search(bare)
    )


def _part(text: str, begin: int, end: int) -> Part:
    part = text[begin:end]
    return Part(part.strip(BLANK), begin + len(part) - len(part.lstrip(BLANK)))
