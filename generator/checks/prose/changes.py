"""Increases and decreases: the figures and words of one sentence hold together (fault 22)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...diagnostics import Level, Rule
from ...evidence.evidence import HEADING, RUNNING, Line
from ...evidence.subject import Subject
from ...evidence.year_changes import Change, Way, changes_in
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged

CHANGE = Rule("JX017", "增减额与两年的数对不上", Level.WARNING)
CHANGE_SHARE = Rule("JX018", "增减的百分比与两年的数对不上", Level.WARNING)
DIRECTION = Rule("JX019", "同一处“增加”“减少”前后矛盾", Level.WARNING)
CHANGE_PARTS = Rule("JX034", "“其中”的增减与总的增减对不上", Level.WARNING)


def told(subject: Subject) -> tuple[tuple[Line, tuple[Change, ...]], ...]:
    """Every paragraph that compares years, with its comparisons."""

    def made() -> tuple[tuple[Line, tuple[Change, ...]], ...]:
        found = ((line, tuple(changes_in(line.text))) for line in _lines(subject))
        return tuple((line, changes) for line, changes in found if changes)

    return subject.evidence.once("changes of prose", made)


def _lines(subject: Subject) -> Iterator[Line]:
    kinds = RUNNING - {HEADING}
    for line in subject.evidence.running:
        if line.kind in kinds and ("元" in line.text or "%" in line.text or "％" in line.text):
            yield line


def change(subject: Subject) -> Iterator[Comparison]:
    """`16万元，比上年20万元减少4万元`: the difference and its direction hold."""
    for line, changes in told(subject):
        for one in changes:
            if one.now is None or one.then is None or one.by is None:
                continue
            stated = _moved(one.ways[0].word if one.ways else "持平", one.by)
            difference = one.now.number - one.then.number
            actual = _moved("增加" if difference >= 0 else "减少", difference)
            yield judged(
                CHANGE,
                object=f"{line.where}·增减",
                agrees=one.by in {n - one.then.number for n in (one.now.number, *one.earlier)},
                left=stated,
                right=actual,
                cells=line.cells,
                message=f"这里写“{stated}”，按两年的数算是{actual}。",
                hint="核对两年的数和“增加”“减少”。",
                span=line.at(one.end),
            )


def _moved(word: str, by: Decimal) -> str:
    return f"{word} {plain_number(abs(by))} 万元" if word != "持平" else word


def _rates(one: Change) -> list[Decimal]:
    """By what share it changed, from two of: this year, last year, by how much; the first best.

    Where last year has to be worked out, any sum before may be this year's.
    """
    pairs: list[tuple[Decimal, Decimal]] = []
    if one.then is not None and one.after is not None:
        pairs.append((one.then.number, one.after - one.then.number))
    elif one.now is not None and one.by is not None:
        by = one.by
        pairs += [(n - by, by) for n in (one.now.number, *one.earlier)]
    return [difference * 100 / before for before, difference in pairs if before > 0]


def _open_by(share: Way) -> Decimal:
    """What rounding leaves open: a hundredth, or half of the share's last digit."""
    half = Decimal(5).scaleb(int(share.number.as_tuple().exponent) - 1)
    return max(Decimal("0.01"), half)


def change_share(subject: Subject) -> Iterator[Comparison]:
    """`比上年的50万元增加10万元，增长20%`: the share recomputes."""
    for line, changes in told(subject):
        for one in changes:
            share, rates = one.share, _rates(one)
            if share is None or not rates:
                continue
            rate, stated_rate, least = rates[0], share.signed, _open_by(share)
            stated = f"{share.word} {plain_number(share.number)}%"
            rounded = round(rate, 2)
            actual = f"{'增长' if rate >= 0 else '下降'} {plain_number(abs(rounded))}%"
            yield judged(
                CHANGE_SHARE,
                object=f"{line.where}·增减比例",
                agrees=any(abs(r - stated_rate) <= least for r in rates),
                left=stated,
                right=actual,
                cells=line.cells,
                message=f"这里写“{stated}”，按这句话里的数算是{actual}。",
                hint="重新计算百分比，并核对“增长”“下降”。",
                span=line.at(share.start),
            )


def direction(subject: Subject) -> Iterator[Comparison]:
    """What increases by a sum does not fall by a share."""
    for line, changes in told(subject):
        for one in changes:
            if len(one.ways) != 2 or any(not w.number for w in one.ways):
                continue
            first, second = one.ways
            yield judged(
                DIRECTION,
                object=f"{line.where}·增减方向",
                agrees=first.rises == second.rises,
                left=f"{first.word} {plain_number(first.number)}",
                right=f"{second.word} {plain_number(second.number)}{second.unit}",
                cells=line.cells,
                message=f"前面写“{first.word}”，后面写“{second.word}”，说的是同一个变化。",
                hint="核对是增加还是减少，两处用同一个方向。",
                span=line.at(second.start),
            )


def change_parts(subject: Subject) -> Iterator[Comparison]:
    """Where the parts make up last year's whole, they make up its change, and the reverse."""
    for line, changes in told(subject):
        at = line.text.find("其中")
        wholes = [c for c in changes if c.start < at]
        parts = [c for c in changes if c.start > at]
        if at < 0 or not wholes or len(parts) < 2:
            continue
        whole = wholes[-1]
        if whole.before is None or whole.by is None:
            continue
        before = [p.before for p in parts if p.before is not None]
        by = [p.by for p in parts if p.by is not None]
        if len(before) != len(parts) or len(by) != len(parts):
            continue
        sums = (sum(before, Decimal(0)), sum(by, Decimal(0)))
        same = (sums[0] == whole.before, sums[1] == whole.by)
        if not any(same):
            continue  # the parts are not all there
        n = 1 if same[0] else 0
        stated = (whole.before, whole.by)[n]
        what = ("上年数", "增减额")[n]
        yield judged(
            CHANGE_PARTS,
            object=f"{line.where}·{what}",
            agrees=all(same),
            left=plain_number(stated),
            right=plain_number(sums[n]),
            cells=line.cells,
            message=f"总的{what}是 {plain_number(stated)} 万元，“其中”各项的{what}之和是 "
            f"{plain_number(sums[n])} 万元。",
            hint="核对总的和各项的增减。",
            span=line.at(whole.start),
        )


def _prose(text: str) -> str:
    return f"表式: 石家庄2020\n三公经费: |\n  {text}"


_WHY: Final = "“三公”经费要说明增减变化（地方预决算公开操作规程）。"
_BOTH: Final = "收支增减变化要作说明（地方预决算公开操作规程），前后的数应当相符。"
CHECKS: Final = (
    Check(
        CHANGE, _WHY, change,
        _prose("公务接待费4万元，比上年6万元增加2万元。"),
        _prose("公务接待费4万元，比上年6万元减少2万元。"),
    ),
    Check(
        CHANGE_SHARE, _BOTH, change_share,
        _prose("机关运行经费60万元，比上年的50万元增加10万元，增长25%。"),
        _prose("机关运行经费60万元，比上年的50万元增加10万元，增长20%。"),
    ),
    Check(
        DIRECTION, _BOTH, direction,
        _prose("机关运行经费比上年增加30万元，下降5.66%。"),
        _prose("机关运行经费比上年增加30万元，增长5.66%。"),
    ),
    Check(
        CHANGE_PARTS, _BOTH, change_parts,
        _prose("支出比上年的90万元增加10万元。其中：基本支出比上年的60万元增加4万元；"
               "项目支出比上年的30万元增加5万元。"),
        _prose("支出比上年的90万元增加10万元。其中：基本支出比上年的60万元增加4万元；"
               "项目支出比上年的30万元增加6万元。"),
    ),
)  # fmt: skip
