"""A small, safe part of YAML, as content-format.md draws it.

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
from typing import Final

import yaml

from ..diagnostics import Problems, Rule, RuleBook, Span
from ..files import SourceText
from ..model.words import Words
from .nodes import Entry, Mapping, Node, Scalar, Sequence

DEPTH_LIMIT: Final = 12
NODE_LIMIT: Final = 50_000
BLANK: Final = " \t\u3000\ufeff\xa0"

_DASHES: Final = re.compile(r"((?:- +)*)(.*)")
_KEY: Final = re.compile(r"([^:]*?)[ ]*:(?: +(.*))?$")
_FLOW: Final = ("{", "[")
_FANCY: Final = {"&": "锚点", "*": "别名", "!": "标签", ">": "折叠文本", "?": "复杂键", "%": "指令"}


@dataclass
class _Lines:
    """The first step's state: the safe text, and what each token stands for."""

    source: SourceText
    problems: Problems
    first: int
    safe: list[str] = field(default_factory=list)
    tokens: dict[str, Words] = field(default_factory=dict)
    block_indent: int | None = None

    def span(self, line: int, column: int) -> Span:
        return Span(self.source.path, line + 1, column + 1)

    def token(self, text: str, line: int, column: int) -> str:
        name = f"t{len(self.tokens)}"
        self.tokens[name] = Words(text.strip(BLANK), self.span(line, column))
        return name


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
    return _compose(state)


def _safe_line(state: _Lines, number: int, line: str) -> str:
    """The line with tokens for its texts; a faulty line becomes a comment."""
    stripped = line.strip(BLANK)
    indent = len(line) - len(line.lstrip(" "))
    if state.block_indent is not None:
        if not stripped:
            return ""
        if indent > state.block_indent:
            return " " * (state.block_indent + 1) + _block_token(state, number, line)
        if line[0] in "\t\u3000":
            _blank_indent(state, number, line)
            return "#"
        state.block_indent = None
    if not stripped or line.lstrip(" ").startswith("#"):
        return "#"
    if line[indent] in "\t\u3000\xa0":
        _blank_indent(state, number, line)
        return "#"
    if stripped in ("---", "..."):
        _complain(state, RuleBook.FANCY, number, 0, "一个文件里只能有一份内容。", "删去这一行。")
        return "#"
    match = _DASHES.match(line[indent:])
    assert match is not None  # the pattern matches any text
    dashes, rest = match.groups()
    if rest == "-":
        dashes, rest = dashes + "-", ""
    return " " * indent + dashes + _safe_item(state, number, indent + len(dashes), rest, dashes)


def _block_token(state: _Lines, number: int, line: str) -> str:
    """A token for a block's line; tabs stay, since they part the cells of a paste from Excel."""
    text = line.strip(" \u3000\ufeff\xa0")
    name = f"t{len(state.tokens)}"
    state.tokens[name] = Words(text, state.span(number, line.index(text[0])))
    return name


def _safe_item(state: _Lines, number: int, column: int, rest: str, dashes: str) -> str:
    """What follows the indent and the dashes: `键: 值`, `键:`, a list's text, or a fault."""
    if not rest:
        return ""
    match = _KEY.match(rest)
    if match is None or not match[1]:
        return _not_a_key(state, number, column, rest, dashes)
    key, value = match[1], (match[2] or "").strip(BLANK)
    if key[0] in _FLOW or key[0] in "\"'" or key[0] in _FANCY:
        return _not_a_key(state, number, column, rest, dashes)
    safe_key = state.token(key, number, column) + ":"
    if not value:
        return safe_key
    at = column + rest.index(value, match.start(2))
    if value in ("|", "|-", "|+"):
        state.block_indent = column
        return f"{safe_key} |"
    if _faulty_value(state, number, at, value):
        return safe_key
    return f"{safe_key} {state.token(value, number, at)}"


def _not_a_key(state: _Lines, number: int, column: int, rest: str, dashes: str) -> str:
    """A list's text is welcome; anything else that lacks `键: ` is a fault."""
    if rest[0] == "\t":
        _blank_indent(state, number, rest, column)
        return "#"
    if dashes:
        if rest in ("|", "|-", "|+"):
            state.block_indent = column - 2
            return "|"
        return (
            "#" if _faulty_value(state, number, column, rest) else state.token(rest, number, column)
        )
    wide = rest.find("：")
    if 0 < wide <= _LONGEST_KEY and rest[0] not in _FLOW:
        key = rest[:wide]
        _complain(
            state,
            RuleBook.FULL_WIDTH_COLON,
            number,
            column + wide,
            f"“{key}”后面用了全角冒号“：”。",
            f"改成半角冒号加一个空格：{key}: {rest[wide + 1 :].strip(BLANK)[:20]}",
        )
    elif odd := re.match(r"([^:\s\"'{\[]+):([\t\u3000\xa0])", rest):
        tab = odd[2] == "\t"
        _complain(
            state,
            RuleBook.TAB if tab else RuleBook.FULL_WIDTH_SPACE,
            number,
            column + len(odd[1]) + 1,
            f"冒号后面是{'制表符（Tab）' if tab else '全角空格'}。",
            f"改成半角空格：{odd[1]}: {rest[odd.end() :].strip(BLANK)[:20]}",
        )
    elif tight := re.match(r"([^:\s\"'{\[]+):(\S.*)", rest):
        _complain(
            state,
            RuleBook.NOT_KEY_VALUE,
            number,
            column + len(tight[1]),
            "冒号后面缺一个空格。",
            f"改成：{tight[1]}: {tight[2][:20]}",
        )
    elif not _faulty_value(state, number, column, rest):
        _complain(
            state,
            RuleBook.CONTINUATION if number > state.first else RuleBook.NOT_KEY_VALUE,
            number,
            column,
            "这一行不是“键: 值”。",
            "多行文字要写在“键: |”下面，并且整体缩进；单独一行的文字前面要有键。",
        )
    return "#"


_LONGEST_KEY: Final = 20


def _faulty_value(state: _Lines, number: int, column: int, value: str) -> bool:
    """Report flow collections, anchors, tags, folding and values in quotation marks."""
    head = value[0]
    if head in _FLOW:
        _complain(
            state,
            RuleBook.FLOW,
            number,
            column,
            f"不支持用“{head}”开头的流式写法，里面的逗号会悄悄把文字切断。",
            "列表每项一行，用“- ”开头；键值每对一行；确要以此开头的文字写在“键: |”下面。",
        )
    elif head in _FANCY and (head != "%" or len(value) == 1) and _is_fancy(value):
        _complain(
            state,
            RuleBook.FANCY,
            number,
            column,
            f"不支持以“{head}”开头的写法（YAML 的{_FANCY[head]}）。",
            "直接写文字；多行文字用“键: |”，下面各行缩进。",
        )
    elif len(value) > 1 and head in "\"'" and value[-1] == head and head not in value[1:-1]:
        _complain(
            state,
            RuleBook.QUOTED,
            number,
            column,
            "值不需要加引号：引号会原样印出来。",
            f"改成：{value[1:-1]}",
        )
    elif re.match(r"\|[-+0-9]+$", value):
        _complain(state, RuleBook.FANCY, number, column, "“|”后面不要加别的符号。", "只写一个“|”。")
    else:
        return False
    return True


def can_stand_in_line(value: str) -> bool:
    """Whether a text may stand after `键: ` as it is; else it needs a `|` block."""
    if not value or value != value.strip(BLANK) or len(value.splitlines()) > 1:
        return False
    if value in ("|", "|-", "|+") or re.match(r"\|[-+0-9]+$", value):
        return False
    quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
    return value[0] not in _FLOW and not quoted and not (value[0] in _FANCY and _is_fancy(value))


def _is_fancy(value: str) -> bool:
    """`&a`, `*a`, `!tag`, `>`, `>-`: the sign directly before a word, or alone."""
    return bool(re.match(r"[&*!][\w!]|[>][-+]?\d?$|[?] |%$", value))


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
    state.problems.add(rule, state.span(number, column), message, hint)


def _compose(state: _Lines) -> Mapping | None:
    """The second step: PyYAML on structure alone, then back from tokens to texts."""
    try:
        root = yaml.compose("\n".join(state.safe) + "\n", Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(state.first + (mark.line if mark else 0), len(state.source.lines) - 1)
        column = mark.column if mark else 0
        state.problems.add(
            RuleBook.STRUCTURE,
            state.span(line, column),
            "这里的缩进或层次对不上。",
            "同一层的键要对齐；下一层比上一层多缩进两个空格；值写在一行里的键下面不能再有内容。",
        )
        return None
    except RecursionError:
        state.problems.add(
            RuleBook.TOO_DEEP, state.span(state.first, 0), "内容嵌套得太深。", "减少层次。"
        )
        return None
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
    count: int = 0

    def span(self, node: yaml.Node) -> Span:
        mark = node.start_mark
        return self.state.span(self.state.first + mark.line, mark.column)

    def node(self, node: yaml.Node, depth: int) -> Node:
        self.count += 1
        if depth > DEPTH_LIMIT or self.count > NODE_LIMIT:
            if self.count <= NODE_LIMIT + 1 or depth == DEPTH_LIMIT + 1:
                self.state.problems.add(
                    RuleBook.TOO_DEEP,
                    self.span(node),
                    "内容嵌套太深，或条目太多。",
                    "分成几个文件。",
                )
            return Scalar((), self.span(node))
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
            key = self.state.tokens.get(str(key_node.value), Words("", self.span(key_node)))
            value = self.node(value_node, depth + 1)
            if isinstance(value, Scalar) and not value.lines:
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
        return Mapping(tuple(entries), self.span(node))

    def scalar(self, node: yaml.Node) -> Scalar:
        names: Seq[str] = str(node.value).split()
        lines = tuple(self.state.tokens[name] for name in names if name in self.state.tokens)
        return Scalar(lines, self.span(node), getattr(node, "style", None) == "|")
