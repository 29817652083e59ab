"""The figures as data: CSV for Excel, JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ..forms import AMOUNT_COLUMN, PLAN, Family, TableColumn, TableDefinition
from ..layout import Document, Fill, by_role
from ..model.amounts import Amount, plain_number, to_decimal
from ..model.disclosure import Disclosure, Indicator, Project
from ..model.evaluation import Achievement, Evaluation, Kind
from ..model.heads import paths
from ..model.words import DataTable, Paragraph, Prose, SectionText, Words
from ..provenance import Mention, mentions

PROJECT_HEAD: Final = (
    "年度", "部门", "部分", "地址", "项目编码", "项目名称", "预算数（万元）", "财政资金（万元）",
    "其他资金（万元）", "支出计划", "用途", "绩效目标",
)  # fmt: skip
INDICATOR_HEAD: Final = (
    "年度", "部门", "项目编码", "项目名称", "一级指标", "二级指标", "三级指标", "绩效指标描述",
    "指标值", "计算符号", "数值", "计量单位", "指标值确定依据",
)  # fmt: skip
# What a 绩效自评 has beside.
EVALUATION_HEAD: Final = (
    "全年预算数（万元）", "全年执行数（万元）", "执行率（%）", "执行率分值", "执行率得分", "总分",
    "目标实际完成情况",
)  # fmt: skip
ACHIEVEMENT_HEAD: Final = (
    "实际完成值", "实际数值", "实际计量单位", "分值", "得分", "偏差原因分析及改进措施",
)  # fmt: skip


@dataclass(frozen=True)
class Datasets:
    """The data files of one disclosure; `fill` puts figures in place of `{{ … }}`."""

    disclosure: Disclosure
    family: Family
    document: Document
    fill: Fill

    def projects_csv(self) -> bytes:
        """One row a project; amounts in 万元 as plain numbers, text where no number was typed."""
        head = (*PROJECT_HEAD, *(EVALUATION_HEAD if self.is_evaluation else ()))
        return _csv(head, (self.project_row(p) for p in self.disclosure.projects))

    @property
    def is_evaluation(self) -> bool:
        return self.disclosure.kind is Kind.EVALUATION

    def indicators_csv(self) -> bytes:
        """One row an indicator, its target whole and split into operator, number and unit.

        The whole department's own indicators come first, without a code. Columns
        that only some forms have (绩效标准) stand behind the common ones.
        """
        further = self.further_columns()
        rows = (
            self.indicator_row(project, row, further)
            for project in self.filled_forms()
            for row in project.indicators.rows
        )
        achieved = ACHIEVEMENT_HEAD if self.is_evaluation else ()
        return _csv((*INDICATOR_HEAD, *achieved, *further), rows)

    def statutory_tables(self) -> Iterator[tuple[TableDefinition, bytes]]:
        """Each statutory table with its rows as CSV, one head line; an empty one is its head.

        Numbers are plain; the heads of a column stand one after the other, with the
        unit behind amounts: 支出·合计（万元）.
        """
        for table in self.data_tables():
            definition = self.family.tables.get(table.definition)
            if definition is not None:
                rows = _plain_rows(table, definition)
                yield definition, _csv(_one_head(table, definition), rows)

    def data_tables(self) -> Iterator[DataTable]:
        for section in self.disclosure.sections:
            yield from (piece for piece in section.prose if isinstance(piece, DataTable))

    def filled_forms(self) -> tuple[Project, ...]:
        overall = self.disclosure.overall
        return (*((overall,) if overall else ()), *self.disclosure.projects)

    def further_columns(self) -> tuple[str, ...]:
        keys = (
            key
            for project in self.filled_forms()
            for row in project.indicators.rows
            for key, _ in row.extra
        )
        return tuple(dict.fromkeys(keys))

    def project_row(self, project: Project) -> list[str]:
        return [
            str(self.disclosure.year),
            self.disclosure.department.text,
            project.part,
            project.address,
            project.code.text,
            project.name.text,
            *(_amount(a) for a in (project.budget, project.fiscal, project.other)),
            "，".join(f"{s.label}{s.share.wording}" for s in project.plan if s.share),
            "\n".join(self.prose(project.purpose)),
            "\n".join(self.prose(project.goals)),
            *(
                self.evaluation_cells(project.evaluation or Evaluation())
                if self.is_evaluation
                else ()
            ),
        ]

    def evaluation_cells(self, evaluation: Evaluation) -> list[str]:
        e = evaluation
        amounts = (e.budget, e.spent, e.rate, e.weight, e.score, e.total)
        return [*(_amount(a) for a in amounts), "\n".join(self.prose(e.outcome))]

    def indicator_row(self, project: Project, row: Indicator, further: Sequence[str]) -> list[str]:
        target, extra = row.target, dict(row.extra)
        words = (row.level1, row.level2, row.name, row.description)
        return [
            str(self.disclosure.year),
            self.disclosure.department.text,
            project.code.text,
            project.name.text,
            *(w.text if w else "" for w in words),
            target.wording,
            target.operator,
            plain_number(target.number) if target.number is not None else "",
            target.unit,
            row.basis.text if row.basis else "",
            *(_achievement_cells(row.achievement) if row.achievement else ()),
            *(extra[key].text if key in extra else "" for key in further),
        ]

    def json(self) -> bytes:
        """The whole disclosure; amounts are strings of plain digits in 万元, never floats."""
        disclosure = self.disclosure
        total = disclosure.project_total if disclosure.has_budgets else None
        record: dict[str, object] = {
            "标识": disclosure.id,
            "年度": disclosure.year,
            "类型": disclosure.kind.value,
            "评价对象": disclosure.evaluates.text,
            "部门": disclosure.department.text,
            "标题": self.document.outline.title,
            "表式": self.family.name,
            "状态": disclosure.status.value,
            "批复日期": str(disclosure.approved_on or ""),
            "公开日期": str(disclosure.published_on or ""),
            "单位": "万元",
            "项目预算合计": _number(total),
            "填报": {key: words.text for key, words in disclosure.filing},
            "不公开": [
                {
                    "事项": entry.item.text,
                    "依据": entry.basis.text,
                    "说明": entry.reason.text,
                    "金额": self.value(entry.amount),
                    "范围": entry.scope.text,
                }
                for entry in disclosure.withheld
            ],
            "正文": {s.key: self.section(s.prose) for s in disclosure.sections},
            "分项绩效目标": [
                {
                    "标题": g.title.text,
                    "内容": self.prose(g.text),
                    "绩效目标": self.prose(g.goal),
                    "绩效指标": [_indicator(row) for row in g.indicators.rows],
                }
                for g in disclosure.subgoals
            ],
            "整体": self.form(disclosure.overall) if disclosure.overall else None,
            "项目": [self.project(p) for p in disclosure.projects],
            "数字来源": [_mention(m) for m in mentions(self.document)],
        }
        return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    def project(self, project: Project) -> dict[str, object]:
        return {
            "地址": project.address,
            "编码": project.code.text,
            "名称": project.name.text,
            "部分": project.part,
            "单位编码": project.unit_code.text,
            "单位名称": project.unit_name.text,
            **self.form(project),
        }

    def form(self, project: Project) -> dict[str, object]:
        """What a form holds, by the keys of its fields."""
        extra = dict(project.extra)
        values: dict[str, object] = {}
        for field in self.family.forms[project.form].fields:
            if field.kind == PLAN:
                values[field.key] = {s.label: s.share.wording for s in project.plan}
                continue
            value = by_role(project, field.role) if field.role else extra.get(field.key, ())
            values[field.key] = self.value(value)
        return {
            **values,
            "绩效指标": [_indicator(row) for row in project.indicators.rows],
            "审核意见": [
                {"股室": o.office.text, "意见": o.opinion.text, "日期": o.date.text}
                for o in project.opinions
            ],
            "填报": {key: words.text for key, words in project.filing},
        }

    def value(self, value: Words | Amount | Prose) -> object:
        if isinstance(value, Amount):
            return {"原文": value.wording, "数值": _number(value.value)}
        return value.text if isinstance(value, Words) else self.prose(value)

    def section(self, text: SectionText) -> list[object]:
        """Paragraphs as text; a table as its title, unit and rows, the head first."""
        return [
            {
                **({"预算表": piece.definition} if piece.definition else {}),
                "标题": piece.caption.text,
                "单位": piece.unit,
                "表头行数": len(piece.head),
                "行": [[cell.text for cell in row] for row in (*piece.head, *piece.rows)],
            }
            if isinstance(piece, DataTable)
            else self.prose((piece,))[0]
            for piece in text
        ]

    def prose(self, prose: Prose) -> list[str]:
        return [
            self.fill(p.words).plain if isinstance(p, Paragraph) else f"### {p.words.text}"
            for p in prose
        ]


def _mention(mention: Mention) -> dict[str, object]:
    """A figure in prose: where it stands, what was typed, and the anchor of what it comes from.

    编号 and 出处 are anchors of the disclosure's page; 出处 is a cell, or for what is
    computed the heading of what was added up.
    """
    figure = mention.figure
    place: dict[str, object] = {"标题": mention.heading}
    place |= {"单元格": mention.cell} if mention.cell else {}
    return {
        "编号": figure.id,
        "位置": place | {"段": mention.paragraph},
        "写法": figure.reference,
        "文字": figure.text,
        "数值": figure.value or None,
        "单位": figure.unit,
        "出处": figure.target or None,
    }


def _columns(table: DataTable, definition: TableDefinition) -> tuple[TableColumn, ...]:
    head = [[words.text for words in row] for row in table.head]
    return definition.fitting(head) or ()


def _one_head(table: DataTable, definition: TableDefinition) -> list[str]:
    units = [
        f"（{table.unit}）" if c.kind == AMOUNT_COLUMN and not c.unit and table.unit else ""
        for c in _columns(table, definition)
    ]
    heads = paths([[words.text for words in row] for row in table.head])
    return ["·".join(path) + unit for path, unit in zip(heads, units, strict=True)]


def _plain_rows(table: DataTable, definition: TableDefinition) -> Iterator[list[str]]:
    columns = _columns(table, definition)
    for row in table.rows:
        yield [
            words.text if column.is_label else _plain(words.text)
            for column, words in zip(columns, row, strict=True)
        ]


def _plain(text: str) -> str:
    number = to_decimal(text)
    return text if number is None else format(number, "f")


def _achievement_cells(achieved: Achievement) -> list[str]:
    actual = achieved.actual
    number = plain_number(actual.number) if actual.number is not None else ""
    points = (achieved.weight, achieved.score)
    return [
        actual.wording, number, actual.unit, *(_amount(p) for p in points), achieved.reason.text
    ]  # fmt: skip


def _amount(amount: Amount) -> str:
    return plain_number(amount.value) if amount.value is not None else amount.wording


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with BOM, so that Excel reads Chinese; no cell can start a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would run as a formula is led by an apostrophe.

    A negative number stays a number; `-2+3` is none.
    """
    starts_formula = cell[:1] in _STARTS and len(cell) > 1
    return f"'{cell}" if starts_formula and to_decimal(cell) is None else cell


def _indicator(row: Indicator) -> dict[str, object]:
    target = row.target
    words = {
        "一级指标": row.level1,
        "二级指标": row.level2,
        "三级指标": row.name,
        "描述": row.description,
        "依据": row.basis,
        **dict(row.extra),
    }
    return {
        **{key: value.text for key, value in words.items() if value is not None},
        "指标值": target.wording,
        "种类": target.kind.value,
        "计算符号": target.operator,
        "数值": _number(target.number),
        "计量单位": target.unit,
        **(_achievement(row.achievement) if row.achievement else {}),
    }


def _achievement(achieved: Achievement) -> dict[str, object]:
    return {
        "实际完成值": achieved.actual.wording,
        "实际数值": _number(achieved.actual.number),
        "实际计量单位": achieved.actual.unit,
        "分值": _number(achieved.weight.value),
        "得分": _number(achieved.score.value),
        "偏差原因分析及改进措施": achieved.reason.text,
    }


# What makes a spreadsheet take a cell for a formula; some take the full-width signs as well.
_STARTS: Final = (*"=+-@\t\r\n", *"＝＋－＠")


def _number(value: Decimal | None) -> str | None:
    return plain_number(value) if value is not None else None
