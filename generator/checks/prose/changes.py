"""Increases and decreases: figures and words of one sentence hold together (docs/领域.md 11.22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.statements import words
from ...evidence.statements.changes import Change, changes
from ...evidence.statements.parts import Parts
from ...evidence.statements.passages import Passage, is_share
from ...evidence.statements.wholes import wholes
from ...evidence.subject import Subject
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged

_WHY: Final = "“三公”经费要说明增减变化（地方预决算公开操作规程）。"
_BOTH: Final = "收支增减变化要作说明（地方预决算公开操作规程），前后的数应当相符。"

CHANGE = FieldRule(
    "JX017",
    "增减额与两年的数对不上",
    Level.WARNING,
    why=_WHY,
    mend="核对两个数和“增加”“减少”。",
)
CHANGE_SHARE = FieldRule(
    "JX018",
    "增减的百分比与两年的数对不上",
    Level.WARNING,
    why=_BOTH,
    mend="重新计算百分比，并核对“增长”“下降”。",
)
DIRECTION = FieldRule(
    "JX019",
    "同一处“增加”“减少”前后矛盾",
    Level.WARNING,
    why=_BOTH,
    mend="核对是增加还是减少，两处用同一个方向。",
)
CHANGE_PARTS = FieldRule(
    "JX034",
    "“其中”的增减与总的增减对不上",
    Level.WARNING,
    why=_BOTH,
    mend="核对总的和各项的增减。",
)


_MOST: Final = 40


def _every(subject: Subject) -> Iterator[Change]:
    for _, found in changes(subject):
        yield from found


def change(subject: Subject) -> Iterator[Comparison]:
    """`16万元，比上年20万元减少4万元`: the difference and its direction hold."""
    for one in _every(subject):
        if one.then is None or one.by is None or not one.now or not one.then.is_money:
            continue
        then, line = one.then.number, one.passage.line
        stated = _moved(one.moved.word if one.moved else "持平", one.by)
        difference = one.now[0].number - then
        actual = _moved("增加" if difference >= 0 else "减少", difference)
        yield judged(
            CHANGE,
            object=f"{line.where}·增减",
            agrees=any(n.number - then == one.by for n in one.now),
            left=stated,
            right=actual,
            cells=line.cells,
            message=f"这里写“{stated}”，按 {plain_number(one.now[0].number)} 万元和 "
            f"{plain_number(then)} 万元算是{actual}。",
            span=line.at(one.moved.start if one.moved else one.end),
        )


def _moved(word: str, by: Decimal) -> str:
    return f"{word} {plain_number(abs(by))} 万元" if word != "持平" else word


def _rates(one: Change) -> Iterator[tuple[Decimal, Decimal]]:
    """Change and base, from two of: this year, last year, by how much; the likeliest first."""
    if one.then is not None and one.by is not None:
        yield one.by, one.then.number
    if one.then is not None:
        yield from ((n.number - one.then.number, one.then.number) for n in one.now)
    elif one.by is not None and one.moved is not None and one.moved.is_money:
        yield from ((one.by, n.number - one.by) for n in one.now)


def change_share(subject: Subject) -> Iterator[Comparison]:
    """`比上年的50万元增加10万元，增长20%`: the share recomputes."""
    for one in _every(subject):
        if one.rate is None:
            continue
        pairs = [(by, base) for by, base in _rates(one) if base > 0]
        if not pairs:
            continue
        share, line = one.rate, one.passage.line
        by, base = pairs[0]
        rate = round(by * 100 / base, 2)
        stated = f"{share.word} {plain_number(share.number)}%"
        actual = f"{'增长' if rate >= 0 else '下降'} {plain_number(abs(rate))}%"
        yield judged(
            CHANGE_SHARE,
            object=f"{line.where}·增减比例",
            agrees=any(is_share(share.signed, by, base) for by, base in pairs),
            left=stated,
            right=actual,
            cells=line.cells,
            message=f"这里写“{stated}”，按上下文里的数算是{actual}。",
            span=line.at(share.start),
        )


def direction(subject: Subject) -> Iterator[Comparison]:
    """What increases by a sum does not fall by a share."""
    for one in _every(subject):
        if one.moved is None or one.rate is None or not one.moved.number or not one.rate.number:
            continue
        first, second = sorted((one.moved, one.rate), key=lambda f: f.start)
        line = one.passage.line
        yield judged(
            DIRECTION,
            object=f"{line.where}·增减方向",
            agrees=(first.word in words.UP) == (second.word in words.UP),
            left=f"{first.word} {plain_number(first.number)}",
            right=f"{second.word} {plain_number(second.number)}{second.unit}",
            cells=line.cells,
            message=f"前面写“{first.word}”，后面写“{second.word}”，说的是同一个变化。",
            span=line.at(second.start),
        )


def change_parts(subject: Subject) -> Iterator[Comparison]:
    """Changes of the parts of a whole make up its change, and last year's parts last year's whole.

    The parts are known to be all where the sums make up the whole, where they follow
    the usual division, or where one of the two sums agrees.
    """
    lists = tuple(one for one in wholes(subject) if one.agrees)
    told: set[int] = set()
    for passage, found in changes(subject):
        for n, whole in enumerate(found):
            parts = _parts(passage, whole, found[n + 1 : n + 1 + _MOST])
            if whole.by is None or len(parts) < 2:
                continue
            by = [p.by for p in parts if p.by is not None]
            if len(by) == len(parts):
                told.add(id(whole))
                yield from _held(passage, whole, parts, sum(by, Decimal(0)), lists)
    yield from _of_lists(subject, lists, told)


def _of_lists(subject: Subject, lists: Sequence[Parts], told: set[int]) -> Iterator[Comparison]:
    """Where each part of a list and the whole say how they changed."""
    changed = {id(c.now[0]): c for c in reversed([*_every(subject)])
               if c.now and c.by is not None and not c.is_plan}  # fmt: skip
    for one in lists:
        whole = changed.get(id(one.whole))
        parts = [changed.get(id(part)) for part in one.parts if part.number or id(part) in changed]
        if whole is None or id(whole) in told or len(parts) < 2:
            continue
        by = [p.by for p in parts if p is not None and p.by is not None and _is_same_year(p, whole)]
        if len(by) == len(parts):
            found = [p for p in parts if p is not None]
            yield from _held(whole.passage, whole, found, sum(by, Decimal(0)), lists)


def _is_same_year(one: Change, other: Change) -> bool:
    return one.year == other.year or None in (one.year, other.year)


def _parts(passage: Passage, whole: Change, behind: Sequence[Change]) -> list[Change]:
    """The changes that a list behind a change names: up to where its sentence ends."""
    if not behind:
        return []
    between = passage.text[whole.end : behind[0].end]
    opened = words.OPEN.search(between)
    if opened is None or between.count("。") > 1 or len(between) > 80:
        return []
    begin = whole.end + opened.end()
    stop = passage.text.find("。", begin)
    return [c for c in behind if c.end <= (stop if stop >= 0 else len(passage.text))
            and not c.is_plan]  # fmt: skip


def _held(
    passage: Passage, whole: Change, parts: Sequence[Change], by: Decimal, lists: Sequence[Parts]
) -> Iterator[Comparison]:
    before = [p.before for p in parts]
    then = sum((b for b in before if b is not None), Decimal(0))
    is_then = None not in before and whole.before is not None
    same_then = is_then and then == whole.before
    same_by = by == whole.by
    if not (same_by or same_then or _are_all(passage, parts, lists)):
        return
    is_of_then = same_by and is_then and not same_then and all(p.then for p in parts)
    stated = whole.before if is_of_then else whole.by
    total, what = (then, "上年数") if is_of_then else (by, "增减额")
    line = passage.line
    yield judged(
        CHANGE_PARTS,
        object=f"{line.where}·{what}",
        agrees=not is_of_then and same_by,
        left=plain_number(stated or Decimal(0)),
        right=plain_number(total),
        cells=line.cells,
        message=f"总的{what}是 {plain_number(stated or Decimal(0))} 万元，分项的{what}之和是 "
        f"{plain_number(total)} 万元。",
        span=line.at(whole.start),
    )


def _are_all(passage: Passage, parts: Sequence[Change], lists: Sequence[Parts]) -> bool:
    """Whether changes are those of all parts of a whole."""
    labels = [p.about or (p.now[0].label if p.now else "") for p in parts]
    for kinds in words.PARTITIONS:
        hits = {k for k in kinds for label in labels if k in label}
        if len(hits) == len(kinds) == len(parts):
            return True
    sums = {id(p.now[0]) for p in parts if p.now}
    return any({id(p) for p in one.parts if p.number or id(p) in sums} == sums for one in lists)


def _prose(text: str) -> str:
    return f"表式: 石家庄2020\n三公经费: |\n  {text}"


CHECKS: Final = (
    Check(
        CHANGE,
        change,
        fails=_prose("公务接待费4万元，比上年6万元增加2万元。"),
        passes=_prose("公务接待费4万元，比上年6万元减少2万元。"),
    ),
    Check(
        CHANGE_SHARE,
        change_share,
        fails=_prose("机关运行经费60万元，比上年的50万元增加10万元，增长25%。"),
        passes=_prose("机关运行经费60万元，比上年的50万元增加10万元，增长20%。"),
    ),
    Check(
        DIRECTION,
        direction,
        fails=_prose("机关运行经费比上年增加30万元，下降5.66%。"),
        passes=_prose("机关运行经费比上年增加30万元，增长5.66%。"),
    ),
    Check(
        CHANGE_PARTS,
        change_parts,
        fails=_prose(
            "支出比上年的90万元增加10万元。其中：基本支出比上年的60万元增加4万元；"
            "项目支出比上年的30万元增加5万元。"
        ),
        passes=_prose(
            "支出比上年的90万元增加10万元。其中：基本支出比上年的60万元增加4万元；"
            "项目支出比上年的30万元增加6万元。"
        ),
    ),
)
