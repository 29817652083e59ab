"""`{{ … }}` in prose: a small grammar of its own, never code.

A reference names exactly one thing of the model, or is a fault:

    {{ 项目预算合计 }}   {{ 项目数 }}
    {{ 项目("名称或编码").预算数 }}            also 财政资金, 其他资金, 名称, 编码
    {{ 指标("项目", "三级指标").指标值 }}      or .数值; a second-level name may stand between
    {{ 表("政府采购").合计 }}                   the total of a table, by (part of) its title
    {{ 见表("项目或表题") }}                    the number and title of a table
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..forms import Family, family_of
from ..model.amounts import (
    Amount,
    in_unit,
    in_wan,
    parse_amount,
    plain_number,
    to_decimal,
    unit_called,
)
from ..model.disclosure import Disclosure, Indicator, Project
from ..model.texts import TO_FILL_IN, Figure, Text
from ..model.words import DataTable, Paragraph, Subheading, Words
from ..sources.keys import did_you_mean
from ..sources.yaml_source import BLANK
from .outline import PROJECT, Outline, make_outline

# Bounded, so that no line can make the search slow.
REFERENCE: Final = re.compile(r"\{\{([^{}]{0,200})\}\}")
_CALL: Final = re.compile(
    r"\s*+(?P<name>[^\s(（).）]++)\s*+(?:[(（](?P<arguments>.*)[)）])?\s*+"
    r"(?:[.．]\s*+(?P<part>\S++))?\s*+"
)
_ARGUMENT: Final = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|“([^”]*)”|‘([^’]*)’)\s*(?:[,，]|$)")
_UNIT_BEHIND: Final = re.compile(r"\s?([千万亿]?元)")
_EXAMPLE: Final = '写成：{{ 项目预算合计 }} 或 {{ 项目("名称").预算数 }}'


class Unresolved(Exception):
    """A reference that names nothing, or more than one thing."""

    def __init__(self, rule: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint


_RULES: Final = {
    "写法": RuleBook.BAD_FIGURE,
    "没有": RuleBook.NO_MATCH,
    "多处": RuleBook.MANY_MATCHES,
    "空着": RuleBook.NOT_FILLED,
}


@dataclass(frozen=True)
class Figures:
    """The figures that a disclosure's prose may speak of."""

    disclosure: Disclosure
    outline: Outline
    problems: Problems

    def fill(self, words: Words) -> Text:
        """The text with every reference replaced; a faulty one is reported and stays as typed.

        One to something that is not filled in yet says so where it stands.
        """
        pieces: list[str | Figure] = []
        at = 0
        for match in REFERENCE.finditer(words.text):
            pieces.append(self.plain(words, at, match.start()))
            place = _moved(words.span, match.start())
            behind = _UNIT_BEHIND.match(words.text, match.end())
            pieces.append(_before_unit(self.figure(match[1], place), behind[1] if behind else ""))
            at = match.end()
        pieces.append(self.plain(words, at, len(words.text)))
        return Text(tuple(p for p in pieces if p))

    def plain(self, words: Words, begin: int, end: int) -> str:
        """The text between references; a pair of brackets in it lacks its partner."""
        text = words.text[begin:end]
        if match := re.search(r"\{\{|\}\}", text):
            self.problems.add(
                RuleBook.BAD_FIGURE,
                _moved(words.span, begin + match.start()),
                f"“{match[0]}”没有成对。",
                _EXAMPLE,
            )
        return text

    def figure(self, reference: str, place: Span) -> Figure | str:
        try:
            return replace(self.resolve(reference), reference=reference.strip(BLANK))
        except Unresolved as fault:
            if fault.rule == "写法" or not self.is_without_evaluated:
                self.problems.add(_RULES[fault.rule], place, fault.message, fault.hint)
            return TO_FILL_IN if fault.rule == "空着" else f"{{{{{reference}}}}}"

    @property
    def is_without_evaluated(self) -> bool:
        """A 绩效自评 has no figures where what it evaluates cannot be had, as was reported."""
        return self.disclosure.inherits and self.disclosure.evaluated is None

    def resolve(self, reference: str) -> Figure:
        match = _CALL.fullmatch(reference)
        if match is None:
            raise Unresolved("写法", f"看不懂这个引用：{reference.strip()}", _EXAMPLE)
        name, part = match["name"], match["part"] or ""
        if match["arguments"] is None:
            return self.total(name, part)
        resolver = self.functions().get(name)
        if resolver is None:
            hint = did_you_mean(name, [*self.functions(), *_TOTALS])
            raise Unresolved("写法", f"没有“{name}”这种引用。", hint)
        return resolver(_arguments(match["arguments"]), part)

    def functions(self) -> dict[str, Callable[[list[str], str], Figure]]:
        return {
            "项目": self.of_project,
            "指标": self.of_indicator,
            "表": self.of_table,
            "见表": self.see_table,
        }

    def total(self, name: str, part: str) -> Figure:
        if name not in _TOTALS or part:
            hint = did_you_mean(name, [*_TOTALS, *self.functions()])
            raise Unresolved("写法", f"没有“{name}{'.' if part else ''}{part}”这个数。", hint)
        if name == "项目数":
            count = str(len(self.disclosure.projects))
            return Figure(count, count, unit="个", target=self.projects_heading())
        if not self.disclosure.has_budgets:
            raise Unresolved(
                "空着",
                "这些项目都没有预算数，没有合计。",
                "先填上预算数；表式里没有预算数的，删去这处引用。",
            )
        total = self.disclosure.project_total
        text, heading = format(total, "f"), self.projects_heading()
        return Figure(text, plain_number(total), unit="万元", target=heading)

    def projects_heading(self) -> str:
        """The anchor of the first heading that has projects below it: what is summed there."""
        parts = (e for e in self.outline.walk() if any(c.kind == PROJECT for c in e.children))
        return next((e.id for e in parts), "")

    def of_project(self, arguments: list[str], part: str) -> Figure:
        _expect(arguments, (1,), '项目("名称或编码").预算数')
        project = self.project(arguments[0])
        shown: dict[str, Amount | Words] = {
            "预算数": project.budget,
            "财政资金": project.fiscal,
            "其他资金": project.other,
            "名称": project.name,
            "编码": project.code,
        }
        if part not in shown:
            raise Unresolved(
                "写法", f"项目没有“{part}”这个数。", "可以写：" + "、".join(shown) + "。"
            )
        value = shown[part]
        if not value:
            raise Unresolved("空着", f"“{project.label}”的“{part}”是空的。", "先填上这一格。")
        if isinstance(value, Words):
            return Figure(value.text, source=value.span)
        number = plain_number(value.value) if value.value is not None else ""
        return Figure(value.wording, number, unit="万元", source=value.span)

    def of_indicator(self, arguments: list[str], part: str) -> Figure:
        _expect(arguments, (2, 3), '指标("项目", "三级指标").指标值')
        project = self.project(arguments[0])
        target = self.indicator(project, arguments[1:]).target
        if part == "指标值" and target.wording:
            number = plain_number(target.number) if target.number is not None else ""
            return Figure(target.wording, number, unit=target.unit, source=target.span)
        if part == "数值" and target.number is not None:
            number = plain_number(target.number)
            return Figure(number, number, unit=target.unit, source=target.span)
        if part in ("指标值", "数值"):
            rule = "空着" if not target.wording else "没有"
            raise Unresolved(rule, f"“{arguments[-1]}”没有{part}。", "先填上指标值。")
        raise Unresolved("写法", f"指标没有“{part}”这个数。", "可以写：指标值、数值。")

    def of_table(self, arguments: list[str], part: str) -> Figure:
        """The total of a table: the cell where its 合计 row meets its 合计 (or only) amount."""
        _expect(arguments, (1,), '表("表题").合计')
        table = self.data_table(arguments[0])
        if part != "合计":
            raise Unresolved("写法", f"表没有“{part}”这个数。", "可以写：合计。")
        rows = [r for r in table.rows if any(w.text.startswith(_GRAND_TOTALS) for w in r)]
        if not rows and table.definition and len(table.rows) == 1:
            rows = list(table.rows)  # 三公经费支出表 has one row, which is the total
        if len(rows) != 1:
            raise Unresolved(
                "多处" if rows else "没有",
                f"“{table.caption.text}”有 {len(rows)} 个合计行。",
                "只留一个以“合计”开头的行。",
            )
        amounts = [(n, w) for n, w in enumerate(rows[0]) if to_decimal(w.text) is not None]
        totals = [x for x in amounts if any(row[x[0]].text == "合计" for row in table.head)]
        found = totals or amounts
        if len(found) != 1:
            raise Unresolved(
                "多处" if found else "没有",
                f"“{table.caption.text}”的合计行有 {len(found)} 个数。",
                "给金额的那一列写上列名“合计”。",
            )
        words = found[0][1]
        value = to_decimal(words.text)
        number = plain_number(value) if value is not None else ""
        return Figure(words.text, number, unit=table.unit, source=words.span)

    def see_table(self, arguments: list[str], part: str) -> Figure:
        _expect(arguments, (1,), '见表("项目或表题")')
        if part:
            raise Unresolved("写法", f"见表后面不能再写“.{part}”。", "删去它。")
        if any(arguments[0] in (p.name.text, p.own_code) for p in self.disclosure.projects):
            return self.see_project(self.project(arguments[0]))
        table = self.data_table(arguments[0], "项目或表")
        entry = self.outline.table(table)
        assert entry is not None  # the outline names every table in prose
        return Figure(f"见“{entry.label}”", target=entry.id)

    def see_project(self, project: Project) -> Figure:
        entry = self.outline.project(project.address)
        assert entry is not None  # the outline names every project
        parts = [e for e in self.outline.walk() if any(c.kind == PROJECT for c in e.children)]
        within = next(e for e in parts if entry in e.children)
        # Numbers begin anew in each part, so that one part's 1. is not another's.
        number = within.number if len(parts) > 1 else ""
        return Figure(f"见{number}“{entry.label}”", target=entry.id)

    def data_table(self, name: str, wanted: str = "表") -> DataTable:
        """The table in prose with this title, or the only one whose title contains it."""
        tables = [
            piece
            for section in self.disclosure.sections
            for piece in section.prose
            if isinstance(piece, DataTable)
        ]
        exact = [t for t in tables if t.caption.text == name]
        found = exact or [t for t in tables if name and name in t.caption.text]
        if len(found) == 1:
            return found[0]
        if found:
            raise Unresolved(
                "多处", f"有 {len(found)} 张表的标题含有“{name}”。", "写出完整的表题。"
            )
        names = [t.caption.text for t in tables]
        names += [p.name.text for p in self.disclosure.projects]
        raise Unresolved("没有", f"没有叫“{name}”的{wanted}。", did_you_mean(name, names))

    def project(self, name: str) -> Project:
        matches = [p for p in self.disclosure.projects if name in (p.name.text, p.own_code)]
        if len(matches) == 1 and name:
            return matches[0]
        if matches:
            raise Unresolved("多处", f"有 {len(matches)} 个项目叫“{name}”。", "改用项目编码。")
        names = [p.name.text for p in self.disclosure.projects]
        raise Unresolved("没有", f"没有叫“{name}”的项目。", did_you_mean(name, names))

    def indicator(self, project: Project, names: list[str]) -> Indicator:
        rows = [
            row
            for row in project.indicators.rows
            if row.name.text == names[-1]
            and (len(names) == 1 or (row.level2 or Words()).text == names[0])
        ]
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise Unresolved(
                "多处",
                f"“{project.name.text}”里有 {len(rows)} 个“{names[-1]}”指标。",
                f'加上二级指标：指标("{project.name.text}", "二级指标", "{names[-1]}")',
            )
        known = [row.name.text for row in project.indicators.rows]
        if names[-1] in known:
            levels = [(r.level2 or Words()).text for r in project.indicators.rows
                      if r.name.text == names[-1]]  # fmt: skip
            raise Unresolved(
                "没有",
                f"“{names[-1]}”不在“{names[0]}”下面。",
                "它在：" + "、".join(dict.fromkeys(levels)) + "。",
            )
        raise Unresolved(
            "没有",
            f"“{project.name.text}”里没有“{names[-1]}”这个指标。",
            did_you_mean(names[-1], known),
        )


_GRAND_TOTALS: Final = ("合计", "总计")
_TOTALS: Final = ("项目预算合计", "项目数")


def settled(disclosure: Disclosure, families: Mapping[str, Family]) -> Disclosure:
    """A 绩效自评 with the goals that it has from what it evaluates as they are read there.

    References in them speak of the figures of that disclosure, which reports its
    own faults.
    """
    evaluated = disclosure.evaluated
    if evaluated is None:
        return disclosure
    outline = make_outline(evaluated, family_of(evaluated, families), Problems())
    fill = Figures(evaluated, outline, Problems()).fill
    goals = {p.address: p.goals for p in evaluated.projects}
    projects = (
        replace(p, goals=tuple(_settled(piece, fill) for piece in p.goals))
        if p.goals and p.goals == goals.get(p.address)
        else p
        for p in disclosure.projects
    )
    return replace(disclosure, projects=tuple(projects))


def _settled(
    piece: Paragraph | Subheading, fill: Callable[[Words], Text]
) -> Paragraph | Subheading:
    return replace(piece, words=Words(fill(piece.words).plain, piece.words.span))


def _arguments(text: str) -> list[str]:
    found = []
    at = 0
    while at < len(text):
        match = _ARGUMENT.match(text, at)
        if match is None:
            raise Unresolved("写法", f"引用里的名称要加引号：{text.strip()}", _EXAMPLE)
        found.append(next(g for g in match.groups() if g is not None))
        at = match.end()
    return found


def _expect(arguments: list[str], counts: tuple[int, ...], example: str) -> None:
    if len(arguments) not in counts:
        raise Unresolved("写法", "引用里的名称个数不对。", f"写成：{{{{ {example} }}}}")


def _before_unit(piece: Figure | str, unit: str) -> Figure | str:
    """A figure of money as it reads before a typed unit: in that unit, which stands once."""
    if not unit or isinstance(piece, str) or not (piece.value and unit_called(piece.unit)):
        return piece
    value = in_wan(Decimal(piece.value), piece.unit)
    typed = parse_amount(Words(piece.text), unit)
    if typed.value is None:
        return piece
    text = typed.shown(unit) if typed.value == value else plain_number(in_unit(value, unit))
    return replace(piece, text=text)


def _moved(span: Span, by: int) -> Span:
    return Span(span.path, span.line, span.column + by)
