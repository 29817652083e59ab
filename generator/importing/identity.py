"""What a file is: its kind, its year, whose it is; by evidence that can be shown.

Every sign counts by where it stands: a title says more than a line above a table, that
more than a label in one, and the name of the file says least. Two answers with the
same weight are a tie, which is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePosixPath
from typing import Final

from ..diagnostics import Span
from ..lexicon import any_of
from ..lexicon.folding import bare
from ..model.tables import Grid
from ..sources.word_source import WordDocument
from ..sources.word_text import WordParagraph
from .cell_grid import CellGrid

BUDGET, FINAL, SELF, EVALUATION = "部门预算", "部门决算", "绩效自评", "绩效评价"
MONITORING, APPRAISAL = "绩效监控", "事前绩效评估"
_DIGITS: Final = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_YEAR: Final = r"(?P<year>(?:19|20)\d\d|二[〇零○Ｏ][〇零○Ｏ一二三四五六七八九]{2})"
_LONGEST_LINE: Final = 60
_FIRST_LINES: Final = 12
# What a name of an office ends with.
_ORG: Final = (
    rf"(?:{any_of('names.offices')}|委|办|政府|法院|检察院|站|所|学校|中学|小学|幼儿园|校|大学|"
    r"馆|团|协会|联合会|总会|会|社|大队|支队|队|处|街道|镇|乡|工会|医院|公司|机关|集团|本级)"
)
_ABOUT: Final = r"(?:部门|单位)?(?:整体|项目)?(?:支出)?(?:预算|决算|绩效|收支)"
YEAR_FIRST: Final = re.compile(
    rf"{_YEAR}年度?(?P<department>.{{1,38}}?{_ORG}(?:[（(][^（）()]{{1,12}}[）)])?){_ABOUT}.*"
)
_YEAR_BEHIND: Final = re.compile(rf"(?P<department>.{{2,40}}?{_ORG}?){_YEAR}年?度?{_ABOUT}.*")
_YEAR_ALONE: Final = re.compile(rf"[（(]?{_YEAR}年度?[）)]?")
_ANY_YEAR: Final = re.compile(rf"{_YEAR}年(?!\d{{0,2}}月)(?:度|初|预算|部门|项目|单位)?")
_IN_NAME: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_HEAD_YEAR: Final = re.compile(rf"{_YEAR}年(?:度)?(?:预算|决算|指标值|目标|绩效)")
# Whose table it is, in its title: an office of a place, or what stands before a year.
_OFFICE_FIRST: Final = re.compile(
    rf"(?P<before>{_YEAR}年度?)?(?P<department>.{{1,12}}?[省市县区旗州乡镇].{{0,24}}?{_ORG})"
    r"(?P<rest>(?:(?:19|20)\d\d年)?(?:度|初)?(?:部门|单位)?(?:预算)?(?:项目|整体|专项|绩效|自评).*)"
)
_SAYS_KIND: Final = re.compile(r"预算|决算|绩效|自评|评价|收支")
_DEPARTMENT_LABELS: Final = frozenset({
    "主管部门", "主管部门及代码", "预算单位", "部门名称", "单位名称", "部门单位名称", "填报单位",
    "预算部门", "单位", "部门", "项目单位", "业务主管部门",
})  # fmt: skip
_CODE_BEFORE: Final = re.compile(r"^[\dA-Z]{2,9}\s*+(?:[-_－—:：]\s*+)?(?=[\u4e00-\u9fff])")
_KINDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (MONITORING, re.compile(r"(?:绩效|执行).{0,10}监控.{0,8}(?:表|报告)(?:[（(].{0,12}[）)])?$")),
    (APPRAISAL, re.compile(r"事前(?:绩效)?评估(?:报告|表|结果)")),
    (SELF, re.compile(r"自评")),
    (EVALUATION, re.compile(r"(?:绩效|事后|重点|财政)评价(?!.{0,4}自评)")),
    (FINAL, re.compile(r"决算|公开\s?0\d\s?表")),
    (
        BUDGET,
        re.compile(r"(?:部门|单位|收支|支出|项目)预算|预算公开|绩效目标|预算绩效|预算\d\d-?\d?表"),
    ),
)  # fmt: skip
# Heads of columns that only one kind has.
_HEADS: Final = {
    SELF: frozenset({"全年执行数", "实际完成值", "自评得分", "偏差原因分析及改进措施"}),
    FINAL: frozenset({"决算数", "本年收入合计", "本年支出合计", "年末结转和结余", "栏次"}),
}


class Weight(IntEnum):
    """How much a sign says, by where it stands."""

    NAME = 1
    LABEL = 2
    LINE = 4
    TITLE = 8


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: what it says (`value`), the text that says it, and where."""

    value: str
    text: str
    weight: Weight
    span: Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the signs come to; `rivals` are answers of the same weight."""

    value: str = ""
    signs: tuple[Sign, ...] = ()
    rivals: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The signs as one line, the heaviest first, each text once."""
        own = sorted((s for s in self.signs if s.value == self.value), key=lambda s: -s.weight)
        texts = dict.fromkeys(f"{_PLACES[s.weight]}“{s.text}”" for s in own)
        return "、".join(list(texts)[:_MOST_SHOWN])


_PLACES: Final = {
    Weight.TITLE: "标题", Weight.LINE: "表上一行", Weight.LABEL: "表内", Weight.NAME: "文件名",
}  # fmt: skip
_MOST_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file is said to be."""

    kind: Verdict
    year: Verdict
    department: Verdict


def identify(document: WordDocument) -> Identity:
    """Weigh all signs of a file."""
    titles = list(_titles(document))
    return Identity(
        _weighed(_kinds(document, titles)),
        _heaviest(_years(document, titles)),
        _heaviest(_departments(document, titles)),
    )


def title_of(text: str) -> tuple[str, str] | None:
    """Department and year of a title with the year before or behind the department."""
    together = "".join(text.split())
    for pattern in (YEAR_FIRST, _YEAR_BEHIND):
        if match := pattern.fullmatch(together):
            return match["department"], match["year"].translate(_DIGITS)
    return None


def office_of_title(text: str) -> tuple[str, str] | None:
    """The office that a title of a table begins with, behind the year or not; and the rest."""
    match = _OFFICE_FIRST.fullmatch(text)
    if match is None or not is_office(match["department"]):
        return None
    return match["department"], f"{match['before'] or ''}{match['rest']}"


def _titles(document: WordDocument) -> Iterator[tuple[str, Span]]:
    """The short lines at the beginning, each also with the one below it."""
    shown: list[WordParagraph] = []
    for block in document.blocks:
        if len(shown) == _FIRST_LINES:
            break
        if isinstance(block, WordParagraph) and block.text.strip() and not block.in_contents:
            shown.append(block)
    lines = [("".join(p.text.split()), p.span) for p in shown]
    for n, (text, span) in enumerate(lines):
        if len(text) <= _LONGEST_LINE:
            yield text, span
            both = text + (lines[n + 1][0] if n + 1 < len(lines) else "")
            if both != text and len(both) <= _LONGEST_LINE and not _alone(text, both):
                yield both, span


def _alone(text: str, both: str) -> bool:
    """Whether a line, or the one below it, is a title without the other."""
    said = (text, both.removeprefix(text))
    return any(title_of(line) is not None for line in said) or text[-1:] in "表：。"


def _lines(document: WordDocument) -> Iterator[tuple[str, Span]]:
    """Every short line, outside the table of contents."""
    for block in document.blocks:
        if isinstance(block, WordParagraph) and not block.in_contents:
            text = "".join(block.text.split())
            if 0 < len(text) <= _LONGEST_LINE:
                yield text, block.span


def _name(document: WordDocument) -> str:
    return PurePosixPath(document.path).stem


def _kinds(document: WordDocument, titles: Sequence[tuple[str, Span]]) -> Iterator[Sign]:
    first = {span for _, span in titles}
    for text, span in _lines(document):
        weight = Weight.TITLE if span in first else Weight.LABEL
        kind = _kind_of(text)
        if kind and text[-1:] not in "。；":
            yield Sign(kind, text, weight, span)
    yield from (
        Sign(kind, _name(document), Weight.NAME, Span(document.path))
        for kind in (_kind_of(_name(document)),)
        if kind
    )
    for block in document.blocks:
        if isinstance(block, Grid):
            for kind, heads in _HEADS.items():
                for cell in block.cells:
                    if bare(cell.text) in heads:
                        yield Sign(kind, bare(cell.text), Weight.LABEL, cell.span)
            for cell in block.cells:
                if cell.row < _FIRST_ROWS and _SHEET_TITLE.search(cell.text):
                    yield Sign(_kind_of(cell.text), cell.text.strip(), Weight.LABEL, cell.span)


_FIRST_ROWS: Final = 3
_SHEET_TITLE: Final = re.compile(r"公开\s?0\d\s?表|决算.{0,8}表$")


def _kind_of(text: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "")


def _years(document: WordDocument, titles: Sequence[tuple[str, Span]]) -> Iterator[Sign]:
    first = {span for _, span in titles}
    for text, span in titles:
        if (found := title_of(text)) is not None:
            yield Sign(found[1], text, Weight.TITLE, span)
    for text, span in _lines(document):
        if (match := _YEAR_ALONE.fullmatch(text)) or (
            span in first and _SAYS_KIND.search(text) and (match := _ANY_YEAR.search(text))
        ):
            yield Sign(match[1].translate(_DIGITS), text, Weight.LINE, span)
        elif text.endswith("表") and (match := _ANY_YEAR.search(text)):
            yield Sign(match[1].translate(_DIGITS), text, Weight.LABEL, span)
    for block in document.blocks:
        if isinstance(block, Grid):
            for cell in block.cells:
                if match := _HEAD_YEAR.match("".join(cell.text.split())):
                    yield Sign(match[1].translate(_DIGITS), cell.text, Weight.LABEL, cell.span)
    for year in _IN_NAME.findall(_name(document)):
        yield Sign(year, _name(document), Weight.NAME, Span(document.path))


def _departments(document: WordDocument, titles: Sequence[tuple[str, Span]]) -> Iterator[Sign]:
    for text, span in titles:
        if (found := title_of(text)) is not None and is_office(found[0]):
            yield Sign(found[0], text, Weight.TITLE, span)
    for text, span in _lines(document):
        label, colon, rest = text.replace(":", "：").partition("：")
        said = bare(re.sub(r"[（(]盖章[）)]", "", label))
        if colon and said in _DEPARTMENT_LABELS | {"编制单位", "申报单位"}:
            name = office(re.split(r"(?:金额)?单位[：:]|\d{4}年", rest)[0])
            if is_office(name):
                yield Sign(name, text, Weight.LINE, span)
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from _labelled(CellGrid(block))
    if (found := title_of(_name(document))) is not None and is_office(found[0]):
        yield Sign(found[0], _name(document), Weight.NAME, Span(document.path))


def _labelled(cell_grid: CellGrid) -> Iterator[Sign]:
    """Offices right of a label that says whose the table is."""
    for cell in cell_grid.grid.cells:
        label, _, inline = cell.text.replace(":", "：").partition("：")
        if bare(label) not in _DEPARTMENT_LABELS:
            continue
        beside = cell_grid.at.get((cell.row, cell.column + cell.colspan))
        if is_office(name := office(inline)):
            yield Sign(name, f"{bare(label)}：{name}", Weight.LABEL, cell.span)
            continue
        name = office(beside.text) if beside is not None else ""
        if beside is not None and is_office(name):
            yield Sign(name, f"{bare(cell.text)}：{name}", Weight.LABEL, beside.span)


def office(text: str) -> str:
    """A name without the code before it: 030-云溪区园林局."""
    return _CODE_BEFORE.sub("", "".join(text.split()))


def is_office(text: str) -> bool:
    """Whether a text is the name of an office, a unit, a school and the like."""
    is_name = re.fullmatch(rf".{{1,38}}{_ORG}(?:[（(][^（）()]{{1,12}}[）)])?", text)
    return is_name is not None and not re.search(r"[，。；：:、]|各|有关", text)


def _weighed(signs: Iterable[Sign]) -> Verdict:
    """The answer whose signs weigh most together, each text once."""
    return _verdict(tuple(signs), summed=True)


def _heaviest(signs: Iterable[Sign]) -> Verdict:
    """The answer of the heaviest place; among those the one that is said most often."""
    return _verdict(tuple(signs), summed=False)


def _verdict(signs: tuple[Sign, ...], *, summed: bool) -> Verdict:
    if not signs:
        return Verdict()
    unique = list({(s.value, s.text, s.weight): s for s in signs}.values())
    top = max(s.weight for s in unique)
    scores: dict[str, int] = {}
    for sign in unique if summed else [s for s in signs if s.weight == top]:
        scores[sign.value] = scores.get(sign.value, 0) + (sign.weight if summed else 1)
    best = max(scores.values())
    first, *rivals = [value for value, score in scores.items() if score == best]
    return Verdict(first, signs, tuple(rivals))
