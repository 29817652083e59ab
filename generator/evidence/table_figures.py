"""The figures that the tables of a disclosure give, by the name that a sentence calls them.

A figure is named by its row, or in a row of totals by its column; the total itself
by the table. Heads tell which year it is of. Names are figure_name, so that
“（一）政府性基金预算拨款收入” and “政府性基金预算收入” are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple

from ..lexicon import any_of
from ..lexicon.folding import WHOLE_BUDGET, figure_name, plain_label, plain_name
from ..model.disclosure import Disclosure, Project
from ..model.words import DataTable, Words
from .prose_tables import ProseTable
from .reading import COUNTING, in_wan
from .subject import Subject


class Time(Enum):
    """Which year a figure is of; a change has a sign."""

    NOW = "本年"
    THEN = "上年"
    CHANGE = "增减"


class Known(NamedTuple):
    """A figure of a table: sums in 万元 with the unit 万元, counts with the units of the row.

    `is_partial` where the table is of one source of money only (一般公共预算支出表).
    """

    name: str
    number: Decimal
    units: tuple[str, ...]
    time: Time
    table: str
    section: str
    cells: tuple[str, ...]
    is_partial: bool = False


_LAST_YEAR: Final = re.compile(r"上年|去年|上一年")
_MOVED: Final = re.compile(r"增减|变动|比上年|较上年|同比")
_SHARE: Final = re.compile(r"[%％率]|比例|占比|幅度")
_NO_FIGURE: Final = re.compile(
    any_of("heads.unsummed", "目录", "预算资金", "项目预算", "电话", "备注")
)
_MAIN: Final = re.compile(
    r"^(?:合计|总计|小计|预算数|金额|本年预算数?|本年数|\d{4}年预算数?|价值|原值|账面价值)$"
)
_COUNTED: Final = re.compile(r"^(?:采购)?数量$|面积$")
_TOTAL: Final = re.compile(r"^(?:合计|总计|本年合计)$")
_SUBTOTAL: Final = re.compile(r"小计")
_BRACKETS: Final = re.compile(r"\(([^()]{1,12})\)$")
_PARTIAL: Final = re.compile(r"^(?:财政拨款|一般公共预算|政府性基金|国有资本)")
_ONE_SOURCE: Final = re.compile(r"财政拨款|一般公共预算|政府性?基金|国有资本")
_SHORTEST: Final = 2
_MOST_ROWS: Final = 200


def known_figures(subject: Subject) -> dict[str, tuple[Known, ...]]:
    """The figures of all tables, and of the whole department's form, by their names."""

    def made() -> dict[str, tuple[Known, ...]]:
        found = [k for shown in subject.evidence.tables for k in _of_table(shown, subject)]
        overall = subject.disclosure.overall
        cells = subject.evidence.ids(overall, "预算数") if overall else ()
        return _by_name([*found, *_of_whole(overall, cells)])

    return subject.evidence.once("figures of tables", made)


def published_figures(subject: Subject) -> dict[str, tuple[Known, ...]]:
    """The same of the disclosure of the year before; nothing of it was laid out."""
    earlier = subject.earlier

    def made() -> dict[str, tuple[Known, ...]]:
        if earlier is None:
            return {}
        views = [_bare(table, s.key) for s in earlier.sections
                 for table in s.prose if isinstance(table, DataTable)]  # fmt: skip
        found = [k for shown in views for k in _of_table(shown, subject)]
        return _by_name([*found, *_of_whole(earlier.overall, ()), *_of_projects(earlier)])

    return subject.evidence.once("figures of last year's tables", made)


def _bare(table: DataTable, section: str) -> ProseTable:
    return ProseTable(table, section, table.caption.text, None, _heads(table)[-1])


def is_of_whole(known: Known, text: str) -> bool:
    """Whether a figure may be the one that a text speaks of, by where its money comes from.

    A table of one source says nothing of the whole, unless the text names the source.
    """
    return not known.is_partial or bool(_ONE_SOURCE.search(text))


def _by_name(found: Sequence[Known]) -> dict[str, tuple[Known, ...]]:
    named: dict[str, list[Known]] = {}
    for known in found:
        if len(known.name) >= _SHORTEST:
            named.setdefault(known.name, []).append(known)
    return {name: tuple(group) for name, group in named.items()}


def _of_projects(disclosure: Disclosure) -> Iterator[Known]:
    """What all projects come to."""
    projects = disclosure.projects
    if projects and all(p.budget.value is not None for p in projects):
        total = disclosure.project_total
        yield Known("项目支出", total, ("万元",), Time.NOW, "各项目预算之和", "", ())


def _of_whole(overall: Project | None, cells: tuple[str, ...]) -> Iterator[Known]:
    """What the form of the whole department gives."""
    if overall and overall.budget.value is not None:
        for name in (WHOLE_BUDGET, "收入", "支出"):
            budget = overall.budget.value
            yield Known(name, budget, ("万元",), Time.NOW, "部门整体表的预算总额", "", cells)


def _heads(table: DataTable) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of each column all heads as one text, and the lowest one."""
    width = len(table.head[0]) if table.head else 0
    paths, leaves = [], []
    for c in range(width):
        texts: list[str] = []
        for row in table.head:
            at = c
            while at and not row[at].text and row is not table.head[-1]:
                at -= 1
            if row[at].text:
                texts.append(plain_name(row[at].text))
        paths.append("·".join(texts))
        leaves.append(texts[-1] if texts else "")
    return tuple(paths), tuple(leaves)


def _of_table(shown: ProseTable, subject: Subject) -> Iterator[Known]:
    table = shown.table
    if len(table.rows) > _MOST_ROWS:
        return
    paths, leaves = _heads(table)
    labels = [n for n in range(len(leaves)) if _is_label(shown, n)]
    columns = [
        c for c in range(len(leaves)) if c not in labels and not _NO_FIGURE.search(leaves[c])
    ]
    definition = subject.family.tables.get(table.definition)
    title = _title(definition.name if definition else table.caption.text)
    is_partial = bool(definition and _PARTIAL.match(definition.name))
    is_fiscal = bool(definition and definition.name.startswith("财政拨款"))
    for c in columns:
        is_count = bool(_COUNTED.search(leaves[c]))
        time = _time(paths[c], subject.disclosure.year)
        if time is None:
            continue
        is_main = time is not Time.NOW or bool(_MAIN.match(leaves[c])) or len(columns) == 1
        at = [n for n in labels if n < c]
        is_list = any("单价" in leaf for leaf in leaves)  # of things bought: its totals alone
        for r, row in enumerate(table.rows):
            if is_list and not shown.is_total(row):
                continue
            number = shown.numbers[r][c]
            if number is None:
                continue
            label = _label(row, _nearest(at), leaves)
            if any(_TOTAL.match("".join(row[n].text.split())) for n in at):
                label = "合计"
            units = _units(label) if is_count else ("万元",)
            value = number if is_count else in_wan(number, table.unit)
            name = _named(plain_label(label), leaves[c], paths[c], title, is_main, is_count,
                          len(table.rows) == 1)  # fmt: skip
            if is_fiscal and name in ("收入", "支出"):
                name = f"财政{name}"
            if name and units and value is not None:
                yield Known(name, value, units, time, shown.title, shown.section,
                            (shown.id(r, c),), is_partial)  # fmt: skip


def _nearest(labels: Sequence[int]) -> list[int]:
    """Of columns of words those that stand together, the last such group."""
    group: list[int] = []
    for n in labels:
        group = [*group, n] if group and group[-1] == n - 1 else [n]
    return group


def _label(row: Sequence[Words], columns: Sequence[int], leaves: Sequence[str]) -> str:
    """What names a row, codes left aside."""
    words = [row[n].text for n in columns if "码" not in leaves[n] and leaves[n] != "序号"]
    return words[0] if words else ""


def _title(text: str) -> str:
    """What a table is about: 三公经费 of 三公经费支出表, 收入 of 部门收入总表."""
    name = re.sub(r"(?:总|明细)?表$", "", plain_name(text))
    return figure_name(re.sub(r"(?<=经费)支出$", "", name))


def _is_label(shown: ProseTable, c: int) -> bool:
    """A column of words: it holds no number, or codes."""
    if "码" in shown.labels[c] or shown.labels[c] == "序号":
        return True
    cells = [row[c].text for row in shown.table.rows if row[c].text]
    return bool(cells) and all(shown.numbers[r][c] is None for r in range(len(shown.table.rows)))


def _time(heads: str, year: int) -> Time | None:
    if _MOVED.search(heads):
        return None if _SHARE.search(heads.replace("增减", "")) else Time.CHANGE
    if _SHARE.search(heads.rpartition("·")[2]):
        return None
    if _LAST_YEAR.search(heads) and "结转" not in heads:
        return Time.THEN
    named = {int(y) for y in re.findall(r"(20\d\d)年", heads)}
    if named and year not in named:
        return Time.THEN if named == {year - 1} else None
    return Time.NOW


def _named(
    label: str, leaf: str, path: str, title: str, is_main: bool, is_count: bool, is_only: bool
) -> str:
    """The name of a cell; '' for one that a sentence would not call by a single word."""
    plain = "".join(label.split())
    if is_count or _units(plain) or plain.endswith("(平方米)"):
        plain = _BRACKETS.sub("", plain)
    if is_count:
        return figure_name(plain)
    if not plain or _TOTAL.match(plain):
        if plain or is_only:
            above = path.split("·")[0] if leaf == "小计" else leaf
            return title if is_main and leaf != "小计" else figure_name(above)
        return ""
    if _SUBTOTAL.search(plain) or not is_main:
        return ""
    return figure_name(plain)


def _units(label: str) -> tuple[str, ...]:
    """The units that a row gives behind its name: 车辆（台、辆）."""
    match = _BRACKETS.search(plain_name(label))
    units = re.split(r"[、,/]", match[1]) if match else []
    return tuple(u for u in units if u in COUNTING)
