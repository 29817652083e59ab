"""The real disclosures as the model, from their faithful transcriptions (JSON).

An import of the Word files gives the same once it places every table; the
transcriptions are the ground truth to which the key of findings (`key.yaml`) refers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator import checks
from generator.checks.comparison import Comparison, Outcome
from generator.diagnostics import Problems, Span
from generator.document.figures import Figures
from generator.document.layout import lay_out
from generator.document.outline import make_outline
from generator.evidence.subject import Subject
from generator.forms import Family, load_families
from generator.model.amounts import parse_amount, parse_percent
from generator.model.disclosure import (
    Disclosure,
    Indicator,
    IndicatorTable,
    Opinion,
    PlanStep,
    Project,
    Section,
    SubGoal,
)
from generator.model.targets import parse_target
from generator.model.words import (
    DataTable,
    Paragraph,
    SectionPiece,
    SectionText,
    Subheading,
    Words,
)
from tests.conftest import TEMPLATES

NAMES = ("julu-2024", "linwu-2021", "gaoxin-2020")
FAMILIES = {"julu-2024": "河北", "linwu-2021": "湖南", "gaoxin-2020": "石家庄2020"}
# The keys of the chapters of 石家庄2020 that differ from their titles.
_KEYS = {"财政拨款“三公”经费预算情况及增减变化原因": "三公经费"}


@cache
def families() -> dict[str, Family]:
    problems = Problems()
    found = load_families([TEMPLATES], problems)
    assert not problems.found
    return found


@dataclass
class Reader:
    """Turns a transcription into a Disclosure; a text's line is its place in reading order."""

    path: str
    family: Family
    line: int = 0

    def words(self, text: str | None) -> Words:
        self.line += 1
        return Words(text or "", Span(self.path, self.line))

    def prose(self, texts: Iterable[str]) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(self.words(t)) for t in texts if t)

    def table(self, block: dict[str, Any]) -> DataTable:
        header = block["header"]
        if isinstance(header, dict):
            upper = [x for h in header["nested"] for x in _upper(h)]
            lower = [x for h in header["nested"] for x in _lower(h)]
            heads = [upper, lower]
        else:
            heads = [header]
        rows = [list(r) for r in block["rows"]]
        for number, total in enumerate(block["totals"]):
            rows.insert(total["before_row"] + number, total["row"])
        return DataTable(
            self.words(block["caption"]),
            tuple(tuple(self.words(t) for t in head) for head in heads),
            tuple(tuple(self.words(t) for t in row) for row in rows),
            block["unit"],
            block.get("caption_unit", block.get("prepared_by", "")),
            ("合计", "小计", "资产总额"),
            self.words("").span,
        )

    def indicators(self, items: list[dict[str, Any]], columns: tuple[str, ...]) -> IndicatorTable:
        rows = tuple(
            Indicator(
                name=self.words(i.get("l3") or i.get("text")),
                target=parse_target(self.words(i["value"])),
                level1=self.words(i["l1"]) if i.get("l1") else None,
                level2=self.words(i["l2"]) if i.get("l2") else None,
                description=self.words(i["desc"]) if i.get("desc") is not None else None,
                basis=self.words(i["basis"]) if i.get("basis") is not None else None,
                extra=(("绩效标准", self.words(i["standard"])),) if i.get("standard") else (),
                span=Span(self.path, self.line),
            )
            for i in items
        )
        return IndicatorTable(columns if rows else (), rows, Span(self.path, self.line))

    def project(self, block: dict[str, Any], number: int) -> Project:
        name = self.words(block["name"])
        budget = block.get("budget") or {}
        columns = tuple(c.key for c in self.family.forms["项目"].columns)
        extra = [(key, block[field]) for key, field in (
            ("预算部门", "department"), ("该项目支出上级资金", "superior"), ("实施期", "period"),
            ("实施期绩效目标", "period_goal"),
        ) if block.get(field)]  # fmt: skip
        goals = block.get("goals") or [block.get("year_goal") or ""]
        return Project(
            name=name,
            form="项目",
            address=f"{number:03}",
            code=self.words(block.get("code")),
            part=(block.get("part") or "").partition(" ")[2],
            budget=parse_amount(self.words(budget.get("total"))),
            fiscal=parse_amount(self.words(budget.get("fiscal"))),
            other=parse_amount(self.words(budget.get("other"))),
            plan=tuple(
                PlanStep(k, parse_percent(self.words(v)))
                for k, v in (block.get("plan") or {}).items()
            ),
            purpose=self.prose([block.get("purpose") or ""]),
            goals=self.prose(goals),
            indicators=self.indicators(block["indicators"], columns),
            extra=tuple((key, self.prose([text])) for key, text in extra),
            opinions=self.opinions(block),
            filing=self.filing(block),
            span=name.span,
        )

    def opinions(self, block: dict[str, Any]) -> tuple[Opinion, ...]:
        return tuple(
            Opinion(self.words(o["office"]), self.words(o["opinion"]), self.words(o["date"]))
            for o in block.get("review") or ()
        )

    def filing(self, block: dict[str, Any]) -> tuple[tuple[str, Words], ...]:
        return tuple((k, self.words(v)) for k, v in (block.get("footer") or {}).items())

    def overall(self, block: dict[str, Any]) -> Project:
        budget = block["budget"]
        parts = [
            (x["item"], x["amount"]) for x in (*budget["by_income"], *budget["by_expenditure"])
        ]
        extra = [("部门名称", [block["department"]]), *((k, [v]) for k, v in parts if v)]
        extra.append(("部门职能职责概述", block["duties"]))
        columns = tuple(c.key for c in self.family.forms["整体"].columns)
        name = self.words("部门整体支出绩效目标")
        return Project(
            name=name,
            form="整体",
            address="zhengti",
            budget=parse_amount(self.words(budget["total"])),
            goals=self.prose(block["goals"]),
            indicators=self.indicators(block["indicators"], columns),
            extra=tuple((key, self.prose(texts)) for key, texts in extra),
            opinions=self.opinions(block),
            filing=self.filing(block),
            span=name.span,
        )

    def subgoal(self, block: dict[str, Any]) -> SubGoal:
        title = self.words(block["title"])
        columns = ("三级指标", "指标值")
        indicators = self.indicators(block["indicators"], columns)
        text = self.prose([block["goal"]])
        if block["indicators"]:
            return SubGoal(title, (), text, indicators, title.span)
        return SubGoal(title, text, span=title.span)

    def sections(self, body: list[dict[str, Any]]) -> Iterator[Section]:
        """The prose under each heading that the family knows."""
        titles = {p.title: p.key for p in self.family.sections()}
        key, pieces = "", list[SectionPiece]()
        for block in body:
            kind = block["kind"]
            title = block.get("text", "").rstrip("：")
            if kind == "heading" and title in titles:
                if key and pieces:
                    yield Section(key, tuple(pieces))
                key, pieces = titles[title], []
            elif kind in ("subgoal", "project") or (kind == "heading" and block["level"] == 1):
                if key and pieces:
                    yield Section(key, tuple(pieces))
                key, pieces = "", []
            elif key:
                pieces += self.pieces(block)
        if key and pieces:
            yield Section(key, tuple(pieces))

    def pieces(self, block: dict[str, Any]) -> SectionText:
        match block["kind"]:
            case "heading":
                return (Subheading(self.words(block["number"] + block["text"])),)
            case "para":
                return (Paragraph(self.words(block["text"])),)
            case "list" if block.get("role") != "toc":
                return self.prose(block["items"])
            case "table":
                return (self.table(block),)
        return ()

    def disclosure(self, data: dict[str, Any], id: str) -> Disclosure:
        body = data["body"]
        overall = next((b for b in body if b["kind"] == "overall_form"), None)
        forms = [b for b in body if b["kind"] in ("project", "project_form")]
        return Disclosure(
            id=id,
            year=data["year"],
            family=self.family.name,
            department=self.words(data["department"]),
            title=self.words(data["title"]),
            # gaoxin's unit stands above its procurement table, see DataTable.note
            unit_code=self.words(data["unit_code"] if self.family.name == "河北" else ""),
            unit_name=self.words(data["unit_name"] if self.family.name == "河北" else ""),
            compiled_by=self.words(data.get("compiled_by")),
            reviewed_by=self.words(data.get("reviewed_by")),
            sections=tuple(self.sections(body)),
            subgoals=tuple(self.subgoal(b) for b in body if b["kind"] == "subgoal"),
            overall=self.overall(overall) if overall else None,
            projects=tuple(self.project(b, n) for n, b in enumerate(forms, 1)),
            span=Span(self.path),
        )


def _upper(head: str | dict[str, Any]) -> list[str]:
    if isinstance(head, str):
        return [head]
    return [head["text"], *[""] * (len(head["children"]) - 1)]


def _lower(head: str | dict[str, Any]) -> list[str]:
    return [""] if isinstance(head, str) else head["children"]


def disclosure(folder: Path, name: str) -> Disclosure:
    """A real disclosure by the name of its files."""
    data = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return Reader(f"{name}.json", families()[FAMILIES[name]]).disclosure(data, name)


def subject(disclosure: Disclosure, family: Family | None = None) -> Subject:
    """A disclosure laid out, as the rules want it."""
    family = family or families()[disclosure.family]
    problems = Problems()
    outline = make_outline(disclosure, family, problems)
    fill = Figures(disclosure, outline, problems).fill
    return Subject(disclosure, family, lay_out(disclosure, family, outline, fill))


def findings(subject: Subject) -> list[Comparison]:
    return [c for c in checks.compare(subject) if c.outcome is Outcome.DISAGREE]
