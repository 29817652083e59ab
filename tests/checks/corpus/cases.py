"""The corpus: true texts, tables and indicator rows in anybody's words, and planted faults."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from generator import checks
from generator.checks.comparison import Comparison, Outcome
from generator.contents import find
from generator.diagnostics import Problems
from generator.evidence.subject import Subject
from generator.files import Folder
from generator.loader import load, others
from tests.checks.real import families, subject

PLACE: Final = Path(__file__).parent
SEEN, MEASURED = "seen", "measured"
KINDS: Final = (
    "分项之和", "占比", "增减率", "增减额", "方向", "持平", "完成率", "项目数", "文表不符",
    "上年数", "单位", "约数", "计数单位", "指标方向", "表内合计",
)  # fmt: skip
_SETTING: Final = re.compile(r"- (?P<key>[^：]+)：(?P<value>.*)")
_YEAR: Final = re.compile(r"20\d\d(?=年)")
_CHAPTER: Final = "部门预算安排的总体情况"
_FORMS: Final = {"石家庄2020": _CHAPTER, "河北": "总体绩效目标"}
_ROW: Final = "指标"


@dataclass(frozen=True)
class Fault:
    """One planted fault: what is replaced by what."""

    kind: str
    right: str
    wrong: str


@dataclass(frozen=True)
class Case:
    """A true text with its tables and projects, and the faults to plant in it, one at a time."""

    name: str
    text: str
    faults: tuple[Fault, ...] = ()
    chapter: str = _CHAPTER
    form: str = "石家庄2020"
    projects: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    before: str = ""

    @property
    def year(self) -> int:
        return max((int(y) for y in _YEAR.findall(self.text)), default=2025)

    @property
    def is_table(self) -> bool:
        return self.text.startswith("```")

    @property
    def is_row(self) -> bool:
        return not self.text

    def with_fault(self, fault: Fault) -> Case:
        """The same with one fault; what it replaces stands there just once."""
        if self.is_row:
            assert self.rows[0].count(fault.right) == 1, (self.name, fault)
            return replace(self, rows=(self.rows[0].replace(fault.right, fault.wrong),))
        assert self.text.count(fault.right) == 1, (self.name, fault)
        return replace(self, text=self.text.replace(fault.right, fault.wrong))


def cases(half: str) -> Iterator[Case]:
    """Every case of one half of the corpus."""
    for path in sorted((PLACE / half).glob("*.md")):
        text = path.read_text("utf-8")
        if path.stem == _ROW:
            yield from _rows(text)
        else:
            yield from (_case(part) for part in text.split("\n## ")[1:])


def _case(part: str) -> Case:
    name, _, body = part.partition("\n")
    text: list[str] = []
    given: dict[str, list[str]] = {}
    faults: list[Fault] = []
    for line in body.strip().split("\n"):
        match = _SETTING.fullmatch(line)
        if match is None:
            text.append(line)
        elif match["key"] in KINDS:
            right, arrow, wrong = match["value"].partition(" → ")
            assert arrow, line
            faults.append(Fault(match["key"], right, wrong))
        else:
            given.setdefault(match["key"], []).append(match["value"])
    form = given.get("表式", ["石家庄2020"])[0]
    before = "\n".join(given.get("上年", ()))
    return Case(
        name, "\n".join(text), tuple(faults), given.get("章", [_FORMS[form]])[0], form,
        tuple(given.get("项目", ())), tuple(given.get("指标", ())), before,
    )  # fmt: skip


def _rows(text: str) -> Iterator[Case]:
    for line in text.split("\n"):
        cells = [c.strip() for c in line.strip("|").split("|")]
        if len(cells) == 6 and "---" not in line and cells[0] != "一级指标":
            row, (wrong, kind) = " | ".join(cells[:4]), cells[4:]
            faults = (Fault(kind, cells[3], wrong),) if kind else ()
            yield Case(cells[2], "", faults, form="河北", projects=("检查 | 30.00",), rows=(row,))


def typed(case: Case, text: str, year: int) -> str:
    """A case as an author types it."""
    lines = ["部门: 云溪县水务局", f"年度: {year}", f"表式: {case.form}", "状态: 草案"]
    if text:
        lines += [f"{case.chapter}: |", *(f"  {line}" for line in text.split("\n"))]
    lines += ["项目:"] if case.projects else []
    for number, project in enumerate(case.projects, 1):
        name, budget = (x.strip() for x in project.split("|"))
        lines += [f"  - 名称: {name}", f"    地址: {number:03}", f"    预算数: {budget}"]
        if number == 1 and case.rows:
            head = ("| 一级指标 | 二级指标 | 三级指标 | 指标值 |", "|---|---|---|---|")
            rows = (*head, *(f"| {row} |" for row in case.rows))
            lines += ["    绩效指标: |", *(f"      {row}" for row in rows)]
    return "\n".join([*lines, ""])


def read(case: Case) -> Subject:
    """A case as the rules look at it."""
    year = case.year
    texts = {year: case.text} | ({year - 1: case.before} if case.before else {})
    with tempfile.TemporaryDirectory() as place:
        for of, text in texts.items():
            path = Path(place) / str(of) / "a.yaml"
            path.parent.mkdir()
            path.write_text(typed(case, text, of), "utf-8")
        problems = Problems()
        folder = Folder(Path(place))
        there = find(folder, problems)
        known = others(folder, there, families())
        read = {f.year: load(folder, f, families(), problems, known) for f in there}
    disclosure = read[year]
    assert disclosure is not None, (case.name, problems.found)
    return replace(subject(disclosure), earlier=read.get(year - 1))


def found(case: Case) -> tuple[Comparison, ...]:
    """What the rules find in a case."""
    return tuple(c for c in checks.compare(read(case)) if c.outcome is Outcome.DISAGREE)


def told(comparison: Comparison) -> tuple[str, str, str, str]:
    """What tells one finding from another."""
    return (comparison.rule, comparison.object, comparison.left, comparison.message)
