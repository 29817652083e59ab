"""Pictures and footnotes of a Word file, at their places in prose.

They are read as what an author types: a line, a mark. Sections have room for both, sub-goals
for footnotes; anywhere else a mark is taken out of the text, and what it stood for is left
over, to become a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

from ..diagnostics import Problems, RuleBook
from ..model.disclosure import Disclosure
from ..model.texts import TO_FILL_IN
from ..model.words import (
    Footnote,
    Paragraph,
    Picture,
    Prose,
    SectionPiece,
    SectionText,
    Subheading,
    Words,
)
from ..sources.picture_file import picture_facts
from ..sources.prose_marks import footnote_marks, is_picture, picture_parts, without_marks
from ..sources.word_source import WordDocument
from .ledger import Ledger

_CAPTION: Final = re.compile(
    r"(?P<label>图\s?\d{1,3}(?:[-—.－]\d{1,3})?[\s:：、.．]*)(?P<title>.*)"
)
_LONGEST_CAPTION: Final = 80
_T = TypeVar("_T")


@dataclass
class Illustrations:
    """Puts the pictures and footnotes of a document into what was read of it.

    `used` are the files of the pictures that the text shows.
    """

    document: WordDocument
    ledger: Ledger
    problems: Problems
    used: dict[str, bytes] = field(default_factory=dict)

    def placed(self, disclosure: Disclosure) -> Disclosure:
        if not (self.document.footnotes or self.document.pictures):
            return disclosure
        sections = tuple(
            replace(s, prose=tuple(self.section(s.prose))) for s in disclosure.sections
        )
        goals = tuple(
            replace(g, text=self.prose(g.text), goal=self.prose(g.goal))
            for g in disclosure.subgoals
        )
        bare = self.bare(replace(disclosure, sections=(), subgoals=()))
        return replace(
            bare,
            sections=sections,
            subgoals=tuple(
                replace(g, title=self.bare(g.title), indicators=self.bare(g.indicators))
                for g in goals
            ),
        )

    def section(self, prose: SectionText) -> Iterator[SectionPiece]:
        pieces = list(prose)
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            at += 1
            if not isinstance(piece, Paragraph | Subheading):
                yield self.bare(piece)
            elif (shown := self.picture(piece.words)) is not None:
                caption = self.caption(pieces[at : at + 1])
                at += caption is not None
                yield replace(shown, caption=caption or Words())
            elif isinstance(piece, Paragraph):
                yield self.noted(piece)
            else:
                yield self.bare(piece)

    def prose(self, prose: Prose) -> Prose:
        """The text of a sub-goal; a picture in it has no place."""
        kept = (p for p in prose if not is_picture(p.words.text))
        return tuple(self.noted(p) if isinstance(p, Paragraph) else self.bare(p) for p in kept)

    def picture(self, words: Words) -> Picture | None:
        """The picture that a line shows; None for any other."""
        parts = picture_parts(words.text) if is_picture(words.text) else 0
        if isinstance(parts, int):
            return None
        description, file, _ = (part.text for part in parts)
        data = self.document.pictures.get(file)
        if data is None:
            return None
        self.used[file] = data
        self.ledger.match(words.span, words.text)
        if description == TO_FILL_IN:
            self.problems.add(
                RuleBook.NOT_PLACED,
                words.span,
                f"图片 {file} 没有说明，暂写“{TO_FILL_IN}”。",
                "在方括号里用一句话说图上有什么；只是装饰的，删去这一行和文件。",
            )
        facts = picture_facts(data)
        return Picture(
            file, Words(description, words.span), Words(), facts.kind, facts.width, facts.height,
            len(data), facts.digest, span=words.span,
        )  # fmt: skip

    def caption(self, following: Sequence[SectionPiece]) -> Words | None:
        """The caption below a picture, without its number, which is printed anew."""
        for piece in following:
            if not isinstance(piece, Paragraph | Subheading):
                continue
            match = _CAPTION.fullmatch(piece.words.text)
            if match and len(piece.words.text) <= _LONGEST_CAPTION:
                words = piece.words
                self.ledger.match(words.span, match["label"])
                return self.bare(Words(match["title"].strip(), words.span))
        return None

    def noted(self, paragraph: Paragraph) -> Paragraph:
        """A paragraph with the footnotes whose marks stand in it."""
        words = paragraph.words
        marks = [match[1] for match in footnote_marks(words.text)]
        known = [m for m in dict.fromkeys(marks) if self.document.footnotes.get(m)]
        notes = tuple(Footnote(mark, self.document.footnotes[mark]) for mark in known)
        return replace(paragraph, notes=notes)

    def bare(self, value: _T) -> _T:
        """The same without marks of footnotes, wherever its texts stand, and without pictures."""
        return cast("_T", self._bare(value))

    def _bare(self, value: object) -> object:
        if isinstance(value, Words):
            text, marks = without_marks(value.text, self.document.footnotes.keys())
            for match in footnote_marks(value.text) if marks else ():
                self.ledger.match(value.span, match[0])
            return Words(text, value.span) if marks else value
        if isinstance(value, tuple):
            return tuple(self._bare(item) for item in value if not self._is_shown(item))
        if is_dataclass(value) and not isinstance(value, type):
            own = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
            changed = {name: new for name, old in own.items() if (new := self._bare(old)) != old}
            return replace(cast("Any", value), **changed) if changed else value
        return value

    def _is_shown(self, item: object) -> bool:
        """Whether a paragraph is a picture of this document."""
        parts = (
            picture_parts(item.words.text)
            if isinstance(item, Paragraph) and is_picture(item.words.text)
            else 0
        )
        return not isinstance(parts, int) and parts[1].text in self.document.pictures
