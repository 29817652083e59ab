"""The account of an import: every text and number of the file, and where it went.

Each paragraph and cell is an entry. It closes where every character of every entry is
held by a field, is printed matter of the form, or stands in a remark, and where the
money of each table comes out. For each table its numbers are counted by where they went.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Final

from ..model.amounts import Amount, plain_number
from ..model.disclosure import Disclosure, Project
from ..model.targets import Target
from ..model.words import Words
from ..sources.word_source import WordDocument
from .conservation import TableMoney, money_of_tables
from .ledger import Ledger, Unit, signs

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_HEAD: Final = ("位置", "原文", "去处", "说明")
# What the pieces of the model are called in content files.
_NAMES: Final[Mapping[str, str]] = {
    "name": "名称", "code": "编码", "budget": "预算数", "fiscal": "财政资金", "other": "其他资金",
    "plan": "支出计划", "purpose": "用途", "goals": "绩效目标", "indicators": "绩效指标",
    "long_term": "长期绩效指标", "others": "其他栏目", "opinions": "审核意见", "filing": "填报",
    "unit_code": "单位编码", "unit_name": "单位名称", "evaluation": "自评", "extra": "字段",
    "department": "部门", "title": "标题", "compiled_by": "编制单位", "reviewed_by": "审核单位",
    "sections": "正文", "subgoals": "分项绩效目标", "part": "部分",
}  # fmt: skip

# Why what a note names was not read, by a word of the note.
_LEFT: Final = (
    ("隐藏", "隐藏的内容，公开时看不见，没有读入，只在待核里写出"),
    ("批注", "批注不是正文，没有读入，只在待核里写出"),
)


class Kind(StrEnum):
    """Where an entry went."""

    FIELD = "字段"
    OTHER = "其他栏目"
    PROSE = "正文"
    REMARK = "待核"
    TOTAL = "合计"
    PRINTED = "表头和标签"
    LEFT_OUT = "没有读入"


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph or cell of the file, where it stood, and where it went."""

    unit: Unit
    kind: Kind
    home: str
    why: str = ""

    @property
    def numbers(self) -> int:
        return len(_NUMBER.findall(self.unit.text))

    @property
    def place(self) -> str:
        u = self.unit
        if self.kind is Kind.LEFT_OUT:
            return "正文以外"
        return f"第 {u.table} 个表第 {u.row} 行" if u.table else f"第 {u.span.line} 处文字"


@dataclass(frozen=True, slots=True)
class Account:
    """All entries, and those that nothing holds: none where the account closes."""

    entries: tuple[Entry, ...]
    gaps: tuple[Unit, ...]
    money: tuple[TableMoney, ...] = ()

    @property
    def closes(self) -> bool:
        """Whether every text has its place, and the money of every table comes out."""
        return not self.gaps and all(table.closes for table in self.money)

    @property
    def summary(self) -> str:
        """What came and where it went, in one line."""
        numbers = sum(entry.numbers for entry in self.entries)
        kinds = Counter(entry.kind for entry in self.entries)
        said = "，".join(f"{kind} {kinds[kind]}" for kind in Kind if kinds[kind])
        end = f"{len(self.gaps)} 处没有去处" if self.gaps else "都有去处"
        texts = f"对账：原文 {len(self.entries)} 处文字、{numbers} 个数，{end}（{said}）。"
        return texts + self._money_summary

    @property
    def _money_summary(self) -> str:
        broken = [f"第 {table.table} 个表" for table in self.money if not table.closes]
        if broken:
            return f"金额对不上：{'、'.join(broken)}。"
        count = sum(table.count for table in self.money)
        return f"{len(self.money)} 个表的 {count} 处金额，逐表相符。" if count else ""

    def csv(self) -> bytes:
        """The account as a file for Excel: the entries in order, then the numbers by table."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(_HEAD)
        for e in self.entries:
            writer.writerow((e.place, e.unit.text.strip(), f"{e.kind}：{e.home}", e.why))
        for unit in self.gaps:
            writer.writerow(("", unit.text.strip(), "没有去处", ""))
        for table in sorted({e.unit.table for e in self.entries} - {0}):
            counts: Counter[Kind] = Counter()
            for e in self.entries:
                if e.unit.table == table:
                    counts[e.kind] += e.numbers
            said = "，".join(f"{kind} {counts[kind]}" for kind in Kind if counts[kind])
            writer.writerow((f"第 {table} 个表", f"{sum(counts.values())} 个数", "合计", said))
        for money in self.money:
            came = f"金额 {money.count} 处，按原数相加 {plain_number(money.source)}"
            writer.writerow((f"第 {money.table} 个表", came, "金额对账", money.shown))
        return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def make_account(
    ledger: Ledger,
    disclosure: Disclosure,
    remarked: frozenset[int],
    document: WordDocument,
) -> Account:
    """The account of a disclosure; `remarked` are the lines of what became remarks.

    The notes of the document name what stands outside its text, or hidden: rows, columns,
    sheets, comments.
    """
    homes = _homes(disclosure)
    held: dict[int, Counter[str]] = {n: Counter(c) for n, c in ledger.matched.items()}
    for line, (_, texts) in homes.items():
        for text in texts:
            held.setdefault(line, Counter()).update(signs(text))
    entries, gaps = [], []
    for line, unit in sorted(ledger.units.items()):
        if line not in remarked and signs(unit.text) - held.get(line, Counter()):
            gaps.append(unit)
            continue
        why = ledger.reasons.get(line, "")
        if line in remarked:
            entries.append(Entry(unit, Kind.REMARK, "待核", why))
        elif line in homes:
            home = homes[line][0]
            entries.append(Entry(unit, _kind(home), home, why))
        else:
            kind = Kind.TOTAL if "合计" in why or "小计" in why else Kind.PRINTED
            entries.append(Entry(unit, kind, why or "表式印的字", why))
    kinds = {e.unit.span.line: str(e.kind) for e in entries}
    money = money_of_tables(document, ledger, disclosure, kinds)
    left = (Entry(Unit(n.span, n.text), Kind.LEFT_OUT, "待核", _why_left(n))
            for n in document.notes)  # fmt: skip
    return Account((*entries, *left), tuple(gaps), money)


def _why_left(note: Words) -> str:
    """Why a note names something that was not read."""
    return next((why for word, why in _LEFT if word in note.text), "不在正文里，只在待核里写出")


def _kind(home: str) -> Kind:
    if home.endswith(_NAMES["others"]):
        return Kind.OTHER
    return Kind.PROSE if home.startswith((_NAMES["sections"], _NAMES["subgoals"])) else Kind.FIELD


def _homes(disclosure: Disclosure) -> dict[int, tuple[str, list[str]]]:
    """For each line of the file the field that holds it first, and all the texts held of it."""
    found: dict[int, tuple[str, list[str]]] = {}
    for home, words in _held(disclosure, ""):
        if words.text:
            found.setdefault(words.span.line, (home, []))[1].append(words.text)
    return found


def _held(value: object, home: str) -> Iterator[tuple[str, Words]]:
    """The words of a piece of the model, each with the field that it stands in."""
    if isinstance(value, Words):
        yield home, value
    elif isinstance(value, Amount | Target):
        yield home, Words(value.wording, value.span)
    elif isinstance(value, tuple):
        for item in value:
            yield from _held(item, home)
    elif is_dataclass(value) and not isinstance(value, type):
        own = f"项目“{value.label}”" if isinstance(value, Project) else home
        for item in fields(value):
            if item.name != "remarks":
                name = _NAMES.get(item.name, "")
                is_top = isinstance(value, Project | Disclosure)
                path = f"{own}{'·' if own and name else ''}{name}" if is_top else own
                yield from _held(getattr(value, item.name), path)
