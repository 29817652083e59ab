"""Sums that the prose of a full disclosure states (domain.md, faults 1–4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from ...diagnostics import Level, Rule
from ...evidence import named_sums
from ...evidence.evidence import Line
from ...evidence.reading import Said, amounts_in
from ...evidence.subject import Subject
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged

INCOME_IS_SPENDING = Rule("JX010", "文字里的收入合计与支出合计不等")
INCOME_PARTS = Rule("JX011", "文字里的收入明细之和不等于收入合计", Level.WARNING)
SPENDING_PARTS = Rule("JX012", "文字里的支出不等于基本支出与项目支出之和")
BASIC_PARTS = Rule("JX013", "文字里的基本支出不等于人员经费与公用经费之和")
STATED_SHARE = Rule("JX014", "文字里的占比算不出来")
THREE_PUBLIC = Rule("JX015", "“三公”经费不等于各项之和")
VEHICLES = Rule("JX016", "公务用车费不等于购置费与运行费之和")

_SHARE: Final = re.compile(r"占[^，。；、\d%]{0,20}?(?P<share>\d{1,3}(?:\.\d{1,4})?)\s?[%％]")


def _held(
    rule: Rule, line: Line, whole: str, parts: Sequence[str], sums: Mapping[str, Said]
) -> Comparison:
    """A whole against the sum of its named parts."""
    left = sums[whole].number
    named = [name for name in parts if name in sums]
    right = sum((sums[name].number for name in named), Decimal(0))
    shown = " + ".join(f"{name} {plain_number(sums[name].number)}" for name in named)
    return judged(
        rule,
        object=f"{line.where}·{whole}",
        agrees=left == right,
        left=plain_number(left),
        right=plain_number(right),
        cells=line.cells,
        message=f"这里写{whole} {plain_number(left)} 万元，"
        f"而 {shown} = {plain_number(right)} 万元。",
        hint="对照预算表，改正写错的数。",
        span=line.at(sums[whole].start),
    )


def _parts_rule(
    subject: Subject, rule: Rule, whole: str, parts: Sequence[str], further: Sequence[str] = ()
) -> Iterator[Comparison]:
    """Where a paragraph names the whole and all its parts."""
    for line in named_sums.lines(subject):
        sums = named_sums.sums_in(line.text, subject.disclosure.year)
        if whole in sums and all(part in sums for part in parts):
            yield _held(rule, line, whole, (*parts, *further), sums)


def income_is_spending(subject: Subject) -> Iterator[Comparison]:
    """收入合计 = 支出合计, wherever in the text each is first named."""
    first: dict[str, tuple[Line, Said]] = {}
    for line in named_sums.lines(subject):
        for name, said in named_sums.sums_in(line.text, subject.disclosure.year).items():
            first.setdefault(name, (line, said))
    if named_sums.INCOME in first and named_sums.SPENDING in first:
        (above, income), (line, spending) = first[named_sums.INCOME], first[named_sums.SPENDING]
        left, right = plain_number(income.number), plain_number(spending.number)
        yield judged(
            INCOME_IS_SPENDING,
            object="收支合计",
            agrees=income.number == spending.number,
            left=left,
            right=right,
            cells=tuple(dict.fromkeys((*above.cells, *line.cells))),
            message=f"收入合计写的是 {left} 万元，支出合计写的是 {right} 万元。",
            hint="对照收支总表，改正写错的数。",
            span=line.at(spending.start),
        )


def _is_source(said: Said) -> bool:
    return bool(named_sums.SOURCE.search(said.label) and not named_sums.OTHER.search(said.label))


def income_parts(subject: Subject) -> Iterator[Comparison]:
    """The sources named after 其中 sum to the income."""
    for line in named_sums.lines(subject):
        sums = list(amounts_in(line.text))
        for number, said in enumerate(sums):
            if named_sums.named(said, subject.disclosure.year) != named_sums.INCOME:
                continue
            rest = line.text[said.end : said.end + 4]
            stop = line.text.find("。", said.end)
            end = stop if stop >= 0 else len(line.text)
            parts = [s for s in sums[number + 1 :] if s.start < end]
            if "其中" not in rest or len(parts) < 2:
                break
            if not all(
                named_sums.SOURCE.search(s.label) and not named_sums.OTHER.search(s.label)
                for s in parts
            ):
                break
            total = sum((s.number for s in parts), Decimal(0))
            left, right = plain_number(said.number), plain_number(total)
            yield judged(
                INCOME_PARTS,
                object=f"{line.where}·收入明细",
                agrees=said.number == total,
                left=left,
                right=right,
                cells=line.cells,
                message=f"收入合计 {left} 万元，其中各项之和是 {right} 万元。",
                hint="补上没有写的来源，或改正写错的数。",
                span=line.at(said.start),
            )
            break


def spending_parts(subject: Subject) -> Iterator[Comparison]:
    return _parts_rule(
        subject,
        SPENDING_PARTS,
        named_sums.SPENDING,
        (named_sums.BASIC, named_sums.PROJECTS),
        (named_sums.FURTHER,),
    )


def basic_parts(subject: Subject) -> Iterator[Comparison]:
    return _parts_rule(
        subject, BASIC_PARTS, named_sums.BASIC, (named_sums.STAFF, named_sums.PUBLIC)
    )


def three_public(subject: Subject) -> Iterator[Comparison]:
    return _parts_rule(
        subject,
        THREE_PUBLIC,
        named_sums.THREE_PUBLIC,
        (named_sums.ABROAD, named_sums.VEHICLES, named_sums.RECEPTION),
    )


def vehicles(subject: Subject) -> Iterator[Comparison]:
    return _parts_rule(
        subject,
        VEHICLES,
        named_sums.VEHICLES,
        (named_sums.VEHICLE_BUYING, named_sums.VEHICLE_RUNNING),
    )


def stated_share(subject: Subject) -> Iterator[Comparison]:
    """A share that follows a sum recomputes, within 0.01, against a sum of its paragraph."""
    for line in named_sums.lines(subject):
        sums = list(amounts_in(line.text))
        for match in _SHARE.finditer(line.text):
            part = next((s for s in reversed(sums) if s.end <= match.start()), None)
            if part is None or "。" in line.text[part.end : match.start()]:
                continue
            before = [s for s in sums if s.number >= part.number > 0 and s.start != part.start]
            stated = Decimal(match["share"])
            shares = [part.number * 100 / s.number for s in before]
            if not shares:
                continue
            nearest = min(shares, key=lambda share: abs(share - stated))
            shown = plain_number(round(nearest, 2))
            yield judged(
                STATED_SHARE,
                object=f"{line.where}·占比",
                agrees=abs(nearest - stated) <= Decimal("0.01"),
                left=f"{match['share']}%",
                right=f"{shown}%",
                cells=line.cells,
                message=f"{plain_number(part.number)} 万元的占比写的是 {match['share']}%，"
                f"按这一段的数算是 {shown}%。",
                hint="重新计算占比，保留两位小数。",
                span=line.at(match.start("share")),
            )


def _prose(text: str, key: str = "部门预算安排的总体情况") -> str:
    return f"表式: 石家庄2020\n{key}: |\n  {text}"


_GUIDE: Final = "文字说明和收支总表说的是同一套数，应当一致。"
CHECKS: Final = (
    Check(
        INCOME_IS_SPENDING, _GUIDE, income_is_spending,
        _prose("预算收入7070.37万元。支出预算7060.37万元。"),
        _prose("预算收入7070.37万元。支出预算7070.37万元。"),
    ),
    Check(
        INCOME_PARTS, _GUIDE, income_parts,
        _prose("预算收入100万元，其中：一般公共预算收入80万元，事业收入10万元。"),
        _prose("预算收入100万元，其中：一般公共预算收入80万元，事业收入20万元。"),
        is_sum=True,
    ),
    Check(
        SPENDING_PARTS, _GUIDE, spending_parts,
        _prose("支出预算7070.37万元，其中基本支出2307.34万元；项目支出4753.03万元。"),
        _prose("支出预算7070.37万元，其中基本支出2307.34万元；项目支出4763.03万元。"),
        is_sum=True,
    ),
    Check(
        BASIC_PARTS, "基本支出由人员经费和公用经费组成，公开的数须相符。", basic_parts,
        _prose("基本支出2307.34万元，包括人员经费2118.12万元和日常公用经费188.22万元。"),
        _prose("基本支出2307.34万元，包括人员经费2118.12万元和日常公用经费189.22万元。"),
        is_sum=True,
    ),
    Check(
        STATED_SHARE, "占比由公开的数算出，相差不超过 0.01 个百分点。", stated_share,
        _prose("支出预算200万元，其中基本支出50万元，占总支出的35%。"),
        _prose("支出预算200万元，其中基本支出50万元，占总支出的25%。"),
    ),
    Check(
        THREE_PUBLIC, "“三公”经费按出国、用车、接待三项公开（地方预决算公开操作规程）。",
        three_public,
        _prose("“三公”经费15万元，其中因公出国（境）费0万元；公务用车购置及运维费12万元；"
               "公务接待费4万元。", "三公经费"),
        _prose("“三公”经费16万元，其中因公出国（境）费0万元；公务用车购置及运维费12万元；"
               "公务接待费4万元。", "三公经费"),
        is_sum=True,
    ),
    Check(
        VEHICLES, "公务用车费分购置费和运行费公开（地方预决算公开操作规程）。", vehicles,
        _prose("公务用车购置及运维费12万元（其中：公务用车购置费为10万元，公务用车运维费0万元）。",
               "三公经费"),
        _prose("公务用车购置及运维费12万元（其中：公务用车购置费为12万元，公务用车运维费0万元）。",
               "三公经费"),
        is_sum=True,
    ),
)  # fmt: skip
