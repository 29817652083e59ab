"""A disclosure that nobody has filled in yet: what it asks for, and how it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..forms import Family, SectionPlan
from ..keys import DISCLOSURE_KEYS, SUBGOALS
from ..model.disclosure import Disclosure
from ..model.words import Words
from ..writing import write
from .examples import example_added, example_overall, example_project

# Keys that most disclosures come to need, offered as comments, with a sample of each.
_OFFERED: Final = {
    "单位编码": "101001",
    "单位名称": "某县某局本级",
    "批复日期": "{year}-01-31",
    "公开日期": "{year}-02-10",
    "审批": "局党组会议",
    "审批日期": "{year}-02-05",
}
_HEAD: Final = (
    "# “#”开头的行是说明，不会印出来；写好以后可以删去。",
    "# 随时运行 gongkai check 看还缺什么；gongkai serve 边写边看。",
)
_COPY: Final = "# 照这个样子写，去掉每行开头的“# ”："
_SUBGOAL: Final = (
    "#   - 标题: 某项职责",
    "#     内容: |",
    "#       这一项的目标写在这里，一行一段。",
)


def blank(family: Family, department: str, year: int, id: str) -> Disclosure:
    """A draft of which only the department and the year are known."""
    return Disclosure(id, year, family.name, Words(department), kind=family.kind)


def start(family: Family, department: str, year: int, id: str, shape: str) -> dict[str, bytes]:
    """The files of a new draft, by name relative to its year's folder (`writing.write`).

    YAML carries comments: what each key means, and a project to copy from. Markdown knows
    no comment; there `gongkai form` has to be looked at.
    """
    files = write(blank(family, department, year, id), family, shape)
    return {
        name: _commented(data, family, is_whole=shape == "yaml") if name.endswith(".yaml") else data
        for name, data in files.items()
    }


def _commented(data: bytes, family: Family, is_whole: bool) -> bytes:
    lines = data.decode("utf-8").splitlines()
    known = {line.partition(":")[0] for line in lines}
    text = [*_HEAD, *_with_meanings(lines, known, family)]
    if is_whole:
        text += _examples(family)
    return "".join(f"{line}\n" for line in text).encode("utf-8")


def _with_meanings(lines: list[str], known: set[str], family: Family) -> Iterator[str]:
    """Each key with what it means above it; what is offered stands behind what is there."""
    year = next((line.partition(": ")[2] for line in lines if line.startswith("年度:")), "")
    sections = {section.key: section for section in family.sections()}
    heads = [line for line in lines if line.partition(":")[0] not in sections]
    for line in heads:
        if meaning := DISCLOSURE_KEYS.get(line.partition(":")[0]):
            yield f"# {meaning}"
        yield line
    for key, sample in _OFFERED.items():
        if key not in known:
            yield f"# {DISCLOSURE_KEYS[key]}"
            yield f"# {key}: {sample.format(year=year)}"
    for key in (key for key in sections if key in known):
        yield ""
        yield from _section(sections[key])


def _section(plan: SectionPlan) -> Iterator[str]:
    if plan.kind == SUBGOALS:
        yield f"{plan.key}:"
        yield _COPY
        yield from _SUBGOAL
    else:
        yield f"# 正文写在“{plan.key}: |”下面，每行前面空两格，一行一段。"
        yield f"{plan.key}: |"


def _examples(family: Family) -> Iterator[str]:
    form = family.forms.get(family.default_form)
    project = example_project(family, form) if form else []
    for example in (example_overall(family), project, example_added(family)):
        if example:
            yield from ("", _COPY, *(f"# {line}" for line in example))
