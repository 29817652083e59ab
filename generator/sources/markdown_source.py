"""Markdown in a strict reading: headings, lines of text, tables. Nothing else has a meaning.

markdown-it finds headings and fences; every text is then taken from the source
line itself, so that what was typed is what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from collections.abc import Sequence as Seq
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from markdown_it import MarkdownIt

from ..diagnostics import Problems, RuleBook, Span
from ..files import SourceText
from ..limits import MARKED_LINE_LIMIT
from ..model.words import Words
from .nodes import Entry, Mapping, Node, Scalar, Sequence
from .pasted_table import LONGEST_CELL, continued
from .pipe_table import is_table_line
from .yaml_source import BLANK, read_yaml

TABLE_KEY: Final = "绩效指标"
_TABLE_KEYS: Final = (
    TABLE_KEY, "长期绩效指标", "中期绩效指标", "实施期绩效指标", "其他栏目", "审核意见",
)  # fmt: skip
_TIGHT_HEADING: Final = re.compile(r"#{2,6}[^#\s]")
_SIGNS: Final = frozenset("#>`~-*+")
_MARKDOWN: Final = MarkdownIt("zero").enable(["heading", "fence"])


@dataclass(frozen=True, slots=True)
class ItemShape:
    """What an item (a project, a sub-goal) may say: its heading's key, its fields, their length.

    `fields` maps each key to whether it may run over several lines; `elsewhere` tells of
    any other what it is a key of, or nothing.
    """

    heading: str
    fields: MappingType[str, bool]
    elsewhere: Callable[[str], str] = lambda _: ""


@dataclass(frozen=True, slots=True)
class DocumentShape:
    """How the `## ` headings of a disclosure are read: prose, lists of items, all else parts.

    `items` are headings with one item's fields below them. `plain` are the keys
    that belong in the front matter.
    """

    prose: frozenset[str]
    items: MappingType[str, ItemShape]
    lists: MappingType[str, ItemShape]
    projects: str
    part_key: str
    title_key: str
    plain: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    words: Words


@dataclass(frozen=True, slots=True)
class _Fence:
    """The lines of a fenced block, the fences included; only prose has a use for it."""

    lines: tuple[Words, ...]

    @property
    def words(self) -> Words:
        return self.lines[0]


_Piece = _Heading | _Fence | Words


def _words(piece: _Piece) -> Words:
    return piece if isinstance(piece, Words) else piece.words


def read_document(source: SourceText, shape: DocumentShape, problems: Problems) -> Mapping:
    """A whole disclosure in one Markdown file, as the same mapping that YAML gives."""
    end = front_matter_end(source)
    if end == len(source.lines) or source.lines[end].rstrip() != "---":
        problems.add(
            RuleBook.FRONT_MATTER,
            Span(source.path, 1, 1),
            "文件头以“---”开始，却没有以“---”结束。",
            "在文件头最后一个键下面加一行“---”。",
        )
        body = end
    else:
        body = end + 1
    front = read_yaml(source, problems, 1, end)
    entries = list(front.entries) if front else []
    pieces = list(_pieces(source, body, problems))
    _Document(shape, problems, entries).read(pieces)
    return Mapping(tuple(entries), Span(source.path, 1, 1), bool(front and front.is_torn))


def front_matter_end(source: SourceText) -> int:
    """The line that ends the front matter: `---`, else the first heading, else the last line."""
    for number, line in enumerate(source.lines):
        if number and (line.rstrip() == "---" or line.startswith("## ")):
            return number
    return len(source.lines)


def read_sections(source: SourceText, shape: DocumentShape, problems: Problems) -> Mapping:
    """The `## ` sections of a file without front matter."""
    entries: list[Entry] = []
    _Document(shape, problems, entries).read(list(_pieces(source, 0, problems)))
    return Mapping(tuple(entries), Span(source.path, 1, 1))


def read_items(source: SourceText, shape: ItemShape, problems: Problems) -> Sequence:
    """A file of items, each under a `### ` heading."""
    span = Span(source.path, 1, 1)
    items = _items(list(_pieces(source, 0, problems)), 3, shape, span, problems)
    return Sequence(tuple(items), span)


def read_item(source: SourceText, shape: ItemShape, problems: Problems) -> Mapping:
    """A file of one item, its name under a `# ` heading."""
    pieces = list(_pieces(source, 0, problems))
    entries: list[Entry] = []
    span = Span(source.path, 1, 1)
    if pieces and isinstance(pieces[0], _Heading) and pieces[0].level == 1:
        words = _words(pieces.pop(0))
        span = words.span
        entries.append(Entry(Words(shape.heading, span), Scalar((words,), span)))
    entries += _fields(pieces, 2, shape, {e.key.text: span for e in entries}, problems)
    return Mapping(tuple(entries), span)


def read_prose(source: SourceText, problems: Problems) -> Scalar:
    """A file of prose: lines and `### ` subheadings."""
    return _prose(list(_pieces(source, 0, problems)), 3, Span(source.path, 1, 1), problems)


def _pieces(source: SourceText, first: int, problems: Problems) -> Iterator[_Piece]:
    """Headings and non-blank lines in order, each with its place.

    None, with a diagnostic, where so many lines are marked up that no document can be meant.
    """
    marked = sum(1 for line in source.lines[first:] if line.lstrip(BLANK)[:1] in _SIGNS)
    if marked > MARKED_LINE_LIMIT:
        problems.add(
            RuleBook.TOO_LARGE,
            Span(source.path, first + 1),
            f"标题、列表这样的行有 {marked} 行，超过 {MARKED_LINE_LIMIT} 行，没有读取。",
            "分成几个文件，或检查是否放错了文件。",
            text="",
        )
        return
    text = "\n".join(source.lines[first:])
    for token in _MARKDOWN.parse(text):
        if token.map is None or token.nesting < 0:
            continue
        begin, end = (first + n for n in token.map)
        if token.type == "fence":
            lines = (_line_words(source.path, n, source.lines[n], 0) for n in range(begin, end))
            yield _Fence(tuple(line for line in lines if line))
        elif token.type == "heading_open":
            line = source.lines[begin]
            level = int(token.tag.removeprefix("h"))
            words = _line_words(source.path, begin, line, line.index("#") + level)
            yield _Heading(level, Words(words.text.strip(BLANK), words.span))
        elif token.type == "paragraph_open":
            for number in range(begin, end):
                words = _line_words(source.path, number, source.lines[number], 0)
                if not words:
                    continue  # full-width blanks alone
                if _TIGHT_HEADING.match(words.text):
                    problems.add(
                        RuleBook.HEADING,
                        words.span,
                        "井号后面缺一个空格，这一行不会成为标题。",
                        "在“#”和标题之间加一个空格；确要以井号开头的正文在行首加“\\”。",
                    )
                yield words


def _line_words(path: str, number: int, line: str, begin: int) -> Words:
    """A line's text from a column on; leading tabs stay, they part the cells of a paste."""
    text = line[begin:].rstrip(" \u3000\ufeff\xa0").lstrip(" \u3000\ufeff\xa0")
    at = line.index(text[0], begin) if text else begin
    return Words(text, Span(path, number + 1, at + 1))


@dataclass
class _Document:
    """Reads the `## ` sections of a disclosure into entries."""

    shape: DocumentShape
    problems: Problems
    entries: list[Entry]
    projects: list[Node] = field(default_factory=list)
    projects_key: Words | None = None

    def read(self, pieces: list[_Piece]) -> None:
        before, sections = _sections(pieces, 2)
        self.preamble(before)
        for heading, content in sections:
            self.section(heading, content)
        if self.projects_key is not None:
            value = Sequence(tuple(self.projects), self.projects_key.span)
            self.entries.append(Entry(Words(self.shape.projects, self.projects_key.span), value))

    def preamble(self, pieces: list[_Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, _Heading) and piece.level == 1:
                key = Words(self.shape.title_key, piece.words.span)
                self.put(Entry(key, Scalar((piece.words,), piece.words.span)))
            else:
                words = _words(piece)
                self.problems.add(
                    RuleBook.STRAY_TEXT,
                    words.span,
                    "第一个“## ”标题之前不能有正文。",
                    "移到它所属的标题下面。",
                )

    def section(self, heading: Words, pieces: list[_Piece]) -> None:
        name, shape = heading.text, self.shape
        if name in shape.items:
            entries = _fields(pieces, 3, shape.items[name], {}, self.problems)
            self.put(Entry(heading, Mapping(tuple(entries), heading.span)))
        elif name in shape.prose:
            self.put(Entry(heading, _prose(pieces, 3, heading.span, self.problems)))
        elif name == shape.projects or (name not in shape.lists and self.is_part(heading, pieces)):
            self.part(heading, pieces)
        elif name in shape.lists:
            items = _items(pieces, 3, shape.lists[name], heading.span, self.problems)
            self.put(Entry(heading, Sequence(tuple(items), heading.span)))
        elif name in shape.plain:
            self.problems.add(
                RuleBook.HEADING,
                heading.span,
                f"“{name}”不是标题，应写在文件头里。",
                f"在文件开头两行“---”之间写：{name}: …",
            )
        else:
            self.put(Entry(heading, _prose(pieces, 3, heading.span, self.problems)))

    def is_part(self, heading: Words, pieces: list[_Piece]) -> bool:
        """An unknown `## ` heading opens a part where `### ` projects stand below it."""
        first = pieces[0] if pieces else None
        return (
            heading.text not in self.shape.plain
            and isinstance(first, _Heading)
            and first.level == 3
        )

    def part(self, heading: Words, pieces: list[_Piece]) -> None:
        item_shape = self.shape.lists[self.shape.projects]
        items = _items(pieces, 3, item_shape, heading.span, self.problems)
        if heading.text != self.shape.projects:
            key = Words(self.shape.part_key, heading.span)
            part = Entry(key, Scalar((heading,), heading.span))
            items = [_with_entry(item, part, self.problems) for item in items]
        self.projects_key = self.projects_key or heading
        self.projects += items

    def put(self, entry: Entry) -> None:
        """Add an entry unless its key is there already, in the front matter or as a heading."""
        earlier = next((e for e in self.entries if e.key.text == entry.key.text), None)
        if earlier is None:
            self.entries.append(entry)
            return
        self.problems.add(
            RuleBook.DUPLICATE_KEY,
            entry.key.span,
            f"“{entry.key.text}”写了两次，第一次在第 {earlier.key.span.line} 行。",
            "文件头和标题里只留一处。",
        )


def _with_entry(item: Mapping, entry: Entry, problems: Problems) -> Mapping:
    own = item.get(entry.key.text)
    if own is None:
        return Mapping((*item.entries, entry), item.span)
    problems.add(
        RuleBook.DUPLICATE_KEY,
        own.key.span,
        f"“{entry.key.text}”写了两次：上面的“## ”标题已经说了。",
        "删去这一行。",
    )
    return item


def _sections(
    pieces: list[_Piece], level: int
) -> tuple[list[_Piece], list[tuple[Words, list[_Piece]]]]:
    """Split at headings of a level (or above): what stands before, then (heading, content)."""
    before: list[_Piece] = []
    sections: list[tuple[Words, list[_Piece]]] = []
    for piece in pieces:
        if isinstance(piece, _Heading) and piece.level == level:
            sections.append((piece.words, []))
        else:
            (sections[-1][1] if sections else before).append(piece)
    return before, sections


def _items(
    pieces: list[_Piece], level: int, shape: ItemShape, span: Span, problems: Problems
) -> list[Mapping]:
    before, sections = _sections(pieces, level)
    for piece in before:
        words = _words(piece)
        problems.add(
            RuleBook.STRAY_TEXT,
            words.span,
            f"这里要先有一行“{'#' * level} …”标题。",
            "每一项以标题开头，内容写在标题下面。",
        )
    items = []
    for heading, content in sections:
        head = Entry(
            Words(shape.heading, heading.span), Scalar((heading,) if heading else (), heading.span)
        )
        seen = {shape.heading: heading.span}
        entries = _fields(content, level + 1, shape, seen, problems)
        items.append(Mapping((head, *entries), heading.span))
    return items


def _fields(
    pieces: list[_Piece], level: int, shape: ItemShape, seen: dict[str, Span], problems: Problems
) -> list[Entry]:
    """The `键：值` lines and the table of one item."""
    return _Fields(level, shape, dict(seen), problems).read(pieces)


@dataclass
class _Fields:
    level: int
    shape: ItemShape
    seen: dict[str, Span]
    problems: Problems
    found: list[tuple[Words, list[Words], bool]] = field(default_factory=list)

    def read(self, pieces: Seq[_Piece]) -> list[Entry]:
        in_cell = 0
        for at, piece in enumerate(pieces):
            if isinstance(piece, _Heading):
                self.subheading(piece)
            elif isinstance(piece, _Fence):
                self.fence(piece)
            elif in_cell or is_table_line(piece.text) or self.begins_cell(pieces, at):
                self.table_line(piece)
                in_cell = in_cell - 1 if in_cell else _lines_of_cell(pieces, at)
            elif (match := _field_line(piece.text, self.shape.fields)) is not None:
                self.field(piece, match)
            else:
                self.more(piece)
        return [self.entry(*f) for f in self.found if self.is_first(f[0])]

    def field(self, line: Words, match: re.Match[str]) -> None:
        key = Words(match[1], line.span)
        at = Span(line.span.path, line.span.line, line.span.column + match.start(2))
        value = [Words(match[2], at)] if match[2] else []
        self.found.append((key, value, self.shape.fields[match[1]]))

    def begins_cell(self, pieces: Seq[_Piece], at: int) -> bool:
        """Whether a line begins a row of a paste whose first cell has several lines."""
        lines = self.found[-1][1] if self.found and self.found[-1][0].text in _TABLE_KEYS else []
        is_quoted = _words(pieces[at]).text.startswith('"')
        is_paste = bool(lines) and "\t" in lines[0].text
        return is_paste and is_quoted and _lines_of_cell(pieces, at) > 0

    def table_line(self, line: Words) -> None:
        last = self.found[-1] if self.found else None
        if last is None or last[0].text not in _TABLE_KEYS:
            self.found.append((Words(TABLE_KEY, line.span), [], True))
        self.found[-1][1].append(line)

    def subheading(self, heading: _Heading) -> None:
        if heading.level == self.level and self.found and self.found[-1][2]:
            self.found[-1][1].append(Words(f"### {heading.words.text}", heading.words.span))
            return
        self.problems.add(
            RuleBook.HEADING,
            heading.words.span,
            f"这里不能用 {heading.level} 个井号的标题。",
            f"小标题用 {self.level} 个井号，并且写在“绩效目标：”这类多行内容里面。",
        )

    def fence(self, fence: _Fence) -> None:
        self.problems.add(
            RuleBook.STRAY_TEXT,
            fence.words.span,
            "这里不能用“```”围起来的内容。",
            "指标表每行以“|”开头，直接写在项目下面；其他表格写在正文的章节里。",
        )

    def more(self, line: Words) -> None:
        """A line that names no field goes on with the one before, where that may be long."""
        wide = re.match(r"([^：:\s]{1,12})[：:]", line.text)
        told = self.shape.elsewhere(wide[1]) if wide else ""
        if self.found and self.found[-1][2] and self.found[-1][0].text not in _TABLE_KEYS:
            self.found[-1][1].append(line)
            if told:
                message = f"这一行像是一个键，读成了“{self.found[-1][0].text}”的正文。"
                hint = f"{told}确实是正文的，不用改。"
                self.problems.add(RuleBook.LIKE_A_KEY, line.span, message, hint)
            return
        if told:
            hint = told
        elif wide and not self.found:
            hint = "可以写的键：" + "、".join(self.shape.fields)
        elif wide:
            hint = f"“{wide[1]}”不是这里的键；可以写的键：" + "、".join(self.shape.fields)
        else:
            hint = "写成“键：值”，或写在“绩效目标：”这类多行内容下面。"
        self.problems.add(RuleBook.STRAY_TEXT, line.span, "这一行不属于任何一个键。", hint)

    def is_first(self, key: Words) -> bool:
        earlier = self.seen.setdefault(key.text, key.span)
        if earlier is key.span:
            return True
        self.problems.add(
            RuleBook.DUPLICATE_KEY,
            key.span,
            f"“{key.text}”写了两次，第一次在第 {earlier.line} 行。",
            "只留一个；表格中间不要夹文字。" if key.text in _TABLE_KEYS else "只留一个。",
        )
        return False

    def entry(self, key: Words, lines: list[Words], _: bool) -> Entry:
        block = len(lines) > 1 or key.text in _TABLE_KEYS
        span = lines[0].span if lines else key.span
        return Entry(key, Scalar(tuple(lines), span, block))


def _lines_of_cell(pieces: Seq[_Piece], at: int) -> int:
    """How many lines that follow go on with a pasted cell that has several."""
    following = pieces[at + 1 : at + 1 + LONGEST_CELL]
    lines = takewhile(lambda piece: isinstance(piece, Words), following)
    return continued(_words(pieces[at]).text, [_words(line).text for line in lines])


def _field_line(text: str, fields: MappingType[str, bool]) -> re.Match[str] | None:
    match = re.match(rf"([^：:]{{1,20}}?)[{BLANK}]*[：:][{BLANK}]*(.*)", text)
    return match if match and match[1] in fields else None


def _prose(pieces: list[_Piece], level: int, span: Span, problems: Problems) -> Scalar:
    lines = []
    for piece in pieces:
        if isinstance(piece, Words):
            lines.append(piece)
        elif isinstance(piece, _Fence):
            lines += piece.lines
        elif piece.level == level:
            lines.append(Words(f"### {piece.words.text}", piece.words.span))
        else:
            problems.add(
                RuleBook.HEADING,
                piece.words.span,
                f"这里不能用 {piece.level} 个井号的标题。",
                f"小标题用 {level} 个井号。",
            )
    return Scalar(tuple(lines), lines[0].span if lines else span, True)
