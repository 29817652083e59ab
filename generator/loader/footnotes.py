"""Footnotes in prose: `[^1]` where one is cited, `[^1]: …` on a line of its own below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..diagnostics import Problems, RuleBook, Span
from ..model.words import Footnote, Paragraph, SectionPiece, Words
from ..sources.prose_marks import FOOTNOTE_LINE, footnote_marks
from ..sources.yaml_source import BLANK


@dataclass
class FootnoteReader:
    """The footnotes of one text: its marks are looked up when all of its lines are read."""

    problems: Problems
    notes: dict[str, Footnote] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)

    def take(self, line: Words) -> bool:
        """Whether a line says what a mark stands for; then it is kept."""
        match = FOOTNOTE_LINE.fullmatch(line.text)
        if match is None:
            return False
        mark, text = match[1], match[2]
        begin = match.start(2) + len(text) - len(text.lstrip(BLANK))
        words = Words(text.strip(BLANK), _moved(line.span, begin))
        if mark in self.notes:
            earlier = self.places[mark]
            self._bad(
                line.span, f"脚注“{mark}”的注文写了两次，另一处在 {earlier}。", "给其中一个换标记。"
            )
            return True
        self.places[mark], self.notes[mark] = line.span, Footnote(mark, words)
        if not words:
            self._bad(line.span, f"脚注“{mark}”没有注文。", "在冒号后面写上注文，或者删去这一行。")
        for inner in footnote_marks(words.text):
            message = "注文里不能再加脚注。"
            place = _moved(words.span, inner.start())
            self._bad(place, message, f"把“{inner[1]}”的注文写进这一条。")
        return True

    def resolved(self, pieces: Sequence[SectionPiece], plain: set[int]) -> list[SectionPiece]:
        """The pieces, each paragraph with the notes that it cites.

        `plain` are, by identity, those that begin with `\\`: what looks like a mark in them is
        one only where it has a note.
        """
        cited: dict[str, Span] = {}
        found: list[SectionPiece] = []
        for piece in pieces:
            if isinstance(piece, Paragraph):
                notes = self._cited(piece.words, cited, id(piece) in plain)
                found.append(replace(piece, notes=tuple(notes)))
            else:
                found.append(piece)
        for mark, place in self.places.items():
            if mark not in cited:
                self._bad(
                    place,
                    f"正文里没有用到脚注“{mark}”。",
                    f"在要加注的地方写 [^{mark}]，或者删去这条注文。",
                )
        return found

    def _cited(self, words: Words, cited: dict[str, Span], is_plain: bool) -> Iterator[Footnote]:
        for match in footnote_marks(words.text):
            mark, span = match[1], _moved(words.span, match.start())
            if mark not in self.notes:
                if not is_plain:
                    self._bad(
                        span,
                        f"脚注“{mark}”没有注文。",
                        f"在同一节里另起一行写：[^{mark}]: 注文；确是文字的，在行首加“\\”。",
                    )
            elif mark in cited:
                self._bad(
                    span,
                    f"脚注“{mark}”用了两次，另一处在 {cited[mark]}。",
                    "一条注只用一次：换一个标记，另写一条注文，例如“见注1”。",
                )
            else:
                cited[mark] = span
                yield self.notes[mark]

    def _bad(self, span: Span, message: str, hint: str) -> None:
        self.problems.add(RuleBook.BAD_FOOTNOTE, span, message, hint)


def _moved(span: Span, by: int) -> Span:
    return Span(span.path, span.line, span.column + by)
