"""The figures of a disclosure as data: flat tables, and a record of everything."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from .. import plan
from ..document.layout import Document, Fill, by_role
from ..document.provenance import Mention, mentions
from ..evidence.budget_figures import project_total
from ..forms import PLAN, Family, table_addresses
from ..keys import OTHER_COLUMNS, OTHERS
from ..model.amounts import Amount, plain_number
from ..model.disclosure import Disclosure, Indicator, OtherEntry, Project
from ..model.evaluation import Achievement, Evaluation, Kind
from ..model.texts import Illustration
from ..model.words import DataTable, Paragraph, Picture, Prose, SectionText, Subheading, Words
from ..sources.prose_marks import without_marks
from ..versions.corrections import Corrected, history_json
from . import evaluation_data
from .json_text import json_file
from .tabular import Column, ColumnKind, Table, Value

_YEAR: Final = Column("年度", ColumnKind.YEAR, "预算年度。")
_ID: Final = Column("标识", explanation="部门的标识，也是网址的一段。")
_DEPARTMENT: Final = Column("部门")
_CODE: Final = Column("项目编码", explanation="按文字保存，开头的 0 不丢。")
_PROJECT: Final = Column("项目名称")
_ADDRESS: Final = Column("地址", explanation="项目网页的地址，同一部门同一年度内不重复。")


def _money(name: str) -> Column:
    """A column of amounts; words in place of a number stand in its 原文 column."""
    return Column(
        name, ColumnKind.NUMBER, f"没有填写数字的为空，所填的文字见“{name}原文”。", "万元"
    )


def _wording(name: str) -> Column:
    return Column(f"{name}原文", explanation="填写的原文。")


_AMOUNTS: Final = ("预算数", "财政资金", "其他资金")
PROJECTS: Final = Table(
    "projects",
    "项目",
    (
        _YEAR, _ID, _DEPARTMENT, Column("部分", explanation="项目所在的部分。"), _ADDRESS, _CODE,
        _PROJECT, *map(_money, _AMOUNTS), Column("支出计划", explanation="各时点的累计比例。"),
        Column("用途"), Column("绩效目标"), *map(_wording, _AMOUNTS),
    ),
    (),
    (_YEAR.title, _ID.title, _ADDRESS.title),
    "一行一个项目。",
)  # fmt: skip
INDICATORS: Final = Table(
    "indicators",
    "绩效指标",
    (
        _YEAR, _ID, _DEPARTMENT, _ADDRESS, _CODE, _PROJECT, Column("一级指标"), Column("二级指标"),
        Column("三级指标"), Column("绩效指标描述"),
        Column("指标值", explanation="填写的原文，后三列由它拆出。"),
        Column("计算符号", explanation="≥、≤、>、<、= 或空。"),
        Column("数值", ColumnKind.NUMBER, "定性的、没有数字的为空。"), Column("计量单位"),
        Column("指标值确定依据"),
    ),
    (),
    (),
    "一行一条指标；部门整体的指标在前，没有编码。",
)  # fmt: skip


DISCLOSURES: Final = Table(
    "disclosures",
    "公开目录",
    (
        _YEAR, _ID, _DEPARTMENT, Column("标题"), Column("状态", explanation="公开或更正。"),
        Column("批复日期", ColumnKind.DATE), Column("公开日期", ColumnKind.DATE),
        Column("项目数", ColumnKind.COUNT), Column("指标数", ColumnKind.COUNT),
        Column("有预算数的项目数", ColumnKind.COUNT, "少于项目数的，看合计说明。"),
        Column("项目预算合计", ColumnKind.NUMBER, "没有的为空；算了哪些，看合计说明。", "万元"),
        Column("合计说明", explanation="合计不是全部项目预算数之和的，说明它算了哪些。"),
        Column("网页", explanation="在本站内的地址。"),
    ),
    (),
    (_YEAR.title, _ID.title),
    "一行一份公开。",
)  # fmt: skip


@dataclass(frozen=True)
class Datasets:
    """The data files of one disclosure; `fill` puts figures in place of `{{ … }}`."""

    disclosure: Disclosure
    family: Family
    document: Document
    fill: Fill
    corrections: tuple[Corrected, ...] = ()

    def projects(self) -> Table:
        """One row a project; amounts in 万元 as numbers, and as they were typed."""
        columns = (
            *PROJECTS.columns,
            *(evaluation_data.PROJECT_COLUMNS if self.is_evaluation else ()),
        )
        rows = tuple(self.project_row(p) for p in self.disclosure.projects)
        return replace(PROJECTS, columns=columns, rows=rows)

    @property
    def is_evaluation(self) -> bool:
        return self.disclosure.kind is Kind.EVALUATION

    def indicators(self) -> Table:
        """One row an indicator, its target whole and split into operator, number and unit.

        The whole department's own indicators come first, without a code. Columns
        that only some forms have (绩效标准) stand behind the common ones.
        """
        further = self.further_columns()
        rows = tuple(
            self.indicator_row(project, row, further)
            for project in self.filled_forms()
            for row in project.indicators.rows
        )
        achieved = evaluation_data.INDICATOR_COLUMNS if self.is_evaluation else ()
        columns = (*INDICATORS.columns, *achieved, *(Column(key) for key in further))
        return replace(INDICATORS, columns=columns, rows=rows)

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

    def project_row(self, project: Project) -> tuple[Value, ...]:
        amounts = (project.budget, project.fiscal, project.other)
        return (
            self.disclosure.year,
            self.disclosure.name,
            self.disclosure.department.text,
            project.part,
            project.address,
            project.code.text,
            project.name.text,
            *(amount.value for amount in amounts),
            "，".join(f"{s.label}{s.share.wording}" for s in project.plan if s.share),
            "\n".join(self.prose(project.purpose)),
            "\n".join(self.prose(project.goals)),
            *(amount.wording for amount in amounts),
            *(self.evaluation_cells(project) if self.is_evaluation else ()),
        )

    def evaluation_cells(self, project: Project) -> tuple[Value, ...]:
        evaluation = project.evaluation or Evaluation()
        return evaluation_data.project_cells(evaluation, "\n".join(self.prose(evaluation.outcome)))

    def indicator_row(
        self, project: Project, row: Indicator, further: Sequence[str]
    ) -> tuple[Value, ...]:
        target, extra = row.target, dict(row.extra)
        words = (row.level1, row.level2, row.name, row.description)
        return (
            self.disclosure.year,
            self.disclosure.name,
            self.disclosure.department.text,
            project.address,
            project.code.text,
            project.name.text,
            *(w.text if w else "" for w in words),
            target.wording,
            target.operator,
            target.number,
            target.unit,
            row.basis.text if row.basis else "",
            *(evaluation_data.indicator_cells(row.achievement) if self.is_evaluation else ()),
            *(extra[key].text if key in extra else "" for key in further),
        )

    def json(self) -> bytes:
        """The whole disclosure; amounts are strings of plain digits in 万元, never floats."""
        disclosure = self.disclosure
        total = project_total(disclosure, self.family, self.document)
        names = self.table_names()
        record: dict[str, object] = {
            "标识": disclosure.name,
            "版本": disclosure.version,
            "年度": disclosure.year,
            "类型": disclosure.kind.value,
            "评价对象": disclosure.evaluates.text,
            "部门": disclosure.department.text,
            "标题": self.document.outline.title,
            "表式": self.family.name,
            "状态": disclosure.status.value,
            "批复日期": str(disclosure.approved_on or ""),
            "审批": disclosure.approval.by.text,
            "审批日期": str(disclosure.approval.on or ""),
            "成文日期": str(disclosure.written_on or ""),
            "公开日期": published(disclosure.published_on, disclosure.published_at),
            "单位": "万元",
            "项目预算合计": _number(total.value),
            "有预算数的项目数": total.budgeted,
            "合计说明": total.note,
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
            "附件": [
                {
                    "标题": a.title.text,
                    "地址": plan.attachment_file(disclosure.year, disclosure.id, a.address),
                    "类型": a.kind,
                    "字节": a.size,
                    "sha256": a.digest,
                }
                for a in disclosure.attachments
            ],
            "正文": {s.key: self.section(s.prose, names) for s in disclosure.sections},
            "分项绩效目标": [
                {
                    "标题": g.title.text,
                    "内容": self.section(g.text, names),
                    "绩效目标": self.section(g.goal, names),
                    "绩效指标": [_indicator(row) for row in g.indicators.rows],
                }
                for g in disclosure.subgoals
            ],
            "整体": self.form(disclosure.overall) if disclosure.overall else None,
            "项目": [self.project(p) for p in disclosure.projects],
            "数字来源": [_mention(m) for m in mentions(self.document)],
            "更正记录": history_json(self.corrections),
        }
        return json_file(record)

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
            **{key: [_indicator(row) for row in t.rows] for key, t in project.long_term},
            **({OTHERS: [_other(entry) for entry in project.others]} if project.others else {}),
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

    def table_names(self) -> dict[int, str]:
        """What the file of each table in prose is called, by the table's identity."""
        tables = [p for s in self.disclosure.sections for p in s.prose if isinstance(p, DataTable)]
        names = table_addresses(tables, self.family.tables)
        return dict(zip(map(id, tables), names, strict=True))

    def section(self, text: SectionText, names: Mapping[int, str]) -> list[object]:
        """Paragraphs as text, each followed by its footnotes; a table as its name, title, unit
        and rows, the head first; a picture as what it says and where it is."""
        found: list[object] = []
        for piece in text:
            match piece:
                case DataTable():
                    found.append(_data_table(piece, names[id(piece)]))
                case Picture():
                    found.append(self.pictures[id(piece)])
                case Paragraph(notes=notes):
                    found += self.prose((piece,))
                    found += [self.notes[id(note)] for note in notes]
                case Subheading():
                    found += self.prose((piece,))
        return found

    def prose(self, prose: Prose) -> list[str]:
        return [
            self.paragraph(p) if isinstance(p, Paragraph) else f"### {p.words.text}" for p in prose
        ]

    def paragraph(self, paragraph: Paragraph) -> str:
        """What it says, without the marks of its footnotes."""
        marks = {note.mark for note in paragraph.notes}
        text, _ = without_marks(paragraph.words.text, marks)
        return self.fill(Words(text, paragraph.words.span)).plain

    def picture_file(self, shown: Illustration) -> str:
        return plan.picture_file(self.disclosure.year, self.disclosure.id, shown.name)

    @cached_property
    def notes(self) -> dict[int, object]:
        """The footnotes as data, by the identity of what was typed."""
        shown = (note for laid in self.document.walk() for note in laid.notes)
        return {id(n.of): {"脚注": n.label, "内容": n.content.plain} for n in shown}

    @cached_property
    def pictures(self) -> dict[int, object]:
        """The pictures as data, by the identity of what was typed; the file as seen from the
        disclosure's folder, which is another for a former version."""
        page = plan.disclosure_page(self.disclosure.year, self.disclosure.id)
        return {
            id(shown.of): {
                "图": shown.number,
                "图题": shown.caption.plain,
                "说明": shown.description,
                "文件": plan.link(page, self.picture_file(shown)),
                "类型": f"image/{shown.of.kind}",
                "宽": shown.of.width,
                "高": shown.of.height,
                "字节": shown.of.size,
                "sha256": shown.of.digest,
            }
            for shown in self.document.illustrations
        }


def _data_table(table: DataTable, name: str) -> dict[str, object]:
    return {
        "标识": name,
        **({"预算表": table.definition} if table.definition else {}),
        "标题": table.caption.text,
        "单位": table.unit,
        "表头行数": len(table.head),
        "行": [[cell.text for cell in row] for row in (*table.head, *table.rows)],
    }


def published(on: datetime.date | None, at: datetime.time | None) -> str:
    """When a text was published, as data: to the minute where that is known, never made up."""
    day = str(on or "")
    return f"{day} {at:%H:%M}" if day and at else day


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


def _other(entry: OtherEntry) -> dict[str, str]:
    said = (entry.column, entry.indicator, entry.text)
    return {key: words.text for key, words in zip(OTHER_COLUMNS, said, strict=True)}


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


def _number(value: Decimal | None) -> str | None:
    return plain_number(value) if value is not None else None
