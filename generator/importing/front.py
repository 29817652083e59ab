"""What stands before the text itself: title page and table of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ..document.outline import split_number
from ..forms import PLACEHOLDER, Family
from ..lexicon.folding import bare
from ..model.tables import Grid
from ..model.words import Words
from ..sources.word_source import WordDocument
from ..sources.word_text import WordParagraph
from .identity import YEAR_FIRST, is_office
from .ledger import Ledger

_CONTENTS: Final = frozenset({"目录", "目次"})
_PAGE_LINE: Final = re.compile(r".*(?:\t[^\S\t]*|[.．·…]{2}\s*|\s{2})\d{1,4}\s*", re.DOTALL)
_PAGE_NUMBER: Final = re.compile(r"(?:(?<!\s)\s{2,}|(?<![.．·…])[.．·…]{2,}\s*|\t)\d{1,4}\s*$")
_LONGEST_ENTRY: Final = 120
_LONGEST_TITLE: Final = 80
_SHORTEST_SENTENCE: Final = 20
_DRAFT: Final = re.compile(r"[（(]?草案[)）]?")
# 附件2, 云水字〔2025〕3号: what stands above a title on a line of its own.
_ABOVE_TITLE: Final = re.compile(
    r"附[件表]?[\d一二三四五六七八九十-]*[：:]?|.{1,12}[〔﹝\[（(【]\d{4}[〕﹞\]）)】]第?\d+号"
)
_ANNEX: Final = re.compile(r"附[件表][\d一二三四五六七八九十-]{0,4}[：:]?")
_YEAR: Final = r"(?:\d{4}|[〇零○Ｏ一二三四五六七八九]{4})"
_ANY_TITLE: Final = re.compile(
    rf"(?P<department>.{{2,40}}?)(?P<year>{_YEAR})年度?(?:.*(?:预算|决算|绩效).*)"
)
_TITLE_ALONE: Final = re.compile(
    rf"(?P<year>{_YEAR})年度?(?:部门|单位)(?:预算|绩效|收支)[^，。；]{{0,16}}"
)
_NAMED: Final = re.compile(r"^(?:(?:编制|填报|预算)?(?:单位|部门)(?:名称)?[：:])")
_COMPILED: Final = re.compile(r"(?:编制(?:单位|部门)?[：:])(.+)|(.+?)编制")
_REVIEWED: Final = re.compile(r"(?:审核(?:单位|部门)?[：:])(.+)|(.+?)审核")
_DIGITS: Final = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")


@dataclass(frozen=True, slots=True)
class Front:
    """The title page. `title` is blank where it is the one that the family prints.

    `preface` are the sentences below the title.
    """

    department: Words = Words()
    year: int | None = None
    title: Words = Words()
    compiled_by: Words = Words()
    reviewed_by: Words = Words()
    preface: tuple[WordParagraph, ...] = ()


def mark_contents(document: WordDocument) -> WordDocument:
    """Mark a table of contents that was typed by hand: lines with page numbers below 目录.

    A line counts only where the text below repeats it, so that nothing is lost with it.
    """
    blocks = list(document.blocks)
    begin = next(
        (n for n, b in enumerate(blocks)
         if isinstance(b, WordParagraph) and bare(b.text) in _CONTENTS),
        None,
    )  # fmt: skip
    if begin is None:
        return document
    last = begin
    for at in range(begin + 1, len(blocks)):
        block = blocks[at]
        if not isinstance(block, WordParagraph) or len(block.text) > _LONGEST_ENTRY:
            break
        if _PAGE_LINE.fullmatch(block.text):
            last = at
    if last == begin:
        last = _repeated(blocks, begin)
    below = {
        said
        for b in blocks[last + 1 :]
        if isinstance(b, WordParagraph)
        for said in (bare(b.text), _entry(b.text))
    }
    for at in range(begin + 1, last + 1):
        block = blocks[at]
        if isinstance(block, WordParagraph) and _is_said(block.text, below):
            blocks[at] = replace(block, in_contents=True)
    return replace(document, blocks=tuple(blocks))


def _is_said(text: str, below: set[str]) -> bool:
    """Whether a line of a table of contents stands again below, with or without its number."""
    title = _PAGE_NUMBER.sub("", text)
    return bare(title) in below or (bool(_entry(title)) and _entry(title) in below)


def _repeated(blocks: Sequence[WordParagraph | Grid], begin: int) -> int:
    """The last of the lines right below 目录 that the text repeats, though without a page."""
    lines = [_entry(b.text) if isinstance(b, WordParagraph) else "" for b in blocks]
    last = begin
    for at in range(begin + 1, len(blocks)):
        if isinstance(blocks[at], Grid) or (lines[at] and lines[at] not in lines[at + 1 :]):
            break
        last = at
    return last


def _entry(text: str) -> str:
    """A title without its number."""
    return bare(split_number(text.strip())[1])


def read_front(paragraphs: Sequence[WordParagraph], family: Family, ledger: Ledger) -> Front:
    """Read the title page's paragraphs; what is not understood stays for the remarks."""
    front = Front()
    shown = [p for p in paragraphs if p.text.strip() and not p.in_contents]
    titled = _title(shown, family)
    if titled is not None:
        front, used = titled
        for paragraph in used:
            ledger.match_all(paragraph.span)
        shown = [p for p in shown if p not in used]
    sentences = []
    for paragraph in shown:
        text = "".join(paragraph.text.split())
        if titled is not None and paragraph.span > titled[1][-1].span and _is_sentence(text):
            sentences.append(paragraph)
        elif _DRAFT.fullmatch(text) or text in _CONTENTS or _ANNEX.fullmatch(text):
            ledger.match_all(paragraph.span)
        elif len(text) > _LONGEST_TITLE:
            continue
        elif not front.compiled_by and (match := _COMPILED.fullmatch(text)):
            front = replace(front, compiled_by=_named(match, paragraph, ledger))
        elif not front.reviewed_by and (match := _REVIEWED.fullmatch(text)):
            front = replace(front, reviewed_by=_named(match, paragraph, ledger))
    return replace(front, preface=tuple(sentences))


def _is_sentence(text: str) -> bool:
    return len(text) > _SHORTEST_SENTENCE and text.endswith(("。", "：", ":"))


def has_title(paragraphs: Sequence[WordParagraph], family: Family) -> bool:
    """Whether the family's own title stands among these paragraphs."""
    shown = [p for p in paragraphs if p.text.strip() and not p.in_contents]
    return _titled(shown, _pattern(family.title)) is not None


def _named(match: re.Match[str], paragraph: WordParagraph, ledger: Ledger) -> Words:
    """A department named before or after a printed word, which is booked."""
    name = match[1] or match[2]
    ledger.match(paragraph.span, match[0].replace(name, "", 1))
    return Words(name, paragraph.span)


def _title(
    paragraphs: Sequence[WordParagraph], family: Family
) -> tuple[Front, Sequence[WordParagraph]] | None:
    """The title page's title: the family's own, else any with a year."""
    own = _titled(paragraphs, _pattern(family.title))
    below = None if own else _above_department(paragraphs)
    if below is not None:
        return below
    found = own or _titled(paragraphs, YEAR_FIRST) or _titled(paragraphs, _ANY_TITLE)
    if found is None:
        return None
    match, used = found
    span = used[0].span
    title = Words() if own else Words(match[0], span)
    year = int(match["year"].translate(_DIGITS))
    return Front(Words(match["department"], span), year, title), used


def _above_department(
    paragraphs: Sequence[WordParagraph],
) -> tuple[Front, Sequence[WordParagraph]] | None:
    """A title without its department, which stands on the line below: 2025年部门预算."""
    for used in pairwise(paragraphs):
        title, name = ("".join(p.text.split()) for p in used)
        name = _NAMED.sub("", name)
        if (match := _TITLE_ALONE.fullmatch(title)) is not None and is_office(name):
            year = int(match["year"].translate(_DIGITS))
            return Front(Words(name, used[1].span), year), used
    return None


def _titled(
    paragraphs: Sequence[WordParagraph], pattern: re.Pattern[str]
) -> tuple[re.Match[str], Sequence[WordParagraph]] | None:
    """One to three paragraphs that together are a title."""
    for at, first in enumerate(paragraphs):
        if _ABOVE_TITLE.fullmatch("".join(first.text.split())):
            continue
        for count in (1, 2, 3):
            used = paragraphs[at : at + count]
            text = "".join("".join(p.text.split()) for p in used)
            if len(text) > _LONGEST_TITLE or len(used) < count:
                continue
            if match := pattern.fullmatch(_DRAFT.sub("", text)):
                return match, used
    return None


def _pattern(title: str) -> re.Pattern[str]:
    """The family's title as a pattern."""
    pieces = PLACEHOLDER.split("".join(title.split()))
    groups = {"部门": "(?P<department>.{2,40}?)", "年度": f"(?P<year>{_YEAR})"}
    text = "".join(
        groups.get(piece, ".*?") if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
    )
    whole = pieces[1::2] == ["部门", "年度"]
    return re.compile(text if whole else "(?!)")
