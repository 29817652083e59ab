"""A small, safe part of YAML, as docs/作者指南.md draws it.

Two steps. A pass over the lines finds what this part of YAML does not allow and
takes every key and value out of the text, putting a plain ASCII token in its
place. PyYAML then composes what is left, which is structure alone. So a value is
always the text that was typed (`0201`, `12:30`, `no`, `检查 #3 锅炉`, a leading
quotation mark), no tag or anchor is ever resolved, and a faulty line is reported
and passed over while the rest of the file is still read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Seq
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

import yaml

from ..diagnostics import Problems, Rule, RuleBook, Span
from ..files import SourceText
from ..limits import DEPTH_LIMIT, NESTING_LIMIT, NODE_LIMIT, RECOMPOSED_LINES_LIMIT
from ..model.words import Words
from .nodes import Entry, Mapping, Node, Scalar, Sequence
from .pasted_table import LONGEST_CELL, continued

BLANK: Final = " \t\u3000\ufeff\xa0"

_DASHES: Final = re.compile(r"((?:- +)*)(.*)")
_FLOW: Final = ("{", "[")
_FANCY: Final = {"&": "锚点", "*": "别名", "!": "标签", ">": "折叠文本", "?": "复杂键", "%": "指令"}
_BLOCK: Final = ("|", "|-", "|+")
_LONGEST_KEY: Final = 20
# What begins a key's line: a word with a colon behind it, in a list or not.
_KEY: Final = re.compile(r"\s*(?:- +)*[^\s:：|\t][^:：|\t]{0,20}[:：](?:[ \t\u3000]|$)")
_MOST_STRAYS: Final = 1_000
_MOST_TORN: Final = 30
# The same parser in C where it is there, which is ten times as fast; it composes alike.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class _Lines:
    """The first step's state: the safe text, and what each token stands for.

    `faulty` are tokens of values that were reported and mean nothing; `items`
    counts keys and list items; `torn` says that lines were passed over for
    their indentation. `cell_until` is the last line of a pasted cell that has several,
    `stray` the last of those that are no `键: 值`.
    """

    source: SourceText
    problems: Problems
    first: int
    safe: list[str] = field(default_factory=list)
    tokens: dict[str, list[Words]] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    complained: set[int] = field(default_factory=set)
    block_indent: int | None = None
    block: list[Words] | None = None
    items: int = 0
    torn: bool = False
    levels: list[int] = field(default_factory=list)
    cell_until: int = -1
    is_unindented: bool = False
    stray: int = -2

    def span(self, line: int, column: int) -> Span:
        return Span(self.source.path, line + 1, column + 1)

    def stand(self, indent: int, dashes: str) -> None:
        """Note the levels that a line stands on: its indentation, and one for each dash."""
        while self.levels and self.levels[-1] >= indent:
            self.levels.pop()
        at = [n for n, sign in enumerate(dashes) if sign == "-"][: 2 * NESTING_LIMIT]
        self.levels += [indent + n for n in (*at, len(dashes))]

    def token(self, text: str, line: int, column: int) -> str:
        name = f"t{len(self.tokens)}"
        self.tokens[name] = [Words(text.strip(BLANK), self.span(line, column))]
        return name

    def begin_block(self, column: int) -> str:
        self.block_indent, self.block, self.is_unindented = column, None, False
        return "|"


def read_yaml(
    source: SourceText, problems: Problems, first: int = 0, last: int | None = None
) -> Mapping | None:
    """The mapping that a file (or its lines `first` up to `last`) holds.

    None where there is nothing to read; every fault goes to `problems`.
    """
    end = len(source.lines) if last is None else last
    state = _Lines(source, problems, first)
    for number in range(first, end):
        state.safe.append(_safe_line(state, number, source.lines[number]))
        if len(state.levels) > NESTING_LIMIT:  # before any parser follows it down
            _complain(
                state, RuleBook.TOO_DEEP, number, 0, "内容嵌套得太深，没有读取。", "减少层次。"
            )  # fmt: skip
            return None
        if state.items > NODE_LIMIT:
            _complain(
                state, RuleBook.TOO_DEEP, number, 0, f"条目超过 {NODE_LIMIT} 个，没有读取。",
                "分成几个文件，或检查是否放错了文件。",
            )  # fmt: skip
            return None
    return _compose(state)


def _safe_line(state: _Lines, number: int, line: str) -> str:
    """The line with tokens for its texts; a faulty line becomes a comment."""
    stripped = line.strip(BLANK)
    indent = len(line) - len(line.lstrip(" "))
    if number == state.stray + 1 and not stripped:
        state.stray = number
    if state.block_indent is not None:
        if not stripped:
            return ""
        if indent > state.block_indent or number <= state.cell_until:
            return _block_line(state, number, line)
        if _is_row(state, line):
            _unindented(state, number, indent)
            return _block_line(state, number, line)
        if line[0] in "\t\u3000":
            _blank_indent(state, number, line)
            return ""
        state.block_indent = None
    if not stripped or line.lstrip(" ").startswith("#"):
        return "#"
    if line[indent] in "\t\u3000\xa0":
        _blank_indent(state, number, line)
        state.torn = True
        return "#"
    if stripped in ("---", "..."):
        _complain(state, RuleBook.FANCY, number, 0, "一个文件里只能有一份内容。", "删去这一行。")
        return "#"
    match = _DASHES.match(line[indent:])
    assert match is not None  # the pattern matches any text
    dashes, rest = match.groups()
    if rest == "-":
        dashes, rest = dashes + "-", ""
    state.items += 1 + dashes.count("-")
    state.stand(indent, dashes)
    return " " * indent + dashes + _safe_item(state, number, indent + len(dashes), rest, dashes)


def _block_line(state: _Lines, number: int, line: str) -> str:
    """A line of a block; the whole block is one token. Tabs stay: they part a paste's cells."""
    text = line.strip(" \u3000\ufeff\xa0")
    words = Words(text, state.span(number, line.index(text[0])))
    is_paste = "\t" in text or bool(state.block and "\t" in state.block[0].text)
    if number > state.cell_until and is_paste and '"' in text:
        following = state.source.lines[number + 1 : number + 1 + LONGEST_CELL]
        state.cell_until = number + continued(text, following)
    if state.block is not None:
        state.block.append(words)
        return ""
    name = f"t{len(state.tokens)}"
    state.tokens[name] = state.block = [words]
    return " " * ((state.block_indent or 0) + 1) + name


def _is_row(state: _Lines, line: str) -> bool:
    """Whether a line that is not indented can only be a row of the table above it."""
    above = state.block[-1].text if state.block else ""
    if state.block and not ("\t" in above or above.startswith("|")):
        return False
    return line.startswith("|") or ("\t" in line and not _KEY.match(line) and line[0] != "#")


def _unindented(state: _Lines, number: int, column: int) -> None:
    """Say once of a table that its rows are not indented."""
    if state.is_unindented:
        return
    state.is_unindented = True
    _complain(
        state,
        RuleBook.STRUCTURE,
        number,
        column,
        "从这一行起，粘贴的表格没有缩进。",
        "选中表格没有缩进的各行，整体向右移，比上面的键多缩进两个空格。",
    )


def _safe_item(state: _Lines, number: int, column: int, rest: str, dashes: str) -> str:
    """What follows the indent and the dashes: `键: 值`, `键:`, a list's text, or a fault."""
    if not rest:
        return ""
    colon = rest.find(":")
    key, value = rest[:colon].rstrip(" "), rest[colon + 1 :]
    if colon > 0 and key and value[:1] in ("", " ") and not _is_odd(key):
        return _keyed(state, number, column, key, colon + 1)
    return _not_a_key(state, number, column, rest, dashes)


def _is_odd(key: str) -> bool:
    return key[0] in _FLOW or key[0] in "\"'" or key[0] in _FANCY


def _keyed(state: _Lines, number: int, column: int, key: str, begin: int) -> str:
    """Tokens for a key and for its value, which begins somewhere from `begin` on."""
    tail = state.source.lines[number][column + begin :]
    value = tail.strip(BLANK)
    safe_key = state.token(key, number, column) + ":"
    if not value:
        return safe_key
    if value in _BLOCK:
        return f"{safe_key} {state.begin_block(column)}"
    at = column + begin + len(tail) - len(tail.lstrip(BLANK))
    return f"{safe_key} {_safe_value(state, number, at, value, column)}"


def _not_a_key(state: _Lines, number: int, column: int, rest: str, dashes: str) -> str:
    """A list's text is welcome; a key with a faulty colon is reported and read all the same."""
    if rest[0] == "\t":
        _blank_indent(state, number, rest, column)
        state.torn = True
        return "#"
    is_text = bool(dashes) and not _goes_on(state, number, column)
    wide = rest.find("：")
    if not is_text and 0 < wide <= _LONGEST_KEY and not _is_odd(rest):
        key = rest[:wide].rstrip(BLANK)
        _complain(
            state,
            RuleBook.FULL_WIDTH_COLON,
            number,
            column + wide,
            f"“{key}”后面用了全角冒号“：”。",
            f"改成半角冒号加一个空格：{key}: {rest[wide + 1 :].strip(BLANK)[:20]}",
        )
        return _keyed(state, number, column, key, wide + 1)
    if not is_text and (match := re.match(r"([^:\s\"'{\[]{1,40}):(\S|[\t\u3000\xa0])", rest)):
        key, after = match[1], match[2]
        rule, message = RuleBook.NOT_KEY_VALUE, "冒号后面缺一个空格。"
        if after == "\t":
            rule, message = RuleBook.TAB, "冒号后面是制表符（Tab）。"
        elif after in BLANK:
            rule, message = RuleBook.FULL_WIDTH_SPACE, "冒号后面是全角空格。"
        hint = f"改成半角冒号加一个空格：{key}: {rest[len(key) + 1 :].strip(BLANK)[:20]}"
        _complain(state, rule, number, column + len(key) + (after in BLANK), message, hint)
        return _keyed(state, number, column, key, len(key) + 1)
    if dashes:
        return _safe_value(state, number, column, rest, column - 2)
    if state.stray == number - 1:
        state.complained.add(number)
    else:
        count = _strays(state.source.lines[number : number + _MOST_STRAYS])
        _complain(
            state,
            RuleBook.CONTINUATION if number > state.first else RuleBook.NOT_KEY_VALUE,
            number,
            column,
            "这一行不是“键: 值”。" if count < 2 else f"从这一行起，{count} 行都不是“键: 值”。",
            "多行文字要写在“键: |”下面，并且整体缩进；单独一行的文字前面要有键。",
        )
    state.stray = number
    return "#"


def _strays(lines: Seq[str]) -> int:
    """How many lines of text go on from the first, blank ones between them."""
    said = (line for line in lines if line.strip(BLANK))
    return sum(1 for _ in takewhile(_is_stray, said))


def _is_stray(line: str) -> bool:
    text = line.lstrip(" ")
    return not (_KEY.match(text) or text.startswith(("- ", "#", "---")) or text == "-")


def _goes_on(state: _Lines, number: int, column: int) -> bool:
    """Whether the next line stands under this list item's text, so that the text is a key."""
    lines = state.source.lines
    following = next((x for x in lines[number + 1 : number + 20] if x.strip(BLANK)), "")
    indent = len(following) - len(following.lstrip(" "))
    return indent >= column and following.strip(BLANK)[:1] not in ("-", "#")


def _safe_value(state: _Lines, number: int, column: int, value: str, indent: int) -> str:
    """A token for a value; flow, anchors, tags, folding and quotation marks are reported."""
    head = value[0]
    if value in _BLOCK:
        return state.begin_block(indent)
    if head in _FLOW:
        _complain(
            state,
            RuleBook.FLOW,
            number,
            column,
            f"不支持用“{head}”开头的流式写法，里面的逗号会悄悄把文字切断。",
            "列表每项一行，用“- ”开头；键值每对一行；确要以此开头的文字写在“键: |”下面。",
        )
        name = state.token(value, number, column)
        state.faulty.add(name)
        return name
    if head in _FANCY and _is_fancy(value):
        _complain(
            state,
            RuleBook.FANCY,
            number,
            column,
            f"不支持以“{head}”开头的写法（YAML 的{_FANCY[head]}）。",
            "直接写文字；多行文字用“键: |”，下面各行缩进。",
        )
        if head == ">":
            return state.begin_block(indent)
    elif len(value) > 1 and head in "\"'" and value[-1] == head and head not in value[1:-1]:
        _complain(
            state,
            RuleBook.QUOTED,
            number,
            column,
            "值不需要加引号：引号会原样印出来。",
            f"改成：{value[1:-1]}；确要印出引号的写在“键: |”下面。",
        )
        value, column = value[1:-1], column + 1
    elif _ODD_BLOCK.fullmatch(value):
        _complain(state, RuleBook.FANCY, number, column, "“|”后面不要加别的符号。", "只写一个“|”。")
        return state.begin_block(indent)
    return state.token(value, number, column)


_ODD_BLOCK: Final = re.compile(r"\|[-+0-9]+")


def can_stand_in_line(value: str) -> bool:
    """Whether a text may stand after `键: ` as it is; else it needs a `|` block."""
    if not value or value != value.strip(BLANK) or value.splitlines() != [value]:
        return False
    if value in _BLOCK or _ODD_BLOCK.fullmatch(value):
        return False
    quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
    return value[0] not in _FLOW and not quoted and not (value[0] in _FANCY and _is_fancy(value))


def _is_fancy(value: str) -> bool:
    """`&a`, `*a`, `!tag`, `>`, `>-`: the sign before an ASCII word (*为必填 is text), or alone."""
    return bool(re.match(r"[&*!][A-Za-z0-9_!]|[>][-+]?\d?$|[?] |%$", value))


def _blank_indent(state: _Lines, number: int, line: str, column: int | None = None) -> None:
    at = column if column is not None else len(line) - len(line.lstrip(" "))
    if "\t" in line[: len(line) - len(line.lstrip(BLANK))]:
        _complain(
            state, RuleBook.TAB, number, at, "缩进用了制表符（Tab）。", "改用空格：每级缩进两个。"
        )
    else:
        _complain(
            state, RuleBook.FULL_WIDTH_SPACE, number, at, "缩进用了全角空格。",
            "改用半角空格：每级缩进两个。",
        )  # fmt: skip


def _complain(state: _Lines, rule: Rule, number: int, column: int, message: str, hint: str) -> None:
    state.complained.add(number)
    state.problems.add(rule, state.span(number, column), message, hint)


def _compose(state: _Lines) -> Mapping | None:
    """The second step: PyYAML on structure alone, then back from tokens to texts.

    A line whose indentation fits nowhere is reported and passed over, with all
    that hangs below it, so that the rest of the file is still read.
    """
    for _ in range(min(_MOST_TORN, RECOMPOSED_LINES_LIMIT // max(len(state.safe), 1) + 1)):
        try:
            root = yaml.compose("\n".join(state.safe) + "\n", Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            _pass_over(state, min(mark.line if mark else 0, len(state.safe) - 1))
        else:
            return _mapping(state, root)
    return None


def _pass_over(state: _Lines, at: int) -> None:
    """Report a line that PyYAML stumbled over, and take it and its deeper lines away."""
    while at > 0 and state.safe[at].strip() in ("", "#"):
        at -= 1
    indent = _indent(state.safe[at])
    if state.first + at not in state.complained:
        _complain(
            state,
            RuleBook.STRUCTURE,
            state.first + at,
            indent,
            "这里的缩进或层次对不上。",
            "同一层的键要对齐；下一层比上一层多缩进两个空格；值写在一行里的键下面不能再有内容。",
        )
    state.torn = True
    state.safe[at] = "#"
    for n in range(at + 1, len(state.safe)):
        if state.safe[n].strip() in ("", "#"):
            continue
        if _indent(state.safe[n]) <= indent:
            break
        state.safe[n] = "#"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _mapping(state: _Lines, root: yaml.Node | None) -> Mapping | None:
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode):
        state.problems.add(
            RuleBook.NOT_KEY_VALUE,
            state.span(state.first + root.start_mark.line, 0),
            "文件应由“键: 值”组成。",
            "每一项写成“键: 值”。",
        )
        return None
    node = _Composed(state).node(root, 0)
    return node if isinstance(node, Mapping) else None


@dataclass
class _Composed:
    """Turns PyYAML's nodes into ours."""

    state: _Lines
    is_too_deep: bool = False

    def span(self, node: yaml.Node) -> Span:
        mark = node.start_mark
        return self.state.span(self.state.first + mark.line, mark.column)

    def node(self, node: yaml.Node, depth: int) -> Node:
        if depth > DEPTH_LIMIT:
            if not self.is_too_deep:
                self.state.problems.add(
                    RuleBook.TOO_DEEP,
                    self.span(node),
                    "内容嵌套太深。",
                    "减少层次，或分成几个文件。",
                )
            self.is_too_deep = True
            return Scalar((), self.span(node), is_faulty=True)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, depth)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.node(item, depth + 1) for item in node.value)
            return Sequence(items, self.span(node))
        return self.scalar(node)

    def mapping(self, node: yaml.MappingNode, depth: int) -> Mapping:
        entries: list[Entry] = []
        seen: dict[str, Words] = {}
        for key_node, value_node in node.value:
            key = self.key(key_node)
            value = self.node(value_node, depth + 1)
            if isinstance(value, Scalar) and not value.lines and not value.is_faulty:
                value = Scalar((), key.span, value.is_block)
            if key.text in seen:
                self.state.problems.add(
                    RuleBook.DUPLICATE_KEY,
                    key.span,
                    f"“{key.text}”在同一层写了两次，第一次在第 {seen[key.text].span.line} 行。",
                    "只留一个。",
                )
                continue
            seen[key.text] = key
            entries.append(Entry(key, value))
        return Mapping(tuple(entries), self.span(node), self.state.torn)

    def key(self, node: yaml.Node) -> Words:
        words = self.state.tokens.get(str(node.value))
        return words[0] if words else Words("", self.span(node))

    def scalar(self, node: yaml.Node) -> Scalar:
        names: Seq[str] = str(node.value).split()
        lines = tuple(w for name in names for w in self.state.tokens.get(name, ()))
        if any(name in self.state.faulty for name in names):
            return Scalar((), self.span(node), is_faulty=True)
        return Scalar(lines, self.span(node), getattr(node, "style", None) == "|")
