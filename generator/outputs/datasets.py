"""The figures as data: CSV for Excel, JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from ..forms import Family
from ..layout import Document
from ..model.amounts import Amount, plain_number
from ..model.disclosure import Disclosure, Indicator, Project
from ..model.words import DataTable, Paragraph, Prose, SectionText

PROJECT_HEAD: Final = (
    "年度", "部门", "部分", "地址", "项目编码", "项目名称", "预算数（万元）", "财政资金（万元）",
    "其他资金（万元）", "支出计划", "用途", "绩效目标",
)  # fmt: skip
INDICATOR_HEAD: Final = (
    "年度", "部门", "项目编码", "项目名称", "一级指标", "二级指标", "三级指标", "绩效指标描述",
    "指标值", "计算符号", "数值", "计量单位", "指标值确定依据",
)  # fmt: skip


def projects_csv(disclosure: Disclosure) -> bytes:
    """One row a project; amounts in 万元 as plain numbers, text where no number was typed."""
    return _csv(PROJECT_HEAD, (_project_row(disclosure, p) for p in disclosure.projects))


def indicators_csv(disclosure: Disclosure) -> bytes:
    """One row an indicator, its target whole and split into operator, number and unit."""
    rows = (
        _indicator_row(disclosure, project, row)
        for project in disclosure.projects
        for row in project.indicators.rows
    )
    return _csv(INDICATOR_HEAD, rows)


def _project_row(disclosure: Disclosure, project: Project) -> list[str]:
    return [
        str(disclosure.year),
        disclosure.department.text,
        project.part,
        project.address,
        project.code.text,
        project.name.text,
        *(_amount(a) for a in (project.budget, project.fiscal, project.other)),
        "，".join(f"{s.label}{s.share.wording}" for s in project.plan if s.share),
        _lines(project.purpose),
        _lines(project.goals),
    ]


def _indicator_row(disclosure: Disclosure, project: Project, row: Indicator) -> list[str]:
    target = row.target
    words = (row.level1, row.level2, row.name, row.description)
    return [
        str(disclosure.year),
        disclosure.department.text,
        project.code.text,
        project.name.text,
        *(w.text if w else "" for w in words),
        target.wording,
        target.operator,
        plain_number(target.number) if target.number is not None else "",
        target.unit,
        row.basis.text if row.basis else "",
    ]


def _amount(amount: Amount) -> str:
    return plain_number(amount.value) if amount.value is not None else amount.wording


def _lines(prose: Prose) -> str:
    return "\n".join(piece.words.text for piece in prose)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with BOM, so that Excel reads Chinese; no cell can start a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would run as a formula is led by an apostrophe."""
    starts_formula = cell[:1] in ("=", "+", "@", "\t", "\r") or (
        cell[:1] == "-" and not cell[1:2].isdigit()
    )
    return f"'{cell}" if starts_formula and len(cell) > 1 else cell


def disclosure_json(disclosure: Disclosure, family: Family, document: Document) -> bytes:
    """The whole disclosure; amounts are strings of plain digits in 万元, never floats."""
    record = {
        "标识": disclosure.id,
        "年度": disclosure.year,
        "部门": disclosure.department.text,
        "标题": document.outline.title,
        "表式": family.name,
        "状态": disclosure.status.value,
        "批复日期": str(disclosure.approved_on or ""),
        "公开日期": str(disclosure.published_on or ""),
        "单位": "万元",
        "项目预算合计": _number(disclosure.project_total),
        "正文": {s.key: _section(s.prose) for s in disclosure.sections},
        "分项绩效目标": [
            {
                "标题": g.title.text,
                "内容": _prose(g.text),
                "绩效目标": _prose(g.goal),
                "绩效指标": [_indicator(row) for row in g.indicators.rows],
            }
            for g in disclosure.subgoals
        ],
        "项目": [_project(p) for p in disclosure.projects],
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _project(project: Project) -> dict[str, object]:
    return {
        "地址": project.address,
        "编码": project.code.text,
        "名称": project.name.text,
        "部分": project.part,
        "单位编码": project.unit_code.text,
        "单位名称": project.unit_name.text,
        "预算数": _money(project.budget),
        "财政资金": _money(project.fiscal),
        "其他资金": _money(project.other),
        "支出计划": {s.label: s.share.wording for s in project.plan},
        "用途": _prose(project.purpose),
        "绩效目标": _prose(project.goals),
        **{key: _prose(value) for key, value in project.extra},
        "绩效指标": [_indicator(row) for row in project.indicators.rows],
    }


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
    }


def _money(amount: Amount) -> dict[str, str | None]:
    return {"原文": amount.wording, "数值": _number(amount.value)}


def _number(value: Decimal | None) -> str | None:
    return plain_number(value) if value is not None else None


def _section(text: SectionText) -> list[object]:
    """Paragraphs as text; a table as its title, unit and rows, the head first."""
    return [
        {
            "标题": piece.caption.text,
            "单位": piece.unit,
            "表头行数": len(piece.head),
            "行": [[cell.text for cell in row] for row in (*piece.head, *piece.rows)],
        }
        if isinstance(piece, DataTable)
        else _prose((piece,))[0]
        for piece in text
    ]


def _prose(prose: Prose) -> list[str]:
    return [p.words.text if isinstance(p, Paragraph) else f"### {p.words.text}" for p in prose]
