"""Where something stands, and what is wrong there.

A `Span` is a place in a source file. A `Diagnostic` says which rule found what
at a place, and how to mend it. `Problems` gathers them: no reader ever stops at
the first fault.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """How grave a finding is."""

    ERROR = "错误"
    WARNING = "警告"
    NOTE = "提示"


LEVEL_ORDER: Final = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file of the content: lines and columns count from 1.

    `path` is relative to the content folder, with forward slashes. In a
    workbook `line` is the row and `column` the column of the cell.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def in_workbook(self) -> bool:
        return self.path.endswith(".xlsx")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding is about: a stable id, a Chinese title and its usual level.

    With `in_drafts` it is an error that a draft may still have: something that is
    merely not filled in yet, or an answer to the field's rules.
    """

    id: str
    title: str
    level: Level = Level.ERROR
    in_drafts: bool = False


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: `text` is the offending line (or cell) itself."""

    rule: str
    level: Level
    message: str
    span: Span
    text: str = ""
    hint: str = ""

    @property
    def sort_key(self) -> tuple[Span, int, str, str]:
        return (self.span, LEVEL_ORDER[self.level], self.rule, self.message)


@dataclass
class Problems:
    """Collects findings; knows the lines of the files that were read."""

    found: list[Diagnostic] = field(default_factory=list)
    lines: dict[str, Sequence[str]] = field(default_factory=dict)

    def add(
        self, rule: Rule, span: Span, message: str, hint: str = "", text: str | None = None
    ) -> None:
        """Note a finding; its text is the source line unless `text` says otherwise."""
        shown = self.line_at(span) if text is None else text
        said, mend = nested(message), nested(hint)
        self.found.append(Diagnostic(rule.id, rule.level, said, span, shown, mend))

    def line_at(self, span: Span) -> str:
        lines = self.lines.get(span.path, ())
        return lines[span.line - 1] if 0 < span.line <= len(lines) else ""

    @property
    def has_errors(self) -> bool:
        return any(d.level is Level.ERROR for d in self.found)

    @property
    def has_faults(self) -> bool:
        """Whether there is an error that a draft may not have either."""
        return any(d.level is Level.ERROR and d.rule not in IN_DRAFTS for d in self.found)


def in_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by place, then gravity; the same finding at the same place counts once."""
    return sorted(set(found), key=lambda d: d.sort_key)


def nested(text: str) -> str:
    """The text with ‘ ’ for the quotation marks inside others (GB/T 15834): “甲‘乙’丙”.

    Left as it is where a mark lacks its partner.
    """
    depth, marked = 0, []
    for character in text:
        depth += (character == "“") - (character == "”" and depth > 0)
        inner = depth > 1 if character == "“" else depth > 0
        marked.append(_INNER.get(character, character) if inner else character)
    return "".join(marked) if text.count("“") == text.count("”") else text


_INNER: Final = {"“": "‘", "”": "’"}


def display_width(text: str) -> int:
    """Columns that the text takes on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


_LONGEST_EXCERPT: Final = 100
# Control characters as the pictures of them, so that no content ever steers a terminal.
_VISIBLE: Final = {n: chr(0x2400 + n) for n in range(32)} | {
    9: " ", 0x7F: "\u2421", **dict.fromkeys((*range(0x80, 0xA0), 0x2028, 0x2029), "\ufffd"),
}  # fmt: skip


def visible(text: str) -> str:
    """The text on one line, with control characters as the pictures of them."""
    return text.translate(_VISIBLE)


def parted(text: str, column: int) -> tuple[str, str]:
    """Cut a long line around a column (from 1): what is shown before it, and from it on."""
    text = visible(text)
    index = min(max(column - 1, 0), len(text))
    start = 0 if index < _LONGEST_EXCERPT else index - _LONGEST_EXCERPT // 2
    end = start + _LONGEST_EXCERPT
    head = "…" if start else ""
    tail = "…" if end < len(text) else ""
    return f"{head}{text[start:index]}", f"{text[index:end]}{tail}"


def excerpt(text: str, column: int) -> tuple[str, int]:
    """The part of a line shown, and how wide it is before the column."""
    before, after = parted(text, column)
    return before + after, display_width(before)


def as_text(diagnostic: Diagnostic) -> Iterator[str]:
    """The lines to print for one finding: place and message, the line, a caret, the hint."""
    d = diagnostic
    yield visible(f"{d.span}: {d.level}[{d.rule}] {d.message}")
    if d.text.strip():
        # In a workbook the columns are cells, and the text is that of one cell.
        shown, before = excerpt(d.text, 1 if d.span.in_workbook else d.span.column)
        yield f"    {shown}"
        yield f"    {' ' * before}^"
    if d.hint:
        yield visible(f"    改法：{d.hint}")


def as_record(diagnostic: Diagnostic) -> dict[str, str | int]:
    """The finding as plain data, for `check --format json`."""
    d = diagnostic
    return {
        "rule": d.rule,
        "level": str(d.level),
        "message": d.message,
        "path": d.span.path,
        "line": d.span.line,
        "column": d.span.column,
        "text": d.text,
        "hint": d.hint,
    }


def counts(found: Iterable[Diagnostic]) -> dict[Level, int]:
    """How many findings there are of each level."""
    result = dict.fromkeys(Level, 0)
    for diagnostic in found:
        result[diagnostic.level] += 1
    return result


class RuleBook:
    """The structural rules, in the order of their ids; the field's own rules live in `checks`."""

    # 文件
    UNREADABLE = Rule("WJ01", "文件读不出")
    TOO_LARGE = Rule("WJ02", "文件太大")
    UNUSED_FILE = Rule("WJ03", "没有用到的文件")
    TWO_SHAPES = Rule("WJ04", "同一份公开有两种写法")
    OUTSIDE = Rule("WJ05", "路径超出内容文件夹")
    WRONG_YEAR = Rule("WJ06", "年度与文件夹不一致")
    BAD_NAME = Rule("WJ07", "标识不合要求")
    EMPTY_FILE = Rule("WJ08", "文件是空的")
    REVISIONS = Rule("WJ09", "有未处理的修订")
    MISSING_FILE = Rule("WJ10", "找不到引用的文件")
    CONTROL = Rule("WJ11", "看不见的控制字符")
    # 语法
    FULL_WIDTH_COLON = Rule("YF01", "全角冒号")
    TAB = Rule("YF02", "制表符")
    FULL_WIDTH_SPACE = Rule("YF03", "全角空格缩进")
    FLOW = Rule("YF04", "流式写法")
    FANCY = Rule("YF05", "不支持的 YAML 写法")
    DUPLICATE_KEY = Rule("YF06", "键重复")
    STRUCTURE = Rule("YF07", "缩进或结构不对")
    CONTINUATION = Rule("YF08", "值写成了多行")
    NOT_KEY_VALUE = Rule("YF09", "不是“键: 值”")
    TOO_DEEP = Rule("YF10", "嵌套太深或条目太多")
    QUOTED = Rule("YF11", "多余的引号")
    FRONT_MATTER = Rule("YF12", "文件头不完整")
    HEADING = Rule("YF13", "标题用法不对")
    STRAY_TEXT = Rule("YF14", "文字放错了地方")
    WORKBOOK_FORMULA = Rule("YF15", "公式没有存下的值")
    # 表格
    ROW_WIDTH = Rule("BG01", "行的格数与表头不同")
    NO_RULE_LINE = Rule("BG02", "表头下缺分隔行")
    UNKNOWN_COLUMN = Rule("BG03", "未知的列")
    REPEATED_COLUMN = Rule("BG04", "列重复")
    MISSING_COLUMN = Rule("BG05", "缺列")
    CLASS_GAP = Rule("BG06", "指标级次不全")
    TABLE_TOO_LARGE = Rule("BG07", "表格太大")
    NOT_A_TABLE = Rule("BG08", "不是表格")
    # 内容
    UNKNOWN_KEY = Rule("NR01", "未知的键")
    MISSING_KEY = Rule("NR02", "缺少必需的键")
    WRONG_KIND = Rule("NR03", "值的种类不对")
    BAD_AMOUNT = Rule("NR04", "金额不是数")
    BAD_DATE = Rule("NR05", "日期不对")
    BAD_CHOICE = Rule("NR06", "不在可选范围内")
    BAD_PLAN = Rule("NR07", "支出计划写法不对")
    GOAL_OR_TEXT = Rule("NR08", "分项目标写法不对")
    BAD_ADDRESS = Rule("NR09", "地址不合要求或重复")
    UNKNOWN_PROJECT = Rule("NR10", "指标找不到所属项目")
    NUMBERS_BROKEN = Rule("NR11", "标题编号不连续", Level.WARNING)
    UNKNOWN_CLASS = Rule("NR12", "表式没有的指标类别", Level.WARNING)
    NOT_PUBLISHABLE = Rule("NR13", "公开条件不齐")
    TO_BE_CONFIRMED = Rule("NR14", "有待核内容", Level.WARNING)
    BAD_NUMBER = Rule("NR15", "编码或代码写法不对")
    NEUTRAL_SITE = Rule("NR16", "没有站点设置", Level.NOTE)
    NOT_PLACED = Rule("NR17", "导入时没有归位的内容", Level.WARNING)
    SITE_GAP = Rule("NR18", "站点设置不全", Level.NOTE)
    NOT_FILLED = Rule("NR19", "还没有填写", in_drafts=True)
    # 引用
    BAD_FIGURE = Rule("YY01", "引用写法不对")
    NO_MATCH = Rule("YY02", "引用没有对应的内容")
    MANY_MATCHES = Rule("YY03", "引用对应多处")
    # 绩效自评
    KIND_MISMATCH = Rule("ZP01", "类型与评价对象、表式不配套")
    BAD_EVALUATED = Rule("ZP02", "评价对象不能用")
    EVALUATED_PROJECT = Rule("ZP03", "自评的项目与评价对象对不上")
    EVALUATED_INDICATOR = Rule("ZP04", "自评的指标与评价对象对不上")
    TYPED_AGAIN = Rule("ZP05", "取自评价对象的内容又写了一遍")
    # 豁免
    WAIVER_RULE = Rule("HM01", "豁免的规则不存在", in_drafts=True)
    WAIVER_REASON = Rule("HM02", "豁免没有理由", in_drafts=True)
    WAIVER_UNMATCHED = Rule("HM03", "豁免没有对上", in_drafts=True)
    # 不公开
    WITHHELD_BASIS = Rule("BM01", "不公开没有依据", in_drafts=True)
    WITHHELD_IDLE = Rule("BM02", "不公开没有说明任何差额", Level.WARNING)
    # 更正
    CORRECTION = Rule("GZ01", "更正的写法不对")
    FORMER_UNNAMED = Rule("GZ02", "没有文本更正它")
    FORMER_MISSING = Rule("GZ03", "找不到更正前的文本")
    FORMER_DRAFT = Rule("GZ04", "更正前的文本没有公开过")
    NOTHING_CORRECTED = Rule("GZ05", "更正没有改动", Level.WARNING)
    # 公开
    VANISHED = Rule("GK01", "公开过的不见了")
    UNCORRECTED = Rule("GK02", "公开后改动没有写更正", Level.WARNING)
    WITHDRAWN_AND_THERE = Rule("GK03", "撤下的又在内容里")
    DRAFT_GONE = Rule("GK04", "草案移除了", Level.NOTE)
    # 链接
    DEAD_LINK = Rule("LJ01", "失效的链接")
    REPEATED_ID = Rule("LJ02", "页内锚点重复")
    # PDF
    MISSING_GLYPH = Rule("PD01", "字体缺字")
    PDF_FAULT = Rule("PD02", "PDF 生成有误")
    # 表式
    BAD_FORM = Rule("BS01", "表式定义有误")
    # 换写法
    UNWRITABLE = Rule("ZH01", "不能换成这种写法")
    COMMENTS_LOST = Rule("ZH02", "批注会丢失")
    NOT_THE_SAME = Rule("ZH03", "换写法后内容不同")

    @classmethod
    def all(cls) -> dict[str, Rule]:
        """Every structural rule by id."""
        rules = (value for value in vars(cls).values() if isinstance(value, Rule))
        return {rule.id: rule for rule in rules}


IN_DRAFTS: Final = frozenset(rule.id for rule in RuleBook.all().values() if rule.in_drafts)
