"""Why a file is taken for what it is: `gongkai import --explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ..forms import Family
from ..sources.word_source import WordDocument
from .families import candidates
from .front import mark_contents
from .identity import Verdict, identify
from .labelled_lines import with_labelled_lines
from .titles import Likeness, is_recognised, likenesses

_MOST_SHOWN: Final = 3


def explain(document: WordDocument, families: Iterable[Family]) -> list[str]:
    """A line for the kind, the year, the department and the form, each with what says so."""
    marked = with_labelled_lines(mark_contents(document))
    identity = identify(marked)
    found = likenesses(marked, candidates(families, identity.kind.value))
    return [
        *_verdict("类型", identity.kind),
        *_verdict("年度", identity.year),
        *_verdict("部门", identity.department),
        *_family(found),
    ]


def _verdict(what: str, verdict: Verdict) -> Iterator[str]:
    if not verdict.value:
        yield f"{what}：文件里没有写明。"
        return
    tie = f"；同样像 {'、'.join(verdict.rivals)}，要由人决定" if verdict.rivals else ""
    yield f"{what}：{verdict.value}，依据 {verdict.shown}{tie}。"


def _family(found: Sequence[Likeness]) -> Iterator[str]:
    if not found:
        yield "表式：没有这种类型的表式。"
        return
    best, *others = found
    sure = "" if is_recognised(found) else "（认出的太少，只是最接近的）"
    rivals = [o for o in others if o.rank == best.rank]
    tie = f"；{'、'.join(o.family.name for o in rivals)}同样像，取排在前面的" if rivals else ""
    yield f"表式：{best.shown}{sure}{tie}。"
    for other in others[: _MOST_SHOWN - 1]:
        yield f"  其次：{other.shown}。"
