"""What was left from another place, department or year (docs/领域.md 11.25, 11.26)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import RUNNING, TITLE, UNIT, VALUE, Line
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...model.disclosure import Disclosure
from ..comparison import EVERY_KIND, Check, Comparison, Outcome, clean
from ..examples import purpose
from .deadlines import is_deadline_of

_COPIED: Final = "公开的信息应当准确；沿用上一年或别处的文本要逐处核改（政府信息公开条例第六条）。"

OTHER_PLACE = FieldRule(
    "JX065",
    "县、区、市的称呼与本部门不符",
    Level.WARNING,
    why=_COPIED,
    mend="改成本地的称呼；引用别处文字的放进引号或书名号。",
)
OTHER_NAME = FieldRule(
    "JX066",
    "写成了别处的部门",
    why=_COPIED,
    mend="改成本部门的名称。",
)
STALE_YEAR = FieldRule(
    "JX067",
    "文字里留着上一年的年份",
    Level.WARNING,
    why=_COPIED,
    mend="改成今年的年份；说的是往年的文件，写全文件名并加书名号。",
)

_OFFICE: Final = re.compile(
    r"(?P<place>[一-鿿]{1,12}?(?:自治县|[省市县区旗]))"
    rf"(?P<office>[一-鿿]{{2,14}}{any_of('names.offices')})"
)
_COUNTY_WORDS: Final = re.compile(r"[全我本](?P<level>[县区旗])(?!域|域内|间|分|块|别|级机关)")


def _level(disclosure: Disclosure) -> str:
    """县, 区 or 旗 of the department's own name; '' for any other."""
    matches = re.findall(r"[县区旗](?=[一-鿿])", disclosure.department.text)
    return matches[-1] if matches else ""


def other_place(subject: Subject) -> Iterator[Comparison]:
    """全县 in the text of a 区, 我区 in that of a 县."""
    own = _level(subject.disclosure)

    def found() -> Iterator[Comparison]:
        for line in subject.evidence.lines if own else ():
            if line.kind not in RUNNING and line.kind != "描述":
                continue
            for match in _COUNTY_WORDS.finditer(line.text):
                level = match["level"]
                if level == own or inside_title(line.text, match.start()):
                    continue
                if level == "区" and match[0] == "全区" and "自治区" in line.text:
                    continue
                yield Comparison(
                    OTHER_PLACE.id, line.where, Outcome.DISAGREE, match[0], match[0][0] + own,
                    line.cells,
                    f"本部门是“{subject.disclosure.department.text}”，这里写的是“{match[0]}”。",
                    f"改成“{match[0][0]}{own}”；引用别处文字的放进引号或书名号。",
                    line.at(match.start()),
                )  # fmt: skip
                break

    return clean(OTHER_PLACE, found(), f"都称“{own}”" if own else "没有县、区的称呼")


def _split(name: str) -> tuple[str, str]:
    """A department's place and office: 临武县, 市场监督管理局."""
    match = _OFFICE.match(name)
    return (match["place"], match["office"]) if match else ("", name)


def other_name(subject: Subject) -> Iterator[Comparison]:
    """The same office of another place, where only one's own name can stand."""
    place, office = _split(subject.disclosure.department.text)
    stem = place.rstrip("省市县区旗")

    def found() -> Iterator[Comparison]:
        for line in subject.evidence.lines if stem else ():
            if line.kind not in (UNIT, TITLE) or line.where == "部门":
                continue
            for match in _OFFICE.finditer(line.text):
                if match["office"] != office or stem in match["place"]:
                    continue
                if _same_place(stem, match["place"], line.text):
                    continue
                yield Comparison(
                    OTHER_NAME.id, line.where, Outcome.DISAGREE, match[0],
                    subject.disclosure.department.text, line.cells,
                    f"{line.where}写的是“{match[0]}”，本部门是“{subject.disclosure.department}”。",
                    OTHER_NAME.mend, line.at(match.start()),
                )  # fmt: skip
                break

    return clean(OTHER_NAME, found(), subject.disclosure.department.text)


def _same_place(stem: str, place: str, text: str) -> bool:
    """A longer or shorter name of one place: 高新区 and 高新技术产业开发区."""
    return place.rstrip("省市县区旗") in stem or stem in text


_YEAR: Final = re.compile(r"(?<![\d〔\[（(《/])(?P<year>20\d\d)\s?年(?P<after>.{0,12})")
_PAST: Final = re.compile(
    rf"度?(?:\d{{1,5}}号|底|末|12月31日|起|至|[-—~～]|同期|上年|被|已|获|荣获|发生|开始|启动|"
    rf"支出情况|执行|完成了|存量|基数|{any_of('years.past')})"
)
_BEFORE: Final = re.compile(rf"(?:{any_of('years.since')}|[以与于至到]|上年|去年|[-—~～])\s?$")


def stale_year(subject: Subject) -> Iterator[Comparison]:
    """Last year's number in a plan for this year, outside cited titles and document numbers."""
    last = subject.disclosure.year - 1

    def found() -> Iterator[Comparison]:
        for line in subject.evidence.lines:
            for at in stale_places(line, last):
                yield _stale(subject, line, str(last), at)

    return clean(STALE_YEAR, found(), f"{subject.disclosure.year}年")


def stale_places(line: Line, last: int) -> Iterator[int]:
    """Where a text speaks of last year as of the year that it plans."""
    if line.kind in RUNNING or line.kind == TITLE:
        for match in _YEAR.finditer(line.text):
            if int(match["year"]) == last and not _cites(line, match):
                yield match.start()
    elif line.kind == VALUE and line.text.startswith(f"{last}年"):
        if is_deadline_of(line.text, last + 1):
            return  # JX135 tells of it
        yield 0


def _cites(line: Line, match: re.Match[str]) -> bool:
    before = line.text[max(0, match.start() - 4) : match.start()]
    return bool(
        _PAST.match(match["after"])
        or _BEFORE.search(before)
        or ("元" in line.text and _is_compared(line.text, match.start(), int(match["year"]) + 1))
        or inside_title(line.text, match.start())
        or (line.kind == TITLE and "表“" in line.where)
    )


_COMPARED: Final = re.compile(
    r"[比较与同和对](?:20\d\d|上)年|同比|相比"
    rf"|{any_of('changes.up', 'changes.down', '持平')}[^。；]{{0,12}}(?:元|[%％])"
    r"|决算|执行数|[期年][末底]|账面|账款"
)


def _is_compared(text: str, at: int, year: int) -> bool:
    """Whether a sentence names last year beside this one, in a comparison or as it ended."""
    begin = max(text.rfind(mark, 0, at) for mark in "。；;\n") + 1
    ends = [n for mark in "。；;\n" if (n := text.find(mark, at)) >= 0]
    sentence = text[begin : min(ends, default=len(text))]
    return str(year) in sentence or bool(_COMPARED.search(sentence))


def inside_title(text: str, at: int) -> bool:
    """Whether a place is inside 《…》, “…” or 〔…〕."""
    before = text[:at]
    return any(before.count(a) > before.count(b) for a, b in ("《》", "“”", "〔〕", "[]"))


def _stale(subject: Subject, line: Line, year: str, at: int) -> Comparison:
    return Comparison(
        STALE_YEAR.id, line.where, Outcome.DISAGREE, f"{year}年", f"{subject.disclosure.year}年",
        line.cells,
        f"{line.where}写着“{year}年”，这是 {subject.disclosure.year} 年的公开。",
        f"改成 {subject.disclosure.year} 年；说的是往年的文件，写全文件名并加书名号。",
        line.at(at),
    )  # fmt: skip


CHECKS: Final = (
    Check(
        OTHER_PLACE,
        other_place,
        fails=f"部门: 示例县水务局\n{purpose('用于全区供水工程检测')}",
        passes=f"部门: 示例县水务局\n{purpose('用于全县供水工程检测')}",
        kinds=EVERY_KIND,
    ),
    Check(
        OTHER_NAME,
        other_name,
        fails="部门: 示例县水务局\n单位名称: 邻近县水务局",
        passes="部门: 示例县水务局\n单位名称: 示例县水务局本级",
        kinds=EVERY_KIND,
    ),
    Check(
        STALE_YEAR,
        stale_year,
        fails="总体绩效目标: |\n  编制印发2024年质量强县方案。",
        passes="总体绩效目标: |\n  落实《2024年质量强县方案》，编制2025年方案。",
        kinds=EVERY_KIND,
    ),
)
